"""What people did with the fake."""

from dataclasses import dataclass

from reports.chart_data import CurveChart, IntervalChart
from reports.figure import Figure


@dataclass(frozen=True)
class SessionSummary:
    """One meeting in which people used the fake."""

    date: str
    people: str  # "3 inspectors"
    dialled: Figure  # the accuracy that the fake was set to
    shown: int
    accepted: int | None  # None: not recorded
    note: str = ""
    scenario: str = ""  # "An early model"
    corrected: int | None = None
    rejected: int | None = None


@dataclass(frozen=True)
class Quote:
    text: str
    who: str


@dataclass(frozen=True)
class ErrorKinds:
    """Misses against false alarms at the same accuracy: which of the two people put up with.

    ``difference`` is the share accepted with false alarms minus that with misses.
    """

    sentence: str
    difference: Figure
    chart: IntervalChart


@dataclass(frozen=True)
class FakeTrial:
    """What people did with the fake. Everything in here is simulated, whatever marks it carries."""

    scenario: str
    sessions: tuple[SessionSummary, ...] = ()
    curve: CurveChart | None = None  # acceptance by dialled accuracy
    proposed_bar: Figure | None = None
    quotes: tuple[Quote, ...] = ()
    kinds: ErrorKinds | None = None
