"""Words in charts: measured before they are drawn, so that they never run into each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.theme.current import tokens
from desktop.theme.type import Role, font, line_height
from desktop.widgets.label import text_width

LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True)
class Face:
    """How a chart's words look."""

    role: Role = Role.NOTE
    weight: int = 400
    colour: str = "ink2"

    def width(self, text: str) -> int:
        return text_width(text, self.role, weight=self.weight, tabular=True)

    @property
    def height(self) -> int:
        return line_height(self.role)


NOTE = Face()
NOTE_STRONG = Face(weight=500, colour="ink")
ROW = Face(Role.ROW, colour="ink")
ROW_STRONG = Face(Role.ROW, 600, "ink")


def write(painter: QPainter, text: str, box: QRectF, face: Face = NOTE, flags: int = LEFT) -> None:
    """Draw ``text`` in ``box``, cut with an ellipsis where it is too long for it."""
    painter.setFont(font(face.role, weight=face.weight, tabular=True))
    painter.setPen(QColor(getattr(tokens(), face.colour)))
    if face.width(text) > box.width() + 2:
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box.adjusted(0, 0, 1, 0), flags, text)


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
        width, height = face.width(text), face.height
        for number, (x, y) in enumerate(centres):
            left = min(max(self.bounds.left(), x - width / 2), self.bounds.right() - width)
            box = QRectF(left, y - height / 2, width, height)
            if self.free(box) or (needed and number == len(centres) - 1):
                write(painter, text, box, face, CENTRE)
                self.take(box.adjusted(-4, 0, 4, 0))
                return True
        return False


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
