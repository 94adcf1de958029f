"""The widget for a chart, by what is drawn."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.widgets.charts.bound import BoundChartView
from desktop.widgets.charts.confidence import ConfidenceChartView
from desktop.widgets.charts.counts import ClassCountView, OutcomeGridView
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.matrix import ConfusionChartView
from desktop.widgets.charts.pairs import PairChartView
from desktop.widgets.charts.tornado import TornadoChartView
from desktop.widgets.charts.view import ChartView
from desktop.widgets.charts.worth import WorthChartView
from desktop.widgets.layout import column
from reports import chart_data
from reports.chart_data import Chart
from reports.pair_data import PairChart
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
        PairChart: PairChartView,
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
