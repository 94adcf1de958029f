"""Right answers by how sure it said it was, beside the diagonal of perfect honesty, with a row of counts."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import CENTRE, RIGHT
from desktop.widgets.charts.labels import NOTE, NOTE_STRONG, Placer, write
from desktop.widgets.charts.plot import Plot
from desktop.widgets.charts.view import ChartView
from desktop.widgets.label import Label
from desktop.widgets.marks import MarkStyle, paint_dot
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import ReliabilityBin
from reports.chart_data import Axis, ReliabilityChart

_SHARE = Axis(0, 1, ((0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1, percent(1.0))))


class ReliabilityChartView(ChartView[ReliabilityChart]):
    """Draws a ``ReliabilityChart``. Bigger dot: more examples."""

    def build(self) -> None:
        self.plot = Plot(self, self._margins(), self._paint_over)
        self.caveat = Label()
        self.whole.addWidget(self.plot)
        self.whole.addWidget(self.caveat)
        self.redraw()

    def _margins(self) -> tuple[int, int, int, int]:
        left = max(32, NOTE.width(self.chart.noun), NOTE.width(percent(1.0))) + 12
        return left, 20, 24, scaled(74)

    def _x_axis(self) -> Axis:
        said = [b.said for b in self.chart.bins] or [0.0]
        low = max(0.0, math.floor((min(said) - 0.03) * 10) / 10)
        step = 20 if low <= 0.6 else 10
        first = math.ceil(low * 100 / step) * step
        ticks = tuple(
            (v / 100, percent(1.0) if v == 100 else str(v)) for v in range(first, 101, step)
        )
        return Axis(low, 1, ticks)

    def redraw(self) -> None:
        chart, plot = self.chart, self.plot
        plot.set_margins(self._margins())
        plot.setFixedHeight(scaled(400))
        self.caveat.say(chart.caveat)
        axis = self._x_axis()
        plot.clear()
        plot.set_axes(axis, _SHARE)
        plot.line([(axis.low, axis.low), (1.0, 1.0)], tokens().ink, width=1)
        plot.viewport().update()

    def _paint_over(self, painter: QPainter, plot: Plot) -> None:
        box = plot.ground()
        placer = Placer(QRectF(plot.rect()))
        most = max((b.n for b in self.chart.bins), default=1) or 1
        for one in self.chart.bins:
            self._paint_bin(painter, plot, one, most)
            low, high = plot.at(one.said, one.low), plot.at(one.said, one.high)
            placer.take(QRectF(high.x() - 8, high.y(), 16, low.y() - high.y()))
        self._paint_honest(painter, plot, placer)
        counts = box.bottom() + NOTE.height + 8
        place = QRectF(0, counts, box.left() - 8, NOTE.height)
        write(painter, self.chart.noun, place, NOTE, RIGHT)
        row = Placer(QRectF(box.left() - 20, counts, box.width() + 40, NOTE.height + 1))
        for one in self.chart.bins:
            x = plot.at(one.said, 0).x()
            row.put(painter, digits(one.n), [(x, counts + NOTE.height / 2)])
        place = QRectF(box.left(), counts + NOTE.height + 4, box.width(), NOTE.height)
        write(painter, tr("how sure it said it was"), place, NOTE, CENTRE)

    def _paint_bin(self, painter: QPainter, plot: Plot, one: ReliabilityBin, most: int) -> None:
        painter.setPen(QPen(QColor(tokens().measured), 1.5))
        painter.drawLine(plot.at(one.said, one.low), plot.at(one.said, one.high))
        radius = 3.6 + 3.6 * math.sqrt(one.n / most)
        paint_dot(painter, plot.at(one.said, one.right), MarkStyle(), radius)

    def _paint_honest(self, painter: QPainter, plot: Plot, placer: Placer) -> None:
        low = self._x_axis().low
        words = tr("perfectly honest")
        half = NOTE_STRONG.width(words) / 2
        for share in (0.72, 0.62, 0.5, 0.85, 0.4):
            value = low + share * (1 - low)
            on_line = plot.at(value, value)
            for offset in (56, 40, 80):
                x = min(on_line.x() + 30, plot.ground().right() - half)
                if placer.put(painter, words, [(x, on_line.y() + offset)], NOTE_STRONG):
                    painter.setPen(QPen(QColor(tokens().ink2), 1))
                    end = QPointF(on_line.x() + 10, on_line.y() + offset - NOTE.height / 2)
                    painter.drawLine(QPointF(on_line.x(), on_line.y() + 3), end)
                    return
