"""The launch picture: the bar, the measured share with its 90% line, and what we are sure of."""

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import LEFT, RIGHT
from desktop.widgets.charts.labels import NOTE, ROW, ROW_STRONG, Placer, PlotScale, write
from desktop.widgets.charts.view import PaintedChart
from desktop.widgets.marks import MarkStyle, paint_dot
from reports.chart_data import BoundChart

_ROOMY = 460  # below this the words need a line more


class BoundChartView(PaintedChart[BoundChart]):
    """Draws a ``BoundChart``; untitled where the page's headline says it already."""

    def canvas_height(self, width: int, /) -> int:
        return scaled(108 if width >= _ROOMY else 130)

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        t, chart = tokens(), self.chart
        axis_y = self.canvas.height() - scaled(26)
        line_y = axis_y - scaled(22)
        scale = PlotScale(chart.axis.low, chart.axis.high, 1, width - 1)
        painter.fillRect(QRectF(0, axis_y, width, 1), QColor(t.control))
        placer = Placer(QRectF(0, axis_y + 4, width, NOTE.height + 4))
        for value, words in chart.axis.ticks:
            x = scale(value)
            painter.fillRect(QRectF(x, axis_y, 1, 4), QColor(t.control))
            placer.put(painter, words, [(x, axis_y + 7 + NOTE.height / 2)])
        low, mid, high = (scale.clipped(v) for v in (chart.low, chart.mid, chart.high))
        bar = scale.clipped(chart.bar.value)
        assert low is not None
        assert mid is not None
        assert high is not None
        assert bar is not None
        self._paint_bar(painter, bar, axis_y)
        blue = QColor(t.measured)
        painter.setPen(QPen(blue, 4))
        painter.drawLine(QLineF(low, line_y, high, line_y))
        painter.setPen(QPen(blue, 2))
        sure = high if chart.at_most else low
        painter.drawLine(QLineF(sure, line_y - 8, sure, line_y + 8))
        paint_dot(painter, QPointF(mid, line_y), MarkStyle(emphasis=True), 7)
        self._paint_words(painter, (low, bar, high), line_y, width)

    def _bar_words(self) -> int:
        return max(ROW_STRONG.width(self.chart.bar.label), NOTE.width(self.chart.bar.note))

    def _paint_bar(self, painter: QPainter, x: float, axis_y: float) -> None:
        painter.fillRect(QRectF(x - 1, 6, 2, axis_y - 6), QColor(tokens().ink))
        words = self._bar_words()
        left, flags = (x - 10 - words, RIGHT) if x - 10 - words >= 0 else (x + 10, LEFT)
        write(painter, self.chart.bar.label, QRectF(left, 2, words, ROW.height), ROW_STRONG, flags)
        write(painter, self.chart.bar.note, QRectF(left, 21, words, NOTE.height), NOTE, flags)

    def _paint_words(
        self, painter: QPainter, xs: tuple[float, float, float], line_y: float, width: int
    ) -> None:
        low, bar, high = xs
        sure = ROW_STRONG.width(self.chart.low_text)
        words = self._bar_words()
        left = max(0.0, high - sure) if self.chart.at_most else min(low, width - sure)
        at_left = bar - 10 - words >= 0  # the bar's own words stand at its left
        taken = (bar - 10 - words, bar + 2) if at_left else (bar - 2, bar + 12 + words)
        if width < _ROOMY:
            left = low if low + sure <= width else max(bar + 6, width - sure)
        elif left < taken[1] + 8 and left + sure > taken[0]:
            beyond = taken[1] + 8
            left = beyond if beyond + sure <= width else max(0.0, taken[0] - 8 - sure)
        place = QRectF(left, line_y - 12 - ROW.height, sure, ROW.height)
        write(painter, self.chart.low_text, place, ROW_STRONG, LEFT)
        self._paint_measured(painter, xs, line_y, width)

    def _paint_measured(
        self, painter: QPainter, xs: tuple[float, float, float], line_y: float, width: int
    ) -> None:
        """Beside the line, at its right if there is room; the bar does not run through it."""
        low, bar, high = xs
        words = ROW.width(self.chart.mid_text)
        fitting = [
            left
            for left in (high + 12, low - 12 - words, bar + 10, bar - 10 - words)
            if 0 <= left <= width - words and not low < left + words / 2 < high
        ]
        clear = [left for left in fitting if not left - 4 < bar < left + words + 4]
        if fitting:
            place = QRectF((clear or fitting)[0], line_y - ROW.height / 2, words, ROW.height)
            write(painter, self.chart.mid_text, place, ROW, LEFT)
