"""From what was measured to what it means: how much more data, for which accuracy, at which price."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from estimators.base.errors import UserError
from estimators.data_sufficiency.curve_space import LARGEST, SMALLEST, Floats, half_octave_sizes
from estimators.data_sufficiency.forecast_result import (
    LEVELS,
    Forecast,
    ForecastPoint,
    Reliability,
    Required,
    whole_counts,
)
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster, check_target
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.next_labels import BuyingConstraints, next_labels
from estimators.data_sufficiency.plan_sentences import plan_remarks
from estimators.data_sufficiency.prior import reliability
from estimators.data_sufficiency.sentences import (
    class_that_teaches_most,
    headline,
    purchase_title,
    reliability_sentence,
    remarks,
)
from estimators.data_sufficiency.shape import shape_of
from estimators.data_sufficiency.task_sentences import Task

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import ClassGain, SliceGain

LARGEST_AMOUNT = 1e15
FUTURES = np.linspace(0.0025, 0.9975, 201)

__all__ = ["Forecast", "ForecastPoint", "Required", "check_constraints", "forecast"]


def forecast(
    measured: Sequence[MeasuredPoint],
    *,
    target: float | None = None,
    price: float | None = None,
    value_per_point: float | None = None,
    currency: str = "€",
    have: int | None = None,
    pool: int | None = None,
    n_classes: int | None = None,
    majority: float | None = None,
    modality: str | None = None,
    design_effect: float = 1.0,
    by_class: Sequence["ClassGain"] = (),
    by_slice: Sequence["SliceGain"] = (),
    labels_per_day: float | None = None,
    budget: float | None = None,
    start: datetime.date | None = None,
    unit: str = "labels",
    random_state: int = 0,
) -> Forecast:
    """Forecast what more examples bring.

    Parameters
    ----------
    measured : sequence of MeasuredPoint
        From `measure` or `read_curve_csv`; empty to forecast from the task alone.
    target : float, optional
        The accuracy to reach, 0 to 1.
    price, value_per_point : float, optional
        Of one more label, and of one more right answer in a hundred, in `currency`. None is unknown.
    have : int, optional
        Examples there are to learn from now; by default the largest measured size.
    pool : int, optional
        All examples learned from or tested on while measuring; see `LearningCurveForecaster.fit`.
    n_classes, majority, modality : optional
        What is known of the task: the number of classes, the share of the largest, and "photo", "text",
        "sound" or "video".
    design_effect : float
        By what factor groups make the luck of the pool larger, from `design_effect.design_effect`.
    by_class, by_slice : sequences
        From `class_gains` and `slice_gains`.
    labels_per_day : float, optional
        Labels that people can give a day; with it the plan has dates, Monday to Friday from `start` (today).
    budget : float, optional
        The most that labels may cost, in `currency`; only of use with a price.
    unit : str
        What is labelled, in the plural ("photos").

    Raises
    ------
    UserError
        If an accuracy is outside 0 to 1, the target above 1, a price negative, a speed not above 0.
    """
    check_constraints(
        target=target,
        price=price,
        value_per_point=value_per_point,
        budget=budget,
        labels_per_day=labels_per_day,
    )
    points = tuple(sorted(measured, key=lambda point: point.n))
    have = have if have is not None else (points[-1].n if points else 0)
    if have < 0:
        raise UserError(f"There cannot be {have} examples.", "", "Give a count of 0 or more.")
    forecaster = LearningCurveForecaster(random_state=random_state)
    _fit(
        forecaster,
        points,
        pool=pool,
        n_classes=n_classes,
        majority=majority,
        modality=modality,
        design_effect=design_effect,
    )
    needed, futures = required_counts(forecaster, target, have)
    today = start if start is not None else datetime.date.today()
    wish = BuyingConstraints(
        target, price, value_per_point, currency, labels_per_day, budget, today
    )
    shape = shape_of(points, forecaster.lack_of_fit_)
    rises = shape.name not in {"flat", "falling"}
    purchase, plan = next_labels(forecaster, have, needed, futures, wish, rises=rises)
    task = Task(unit, n_classes, majority, modality, labels_per_day, today, budget, shape)
    teacher = class_that_teaches_most(by_class)
    numbers = Forecast(
        measured=points,
        have=have,
        now=_points(forecaster, [have])[0] if have else None,
        curve=tuple(_points(forecaster, _grid(points, have, needed))),
        required=needed,
        by_class=tuple(sorted(by_class, key=lambda gain: -gain.gain_per_example)),
        next_purchase=purchase,
        reliability=_reliability(modality),
        headline="",
        purchase_title="",
        remarks=(),
        by_slice=tuple(by_slice),
        plan=plan,
        shape=shape.name,
        design_effect=design_effect,
        teaches_most=teacher[0].name if teacher else None,
    )
    folklore = None if have else _points(forecaster, [task.folklore])[0]
    return replace(
        numbers,
        headline=headline(numbers.now, needed, unit, majority),
        purchase_title=purchase_title(purchase, numbers.now, needed, unit, shape=shape.name),
        remarks=remarks(numbers, task, folklore),
        plan_remarks=tuple(plan_remarks(numbers, unit, today, budget)),
    )


def check_constraints(
    *,
    target: float | None,
    price: float | None,
    value_per_point: float | None,
    budget: float | None,
    labels_per_day: float | None,
) -> None:
    """Raise a `UserError` for a wish that cannot be; `forecast` does the same, but after measuring."""
    if target is not None:
        check_target(target)
    for amount, name in (
        (price, "price of a label"),
        (value_per_point, "value of a point"),
        (budget, "budget"),
    ):
        if amount is not None and not 0 <= amount <= LARGEST_AMOUNT:
            raise UserError(
                f"The {name} is {amount:g}.",
                "It cannot be negative." if amount < 0 else "That is no amount of money.",
                "Give an amount of 0 or more.",
            )
    if labels_per_day is not None and not (math.isfinite(labels_per_day) and labels_per_day > 0):
        raise UserError(
            f"{labels_per_day:g} labels a day come to no end.",
            "Dates need a labelling speed above 0.",
            "Give the labels that your people manage a day, or leave it out.",
        )


def _reliability(modality: str | None) -> Reliability:
    quality: dict[str, Any] = dict(reliability())
    found = Reliability(
        int(quality["tasks"]),
        int(quality["datasets"]),
        float(quality["within_80"]),
        float(quality["within_90"]),
        tuple(quality.get("pools", ())),
    )
    return replace(found, sentence=reliability_sentence(found, modality))


def _fit(
    forecaster: LearningCurveForecaster,
    points: tuple[MeasuredPoint, ...],
    *,
    pool: int | None,
    n_classes: int | None,
    majority: float | None,
    modality: str | None,
    design_effect: float,
) -> None:
    tested = [point.n_test for point in points]
    known = [count for count in tested if count is not None]
    forecaster.fit(
        [point.n for point in points for _ in point.scores],
        [score for point in points for score in point.scores],
        # Without a count for every size the forecaster's own assumption is safer than a mixture.
        n_test=[count for count, point in zip(known, points, strict=True) for _ in point.scores]
        if points and len(known) == len(points)
        else None,
        pool=pool,
        n_classes=n_classes,
        majority=majority,
        modality=modality,
        design_effect=design_effect,
    )


def _points(forecaster: LearningCurveForecaster, sizes: Sequence[int]) -> list[ForecastPoint]:
    table = forecaster.predict(sizes, LEVELS)
    return [
        ForecastPoint(int(n), *(float(value) for value in row))
        for n, row in zip(sizes, table, strict=True)
    ]


def required_counts(
    forecaster: LearningCurveForecaster, target: float | None, have: int
) -> tuple[Required | None, Floats]:
    """The counts, and those of evenly many futures each: with how many each reaches the target."""
    if target is None:
        return None, np.empty(0)
    counts = forecaster.required(target, np.r_[0.1, 0.5, 0.9, FUTURES])
    reachable = forecaster.reachable(target)
    p10, p50, p90 = whole_counts(counts[:3], reachable)
    now = float(np.mean(forecaster.sample([have])[:, 0] >= target)) if have else 0.0
    needed = Required(target, p10, p50, p90, reachable, round(forecaster.furthest_), now)
    return needed, counts[3:]


def _grid(points: tuple[MeasuredPoint, ...], have: int, needed: Required | None) -> list[int]:
    """Half-octave sizes, with the count there is now, out to 16 times that and to the median needed."""
    smallest = points[0].n if points else SMALLEST
    furthest = 16 * have if have else LARGEST
    if needed is not None and needed.p50 is not None:
        furthest = max(furthest, 2 * needed.p50)
    sizes = {smallest, *half_octave_sizes(smallest, max(furthest, 2 * smallest))}
    return sorted(sizes | {have} if have else sizes)
