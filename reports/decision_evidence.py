"""What the report says of the verdict and the options beyond reasons and money: cues, labels, what money does not show."""

from dataclasses import dataclass

from reports.chart_data import IntervalChart, WorthChart


@dataclass(frozen=True)
class CueLine:
    """One criterion of a published list and the answer to it."""

    text: str
    source: str  # "People + AI Guidebook"
    effect: str  # "for", "against" or "missing"


@dataclass(frozen=True)
class CueSummary:
    """What speaks for AI and against it, what is missing, and how ready it is."""

    sentence: str
    answered: tuple[CueLine, ...] = ()
    open: int = 0  # criteria that nobody has answered
    of: int = 0
    canvas: int = 0  # of 7 boxes
    framing: int = 0  # of 7 steps
    data: str = ""  # how ready the data are, as a sentence; empty: unknown


@dataclass(frozen=True)
class LabelsFinding:
    """What the next labels are worth to the choice."""

    sentence: str
    chart: WorthChart | None = None  # None where they are worth nothing


@dataclass(frozen=True)
class CriterionLine:
    """One thing that money does not show: its weight, and what 0 and 100 stand for."""

    label: str
    weight: str  # "52%"
    worst: str
    best: str


@dataclass(frozen=True)
class BesideMoney:
    """The options on what money does not show: beside the values, never in them."""

    sentence: str
    weights_from: str  # "your ranking"
    chart: IntervalChart
    criteria: tuple[CriterionLine, ...] = ()
    changes: tuple[str, ...] = ()  # what would give the lead away
