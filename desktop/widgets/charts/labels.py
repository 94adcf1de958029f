"""Words in charts: measured before they are drawn, so that they never run into each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.theme import paint
from desktop.theme.paint import CENTRE, LEFT, Face
from desktop.theme.type import Role

NOTE = Face(tabular=True)
NOTE_STRONG = Face(weight=500, colour="ink", tabular=True)
ROW = Face(Role.ROW, colour="ink", tabular=True)
ROW_STRONG = Face(Role.ROW, 600, "ink", tabular=True)


def write(painter: QPainter, text: str, box: QRectF, face: Face = NOTE, flags: int = LEFT) -> None:
    """Draw ``text`` in a box as wide as it was measured, and a pixel to spare."""
    paint.write(painter, text, box.adjusted(0, 0, 1, 0), face, flags)


@dataclass
class Placer:
    """Keeps track of the boxes that are taken, and puts a word at the first free place."""

    bounds: QRectF
    taken: list[QRectF] = field(default_factory=list)

    def take(self, box: QRectF) -> None:
        """Keep words off this box."""
        self.taken.append(box)

    def free(self, box: QRectF) -> bool:
        """Whether nothing is there yet, and it is inside the chart."""
        return self.bounds.contains(box) and not any(box.intersects(other) for other in self.taken)

    def put(
        self,
        painter: QPainter,
        text: str,
        centres: Sequence[tuple[float, float]],
        face: Face = NOTE,
        *,
        needed: bool = False,
    ) -> bool:
        """Write ``text`` centred at the first of ``centres`` that is free. ``needed``: at the last one anyway."""
        box = self.place(text, centres, face, needed=needed)
        if box is not None:
            write(painter, text, box, face, CENTRE)
        return box is not None

    def place(
        self,
        text: str,
        centres: Sequence[tuple[float, float]],
        face: Face = NOTE,
        *,
        needed: bool = False,
    ) -> QRectF | None:
        """The box where `put` would write it, taken from now on; None where nothing is free."""
        width, height = face.width(text), face.height
        for number, (x, y) in enumerate(centres):
            left = min(max(self.bounds.left(), x - width / 2), self.bounds.right() - width)
            box = QRectF(left, y - height / 2, width, height)
            if self.free(box) or (needed and number == len(centres) - 1):
                self.take(box.adjusted(-4, 0, 4, 0))
                return box
        return None


@dataclass(frozen=True)
class PlotScale:
    """From a chart's numbers to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + share * (self.end - self.start)

    def clipped(self, value: float | None) -> float | None:
        """As the call, held inside the axis; None stays None."""
        if value is None:
            return None
        return self(min(self.high, max(self.low, value)))
