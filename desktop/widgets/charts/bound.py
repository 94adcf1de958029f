"""The launch picture: the bar, the measured share with its 90% line, and what we are sure of."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import LEFT, RIGHT
from desktop.widgets.charts.labels import NOTE, ROW, ROW_STRONG, Placer, PlotScale, write
from desktop.widgets.charts.view import PaintedChart
from desktop.widgets.marks import MarkStyle, paint_dot
from reports.chart_data import BoundChart

_HALF = 9  # of the line's ends and dot


@dataclass(frozen=True)
class _BoundLayout:
    """Where everything stands: `x` of low, mid, high and bar; the boxes of the words; where the bar begins."""

    height: int
    x: tuple[float, float, float, float]
    sure: QRectF
    measured: QRectF
    bar: QRectF
    bar_top: float

    @property
    def axis_y(self) -> int:
        return self.height - scaled(26)

    @property
    def line_y(self) -> int:
        return self.axis_y - scaled(22)


class BoundChartView(PaintedChart[BoundChart]):
    """Draws a ``BoundChart``; untitled where the page's headline says it already."""

    def canvas_height(self, width: int, /) -> int:
        return self._layout(width).height

    def _layout(self, width: int) -> _BoundLayout:
        """In one row above the line if nothing runs into anything; else the words in rows, the bar below them."""
        chart = self.chart
        scale = PlotScale(chart.axis.low, chart.axis.high, 1, width - 1)
        low, mid, high, bar = (
            scale(min(chart.axis.high, max(chart.axis.low, value)))
            for value in (chart.low, chart.mid, chart.high, chart.bar.value)
        )
        x = (low, mid, high, bar)
        return self._in_a_row(width, x) or self._in_rows(width, x)

    def _bar_box(self, width: int, bar: float, top: float) -> QRectF:
        words = max(ROW_STRONG.width(self.chart.bar.label), NOTE.width(self.chart.bar.note))
        left = bar - 10 - words if bar - 10 - words >= 0 else bar + 10
        return QRectF(min(left, width - words), top, words, ROW.height + NOTE.height - 1)

    def _in_a_row(self, width: int, x: tuple[float, float, float, float]) -> _BoundLayout | None:
        chart, height = self.chart, scaled(108)
        low, _, high, bar = x
        axis_y = height - scaled(26)
        line_y = axis_y - scaled(22)
        box = self._bar_box(width, bar, 2)
        placer = Placer(QRectF(0, 0, width, axis_y))
        placer.take(box.adjusted(-8, 0, 8, 0))
        placer.take(QRectF(bar - 6, 0, 12, axis_y))
        placer.take(QRectF(low - 6, line_y - _HALF, high - low + 12, 2 * _HALF))
        sure, measured = ROW_STRONG.width(chart.low_text), ROW.width(chart.mid_text)
        above = line_y - max(12, ROW.height / 2) - ROW.height / 2  # two lines never overlap
        lefts = [high - sure if chart.at_most else low, bar + 8, bar - 8 - sure, box.right() + 9, box.left() - 9 - sure]  # fmt: skip
        spots = [(left + sure / 2, above) for left in lefts if 0 <= left <= width - sure]
        first = placer.place(chart.low_text, spots, ROW_STRONG)
        beside = [high + 12, low - 12 - measured, bar + 10, bar - 10 - measured]
        spots = [(left + measured / 2, line_y) for left in beside if 0 <= left <= width - measured]
        spots += [(high - measured / 2, above), (width - measured / 2, above), (measured / 2, above)]  # fmt: skip
        second = placer.place(chart.mid_text, spots, ROW)
        if first is None or second is None:
            return None
        return _BoundLayout(height, x, first, second, box, 6)

    def _in_rows(self, width: int, x: tuple[float, float, float, float]) -> _BoundLayout:
        chart, step = self.chart, ROW.height + 2
        sure, measured = ROW_STRONG.width(chart.low_text), ROW.width(chart.mid_text)
        box = self._bar_box(width, x[3], 2 * step + 4)
        through = box.left() - 2 <= x[3] <= box.right() + 2
        top = box.bottom() + 2 if through else box.top()
        height = int(box.bottom() + 16 + scaled(22) + scaled(26))
        return _BoundLayout(
            height,
            x,
            QRectF(0, 2, min(sure, width), ROW.height),
            QRectF(0, 2 + step, min(measured, width), ROW.height),
            box,
            top,
        )

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        t, chart, laid = tokens(), self.chart, self._layout(width)
        low, mid, high, bar = laid.x
        axis_y, line_y = laid.axis_y, laid.line_y
        painter.fillRect(QRectF(0, axis_y, width, 1), QColor(t.control))
        placer = Placer(QRectF(0, axis_y + 4, width, NOTE.height + 4))
        scale = PlotScale(chart.axis.low, chart.axis.high, 1, width - 1)
        for value, words in chart.axis.ticks:
            painter.fillRect(QRectF(scale(value), axis_y, 1, 4), QColor(t.control))
            placer.put(painter, words, [(scale(value), axis_y + 7 + NOTE.height / 2)])
        painter.fillRect(QRectF(bar - 1, laid.bar_top, 2, axis_y - laid.bar_top), QColor(t.ink))
        blue = QColor(t.measured)
        painter.setPen(QPen(blue, 4))
        painter.drawLine(QLineF(low, line_y, high, line_y))
        painter.setPen(QPen(blue, 2))
        sure = high if chart.at_most else low
        painter.drawLine(QLineF(sure, line_y - 8, sure, line_y + 8))
        paint_dot(painter, QPointF(mid, line_y), MarkStyle(emphasis=True), 7)
        write(painter, chart.low_text, laid.sure, ROW_STRONG, LEFT)
        write(painter, chart.mid_text, laid.measured, ROW, LEFT)
        flags = RIGHT if laid.bar.right() < bar else LEFT
        label = QRectF(laid.bar.left(), laid.bar.top(), laid.bar.width(), ROW.height)
        write(painter, chart.bar.label, label, ROW_STRONG, flags)
        note = label.translated(0, ROW.height - 1)
        write(painter, chart.bar.note, note, NOTE, flags)
