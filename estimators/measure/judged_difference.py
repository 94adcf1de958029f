"""How far two candidates are apart, from few people's grades and many verdicts of a judge.

The pair of verdicts says into which of four strata a case falls; people say in how many of each the first is better, the second,
or neither. What is known of the strata is put together by drawing from it (Dirichlet distributions with a third of a case of each
outcome to begin with). It says how large the difference is; whether there is one, people's grades alone decide (McNemar).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from estimators.measure.case import CandidateAnswers
from estimators.measure.estimate import CONFIDENCE, Estimate, IntervalMethod

DRAWS = 4_000
FEWEST = 20
"""Cases on which people graded both; with fewer the strata say nothing."""


class PairOfGrades(NamedTuple):
    """What the judge and people say of both answers to a case; people's are None where nobody graded both."""

    judged: tuple[bool, bool]
    graded: tuple[bool, bool] | None = None


def judged_difference(
    pairs: Sequence[PairOfGrades], *, confidence: float = CONFIDENCE, seed: int = 0
) -> Estimate | None:
    """The first's pass rate minus the second's; None where people graded both in fewer than 20 cases.

    The graded cases have to be drawn by chance from all.
    """
    graded = [pair for pair in pairs if pair.graded is not None]
    if len(graded) < FEWEST:
        return None
    rng = np.random.default_rng(seed)
    strata = sorted({pair.judged for pair in pairs})
    sizes = [sum(pair.judged == stratum for pair in pairs) for stratum in strata]
    weights = rng.dirichlet(np.array(sizes) + 0.5, DRAWS)
    found = np.zeros(DRAWS)
    for at, stratum in enumerate(strata):
        gaps = [
            pair.graded[0] - pair.graded[1]
            for pair in graded
            if pair.judged == stratum and pair.graded is not None
        ]
        counts = np.array([gaps.count(1), gaps.count(-1), gaps.count(0)]) + 1 / 3
        outcomes = rng.dirichlet(counts, DRAWS)
        found += weights[:, at] * (outcomes[:, 0] - outcomes[:, 1])
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    n = len(graded)
    return Estimate(
        float(found.mean()), float(low), float(high), n, n, IntervalMethod.RECTIFIED, confidence
    )


def pairs_of_grades(a: CandidateAnswers, b: CandidateAnswers) -> tuple[PairOfGrades, ...]:
    """The cases, tried once, on whose answers of both a judge gave its verdict."""
    found = []
    for case, mine in a.answers.items():
        others = b.answers.get(case, ())
        if len(mine) != 1 or len(others) != 1:
            continue
        first, second = mine[0], others[0]
        if first.judge is None or second.judge is None:
            continue
        grades = first.grade, second.grade
        graded = None if grades[0] is None or grades[1] is None else (grades[0], grades[1])
        found.append(PairOfGrades((first.judge, second.judge), graded))
    return tuple(found)
