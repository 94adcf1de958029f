"""Case files: taken as one edit, written back, refused with a reason."""

import json

import pytest

from reports.provenance import Provenance


def test_a_case_file_is_taken_as_one_edit_and_written_back(page, session, tmp_path) -> None:
    file = tmp_path / "case.json"
    case = {
        "missed_cost": {"low": 2, "high": 4, "source": "claims 2025", "provenance": "measured"},
        "recognises_a_kind": True,
        "human_in_loop": None,
        "wind": 3,
    }
    file.write_text(json.dumps(case))
    page.files.ask_open = lambda: str(file)
    page.files.take()
    message = page.message.message
    assert message.what == "2 answers taken from “case.json”, 1 unknown."
    assert message.why == "Not asked here, so left out: wind."
    fact = session.project.fact("miss_cost")
    assert (fact.value, fact.source, fact.note) == (
        {"low": 2, "high": 4},
        Provenance.MEASURED,
        "claims 2025",
    )
    written = tmp_path / "out.json"
    page.files.ask_save = lambda _first: str(written)
    page.files.save()
    saved = json.loads(written.read_text())
    assert saved["recognises_a_kind"] is True
    assert saved["missed_cost"]["source"] == "claims 2025"
    session.undo()
    assert session.project.facts() == {}


def test_what_the_project_counts_itself_is_not_taken_and_said_so(page, session, tmp_path) -> None:
    file = tmp_path / "case.json"
    file.write_text('{"user_pain": 4, "n_classes": 4, "measured": null, "title": "x"}')
    page.files.ask_open = lambda: str(file)
    page.files.take()
    assert page.message.message.why == "Counted or measured by the project itself: n_classes."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "“case.json” is not JSON."),
        (
            '{"labelled_examples": -3}',
            "“labelled_examples” (labelled examples) cannot be negative.",
        ),
        ('{"wind": 3}', "“case.json” answers no question of the brief."),
        ('{"currency": "XYZ"}', None),
    ],
)
def test_a_case_file_that_cannot_be_taken_says_why_and_changes_nothing(
    page, session, tmp_path, text, what
) -> None:
    file = tmp_path / "case.json"
    file.write_text(text)
    page.files.ask_open = lambda: str(file)
    page.files.take()
    message = page.message.message
    assert message.tone == "error"
    assert what is None or message.what == what
    assert session.project.facts() == {}
