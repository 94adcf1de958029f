"""Every sentence that pages, commands and reports say of a few projects is the one that is kept in ``tests/golden/kept``.

``python -m tests.golden`` keeps what they say now instead; the diff of these files belongs to the change.
"""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reports.pdf import faces
from tests.golden.keeping import KEPT, check, prices_read_on_one_day
from tests.golden.pages import jobs_in_this_process
from tests.golden.sentences import NAMES, sentences_of

_BOUND = re.compile(
    r"(\d+ of \d+)[^:;.\n]{0,40}([:;]) sure of at least ([\d.]+%)( over \d+ looks)?"
)


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


def test_a_bound_reads_the_same_wherever_a_project_says_it() -> None:
    """Of the same answers, over the same looks: no page rounds it otherwise, or leaves a look unpaid."""
    found: dict[tuple[str, str], set[str]] = {}
    looks: dict[tuple[str, str], set[str]] = {}
    for path in sorted(KEPT.glob("*/*.txt")):
        if path.parent.name == "engines":  # cases of no project
            continue
        project = path.stem if path.parent.name == "findings" else path.parent.name
        for counts, mark, bound, over in _BOUND.findall(path.read_text("utf-8")):
            found.setdefault((project, counts), set()).add(bound)
            if mark == ":":  # a whole sentence, which says the looks as well
                looks.setdefault((project, counts), set()).add(over)
    assert len(found) >= 4
    assert {of: bounds for of, bounds in found.items() if len(bounds) > 1} == {}
    assert {of: said for of, said in looks.items() if len(said) > 1} == {}
