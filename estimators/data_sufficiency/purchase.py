"""What is the next label worth, how many should be bought now, and in which rounds does one go on?"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.arrays import Doubles
from estimators.data_sufficiency.plan import (
    BuyingConstraints,
    Plan,
    Required,
    made_plan,
    totals_by_growth,
    totals_to_target,
    within,
)

if TYPE_CHECKING:
    from estimators.data_sufficiency.learning_curve import LearningCurveForecaster

AHEAD = 16
WORTH_TRYING = 0.25
"""Chance of reaching the target with `AHEAD` times as many below which no plan is made; see docs/decisions/0137."""
REACHED = 0.7
"""Chance from which the target counts as reached, and buying for it stops."""
MOST_LABELS = 1e9
FIRST = 16
"""The fewest examples to start with."""


@dataclass(frozen=True)
class Batch:
    """A batch of the next labels that is not worth its price: `n` for `cost`, worth `worth`, at most `worth_high`
    with 19 chances in 20."""

    n: int
    cost: float
    worth: float
    worth_high: float


@dataclass(frozen=True)
class Purchase:
    """The next labels to buy: `n` of them for `cost`, worth `worth` (both in `currency`; None is unknown).

    `gain`, from `gain_low` to `gain_high` (90 %), is the accuracy (0 to 1) they add
    (None if there is nothing to add to), `falls_short` the
    probability that the target is still not reached (None without one), `why` how `n` was chosen:
    "worth" most value beyond its cost, "target" the median needed (both at most as many again as there are:
    then measure), "budget" what that buys, "double" as many again. `worth_low` to `worth_high` is 90 %.
    `declined` is a batch that is not worth its price (where `n` is 0 for its worth).
    """

    n: int
    cost: float | None
    worth: float | None
    gain: float | None
    gain_low: float | None
    gain_high: float | None
    falls_short: float | None
    why: str
    currency: str
    worth_low: float | None = None
    worth_high: float | None = None
    declined: Batch | None = None


def next_purchase(
    forecaster: "LearningCurveForecaster",
    n: int,
    why: str,
    have: int,
    wish: BuyingConstraints,
) -> Purchase:
    """What `n` more labels cost, bring and leave open."""
    before, after = forecaster.sample([max(have, 1), max(have + n, 1)]).T
    gains = after - before
    middle, low, high = float(gains.mean()), *(float(q) for q in np.quantile(gains, (0.05, 0.95)))
    valued = wish.value_per_point if have else None
    return Purchase(
        n=n,
        cost=None if wish.price is None else wish.price * n,
        worth=_worth(middle, valued),
        gain=middle if have else None,
        gain_low=low if have else None,
        gain_high=high if have else None,
        falls_short=None if wish.target is None else float(np.mean(after < wish.target)),
        why=why,
        currency=wish.currency,
        worth_low=_worth(low, valued),
        worth_high=_worth(high, valued),
        declined=_declined(forecaster, have, wish) if why == "worth" and n == 0 else None,
    )


def worth_most(
    forecaster: "LearningCurveForecaster", have: int, price: float, value_per_point: float
) -> int:
    """The number of labels, up to 16 times as many as there are, whose expected value exceeds their cost the most."""
    steps = np.unique(np.r_[0, np.round(have * 2 ** (np.arange(-20, 17) / 4))]).astype(int)
    expected = forecaster.sample(have + steps).mean(axis=0)
    net = 100 * value_per_point * (expected - expected[0]) - price * steps
    best = int(np.argmax(net))
    return int(steps[best]) if math.isfinite(net[best]) else 0


def _declined(
    forecaster: "LearningCurveForecaster", have: int, wish: BuyingConstraints
) -> Batch | None:
    if wish.price is None or wish.value_per_point is None:
        return None
    half = max(have // 2, 1)
    n = round(half, 1 - len(str(half)))  # one figure: 231 is said as 200
    before, after = forecaster.sample([have, have + n]).T
    gains = after - before
    return Batch(
        n,
        wish.price * n,
        100 * float(gains.mean()) * wish.value_per_point,
        100 * float(np.quantile(gains, 0.95)) * wish.value_per_point,
    )


def _worth(gain: float, value_per_point: float | None) -> float | None:
    return None if value_per_point is None else 100 * gain * value_per_point


def next_labels(
    forecaster: "LearningCurveForecaster",
    have: int,
    needed: Required | None,
    futures: Doubles,
    wish: BuyingConstraints,
    *,
    rises: bool = True,
) -> tuple[Purchase, Plan | None]:
    """Choose how many labels to buy next, and the rounds after that.

    With a price and a value the number whose expected value exceeds its cost the most (0 if none does);
    else the median number to the target; else what the budget buys; else as many again as there are. In one
    round never more than as many again: then measure and decide again. That is as good as looking ahead
    to what the next measurement may say, and better than one purchase; see docs/decisions/0137. Mahmood et
    al. (2022), "Optimizing Data Collection for Machine Learning", https://arxiv.org/abs/2210.01234, treat the
    trade-off over several rounds. Where the measured curve does not rise (`rises`), no rounds are planned
    for a target. `futures` are counts with which the target is reached, evenly many futures each.
    """
    most = None
    if wish.budget is not None and wish.price:
        most = math.floor(min(wish.budget / wish.price, MOST_LABELS))
    why, totals = _totals(forecaster, have, needed, futures=futures, wish=wish, most=most)
    if not rises and why != "worth":
        why, totals = "double", []
    rule = why
    if most is not None and totals and totals[-1] - have > most:
        totals, rule = within(totals, have, most), "budget"
    n = 0 if why == "worth" else max(have, FIRST)
    if totals:
        n = totals[0] - have
    if most is not None and n > most:
        n, why = most, "budget"
    purchase = next_purchase(forecaster, n, why, have, wish)
    if not totals:
        return purchase, None
    until_reached = why == "target"
    return purchase, made_plan(
        forecaster, totals, have, wish, rule=rule, until_reached=until_reached
    )


def _totals(
    forecaster: "LearningCurveForecaster",
    have: int,
    needed: Required | None,
    *,
    futures: Doubles,
    wish: BuyingConstraints,
    most: int | None,
) -> tuple[str, list[int]]:
    """The rule, and the labels after each of its rounds."""
    if wish.price is not None and wish.value_per_point is not None and have:
        n = worth_most(forecaster, have, wish.price, wish.value_per_point)
        return "worth", totals_by_growth(have, have + n)
    if needed is not None:
        ahead = needed.reachable
        if have:  # the horizon moves on with each round, so that a hope far ahead would never end
            ahead *= float(np.mean(futures <= AHEAD * have))
        if needed.reached_now >= REACHED or ahead < WORTH_TRYING or needed.p10 is None:
            return "double", []
        # Before anything is measured: what one future in ten needs. Then the forecast is narrower.
        totals = totals_to_target(futures, have) if have else [max(needed.p10, FIRST)]
        return ("target", totals) if totals else ("double", [])
    if most is not None:
        last = min(have + most, AHEAD * max(have, FIRST))
        return "budget", totals_by_growth(have, last)
    return "double", []
