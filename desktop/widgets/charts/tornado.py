"""Which inputs move the value most: one bar an input, with its own ends written beside it.

Each bar wears its source, as mark and as fill: measured is blue and filled, published grey and filled, a guess and a
default of ours hollow and dotted. A bar can be pressed, to try another number.
"""

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import PROVENANCE_GLYPHS, paint_glyph
from desktop.theme.paint import LEFT, RIGHT
from desktop.widgets.charts.labels import NOTE, NOTE_STRONG, ROW, Placer, PlotScale, write
from desktop.widgets.charts.view import PaintedChart
from reports.chart_data import TornadoChart, TornadoRow
from reports.provenance import Provenance

_MARK = 18  # room for the source mark before a name
_TOP = 6


class TornadoChartView(PaintedChart[TornadoChart]):
    """Draws a ``TornadoChart``; the value when an input sits at its low end may lie at either side."""

    row_pressed = Signal(int)

    def canvas_height(self, _width: int, /) -> int:
        return len(self.chart.rows) * scaled(26) + scaled(30) + _TOP

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        t, chart, step, top = tokens(), self.chart, scaled(26), _TOP
        names = _MARK + min(
            max((ROW.width(row.label) for row in chart.rows), default=0), width * 2 // 5
        )
        ends = max(
            (NOTE.width(text) for row in chart.rows for text in (row.low_text, row.high_text)),
            default=0,
        )
        values = [value for row in chart.rows for value in (row.low, row.high)]
        values += [chart.base.value, chart.zero.value]
        low, high = min(values), max(values)
        scale = PlotScale(
            low, high if high > low else low + 1, names + 20 + ends, width - ends - 10
        )
        bottom = top + len(chart.rows) * step
        zero, base = scale(chart.zero.value), scale(chart.base.value)
        painter.setPen(QPen(QColor(t.ink2), 1))
        painter.drawLine(QLineF(zero, top, zero, bottom))
        boxes = [QRectF(0, top + at * step, width, step) for at in range(len(chart.rows))]
        for row, box in zip(chart.rows, boxes, strict=True):
            start, end = sorted((scale(row.low), scale(row.high)))
            bar = QRectF(start, box.center().y() - 6, max(2.0, end - start), 12)
            self._paint_bar(painter, bar, row.provenance)
        painter.fillRect(QRectF(base - 0.75, top, 1.5, bottom - top), QColor(t.ink))
        for row, box in zip(chart.rows, boxes, strict=True):
            self._paint_words(painter, row, box, scale, names)
        placer = Placer(QRectF(0, bottom + 2, width, NOTE.height + 6))
        below = bottom + 4 + NOTE.height / 2
        placer.put(painter, chart.base.label, [(base, below)], NOTE_STRONG, needed=True)
        shift = NOTE.width(chart.zero.label) / 2 + NOTE_STRONG.width(chart.base.label) / 2 + 8
        beside = base - shift if zero <= base else base + shift
        placer.put(painter, chart.zero.label, [(zero, below), (beside, below)])
        for value, text in chart.ends():
            placer.put(painter, text, [(scale(value), below)])

    def _paint_words(
        self, painter: QPainter, row: TornadoRow, box: QRectF, scale: PlotScale, names: int
    ) -> None:
        """Its name and its ends; the lines of the chart stop where an end is written."""
        glyph = PROVENANCE_GLYPHS[row.provenance]
        paint_glyph(painter, glyph, 0, box.center().y() - 6, 12)
        name = QRectF(_MARK, box.top(), names - _MARK, box.height())
        write(painter, row.label, name, ROW, LEFT)
        swapped = row.low > row.high
        start, end = sorted((scale(row.low), scale(row.high)))
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

    @staticmethod
    def _paint_bar(painter: QPainter, bar: QRectF, provenance: Provenance) -> None:
        t = tokens()
        if provenance in {Provenance.MEASURED, Provenance.PUBLISHED}:
            colour = t.measured if provenance is Provenance.MEASURED else t.control
            painter.fillRect(bar, QColor(colour))
            return
        pen = QPen(QColor(t.ink2), 1.2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2.0, 2.0])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        painter.setBrush(QColor(t.sunken))
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()

    def row_at(self, y: float) -> int | None:
        """The number of the row at this height of the picture, or None."""
        row = int((y - _TOP) // scaled(26))
        return row if y >= _TOP and row < len(self.chart.rows) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.row_at(event.position().y() - self.canvas.y())
        if row is not None and self.rect().contains(event.position().toPoint()):
            self.row_pressed.emit(row)
