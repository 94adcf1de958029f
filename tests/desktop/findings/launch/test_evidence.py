"""What launch, checks and report findings say about a project."""

from dataclasses import replace

import pytest

from desktop.findings.data.leakage_gate import waive
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.checks import named_checks
from desktop.findings.launch.conditions import condition_words, put_condition
from desktop.findings.launch.evidence import bar_history, launch_evidence
from desktop.findings.launch.harm import HARM_CAP_KEY, USUAL_CAP, harm_cap
from desktop.findings.launch.readiness import readiness_of
from desktop.findings.launch.view import view
from desktop.findings.report.evidence import evidence_of
from desktop.findings.report.preflight import kind_of, report_notes, sections_of
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import RunSettings
from estimators.classifier.training_result import Certificate
from reports.launch_evidence import CheckState
from reports.model_card import card_sections
from reports.pages.arguments import argued
from reports.provenance import Provenance
from reports.report import usual_sections
from reports.sections.parts import Cited
from reports.sentences import text_of
from reports.web import web_page
from tests.training_results import LEAKS


@pytest.fixture
def project(blades) -> Project:
    return blades.project


@pytest.fixture
def tested(blades) -> Project:
    """163 of 180 right; the bar is 85%."""
    blades.project.do(edit.SetBar(0.85, "your choice", Provenance.GUESS))
    blades.add_run(range(180), range(17), model=b"model")
    return blades.project


def state_of(project: Project, text: str) -> CheckState:
    return next(check.state for check in named_checks(project).values() if text in check.text)


def test_what_needs_a_person_comes_first_and_what_passes_last(tested: Project) -> None:
    states = [check.state for check in readiness_of(tested).checks]
    assert states[0] is CheckState.NEEDS_YOU
    assert states[-1] is CheckState.PASS
    order = [CheckState.NEEDS_YOU, CheckState.FAIL, CheckState.NOT_SHOWN, CheckState.PASS]
    assert states == sorted(states, key=order.index)


@pytest.mark.parametrize(
    ("said", "cap"), [(0.02, 0.02), (0, USUAL_CAP), (1, USUAL_CAP), (1.5, USUAL_CAP)]
)
def test_a_cap_on_harm_is_a_share_or_the_usual_one(
    project: Project, said: float, cap: float
) -> None:
    project.do(edit.SetFact(HARM_CAP_KEY, said, "cap"))
    assert harm_cap(project) == cap


def test_slower_than_it_must_be_is_a_failure(tested: Project) -> None:
    assert state_of(tested, "Fast enough") is CheckState.NOT_SHOWN
    tested.do(edit.SetFact("answer_seconds", 0.01, "speed"))
    assert state_of(tested, "Fast enough") is CheckState.FAIL
    tested.do(edit.SetFact("answer_seconds", 1, "speed"))
    assert state_of(tested, "Fast enough") is CheckState.PASS


def test_what_fails_is_never_quoted_by_what_it_hoped_for(tested: Project) -> None:
    found = tested.runs()[0].result
    certificate = replace(found.certificate, label_flips=2)
    found = replace(found, ece=0.17, ood_auroc=0.6, n_outliers=40, certificate=certificate)
    tested.append_run(RunSettings(data=tested.fingerprint()), found)
    tested.do(edit.SetFact("answer_seconds", 0.01, "speed"))
    failing = [check for check in named_checks(tested).values() if check.state is CheckState.FAIL]
    assert {check.name for check in failing} == {"honest", "strange", "same_file", "fast"}
    for check in failing:
        assert check.denial
        assert check.sentence.startswith(check.denial)
        assert not check.sentence.startswith(check.text)
    quoted = text_of(argued(evidence_of(tested), Cited(), 1).risk)
    assert quoted in [check.sentence for check in failing]


def test_a_file_whose_answers_nobody_counted_is_not_shown_to_answer_as_tested(
    tested: Project,
) -> None:
    found = tested.runs()[0].result
    for n, detail in ((40, "An earlier version did not keep this. Train again to show it."), (0, "No held-out photo was put to it.")):  # fmt: skip
        found = replace(found, certificate=Certificate(1e-7, None, n))
        tested.append_run(RunSettings(data=tested.fingerprint()), found)
        check = named_checks(tested)["same_file"]
        assert (check.state, check.value, check.detail) == (CheckState.NOT_SHOWN, "not counted", detail)  # fmt: skip
    card = web_page(card_sections(evidence_of(tested), ("model", "accuracy", "data")), "P")
    assert "It was not counted how many answers" in card


@pytest.mark.parametrize(
    ("wrong", "state", "said"),
    [
        (17, CheckState.PASS, "passed"),
        (27, CheckState.NOT_SHOWN, "are not shown yet, the bar among them."),
        (60, CheckState.FAIL, "checks fail, the bar among them."),
    ],
)
def test_page_verdict_and_report_agree_on_how_the_bar_stands(
    blades, wrong: int, state: CheckState, said: str
) -> None:
    project = blades.project
    project.do(edit.SetBar(0.85, "your choice", Provenance.GUESS))
    blades.add_run(range(180), range(wrong), model=b"model")
    bar = launch_evidence(project).all_checks[0]
    assert (bar.name, bar.state) == ("bar", state)
    ground = next(one for one in readiness_of(project).grounds if one.name == "bar")
    assert ground.state.value == state.value
    assert said in f"{view(project).headline} {view(project).lead}"


@pytest.mark.parametrize(
    ("auroc", "n", "state", "likely"),
    [
        (0.97, 80, CheckState.PASS, "0.92 to 0.99"),
        (0.97, 10, CheckState.NOT_SHOWN, "0.70 to 1.00"),
        (1.0, 5, CheckState.NOT_SHOWN, "0.55 to 1.00"),
        (0.88, 20, CheckState.NOT_SHOWN, "0.69 to 0.97"),
        (0.6, 40, CheckState.FAIL, "0.46 to 0.73"),
    ],
)
def test_a_few_strange_ones_do_not_show_that_it_tells_them(
    tested: Project, auroc: float, n: int, state: CheckState, likely: str
) -> None:
    found = replace(tested.runs()[0].result, ood_auroc=auroc, n_outliers=n)
    tested.append_run(RunSettings(data=tested.fingerprint()), found)
    check = named_checks(tested)["strange"]
    assert (check.state, check.value) == (state, f"AUROC {auroc:.2f}")
    assert check.detail == f"Limit: at least 0.90; likely {likely}, n = {n} strange ones."


def test_a_confidence_no_further_off_than_chance_is_not_shown_to_be_honest(tested: Project) -> None:
    found = replace(tested.runs()[0].result, ece=0.1, ece_by_chance=0.09)
    tested.append_run(RunSettings(data=tested.fingerprint()), found)
    check = named_checks(tested)["honest"]
    assert (check.state, check.value) == (CheckState.NOT_SHOWN, "off by 10 points")
    assert check.claim == "It is not shown that its confidence is honest"


def test_the_bars_moves_are_told_with_their_reasons(project: Project) -> None:
    project.do(edit.SetBar(0.8, "your choice", Provenance.GUESS))
    assert bar_history(project) == ()
    project.do(edit.SetBar(0.85, "demo sessions", Provenance.SIMULATED, "People asked for it."))
    (line,) = bar_history(project)
    assert line.startswith("The bar moved from 80% to 85% on ")
    assert line.endswith(": People asked for it.")
    (move,) = launch_evidence(project).bar_moves
    assert (move.from_text, move.to_text) == ("80%", "85%")


def test_a_decision_from_a_foreign_file_is_no_decision(project: Project) -> None:
    project.do(edit.SetFact("launch.decision", "launch at once", "decision"))
    assert launch_evidence(project).decision == ""
    project.do(edit.SetFact("launch.decision", "stop", "decision"))
    assert launch_evidence(project).decision == "stop"


@pytest.mark.parametrize(
    "value", [None, 7, "all", ["decision"], {"launch": "decision"}, {"launch": []}]
)
def test_odd_section_choices_give_the_usual_pages(project: Project, value: object) -> None:
    project.do(edit.SetFact("report.chosen_pages", value, "pages"))
    project.do(edit.SetFact("report.kind", "novel", "kind"))
    assert kind_of(project) == "launch"
    assert sections_of(project, "launch") == usual_sections("launch")


def test_remarks_follow_the_pages_that_are_included(project: Project) -> None:
    with_fake = report_notes(project, "launch", ("decision", "desirability")).remarks
    without = report_notes(project, "launch", ("decision",)).remarks
    assert "Nobody was asked what they accept." in [remark.text for remark in with_fake]
    assert "Nobody was asked what they accept." not in [remark.text for remark in without]


def test_an_unfair_test_says_nothing_at_the_launch(tested: Project) -> None:
    run = tested.runs()[0]
    tested.append_run(run.settings, replace(run.result, gate=LEAKS))
    assert bar_test(tested) is None
    assert view(tested).headline == "The bar is 85%. The test was not fair yet."
    assert readiness_of(tested).proposal == "not_yet"
    tested.do(waive(tested, "Mara Lind"))
    assert bar_test(tested) is not None


def test_a_condition_lasts_as_long_as_it_runs_or_has_a_last_day(project: Project) -> None:
    for by in ("As long as it runs", "2027-01-14"):
        project.do(put_condition(None, "A person reads each reply.", "Mara Lind", by))
    lasting, dated = project.conditions()
    assert lasting.is_whole
    assert condition_words(lasting) == "A person reads each reply. (Mara Lind, as long as it runs)"
    assert condition_words(dated).endswith("(Mara Lind, by 14 Jan 2027)")
