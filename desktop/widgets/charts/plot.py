"""The ground of the two curve charts: pyqtgraph draws lines, bands and points; grid and words are our own.

Imported by ``curve`` and ``reliability`` only, when the first such chart is made: pyqtgraph must not delay the
window's first paint. Pens stay thin and lines under 2,000 points (pyqtgraph 0.14 takes 250 ms a frame otherwise).
"""

import math
from collections.abc import Callable, Sequence
from itertools import starmap

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QGraphicsPathItem, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import RIGHT
from desktop.widgets.charts.labels import NOTE, Placer, write
from reports.chart_data import Axis

MOST_POINTS = 2000
Decoration = Callable[[QPainter, "Plot"], None]


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot without pyqtgraph's axes, menus and mouse. Margins are pixels: left, top, right, bottom."""

    def __init__(
        self, parent: QWidget, margins: tuple[int, int, int, int], over: Decoration
    ) -> None:
        """``over`` paints what lies above the curves, in pixels."""
        super().__init__(parent, background=None, enableMenu=False)
        self.margins = margins
        self._axes: tuple[Axis, Axis] | None = None
        self._over = over
        self.keep_ticks_off: tuple[float, ...] = ()  # places on the x axis where a line goes down
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chart around it has the focus
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setAntialiasing(True)
        item = self.getPlotItem()
        # WORKAROUND pyqtgraph 0.14: the menu is made even where it is off, as a window of its own that stays.
        item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())
        item.ctrlMenu.hide()
        for side in ("left", "bottom", "top", "right"):
            item.hideAxis(side)
        item.layout.setContentsMargins(*margins)

    def set_margins(self, margins: tuple[int, int, int, int]) -> None:
        """Leave other room for the words around the ground: the text has another size."""
        if margins != self.margins:
            self.margins = margins
            self.getPlotItem().layout.setContentsMargins(*margins)

    def set_axes(self, x: Axis, y: Axis) -> None:
        """Show these ranges; ticks are written beside the plot."""
        self._axes = (x, y)
        self.setRange(
            xRange=(across(x, x.low), across(x, x.high)), yRange=(y.low, y.high), padding=0
        )

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

    def _across(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._axes is None or not self._axes[0].log:
            return values
        return np.log2(np.maximum(values, 1e-9))

    def line(
        self,
        points: Sequence[Sequence[float]],
        colour: str,
        *,
        dashed: bool = False,
        width: float = 1.5,
    ) -> None:
        if len(points) < 2:
            return
        xy = _thinned(np.asarray(points, dtype=float))
        pen = QPen(QColor(colour), width)
        pen.setCosmetic(True)
        if dashed:
            pen.setDashPattern([3.0, 2.4])
        self.addItem(pg.PlotCurveItem(self._across(xy[:, 0]), xy[:, 1], pen=pen, antialias=True))

    def area(self, band: Sequence[Sequence[float]], fill: str, alpha: float) -> None:
        """Add a band of (x, low, high)."""
        if len(band) < 2:
            return
        values = _thinned(np.asarray(band, dtype=float))
        colour = QColor(fill)
        colour.setAlphaF(alpha)
        x = self._across(values[:, 0])
        # A path of its own: pyqtgraph's FillBetweenItem, with its two curves, takes four times as long.
        outline = QPolygonF(
            list(starmap(QPointF, zip(x.tolist(), values[:, 1].tolist(), strict=True)))
        )
        back = zip(x[::-1].tolist(), values[::-1, 2].tolist(), strict=True)
        outline.append(list(starmap(QPointF, back)))
        path = QPainterPath()
        path.addPolygon(outline)
        item = QGraphicsPathItem(path)
        item.setPen(QPen(Qt.PenStyle.NoPen))
        item.setBrush(colour)
        self.addItem(item, ignoreBounds=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self._axes is not None
        if shown:
            self._paint(self._paint_ground)
        super().paintEvent(event)
        if shown:
            self._paint(self._over)

    def _paint(self, decoration: Decoration) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        decoration(painter, self)
        painter.end()

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


def _thinned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(values) <= MOST_POINTS:
        return values
    kept = np.linspace(0, len(values) - 1, MOST_POINTS).round().astype(np.intp)
    return np.asarray(values[kept], dtype=np.float64)
