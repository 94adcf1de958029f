"""What cannot be asked of a test is said in a sentence that names it."""

from collections.abc import Callable

import numpy as np
import pytest

from estimators.acceptance import correct_needed, examples_needed, lower_bound
from estimators.acceptance.bounds import interval
from estimators.acceptance.cost_bound import accept_cost
from estimators.acceptance.metric import Costs, Metric, Requirement, ScoredAnswer, measure
from estimators.acceptance.operating_point import choose_cutoff
from estimators.acceptance.result import accept
from estimators.acceptance.sequential import SequentialTest
from estimators.acceptance.subgroups import accept_each
from estimators.base.errors import UserError


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: lower_bound(21, 20), "correct"),
        (lambda: lower_bound(-1, 20), "correct"),
        (lambda: lower_bound(1.5, 20), "correct"),
        (lambda: lower_bound(True, 20), "correct"),
        (lambda: lower_bound("12", 20), "correct"),
        (lambda: lower_bound(0, 0), "total"),
        (lambda: lower_bound(1, 10**40), "total"),
        (lambda: lower_bound(10, 20, 1.0), "confidence"),
        (lambda: lower_bound(10, 20, float("nan")), "confidence"),
        (lambda: interval(10, 20, 0.0), "level"),
        (lambda: correct_needed(20, 80), "bar"),
        (lambda: correct_needed(20, 10**400), "bar"),
        (lambda: correct_needed(20, float("nan")), "bar"),
        (lambda: correct_needed(20, None), "bar"),
        (lambda: examples_needed(0.8, 1.2), "true_accuracy"),
        (lambda: examples_needed(0.8, 0.9, 1.0), "power"),
        (lambda: Requirement(Metric.RECALL, 0.9), "class"),
        (lambda: Requirement(Metric.ACCURACY, 0.0), "bar"),
        (lambda: Requirement(Metric.ACCURACY, 1.01), "bar"),
        (lambda: Requirement(Metric.ACCURACY, float("nan")), "bar"),
        (lambda: Requirement(Metric.ACCURACY, "0.8"), "bar"),
        (lambda: Requirement(Metric.COST, 0.0), "bar"),
        (lambda: Requirement(Metric.ACCURACY, 0.8, cutoff=2.0), "cutoff"),
        (lambda: Requirement(Metric.ACCURACY, 0.8, confidence=0.0), "confidence"),
        (lambda: Costs(-1, 0, 0), "miss"),
        (
            lambda: measure(
                Requirement(Metric.COST, 5.0), [ScoredAnswer("a", "a", 0.9, {"a": 0.9})]
            ),
            "costs",
        ),
        (lambda: choose_cutoff(Requirement(Metric.COVERAGE, 0.5), []), "nothing"),
        (lambda: SequentialTest(0.8, 0.8), "true_accuracy"),
        (lambda: SequentialTest(0.8, 1.0), "true_accuracy"),
        (lambda: SequentialTest(0.0, 0.5), "bar"),
        (lambda: SequentialTest(float("nan"), 0.5), "bar"),
        (lambda: SequentialTest(0.8, 0.9, confidence=1.0), "confidence"),
        (lambda: SequentialTest(0.8, 0.9).extend(["yes"]), "right or wrong"),
        (lambda: accept(1, 2, 0.5, noun="photo"), "noun"),
        (lambda: accept(1, 2, 0.5, noun=("photo",)), "noun"),
        (lambda: accept(1, 2, 0.5, noun=("", "photos")), "noun"),
        (lambda: accept(1, 2, 0.5, noun=(1, 2)), "noun"),
        (lambda: accept(1, 2, 0.5, noun=None), "noun"),
        (lambda: accept(20, 20, 0.8, looks=0), "looks"),
        (lambda: accept(20, 20, 0.8, looks=-1), "looks"),
        (lambda: accept(20, 20, 0.8, looks=1.5), "looks"),
        (lambda: accept(20, 20, 0.8, looks=True), "looks"),
        (lambda: accept(20, 20, 0.8, looks="three"), "looks"),
        (lambda: accept(20, 20, 0.8, looks=10**7), "looks"),
        (lambda: accept_each([], 0.8), "no class"),
        (lambda: accept_each([("a", 3, 2)], 0.8), "more than"),
        (lambda: accept_each([("a", 1, 2), ("a", 1, 2)], 0.8), "twice"),
        (lambda: accept_each([("a", -1, 2)], 0.8), "correct"),
        (lambda: accept_each([("a", 1, 0)], 0.8), "total"),
        (lambda: accept_each([("a", "1", 2)], 0.8), "whole number"),
        (lambda: accept_cost({}, 1.0), "total"),
        (lambda: accept_cost({0: 0}, 1.0), "total"),
        (lambda: accept_cost({-1: 3}, 1.0), "cost"),
        (lambda: accept_cost({float("nan"): 3}, 1.0), "cost"),
        (lambda: accept_cost({1: -3}, 1.0), "cases"),
        (lambda: accept_cost({1: 3}, 0.0), "bar"),
        (lambda: accept_cost({1: 3}, float("inf")), "bar"),
        (lambda: accept_cost({1: 3}, "two"), "bar"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(call: Callable[[], object], said: str) -> None:
    with pytest.raises(UserError) as caught:
        call()
    assert said in caught.value.what
    assert caught.value.next_step


def test_counts_of_an_array_are_whole_numbers() -> None:
    assert lower_bound(np.int64(18), np.int32(20)) == lower_bound(18, 20)
