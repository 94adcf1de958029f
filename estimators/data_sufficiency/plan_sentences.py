"""The plan in words: what to buy first, what all rounds come to, and what stays open then."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from estimators.base.chance import forecast_chances
from estimators.base.date import day
from estimators.base.interval import percent_range
from estimators.base.money import money
from estimators.base.number import about, rounded
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.forecast_values import SURE

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import Forecast
    from estimators.data_sufficiency.plan import Plan


def plan_remarks(found: "Forecast") -> Iterator[str]:
    """What to buy first, what all rounds come to, and what stays open then."""
    plan, wish, unit = found.plan, found.asked, found.task.unit
    today = wish.first_day
    if plan is None:
        if found.next_purchase.why == "budget" and found.next_purchase.n == 0:
            yield tr("The budget does not pay for one more label.")
        return
    first, last = plan.rounds[0], plan.rounds[-1]
    if plan.rule == "budget" and wish.budget is not None:
        yield tr(
            "The budget of {rounded} pays for "
            "{about} more {unit}: right {percent_range} of the "
            "time then (9 chances in 10).",
            rounded=money(rounded(wish.budget), wish.currency),
            about=about(last.total - found.have),
            unit=unit,
            percent_range=percent_range(last.low, last.high),
        )
    if not found.have:
        yield tr(
            "Label {about} first{dated}, then measure: the forecast is narrower after that.",
            about=about(first.buy),
            dated=dated(first.ends, today),
        )
        return
    if len(plan.rounds) > 1:
        yield tr(
            "Label {about} first{dated}, then measure again: up to "
            "{rounds} rounds, {about_2} {unit} in all"
            "{cost_of}{dated_2}.",
            about=about(first.buy),
            dated=dated(first.ends, today),
            rounds=len(plan.rounds),
            about_2=about(last.total - found.have),
            unit=unit,
            cost_of=_cost_of(plan, wish.currency),
            dated_2=dated(last.ends, today),
        )
    elif first.ends:
        yield tr("They are labelled{dated}.", dated=dated(first.ends, today))
    if plan.falls_short is not None and found.required and found.required.reached_now < SURE:
        goal = set_percent(found.required.target)
        yield tr(
            "After that, {forecast_chances} that {goal} is still not reached.",
            forecast_chances=forecast_chances(plan.falls_short),
            goal=goal,
        )


def dated(iso: str | None, today: datetime.date) -> str:
    """ " by 10 Dec", or nothing where the speed is unknown."""
    if iso == today.isoformat():
        return tr(" today")
    return tr(" by {iso}", iso=day(iso, today)) if iso else ""


def _cost_of(plan: "Plan", currency: str) -> str:
    if plan.cost is None or plan.expected_cost is None:
        return ""
    whole, usual = money(rounded(plan.cost), currency), money(rounded(plan.expected_cost), currency)
    if whole == usual:
        return tr(" for {whole}", whole=whole)
    return tr(" for {whole} ({usual} on average)", whole=whole, usual=usual)
