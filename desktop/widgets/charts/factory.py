"""The widget for a chart, by what is drawn; and pyqtgraph, imported once the window has been painted."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.widgets.charts.bound import BoundChartView
from desktop.widgets.charts.confidence import ConfidenceChartView
from desktop.widgets.charts.counts import ClassCountView, OutcomeGridView
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.matrix import ConfusionChartView
from desktop.widgets.charts.tornado import TornadoChartView
from desktop.widgets.charts.view import ChartView
from desktop.widgets.charts.worth import WorthChartView
from desktop.widgets.layout import column
from reports import chart_data
from reports.chart_data import Chart
from reports.stage_view import Explanation


def chart_view(
    chart: Chart, *, explanation: Explanation | None = None, titled: bool = True
) -> ChartView[Any]:
    """The widget that draws ``chart``; pyqtgraph is imported only for the two kinds of curve."""
    kinds: dict[type, type[ChartView[Any]]] = {
        chart_data.IntervalChart: IntervalChartView,
        chart_data.BoundChart: BoundChartView,
        chart_data.TornadoChart: TornadoChartView,
        chart_data.WorthChart: WorthChartView,
        chart_data.ConfidenceChart: ConfidenceChartView,
        chart_data.ConfusionChart: ConfusionChartView,
        chart_data.ClassCountChart: ClassCountView,
        chart_data.OutcomeGrid: OutcomeGridView,
    }
    kind = kinds.get(type(chart))
    if kind is None:
        from desktop.widgets.charts.curve import CurveChartView
        from desktop.widgets.charts.reliability import ReliabilityChartView

        curves: dict[type, type[ChartView[Any]]] = {
            chart_data.CurveChart: CurveChartView,
            chart_data.ReliabilityChart: ReliabilityChartView,
        }
        kind = curves[type(chart)]
    return kind(chart, explanation=explanation, titled=titled)


class ChartPlace(QWidget):
    """Where a chart is drawn once there is one; hidden while there is none. ``view`` is None until the first.

    ``made`` gets the view once, to follow what a person does in it.
    """

    def __init__(self, *, titled: bool = True, made: Callable[[Any], None] | None = None) -> None:
        super().__init__()
        self._titled, self._made = titled, made
        self.view: ChartView[Any] | None = None
        self._box = column(of=self)

    def show_chart(self, chart: Chart | None, explanation: Explanation | None = None) -> None:
        """Draw this chart, with what F1 says of it."""
        self.setVisible(chart is not None)
        if chart is None:
            return
        if self.view is None:
            self.view = chart_view(chart, explanation=explanation, titled=self._titled)
            self._box.addWidget(self.view)
            if self._made is not None:
                self._made(self.view)
        elif self.view.chart != chart:
            self.view.set_chart(chart)
        self.view.explanation = explanation


_AFTER_MS = 600
_IN_PIECES = ("numpy", "pyqtgraph")  # between two of them the window answers


class PlotWarmer(QObject):
    """Imports pyqtgraph a moment after ``start``, so that the first curve need not wait; harmless where it is there already.

    In the GUI thread, though that holds it up for a moment: in a thread of its own the import makes classes of Qt beside a
    GUI thread that uses them, and a program that was closed meanwhile was aborted (decision 0243).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._import_next)

    def start(self) -> None:
        """Import soon, unless that has happened."""
        if _missing():
            self._timer.start()

    def _import_next(self) -> None:
        for name in _missing()[:1]:
            import_module(name)
        if not _missing():
            self._timer.stop()


def _missing() -> list[str]:
    return [name for name in _IN_PIECES if name not in sys.modules]
