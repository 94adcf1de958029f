"""How far two candidates are apart, by few grades and many verdicts."""

import random

import pytest

from estimators.acceptance.baseline import paired_difference
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.estimate import IntervalMethod
from estimators.measure.judged_difference import (
    PairOfGrades,
    judged_difference,
    pairs_of_grades,
)
from estimators.measure.measurement import measure


def drawn(n: int, graded: int, good: float, seed: int = 1) -> list[PairOfGrades]:
    """Two candidates of .9 and .8, and a judge that is right so often; people graded the first."""
    chance = random.Random(seed)
    found = []
    for at in range(n):
        truth = chance.random() < 0.9, chance.random() < 0.8
        said = tuple(one if chance.random() < good else not one for one in truth)
        found.append(PairOfGrades((said[0], said[1]), truth if at < graded else None))
    return found


def test_a_good_judge_narrows_the_difference() -> None:
    pairs = drawn(2_000, 60, 0.97)
    found = judged_difference(pairs)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.1 < found.high
    gaps = [one.graded[0] - one.graded[1] for one in pairs if one.graded]
    low, high = paired_difference(gaps.count(1), gaps.count(-1), len(gaps))
    assert found.high - found.low < 0.8 * (high - low)
    assert (found.n, found.method) == (60, IntervalMethod.RECTIFIED)


def test_nine_intervals_of_ten_hold_the_truth() -> None:
    held = 0
    for seed in range(60):
        found = judged_difference(drawn(600, 50, 0.85, seed), seed=seed)
        assert found is not None
        held += (found.low or 0.0) <= 0.1 <= (found.high or 0.0)
    assert held >= 51


def test_few_grades_say_nothing_of_four_strata() -> None:
    assert judged_difference(drawn(500, 19, 0.9)) is None


def test_pairs_need_the_judge_on_both_and_one_try() -> None:
    def candidate(*answers: tuple[CandidateAnswer, ...]) -> CandidateAnswers:
        return CandidateAnswers("x", {trials[0].case: trials for trials in answers})

    a = candidate(
        (CandidateAnswer("1", "x", judge=True, human=False),),
        (CandidateAnswer("2", "x", judge=True),),
        (CandidateAnswer("3", "x", judge=True), CandidateAnswer("3", "x", 1, judge=True)),
        (CandidateAnswer("4", "x", judge=True),),
    )
    b = candidate(
        (CandidateAnswer("1", "y", judge=False, human=True),),
        (CandidateAnswer("2", "y", judge=True, human=True),),
        (CandidateAnswer("3", "y", judge=True),),
        (CandidateAnswer("4", "y"),),
    )
    assert pairs_of_grades(a, b) == (
        PairOfGrades((True, False), (False, True)),
        PairOfGrades((True, True), None),
    )


def test_a_measured_pair_has_the_size_of_all_verdicts_and_the_verdict_of_people() -> None:
    pairs = drawn(800, 60, 0.95)
    cases = {str(at): EvalCase(str(at)) for at in range(len(pairs))}
    candidates = {
        name: CandidateAnswers(
            name,
            {
                str(at): (
                    CandidateAnswer(
                        str(at), "x", judge=one.judged[side], human=one.graded[side] if one.graded else None
                    ),
                )
                for at, one in enumerate(pairs)
            },
        )
        for side, name in enumerate(("a", "b"))
    }  # fmt: skip
    (pair,) = measure(cases, candidates).pairs
    assert pair.difference == judged_difference(pairs)
    assert pair.n == 60
    assert pair.p_value == pytest.approx(measure_of_people(pairs))


def measure_of_people(pairs: list[PairOfGrades]) -> float:
    from scipy.stats import binomtest

    gaps = [one.graded[0] - one.graded[1] for one in pairs if one.graded]
    return float(binomtest(gaps.count(1), gaps.count(1) + gaps.count(-1), 0.5).pvalue)
