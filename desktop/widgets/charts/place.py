"""Where a chart is drawn once there is one: made at the first, given another later, hidden while there is none."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.view import ChartView
from desktop.widgets.layout import column
from reports.chart_parts import Chart
from reports.stage_view import Explanation


class ChartPlace(QWidget):
    """``view`` is None until the first chart; ``made`` is then called with it."""

    def __init__(
        self, made: Callable[[ChartView[Any]], object] | None = None, *, titled: bool = True
    ) -> None:
        super().__init__()
        self._made, self._titled = made, titled
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
