"""What the report says of "how much data is enough": its trustworthiness, the plan, what is lacking."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ForecastReliability:
    """How often such forecasts held the truth, on data sets that the forecaster had not seen."""

    tasks: int
    datasets: int
    within_80: float  # share of truths inside the 80% band
    within_90: float
    sentence: str = ""  # of this kind of data, where that was measured


@dataclass(frozen=True)
class PlanRound:
    """One round of labelling: what it buys, and what is expected after it (90% band and median)."""

    number: int
    buy: int
    total: int  # labels after it
    low: float
    middle: float
    high: float
    cost: str = ""  # "€96"; empty: the price is unknown
    reached: float | None = None  # probability that the target holds by then
    when: str = ""  # "2 to 6 Dec 2026"; empty: the speed is unknown


@dataclass(frozen=True)
class WeakSlice:
    """A kind of example that is right less often than the others, beyond luck."""

    name: str  # "dark"
    n: int
    accuracy: float
    low: float  # of its 90% interval
    high: float
    sentence: str


@dataclass(frozen=True)
class Sufficiency:
    """What stands beside the learning curve; without one, ``takes`` says what it would take."""

    reliability: ForecastReliability | None = None
    rounds: tuple[PlanRound, ...] = ()
    plan_note: str = ""
    slices: tuple[WeakSlice, ...] = ()
    takes: str = ""
