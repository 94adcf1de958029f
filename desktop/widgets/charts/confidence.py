"""Answers by how sure they were, with the cut-off above which it answers alone; drag the line or press ← →."""

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import LEFT, RIGHT, set_ink
from desktop.widgets.charts.labels import NOTE, NOTE_STRONG, Placer, PlotScale, write
from desktop.widgets.charts.view import PaintedChart
from desktop.widgets.focus import ARROW_KEYS, LEFT_RIGHT, claims
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.chart_data import ConfidenceBin, ConfidenceChart


class ConfidenceChartView(PaintedChart[ConfidenceChart]):
    """Draws a ``ConfidenceChart``. ``cutoff_moved`` while it is dragged, ``cutoff_changed`` once let go."""

    cutoff_moved = Signal(float)
    cutoff_changed = Signal(float)

    _dragging = False

    def build(self) -> None:
        self._cutoff = self.chart.cutoff
        super().build()

    def set_chart(self, chart: ConfidenceChart) -> None:
        self._cutoff = self._cutoff if self._dragging else chart.cutoff
        super().set_chart(chart)

    def cutoff(self) -> float:
        """The cut-off now, 0 to 1."""
        return self._cutoff

    def canvas_height(self, _width: int, /) -> int:
        return scaled(330 if self.chart.best else 310)

    def _scale(self) -> PlotScale:
        bins = self.chart.bins
        low = bins[0].low if bins else 0.0
        return PlotScale(low, 1.0, 0, self.canvas.width() - 12)

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        t, scale, height = tokens(), self._scale(), self.canvas.height()
        top, bottom = scaled(36), height - scaled(72 if self.chart.best else 52)
        cut = scale(min(1.0, max(scale.low, self._cutoff)))
        painter.fillRect(QRectF(0, top - 4, cut, bottom - top + 4), QColor(t.sunken))
        most = max((b.right + b.wrong for b in self.chart.bins), default=1) or 1
        for one in self.chart.bins:
            self._paint_bin(painter, one, scale, (top + 24, bottom), most)
        painter.fillRect(QRectF(0, bottom, width - 12, 1), QColor(t.control))
        self._paint_axis(painter, scale, bottom, width)
        self._paint_best(painter, scale, bottom, width)
        self._paint_cutoff(painter, cut, top, bottom, width)
        self._paint_legend(painter, height - scaled(20))

    def _paint_bin(
        self,
        painter: QPainter,
        one: ConfidenceBin,
        scale: PlotScale,
        room: tuple[float, float],
        most: int,
    ) -> None:
        t = tokens()
        top, bottom = room
        left, right = scale(one.low) + 1, scale(one.high) - 1
        unit = (bottom - top) / most
        blue = QColor(t.measured)
        if (one.low + one.high) / 2 < self._cutoff:
            blue.setAlphaF(0.7)  # a mark still, at 3:1
        tall = one.right * unit
        if one.right:
            painter.fillRect(QRectF(left, bottom - tall, right - left, tall), blue)
        if one.wrong:
            wrong = max(3.0, one.wrong * unit - 1)
            set_ink(painter, "bad", 1.3, fill="canvas")
            painter.drawRect(
                QRectF(left + 0.7, bottom - tall - wrong - 1, right - left - 1.4, wrong)
            )

    def _paint_axis(self, painter: QPainter, scale: PlotScale, bottom: float, width: int) -> None:
        placer = Placer(QRectF(0, bottom + 2, width, 24))
        first = math.ceil(scale.low * 10 - 1e-9)
        for tenth in range(first, 11):
            words = percent(1.0) if tenth == 10 else str(tenth * 10)
            placer.put(painter, words, [(scale(tenth / 10), bottom + 6 + NOTE.height / 2)])

    def _paint_best(self, painter: QPainter, scale: PlotScale, bottom: float, width: int) -> None:
        """A small mark on the axis at the cut-off that costs least, with its word on the legend's line."""
        best = self.chart.best
        if best is None:
            return
        x = scale(min(1.0, max(scale.low, best.value)))
        set_ink(painter, fill="ink")
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, bottom - 1), QPointF(x - 5, bottom + 7), QPointF(x + 5, bottom + 7)]
            )
        )
        words = NOTE_STRONG.width(best.label)
        left = min(max(0.0, x - words / 2), width - 12 - words)
        place = QRectF(left, bottom + 10 + NOTE.height, words + 2, NOTE.height)
        write(painter, best.label, place, NOTE_STRONG, LEFT)

    def _paint_cutoff(
        self, painter: QPainter, x: float, top: float, bottom: float, width: int
    ) -> None:
        t = tokens()
        painter.fillRect(QRectF(x - 1, top - 4, 2, bottom - top + 4), QColor(t.ink))
        handle = QRectF(x - 6, top - 4, 12, 22)
        set_ink(painter, "ink", 1.6, fill="canvas")
        painter.drawRoundedRect(handle, 3, 3)
        painter.setPen(QPen(QColor(t.ink), 1))
        for offset in (-2, 2):
            painter.drawLine(round(x + offset), round(top + 3), round(x + offset), round(top + 11))
        below, above = self.chart.below_text, self.chart.above_text
        left_room, right_room = x - 14, width - x - 14
        y = top - 2
        fits_left = NOTE_STRONG.width(below) <= left_room
        fits_right = NOTE_STRONG.width(above) <= right_room
        if fits_left:
            write(painter, below, QRectF(0, y, left_room, NOTE.height), NOTE_STRONG, RIGHT)
        if fits_right:
            write(painter, above, QRectF(x + 14, y, right_room, NOTE.height), NOTE_STRONG, LEFT)
        over = QRectF(0, 0, width, NOTE.height)
        if not fits_left:
            write(painter, below, over, NOTE_STRONG, LEFT)
        if not fits_right:
            beside = fits_left or NOTE_STRONG.width(f"{below}    {above}") <= width
            place = over if beside else over.translated(0, NOTE.height)
            write(painter, above, place, NOTE_STRONG, RIGHT)

    def _paint_legend(self, painter: QPainter, y: float) -> None:
        t = tokens()
        painter.fillRect(QRectF(0, y + 3, 12, 12), QColor(t.measured))
        right = tr("right")
        write(painter, right, QRectF(20, y, NOTE.width(right) + 2, 18), NOTE)
        x = 20 + NOTE.width(right) + 24
        set_ink(painter, "bad", 1.3)
        painter.drawRect(QRectF(x + 0.7, y + 3.7, 10.6, 10.6))
        write(painter, tr("wrong"), QRectF(x + 20, y, 60, 18), NOTE)

    def _move(self, cutoff: float) -> None:
        new = min(1.0, max(self._scale().low, round(cutoff, 2)))
        if new != self._cutoff:
            self._cutoff = new
            self.canvas.update()
            self.cutoff_moved.emit(new)

    def _at(self, event: QMouseEvent) -> float:
        scale = self._scale()
        x = self.canvas.mapFrom(self, event.position()).x()
        return scale.low + x / max(1.0, scale.end) * (scale.high - scale.low)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def drags_from(self, at: QPoint) -> bool:
        return not self.canvas.geometry().contains(at)  # there the cut-off is moved

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.canvas.geometry().contains(event.position().toPoint()):
            self._dragging = True
            self._move(self._at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._move(self._at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._dragging:
            self._dragging = False
            self.cutoff_changed.emit(self._cutoff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = LEFT_RIGHT.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        self._move(self._cutoff + step / 100)
        self.cutoff_changed.emit(self._cutoff)
