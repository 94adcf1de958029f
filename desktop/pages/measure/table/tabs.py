"""What Measure shows of a training on a table in place of what it shows of photos: a row to play with, how far off a number may
be to be right, what it said against what is true beside its worst rows, and of numbers how honest the ranges are.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.actions import Action
from desktop.findings.measure.calibration import cutoff_of
from desktop.findings.measure.mistakes import what_would_help
from desktop.findings.measure.table_model import (
    found_sentence,
    is_number,
    tolerance_note,
    tolerance_of,
)
from desktop.findings.measure.table_row import (
    LABEL_MEANS,
    PLAY,
    WORST_TITLES,
    RowToLabel,
    WorstRow,
    row_answer,
    rows_to_label,
    worst_rows,
)
from desktop.findings.measure.view import GOOD, QUESTIONS, SURE, WRONG, view
from desktop.pages.measure.table.row import TableRowView
from desktop.pages.page import Page
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.stages import Stage
from desktop.project.table_data import say_tolerance
from desktop.theme.type import Role
from desktop.widgets.button import shortcut_words
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import MIDDLE, column, row
from desktop.widgets.rows import Section
from desktop.widgets.table import PlainTable, TableColumn
from estimators.base.phrase import as_written
from estimators.base.sentence import tr
from reports.stage_view import Offer, StageView


class ToleranceField(QWidget):
    """Right within so many per cent; ``page`` carries out the change."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.field = NumberField(tr("How far off is still right"), suffix="%", low=0.1, high=99, width=72)  # fmt: skip
        self.field.changed.connect(self._changed)
        self.note = Label(role=Role.NOTE, colour="ink2")
        words = Label(tr("An answer is right within ±"), weight=600, wrap=False)
        column(row((words, MIDDLE), self.field, None, spacing=8), 4, self.note, of=self)
        self.hide()

    def show_run(self, project: Project, run: Run) -> None:
        """Show what counts as right now, and what it was for this run; nothing where it predicts no number."""
        note = tolerance_note(project, run)
        self.setVisible(bool(note))
        self.note.setText(note)
        self.field.setEnabled(not self._page.why_not_edit())
        if not self.field.hasFocus():
            self.field.set_number(100 * tolerance_of(project))

    def _changed(self, value: float | None) -> None:
        if value is not None and value != 100 * tolerance_of(self._page.session.project):
            self._page.do(say_tolerance(value / 100))


class TableMistakes(QWidget):
    """``opened`` carries the place of a row among those of the run that can be opened."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[WorstRow, ...] = ()
        self.chart = ChartPlace()
        self.worst = PlainTable(
            tr("The worst rows"),
            (TableColumn(tr("row"), always=True), TableColumn(tr("in truth"), right=True), TableColumn(tr("it said"), right=True, always=True)),
        )  # fmt: skip
        self.worst.clicked.connect(lambda index: self.open(index.row()))
        self.worst.opened.connect(self.open)
        self.block = Section("", self.worst, note=tr("Press one to open it and to play with it."), gap=4)  # fmt: skip
        self._unlabelled: tuple[RowToLabel, ...] = ()
        self.to_label = PlainTable(
            tr("Label these next"),
            (TableColumn(tr("row"), always=True), TableColumn(tr("it says"), right=True, always=True)),
        )  # fmt: skip
        self.to_label.clicked.connect(lambda index: self.open_unlabelled(index.row()))
        self.to_label.opened.connect(self.open_unlabelled)
        self.label_block = Section(tr("Label these next"), self.to_label, note=LABEL_MEANS, gap=4)
        self.help = PlainTable(
            tr("What would help most"),
            (TableColumn(tr("do this"), stretch=True, always=True), TableColumn(tr("could mend"), right=True), TableColumn(tr("takes"), right=True)),
        )  # fmt: skip
        self.help_block = Section(tr("What would help most"), self.help, gap=4)
        columns = ResponsiveColumns((LayoutColumn("left", stretch=1), LayoutColumn("right", stretch=1)), gap=48)  # fmt: skip
        columns.add("left", self.chart, chart_first=True)
        columns.add("right", self.block)
        columns.add("right", self.label_block, gap=24)
        columns.add("right", self.help_block, gap=24)
        column(columns, of=self)

    def show_run(self, project: Project, run: Run) -> None:
        """Show the mistakes of this run."""
        said = view(project, run, WRONG)
        self.chart.show_chart(next(iter(said.charts.values()), None), next(iter(said.explanations.values()), None))  # fmt: skip
        self._rows = worst_rows(project, run)
        kept = run.settings.table
        self.block.title.setText(WORST_TITLES[kept.task] if kept else "")
        self.block.setVisible(bool(self._rows))
        self.worst.set_rows(
            [(row.name, as_written(row.truth), as_written(row.said)) for row in self._rows]
        )
        self.worst.fit_rows()
        self._unlabelled = rows_to_label(project, run)
        self.to_label.set_rows([(row.name, row.said) for row in self._unlabelled])
        self.to_label.fit_rows()
        self.label_block.setVisible(bool(self._unlabelled))
        helps = what_would_help(project, run, cutoff_of(project)) if run.result.answered else ()
        self.help.set_rows(helps)
        self.help.fit_rows()
        self.help_block.setVisible(bool(helps))

    def open_unlabelled(self, number: int) -> None:
        """Open one of the rows to label, counted from 0."""
        if number < len(self._unlabelled):
            self.opened.emit(self._unlabelled[number].place)

    def open(self, number: int) -> None:
        """Open one of the worst rows, counted from 0."""
        if number < len(self._rows):
            self.opened.emit(self._rows[number].place)


PLAY_KEYS = {
    PLAY: (
        ("Tab", tr("next field")),
        (shortcut_words("Backspace"), tr("put it back")),
        (shortcut_words("Ctrl+Return"), tr("next row")),
    )
}
TABS = QUESTIONS | {PLAY: tr("Play with a row")}


class TableTabs:
    """The parts; ``beside`` gets the field for what counts as right, ``told`` hears that the row, or what is said of it, is another."""

    def __init__(
        self,
        page: Page,
        beside: QBoxLayout,
        show_tab: Callable[[str], object],
        told: Callable[[], object],
    ) -> None:
        self.play = TableRowView(page, told, page.refuse)
        self.chart, self.mistakes, self.tolerance = (
            ChartPlace(),
            TableMistakes(),
            ToleranceField(page),
        )
        self.mistakes.opened.connect(self.open)
        self._show_tab = show_tab
        self._of_rows = False
        beside.addWidget(self.tolerance)
        self.parts: tuple[QWidget, ...] = (self.play, self.chart, self.mistakes)

    def findings(self, project: Project, run: Run) -> dict[str, StageView]:
        """What is said of the row that is played with; empty where the run is not of a table, or its test may not be shown."""
        self._of_rows = run.settings.table is not None
        if run.settings.table is None or not run.result.n_test:
            return {}
        self.play.show_run(project, run)
        self.tolerance.show_run(project, run)
        offers = {"next": Offer(tr("Next row →")), "own": Offer(tr("Type my own row…"))}
        status = row_answer(run, self.play.at)
        headline = self.play.headline() or tr("The file is asked.")
        good = view(project, run, GOOD)
        lead = found_sentence(run).strip() or good.lead
        return {PLAY: StageView(headline, lead, status, explanations=good.explanations, offers=offers)}  # fmt: skip

    def open(self, place: int) -> None:
        """Play with one of the held-out rows."""
        self.play.open(place)
        self._show_tab(PLAY)

    def tries(self, run: Run | None) -> bool:
        """Whether an example can be tried on what is shown; of a table a row is played with instead."""
        return run is not None and run.settings.table is None

    @property
    def deeds(self) -> dict[str, tuple[Callable[[], object], None]]:
        """What the offers of a training on a table do, by name."""
        worst = {"review": (partial(self.mistakes.open, 0), None)} if self._of_rows else {}
        return {"next": (partial(self.play.step, 1), None), "own": (self.play.type_own, None), **worst}  # fmt: skip

    def eyebrow(self, run: Run | None) -> str:
        """What stands over the headline."""
        of_rows = run is not None and run.settings.table is not None
        return tr("Measure · a table") if of_rows else Stage.MEASURE.title

    def actions(self) -> tuple[Action, ...]:
        return (
            Action("measure.row-back", tr("Put the row back"), self.play.put_back, "Backspace", stage=Stage.MEASURE, off=self._off),
            Action("measure.row-own", tr("Type my own row…"), self.play.type_own, stage=Stage.MEASURE, off=self._off),
        )  # fmt: skip

    def _off(self) -> str:
        return "" if self.play.isVisible() else tr("No row is played with here.")

    def part(self, run: Run, tab: str) -> QWidget | None:
        """What stands below the header; None where it is as for any other run."""
        if run.settings.table is None:
            return None
        if tab == PLAY:
            return self.play
        if tab == WRONG:
            return self.mistakes
        return self.chart if is_number(run) and tab == SURE else None

    def show(self, project: Project, run: Run, tab: str) -> None:
        """Show what is wrong, or the ranges of numbers; the row shows itself."""
        if tab == WRONG:
            self.mistakes.show_run(project, run)
        elif is_number(run) and tab == SURE:
            said = view(project, run, tab)
            explained = next(iter(said.explanations.values()), None)
            self.chart.show_chart(next(iter(said.charts.values()), None), explained)
