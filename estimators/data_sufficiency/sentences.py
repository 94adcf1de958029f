"""The forecast in words, for someone who has to decide whether to label more."""

import datetime
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from estimators.base.chance import forecast_chances
from estimators.base.count import about_count, count
from estimators.base.date import day
from estimators.base.interval import percent_range
from estimators.base.money import money
from estimators.base.noun import example_noun, noun_of
from estimators.base.number import about, digits, rounded
from estimators.base.percent import percent, points, set_percent
from estimators.data_sufficiency.similar_tasks import Task, folklore_remark, known_tasks

if TYPE_CHECKING:
    from estimators.data_sufficiency.class_gain import ClassGain
    from estimators.data_sufficiency.forecast_result import Forecast, ForecastPoint, Reliability
    from estimators.data_sufficiency.plan import BuyingConstraints, Plan, Required
    from estimators.data_sufficiency.purchase import Purchase

SURE, LIKELY = 0.9, 0.5
"""Probabilities from which a thing is said to hold, and to be likely."""
LONGEST = 62
LITTLE = 0.02
"""A gain of accuracy below which, where the curve does not rise, it is not promised."""
HOURS_A_DAY = 8
"""Working hours in which the labels of a day are given."""


def headline(
    now: "ForecastPoint | None",
    needed: "Required | None",
    unit: str,
    majority: float | None = None,
) -> str:
    """The finding, in at most 62 characters. ``majority``: how often always naming the largest class is right."""
    if now is None:
        return _before_data(needed, unit)
    if majority is not None and now.p50 <= majority:
        return "So far it would be no better than a guess."
    if needed is None:
        return f"Enough to be right about {percent(now.p50)} of the time."
    return _against_target(now, needed)


def _before_data(needed: "Required | None", unit: str) -> str:
    if needed is None:
        return "How much data is enough?"
    goal = set_percent(needed.target)
    if needed.p10 is None or needed.p90 is None:
        return f"{goal} would be unusual for a task like this."
    tenths = round(10 * needed.reachable)
    if needed.reachable < LIKELY and tenths < 5:
        return f"Only {max(tenths, 1)} in 10 tasks like this reach {goal}."
    span = f"{about(needed.p10)} to {about(needed.p90)}"
    text = f"Tasks like this reach {goal} with {span} {unit}."
    return text if len(text) <= LONGEST else f"Tasks like this reach {goal} with {span}."


def _against_target(now: "ForecastPoint", needed: "Required") -> str:
    goal, right = set_percent(needed.target), percent(now.p50)
    if needed.reached_now >= SURE:
        return f"Enough to be right {goal} of the time."
    if needed.reached_now >= LIKELY:
        return f"Probably enough to be right {goal} of the time."
    if needed.p50 is None:
        return f"{goal} is out of reach with this setup."
    if right == goal:
        return f"Close to {goal}, but not there yet."
    return f"Enough to be right {right} of the time, not yet {goal}."


def purchase_title(
    purchase: "Purchase",
    now: "ForecastPoint | None",
    needed: "Required | None",
    unit: str,
    *,
    shape: str = "ordinary",
) -> str:
    """What the next labels buy, in at most 62 characters. ``shape`` is that of the measured curve."""
    if purchase.n == 0 and purchase.why == "budget":
        return "The budget buys no more labels"
    if now is None or purchase.gain is None:
        return _fitting(f"Start with about {about_count(purchase.n, noun_of(unit))}", unit)
    if purchase.n == 0:
        return "More labels would cost more than they bring"
    gain = purchase.gain
    if shape == "falling":
        return "The curve falls: look at the labels first"
    if shape == "flat" and gain < LITTLE:
        return _fitting(f"More of the same {unit} would hardly help", unit)
    if purchase.why == "target" and needed is not None and needed.p50 == now.n + purchase.n:
        gain = max(needed.target - now.p50, 0.0)  # the median way there ends at the target
    more = about(purchase.n)
    things = noun_of(unit).one if more == "1" else unit
    return _fitting(
        f"About {more} more {things} buy{'s' if more == '1' else ''} {points(gain)}", unit
    )


def _fitting(text: str, unit: str) -> str:
    """The title, with labels for a noun that is too long for it."""
    return text if len(text) <= LONGEST else text.replace(unit, "labels")


def remarks(
    found: "Forecast", task: Task, folklore: "ForecastPoint | None" = None
) -> tuple[str, ...]:
    """Sentences for below the chart: what it takes, what it costs, and what makes the forecast unsure.

    Those on the plan are `plan_remarks`.
    `folklore`, before anything is measured, is the forecast for the examples that folklore is content with.
    """
    teacher = teacher_words(found.by_class, task.unit)
    said = [
        *_what_it_takes(found, task),
        *(known_tasks(found.required, task) if not found.have else ()),
        *folklore_remark(task, folklore),
        *_what_it_is_worth(found, task),
        *([": ".join(teacher)] if teacher is not None else ()),
        *(gain.sentence for gain in found.by_slice[:2] if gain.sentence),
        *_shape(found, task),
    ]
    if not found.measured:
        said.append("Nothing is measured yet: this range comes from other tasks, so it is wide.")
    return tuple(filter(None, said))


def _what_it_takes(found: "Forecast", task: Task) -> Iterator[str]:
    now, needed, unit = found.now, found.required, task.unit
    if needed is None:
        return
    goal = set_percent(needed.target)
    if needed.p10 is None or needed.p50 is None or needed.p90 is None:
        yield f"Even {about(needed.within)} {unit} would hardly reach {goal}: {forecast_chances(needed.reachable)}."
        return
    low, high = about(needed.p10), about(needed.p90)
    if now is None:
        yield (
            f"If a task like this{task.words} reaches {goal} at all ({forecast_chances(needed.reachable)}), "
            f"it takes between {low} and {high} {unit}."
        )
        return
    if needed.reached_now >= SURE:
        return
    more_low, more_high = max(needed.p10 - now.n, 0), max(needed.p90 - now.n, 0)
    if more_high == 0:
        return
    if task.shape.name in {"flat", "falling"}:
        span = f"{low} to {high}" if more_low else f"up to {high}"
        yield (
            f"Should the curve rise after all ({forecast_chances(needed.reachable)} that it reaches {goal}), that would take "
            f"{span} {unit}."
        )
        return
    span = (
        f"Between {about(more_low)} and {about(more_high)}"
        if more_low
        else f"Up to {about(more_high)}"
    )
    right = percent(now.p50)
    text = f"{span} more take you {'' if right == goal else f'from {right} '}to {goal}"
    middle = needed.p50 - now.n
    yield text + _cost_and_time(found, task, middle) + "."
    if needed.reachable < SURE:
        yield f"That is if {goal} can be reached with this setup: {forecast_chances(needed.reachable)}."


def _cost_and_time(found: "Forecast", task: Task, labels: int) -> str:
    """ "; the middle, 370, takes roughly 6 hours of labelling and costs €320": what of it is known."""
    purchase = found.next_purchase
    if labels <= 0:
        return ""
    known = []
    if task.labels_per_day is not None:
        known.append(f"takes {work(labels, task.labels_per_day)}")
    if purchase.cost is not None and purchase.n:
        known.append(
            f"costs {money(rounded(purchase.cost / purchase.n * labels), purchase.currency)}"
        )
    return f"; the middle, {about(labels)}, {' and '.join(known)}" if known else ""


def work(labels: float, labels_per_day: float) -> str:
    """How long that many labels take: "roughly 6 hours of labelling", "about 12 working days"."""
    days = labels / labels_per_day
    if days * HOURS_A_DAY < 1:
        return "less than an hour of labelling"
    if days < 1:
        return f"roughly {count(round(days * HOURS_A_DAY), 'hour')} of labelling"
    if math.ceil(days) == 1:
        return "a working day"
    return f"about {about(math.ceil(days))} working days"


def _what_it_is_worth(found: "Forecast", task: Task) -> Iterator[str]:
    """Only said if the number to buy was chosen by its worth."""
    bought = found.next_purchase
    if bought.why not in {"worth", "budget"} or bought.worth is None:
        return
    sign = bought.currency
    if bought.declined is not None:
        batch = bought.declined
        yield (
            f"The next {about_count(batch.n, noun_of(task.unit))} would cost {money(rounded(batch.cost), sign)} and bring "
            f"about {money(rounded(batch.worth), sign)} (at most {money(rounded(batch.worth_high), sign)}): "
            "they are not worth their price."
        )
    elif bought.n and bought.cost is not None and bought.worth_low is not None:
        low, high = (
            money(rounded(bought.worth_low), sign),
            money(rounded(bought.worth_high or 0.0), sign),
        )
        sure = "" if bought.worth_low >= bought.cost else " on average"
        yield (
            f"The next {about_count(bought.n, noun_of(task.unit))} cost {money(rounded(bought.cost), sign)} and bring about "
            f"{money(rounded(bought.worth), sign)} (between {low} and {high}): they are worth their price{sure}."
        )


def class_that_teaches_most(by_class: "Sequence[ClassGain]") -> "tuple[ClassGain, float] | None":
    """The class, and what an example of any kind is worth; None unless it is surely worth more than that."""
    if len(by_class) < 2:
        return None
    best = max(by_class, key=lambda gain: gain.gain_per_example)
    total = sum(gain.examples for gain in by_class)
    usual = sum(max(g.gain_per_example, 0.0) * g.examples for g in by_class) / total
    if best.low <= 0 or usual <= 0 or best.gain_per_example < 1.5 * usual:
        return None
    return best, usual


def teacher_words(by_class: "Sequence[ClassGain]", unit: str) -> tuple[str, str] | None:
    """Which class teaches it most, and by how much; None where none surely does."""
    found = class_that_teaches_most(by_class)
    if found is None:
        return None
    best, usual = found
    many = about(40 * best.gain_per_example / usual)
    much = f"40 of those help as much as {many} {unit} of any kind."
    return f"“{best.name}” teaches it most", much


def _shape(found: "Forecast", task: Task) -> Iterator[str]:
    """What is odd about the curve, or about how little there is of it."""
    if not found.measured:
        return
    if len(found.measured) == 1:
        yield "Only one size is measured, so the slope of the curve is a guess."
    largest = found.measured[-1].n
    match task.shape.name:
        case "few":
            yield (
                f"With {about_count(largest, noun_of(task.unit))} luck decides most of it; "
                "the band is wide for that."
            )
        case "falling":
            yield "The curve falls as examples are added; look for wrong labels or a mixed-up class."
        case "unlike":
            yield (
                "This curve is unlike the thousands the forecast knows, so its band is wider. "
                "Check the labels."
            )
        case "flat" if (found.next_purchase.gain or 0.0) >= LITTLE:
            yield (
                f"The curve is flat so far, from {digits(task.shape.flat_from or largest)} on; "
                "others that began like it rose later."
            )
        case "flat":
            yield (
                f"More of the same {task.unit} will not help: the curve is flat from "
                f"{digits(task.shape.flat_from or largest)} on."
            )


def reliability_sentence(quality: "Reliability", modality: str | None) -> str:
    """How often such bands have held the truth, of this modality where that was measured."""
    for pool in quality.pools:
        if pool.get("modality") == modality and pool.get("forecasts"):
            held, n = float(pool["within_80"]), int(pool["forecasts"])
            return (
                f"On {int(pool['pools'])} sets of {example_noun(str(modality)).many} that the forecast had not "
                f"seen, its 80% bands held the truth {round(held * n)} of {n} times."
            )
    return (
        f"On {digits(quality.tasks)} tasks from {quality.datasets} datasets that the forecast had not seen, "
        f"its 90% bands held the truth {percent(quality.within_90)} of the time."
    )


def plan_remarks(found: "Forecast", unit: str, wish: "BuyingConstraints") -> Iterator[str]:
    """What to buy first, what all rounds come to, and what stays open then."""
    plan, today = found.plan, wish.start
    if plan is None:
        if found.next_purchase.why == "budget" and found.next_purchase.n == 0:
            yield "The budget does not pay for one more label."
        return
    first, last = plan.rounds[0], plan.rounds[-1]
    if plan.rule == "budget" and wish.budget is not None:
        yield (
            f"The budget of {money(rounded(wish.budget), wish.currency)} pays for "
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
            f"{_cost_of(plan, wish.currency)}{dated(last.ends, today)}."
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


def _cost_of(plan: "Plan", currency: str) -> str:
    if plan.cost is None or plan.expected_cost is None:
        return ""
    whole, usual = money(rounded(plan.cost), currency), money(rounded(plan.expected_cost), currency)
    return f" for {whole}" if whole == usual else f" for {whole} ({usual} on average)"
