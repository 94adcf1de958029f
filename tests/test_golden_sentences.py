"""Every sentence that pages, commands and reports say of a few projects is the one that is kept in ``tests/golden/kept``.

``python -m tests.golden`` keeps what they say now instead; the diff of these files belongs to the change.
"""

import difflib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reports.pdf import faces
from tests.golden.pages import jobs_in_this_process
from tests.golden.sentences import KEPT, NAMES, sentences_of

MOST_LINES = 24  # of the differences in a file that are printed


@pytest.mark.slow
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_a_project_is_the_one_that_is_kept(
    name: str, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_utc: None
) -> None:
    monkeypatch.setattr(faces, "_folders", tuple)  # no font of this computer
    jobs_in_this_process(monkeypatch)
    said, folder = sentences_of(name, tmp_path, qapp), KEPT / name
    if os.environ.get("SMART_ENOUGH_GOLDEN") == "rewrite":
        _keep(said, folder)
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    files = sorted(kept.keys() | said.keys(), key=lambda file: (file == "evidence.txt", file))
    differences = [
        line
        for file in files
        for line in _difference(file, kept.get(file, ""), said.get(file, ""), name)
    ]
    told = ["Other sentences than those kept. If they are meant: python -m tests.golden"]
    assert not differences, "\n".join([*told, *differences])


def _difference(file: str, kept: str, said: str, name: str) -> list[str]:
    """The first lines that differ, as ``diff -U1`` prints them."""
    files, lines = (f"kept/{name}/{file}", "said now"), (kept.splitlines(), said.splitlines())
    found = list(difflib.unified_diff(*lines, *files, n=1, lineterm=""))
    more = len(found) - MOST_LINES
    return found if more <= 0 else [*found[:MOST_LINES], f"… and {more} more lines"]


@pytest.fixture
def in_utc() -> Iterator[None]:
    """Every time of day as it is in one place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        getattr(time, "tzset", lambda: None)()  # Windows has none, and no times of day are kept
        yield
    getattr(time, "tzset", lambda: None)()


def _keep(said: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.txt"):
        path.unlink()
    for file, text in said.items():
        (folder / file).write_text(text, encoding="utf-8")
