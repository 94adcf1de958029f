"""What candidates take: seconds (median, slowest in 20), tokens, and what a thousand answers cost.

A quantile's interval is made of the times themselves: the chance that so many of n lie below the true one is binomial (David and
Nagaraja 2003, Order Statistics, section 7.1). Of the slowest in 20 an upper end exists from 59 times on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from estimators.base.binomial import chance_of_at_least
from estimators.measure.case import CandidateAnswers, EvalCase
from estimators.measure.estimate import (
    CONFIDENCE,
    UNMEASURED,
    CaseScores,
    Estimate,
    IntervalMethod,
    ScoreUnit,
    estimate,
)


@dataclass(frozen=True)
class Usage:
    """What a candidate takes.

    - `median`, `slow`: seconds of an answer: half take less, 19 of 20 take less; `slow.high` is None where there are too few times.
    - `cost_per_1000`: in the currency of the file, from the answers that have a cost.
    - `tokens_in`, `tokens_out`: of an answer on average; None where no answer says it.
    """

    median: Estimate
    slow: Estimate
    cost_per_1000: Estimate
    tokens_in: float | None
    tokens_out: float | None


def usage(
    cases: Mapping[str, EvalCase], answers: CandidateAnswers, *, confidence: float = CONFIDENCE
) -> Usage:
    """What the answers say they took; calls that failed cost as well, but their time says nothing."""
    given = [
        (cases[name], one)
        for name, trials in answers.answers.items()
        for one in trials
        if name in cases
    ]
    seconds = [one.seconds for _, one in given if one.seconds is not None and not one.error]
    costs = [(case, one.trial, one.cost, 1.0) for case, one in given if one.cost is not None]
    cost = estimate(CaseScores.of_rows("cost", ScoreUnit.AMOUNT, costs), confidence)
    return Usage(
        median=quantile(seconds, 0.5, confidence),
        slow=quantile(seconds, 0.95, confidence),
        cost_per_1000=_thousandfold(cost),
        tokens_in=_mean(one.tokens_in for _, one in given),
        tokens_out=_mean(one.tokens_out for _, one in given),
    )


def quantile(values: Sequence[float], share: float, confidence: float = CONFIDENCE) -> Estimate:
    """The value below which a share of all lies, with the ends that the values themselves allow."""
    n = len(values)
    if not n:
        return UNMEASURED
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    tail = (1 - confidence) / 2
    low = _last_rank(n, share, 1 - tail)
    high = _last_rank(n, share, tail) + 1
    return Estimate(
        float(np.quantile(ordered, share)),
        float(ordered[low - 1]) if low else None,
        float(ordered[high - 1]) if high <= n else None,
        n,
        n,
        IntervalMethod.EXACT,
        confidence,
    )


def _last_rank(n: int, share: float, chance: float) -> int:
    """The largest rank that at least so likely is no more than how many lie below the true quantile; 0 where none is."""
    low, high = 0, n + 1
    while high - low > 1:
        middle = (low + high) // 2
        if chance_of_at_least(middle, n, share) >= chance:
            low = middle
        else:
            high = middle
    return low


def _thousandfold(cost: Estimate) -> Estimate:
    ends = [None if end is None else 1000 * end for end in (cost.value, cost.low, cost.high)]
    return replace(cost, value=ends[0], low=ends[1], high=ends[2])


def _mean(counts: Iterable[int | None]) -> float | None:
    known = [count for count in counts if count is not None]
    return sum(known) / len(known) if known else None
