"""The forecast in words, for someone who has to decide whether to label more."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from estimators.base.chance import forecast_chances
from estimators.base.codec import printed
from estimators.base.count import about_count, count
from estimators.base.money import money
from estimators.base.noun import LABEL, noun_of
from estimators.base.number import about, digits, rounded
from estimators.base.percent import percent, points, set_percent
from estimators.base.phrase import listed
from estimators.base.sentence import tr, tr_plural
from estimators.data_sufficiency.forecast_values import LIKELY, SURE
from estimators.data_sufficiency.plan_sentences import plan_remarks

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import Forecast
    from estimators.data_sufficiency.forecast_values import ClassGain, ForecastPoint
    from estimators.data_sufficiency.plan import Required

LONGEST = 62
LITTLE = 0.02
"""A gain of accuracy below which, where the curve does not rise, it is not promised."""
HOURS_A_DAY = 8
"""Working hours in which the labels of a day are given."""


def forecast_document(found: "Forecast") -> dict[str, Any]:
    """The forecast as the command line prints it, with its sentences; without a target all of `required` is null."""
    from estimators.data_sufficiency.plan import Required

    document: dict[str, Any] = printed(found)
    if found.required is None:
        document["required"] = dict.fromkeys(each.name for each in fields(Required))
    document["reliability"]["sentence"] = found.reliability.sentence(found.task.modality)
    unit = found.task.unit
    document["by_slice"] = [
        {
            **row,
            "sentence": gain.sentence(unit),
            "fact": gain.fact(unit),
            "advice": gain.advice(unit),
        }
        for row, gain in zip(document["by_slice"], found.by_slice, strict=True)
    ]
    return {
        **document,
        "headline": headline(found),
        "purchase_title": purchase_title(found),
        "remarks": list(remarks(found)),
        "plan_remarks": list(plan_remarks(found)),
    }


def headline(found: "Forecast") -> str:
    """The finding, in at most 62 characters."""
    now, needed, majority = found.now, found.required, found.task.majority
    if now is None:
        return _before_data(needed, found.task.unit)
    if majority is not None and now.p50 <= majority:
        return tr("So far it would be no better than a guess.")
    if needed is None:
        return tr("Enough to be right about {p50} of the time.", p50=percent(now.p50))
    return _against_target(now, needed)


def _before_data(needed: "Required | None", unit: str) -> str:
    if needed is None:
        return tr("How much data is enough?")
    goal = set_percent(needed.target)
    if needed.p10 is None or needed.p90 is None:
        return tr("{goal} would be unusual for a task like this.", goal=goal)
    tenths = round(10 * needed.reachable)
    if needed.reachable < LIKELY and tenths < 5:
        return tr(
            "Only {tasks} in 10 tasks like this reach {goal}.", tasks=max(tenths, 1), goal=goal
        )
    span = tr("{about} to {about_2}", about=about(needed.p10), about_2=about(needed.p90))
    text = tr("Tasks like this reach {goal} with {span} {unit}.", goal=goal, span=span, unit=unit)
    if len(text) <= LONGEST:
        return text
    return tr("Tasks like this reach {goal} with {span}.", goal=goal, span=span)


def _against_target(now: "ForecastPoint", needed: "Required") -> str:
    goal, right = set_percent(needed.target), percent(now.p50)
    if needed.reached_now >= SURE:
        return tr("Enough to be right {goal} of the time.", goal=goal)
    if needed.reached_now >= LIKELY:
        return tr("Probably enough to be right {goal} of the time.", goal=goal)
    if needed.p50 is None:
        return tr("{goal} is out of reach with this setup.", goal=goal)
    if right == goal:
        return tr("Close to {goal}, but not there yet.", goal=goal)
    return tr("Enough to be right {right} of the time, not yet {goal}.", right=right, goal=goal)


def purchase_title(found: "Forecast") -> str:
    """What the next labels buy, in at most 62 characters."""
    purchase, now, needed, unit = found.next_purchase, found.now, found.required, found.task.unit
    if purchase.n == 0 and purchase.why == "budget":
        return tr("The budget buys no more labels")
    if now is None or purchase.gain is None:
        return _fitting(
            tr(
                "Start with about {about_count}", about_count=about_count(purchase.n, noun_of(unit))
            ),
            unit,
        )
    if purchase.n == 0:
        return tr("More labels would cost more than they bring")
    gain = purchase.gain
    if found.shape == "falling":
        return tr("The curve falls: look at the labels first")
    if found.shape == "flat" and gain < LITTLE:
        return _fitting(tr("More of the same {unit} would hardly help", unit=unit), unit)
    if purchase.why == "target" and needed is not None and needed.p50 == now.n + purchase.n:
        gain = max(needed.target - now.p50, 0.0)  # the median way there ends at the target
    more = about(purchase.n)
    one = more == "1"
    return _fitting(
        tr_plural(
            "About {more} more {things} buys {points}",
            "About {more} more {things} buy {points}",
            1 if one else 2,
            more=more,
            things=noun_of(unit).one if one else unit,
            points=points(gain),
        ),
        unit,
    )


def _fitting(text: str, unit: str) -> str:
    """The title, with labels for a noun that is too long for it."""
    return text if len(text) <= LONGEST else text.replace(unit, LABEL.many)


def remarks(found: "Forecast", *, of_kinds: bool = True) -> tuple[str, ...]:
    """Sentences for below the chart: what it takes, what it costs, and what makes the forecast unsure.

    `of_kinds`: with those on the class that teaches most and on the slices that are right less often. Those on the plan are
    `plan_remarks`.
    """
    unit = found.task.unit
    teacher = teacher_words(found.by_class, unit) if of_kinds else None
    said = [
        *_what_it_takes(found),
        *(() if found.have else _before_measuring(found)),
        *_what_it_is_worth(found),
        *([": ".join(teacher)] if teacher is not None else ()),
        *(gain.sentence(unit) for gain in found.by_slice[:2] if of_kinds),
        *_shape(found),
    ]
    if not found.measured:
        said.append(
            tr("Nothing is measured yet: this range comes from other tasks, so it is wide.")
        )
    return tuple(said)


def _before_measuring(found: "Forecast") -> Iterator[str]:
    from estimators.data_sufficiency.similar_tasks import folklore_remark, known_tasks

    yield from known_tasks(found.required, found.task)
    yield from folklore_remark(found.task, found.folklore)


def _what_it_takes(found: "Forecast") -> Iterator[str]:
    now, needed, unit = found.now, found.required, found.task.unit
    if needed is None:
        return
    goal = set_percent(needed.target)
    if needed.p10 is None or needed.p50 is None or needed.p90 is None:
        yield tr(
            "Even {about} {unit} would hardly reach {goal}: {forecast_chances}.",
            about=about(needed.within),
            unit=unit,
            goal=goal,
            forecast_chances=forecast_chances(needed.reachable),
        )
        return
    low, high = about(needed.p10), about(needed.p90)
    if now is None:
        yield tr(
            "If a task like this{words} reaches {goal} at all ({forecast_chances}), "
            "it takes between {low} and {high} {unit}.",
            words=found.task.words,
            goal=goal,
            forecast_chances=forecast_chances(needed.reachable),
            low=low,
            high=high,
            unit=unit,
        )
        return
    if needed.reached_now >= SURE:
        return
    more_low, more_high = max(needed.p10 - now.n, 0), max(needed.p90 - now.n, 0)
    if more_high == 0:
        return
    if found.shape in {"flat", "falling"}:
        span = (
            tr("{low} to {high}", low=low, high=high) if more_low else tr("up to {high}", high=high)
        )
        yield tr(
            "Should the curve rise after all ({forecast_chances} that it reaches {goal}), that would take "
            "{span} {unit}.",
            forecast_chances=forecast_chances(needed.reachable),
            goal=goal,
            span=span,
            unit=unit,
        )
        return
    span = (
        tr("Between {about} and {about_2}", about=about(more_low), about_2=about(more_high))
        if more_low
        else tr("Up to {about}", about=about(more_high))
    )
    right = percent(now.p50)
    text = tr(
        "{span} more take you {start}to {goal}",
        span=span,
        start="" if right == goal else tr("from {right} ", right=right),
        goal=goal,
    )
    middle = needed.p50 - now.n
    yield text + _cost_and_time(found, middle) + "."
    if needed.reachable < SURE:
        yield tr(
            "That is if {goal} can be reached with this setup: {forecast_chances}.",
            goal=goal,
            forecast_chances=forecast_chances(needed.reachable),
        )


def _cost_and_time(found: "Forecast", labels: int) -> str:
    """ "; the middle, 370, takes roughly 6 hours of labelling and costs €320": what of it is known."""
    purchase, speed = found.next_purchase, found.asked.labels_per_day
    if labels <= 0:
        return ""
    known = []
    if speed is not None:
        known.append(tr("takes {work}", work=work(labels, speed)))
    if purchase.cost is not None and purchase.n:
        known.append(
            tr(
                "costs {rounded}",
                rounded=money(rounded(purchase.cost / purchase.n * labels), purchase.currency),
            )
        )
    if not known:
        return ""
    return tr("; the middle, {about}, {known}", about=about(labels), known=listed(known))


def work(labels: float, labels_per_day: float) -> str:
    """How long that many labels take: "roughly 6 hours of labelling", "about 12 working days"."""
    days = labels / labels_per_day
    if days * HOURS_A_DAY < 1:
        return tr("less than an hour of labelling")
    if days < 1:
        return tr("roughly {count} of labelling", count=count(round(days * HOURS_A_DAY), "hour"))
    if math.ceil(days) == 1:
        return tr("a working day")
    return tr("about {about} working days", about=about(math.ceil(days)))


def _what_it_is_worth(found: "Forecast") -> Iterator[str]:
    """Only said if the number to buy was chosen by its worth."""
    bought = found.next_purchase
    if bought.why not in {"worth", "budget"} or bought.worth is None:
        return
    sign = bought.currency
    if bought.declined is not None:
        batch = bought.declined
        yield tr(
            "The next {about_count} would cost {rounded} and bring "
            "about {rounded_2} (at most {rounded_3}): "
            "they are not worth their price.",
            about_count=about_count(batch.n, noun_of(found.task.unit)),
            rounded=money(rounded(batch.cost), sign),
            rounded_2=money(rounded(batch.worth), sign),
            rounded_3=money(rounded(batch.worth_high), sign),
        )
    elif bought.n and bought.cost is not None and bought.worth_low is not None:
        low = money(rounded(bought.worth_low), sign)
        high = money(rounded(bought.worth_high or 0.0), sign)
        sure = "" if bought.worth_low >= bought.cost else tr(" on average")
        yield tr(
            "The next {about_count} cost {rounded} and bring about "
            "{rounded_2} (between {low} and {high}): they are worth their price{sure}.",
            about_count=about_count(bought.n, noun_of(found.task.unit)),
            rounded=money(rounded(bought.cost), sign),
            rounded_2=money(rounded(bought.worth), sign),
            low=low,
            high=high,
            sure=sure,
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
    much = tr("40 of those help as much as {many} {unit} of any kind.", many=many, unit=unit)
    return tr("“{name}” teaches it most", name=best.name), much


def _shape(found: "Forecast") -> Iterator[str]:
    """What is odd about the curve, or about how little there is of it."""
    if not found.measured:
        return
    if len(found.measured) == 1:
        yield tr("Only one size is measured, so the slope of the curve is a guess.")
    largest = found.measured[-1].n
    match found.shape:
        case "few":
            yield tr(
                "With {about_count} luck decides most of it; the band is wide for that.",
                about_count=about_count(largest, noun_of(found.task.unit)),
            )
        case "falling":
            yield tr(
                "The curve falls as examples are added; look for wrong labels or a mixed-up class."
            )
        case "unlike":
            yield tr(
                "This curve is unlike the thousands the forecast knows, so its band is wider. "
                "Check the labels."
            )
        case "flat" if (found.next_purchase.gain or 0.0) >= LITTLE:
            yield tr(
                "The curve is flat so far, from {flat_from} on; "
                "others that began like it rose later.",
                flat_from=digits(_flat_from(found)),
            )
        case "flat":
            yield tr(
                "More of the same {unit} will not help: the curve is flat from {flat_from} on.",
                unit=found.task.unit,
                flat_from=digits(_flat_from(found)),
            )


def _flat_from(found: "Forecast") -> int:
    from estimators.data_sufficiency.measured import flat_from

    return flat_from(found.measured) or found.measured[-1].n
