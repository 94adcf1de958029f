"""The whole measurement: figures that a judge helps with, trials, slices, and what cannot be compared."""

import random

import pytest

from estimators.base.errors import UserError
from estimators.measure import corrected_rate
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.estimate import IntervalMethod
from estimators.measure.measurement import CommonestAnswer, measure


def test_a_figure_of_partly_graded_answers_is_corrected_by_the_judge() -> None:
    chance = random.Random(3)
    cases = {str(at): EvalCase(str(at), "q") for at in range(600)}
    answers = {}
    for at, name in enumerate(cases):
        good = chance.random() < 0.8
        verdict = good if chance.random() < 0.9 else not good
        answers[name] = (
            CandidateAnswer(name, "x", human=good if at < 50 else None, judge=verdict),
        )
    found = measure(cases, {"x": CandidateAnswers("x", answers)})
    (one,) = found.candidates
    given = [trials[0] for trials in answers.values()]
    assert found.kind == "generate"
    assert (one.figure.value, one.figure.low, one.figure.high) == pytest.approx(
        corrected_rate(
            [int(bool(each.human)) for each in given[:50]],
            [int(bool(each.judge)) for each in given[:50]],
            [int(bool(each.judge)) for each in given[50:]],
        )
    )
    assert (one.graded, one.figure.method) == (50, IntervalMethod.RECTIFIED)
    assert found.judged is not None


def test_a_candidate_that_only_a_judge_saw_is_not_measured() -> None:
    cases = {"a": EvalCase("a"), "b": EvalCase("b")}
    seen = CandidateAnswers("seen", {"a": (CandidateAnswer("a", "x", human=True, judge=True),)})
    judged = CandidateAnswers("judged", {"a": (CandidateAnswer("a", "x", judge=True),)})
    found = measure(cases, {"seen": seen, "judged": judged})
    assert found.candidates[1].figure.value is None
    assert found.candidates[1].scores is None
    assert found.pairs == ()
    with pytest.raises(UserError, match="No answer is graded"):
        measure(cases, {"judged": judged}, kind="generate")


def test_trials_give_the_chance_that_all_succeed() -> None:
    cases = {name: EvalCase(name) for name in "ab"}
    tries = {"a": (True, True), "b": (True, False)}
    answers = CandidateAnswers(
        "x",
        {
            name: tuple(
                CandidateAnswer(name, None, at, passed=one) for at, one in enumerate(passed)
            )
            for name, passed in tries.items()
        },
    )
    (one,) = measure(cases, {"x": answers}).candidates
    assert one.figure.value == 0.75
    assert one.figure.groups == 2
    assert one.pass_all is not None
    assert (one.pass_all.k, one.pass_all.figure.value) == (2, 0.5)


def test_candidates_that_answered_other_cases_are_not_compared() -> None:
    cases = {name: EvalCase(name, expected="yes", slice="s") for name in "abcd"}
    answers = {
        name: CandidateAnswers(name, {case: (CandidateAnswer(case, "yes"),) for case in own})
        for name, own in (("x", "ab"), ("y", "cd"), ("z", "abcd"))
    }
    found = measure(cases, answers, kind="classify")
    assert found.apart == (("x", "y"),)
    assert [(pair.first, pair.second, pair.n) for pair in found.pairs] == [("x", "z", 2), ("y", "z", 2)]  # fmt: skip
    assert [(one.slice, one.pair.n) for one in found.slices] == [("s", 2), ("s", 2)]
    assert found.commonest == CommonestAnswer("yes", 1.0)
    assert found.candidates[0].figure.value == 0.5  # what was not asked counts as wrong


def test_a_measurement_needs_a_candidate() -> None:
    with pytest.raises(UserError, match="no candidate"):
        measure({"a": EvalCase("a")}, {})
