"""What a forecast says: the numbers, and the sentences made of them."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from estimators.base.codec import printed
from estimators.data_sufficiency.forecast_values import (
    ClassGain,
    ForecastPoint,
    Reliability,
    SliceGain,
)
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.plan import Plan, Required
from estimators.data_sufficiency.purchase import Purchase

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Forecast:
    """What was measured, what it leads to expect, and the sentences that say so.

    `have` is the number of examples there are to learn from; `now` the accuracy expected with them (None
    if there are none). `curve` runs from the smallest measured size to at least 16 times `have`. `plan` is
    None where nothing says how far to go, or that is reached, or hardly can be. `shape` of the measured curve is
    "ordinary", "flat", "falling", "unlike" (any known curve) or "few" (too few examples to tell). `design_effect` is by what
    factor groups make the variance of the pool's luck larger (`design_effect`). `plan_remarks` are the
    sentences on the plan, `remarks` all others. `teaches_most` is the class whose next example is surely worth more
    than one of any kind, if there is one.
    """

    json_names: ClassVar = {"curve": "forecast"}

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
    plan_remarks: tuple[str, ...] = ()
    by_slice: tuple[SliceGain, ...] = ()
    plan: Plan | None = None
    design_effect: float = 1.0
    teaches_most: str | None = None
    shape: str = "ordinary"

    def to_json(self) -> dict[str, Any]:
        """The forecast as the command line prints it; without a target all of `required` is null."""
        document: dict[str, Any] = printed(self)
        document["required"] = document["required"] or dict.fromkeys(
            f.name for f in fields(Required)
        )
        return document
