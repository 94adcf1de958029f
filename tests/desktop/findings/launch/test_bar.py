"""The bar: on any metric, from anywhere, at a cut-off that the test did not choose."""

import json
from dataclasses import replace

import pytest

from desktop.findings.data.training_data import target_of
from desktop.findings.launch.acceptance import bar_test, why_not_tested
from desktop.findings.launch.acceptance_evidence import evidence_of_test
from desktop.findings.launch.bar import (
    bar_label,
    bar_sources,
    bar_words,
    cutoff_words,
    operating_point,
    set_bar,
)
from desktop.findings.launch.bound_chart import chart_of
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.launch.view import view
from desktop.project import commands as edit
from desktop.project.project import Project
from estimators.acceptance.metric import Metric, Requirement
from estimators.base.errors import UserError
from reports.provenance import Provenance

GUESS = Provenance.GUESS
CLEAN, CRACK = "clean", "crack"


def left_out(pairs: list[tuple[int, float]]) -> dict:
    """What was said of training photos: (truth, chance of a crack) each; class 1 is the crack."""
    return {
        "classes": [CLEAN, CRACK],
        "truth": [truth for truth, _ in pairs],
        "said": [[0, 1]] * len(pairs),
        "chance": [[round(1 - p, 4), p] for _, p in pairs],
    }


@pytest.fixture
def project(blades) -> Project:
    made = blades.project
    blades.add_examples(180)
    return made


def costs(project: Project, miss: float = 100.0, alarm: float = 10.0, look: float = 2.0) -> None:
    for key, value in (("miss_cost", miss), ("false_alarm_cost", alarm), ("label_cost", look)):
        project.do(edit.SetFact(key, {"low": value, "high": value}, key))
    project.do(edit.SetFact("currency", "EUR", "currency"))


def test_a_bar_on_recall_is_tested_on_that_class_alone(blades, project: Project) -> None:
    # 90 cracks, 6 of them missed; 10 false alarms do not matter to it
    blades.add_run(range(180), [*range(1, 13, 2), *range(0, 20, 2)])
    project.do(edit.SetBar(0.9, "contract", GUESS, metric="recall", of=CRACK, reason="Clause 4."))
    found = bar_test(project)
    test = found.measured.test
    assert (test.correct, test.total) == (84, 90)
    assert test.detail.startswith("84 of 90 found")
    assert not found.passes
    assert view(project).headline == "The bar is missed, by 2 photos."
    assert bar_words(project, found.bar) == "at least 90% of “crack” found"
    chart = chart_of(found)
    assert chart.mid_text == "84 of 90 found"
    assert chart.note == (
        "Tested on 90 photos kept aside for it. Line: where the truth lies with 9 chances in 10."
    )


def test_a_bar_on_precision_counts_only_what_was_called_so(blades, project: Project) -> None:
    blades.add_run(range(180), [*range(1, 13, 2), *range(0, 20, 2)])
    project.do(edit.SetBar(0.7, "your choice", GUESS, metric="precision", of=CRACK))
    found = bar_test(project)
    test = found.measured.test
    assert (test.correct, test.total) == (84, 94)


def test_what_a_case_costs_is_bounded_from_above(blades, project: Project) -> None:
    costs(project)
    blades.add_run(range(180), [1, *range(0, 10, 2)])  # 1 miss, 5 false alarms
    project.do(edit.SetBar(5.0, "contract", GUESS, metric="cost", cutoff=0.5, cutoff_from="your choice"))  # fmt: skip
    found = bar_test(project)
    cost = found.measured.cost
    assert cost.mean == pytest.approx((100 + 50) / 180)
    assert cost.bound > 2 * cost.mean
    assert cost.total == 180
    assert cost.low < cost.mean < cost.high
    assert found.passes
    assert view(project).headline.startswith("The bar is passed, by €")
    assert bar_label(project, found.bar) == "bar: at most €5"
    chart = chart_of(found)
    assert chart.low < chart.mid < chart.high <= chart.axis.high
    assert chart.axis.ticks == ((0, "€0"), (2, "€2"), (4, "€4"))
    assert not found.measured.is_out_of_reach
    assert evidence_of_test(found).bound.startswith("at most €")
    launch = launch_evidence(project)
    assert launch.bar.metric == "cost of a case"


@pytest.mark.parametrize(
    ("bar", "start", "marks"),
    [
        (0.95, 0.85, "85% 90% 95% 100%"),
        (0.66, 0.6, "60% 70% 80% 90% 100%"),
        (0.33, 0.3, "30% 40% 50% 60% 70% 80% 90% 100%"),
    ],
)
def test_the_scale_of_the_test_begins_a_little_below_the_bar(
    blades, project: Project, bar: float, start: float, marks: str
) -> None:
    blades.add_run(range(180), range(9))  # 171 of 180 right: sure of 91%
    project.do(edit.SetBar(bar, "contract", GUESS))
    axis = chart_of(bar_test(project)).axis
    assert (axis.low, axis.high) == (start, 1.0)
    assert " ".join(words for _, words in axis.ticks) == marks
    assert all(words == f"{100 * place:g}%" for place, words in axis.ticks)


def test_a_bar_on_cost_without_costs_says_what_is_missing(blades, project: Project) -> None:
    blades.add_run(range(180), [1])
    project.do(edit.SetBar(5.0, "contract", GUESS, metric="cost", cutoff=0.5))
    assert bar_test(project) is None
    assert why_not_tested(project).startswith("Nobody has said what a mistake costs.")
    assert view(project).headline == "The bar is $5 a case. It cannot be tested yet."


def test_nothing_called_so_is_unknown_and_not_a_pass(blades, project: Project) -> None:
    blades.add_run(range(0, 180, 2))  # no crack in the test
    project.do(edit.SetBar(0.5, "your choice", GUESS, metric="recall", of=CRACK))
    found = bar_test(project)
    assert not found.passes
    assert found.sentence == "The test has no “crack”, so nobody knows how many it finds."
    assert chart_of(found) is None


def test_dear_misses_choose_a_cut_off_on_left_out_examples(blades, project: Project) -> None:
    """The test answers would choose otherwise: they are all sure and right."""
    costs(project, miss=100, alarm=10, look=2)
    said = [(0, 0.05)] * 60 + [(1, 0.95)] * 60 + [(1, 0.3)] * 20
    blades.add_run(range(180), sure=0.6, left_out=left_out(said))
    bar = Requirement(Metric.COST, 5.0)
    point = operating_point(project, bar)
    assert point.n == 140
    assert 0.7 < point.cutoff <= 0.95  # below, twenty cracks are called clean at 0.7
    project.do(set_bar(project, bar, "contract", GUESS))
    kept = project.bar
    assert (kept.cutoff, kept.cutoff_from) == (point.cutoff, "left-out examples")
    assert "140 training photos that were left out, never on the test" in cutoff_words(project, kept)  # fmt: skip


def test_a_bar_on_recall_takes_the_highest_cut_off_that_still_finds_enough(
    blades, project: Project
) -> None:
    said = [(0, 0.02)] * 100 + [(1, 0.9)] * 80 + [(1, 0.4)] * 15 + [(1, 0.1)] * 5
    blades.add_run(range(180), left_out=left_out(said))
    found = operating_point(project, Requirement(Metric.RECALL, 0.85, of=CRACK))
    assert (found.cutoff, found.reached) == (0.4, True)
    strict = operating_point(project, Requirement(Metric.RECALL, 0.999, of=CRACK))
    assert not strict.reached


def test_a_cut_off_typed_after_the_test_is_marked(blades, project: Project) -> None:
    requirement = Requirement(Metric.COVERAGE, 0.5, cutoff=0.8)
    assert set_bar(project, requirement, "your choice", GUESS).cutoff_from == "your choice"
    blades.add_run(range(180), range(9))
    project.do(set_bar(project, requirement, "your choice", GUESS))
    bar = project.bar
    assert bar.cutoff_from == "your choice, after the test"
    assert "a little too kind" in cutoff_words(project, bar)


def test_without_left_out_answers_a_cut_off_has_to_be_given(blades, project: Project) -> None:
    blades.add_run(range(180), range(9))
    with pytest.raises(UserError, match="no cut-off"):
        set_bar(project, Requirement(Metric.COVERAGE, 0.5), "your choice", GUESS)


def test_only_a_bar_on_right_answers_is_a_target_of_the_forecast(blades, project: Project) -> None:
    project.do(edit.SetBar(0.9, "contract", GUESS))
    assert target_of(project) == 0.9
    project.do(edit.SetBar(0.95, "contract", GUESS, metric="recall", of=CRACK))
    assert target_of(project) is None


def test_the_sources_of_a_bar_say_what_is_missing_and_give_what_is_known(
    blades, project: Project
) -> None:
    sources = {each.source: each for each in bar_sources(project)}
    assert list(sources) == ["demo sessions", "people today", "no AI at all", "contract", "your choice"]  # fmt: skip
    assert sources["demo sessions"].value is None
    assert "Nobody was asked yet" in sources["demo sessions"].why
    project.do(edit.SetFact("today_accuracy", {"low": 0.88, "high": 0.94}, "today"))
    blades.add_run(range(180), range(9))
    sources = {each.source: each for each in bar_sources(project)}
    assert sources["people today"].value == 0.94
    assert sources["no AI at all"].value == 0.5
    assert sources["no AI at all"].provenance is Provenance.MEASURED


def test_a_plain_bar_is_stored_as_it_always_was(blades, project: Project) -> None:
    project.do(edit.SetBar(0.85, "contract", GUESS))
    (row,) = project.file.read("SELECT value FROM bar", ())
    assert json.loads(row[0]) == {"value": 0.85, "confidence": 0.95, "provenance": "guess"}


@pytest.mark.parametrize(
    "bar",
    [
        edit.SetBar(1.2, "x", GUESS),
        edit.SetBar(float("nan"), "x", GUESS),
        edit.SetBar(0.9, "x", GUESS, metric="recall"),
        edit.SetBar(-3, "x", GUESS, metric="cost"),
        edit.SetBar(0.9, "x", GUESS, metric="coverage", cutoff=7.0),
        edit.SetBar(0.9, "x", GUESS, confidence=1.0),
    ],
)
def test_an_impossible_bar_is_refused_and_nothing_is_kept(project: Project, bar) -> None:
    with pytest.raises(UserError):
        project.do(bar)
    assert project.bar is None


def test_a_bar_of_a_newer_version_is_said_not_crashed_on(blades, project: Project) -> None:
    blades.add_run(range(180), range(9))
    project.do(edit.SetBar(0.9, "contract", GUESS))
    bar = project.bar
    with project.file.transaction() as connection:
        newer = {"value": 0.9, "confidence": 0.95, "provenance": "guess", "metric": "regret"}
        connection.execute("UPDATE bar SET value = ?", (json.dumps(newer),))
    assert replace(bar, metric="regret") == project.bar
    assert bar_test(project) is None
    assert "does not know" in why_not_tested(project)
    assert view(project).headline
    assert launch_evidence(project).acceptance is None
