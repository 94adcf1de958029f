"""Every sentence that pages, commands and reports say of a few projects is the one that is kept in ``tests/golden/kept``.

``python -m tests.golden`` keeps what they say now instead; the diff of these files belongs to the change.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reports.pdf import faces
from tests.golden.keeping import check, prices_read_on_one_day
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
    prices_read_on_one_day(monkeypatch)
    check(sentences_of(name, tmp_path, qapp), name)
