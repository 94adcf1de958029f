"""The third tab: how often people took its word, by how often it was right, the bar that follows, and the sessions held."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.fake.acceptance_curve import (
    OUTCOME_WORDS,
    Said,
    corrections_in,
    goal_of,
    is_real,
    name_of,
    people_of,
    quotes_of,
    reactions_of,
    said_by,
    shown_words,
    takers_of,
    what_was_shown,
)
from desktop.findings.fake.view import people_view
from desktop.latest_wins_thread import LatestWinsThread
from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.records import DemoSession
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.view import ChartView
from desktop.widgets.columns import main_and_side
from desktop.widgets.label import Label, ProvenanceMark
from desktop.widgets.layout import column, holder, keep_within, row
from desktop.widgets.rows import RowList, Section
from desktop.widgets.slider import Slider
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.count import spelled_count
from estimators.base.date import day
from estimators.base.number import digits
from estimators.base.phrase import capital, quoted
from estimators.base.sentence import tr
from mock_ai.comparison import VariantComparison
from mock_ai.level_words import LEVEL_WORDS
from reports.chart_data import CurveChart, IntervalChart
from reports.evidence import Quote
from reports.provenance import Provenance
from reports.stage_view import StageView

if TYPE_CHECKING:
    from desktop.widgets.charts.curve import CurveChartView

NO_MODEL = tr("simulated: no model was involved")


class ReactionsTab(QWidget):
    """Curve, goal, kinds of error, sessions and quotes.

    ``worked_out``: what people said is known now (it is worked out in a thread).
    """

    worked_out = Signal()
    goal_turned = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.said: Said | None = None
        self._soon = LatestWinsThread(self, self._show_said)
        self.chart: CurveChartView | None = None
        self.kinds: ChartView[IntervalChart] | None = None
        self.empty = Label(
            tr(
                "Start a session: people see answers one by one and accept, correct or reject them. How often it is right "
                "follows what they do, so that often 20 to 40 reactions place the bar."
            ),
            role=Role.BODY,
            colour="ink2",
        )
        self._chart_box, self._kinds_box = QVBoxLayout(), QVBoxLayout()
        self.goal = Slider(tr("How many answers people should accept"), low=0.05, high=0.95)
        self.goal.changed.connect(self.goal_turned)
        goal = keep_within(self.goal, 440)
        self.goal.hide()
        self.mark = ProvenanceMark(Provenance.SIMULATED, NO_MODEL)
        self.kinds_words = Label(role=Role.BODY, colour="ink2")
        self.kinds_mark = ProvenanceMark(Provenance.SIMULATED, NO_MODEL)
        for late in (self.mark, self.kinds_words, self.kinds_mark):
            late.hide()
        curve = (self.empty, self._chart_box, goal, self.mark)
        kinds = (self._kinds_box, self.kinds_words, self.kinds_mark)
        left = holder(column(*curve, 20, *kinds, spacing=12))
        self.sessions = SessionsTable()
        self.quotes = RowList(tr("What they said"))
        self.quotes_section = Section(tr("What they said"), self.quotes)
        self.columns = main_and_side(548)
        self.columns.add("main", left)
        self.columns.add("side", self.sessions)
        self.columns.add("side", self.quotes_section, gap=28)
        column(self.columns, of=self)

    def show_project(self, project: Project) -> None:
        """Show the sessions now, and what they say as soon as that is worked out."""
        sessions = project.sessions()
        self.goal.set_value(goal_of(project))
        self.sessions.setVisible(bool(sessions))
        self.empty.setVisible(not sessions)
        self.sessions.show_sessions(sessions, LEVEL_WORDS[kind_name(project)].column)
        quotes = quotes_of(sessions)
        self.quotes.set_rows([_quote_row(quote) for quote in quotes])
        self.quotes_section.setVisible(bool(quotes))
        self._soon.ask(partial(said_by, reactions_of(project), goal_of(project)))

    def stop(self) -> None:
        """Forget what is being worked out: the project is closing."""
        self._soon.stop()
        self.said = None

    def _show_said(self, said: Said) -> None:
        self.said = said
        view = people_view(said)
        self._show_chart(view)
        self._show_kinds(view, said.kinds)
        self.goal.setVisible(bool(said.curve.points))
        self.mark.setVisible(bool(said.curve.points))
        self.worked_out.emit()

    def _show_chart(self, view: StageView) -> None:
        if "bar" not in view.charts:
            if self.chart is not None:
                self.chart.hide()
            return
        chart = view.chart("bar", CurveChart)
        if self.chart is None:
            from desktop.widgets.charts.curve import (
                CurveChartView,
            )  # pyqtgraph, once there is a curve

            self.chart = CurveChartView(chart)
            self.chart.set_plot_height(360)
            self._chart_box.addWidget(self.chart)
        self.chart.explanation = view.explanations["bar"]
        self.chart.set_chart(chart)
        self.chart.show()

    def _show_kinds(self, view: StageView, kinds: VariantComparison | None) -> None:
        for widget in (self.kinds, self.kinds_words, self.kinds_mark):
            if widget is not None:
                widget.setVisible(kinds is not None)
        if kinds is None:
            return
        chart = view.chart("kinds", IntervalChart)
        if self.kinds is None:
            self.kinds = chart_view(chart)
            self._kinds_box.addWidget(self.kinds)
        self.kinds.explanation = view.explanations["kinds"]
        self.kinds.set_chart(chart)
        self.kinds_words.setText(kinds.subline)


def _quote_row(quote: Quote) -> QWidget:
    who = Label(quote.who, role=Role.NOTE, colour="ink2")
    return holder(column(Label(quoted(quote.text)), who, spacing=0, margins=(0, 8, 0, 8)))


_COUNTED = (
    TableColumn(tr("answers"), right=True, always=True),
    *(
        TableColumn(words, right=True, always=one == "accepted")
        for one, words in OUTCOME_WORDS.items()
    ),
)


_CORRECTIONS = 20  # shown of one session


class SessionsTable(Section):
    """The sessions, and who answered in the chosen one."""

    def __init__(self) -> None:
        super().__init__("")
        self._sessions: tuple[DemoSession, ...] = ()
        self.table = PlainTable(
            tr("Sessions"),
            (
                TableColumn(tr("day")),
                TableColumn(tr("scenario"), stretch=True, always=True),
                TableColumn(tr("right"), right=True, always=True),
                *_COUNTED,
            ),
        )
        self.table.picked.connect(self._picked)
        self.note_button = Button(tr("Add a note…"), "link")
        self.delete_button = Button(tr("Delete session"), "link")
        self.export_button = Button(tr("Export reactions…"), "link")
        buttons = (self.note_button, self.delete_button, self.export_button)
        below = holder(row(*buttons, None, spacing=16, margins=(0, 2, 0, 0)))
        self.takers = PlainTable(
            tr("Who answered"),
            (
                TableColumn(tr("who"), stretch=True, always=True),
                TableColumn(tr("right"), right=True),
                *_COUNTED,
            ),
        )
        self.takers_section = Section("", self.takers)
        self.add(self.table, 4)
        self.add(below, 8)
        self.add(self.takers_section, 20)
        self.corrections = RowList(tr("What they put right"))
        self.corrections_section = Section("", self.corrections)
        self.add(self.corrections_section, 20)

    def show_sessions(self, sessions: tuple[DemoSession, ...], level: str) -> None:
        """Show these, oldest first; the same session stays chosen. ``level`` is over what was shown: "right", "good"."""
        chosen = self.chosen()
        self.table.rename_column(2, level)
        self.takers.rename_column(1, level)
        self._sessions = sessions
        people = ", ".join(dict.fromkeys(filter(None, map(people_of, sessions))))
        words = capital(spelled_count(len(sessions), "session"))
        self.title.setText(f"{words}, {people}" if people else words)
        self.table.set_rows([*map(_session_row, sessions), _all_row(sessions)])
        self.table.fit_rows()
        ids = [session.id for session in sessions]
        if chosen is not None and chosen.id in ids:
            self.table.selectRow(ids.index(chosen.id))
        self._picked()

    def chosen(self) -> DemoSession | None:
        row = self.table.currentIndex().row()
        return self._sessions[row] if 0 <= row < len(self._sessions) else None

    def choose(self, number: int) -> None:
        self.table.selectRow(number)

    def _picked(self, _row: int = 0) -> None:
        chosen = self.chosen()
        off = "" if chosen is not None else tr("Choose a session first.")
        self.note_button.off_because(off)
        self.delete_button.off_because(off)
        takers = takers_of(chosen) if chosen is not None else {}
        some = any(takers)  # names, or nobody's name was kept
        self.takers_section.setVisible(some)
        if some and chosen is not None:
            self.takers_section.title.setText(
                tr("Who answered in session {number}", number=chosen.number)
            )
            self.takers.set_rows(
                [_row_of(TableCell(name_of(who)), _part(chosen, who)) for who in takers]
            )
            self.takers.fit_rows()
        self._show_corrections(chosen)

    def _show_corrections(self, session: DemoSession | None) -> None:
        """What was put right in the chosen session, the latest first."""
        found = corrections_in(session)[::-1] if session is not None else ()
        self.corrections_section.setVisible(bool(found))
        if session is None or not found:
            return
        self.corrections_section.title.setText(
            tr("What they put right in session {number}", number=session.number)
        )
        rows = [_quote_row(one) for one in found[:_CORRECTIONS]]
        if len(found) > _CORRECTIONS:
            more = tr(
                "{n} more are in the exported reactions.", n=digits(len(found) - _CORRECTIONS)
            )
            rows.append(Label(more, role=Role.NOTE, colour="ink2"))
        self.corrections.set_rows(rows)


def _part(session: DemoSession, person: str) -> DemoSession:
    """The session as one person saw it."""
    return replace(session, rows=tuple(takers_of(session)[person]))


def _session_row(session: DemoSession) -> tuple[str | TableCell, ...]:
    what = TableCell(what_was_shown(session))
    if is_real(session):
        what = TableCell(
            tr("{what_was_shown}, the real one", what_was_shown=what_was_shown(session)),
            glyph=Glyph.MEASURED,
        )
    return (TableCell(day(session.started), colour="ink2"), *_row_of(what, session))


def _row_of(what: TableCell, session: DemoSession) -> tuple[str | TableCell, ...]:
    accepted, corrected, rejected = (digits(session.count(outcome)) for outcome in OUTCOME_WORDS)
    return (
        what,
        shown_words(session),
        digits(len(session.reactions)),
        TableCell(accepted, strong=True),
        corrected,
        rejected,
    )


def _all_row(sessions: tuple[DemoSession, ...]) -> tuple[str | TableCell, ...]:
    sums = [sum(len(s.reactions) for s in sessions)]
    sums += [sum(s.count(outcome) for s in sessions) for outcome in OUTCOME_WORDS]
    return (
        "",
        TableCell(tr("All"), strong=True),
        "",
        *(TableCell(digits(n), strong=True) for n in sums),
    )
