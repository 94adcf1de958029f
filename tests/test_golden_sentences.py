"""Every sentence that pages, commands and reports say of a few projects is the one that is kept in ``tests/golden/kept``.

``python -m tests.golden`` keeps what they say now instead; the diff of these files belongs to the change.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reports.pdf import faces
from tests.golden.keeping import check
from tests.golden.pages import jobs_in_this_process
from tests.golden.sentences import NAMES, sentences_of


@pytest.mark.slow
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_a_project_is_the_one_that_is_kept(
    name: str, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_utc: None
) -> None:
    monkeypatch.setattr(faces, "_folders", tuple)  # no font of this computer
    jobs_in_this_process(monkeypatch)
    check(sentences_of(name, tmp_path, qapp), name)


@pytest.fixture
def in_utc() -> Iterator[None]:
    """Every time of day as it is in one place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        getattr(time, "tzset", lambda: None)()  # Windows has none, and no times of day are kept
        yield
    getattr(time, "tzset", lambda: None)()
