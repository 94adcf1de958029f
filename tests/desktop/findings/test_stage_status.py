"""The rail and the list of projects: how far each stage is, in the words of its own view."""

import pytest

from desktop.findings.decide.view import view as decide_view
from desktop.findings.problem.five_questions import answered_questions
from desktop.findings.report.view import view as report_view
from desktop.findings.stage_status import project_sentence, stage_statuses
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION, REPORT
from desktop.project.stages import Stage, State
from reports.provenance import Provenance
from tests.kept_records import begin_session, keep, keep_reaction


@pytest.fixture
def project(blades) -> Project:
    return blades.project


def rail(project: Project) -> dict[Stage, tuple[State, str]]:
    return {each.stage: (each.state, each.words) for each in stage_statuses(project)}


def test_nothing_is_started_in_a_new_project(tmp_path) -> None:
    with Project.create(tmp_path / "new.smart", name="New") as project:
        assert set(rail(project).values()) == {(State.NOT_STARTED, "Not started")}
        assert list(rail(project)) == list(Stage)
        assert project_sentence(project) == "Nothing answered yet."


def test_the_rail_counts_the_five_questions_that_decide_and_nothing_else(project) -> None:
    project.do(edit.SetFact("volume_per_month", {"low": 1, "high": 2}, "volume"))
    before = answered_questions(project)[0]  # its examples are one answer
    assert rail(project)[Stage.PROBLEM] == (State.DRAFT, f"{before} of 5 answered")
    answers = (
        ("explicit_rules_possible", "no"),
        ("demand_validated", "yes"),
        ("error_cost_level", "low"),
        ("error_reversible", "yes"),
        ("purpose_flags", []),
        ("labelled_examples", 200),
    )
    for key, value in answers:
        project.do(edit.SetFact(key, value, key))
    assert rail(project)[Stage.PROBLEM] == (State.EVIDENCE, "5 of 5 answered")
    project.do(edit.SetFact("purpose_flags", None, "law", Provenance.UNKNOWN))
    assert rail(project)[Stage.PROBLEM] == (State.DRAFT, "4 of 5 answered")


def test_a_verdict_is_evidence_until_a_person_decides(project) -> None:
    assert decide_view(project).headline == "Fake it first."  # its examples say so
    assert rail(project)[Stage.DECIDE] == (State.EVIDENCE, "Fake it first")
    assert project_sentence(project) == "Fake it first."
    said = decide_view(project)
    assert (said.headline, said.lead) == ("Fake it first.", "")
    project.do(edit.SetFact("decide.verdict", "build_custom", "verdict"))
    assert rail(project)[Stage.DECIDE] == (State.DECIDED, "Build it")


def test_examples_are_a_draft_until_they_were_checked_and_a_problem_where_they_have_moved(
    blades,
) -> None:
    project = blades.project
    blades.add_examples(3)
    assert rail(project)[Stage.DATA] == (State.PROBLEM, "Photos have moved")
    (project.path.parent / "0.jpg").write_bytes(b"x")
    project.do(edit.AddClass("another"))
    assert rail(project)[Stage.DATA] == (State.DRAFT, "3 labelled photos")
    keep(project, INSPECTION, {"warnings": []}, project.fingerprint())
    assert rail(project)[Stage.DATA] == (State.EVIDENCE, "3 labelled photos")


def test_a_bar_from_sessions_is_decided_and_said_as_it_was_set(project) -> None:
    session = begin_session(project, "Early", 0.9)
    keep_reaction(project, session, "accepted", 0.9)
    assert rail(project)[Stage.FAKE] == (State.EVIDENCE, "1 answer")
    project.do(edit.SetBar(0.925, "demo sessions", Provenance.SIMULATED))
    assert rail(project)[Stage.FAKE] == (State.DECIDED, "Bar: 92.5% right")
    assert rail(project)[Stage.LAUNCH] == (State.DRAFT, "Bar set, 3 open")


def test_a_decision_is_said_even_where_this_version_does_not_know_it(project) -> None:
    project.do(edit.SetFact("launch.decision", "conditions", "decision"))
    assert rail(project)[Stage.LAUNCH] == (State.DECIDED, "Launch with conditions")
    assert rail(project)[Stage.REPORT] == (State.DRAFT, "Ready to export")
    project.do(edit.SetFact("launch.decision", "wait a year", "decision"))
    assert rail(project)[Stage.LAUNCH] == (State.DECIDED, "Decided")


def test_a_report_says_how_long_it_is_and_for_whom(project) -> None:
    assert not report_view(project).status
    assert report_view(project, 6).headline == "Six pages; the decision is on the first."
    project.do(edit.SetFact("report.kind", "brief", "kind"))
    assert report_view(project, 1).headline == "One page for everyone."
    keep(project, REPORT, {"pages": 26})
    assert rail(project)[Stage.REPORT] == (State.EVIDENCE, "26 pages")
