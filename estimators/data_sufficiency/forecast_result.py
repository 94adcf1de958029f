"""What a forecast says, in numbers; `sentences` has them in words."""

from dataclasses import dataclass, field
from typing import ClassVar

from estimators.data_sufficiency.forecast_values import (
    ClassGain,
    ForecastPoint,
    Reliability,
    SliceGain,
    Task,
)
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.plan import BuyingConstraints, Plan, Required
from estimators.data_sufficiency.purchase import Purchase

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Forecast:
    """What was measured, and what it leads to expect.

    `have` is the number of examples there are to learn from; `now` the accuracy expected with them (None
    if there are none), `folklore` that with as many as folklore is content with, before anything is measured. `curve` runs
    from the smallest measured size to at least 16 times `have`. `plan` is None where nothing says how far to go, or that is
    reached, or hardly can be. `shape` of the measured curve is as `measured.shape_of` names it. `design_effect` is by what
    factor groups make the variance of the pool's luck larger (`design_effect`). `teaches_most` is the class whose next
    example is surely worth more than one of any kind, if there is one. `task` and `asked` are what was known and wanted.
    """

    json_names: ClassVar = {"curve": "forecast", "folklore": "", "task": "", "asked": ""}

    measured: tuple[MeasuredPoint, ...]
    have: int
    now: ForecastPoint | None
    curve: tuple[ForecastPoint, ...]
    required: Required | None
    by_class: tuple[ClassGain, ...]
    next_purchase: Purchase
    reliability: Reliability
    by_slice: tuple[SliceGain, ...] = ()
    plan: Plan | None = None
    design_effect: float = 1.0
    teaches_most: str | None = None
    shape: str = "ordinary"
    folklore: ForecastPoint | None = None
    task: Task = field(default_factory=Task)
    asked: BuyingConstraints = field(default_factory=BuyingConstraints)
