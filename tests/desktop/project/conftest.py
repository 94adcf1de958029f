"""A project with something in every table, for tests of files that strangers made."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop.project.project import Project
from desktop.project.records import RunSettings
from tests.attacks.crafted_projects import fill
from tests.training_results import answered, measured


@pytest.fixture(scope="session")
def crafted_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with something in every table."""
    path = tmp_path_factory.mktemp("base") / "p.smart"
    with Project.create(path, name="Blades") as project:
        project.caches.put_thumbnails({f"{0:064x}": b"jpeg"})
        rows = [answered(f"{i}.png", "Crack", "Crack" if i else "Clean") for i in range(6)]
        project.append_run(RunSettings(), measured(rows, ("Clean", "Crack")))
    fill(path)
    return path


@pytest.fixture
def path(crafted_base: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "alone" / "p.smart"
    copy.parent.mkdir()
    shutil.copy(crafted_base, copy)
    return copy


def dumped(path: Path, dump: Path) -> Path:
    """The project that this dump holds, written to ``path``."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    return path


def of_version(path: Path, version: int) -> Path:
    """A project as this version of the file left it."""
    return dumped(path, Path(__file__).parent / "versions" / f"v{version}.sql")
