"""A plan in words: the rounds, the date, and the chance of falling short."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from estimators.base.chance import forecast_chances
from estimators.base.date import day
from estimators.base.interval import percent_range
from estimators.base.money import money
from estimators.base.number import about, rounded
from estimators.base.percent import set_percent

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import Forecast, Plan

SURE = 0.9
"""Chance from which the target counts as reached already, and is not spoken of."""


def plan_remarks(
    found: "Forecast", unit: str, today: datetime.date, budget: float | None
) -> Iterator[str]:
    """What to buy first, what all rounds come to, and what stays open then."""
    plan = found.plan
    if plan is None:
        if found.next_purchase.why == "budget" and found.next_purchase.n == 0:
            yield "The budget does not pay for one more label."
        return
    first, last = plan.rounds[0], plan.rounds[-1]
    if plan.rule == "budget" and budget is not None:
        yield (
            f"The budget of {money(rounded(budget), found.next_purchase.currency)} pays for "
            f"{about(last.total - found.have)} more {unit}: right {percent_range(last.low, last.high)} of the "
            "time then (9 chances in 10)."
        )
    if not found.have:
        yield (
            f"Label {about(first.buy)} first{dated(first.ends, today)}, then measure: "
            "the forecast is narrower after that."
        )
        return
    if len(plan.rounds) > 1:
        yield (
            f"Label {about(first.buy)} first{dated(first.ends, today)}, then measure again: up to "
            f"{len(plan.rounds)} rounds, {about(last.total - found.have)} {unit} in all"
            f"{_cost(plan, found.next_purchase.currency)}{dated(last.ends, today)}."
        )
    elif first.ends:
        yield f"They are labelled{dated(first.ends, today)}."
    if plan.falls_short is not None and found.required and found.required.reached_now < SURE:
        goal = set_percent(found.required.target)
        yield f"After that, {forecast_chances(plan.falls_short)} that {goal} is still not reached."


def dated(iso: str | None, today: datetime.date) -> str:
    """ " by 10 Dec", or nothing where the speed is unknown."""
    if iso == today.isoformat():
        return " today"
    return f" by {day(iso, today)}" if iso else ""


def _cost(plan: "Plan", currency: str) -> str:
    if plan.cost is None or plan.expected_cost is None:
        return ""
    whole, usual = money(rounded(plan.cost), currency), money(rounded(plan.expected_cost), currency)
    return f" for {whole}" if whole == usual else f" for {whole} ({usual} on average)"
