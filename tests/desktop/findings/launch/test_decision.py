"""What belongs to a decision: why, by whom and when; and what of it page, report and mail say."""

from datetime import UTC, datetime

import pytest

from desktop.findings.launch.conditions import say
from desktop.findings.launch.decision import decide, is_told, put_terms, terms_of, terms_words
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.report.evidence import evidence_of
from desktop.findings.report.preflight import decision_text, report_notes
from desktop.findings.report.version_comparison import compare_versions
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.versions import VersionKind
from estimators.base.errors import UserError
from reports.provenance import Provenance


@pytest.fixture
def project(blades) -> Project:
    made = blades.project
    made.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    return made


def test_not_yet_needs_somebody_who_looks_again_and_a_day(project: Project) -> None:
    project.do(decide(project, "not_yet"))
    assert not is_told(project)
    assert terms_words(project)[-1] == "No day is given on which somebody looks again."
    with pytest.raises(UserError, match="Nobody looks again"):
        put_terms(project, "Too few.", "Mara Lind", "15 Jan 2027")
    with pytest.raises(UserError, match="no day on which Ann Berg looks again"):
        put_terms(project, "Too few.", "Mara Lind", "", "Ann Berg")
    with pytest.raises(UserError, match="not a day"):
        put_terms(project, "Too few.", "Mara Lind", "soon", "Ann Berg")
    project.do(put_terms(project, "Too few.", "Mara Lind", "15 Jan 2027", "Ann Berg"))
    assert terms_words(project) == (
        "Why: Too few.",
        "Decided by Mara Lind.",
        "Ann Berg looks again on 15 Jan 2027.",
    )
    assert is_told(project)


def test_each_way_to_decide_says_what_it_owes(project: Project) -> None:
    assert terms_words(project) == ()
    project.do(decide(project, "launch"))
    assert terms_words(project) == (
        "Nobody is named who decided.",
        "No day is given for the start.",
    )
    project.do(put_terms(project, "", "", "2027-02-01"))
    assert terms_words(project)[-1] == "It starts on 1 Feb 2027."
    project.do(decide(project, "stop"))
    assert terms_words(project) == ("Nobody is named who decided.",)
    assert not is_told(project)
    project.do(put_terms(project, "Nobody pays for it.", ""))
    assert is_told(project)


def test_another_decision_takes_what_was_said_of_the_one_before_and_undo_brings_it_back(
    project: Project,
) -> None:
    project.do(decide(project, "not_yet"))
    project.do(put_terms(project, "Too few.", "Mara Lind", "15 Jan 2027", "Ann Berg"))
    said = terms_of(project)
    project.do(decide(project, "not_yet"))
    assert terms_of(project) == said
    project.do(decide(project, "launch"))
    assert terms_words(project) == (
        "Nobody is named who decided.",
        "No day is given for the start.",
    )
    project.file.undo()
    assert terms_of(project) == said


def test_an_owner_is_named_on_one_line_and_taken_away(project: Project) -> None:
    project.do(say("launch.owner", "  Mara\n Lind ", "the owner"))
    assert project.answer("launch.owner") == "Mara Lind"
    taken = say("launch.owner", " ", "the owner")
    project.do(taken)
    assert (project.fact("launch.owner"), taken.text) == (None, "clear the owner")


def test_one_field_is_one_edit_with_its_name(project: Project) -> None:
    project.do(decide(project, "launch"))
    project.do(put_terms(project, "It works.", "Mara Lind", "2027-02-01"))
    assert put_terms(project, "It pays.", "Mara Lind", "2027-02-01").text == (
        "change the reason of the decision"
    )
    assert put_terms(project, "It works.", "", "2027-02-01").text == "clear who decided"


def test_a_signature_does_not_outlive_the_day_it_was_given_for(project: Project) -> None:
    project.do(decide(project, "launch"))
    project.do(put_terms(project, "", "", "2027-02-01"))
    project.do(edit.PutSignOff(None, "Ana Ruiz", "inspection", "signed"))
    project.do(put_terms(project, "It works.", "", "2027-02-01"))
    assert launch_evidence(project).sign_offs[0].signed
    project.do(put_terms(project, "It works.", "", "2027-03-01"))
    (person,) = launch_evidence(project).sign_offs
    assert (person.signed, person.outdated) == (False, True)
    assert person.note.startswith("signed for another day")


def test_mail_and_remarks_say_who_decided_and_when_or_that_nobody_said(project: Project) -> None:
    project.do(decide(project, "not_yet"))
    remarks = report_notes(project, "launch", ("decision",)).remarks
    assert "No day is given on which somebody looks again." in [each.text for each in remarks]
    project.do(put_terms(project, "Too few.", "Mara Lind", "15 Jan 2027", "Ann Berg"))
    mail = decision_text(evidence_of(project))
    assert "Decided by Mara Lind.\nAnn Berg looks again on 15 Jan 2027." in mail
    assert "- Too few." in mail
    remarks = report_notes(project, "launch", ("decision",)).remarks
    assert not any("looks again" in each.text for each in remarks)


def test_two_versions_differ_by_what_belongs_to_their_decisions(project: Project) -> None:
    project.do(decide(project, "not_yet"))
    project.do(put_terms(project, "Too few.", "Mara Lind", "15 Jan 2027", "Ann Berg"))
    then = project.versions.keep(VersionKind.NAMED, "Steering")
    project.do(put_terms(project, "Too few.", "Mara Lind", "1 Feb 2027", "Ann Berg"))
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert compare_versions(project.path, then, then, now).headline == (
        "From “Steering” to “Steering”, nothing changed."
    )
    found = compare_versions(project.path, then, None, now)
    (line,) = found.lines
    assert found.table(every=False).rows[0][1:] == (line.before.text, line.after.text, "")
    project.do(put_terms(project, "", "Mara Lind", "1 Feb 2027", "Ann Berg"))
    gone = compare_versions(project.path, then, None, now).table(every=False).rows
    assert [row[2:] for row in gone if row[2] == "–"] == [("–", "no longer there")]
    assert (line.before.text, line.after.text) == (
        "Ann Berg looks again on 15 Jan 2027.",
        "Ann Berg looks again on 1 Feb 2027.",
    )
