"""A curve with its band: the learning curve with its forecast, or acceptance against accuracy."""

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.type import Role
from desktop.widgets.charts.labels import CENTRE, NOTE, NOTE_STRONG, Face, Placer, write
from desktop.widgets.charts.marks import MarkStyle, paint_dot
from desktop.widgets.charts.plot import Plot
from desktop.widgets.charts.view import ChartView
from desktop.widgets.explain import Explanation
from reports.chart_data import CurveChart, CurvePoint
from reports.provenance import Provenance


class CurveChartView(ChartView[CurveChart]):
    """Draws a ``CurveChart``: band, line, points with whiskers, goal, where it is reached, launch bar."""

    def __init__(
        self,
        chart: CurveChart,
        *,
        explanation: Explanation | None = None,
        titled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(chart, explanation=explanation, titled=titled, parent=parent)
        self.plot = Plot(self, (44, 20, 16, self._below(chart)))
        self.plot.setFixedHeight(scaled(260))
        self.whole.addWidget(self.plot)
        self._say()
        self.redraw()

    @staticmethod
    def _below(chart: CurveChart) -> int:
        return (
            scaled(30)
            + (scaled(20) if chart.x_axis.label else 0)
            + (scaled(20) if chart.bar else 0)
        )

    def set_plot_height(self, pixels: int) -> None:
        """Give the picture another height."""
        self.plot.setFixedHeight(pixels)

    def redraw(self) -> None:
        chart, t, plot = self.chart, tokens(), self.plot
        simulated = chart.provenance is Provenance.SIMULATED
        colour = t.sim_mark if simulated else t.measured
        soft = t.sim_soft if simulated else t.measured_soft
        plot.clear()
        plot.set_axes(chart.x_axis, chart.y_axis)
        turn = chart.forecast_from
        if turn is None:
            plot.area(chart.band, soft, 1.0)
            plot.line(chart.line, colour, dashed=simulated)
        else:
            plot.area([b for b in chart.band if b[0] <= turn], soft, 1.0)
            plot.area([b for b in chart.band if b[0] >= turn], soft, 0.6)
            plot.line([p for p in chart.line if p[0] <= turn], colour)
            plot.line([p for p in chart.line if p[0] >= turn], colour, dashed=True)
        plot.decorate(None, self._paint_over)
        plot.viewport().update()

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
        self._paint_goal(painter, plot, placer)
        self._paint_reached(painter, plot, placer)
        painter.save()
        painter.setClipRect(box.adjusted(-8, -8, 8, 0))
        for point in chart.points:
            self._paint_point(painter, plot, point)
        painter.restore()
        self._paint_point_label(painter, plot, placer)
        self._paint_bar(painter, plot)
        if chart.x_axis.label:
            place = QRectF(box.left(), plot.height() - NOTE.height, box.width(), NOTE.height)
            write(painter, chart.x_axis.label, place, NOTE, CENTRE)

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
        left = box.left() + 4 + half
        spots = [(left, y - 10), (left, y + 11), (box.right() - half, y - 10)]
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
                placer.take(QRectF(top.x() - 5, top.y() - 5, 10, box.bottom() - top.y() + 5))
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
            spots = [(start - half, y), (end + half, y), (end - half, y - 2), (box.center().x(), y)]
            placer.put(painter, chart.reached_range_text, spots, Face(colour="ink"))

    def _paint_point(self, painter: QPainter, plot: Plot, point: CurvePoint) -> None:
        style = MarkStyle(point.provenance)
        at = plot.at(point.x, point.y)
        simulated = point.provenance is Provenance.SIMULATED
        if point.high > point.low:
            colour = tokens().sim_mark if simulated else tokens().measured
            painter.setPen(QPen(QColor(colour), 1.5))
            low, high = plot.at(point.x, point.low), plot.at(point.x, point.high)
            painter.drawLine(low, high)
        paint_dot(painter, at, style, 4.0)

    def _paint_point_label(self, painter: QPainter, plot: Plot, placer: Placer) -> None:
        if not self.chart.points or not self.chart.point_label:
            return
        last = self.chart.points[-1]
        at = plot.at(last.x, last.y)
        half = NOTE_STRONG.width(self.chart.point_label) / 2 + 8
        spots = [(at.x() + half, at.y() + 14), (at.x() + half, at.y() - 14)]
        spots += [(at.x() + half, at.y() + away) for away in (36, 48, -36, -48)]
        spots += [(at.x() - half, at.y() + away) for away in (-14, 14, 36, 48)]
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
        face = Face(Role.NOTE, 600, "ink")
        placer = Placer(QRectF(plot.rect()))
        placer.put(painter, bar.label, [(x, below + NOTE.height / 2)], face, needed=True)
