"""From what was measured to what it means: how much more data, for which accuracy, at which price."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from estimators.data_sufficiency.class_gain import ClassGain
from estimators.data_sufficiency.curve_space import LARGEST, SMALLEST, half_octave_sizes
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster, check_target
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.plan import Plan
from estimators.data_sufficiency.prior import reliability
from estimators.data_sufficiency.purchase import Purchase, next_purchase
from estimators.data_sufficiency.sentences import headline, purchase_title, remarks
from estimators.errors import UserError

if TYPE_CHECKING:
    from estimators.data_sufficiency.slice_gain import SliceGain

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class ForecastPoint:
    """Quantiles of the accuracy (0 to 1) with `n` examples to learn from; `p5` to `p95` is the 90 % band."""

    n: int
    p5: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    p95: float

    def to_json(self) -> dict[str, int | float]:
        """The point as the command line prints it."""
        return {
            "n": self.n,
            **{f"p{round(100 * q)}": getattr(self, f"p{round(100 * q)}") for q in LEVELS},
        }


@dataclass(frozen=True)
class Required:
    """Examples to learn from until `target` is reached, given that it is; None where out of reach.

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

    def to_json(self) -> dict[str, int | float | None]:
        """The counts as the command line prints them."""
        return {
            "target": self.target,
            "p10": self.p10,
            "p50": self.p50,
            "p90": self.p90,
            "reachable": self.reachable,
            "within": self.within,
            "reached_now": self.reached_now,
        }


@dataclass(frozen=True)
class Reliability:
    """How often such bands held the truth, on datasets that the forecaster had not seen."""

    tasks: int
    datasets: int
    within_80: float
    within_90: float


@dataclass(frozen=True)
class Forecast:
    """What was measured, what it leads to expect, and the sentences that say so.

    `have` is the number of examples there are to learn from; `now` the accuracy expected with them (None
    if there are none). `curve` runs from the smallest measured size to at least 16 times `have`.
    """

    measured: tuple[MeasuredPoint, ...]
    have: int
    now: ForecastPoint | None
    curve: tuple[ForecastPoint, ...]
    required: Required | None
    by_class: tuple[ClassGain, ...]
    next_purchase: Purchase
    reliability: Reliability
    headline: str
    purchase_title: str
    remarks: tuple[str, ...]
    by_slice: tuple["SliceGain", ...] = ()
    plan: Plan | None = None
    shape: str = "ordinary"

    def to_json(self) -> dict[str, object]:
        """Plain data for the command line and the report; infinite and unknown are null."""
        return {
            "measured": [point.to_json() for point in self.measured],
            "have": self.have,
            "now": self.now.to_json() if self.now else None,
            "forecast": [point.to_json() for point in self.curve],
            "required": self.required.to_json() if self.required else None,
            "by_class": [gain.to_json() for gain in self.by_class],
            "next_purchase": self.next_purchase.to_json(),
            "reliability": vars(self.reliability).copy(),
            "headline": self.headline,
            "purchase_title": self.purchase_title,
            "remarks": list(self.remarks),
            "by_slice": [gain.to_json() for gain in self.by_slice],
            "plan": self.plan.to_json() if self.plan else None,
            "shape": self.shape,
        }


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
    by_class: Sequence[ClassGain] = (),
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
    n_classes, majority : optional
        What is known of the task: the number of classes and the share of the largest.
    by_class : sequence of ClassGain
        From `class_gains`.
    unit : str
        What is labelled, in the plural ("photos").

    Raises
    ------
    UserError
        If an accuracy is outside 0 to 1, the target above 1, a price negative.
    """
    if target is not None:
        check_target(target)
    for amount, name in ((price, "price of a label"), (value_per_point, "value of a point")):
        if amount is not None and not (math.isfinite(amount) and amount >= 0):
            raise UserError(
                f"The {name} is {amount:g}.",
                "It cannot be negative.",
                "Give an amount of 0 or more.",
            )
    points = tuple(sorted(measured, key=lambda point: point.n))
    have = have if have is not None else (points[-1].n if points else 0)
    if have < 0:
        raise UserError(f"There cannot be {have} examples.", "", "Give a count of 0 or more.")
    forecaster = LearningCurveForecaster(random_state=random_state)
    _fit(forecaster, points, pool, n_classes, majority, modality)
    needed = _required(forecaster, target, have)
    purchase = next_purchase(
        forecaster, have=have, target=target, needed=needed.p50 if needed else None,
        price=price, value_per_point=value_per_point, currency=currency,
    )  # fmt: skip
    quality = reliability()
    now = _points(forecaster, [have])[0] if have else None
    return Forecast(
        measured=points,
        have=have,
        now=now,
        curve=tuple(_points(forecaster, _grid(points, have, needed))),
        required=needed,
        by_class=tuple(sorted(by_class, key=lambda gain: -gain.gain_per_example)),
        next_purchase=purchase,
        reliability=Reliability(
            int(quality["tasks"]),
            int(quality["datasets"]),
            quality["within_80"],
            quality["within_90"],
        ),
        headline=headline(now, needed, unit, majority),
        purchase_title=purchase_title(purchase, now, needed, unit),
        remarks=remarks(
            points,
            misfit=forecaster.misfit_,
            now=now,
            needed=needed,
            purchase=purchase,
            by_class=tuple(by_class),
            unit=unit,
        ),
        by_slice=tuple(by_slice),
    )


def _fit(
    forecaster: LearningCurveForecaster,
    points: tuple[MeasuredPoint, ...],
    pool: int | None,
    n_classes: int | None,
    majority: float | None,
    modality: str | None,
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
    )


def _points(forecaster: LearningCurveForecaster, sizes: Sequence[int]) -> list[ForecastPoint]:
    table = forecaster.predict(sizes, LEVELS)
    return [
        ForecastPoint(int(n), *(float(value) for value in row))
        for n, row in zip(sizes, table, strict=True)
    ]


def _required(
    forecaster: LearningCurveForecaster, target: float | None, have: int
) -> Required | None:
    if target is None:
        return None
    p10, p50, p90 = (
        int(count) if math.isfinite(count) else None for count in forecaster.required(target)
    )
    now = float(np.mean(forecaster.sample([have])[:, 0] >= target)) if have else 0.0
    return Required(
        target, p10, p50, p90, forecaster.reachable(target), round(forecaster.furthest_), now
    )


def _grid(points: tuple[MeasuredPoint, ...], have: int, needed: Required | None) -> list[int]:
    """Half-octave sizes, with the count there is now, out to 16 times that and to the median needed."""
    smallest = points[0].n if points else SMALLEST
    furthest = 16 * have if have else LARGEST
    if needed is not None and needed.p50 is not None:
        furthest = max(furthest, 2 * needed.p50)
    sizes = {smallest, *half_octave_sizes(smallest, max(furthest, 2 * smallest))}
    return sorted(sizes | {have} if have else sizes)
