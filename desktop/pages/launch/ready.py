"""Ready? The first view: the bound against the bar, the checks, the decision, when it is stopped, the risk, who signs."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.launch.acceptance import BarTest
from desktop.findings.launch.acceptance_chart import chart_of
from desktop.findings.launch.evidence import bar_history
from desktop.findings.launch.operations import tripwires_of
from desktop.findings.launch.readiness import Readiness
from desktop.findings.launch.risk import risk
from desktop.pages.launch.checks import CheckList
from desktop.pages.launch.decision import DecisionSection
from desktop.pages.launch.next_step import hold
from desktop.pages.launch.risk import RiskSection
from desktop.pages.launch.signing import SigningSection
from desktop.pages.launch.tripwires import TripwireSection
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.columns import main_and_side
from desktop.widgets.label import Label
from reports.chart_data import BoundChart
from reports.stage_view import Explanation


class ReadyView(QWidget):
    """Its parts announce what a person wants; the page carries it out."""

    def __init__(self) -> None:
        super().__init__()
        self.columns = main_and_side(420)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)
        self.bound: ChartView[BoundChart] | None = None
        self._chart_holder = QWidget()
        self._chart_box = QVBoxLayout(self._chart_holder)
        self._chart_box.setContentsMargins(0, 0, 0, 28)
        self._chart_box.setSpacing(6)
        self.history = Label(role=Role.NOTE, colour="ink3")
        self._chart_box.addWidget(self.history)
        self.checks = CheckList()
        self.decision = DecisionSection()
        self.tripwires = TripwireSection()
        self.risk = RiskSection()
        self.signing = SigningSection()
        self.columns.add("main", self._chart_holder, chart_first=True)
        self.columns.add("main", self.checks)
        self.columns.add("side", self.decision)
        self.columns.add("side", self.tripwires, gap=32)
        self.columns.add("side", self.risk, gap=32)
        self.columns.add("side", self.signing, gap=28)

    def show_launch(
        self,
        project: Project,
        test: BarTest | None,
        ready: Readiness,
        explanation: Explanation | None,
        *,
        locked: bool,
    ) -> None:
        """Show the launch as it stands; ``locked``: the project can only be read."""
        self._show_chart(test, explanation)
        moves = bar_history(project)
        self.history.setText("\n".join(moves))
        self.history.setVisible(bool(moves))
        self._chart_holder.setVisible(bool(moves) or test is not None)
        self.checks.show_checks(ready.named, link_off=locked)
        decision = project.answer("launch.decision")
        self.decision.show_verdict(ready.verdict, decision, locked=locked)
        self.decision.show_decision(
            decision, str(project.answer("launch.headline") or ""), project.conditions()
        )
        self.tripwires.show_tripwires(tripwires_of(project), locked=locked)
        self.risk.show_risk(risk(project, ready.risk), ready.risk)
        self.signing.show_people(project.signoffs(), hold(project, ready))
        self.decision.lock(locked)
        self.signing.setEnabled(not locked)

    def anchor_of(self, check: str) -> QWidget | None:
        """Where a question about a check opens; None: in the middle."""
        return None if self.columns.narrow else self.checks.row(check)

    def _show_chart(self, test: BarTest | None, explanation: Explanation | None) -> None:
        chart = chart_of(test) if test is not None else None
        if chart is None:
            if self.bound is not None:
                self.bound.hide()
            return
        if self.bound is None:
            self.bound = chart_view(chart, titled=False)
            self._chart_box.insertWidget(0, self.bound)
        self.bound.explanation = explanation
        self.bound.set_chart(chart)
        self.bound.show()
