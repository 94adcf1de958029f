"""What charts have in common: axes, reference lines, and the table twin."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class TableTwin:
    """The table twin of a chart: a header row and rows of ready-made text."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(Protocol):
    """What every chart offers beside its picture."""

    @property
    def title(self) -> str: ...
    @property
    def note(self) -> str: ...
    def sentence(self) -> str: ...
    def table(self) -> TableTwin: ...


@dataclass(frozen=True)
class Axis:
    """An axis from ``low`` to ``high`` with ready-made tick labels; ``log``: every doubling is as wide."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    label: str = ""
    log: bool = False


@dataclass(frozen=True)
class Marker:
    """A reference line, such as the launch bar ("≥ bar 85%") or "as today"."""

    value: float
    label: str
    note: str = ""
    strong: bool = False  # the launch bar: the only full-height ink line
