"""Beside the examples: is it enough (the learning curve), and what to look at before training."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.data import curve_chart, purchase_sentence
from desktop.findings.hygiene import Finding, findings
from desktop.project.project import Project
from desktop.theme.current import tokens
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.explain import Explanation
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import Check, CheckRow, CheckState, RowList
from reports.chart_data import CurveChart

_STATES = {"fail": CheckState.FAIL, "look": CheckState.LOOK, "pass": CheckState.PASS}
_LINKS = {
    "leakage": "Keep one",
    "exact_duplicates": "Keep one",
    "label_suspects": "Review",
    "unreadable": "Show",
    "warnings": "Show",
    "fair": "Details",
}
HOW_IT_IS_MEASURED = Explanation(
    "How the forecast is worked out",
    "The classifier is trained many times on growing parts of the photos to learn from, and tested on photos it did "
    "not learn from. The dots are the averages. The dashed line continues them the way thousands of published "
    "learning curves went on; the band holds 9 of 10 of those.",
    source="Learning Curve Database (Mohr et al. 2022; Yan et al. 2025)",
)


class Veil(QWidget):
    """Dims what lies below it, and lets every click through."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = QColor(tokens().canvas)
        colour.setAlphaF(0.5)
        QPainter(self).fillRect(self.rect(), colour)


class CurveBlock(QWidget):
    """The learning curve with the sentence below it, or why there is none yet."""

    def __init__(self) -> None:
        super().__init__()
        self.view: ChartView[CurveChart] | None = None
        self._chart: CurveChart | None = None
        self._sentence = ""
        self.title = Label("Is it enough?", role=Role.SECTION)
        self.words = Label()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.box.addWidget(self.title)
        self.box.addSpacing(4)
        self.box.addWidget(self.words)
        self.veil = Veil(self)

    @property
    def has_chart(self) -> bool:
        """Whether a curve is shown."""
        return self._chart is not None

    def refresh(self, project: Project) -> None:
        """Show the curve that is kept."""
        chart = curve_chart(project)
        self.title.setVisible(chart is None or self.view is None)
        self.title.setText("Is it enough?" if chart is None else chart.title)
        self._chart = chart
        if self.view is None and chart is not None:
            QTimer.singleShot(0, self, self._draw)  # pyqtgraph takes its time to import
        elif self.view is not None and chart is not None and chart != self.view.chart:
            self.view.set_chart(chart)
        if self.view is not None:
            self.view.setVisible(chart is not None)
        self._sentence = purchase_sentence(project) if chart is not None else ""

    def _draw(self) -> None:
        if self.view is None and self._chart is not None:
            self.view = chart_view(self._chart, explanation=HOW_IT_IS_MEASURED)
            self.box.insertWidget(0, self.view)
            self.title.hide()

    def say(self, otherwise: str, *, dimmed: bool) -> None:
        """``otherwise`` is said where there is no curve; ``dimmed``: it is from before the last edits."""
        self.words.setText(self._sentence if self.has_chart else otherwise)
        self.veil.setGeometry(self.rect())
        self.veil.setVisible(dimmed and self.has_chart)
        self.veil.raise_()


class BeforeYouTrain(QWidget):
    """The findings, each with its link. ``act`` is called with the finding whose link was pressed."""

    def __init__(self, act: Callable[[Finding], None], check: Callable[[], None]) -> None:
        super().__init__()
        self._act = act
        self.findings: tuple[Finding, ...] = ()
        self.title = Label("Before you train", role=Role.SECTION)
        self.updating = Label("updating", role=Role.NOTE, colour="ink3", wrap=False)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.updating)
        self.rows = RowList("Before you train")
        self.words = Label(colour="ink2")
        self.check = Button("Check now", size="small")
        self.check.clicked.connect(check)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addSpacing(8)
        box.addWidget(Hairline())
        box.addWidget(self.rows)
        box.addSpacing(8)
        box.addWidget(self.words)
        box.addSpacing(8)
        box.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        self.veil = Veil(self.rows)
        self.updating.hide()

    def refresh(self, project: Project) -> None:
        """Show the findings that are kept."""
        found = findings(project)
        if found != self.findings or not self.rows.rows():
            self.findings = found
            self.rows.set_rows([self._row(finding) for finding in found])

    def say(self, otherwise: str, state: str, *, can_check: bool) -> None:
        """``otherwise`` is said below; ``state``, if any ("updating", "out of date"), dims what is shown."""
        self.words.setText(otherwise)
        self.words.setVisible(bool(otherwise))
        self.check.setVisible(can_check)
        self.updating.setText(state)
        self.updating.setVisible(bool(state))
        self.veil.setGeometry(self.rows.rect())
        self.veil.setVisible(bool(state))
        self.veil.raise_()

    def _row(self, finding: Finding) -> CheckRow:
        link = _LINKS.get(finding.kind, "") if finding.paths else ""

        def run() -> None:
            self._act(finding)

        return CheckRow(
            Check(
                finding.text.removesuffix("."),
                finding.detail,
                state=_STATES[finding.state],
                link=link,
                run=run if link else None,
                states_shown=False,
            )
        )
