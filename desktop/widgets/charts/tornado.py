"""Which inputs move the value most: one bar an input, with its own ends written beside it."""

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.theme.current import scaled, tokens
from desktop.widgets.charts.labels import (
    LEFT,
    NOTE,
    NOTE_STRONG,
    RIGHT,
    ROW,
    Placer,
    Scale,
    write,
)
from desktop.widgets.charts.view import PaintedChart
from reports.chart_data import TornadoChart, TornadoRow


class TornadoChartView(PaintedChart[TornadoChart]):
    """Draws a ``TornadoChart``; the value when an input sits at its low end may lie at either side."""

    def canvas_height(self, width: int) -> int:
        del width
        return len(self.chart.rows) * scaled(26) + scaled(30) + 6

    def paint_canvas(self, painter: QPainter, width: int, height: int) -> None:
        del height
        t, chart, step, top = tokens(), self.chart, scaled(26), 6
        names = min(max((ROW.width(row.label) for row in chart.rows), default=0), width * 2 // 5)
        ends = max(
            (NOTE.width(text) for row in chart.rows for text in (row.low_text, row.high_text)),
            default=0,
        )
        values = [value for row in chart.rows for value in (row.low, row.high)]
        values += [chart.base.value, chart.zero.value]
        low, high = min(values), max(values)
        scale = Scale(low, high if high > low else low + 1, names + 20 + ends, width - ends - 10)
        bottom = top + len(chart.rows) * step
        zero, base = scale(chart.zero.value), scale(chart.base.value)
        painter.setPen(QPen(QColor(t.ink2), 1))
        painter.drawLine(QLineF(zero, top, zero, bottom))
        for number, row in enumerate(chart.rows):
            self._paint_row(painter, row, QRectF(0, top + number * step, width, step), scale, names)
        painter.fillRect(QRectF(base - 0.75, top, 1.5, bottom - top), QColor(t.ink))
        placer = Placer(QRectF(0, bottom + 2, width, NOTE.height + 6))
        below = bottom + 4 + NOTE.height / 2
        placer.put(painter, chart.base.label, [(base, below)], NOTE_STRONG, needed=True)
        shift = NOTE.width(chart.zero.label) / 2 + NOTE_STRONG.width(chart.base.label) / 2 + 8
        beside = base - shift if zero <= base else base + shift
        placer.put(painter, chart.zero.label, [(zero, below), (beside, below)])

    def _paint_row(
        self, painter: QPainter, row: TornadoRow, box: QRectF, scale: Scale, names: int
    ) -> None:
        write(painter, row.label, QRectF(0, box.top(), names, box.height()), ROW, LEFT)
        swapped = row.low > row.high
        start, end = sorted((scale(row.low), scale(row.high)))
        fill = QColor(tokens().control)
        fill.setAlphaF(0.55)
        painter.fillRect(QRectF(start, box.center().y() - 6, max(2.0, end - start), 12), fill)
        left_text = row.high_text if swapped else row.low_text
        right_text = row.low_text if swapped else row.high_text
        room = NOTE.width(left_text)
        place = QRectF(start - 6 - room, box.top(), room, box.height())
        painter.fillRect(place.adjusted(0, 4, 0, -4), QColor(tokens().canvas))
        write(painter, left_text, place, NOTE, RIGHT)
        room = NOTE.width(right_text)
        place = QRectF(end + 6, box.top(), room, box.height())
        painter.fillRect(place.adjusted(0, 4, 0, -4), QColor(tokens().canvas))
        write(painter, right_text, place, NOTE, LEFT)
