"""The ground of the charts that are curves: lines and bands on a grid, with room around them for words."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import RIGHT
from desktop.widgets.charts.labels import NOTE, Placer, write
from reports.chart_data import Axis

MOST_POINTS = 2000
Decoration = Callable[[QPainter, "Plot"], None]
_Shape = tuple[QPen, QColor | None, list[tuple[float, float]]]
"""The pen, the colour of its inside where it has one, and its points as values."""


class Plot(QWidget):
    """Lines and bands are given as values, and drawn in the order they came. Margins are pixels: left, top, right, bottom."""

    def __init__(
        self, parent: QWidget, margins: tuple[int, int, int, int], over: Decoration
    ) -> None:
        """``over`` paints what lies above the curves, in pixels."""
        super().__init__(parent)
        self.margins = margins
        self._axes: tuple[Axis, Axis] | None = None
        self._shapes: list[_Shape] = []
        self._over = over
        self.keep_ticks_off: tuple[float, ...] = ()  # places on the x axis where a line goes down
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(256, 192)

    def set_margins(self, margins: tuple[int, int, int, int]) -> None:
        """Leave other room for the words around the ground: the text has another size."""
        self.margins = margins
        self.update()

    def set_axes(self, x: Axis, y: Axis) -> None:
        """Show these ranges; ticks are written beside the plot."""
        self._axes = (x, y)
        self.update()

    def clear(self) -> None:
        """Take the lines and bands away."""
        self._shapes.clear()
        self.update()

    def ground(self) -> QRectF:
        """The plot's own rectangle in pixels."""
        left, top, right, bottom = self.margins
        return QRectF(left, top, self.width() - left - right, self.height() - top - bottom)

    def at(self, x: float, y: float) -> QPointF:
        """A value in pixels."""
        assert self._axes is not None
        axis, up = self._axes
        box = self.ground()
        start = across(axis, axis.low)
        right = (across(axis, x) - start) / ((across(axis, axis.high) - start) or 1)
        high = (y - up.low) / ((up.high - up.low) or 1)
        return QPointF(box.left() + right * box.width(), box.bottom() - high * box.height())

    def value_at(self, pixel: float) -> float:
        """The x that stands at a pixel, held inside the axis."""
        assert self._axes is not None
        axis, box = self._axes[0], self.ground()
        share = min(max((pixel - box.left()) / (box.width() or 1), 0.0), 1.0)
        start, end = across(axis, axis.low), across(axis, axis.high)
        value = start + share * (end - start)
        return float(2**value) if axis.log else value

    def line(
        self,
        points: Sequence[Sequence[float]],
        colour: str,
        *,
        dashed: bool = False,
        width: float = 1.5,
    ) -> None:
        pen = QPen(QColor(colour), width)
        if dashed:
            pen.setDashPattern([3.0, 2.4])
        self._add(pen, None, [(point[0], point[1]) for point in _thinned(points)])

    def area(self, band: Sequence[Sequence[float]], fill: str, alpha: float) -> None:
        """Add a band of (x, low, high)."""
        colour = QColor(fill)
        colour.setAlphaF(alpha)
        rows = _thinned(band)
        lower, upper = [(x, low) for x, low, _ in rows], [(x, high) for x, _, high in rows]
        self._add(QPen(Qt.PenStyle.NoPen), colour, lower + upper[::-1])

    def _add(self, pen: QPen, fill: QColor | None, points: list[tuple[float, float]]) -> None:
        if len(points) > 1:
            self._shapes.append((pen, fill, points))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._axes is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for step in (self._paint_ground, self._paint_shapes, self._over):
            painter.save()
            step(painter, self)
            painter.restore()

    def _paint_shapes(self, painter: QPainter, _plot: "Plot") -> None:
        painter.setClipRect(self.ground())
        for pen, fill, points in self._shapes:
            outline = QPolygonF([self.at(*point) for point in points])
            painter.setPen(pen)
            if fill is None:
                painter.drawPolyline(outline)
            else:
                painter.setBrush(fill)
                painter.drawPolygon(outline)

    def _paint_ground(self, painter: QPainter, _plot: "Plot") -> None:
        assert self._axes is not None
        axis, up = self._axes
        box = self.ground()
        for value, words in up.ticks:
            y = self.at(axis.low, value).y()
            painter.setPen(QPen(QColor(tokens().line), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            place = QRectF(0, y - NOTE.height / 2, box.left() - 8, NOTE.height)
            write(painter, words, place, NOTE, RIGHT)
        placer = Placer(QRectF(0, box.bottom() + 2, self.width(), NOTE.height + 8))
        for value in self.keep_ticks_off:
            x = self.at(value, up.low).x()
            placer.take(QRectF(x - 3, box.bottom(), 6, NOTE.height + 8))
        for value, words in axis.ticks:
            x = self.at(value, up.low).x()
            placer.put(painter, words, [(x, box.bottom() + 6 + NOTE.height / 2)])


def across(axis: Axis, x: float) -> float:
    """Where a value stands on its axis: itself, or its doublings."""
    return math.log2(max(x, 1e-9)) if axis.log else x


def _thinned(rows: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """So many rows of them, evenly, that painting them is quick."""
    if len(rows) <= MOST_POINTS:
        return rows
    step = (len(rows) - 1) / (MOST_POINTS - 1)
    return [rows[round(place * step)] for place in range(MOST_POINTS)]
