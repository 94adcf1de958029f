"""What a chart draws, as geometry: where its words, lines and dots are, told by the calls that paint them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter

from desktop.theme.current import tokens
from desktop.widgets.charts.plot import Plot
from desktop.widgets.charts.view import ChartView, PaintedChart

_THIN = 4  # pixels: what is filled no wider is a line


@dataclass
class ChartScene:
    """Words with their boxes, and the boxes of all that must not run through them."""

    words: list[tuple[str, QRectF]] = field(default_factory=list)
    marks: list[tuple[str, QRectF]] = field(default_factory=list)

    def collisions(self) -> Iterator[str]:
        """What runs into what, in words."""
        for number, (text, box) in enumerate(self.words):
            inner = box.adjusted(1, 3, -1, -3)  # the letters, without the air above and below
            for other, there in self.words[number + 1 :]:
                if inner.intersects(there.adjusted(1, 3, -1, -3)):
                    yield f"“{text}” on “{other}”"
            for name, mark in self.marks:
                if inner.intersects(mark):
                    yield f"“{text}” on a {name}"


class RecordingPainter(QPainter):
    """Draws, and notes where; grid lines are passed over, since numbers may stand on them."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.scene = ChartScene()

    def drawText(self, *given) -> None:
        super().drawText(*given)
        box, flags, text = given
        wraps = flags & int(Qt.TextFlag.TextWordWrap)
        room = QRectF(0, 0, box.width() if wraps else 10_000, 1_000)
        size = QFontMetricsF(self.font()).boundingRect(room, wraps, text).size()
        left, top = box.left(), box.center().y() - size.height() / 2
        if flags & int(Qt.AlignmentFlag.AlignRight):
            left = box.right() - size.width()
        elif flags & int(Qt.AlignmentFlag.AlignHCenter):
            left = box.center().x() - size.width() / 2
        if flags & int(Qt.AlignmentFlag.AlignTop):
            top = box.top()
        found = QRectF(left, top, size.width(), size.height())
        if text:
            self.scene.words.append((text, self.transform().mapRect(found)))

    def drawLine(self, *given) -> None:
        super().drawLine(*given)
        line = given[0] if len(given) == 1 else QLineF(*map(QPointF, given)) if len(given) == 2 else QLineF(*given)  # fmt: skip
        if self.pen().color() != QColor(tokens().line):
            self._mark("line", QRectF(line.p1(), line.p2()).normalized())

    def fillRect(self, *given) -> None:
        super().fillRect(*given)
        box, fill = given
        colour = fill.color() if isinstance(fill, QBrush) else QColor(fill)
        thin = min(box.width(), box.height()) <= _THIN
        if colour == QColor(tokens().canvas):
            self._rub_out(self.transform().mapRect(QRectF(box)))
        elif thin and colour != QColor(tokens().line):
            self._mark("line", QRectF(box))

    def drawEllipse(self, *given) -> None:
        super().drawEllipse(*given)
        if len(given) == 3:
            centre, across, down = given
            given = (QRectF(centre.x() - across, centre.y() - down, 2 * across, 2 * down),)
        self._mark("dot", QRectF(*given))

    def _rub_out(self, patch: QRectF) -> None:
        """What is painted in the colour of the ground takes away what was there."""
        kept = []
        for name, box in self.scene.marks:
            over = box.intersected(patch)
            if over.isEmpty() or name != "line":
                kept.append((name, box))
                continue
            if box.height() > box.width():
                parts = [
                    QRectF(box.left(), box.top(), box.width(), over.top() - box.top()),
                    QRectF(box.left(), over.bottom(), box.width(), box.bottom() - over.bottom()),
                ]
            else:
                parts = [
                    QRectF(box.left(), box.top(), over.left() - box.left(), box.height()),
                    QRectF(over.right(), box.top(), box.right() - over.right(), box.height()),
                ]
            kept += [(name, part) for part in parts if not part.isEmpty()]
        self.scene.marks = kept

    def _mark(self, name: str, box: QRectF) -> None:
        half = max(0.5, self.pen().widthF() / 2) if name == "line" else 0.0
        self.scene.marks.append(
            (name, self.transform().mapRect(box.adjusted(-half, -half, half, half)))
        )


def scene_of(view: ChartView) -> ChartScene:
    """What the chart draws at the size that it has."""
    image = QImage(view.width() + 1, view.height() + 1, QImage.Format.Format_ARGB32)
    painter = RecordingPainter(image)
    if isinstance(view, PaintedChart):
        view.paint_canvas(painter, view.canvas.width())
    else:
        plot: Plot = view.plot
        plot._paint_ground(painter, plot)
        plot._over(painter, plot)
        painter.scene.marks += [("curve", box) for box in curve_boxes(view)]
    painter.end()
    return painter.scene


def curve_boxes(view: ChartView) -> Iterator[QRectF]:
    """Small boxes along the line of a curve, inside the ground."""
    ground = view.plot.ground()
    rows = getattr(view, "_dense", ()) or getattr(view.chart, "line", ())
    places = [view.plot.at(x, y) for x, y in rows]
    for start, end in pairwise(places):
        steps = max(1, int(QLineF(start, end).length() / 3))
        for step in range(steps + 1):
            at = start + (end - start) * (step / steps)
            if ground.contains(at):
                yield QRectF(at.x() - 1, at.y() - 1, 2, 2)
