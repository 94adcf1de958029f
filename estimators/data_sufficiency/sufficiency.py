"""From what was measured to what it means: how much more data, for which accuracy, at which price."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from estimators.base.codec import convert
from estimators.base.errors import UserError
from estimators.base.noun import LABEL
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles
from estimators.data_sufficiency.forecast_result import LEVELS, Forecast
from estimators.data_sufficiency.forecast_values import ForecastPoint, Reliability, Task
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster, check_target
from estimators.data_sufficiency.measured import MeasuredPoint, shape_of
from estimators.data_sufficiency.plan import BuyingConstraints, Required, whole_counts
from estimators.data_sufficiency.prior import LARGEST, SMALLEST, half_octave_sizes, reliability
from estimators.data_sufficiency.purchase import next_labels
from estimators.data_sufficiency.sentences import class_that_teaches_most

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_values import ClassGain, SliceGain

LARGEST_AMOUNT = 1e15
TARGETS = tuple(percent / 100 for percent in range(50, 100))
FUTURES = np.linspace(0.0025, 0.9975, 201)

__all__ = ["Forecast", "ForecastPoint", "Required", "check_constraints", "forecast"]


def forecast(
    measured: Sequence[MeasuredPoint],
    wish: BuyingConstraints,
    *,
    have: int | None = None,
    pool: int | None = None,
    n_classes: int | None = None,
    majority: float | None = None,
    modality: str | None = None,
    design_effect: float = 1.0,
    by_class: Sequence["ClassGain"] = (),
    by_slice: Sequence["SliceGain"] = (),
    unit: str = LABEL.many,
    random_state: int = 0,
) -> Forecast:
    """Forecast what more examples bring.

    - `measured`: from `measure` or `read_curve_csv`; empty to forecast from the task alone.
    - `have`: examples there are to learn from now; by default the largest measured size.
    - `pool`: all examples learned from or tested on while measuring; see `LearningCurveForecaster.fit`.
    - `n_classes`, `majority`, `modality`: what is known of the task: the number of classes, the share of the largest,
      and "photo", "text", "sound" or "video".
    - `design_effect`: by what factor groups make the luck of the pool larger, from `design_effect.design_effect`.
    - `by_class`, `by_slice`: from `class_gains` and `lacking_slices`.
    - `unit`: what is labelled, in the plural ("photos").

    Raises `UserError` if an accuracy is outside 0 to 1, the target above 1, a price negative, a speed not above 0.
    """
    check_constraints(wish)
    points = tuple(sorted(measured, key=lambda point: point.n))
    have = have if have is not None else (points[-1].n if points else 0)
    if have < 0:
        raise UserError(
            tr("There cannot be {have} examples.", have=have), "", tr("Give a count of 0 or more.")
        )
    forecaster = fitted(
        points,
        pool=pool,
        n_classes=n_classes,
        majority=majority,
        modality=modality,
        design_effect=design_effect,
        random_state=random_state,
    )
    needed, futures = None, np.empty(0)
    if wish.target is not None:
        needed, futures = required_counts(forecaster, wish.target, have)
    shape = shape_of(points, forecaster.lack_of_fit_)
    rises = shape not in {"flat", "falling"}
    purchase, plan = next_labels(forecaster, have, needed, futures, wish, rises=rises)
    task = Task(n_classes, majority, modality, unit)
    teacher = class_that_teaches_most(by_class)
    return Forecast(
        measured=points,
        have=have,
        now=_points(forecaster, [have])[0] if have else None,
        curve=tuple(_curve(forecaster, _grid(points, have, needed), falls=shape == "falling")),
        required=needed,
        by_class=tuple(sorted(by_class, key=lambda gain: -gain.gain_per_example)),
        next_purchase=purchase,
        reliability=convert(reliability(), Reliability),
        by_slice=tuple(by_slice),
        plan=plan,
        shape=shape,
        design_effect=design_effect,
        teaches_most=teacher[0].name if teacher else None,
        folklore=None if have else _points(forecaster, [task.folklore])[0],
        task=task,
        asked=wish,
    )


def check_constraints(wish: BuyingConstraints) -> None:
    """Raise a `UserError` for a wish that cannot be; `forecast` does the same, but after measuring."""
    if wish.target is not None:
        check_target(wish.target)
    for amount, name in (
        (wish.price, tr("price of a label")),
        (wish.value_per_point, tr("value of a point")),
        (wish.budget, "budget"),
    ):
        if amount is not None and not 0 <= amount <= LARGEST_AMOUNT:
            raise UserError(
                tr("The {name} is {amount}.", name=name, amount=f"{amount:g}"),
                tr("It cannot be negative.") if amount < 0 else tr("That is no amount of money."),
                tr("Give an amount of 0 or more."),
            )
    speed = wish.labels_per_day
    if speed is not None and not (math.isfinite(speed) and speed > 0):
        raise UserError(
            tr("{speed} labels a day come to no end.", speed=f"{speed:g}"),
            tr("Dates need a labelling speed above 0."),
            tr("Give the labels that your people manage a day, or leave it out."),
        )


def fitted(
    measured: Sequence[MeasuredPoint],
    *,
    pool: int | None,
    n_classes: int | None,
    majority: float | None,
    modality: str | None,
    design_effect: float,
    random_state: int,
) -> LearningCurveForecaster:
    """Return the forecaster on these points; parameters as in `forecast`."""
    tested = [point.n_test for point in measured for _ in point.scores]
    known = [count for count in tested if count is not None]
    return LearningCurveForecaster(random_state=random_state).fit(
        [point.n for point in measured for _ in point.scores],
        [score for point in measured for score in point.scores],
        # Without a count for every size the forecaster's own assumption is safer than a mixture.
        n_test=known if measured and len(known) == len(tested) else None,
        pool=pool,
        n_classes=n_classes,
        majority=majority,
        modality=modality,
        design_effect=design_effect,
    )


def _points(forecaster: LearningCurveForecaster, sizes: Sequence[int]) -> list[ForecastPoint]:
    return _as_points(sizes, forecaster.predict(sizes, LEVELS))


def _as_points(sizes: Sequence[int], table: Doubles) -> list[ForecastPoint]:
    return [
        ForecastPoint(int(n), *(float(value) for value in row))
        for n, row in zip(sizes, table, strict=True)
    ]


def _curve(
    forecaster: LearningCurveForecaster, sizes: Sequence[int], *, falls: bool
) -> list[ForecastPoint]:
    """The forecast at growing sizes. Beyond what was measured it does not fall unless the measured curve does:
    nobody has to learn from all that there is, so with more examples one can do what fewer can."""
    if falls:
        return _points(forecaster, sizes)
    measured = forecaster.measured_.n
    largest = measured[-1] if len(measured) else 0
    table = forecaster.predict(sizes, LEVELS)
    beyond = np.asarray(sizes) >= largest
    table[beyond] = np.maximum.accumulate(table[beyond], axis=0)
    return _as_points(sizes, table)


def required_counts(
    forecaster: LearningCurveForecaster, target: float, have: int
) -> tuple[Required, Doubles]:
    """The counts, and those of evenly many futures each: with how many each reaches the target."""
    counts = forecaster.required(target, np.r_[0.1, 0.5, 0.9, FUTURES])
    reachable = forecaster.reachable(target)
    p10, p50, p90 = whole_counts(counts[:3], reachable)
    now = float(np.mean(forecaster.sample([have])[:, 0] >= target)) if have else 0.0
    needed = Required(target, p10, p50, p90, reachable, round(forecaster.furthest_), now)
    return needed, counts[3:]


def what_if(
    forecaster: LearningCurveForecaster, have: int, targets: Sequence[float] = TARGETS
) -> list[Required]:
    """Answer “what would another target take?” for all of them at once, so that a slider only looks it up."""
    return [required_counts(forecaster, target, have)[0] for target in targets]


def _grid(points: tuple[MeasuredPoint, ...], have: int, needed: Required | None) -> list[int]:
    """Half-octave sizes, with the count there is now, out to 16 times that and to the median needed."""
    smallest = points[0].n if points else SMALLEST
    furthest = 16 * have if have else LARGEST
    if needed is not None and needed.p50 is not None:
        furthest = max(furthest, 2 * needed.p50)
    sizes = {smallest, *half_octave_sizes(smallest, max(furthest, 2 * smallest))}
    return sorted(sizes | {have} if have else sizes)
