"""What Train says of a run, and that everybody says the same: one number followed to rail, list, command and report."""

from dataclasses import replace

import pytest

from desktop.findings.data.training_data import why_not_train
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.view import view as launch_view
from desktop.findings.measure.measured_text import evaluation_text
from desktop.findings.measure.mistakes import what_would_help
from desktop.findings.measure.view import GOOD, SURE, WRONG, right_sentence, view
from desktop.findings.report.evidence import evidence_of
from desktop.findings.stage_status import project_sentence, stage_statuses
from desktop.jobs.write_report import WriteReport, write_report
from desktop.project import commands as edit
from desktop.project.record_kinds import INSPECTION
from desktop.project.stages import Stage
from reports.chart_data import BoundChart
from reports.provenance import Provenance
from tests.jobs_in_process import run_job
from tests.kept_records import keep
from tests.training_results import LEAKS


@pytest.fixture
def tested(blades):
    """23 of 24 right, looked at twice, with a bar of 75%."""
    blades.add_examples(24)
    blades.add_run(range(24), [3])
    blades.add_run(range(24), [5])
    blades.project.do(edit.SetBar(0.75, "contract", Provenance.PUBLISHED))
    return blades.project


def test_one_value_and_one_wording_reach_rail_list_command_and_report(tested, tmp_path) -> None:
    said = view(tested)
    right, bound = said.figures["accuracy"], said.figures["bound"]
    # the engine's own test, at the same bound, with the same outcome
    test = bar_test(tested)
    assert (test.measured.test.observed, test.measured.test.lower_bound) == (
        right.value,
        bound.value,
    )
    assert test.passes == ("passes the bar" in said.headline)
    # rail and list of projects
    words = {status.stage: status.words for status in stage_statuses(tested)}
    assert words[Stage.MEASURE] == f"Run 2: {said.status}" == f"Run 2: {right.text} right"
    assert words[Stage.LAUNCH] == "Bar passed, 3 open"
    assert project_sentence(tested) == said.headline
    # command
    (run, *_) = tested.runs()
    lines = evaluation_text(run.result)
    assert lines[0] == right_sentence(right)
    # what the report rests on, and what it prints
    accuracy = evidence_of(tested).accuracy
    assert (accuracy.headline, accuracy.lead) == (said.headline, said.lead)
    assert (accuracy.right, accuracy.bound) == (right, bound)
    out = tmp_path / "report.md"
    run_job(write_report, WriteReport(tested.path, out, appendix=True))
    printed = out.read_text("utf-8").replace("\\", "")
    assert f"## {said.headline}\n\n{said.lead}" in printed
    assert "| right answers in the test | 23 of 24 | 81.7% to 99.8% |" in printed


def test_a_test_that_could_not_show_the_bar_is_not_called_missed_on_the_rail(tested) -> None:
    tested.do(edit.SetBar(0.95, "contract", Provenance.PUBLISHED))
    words = {status.stage: status.words for status in stage_statuses(tested)}
    assert words[Stage.LAUNCH] == "Bar not shown, 3 open"
    tested.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    words = {status.stage: status.words for status in stage_statuses(tested)}
    assert words[Stage.LAUNCH] == "Bar missed, 3 open"


def test_without_a_run_nothing_is_claimed(blades) -> None:
    said = view(blades.project)
    assert not said.figures
    assert said.lead == f"Nothing is trained yet. {why_not_train(blades.project)}"
    assert [*said.offers] == ["data"]


def test_a_run_that_was_never_wrong_says_how_often_it_was_asked(blades) -> None:
    blades.add_examples(150)
    blades.add_run(range(150))
    said = view(blades.project)
    assert said.headline == "Run 1 was right all 150 times."
    assert said.status == "all 150 right"


def test_numbers_of_an_unfair_test_are_not_said(blades) -> None:
    blades.add_run(range(24), gate=LEAKS)
    assert view(blades.project).headline == "2 photos are on both sides."
    assert not view(blades.project).figures
    blades.add_run(range(24), gate=replace(LEAKS, waived_by="Ana"))
    assert view(blades.project).lead.endswith("Let through by Ana.")


def test_a_bar_between_two_whole_per_cents_is_never_rounded(tested) -> None:
    tested.do(edit.SetBar(0.925, "contract", Provenance.PUBLISHED))
    assert view(tested).lead.endswith("and the bar is 92.5%.")
    said = launch_view(tested)
    assert said.figures["bar"].text == "92.5%"
    assert "92.5%" in said.headline
    chart = said.chart("bound", BoundChart)
    assert chart.bar.label == "bar: at least 92.5%"
    launch = evidence_of(tested).launch
    assert launch.bar.threshold == said.figures["bar"]
    assert launch.acceptance.bar_words == "at least 92.5% right"


def test_how_sure_and_where_wrong_say_what_was_measured(tested) -> None:
    sure, wrong = view(tested, None, SURE), view(tested, None, WRONG)
    assert sure.headline == "Too few were tested to say whether you can believe it."
    assert sure.lead == (
        "Off by 3 points on average over 24 held-out photos; luck alone would give 2 points."
    )
    assert wrong.headline.startswith("1 of 24 was wrong")
    assert wrong.status == "1 of 24"
    assert (
        wrong.lead
        == "In 1 of them it was 90% sure or more; those teach most, or have a wrong label."
    )


@pytest.mark.parametrize(
    ("suspects", "words"),
    [(["5.jpg"], "Check 1 label that looks wrong"), (["5.jpg", "0.jpg"], "Check 2 labels that look wrong")],
)  # fmt: skip
def test_doubtful_labels_are_proposed_as_help(tested, suspects, words) -> None:
    rows = [{"paths": [path], "why": ""} for path in suspects]
    keep(tested, INSPECTION, {"label_suspects": rows}, tested.fingerprint())
    (run, *_) = tested.runs()
    assert what_would_help(tested, run, 0.8)[0][:2] == (words, "0 to 1")


def test_of_a_run_without_a_test_nothing_is_claimed(blades) -> None:
    blades.add_examples(4)
    run = blades.add_run([])
    said = {answer: view(blades.project, run, answer) for answer in (GOOD, SURE, WRONG)}
    assert {each.status for each in said.values()} == {"not tested"}
    assert {each.headline for each in said.values()} == {"Run 1 has not been tested."}
    assert said[GOOD].lead.startswith("Nothing was held out: ")
    assert said[GOOD].figures["accuracy"].value is None
    assert said[GOOD].figures["bound"].value is None


def test_of_a_handful_no_share_is_made(blades) -> None:
    blades.add_examples(4)
    run = blades.add_run(range(4), [])
    said = view(blades.project)
    assert said.headline == "Run 1 was right 4 of 4 times: too few to say how often it is."
    lines = evaluation_text(blades.project.runs()[0].result)
    assert str(lines[0]).startswith("4 of 4 held out right: too few to say how often it is right (9 chances in 10: ")  # fmt: skip
    assert run
