"""A signature counts for the decision, the bar and the conditions under which it was given."""

import pytest

from desktop.findings.launch.evidence import launch_evidence
from desktop.project import commands as edit
from desktop.project.project import Project
from estimators.base.date import day
from reports.provenance import Provenance


@pytest.fixture
def project(blades) -> Project:
    """Decided, with two conditions, and signed by one person."""
    made = blades.project
    made.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    for words in ("Site North only.", "With Ana beside it."):
        made.do(edit.PutCondition(None, words, "Ana", "2027-01-14"))
    made.do(edit.SetFact("launch.decision", "conditions", "the decision"))
    made.do(edit.PutSignOff(None, "Ana Ruiz", "inspection", "signed"))
    return made


def signature(project: Project) -> tuple[bool, str]:
    (person,) = launch_evidence(project).sign_offs
    return person.signed, person.note.replace(day(project.signoffs()[0].at), "today")


CHANGES = [
    (edit.DeleteCondition(1), "other conditions"),
    (edit.PutCondition(2, "With two beside it.", "Ana", "2027-01-14"), "other conditions"),
    (edit.SetBar(0.5, "your choice", Provenance.GUESS), "another bar"),
    (edit.SetFact("launch.decision", "stop", "the decision"), "an earlier decision"),
]


@pytest.mark.parametrize(("change", "under"), CHANGES)
def test_a_signature_does_not_outlive_what_it_was_given_for(project, change, under) -> None:
    assert signature(project) == (True, "")
    project.do(change)
    assert signature(project) == (False, f"signed for {under}, today")
    project.do(edit.PutSignOff(1, "Ana Ruiz", "inspection", "signed"))
    assert signature(project) == (True, "")


def test_a_signature_taken_back_by_undo_and_given_again_by_redo_counts(project: Project) -> None:
    project.file.undo()
    project.file.redo()
    assert signature(project) == (True, "")


def test_what_was_not_signed_may_change(project: Project) -> None:
    project.do(edit.SetFact("launch.owner", "Jo", "who answers for it"))
    assert signature(project) == (True, "")


@pytest.mark.parametrize(("change", "under"), CHANGES[1:])
def test_an_older_file_tells_by_the_time_of_the_last_edit(project, change, under) -> None:
    project.do(edit.ClearFact("launch.signed:1", "what was signed"))
    assert signature(project) == (True, "")
    with project.file.transaction() as connection:
        connection.execute("UPDATE signoff SET at = '2020-01-01T00:00:00+00:00'")
        connection.execute("UPDATE bar SET at = '2019-01-01T00:00:00+00:00'")
        connection.execute("UPDATE fact SET at = '2019-01-01T00:00:00+00:00'")
    assert signature(project) == (True, "")
    project.do(change)
    assert signature(project) == (False, f"signed for {under}, today")
