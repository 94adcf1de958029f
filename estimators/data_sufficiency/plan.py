"""What is wanted, what it takes, and buying labels in rounds: buy some, measure, decide again."""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.arrays import Doubles

if TYPE_CHECKING:
    from estimators.data_sufficiency.learning_curve import LearningCurveForecaster

MOST_ROUNDS = 6
LEFT_OPEN = 0.1
"""Rounds are planned until this share of the futures that reach the target still would need more."""
HANDFUL = 32
MOST_WORKING_DAYS = 2600
"""Ten years: a date further away is no plan."""
UNLIKELY = 0.1
"""Probability of ever reaching a target below which that is out of reach: then no count is given."""


@dataclass(frozen=True)
class BuyingConstraints:
    """What a person wants and can spend; None is unknown.

    - `target`: the accuracy to reach, 0 to 1.
    - `price`, `value_per_point`: of one more label, and of one more right answer in a hundred, in `currency`.
    - `labels_per_day`: labels that people can give a day; with it the plan has dates, Monday to Friday from `start`
      (today).
    - `budget`: the most that labels may cost, in `currency`; only of use with a price.
    """

    target: float | None = None
    price: float | None = None
    value_per_point: float | None = None
    currency: str = "€"
    labels_per_day: float | None = None
    budget: float | None = None
    start: datetime.date | None = None

    @property
    def first_day(self) -> datetime.date:
        return self.start or datetime.date.today()


@dataclass(frozen=True)
class Required:
    """Examples to learn from until `target` is reached, given that it is; None where out of reach (`UNLIKELY`).

    `reachable` is the probability that it is reached with up to `within` examples, `reached_now` that it is
    reached with those there are.
    """

    target: float
    p10: int | None
    p50: int | None
    p90: int | None
    reachable: float
    within: int
    reached_now: float


def whole_counts(counts: Iterable[float], reachable: float) -> tuple[int | None, ...]:
    """The forecaster's counts as whole numbers; None for all where the target is out of reach."""
    return tuple(
        int(count) if math.isfinite(count) and reachable >= UNLIKELY else None for count in counts
    )


@dataclass(frozen=True)
class Round:
    """One round of labelling.

    `buy` labels in this round, `total` labelled after it, `cost` of this round (None: price unknown).
    `low`, `middle`, `high`: the 90 % band and the median of the accuracy (0 to 1) after it. `reached` is the
    probability that the target holds by then (None without one), `starts` and `ends` its first and last
    working day as ISO dates (None where the labelling speed is unknown).
    """

    number: int
    buy: int
    total: int
    cost: float | None
    low: float
    middle: float
    high: float
    reached: float | None
    starts: str | None = None
    ends: str | None = None


@dataclass(frozen=True)
class Plan:
    """The rounds to buy, if all are needed.

    `cost` of all rounds (None: price unknown), `expected_cost` where buying for a target stops once it is
    reached, `falls_short` the probability that the target is not reached after the last
    (None without a target). `rule` is how the numbers were chosen: "worth" (most expected value beyond the
    cost), "target" (until it is reached) or "budget" (what it buys).
    """

    rounds: tuple[Round, ...]
    cost: float | None
    expected_cost: float | None
    falls_short: float | None
    rule: str


def totals_to_target(needed: Doubles, have: int) -> list[int]:
    """Labels after each round on the way to a target.

    The first round buys the median that is needed, each later one the median of what is still needed, given
    that it is not reached yet. But none buys more than as many again as there are: a forecast far ahead
    is wide, and the next one will be narrower.

    - `needed`: counts with which the target is first reached, one for each future that reaches it.
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
    forecaster: "LearningCurveForecaster",
    totals: list[int],
    have: int,
    wish: BuyingConstraints,
    *,
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
    if wish.target is not None:
        # A curve that has reached it once is not bought for again, even if it dips later.
        reached = np.logical_or.accumulate(forecaster.sample(totals) >= wish.target, axis=1)
        by_then = reached.mean(axis=0)
        if until_reached:
            bought[1:] = 1 - by_then[:-1]
    dates = _working_days(buys, wish)
    rounds = tuple(
        Round(
            number=at + 1,
            buy=int(buy),
            total=total,
            cost=None if wish.price is None else float(wish.price * buy),
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
        cost=None if wish.price is None else float(wish.price * buys.sum()),
        expected_cost=None if wish.price is None else float(wish.price * (buys * bought).sum()),
        falls_short=None if by_then is None else float(1 - by_then[-1]),
        rule=rule,
    )


def _working_days(buys: Doubles, wish: BuyingConstraints) -> list[tuple[str | None, str | None]]:
    """First and last working day (Monday to Friday) of each round, the rounds following each other."""
    if wish.labels_per_day is None:
        return [(None, None)] * len(buys)
    done = np.r_[0.0, np.cumsum(buys)]
    return [
        working_days(float(before), float(after), wish.labels_per_day, wish.first_day)
        or (None, None)
        for before, after in pairwise(done)
    ]


def working_days(
    before: float, after: float, labels_per_day: float, start: datetime.date
) -> tuple[str, str] | None:
    """The first and the last working day, as ISO dates, on which labels `before` to `after` of a queue are given.

    None where that is more than ten years away.
    """
    begin, end = before / labels_per_day, after / labels_per_day
    if end > MOST_WORKING_DAYS:
        return None
    first, last = math.floor(begin), max(math.ceil(end) - 1, math.floor(begin))
    days = np.busday_offset(np.datetime64(start), [first, last], roll="forward")
    return str(days[0]), str(days[1])


def labels_until(day: datetime.date, labels_per_day: float, start: datetime.date) -> int:
    """How many labels are given from `start` to `day`, that day included; none if it lies before."""
    whole = int(np.busday_count(np.datetime64(start), np.datetime64(day) + 1))
    return max(0, math.floor(min(whole, MOST_WORKING_DAYS) * labels_per_day))
