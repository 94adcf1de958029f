"""Label as you go: one fresh example after the other, until the bar is shown or will not be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.launch.sequential import Labelling
from desktop.findings.launch.sequential_chart import sequential_chart
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.label import Label
from desktop.widgets.rows import Section
from estimators.acceptance import SequentialVerdict
from estimators.base.percent import percent
from reports.chart_data import CurveChart

_HOW = (
    "Take fresh examples one by one, let the model answer, and say whether it was right. The test stops as soon as it is "
    "sure either way; looking after every label costs nothing."
)


class LabelAsYouGo(Section):
    """The sequential test of the run in use; folded to a sentence until one begins it."""

    start_asked = Signal()
    answered = Signal(bool)
    end_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Label as you go")
        self.text = Label(_HOW, role=Role.NOTE, colour="ink2")
        self.sentence = Label(weight=500)
        self.sure = Label(role=Role.NOTE, colour="ink2")
        self._chart_box = QVBoxLayout()
        self._chart_box.setContentsMargins(0, 6, 0, 6)
        self.chart: ChartView[CurveChart] | None = None
        self.right = Button("Right", size="small")
        self.wrong = Button("Wrong", size="small")
        self.start = Button("Start a test", "link")
        self.end = Button("Put it away", "text", size="small")
        self.right.clicked.connect(self._right)
        self.wrong.clicked.connect(self._wrong)
        self.start.clicked.connect(self.start_asked)
        self.end.clicked.connect(self.end_asked)
        self.add(self.text, 4)
        self.add(self.sentence, 4)
        self.add(self.sure, 0)
        self.box.addLayout(self._chart_box)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        for button in (self.right, self.wrong, self.end):
            row.addWidget(button)
        row.addStretch(1)
        self.add(self._buttons, 4)
        self.box.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: tuple[object, ...] | None = None

    def show_labelling(self, going: Labelling | None, *, off: str) -> None:
        """Show where the test stands; ``off``: why none can be begun, or an empty text."""
        under_way = going is not None
        self.text.setVisible(not under_way)
        self.sentence.setVisible(under_way)
        self.sure.setVisible(under_way)
        self._buttons.setVisible(under_way)
        self.start.setVisible(going is None or bool(going.stale))
        self.start.setText("Start again" if under_way else "Start a test")
        self.start.off_because(off)
        for button in (self.right, self.wrong, self.end):
            button.off_because(off)
        if going is None:
            self._shown = None
            if self.chart is not None:
                self.chart.hide()
            return
        state = going.state
        open_ = state.verdict is SequentialVerdict.GO_ON and not going.stale
        self.right.setVisible(open_)
        self.wrong.setVisible(open_)
        if self._shown == (going.answers, going.stale, going.run):
            return
        self._shown = (going.answers, going.stale, going.run)
        self.sentence.setText(going.stale or state.sentence)
        bound = percent(state.lower_bound)
        self.sure.setText(
            f"{state.correct:,} of {state.total:,} right; sure of at least {bound}, however often one looks."
            if state.total
            else "No label yet."
        )
        self._show_chart(going)

    def _show_chart(self, going: Labelling) -> None:
        chart = sequential_chart(going)
        if chart is None:
            if self.chart is not None:
                self.chart.hide()
            return
        if self.chart is None:
            self.chart = chart_view(chart, titled=False)
            self._chart_box.addWidget(self.chart)
        self.chart.set_chart(chart)
        self.chart.show()

    def _right(self) -> None:
        self.answered.emit(True)

    def _wrong(self) -> None:
        self.answered.emit(False)
