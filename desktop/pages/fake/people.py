"""The third tab: how often people took its word, by how often it was right, and the bar that follows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.moments import day
from desktop.findings.people import acceptance_chart, goal_of, people_of, quotes_of
from desktop.findings.wording import capital, count, percent, spelled
from desktop.project.project import Project
from desktop.project.records import DemoSession
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.columns import main_and_side
from desktop.widgets.explain import Explanation
from desktop.widgets.label import Label, ProvenanceMark
from desktop.widgets.rows import RowList, Section
from desktop.widgets.slider import Slider
from desktop.widgets.table import Cell, PlainTable, TableColumn
from mock_ai.sessions import AcceptanceCurve
from reports.chart_data import CurveChart
from reports.evidence import Quote
from reports.provenance import Provenance


class PeopleTab(QWidget):
    """Curve, goal, sessions and quotes. Signals carry the id of the session concerned."""

    goal_turned = Signal(float)
    note_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.chart: ChartView[CurveChart] | None = None
        self._sessions: tuple[DemoSession, ...] = ()
        self.empty = Label(
            "Start a session, show 20 examples, and note what people do with each answer. Two scenarios that differ in "
            "how often they are right are enough for a first curve.",
            role=Role.BODY,
            colour="ink2",
        )
        self._chart_box = QVBoxLayout()
        self._chart_box.setSpacing(12)
        left = QWidget()
        left_box = QVBoxLayout(left)
        left_box.setContentsMargins(0, 0, 0, 0)
        left_box.setSpacing(12)
        left_box.addWidget(self.empty)
        left_box.addLayout(self._chart_box)
        self.goal = Slider("How many answers people should accept", low=0.05, high=0.95)
        self.goal.changed.connect(self.goal_turned)
        self.goal.setMaximumWidth(440)
        left_box.addWidget(self.goal)
        self.mark = ProvenanceMark(Provenance.SIMULATED, "simulated: no model was involved")
        left_box.addWidget(self.mark)
        self.table = PlainTable(
            "Sessions",
            (
                TableColumn("day"),
                TableColumn("scenario", stretch=True, always=True),
                TableColumn("right", right=True, always=True),
                TableColumn("answers", right=True, always=True),
                TableColumn("accepted", right=True, always=True),
                TableColumn("corrected", right=True),
                TableColumn("rejected", right=True),
            ),
        )
        self.table.picked.connect(self._picked)
        self.sessions_title = Section("")
        self.note_button = Button("Add a note…", "link")
        self.delete_button = Button("Delete session", "link")
        self.note_button.clicked.connect(self._ask_note)
        self.delete_button.clicked.connect(self._ask_delete)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addWidget(self.note_button)
        buttons.addWidget(self.delete_button)
        buttons.addStretch(1)
        below = QWidget()
        below.setLayout(buttons)
        buttons.setContentsMargins(0, 2, 0, 0)
        self.sessions_title.add(self.table, 4)
        self.sessions_title.add(below, 8)
        self.quotes = RowList("What they said")
        self.quotes_section = Section("What they said", self.quotes)
        self.columns = main_and_side(548)
        self.columns.add("main", left)
        self.columns.add("side", self.sessions_title)
        self.columns.add("side", self.quotes_section, gap=28)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.columns)

    def show_project(self, project: Project, curve: AcceptanceCurve) -> None:
        """Show the sessions and their curve."""
        self._sessions = project.sessions()
        self._show_chart(curve)
        self.goal.set_value(goal_of(project))
        some = bool(self._sessions)
        for widget in (self.goal, self.mark, self.sessions_title):
            widget.setVisible(some)
        self.empty.setVisible(not curve.points)
        if some:
            people = ", ".join(dict.fromkeys(filter(None, map(people_of, self._sessions))))
            total = count(len(self._sessions), "session")
            number, _, word = total.partition(" ")
            words = capital(f"{spelled(int(number.replace(',', '')))} {word}")
            self.sessions_title.title.setText(f"{words}, {people}" if people else words)
        self.table.set_rows([*map(_session_row, self._sessions), _all_row(self._sessions)])
        self.table.fit_rows()
        said = quotes_of(self._sessions)
        self.quotes.set_rows([_quote_row(quote) for quote in said])
        self.quotes_section.setVisible(bool(said))
        self._allow()

    def _show_chart(self, curve: AcceptanceCurve) -> None:
        chart = acceptance_chart(curve)
        if chart is None:
            if self.chart is not None:
                self.chart.hide()
            return
        if self.chart is None:
            self.chart = chart_view(chart, explanation=_explain(curve))
            self.chart.set_plot_height(scaled(360))  # type: ignore[attr-defined]  # the view of a curve
            self._chart_box.addWidget(self.chart)
        self.chart.explanation = _explain(curve)
        self.chart.set_chart(chart)
        self.chart.show()

    def chosen(self) -> DemoSession | None:
        """The session whose row is chosen."""
        row = self.table.currentIndex().row()
        return self._sessions[row] if 0 <= row < len(self._sessions) else None

    def choose(self, number: int) -> None:
        """Choose the row of that place."""
        self.table.selectRow(number)

    def _picked(self, _row: int) -> None:
        self._allow()

    def _allow(self) -> None:
        off = "" if self.chosen() is not None else "Choose a session first."
        self.note_button.off_because(off)
        self.delete_button.off_because(off)

    def _ask_note(self) -> None:
        session = self.chosen()
        if session is not None:
            self.note_asked.emit(session.id)

    def _ask_delete(self) -> None:
        session = self.chosen()
        if session is not None:
            self.delete_asked.emit(session.id)


def _session_row(session: DemoSession) -> tuple[str | Cell, ...]:
    return (
        Cell(day(session.started), colour="ink2"),
        str(session.scenario.get("name", "")),
        percent(float(session.scenario.get("accuracy", 0))),
        f"{len(session.reactions):,}",
        Cell(f"{session.count('accepted'):,}", strong=True),
        f"{session.count('corrected'):,}",
        f"{session.count('rejected'):,}",
    )


def _all_row(sessions: tuple[DemoSession, ...]) -> tuple[str | Cell, ...]:
    sums = [sum(len(s.reactions) for s in sessions)]
    sums += [sum(s.count(o) for s in sessions) for o in ("accepted", "corrected", "rejected")]
    return ("", Cell("All", strong=True), "", *(Cell(f"{n:,}", strong=True) for n in sums))


def _quote_row(quote: Quote) -> QWidget:
    row = QWidget()
    box = QVBoxLayout(row)
    box.setContentsMargins(0, 8, 0, 8)
    box.setSpacing(0)
    box.addWidget(Label(f"“{quote.text}”"))
    box.addWidget(Label(quote.who, role=Role.NOTE, colour="ink2"))
    return row


def _explain(curve: AcceptanceCurve) -> Explanation:
    rows = [("Answers", f"{curve.n:,}"), ("Accepted as they came", f"{curve.accepted:,}")]
    rows.append(("Goal", percent(curve.goal)))
    if curve.needed is not None:
        rows.append(("Goal reached at", percent(curve.needed)))
        ends = [
            percent(e) if e is not None else "open" for e in (curve.needed_low, curve.needed_high)
        ]
        rows.append(("Likely range (9 in 10)", f"{ends[0]} to {ends[1]}"))
    return Explanation(
        "How the bar follows from what people did",
        "A logistic curve says how often an answer is accepted when the fake is right so often. The bar goes where "
        "even the cautious edge of its band reaches your goal. No model was involved.",
        tuple(rows),
        "Logistic regression with a weak prior; exact (Clopper–Pearson) intervals at the diamonds.",
    )
