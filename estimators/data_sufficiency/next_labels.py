"""How many labels to buy now, and in which rounds to go on."""

import datetime
import math
from dataclasses import dataclass

import numpy as np

from estimators.data_sufficiency.curve_space import Floats
from estimators.data_sufficiency.forecast_result import Plan, Purchase, Required
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
from estimators.data_sufficiency.plan import (
    made_plan,
    totals_by_growth,
    totals_to_target,
    within,
)
from estimators.data_sufficiency.purchase import next_purchase, worth_most

AHEAD = 16
WORTH_TRYING = 0.25
"""Chance of reaching the target with `AHEAD` times as many below which no plan is made; see docs/decisions/0137."""
REACHED = 0.7
"""Chance from which the target counts as reached, and buying for it stops."""
MOST_LABELS = 1e9
FIRST = 16
"""The fewest examples to start with."""


@dataclass(frozen=True)
class BuyingConstraints:
    """What a person wants and can spend; None is unknown. `start` is the first day of labelling."""

    target: float | None
    price: float | None
    value_per_point: float | None
    currency: str
    labels_per_day: float | None
    budget: float | None
    start: datetime.date


def next_labels(
    forecaster: LearningCurveForecaster,
    have: int,
    needed: Required | None,
    futures: Floats,
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
    purchase = next_purchase(
        forecaster,
        n,
        why,
        have=have,
        target=wish.target,
        price=wish.price,
        value_per_point=wish.value_per_point,
        currency=wish.currency,
    )
    if not totals:
        return purchase, None
    return purchase, made_plan(
        forecaster,
        totals,
        have=have,
        target=wish.target,
        price=wish.price,
        labels_per_day=wish.labels_per_day,
        start=wish.start,
        rule=rule,
        until_reached=why == "target",
    )


def _totals(
    forecaster: LearningCurveForecaster,
    have: int,
    needed: Required | None,
    *,
    futures: Floats,
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
