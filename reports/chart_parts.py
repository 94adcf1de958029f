"""What charts have in common: axes, reference lines, and the table twin."""

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Protocol

from estimators.base.number import number


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


def amount_axis(low: float, high: float) -> Axis:
    """An axis of numbers with at most six ticks, at round ones: steps of 1, 2 or 5 tens, ones, tenths and so on."""
    ten = 10.0 ** floor(log10(high - low))
    step = next(
        size for size in (ten / 5, ten / 2, ten, 2 * ten, 5 * ten) if (high - low) / size < 6
    )
    places = range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)
    return Axis(
        low, high, tuple((round(step * at, 12), number(round(step * at, 12))) for at in places)
    )


@dataclass(frozen=True)
class Marker:
    """A reference line, such as the launch bar ("≥ bar 85%") or "as today"."""

    value: float
    label: str
    note: str = ""
    strong: bool = False  # the launch bar: the only full-height ink line
