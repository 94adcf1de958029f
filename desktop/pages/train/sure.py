"""How sure: whether "I'm 70% sure" means it, and from which confidence on it may answer alone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.accuracy import confidence_chart, reliability_chart
from desktop.findings.confidence import at_cutoff, other_cutoff, readings, sure_remark
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.widgets.charts.confidence import ConfidenceChartView
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.columns import Column, Columns
from desktop.widgets.explain import Explanation
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import Readout
from reports.chart_data import ReliabilityChart

WHAT_CALIBRATION_MEANS = Explanation(
    "What calibration means",
    "Of all the times it says it is 70% sure, it should be right 70 times in 100. The dots show how often it was; on "
    "the line it is honest. Above the line it is modest, below it is too sure.",
    (("Measured on", "photos that took no part in the training"), ("Lines", "9 chances in 10")),
    "Guo et al., On Calibration of Modern Neural Networks, 2017",
)
WHAT_THE_CUTOFF_DOES = Explanation(
    "What the cut-off does",
    "It answers alone when it is at least this sure; everything else, and whatever it does not know, goes to a person. "
    "A stricter cut-off answers less and errs less.",
)


class SureView(QWidget):
    """The reliability diagram and the cut-off. ``cutoff_changed``: the person let go of the line."""

    cutoff_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._run: Run | None = None
        self.reliability: ChartView[ReliabilityChart] | None = None
        self.confidence: ConfidenceChartView | None = None
        self.remark = Label()
        self.other = Label()
        self.readouts = [Readout(), Readout(), Readout()]
        self.columns = Columns((Column("left", stretch=1), Column("right", stretch=1)), gap=56)
        self._left, self._right = QWidget(), QWidget()
        for side in (self._left, self._right):
            box = QVBoxLayout(side)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 12)
        row.setSpacing(16)
        for readout in self.readouts:
            row.addWidget(readout, 1, Qt.AlignmentFlag.AlignTop)
        below = QWidget()
        box = QVBoxLayout(below)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(Hairline())
        box.addLayout(row)
        box.addWidget(Hairline())
        box.addSpacing(12)
        box.addWidget(self.other)
        self.columns.add("left", self._left, chart_first=True)
        self.columns.add("left", self.remark, gap=8)
        self.columns.add("right", self._right)
        self.columns.add("right", below, gap=12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)

    def show_run(self, project: Project, run: Run, cutoff: float) -> None:
        """Show what this run measured, with the cut-off there."""
        self._project, self._run = project, run
        reliable = reliability_chart(run, project)
        if self.reliability is None:
            self.reliability = chart_view(reliable, explanation=WHAT_CALIBRATION_MEANS)
            self.confidence = ConfidenceChartView(
                confidence_chart(run, project, cutoff), explanation=WHAT_THE_CUTOFF_DOES
            )
            self.confidence.cutoff_moved.connect(self._moved)
            self.confidence.cutoff_changed.connect(self.cutoff_changed)
            for side, view in ((self._left, self.reliability), (self._right, self.confidence)):
                layout = side.layout()
                assert layout is not None
                layout.addWidget(view)
        elif self.reliability.chart != reliable:
            self.reliability.set_chart(reliable)
        self.remark.setText(sure_remark(project, run))
        self._moved(cutoff)

    def _moved(self, cutoff: float) -> None:
        """Every number that hangs on the cut-off, while it is dragged."""
        if self._project is None or self._run is None or self.confidence is None:
            return
        self.confidence.set_chart(confidence_chart(self._run, self._project, cutoff))
        shown = readings(self._project, at_cutoff(self._run, cutoff))
        for number, readout in enumerate(self.readouts):
            readout.setVisible(number < len(shown))
            if number < len(shown):
                readout.set_values(*shown[number])
        self.other.setText(other_cutoff(self._project, self._run, cutoff))
