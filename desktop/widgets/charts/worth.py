"""What the next labels are worth against what they cost: two lines by their number, and where it pays most."""

import math
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import CENTRE, RIGHT
from desktop.widgets.charts.labels import NOTE, NOTE_STRONG, Placer, PlotScale, write
from desktop.widgets.charts.view import PaintedChart
from desktop.widgets.marks import MarkStyle, paint_dot
from estimators.base.sentence import tr
from reports.chart_data import WorthChart, WorthPoint
from reports.provenance import Provenance

_PICTURE = 120
At = Callable[[WorthPoint, float], QPointF]


class WorthChartView(PaintedChart[WorthChart]):
    """Draws a ``WorthChart``: the worth dotted, since it rests on guesses; the cost in ink."""

    def canvas_height(self, _width: int, /) -> int:
        return scaled(_PICTURE) + 8 + 2 * NOTE.height + 8

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        t, chart = tokens(), self.chart
        if not chart.points:
            return
        left = max((NOTE.width(text) for _, text in chart.y_axis.ticks), default=0)
        right = max(NOTE.width(tr("worth")), NOTE.width(tr("cost"))) + 8
        low_x, high_x = (math.log2(end) for end in (chart.x_axis.low, chart.x_axis.high))
        x = PlotScale(low_x, high_x, left + 12, width - right)
        top, bottom = 8.0, 8.0 + scaled(_PICTURE)
        y = PlotScale(chart.y_axis.low, chart.y_axis.high, bottom, top)
        for value, text in chart.y_axis.ticks:
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(QLineF(x.start, y(value), x.end, y(value)))
            box = QRectF(0, y(value) - NOTE.height / 2, left, NOTE.height)
            write(painter, text, box, NOTE, RIGHT)
        painter.fillRect(QRectF(x.start, bottom, x.end - x.start, 1), QColor(t.control))

        def at(point: WorthPoint, amount: float) -> QPointF:
            return QPointF(x(math.log2(point.n)), y(amount))

        cost = [at(p, p.cost) for p in chart.points if p.cost <= chart.y_axis.high]
        worth = [at(p, p.worth) for p in chart.points]
        painter.setPen(QPen(QColor(t.ink), 1.4))
        painter.drawPolyline(QPolygonF(cost))
        dotted = QPen(QColor(t.ink2), 1.8)
        dotted.setDashPattern([2.0, 2.0])
        painter.setPen(dotted)
        painter.drawPolyline(QPolygonF(worth))
        placer = Placer(QRectF(left + 4, 0, width - left - 4, bottom + NOTE.height + 6))
        for line in (worth, cost):
            for start, end in pairwise(line):
                steps = max(1, int(QLineF(start, end).length() / 8))
                for step in range(steps + 1):
                    on = start + (end - start) * (step / steps)
                    placer.take(QRectF(on.x() - 2, on.y() - 2, 4, 4))
        self._paint_best(painter, placer, at, bottom)
        if worth:
            half = NOTE_STRONG.width(tr("worth")) / 2 + 6
            placer.put(
                painter,
                tr("worth"),
                [(worth[-1].x() + half, worth[-1].y())],
                NOTE_STRONG,
                needed=True,
            )
        half = NOTE.width(tr("cost")) / 2 + 8
        later = cost[len(cost) // 2 :]
        beside = [(on.x() - half, on.y() - 4) for on in reversed(later)]
        beside += [(on.x(), on.y() - 14) for on in reversed(later)]
        placer.put(painter, tr("cost"), beside)
        below = bottom + 5 + NOTE.height / 2
        for value, text in chart.x_axis.ticks:
            placer.put(painter, text, [(x(math.log2(value)), below)])
        box = QRectF(x.start, bottom + NOTE.height + 6, x.end - x.start, NOTE.height)
        write(painter, chart.x_axis.label, box, NOTE, CENTRE)

    def _paint_best(self, painter: QPainter, placer: Placer, at: At, bottom: float) -> None:
        chart = self.chart
        best = next((p for p in chart.points if p.n == chart.best), None)
        if best is None:
            return
        place = at(best, best.worth)
        painter.setPen(QPen(QColor(tokens().ink2), 1))
        painter.drawLine(QLineF(place.x(), place.y(), place.x(), bottom))
        paint_dot(painter, place, MarkStyle(Provenance.GUESS), 4.2)
        placer.take(QRectF(place.x() - 6, place.y() - 6, 12, 12))
        placer.take(QRectF(place.x() - 2, place.y(), 4, bottom - place.y()))
        half = NOTE_STRONG.width(chart.best_text) / 2
        spots = [
            (place.x(), place.y() - 6 - NOTE.height / 2),
            (place.x() - half - 10, place.y() - 4),
        ]
        spots += [(place.x() + half + 10, place.y() + 14)]
        beside = (place.x() + half + 10, place.x() - half - 10)
        spots += [(x, place.y() - up) for up in (24, 40, 56, 72) for x in beside]
        placer.put(painter, chart.best_text, spots, NOTE_STRONG, needed=True)
