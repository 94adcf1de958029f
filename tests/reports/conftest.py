"""Evidence to report on, and the independent tools that read the reports."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reports.evidence import Evidence
from reports.pdf import faces
from tests.patience import PATIENCE
from tests.reports.launched_project import empty_evidence, launched_evidence


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Every stage has evidence."""
    return launched_evidence(tmp_path_factory.mktemp("launched") / "project")


@pytest.fixture
def empty() -> Evidence:
    """Of a project in which nothing was answered, brought or tried yet."""
    return empty_evidence()


Tool = Callable[..., str]


@pytest.fixture
def tool() -> Tool:
    """Run a program over a PDF and return what it says; skip where it is not installed."""

    def run(name: str, *arguments: str | Path) -> str:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
        done = subprocess.run(
            [name, *arguments], check=False, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture
def words(tool: Tool) -> Callable[..., str]:
    """The text of a PDF, or of some of its pages, with single spaces."""

    def read(file: Path, first: int = 1, last: int = 9_999) -> str:
        text = tool("pdftotext", "-f", str(first), "-l", str(last), file, "-")
        return " ".join(text.split())

    return read


@pytest.fixture(autouse=True)
def own_fonts_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No font of this computer, so that a report looks the same on every one; SMART_ENOUGH_FONTS still counts."""
    monkeypatch.setattr(faces, "_folders", tuple)
    forget_fonts()
    yield
    forget_fonts()


def forget_fonts() -> None:
    for remembered in (faces.face_for, faces._face, faces._sources):
        remembered.cache_clear()
