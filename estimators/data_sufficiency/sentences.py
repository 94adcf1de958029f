"""The forecast in words, for someone who has to decide whether to label more."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from estimators.data_sufficiency.class_gain import ClassGain
    from estimators.data_sufficiency.measured import MeasuredPoint
    from estimators.data_sufficiency.purchase import Purchase
    from estimators.data_sufficiency.sufficiency import ForecastPoint, Required

SURE, LIKELY, UNLIKELY = 0.9, 0.5, 0.1
"""Probabilities from which a thing is said to hold, to be likely, and below which to be out of reach."""
FEW = 30


def percent(share: float) -> str:
    """0.874 as "87%"; a share just under 1 never reads as 100%."""
    return f"{min(round(100 * share), 99) if share < 1 else 100}%"


def as_target(share: float) -> str:
    """A target as it was set: "90%", "92.5%"."""
    return f"{100 * share:.4g}%"


def about(count: float) -> str:
    """A count to two figures, as one says it: 372 as "370"."""
    if count < 10:
        return f"{round(count)}"
    step = 10 ** (len(str(round(count))) - 2)
    return f"{round(count / step) * step:,}"


def chances(probability: float) -> str:
    """A probability in tenths: "7 chances in 10"."""
    tenths = min(max(round(10 * probability), 0), 10)
    if tenths in (0, 10):
        return "less than 1 chance in 20" if tenths == 0 else "more than 19 chances in 20"
    return f"{tenths} chance{'s' if tenths > 1 else ''} in 10"


def headline(
    now: "ForecastPoint | None",
    needed: "Required | None",
    unit: str,
    majority: float | None = None,
) -> str:
    """The finding, in at most 62 characters. ``majority``: how often always naming the largest class is right."""
    if now is None:
        if needed is None:
            return "How much data is enough?"
        if needed.p50 is None:
            return f"{as_target(needed.target)} would be unusual for a task like this."
        return f"Tasks like this may need about {about(needed.p50)} {unit}."[:62]
    if majority is not None and now.p50 <= majority:
        return "So far it would be no better than a guess."
    if needed is None:
        return f"Enough to be right about {percent(now.p50)} of the time."
    return _against_target(now, needed)


def _against_target(now: "ForecastPoint", needed: "Required") -> str:
    goal, right = as_target(needed.target), percent(now.p50)
    if needed.reached_now >= SURE:
        return f"Enough to be right {goal} of the time."
    if needed.reached_now >= LIKELY:
        return f"Probably enough to be right {goal} of the time."
    if needed.reachable < UNLIKELY:
        return f"{goal} is out of reach with this setup."
    if right == goal:
        return f"Close to {goal}, but not there yet."
    return f"Enough to be right {right} of the time, not yet {goal}."


def purchase_title(
    purchase: "Purchase",
    now: "ForecastPoint | None",
    needed: "Required | None",
    unit: str,
) -> str:
    """What the next labels buy, in at most 62 characters."""
    if now is None or purchase.gain is None:
        return f"Start with about {about(max(purchase.n, 16))} {unit}"
    if purchase.n == 0:
        return "More labels would cost more than they bring"
    points = round(100 * purchase.gain)
    if purchase.why == "target" and needed is not None:
        points = max(round(100 * (needed.target - now.p50)), 0)
    if points < 1:
        return f"About {about(purchase.n)} more {unit} buy less than a point"
    return f"About {about(purchase.n)} more {unit} buy {points} point{'s' if points > 1 else ''}"


def remarks(
    points: "tuple[MeasuredPoint, ...]",
    *,
    misfit: float,
    now: "ForecastPoint | None",
    needed: "Required | None",
    purchase: "Purchase",
    by_class: "tuple[ClassGain, ...]",
    unit: str,
) -> tuple[str, ...]:
    """Sentences for below the chart: what it takes, what it costs, and what makes the forecast unsure."""
    said = [
        *_what_it_takes(now, needed, purchase, unit),
        *_what_it_is_worth(purchase, unit),
        *_which_class(by_class, unit),
    ]
    if not points:
        said.append("Nothing is measured yet: this range comes from other tasks, so it is wide.")
        return tuple(said)
    if len(points) == 1:
        said.append("Only one size is measured, so the slope of the curve is a guess.")
    if points[-1].n < FEW:
        said.append(
            f"With {points[-1].n} {unit} luck decides most of it; the band is wide for that."
        )
    said.extend(_shape(points, misfit))
    return tuple(said)


def _what_it_takes(
    now: "ForecastPoint | None", needed: "Required | None", purchase: "Purchase", unit: str
) -> list[str]:
    if needed is None:
        return []
    goal = as_target(needed.target)
    if needed.p10 is None or needed.p50 is None or needed.p90 is None:
        return [
            f"Even {needed.within:,} {unit} would hardly reach {goal}: {chances(needed.reachable)}."
        ]
    if now is None:
        return [
            f"If it reaches {goal} at all ({chances(needed.reachable)}), it takes "
            f"between {about(needed.p10)} and {about(needed.p90)} {unit}."
        ]
    have = now.n
    if needed.reached_now >= SURE:
        return []
    low, high = max(needed.p10 - have, 0), max(needed.p90 - have, 0)
    span = f"Up to {about(high)}" if low == 0 else f"Between {about(low)} and {about(high)}"
    right = percent(now.p50)
    said = [f"{span} more take you {'' if right == goal else f'from {right} '}to {goal}."]
    if purchase.cost is not None and purchase.why == "target":
        said.append(
            f"The middle of that, {about(purchase.n)}, costs {_money(purchase.cost, purchase)}."
        )
    if needed.reachable < SURE:
        said.append(
            f"That is if {goal} can be reached with this setup: {chances(needed.reachable)}."
        )
    return said


def _what_it_is_worth(purchase: "Purchase", unit: str) -> list[str]:
    """Only said if the number to buy was chosen by its worth."""
    if purchase.why != "worth" or purchase.cost is None or purchase.worth is None or not purchase.n:
        return []
    return [
        f"{about(purchase.n)} more {unit} cost {_money(purchase.cost, purchase)} "
        f"and are worth about {_money(purchase.worth, purchase)}."
    ]


def _which_class(by_class: "tuple[ClassGain, ...]", unit: str) -> list[str]:
    """Only said if the best class is surely worth more than an example of any kind."""
    if len(by_class) < 2:
        return []
    best = max(by_class, key=lambda gain: gain.gain_per_example)
    total = sum(gain.examples for gain in by_class)
    usual = sum(max(g.gain_per_example, 0.0) * g.examples for g in by_class) / total
    if best.low <= 0 or usual <= 0 or best.gain_per_example < 1.5 * usual:
        return []
    many = about(40 * best.gain_per_example / usual)
    return [
        f"“{best.name}” teaches it most: 40 of those help as much as {many} {unit} of any kind."
    ]


def _shape(points: "tuple[MeasuredPoint, ...]", misfit: float) -> list[str]:
    """A curve that falls, or that has been flat over its last two octaves."""
    said = []
    if misfit > 1:
        said.append(
            "This curve is unlike the thousands the forecast knows, so its band is wider. Check the labels."
        )
    late = [point for point in points if 4 * point.n >= points[-1].n]
    if len(late) < 3:
        return said
    x = np.log2([point.n for point in late])
    y = np.array([point.mean for point in late])
    slope = float(np.polyfit(x, y, 1)[0])
    noise = float(
        np.mean([p.std / np.sqrt(p.repeats) if p.std is not None else 0.02 for p in late])
    )
    unsure = max(noise, 1e-3) / float(np.sqrt(np.sum((x - x.mean()) ** 2)))
    if slope < -2 * unsure:
        said.append(
            "The curve falls as examples are added; look for wrong labels or a mixed-up class."
        )
    elif abs(slope) < 0.005 and unsure < 0.005:
        said.append(
            "The curve has been flat over the last doublings; more of the same adds little."
        )
    return said


def _money(amount: float, purchase: "Purchase") -> str:
    return f"{purchase.currency}{about(amount) if amount >= 10 else f'{amount:.2f}'}"
