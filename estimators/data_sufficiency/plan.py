"""Buying labels in rounds: buy some, measure, decide again."""

import datetime
import math
from itertools import pairwise

import numpy as np

from estimators.data_sufficiency.curve_space import Floats
from estimators.data_sufficiency.forecast_result import Plan, Round
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
from estimators.data_sufficiency.working_days import working_days

MOST_ROUNDS = 6
LEFT_OPEN = 0.1
"""Rounds are planned until this share of the futures that reach the target still would need more."""
HANDFUL = 32


def totals_to_target(needed: Floats, have: int) -> list[int]:
    """Labels after each round on the way to a target.

    The first round buys the median that is needed, each later one the median of what is still needed, given
    that it is not reached yet. But none buys more than as many again as there are: a forecast far ahead
    is wide, and the next one will be narrower.

    Parameters
    ----------
    needed : array
        Counts with which the target is first reached, one for each future that reaches it.
    """
    totals: list[int] = []
    total = have
    futures = needed[needed > have]
    still = needed if np.median(needed) > have else futures
    while len(totals) < MOST_ROUNDS and len(still) > LEFT_OPEN * len(futures):
        middle = math.ceil(float(np.median(still)))
        total = max(min(middle, total + most_in_a_round(total)), total + 1)
        totals.append(total)
        still = futures[futures > total]
    return totals


def totals_by_growth(have: int, last: int) -> list[int]:
    """Labels after each round on the way to a number: none buys more than as many again as there are."""
    totals: list[int] = []
    total = have
    while total < last:
        ends = len(totals) == MOST_ROUNDS - 1
        total = last if ends else min(last, total + most_in_a_round(total))
        totals.append(total)
    return totals


def most_in_a_round(have: int) -> int:
    """As many again as there are, and at least a handful: see docs/decisions/0137."""
    return max(have, HANDFUL)


def within(totals: list[int], have: int, most: int) -> list[int]:
    """The rounds that can be paid for, the last one cut to what is left."""
    cut = [min(total, have + most) for total in totals]
    return [total for at, total in enumerate(cut) if total > (cut[at - 1] if at else have)]


def made_plan(
    forecaster: LearningCurveForecaster,
    totals: list[int],
    *,
    have: int,
    target: float | None,
    price: float | None,
    labels_per_day: float | None,
    start: datetime.date,
    rule: str,
    until_reached: bool,
) -> Plan:
    """What each round costs, brings and leaves open, from the forecaster's curves.

    `until_reached`: buying stops once the target is reached, so that later rounds may not be needed.
    """
    table = forecaster.predict(totals, (0.05, 0.5, 0.95))
    buys = np.diff(np.asarray([have, *totals], dtype=np.float64))
    bought = np.ones(len(totals))
    by_then = None
    if target is not None:
        # A curve that has reached it once is not bought for again, even if it dips later.
        by_then = np.logical_or.accumulate(forecaster.sample(totals) >= target, axis=1).mean(axis=0)
        if until_reached:
            bought[1:] = 1 - by_then[:-1]
    dates = _working_days(buys, labels_per_day, start)
    rounds = tuple(
        Round(
            number=at + 1,
            buy=int(buy),
            total=total,
            cost=None if price is None else float(price * buy),
            low=float(table[at, 0]),
            middle=float(table[at, 1]),
            high=float(table[at, 2]),
            reached=None if by_then is None else float(by_then[at]),
            starts=dates[at][0],
            ends=dates[at][1],
        )
        for at, (buy, total) in enumerate(zip(buys, totals, strict=True))
    )
    return Plan(
        rounds,
        cost=None if price is None else float(price * buys.sum()),
        expected_cost=None if price is None else float(price * (buys * bought).sum()),
        falls_short=None if by_then is None else float(1 - by_then[-1]),
        rule=rule,
    )


def _working_days(
    buys: Floats, labels_per_day: float | None, start: datetime.date
) -> list[tuple[str | None, str | None]]:
    """First and last working day (Monday to Friday) of each round, the rounds following each other."""
    if labels_per_day is None:
        return [(None, None)] * len(buys)
    done = np.r_[0.0, np.cumsum(buys)]
    return [
        working_days(float(before), float(after), labels_per_day, start) or (None, None)
        for before, after in pairwise(done)
    ]
