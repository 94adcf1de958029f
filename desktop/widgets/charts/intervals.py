"""Rows of dots with 90% lines on one axis: options by value, runs by accuracy, classes by share found."""

from PySide6.QtCore import QLineF, QRectF, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import CENTRE, LEFT, RIGHT, Face, paint_box
from desktop.theme.type import Role
from desktop.widgets.charts.labels import NOTE, ROW, ROW_STRONG, Placer, PlotScale, write
from desktop.widgets.charts.view import PaintedChart
from desktop.widgets.marks import MarkStyle, paint_interval
from reports.chart_data import IntervalChart, IntervalRow

_GAP, _ROOM = 20, 8
_NARROWEST = 140  # pixels for the lines, before notes and then names give way
_LEAST_PLOT = 380  # pixels for the lines, before further figures give way


class IntervalChartView(PaintedChart[IntervalChart]):
    """Draws an ``IntervalChart``; rows keep their order. ``row_pressed`` carries the number of a row that was clicked."""

    row_pressed = Signal(int)

    def _row_height(self) -> int:
        if self._noted():
            return scaled(30 if len(self.chart.rows) < 6 else 34)
        return scaled(30 if len(self.chart.rows) < 6 else 27)

    def _noted(self) -> bool:
        return any(row.note for row in self.chart.rows)

    def _top(self) -> int:
        flagged = any(marker.strong for marker in self.chart.markers) or self.chart.value_header
        return scaled(32 if flagged else 8)

    def canvas_height(self, width: int, /) -> int:
        return self._top() + len(self.chart.rows) * self._step(width) + scaled(30)

    def _step(self, width: int) -> int:
        """Pixels from row to row: more where a name does not fit on one line."""
        names = self._columns(width)[0]
        tall = max((ROW_STRONG.height_of(row.label, names) for row in self.chart.rows), default=0)
        return max(self._row_height(), tall + 4 if tall > ROW_STRONG.height else 0)

    def _columns(self, width: int) -> tuple[int, int, int]:
        """Pixels for the names, what is said of them, and the values."""
        rows = self.chart.rows
        if any(row.chosen for row in rows):
            width -= 2 * _ROOM
        names = max((ROW_STRONG.width(row.label) for row in rows), default=0)
        notes = max((NOTE.width(row.note) for row in rows), default=0)
        values = max((ROW_STRONG.width(row.value_text) for row in rows), default=0)
        values = max(values, NOTE.width(self.chart.value_header))
        if width - names - notes - values - 3 * _GAP < scaled(_NARROWEST):
            notes = 0  # what is said of a row gives way before its name does
        names = min(names, max(width * 2 // 5, width - values - 2 * _GAP - scaled(_NARROWEST)))
        return names, notes, values

    def row_at(self, y: float) -> int | None:
        """The number of the row at this height of the picture, or None."""
        row = int((y - self._top()) // self._step(self.canvas.width()))
        return row if y >= self._top() and row < len(self.chart.rows) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.row_at(event.position().y() - self.canvas.y())
        if row is not None and self.rect().contains(event.position().toPoint()):
            self.row_pressed.emit(row)

    def paint_canvas(self, painter: QPainter, width: int) -> None:
        chart, top, step = self.chart, self._top(), self._step(width)
        names, notes, values = self._columns(width)
        if any(row.chosen for row in chart.rows):  # room for the filled row around its words
            self._paint_chosen(painter, top, step, width)
            painter.translate(_ROOM, 0)
            width -= 2 * _ROOM
        left = names + (_GAP + notes if notes else 0) + _GAP
        further = self._further(width - values - _GAP - left - scaled(_LEAST_PLOT))
        ends = [width - sum(further[at:]) for at in range(len(further) + 1)]
        right = ends[0]
        scale = PlotScale(chart.axis.low, chart.axis.high, left + 8, right - values - _GAP - 8)
        bottom = top + len(chart.rows) * step
        self._paint_grid(painter, scale, top, bottom, width)
        for number, row in enumerate(chart.rows):
            box = QRectF(0, top + number * step, width, step)
            self._paint_row(painter, row, box, scale, (names, notes, values, right))
            face = ROW_STRONG if row.emphasis else ROW
            for at, text in enumerate(row.columns[: len(further)]):
                place = QRectF(ends[at], box.top(), further[at], step)
                write(painter, text, place, face, RIGHT)
        headers = [chart.value_header]
        headers += [header if room else "" for header, room in zip(chart.column_headers, further, strict=False)]  # fmt: skip
        for end, header in zip(ends, headers, strict=True):
            place = QRectF(0, top - 4 - NOTE.height if further else 0, end, NOTE.height)
            write(painter, header, place, NOTE, RIGHT)

    def _further(self, room: float) -> list[int]:
        """The widths of the further figures that there is room for, with the gap before each."""
        kept: list[int] = []
        for at, header in enumerate(self.chart.column_headers):
            texts = [row.columns[at] for row in self.chart.rows if len(row.columns) > at]
            if not any(texts):
                kept.append(0)
                continue
            width = max(NOTE.width(header), *(ROW_STRONG.width(text) for text in texts)) + _GAP
            if sum(kept) + width > room:
                break
            kept.append(width)
        return kept

    def _paint_chosen(self, painter: QPainter, top: int, step: int, width: int) -> None:
        for number, row in enumerate(self.chart.rows):
            if row.chosen:
                box = QRectF(0, top + number * step + 1, width, step - 2)
                paint_box(painter, box, fill="sel")

    def _paint_grid(
        self, painter: QPainter, scale: PlotScale, top: int, bottom: int, width: int
    ) -> None:
        t, chart = tokens(), self.chart
        placer = Placer(QRectF(0, bottom + 4, width, NOTE.height + 4))
        below = bottom + 5 + NOTE.height / 2
        for marker in sorted(chart.markers, key=lambda m: m.strong):
            x = scale.clipped(marker.value)
            assert x is not None
            if marker.strong:
                painter.fillRect(QRectF(x - 1, top - 4, 2, bottom - top + 4), QColor(t.ink))
                text_width = ROW_STRONG.width(marker.label)
                left = min(max(0.0, x - text_width / 2), width - text_width)
                box = QRectF(left, top - 4 - NOTE.height, text_width, NOTE.height)
                write(painter, marker.label, box, Face(Role.ROW, 600, "ink", tabular=True), CENTRE)
            else:
                painter.setPen(QPen(QColor(t.ink2), 1))
                painter.drawLine(QLineF(x, top, x, bottom))
                placer.put(painter, marker.label, [(x, below)], NOTE, needed=True)
        weak = {marker.value for marker in chart.markers if not marker.strong}
        strong = {marker.value for marker in chart.markers if marker.strong}
        for value, words in chart.axis.ticks:
            x = scale(value)
            if value not in weak | strong:
                painter.setPen(QPen(QColor(t.line), 1))
                painter.drawLine(QLineF(x, top, x, bottom))
            if value not in weak:
                placer.put(painter, words, [(x, below)])

    def _paint_row(
        self,
        painter: QPainter,
        row: IntervalRow,
        box: QRectF,
        scale: PlotScale,
        widths: tuple[int, int, int, int],
    ) -> None:
        names, notes, values, right = widths
        if row.divider_above:
            painter.fillRect(QRectF(0, box.top(), box.width(), 1), QColor(tokens().line))
        face = ROW_STRONG if row.emphasis else ROW
        write(painter, row.label, QRectF(0, box.top(), names, box.height()), face, LEFT)
        if notes and row.note:
            place = QRectF(names + _GAP, box.top(), notes, box.height())
            write(painter, row.note, place, NOTE, LEFT)
        place = QRectF(right - values, box.top(), values, box.height())
        write(painter, row.value_text, place, face, RIGHT)
        style = MarkStyle(
            row.provenance,
            emphasis=row.emphasis,
            earlier=row.earlier,
            baseline=row.baseline,
        )
        x = (scale.clipped(row.low), scale.clipped(row.mid), scale.clipped(row.high))
        paint_interval(painter, x, box.center().y(), style)
