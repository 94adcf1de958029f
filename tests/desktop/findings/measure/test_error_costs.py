"""What a cut-off costs, from the error costs on Problem."""

from dataclasses import replace

from desktop.findings.measure.error_costs import (
    NEGATIVE_CLASS,
    Outcomes,
    cheapest_cutoff,
    cost_per_case,
    error_costs,
    outcomes,
    what_is_missing,
)
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.classifier.training_result import OutOfFoldAnswers
from tests.training_results import answered, measured, run_with

LABELS = ["clean", "crack"]


RUN = run_with(
    measured(
        [
            *(answered("", "clean", "clean", 0.95) for _ in range(8)),
            answered("", "crack", "clean", 0.7),
            answered("", "clean", "crack", 0.6),
            answered("", "crack", "crack", 0.9),
            answered("", "crack", "crack", 0.99, abstain=True),
        ]
    )
)


def with_left_out(run: Run) -> Run:
    """The same answers given to training examples left out."""
    rows = [row for row in run.result.answered if not row.abstain]
    said = [LABELS.index(row.label) for row in rows]
    kept = OutOfFoldAnswers(
        classes=tuple(LABELS),
        truth=tuple(LABELS.index(row.truth) for row in rows),
        said=tuple((place, 1 - place) for place in said),
        chance=tuple((row.probability, 1 - row.probability) for row in rows),
    )
    return replace(run, result=replace(run.result, left_out=kept))


def say(project: Project, **costs: float) -> None:
    for key, value in costs.items():
        project.do(edit.SetFact(key, {"low": value, "high": value}, key))


def test_misses_and_false_alarms_are_told_apart_by_the_class_that_means_nothing_is_wrong() -> None:
    assert outcomes(RUN, 0.5, "clean") == Outcomes(right=9, misses=1, false_alarms=1, left=1)
    assert outcomes(RUN, 0.8, "clean") == Outcomes(right=9, misses=0, false_alarms=0, left=3)
    assert outcomes(RUN, 0.5, None).misses == 2


def test_the_cost_of_a_case_weighs_each_outcome(project) -> None:
    say(project, miss_cost=100, false_alarm_cost=10, label_cost=1)
    costs = error_costs(project, LABELS)
    assert costs.negative == "clean"
    assert cost_per_case(outcomes(RUN, 0.5, "clean"), costs) == (100 + 10 + 1) / 12
    assert cheapest_cutoff(with_left_out(RUN), costs) > 0.7


def test_dear_looks_make_a_loose_cut_off_the_cheapest(project) -> None:
    say(project, miss_cost=1, false_alarm_cost=1, label_cost=50)
    assert cheapest_cutoff(with_left_out(RUN), error_costs(project, LABELS)) <= 0.6


def test_a_run_that_kept_no_left_out_answers_has_no_cheapest_cut_off(project) -> None:
    """It would have to be chosen on the test."""
    say(project, miss_cost=100, false_alarm_cost=10, label_cost=1)
    assert cheapest_cutoff(RUN, error_costs(project, LABELS)) is None


def test_without_costs_nothing_is_made_up(project) -> None:
    assert error_costs(project, LABELS) is None
    assert what_is_missing(project).startswith("what a mistake costs")
    say(project, miss_cost=5)
    assert error_costs(project, LABELS) is None
    assert what_is_missing(project) == "what a look by a person costs (as a label)"


def test_the_person_says_which_class_is_the_quiet_one(project) -> None:
    say(project, miss_cost=100, false_alarm_cost=10, label_cost=1)
    project.do(edit.SetFact(NEGATIVE_CLASS, "crack", "what means nothing is wrong"))
    assert error_costs(project, LABELS).negative == "crack"
    project.do(edit.SetFact(NEGATIVE_CLASS, "", "what means nothing is wrong"))
    unknown = error_costs(project, LABELS)
    assert unknown.negative is None
    assert (unknown.miss.low, unknown.miss.high) == (10, 100)
