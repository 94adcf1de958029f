"""A curve with its band: the learning curve with its forecast, or acceptance against accuracy."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import CENTRE, Face
from desktop.theme.type import Role
from desktop.widgets.charts.labels import NOTE, NOTE_STRONG, Placer, write
from desktop.widgets.charts.plot import Plot
from desktop.widgets.charts.view import ChartView
from desktop.widgets.focus import claims
from desktop.widgets.marks import MarkStyle, paint_dot
from desktop.widgets.spoken_role import announce
from reports.chart_data import CurveChart, CurvePoint
from reports.curve_data import CurveReading, Row, densified
from reports.provenance import Provenance

_STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape)
_APART = 5  # pixels between the places of a curve that words are kept off
_NEAR = 14  # pixels from a point
_INNER = (0.1, 0.16)  # how dense the 80% and the 50% band lie over the widest


class CurveChartView(ChartView[CurveChart]):
    """Draws a ``CurveChart``: bands, line, points with whiskers, goal, where it is reached, launch bar.

    A forecast can be read at any n: by the pointer, or with the arrows while the chart has the focus.
    """

    reading_changed = Signal(str)  # "at 640: 88%, ...", or an empty text

    _at: CurveReading | None = None
    _dense: tuple[Row, ...] = ()  # the line as it is drawn
    _height: int | None = None  # as asked for

    def build(self) -> None:
        self.setMouseTracking(True)
        self.plot = Plot(self, self._margins(self.chart), self._paint_over)
        self.whole.addWidget(self.plot)
        self.redraw()

    # --- reading any n --------------------------------------------------------------------------------------------

    def read_at(self, x: float | None) -> None:
        """Point at an x of the forecast; None: nowhere. ``reading_changed`` says what it is there."""
        there = self.chart.read(x) if x is not None else None
        if there == self._at:
            return
        self._at = there
        self.plot.viewport().update()
        self.reading_changed.emit(there.words if there is not None else "")

    def set_chart(self, chart: CurveChart) -> None:
        self._at = None if self._at is None else chart.read(self._at.x)
        super().set_chart(chart)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.plot.mapFrom(self, event.position().toPoint())
        inside = self.plot.ground().adjusted(-8, -8, 8, 24).contains(QPointF(place))
        self.read_at(self._whole(self.plot.value_at(place.x())) if inside else None)
        # People's remarks are shown as they were typed, never read as HTML.
        words = escape(self.hover_at(QPointF(place)), quote=False).replace("\n", "<br>")
        self.setToolTip(f"<qt>{words}</qt>" if words else "")

    def hover_at(self, place: QPointF) -> str:
        """What is said of the point at this place of the plot; nothing where there is none."""
        for point in self.chart.points:
            away = self.plot.at(point.x, point.y) - place
            if away.manhattanLength() <= _NEAR:
                return point.hover
        return ""

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.read_at(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.read_at(None)

    def event(self, event: QEvent) -> bool:
        if self.chart.forecast_from is not None and claims(event, *_STEPS):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        have = self.chart.forecast_from
        nowhere = event.key() == Qt.Key.Key_Escape and self._at is None
        if have is None or event.key() not in _STEPS or nowhere:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.read_at(None)
            return
        ends = (self.chart.line[0][0], self.chart.line[-1][0]) if self.chart.line else (have, have)
        here = self._at.x if self._at is not None else have
        step = 2 ** (1 / 8) if self._at is not None else 1.0
        x = {
            Qt.Key.Key_Left: here / step,
            Qt.Key.Key_Right: here * step,
            Qt.Key.Key_Home: ends[0],
            Qt.Key.Key_End: ends[1],
        }[Qt.Key(event.key())]
        self.read_at(self._whole(x))
        if self._at is not None:
            announce(self, self._at.words)

    @staticmethod
    def _whole(x: float) -> float:
        """A count as one says it: three figures are enough."""
        return float(round(float(f"{x:.3g}")))

    @staticmethod
    def _margins(chart: CurveChart) -> tuple[int, int, int, int]:
        below = (
            scaled(30)
            + (scaled(20) if chart.x_axis.label else 0)
            + (scaled(20) if chart.bar else 0)
        )
        widest = max((NOTE.width(words) for _, words in chart.y_axis.ticks), default=0)
        return max(scaled(44), widest + 12), scaled(20), scaled(16), below

    def set_plot_height(self, pixels: int) -> None:
        """So tall at letters of 100%."""
        self._height = pixels
        self.plot.setFixedHeight(scaled(pixels))

    def redraw(self) -> None:
        chart, t, plot = self.chart, tokens(), self.plot
        plot.set_margins(self._margins(chart))
        plot.setFixedHeight(scaled(self._height or 260))
        simulated = chart.provenance is Provenance.SIMULATED
        colour = t.sim_mark if simulated else t.measured
        soft = t.sim_soft if simulated else t.measured_soft
        plot.clear()
        plot.set_axes(chart.x_axis, chart.y_axis)
        plot.keep_ticks_off = () if chart.bar is None else (chart.bar.value,)
        turn = chart.forecast_from
        if turn is None:
            plot.area(chart.band, soft, 1.0)
            plot.line(chart.line, colour, dashed=simulated or chart.dashed)
        else:
            self._draw_forecast(turn, colour, soft)
        plot.viewport().update()

    def _draw_forecast(self, turn: float, colour: str, soft: str) -> None:
        """The bands (the narrower the darker) and the line: solid to what there is now, beyond it dashed and paler."""
        chart, plot = self.chart, self.plot
        widest = 0.55 if chart.inner else 1.0
        for band, fill, alpha in (
            (chart.band, soft, widest),
            *((inner.points, colour, _INNER[inner.share < 0.7]) for inner in chart.inner),
        ):
            known, beyond = _parted(densified(band), turn)
            plot.area(known, fill, alpha)
            plot.area(beyond, fill, 0.6 * alpha)
        self._dense = densified(chart.line)
        known, beyond = _parted(self._dense, turn)
        plot.line(known, colour)
        plot.line(beyond, colour, dashed=True)

    def _paint_over(self, painter: QPainter, plot: Plot) -> None:
        chart = self.chart
        box = plot.ground()
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), QColor(tokens().control))
        placer = Placer(QRectF(plot.rect()))
        for point in chart.points:
            at = plot.at(point.x, point.y)
            placer.take(QRectF(at.x() - 7, at.y() - 7, 14, 14))
            top, bottom = plot.at(point.x, point.high).y(), plot.at(point.x, point.low).y()
            placer.take(QRectF(at.x() - 3, top, 6, bottom - top))
        self._keep_off_lines(plot, placer)
        self._paint_goal(painter, plot, placer)
        self._paint_reached(painter, plot, placer)
        painter.save()
        painter.setClipRect(box.adjusted(-8, -8, 8, 0))
        for point in chart.points:
            self._paint_point(painter, plot, point)
        painter.restore()
        self._paint_now(painter, plot, placer)
        self._paint_labels(painter, plot, placer)
        self._paint_point_label(painter, plot, placer)
        self._paint_bar(painter, plot)
        if self._at is not None:
            self._paint_reading(painter, plot, self._at)
        if chart.x_axis.label:
            place = QRectF(box.left(), plot.height() - NOTE.height, box.width(), NOTE.height)
            write(painter, chart.x_axis.label, place, NOTE, CENTRE)

    def _keep_off_lines(self, plot: Plot, placer: Placer) -> None:
        """Take the places of the curve, and of the line down from where it is reached."""
        chart, box = self.chart, plot.ground()
        places = [plot.at(x, y) for x, y in (self._dense or densified(chart.line))]
        for start, end in pairwise(places):
            steps = max(1, round(QLineF(start, end).length() / _APART))
            for step in range(steps):
                at = start + (end - start) * (step / steps)
                placer.take(QRectF(at.x() - 2, at.y() - 2, 4, 4))
        if chart.reached_at is not None and chart.goal is not None:
            top = plot.at(chart.reached_at.value, chart.goal.value)
            if top.x() <= box.right() + 1:
                placer.take(QRectF(top.x() - 5, top.y() - 5, 10, box.bottom() - top.y() + 5))
        for point in chart.points:
            if point.to_axis:
                at = plot.at(point.x, point.y)
                placer.take(QRectF(at.x() - 3, at.y(), 6, box.bottom() - at.y()))

    def _paint_goal(self, painter: QPainter, plot: Plot, placer: Placer) -> None:
        goal = self.chart.goal
        if goal is None:
            return
        box = plot.ground()
        y = plot.at(self.chart.x_axis.low, goal.value).y()
        reached = self.chart.reached_at
        end = min(plot.at(reached.value, goal.value).x() if reached else box.right(), box.right())
        painter.setPen(QPen(QColor(tokens().ink2), 1.4))
        painter.drawLine(QLineF(box.left(), y, end, y))
        half = NOTE_STRONG.width(goal.label) / 2
        left, right = box.left() + 4 + half, box.right() - half
        # On its line where that is free: at the left, at the right, then wherever; above it before below.
        places = [left, right, *(left + (right - left) * share for share in (0.75, 0.5, 0.25))]
        spots = [
            (x, y + away)
            for away in (-10, 11, -26, 27, -42, 43, -58, 59)
            for x in places
            if abs(away) > 11 or x + half <= end or x == left
        ]
        spots += [(at, box.top() - scaled(10)) for at in (left, right)]  # above the picture
        placer.put(painter, goal.label, spots, NOTE_STRONG, needed=True)
        placer.take(QRectF(box.left(), y - 3, end - box.left(), 6))

    def _paint_reached(self, painter: QPainter, plot: Plot, placer: Placer) -> None:
        chart, t = self.chart, tokens()
        box = plot.ground()
        if chart.reached_at is not None and chart.goal is not None:
            top = plot.at(chart.reached_at.value, chart.goal.value)
            if top.x() <= box.right() + 1:
                pen = QPen(QColor(t.ink), 1.5)
                pen.setDashPattern([1.2, 2.2])
                painter.setPen(pen)
                painter.drawLine(top, QPointF(top.x(), box.bottom()))
                if chart.forecast_from is not None:
                    paint_dot(painter, top, MarkStyle(Provenance.GUESS), 4.4)
                half = NOTE.width(chart.reached_at.label) / 2 + 8
                spots = [(top.x() + half, top.y() + 18), (top.x() - half, top.y() + 18)]
                spots += [(top.x() + half, top.y() + 40), (top.x() - half, top.y() + 40)]
                placer.put(painter, chart.reached_at.label, spots)
        if chart.reached_range is not None:
            low, high = chart.reached_range
            start = max(box.left(), plot.at(low, chart.y_axis.low).x())
            end = min(box.right(), plot.at(high, chart.y_axis.low).x())
            if end > start:
                painter.fillRect(QRectF(start, box.bottom() - 1, end - start, 3), QColor(t.ink))
            half = NOTE.width(chart.reached_range_text) / 2 + 8
            y = box.bottom() - 12
            left, right = start - half, end + half
            spots = [(left, y)] if left - half >= box.left() - 8 else []
            spots += [(right, y)] if right + half <= box.right() + 8 else []
            spots += [(end - half, y - 2), (box.center().x(), y)]
            placer.put(painter, chart.reached_range_text, spots, Face(colour="ink", tabular=True))

    def _paint_point(self, painter: QPainter, plot: Plot, point: CurvePoint) -> None:
        style = MarkStyle(point.provenance, earlier=point.earlier)
        at = plot.at(point.x, point.y)
        simulated = point.provenance is Provenance.SIMULATED
        if point.high > point.low:
            colour = tokens().sim_mark if simulated else tokens().measured
            painter.setPen(QPen(QColor(colour), 1.5))
            low, high = plot.at(point.x, point.low), plot.at(point.x, point.high)
            painter.drawLine(low, high)
        paint_dot(painter, at, style, 4.0)

    def _paint_now(self, painter: QPainter, plot: Plot, placer: Placer) -> None:
        """A tick on the line at the number there is now, with its label."""
        now, box = self.chart.now, plot.ground()
        there = self.chart.read(now.value) if now is not None else None
        if now is None or there is None:
            return
        at = plot.at(there.x, there.y)
        painter.setPen(QPen(QColor(tokens().ink), 2))
        painter.drawLine(QLineF(at.x(), at.y() - 7, at.x(), at.y() + 7))
        placer.take(QRectF(at.x() - 3, at.y() - 8, 6, 16))
        half = NOTE_STRONG.width(now.label) / 2 + 8
        spots = [(at.x() + half, at.y() + away) for away in (16, 28, 40, 52)]
        spots += [(at.x() + half, at.y() - away) for away in (16, 30, 44)]
        spots += [(at.x() - half, at.y() + away) for away in (20, 36, -18, -34)]
        spots += [(at.x() + half, box.bottom() - 12)]
        placer.put(painter, now.label, spots, NOTE_STRONG, needed=True)

    def _paint_reading(self, painter: QPainter, plot: Plot, there: CurveReading) -> None:
        """Where the person points: a hairline, the 90% interval and the value on the line."""
        box, t = plot.ground(), tokens()
        at = plot.at(there.x, there.y)
        painter.setPen(QPen(QColor(t.control), 1))
        painter.drawLine(QLineF(at.x(), box.top(), at.x(), box.bottom()))
        painter.setPen(QPen(QColor(t.ink), 2))
        low, high = plot.at(there.x, there.low).y(), plot.at(there.x, there.high).y()
        painter.drawLine(QLineF(at.x(), max(high, box.top()), at.x(), min(low, box.bottom())))
        paint_dot(painter, at, MarkStyle(baseline=True), 3.4)

    def _paint_labels(self, painter: QPainter, plot: Plot, placer: Placer) -> None:
        """The words of single points, and the dotted lines from them to the axis."""
        box = plot.ground()
        for point in self.chart.points:
            at = plot.at(point.x, point.y)
            if point.to_axis:
                pen = QPen(QColor(tokens().ink2), 1)
                pen.setDashPattern([2, 2])
                painter.setPen(pen)
                painter.drawLine(QLineF(at.x(), at.y() + 6, at.x(), box.bottom()))
            if point.label:
                face = NOTE_STRONG if point.to_axis else NOTE
                half = face.width(point.label) / 2
                above, below = at.y() - scaled(16), at.y() + scaled(16)
                spots = [(at.x() - half / 2, above), (at.x() - half, above), (at.x(), above)]
                spots += [(at.x() + half + 12, below), (at.x() - half - 12, below)]
                placer.put(
                    painter, point.label, [*spots, *_around(at, half + 12)], face, needed=True
                )

    def _paint_point_label(self, painter: QPainter, plot: Plot, placer: Placer) -> None:
        if not self.chart.points or not self.chart.point_label:
            return
        last = self.chart.points[-1]
        at = plot.at(last.x, last.y)
        half = NOTE_STRONG.width(self.chart.point_label) / 2 + 8
        spots = _around(at, half)
        placer.put(painter, self.chart.point_label, spots, NOTE_STRONG, needed=True)

    def _paint_bar(self, painter: QPainter, plot: Plot) -> None:
        bar = self.chart.bar
        if bar is None:
            return
        box, t = plot.ground(), tokens()
        x = plot.at(bar.value, self.chart.y_axis.low).x()
        below = box.bottom() + NOTE.height + 8
        painter.fillRect(
            QRectF(x - 1, box.bottom() - 12, 2, below - box.bottom() + 12), QColor(t.ink)
        )
        face = Face(Role.NOTE, 600, "ink", tabular=True)
        placer = Placer(QRectF(plot.rect()))
        placer.put(painter, bar.label, [(x, below + NOTE.height / 2)], face, needed=True)


def _around(at: QPointF, half: float) -> list[tuple[float, float]]:
    """Centres of words beside a point, the nearest first: at its right before its left, below before above."""
    away = (14, -14, 24, -24, 36, -36, 48, -48, 64, -64, 80, -80)
    return [(at.x() + side, at.y() + down) for side in (half, -half) for down in away]


def _parted(rows: Sequence[Row], turn: float) -> tuple[list[Row], list[Row]]:
    """The rows up to ``turn`` and those from there on; both have the last one before it."""
    known = [row for row in rows if row[0] <= turn + 1e-6]
    return known, [*known[-1:], *(row for row in rows if row[0] > turn + 1e-6)]
