"""What a forecast says: the numbers, and the sentences made of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields

from estimators.base.codec import plain
from estimators.data_sufficiency.measured import MeasuredPoint

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
UNLIKELY = 0.1
"""Probability of ever reaching a target below which that is out of reach: then no count is given."""


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


@dataclass(frozen=True)
class Required:
    """Examples to learn from until `target` is reached, given that it is; None where out of reach (`UNLIKELY`).

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


NOTHING_REQUIRED: dict[str, int | float | None] = {field.name: None for field in fields(Required)}
"""`Required.to_json` where no target was given."""


def whole_counts(counts: Iterable[float], reachable: float) -> tuple[int | None, ...]:
    """The forecaster's counts as whole numbers; None for all where the target is out of reach."""
    return tuple(
        int(count) if math.isfinite(count) and reachable >= UNLIKELY else None for count in counts
    )


@dataclass(frozen=True)
class ClassGain:
    """Accuracy (0 to 1, over all classes) that one more example of a class brings, with its 90 % interval.

    `examples` of the class are labelled; `repeats` random splits were tried.
    """

    name: str
    examples: int
    gain_per_example: float
    low: float
    high: float
    repeats: int

    def to_json(self) -> dict[str, str | int | float]:
        """The gain as the command line prints it."""
        return {
            "class": self.name,
            "examples": self.examples,
            "gain_per_example": self.gain_per_example,
            "low": self.low,
            "high": self.high,
            "repeats": self.repeats,
        }


@dataclass(frozen=True)
class SliceGain:
    """A slice of the examples (dark photos, long texts) that is right less often than the others.

    Attributes
    ----------
    slice : str
        "dark": goes before "photos".
    n, share : int, float
        Examples in the slice that were tested, and their share of those that could be told.
    accuracy, low, high : float
        Share of right answers in the slice, with its 90 % interval.
    gap : float
        How much more often the others are right (0 to 1).
    sentence : str
        “Dark photos: 12 of 20 right, the others 46 of 50. You lack dark photos.” Lacking is only what more of would help;
        else it says that dark photos are harder.
    gain_per_example : float or None
        Accuracy over all examples (0 to 1) that one more example of the slice brings; None where it was not measured.
    """

    slice: str
    n: int
    share: float
    accuracy: float
    low: float
    high: float
    gap: float
    sentence: str
    gain_per_example: float | None


@dataclass(frozen=True)
class Batch:
    """A batch of the next labels that is not worth its price: `n` for `cost`, worth `worth`, at most `worth_high`
    with 19 chances in 20."""

    n: int
    cost: float
    worth: float
    worth_high: float


@dataclass(frozen=True)
class Purchase:
    """The next labels to buy: `n` of them for `cost`, worth `worth` (both in `currency`; None is unknown).

    `gain`, from `gain_low` to `gain_high` (90 %), is the accuracy (0 to 1) they add
    (None if there is nothing to add to), `falls_short` the
    probability that the target is still not reached (None without one), `why` how `n` was chosen:
    "worth" most value beyond its cost, "target" the median needed (both at most as many again as there are:
    then measure), "budget" what that buys, "double" as many again. `worth_low` to `worth_high` is 90 %.
    `declined` is a batch that is not worth its price (where `n` is 0 for its worth).
    """

    n: int
    cost: float | None
    worth: float | None
    gain: float | None
    gain_low: float | None
    gain_high: float | None
    falls_short: float | None
    why: str
    currency: str
    worth_low: float | None = None
    worth_high: float | None = None
    declined: Batch | None = None


@dataclass(frozen=True)
class Round:
    """One round of labelling.

    `buy` labels in this round, `total` labelled after it, `cost` of this round (None: price unknown).
    `low`, `middle`, `high`: the 90 % band and the median of the accuracy (0 to 1) after it. `reached` is the
    probability that the target holds by then (None without one), `starts` and `ends` its first and last
    working day as ISO dates (None where the labelling speed is unknown).
    """

    number: int
    buy: int
    total: int
    cost: float | None
    low: float
    middle: float
    high: float
    reached: float | None
    starts: str | None = None
    ends: str | None = None


@dataclass(frozen=True)
class Plan:
    """The rounds to buy, if all are needed.

    `cost` of all rounds (None: price unknown), `expected_cost` where buying for a target stops once it is
    reached, `falls_short` the probability that the target is not reached after the last
    (None without a target). `rule` is how the numbers were chosen: "worth" (most expected value beyond the
    cost), "target" (until it is reached) or "budget" (what it buys).
    """

    rounds: tuple[Round, ...]
    cost: float | None
    expected_cost: float | None
    falls_short: float | None
    rule: str


@dataclass(frozen=True)
class Reliability:
    """How often such bands held the truth, on datasets that the forecaster had not seen.

    `pools` are the same of real pools of one modality each: {"modality", "pools", "forecasts", "within_80",
    "mae" (accuracy points)}; `sentence` says it in words, of this modality where that is known.
    """

    tasks: int
    datasets: int
    within_80: float
    within_90: float
    pools: tuple[dict[str, str | int | float], ...] = ()
    sentence: str = ""


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
    teaches_most: str | None = None
    shape: str = "ordinary"
    design_effect: float = 1.0

    def to_json(self) -> dict[str, object]:
        """Plain data for the command line and the report; infinite and unknown are null."""
        return {
            "measured": [point.to_json() for point in self.measured],
            "have": self.have,
            "now": plain(self.now) if self.now else None,
            "forecast": [plain(point) for point in self.curve],
            "required": plain(self.required) if self.required else NOTHING_REQUIRED.copy(),
            "by_class": [gain.to_json() for gain in self.by_class],
            "next_purchase": plain(self.next_purchase),
            "reliability": plain(self.reliability),
            "headline": self.headline,
            "purchase_title": self.purchase_title,
            "remarks": list(self.remarks),
            "plan_remarks": list(self.plan_remarks),
            "by_slice": [plain(gain) for gain in self.by_slice],
            "plan": plain(self.plan) if self.plan else None,
            "design_effect": self.design_effect,
            "teaches_most": self.teaches_most,
            "shape": self.shape,
        }
