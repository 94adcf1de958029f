"""Where a model of rows is wrong: what it said against what is true, or what it rests on, beside its worst rows, each opened by a click."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.calibration import cutoff_of
from desktop.findings.measure.mistakes import what_would_help
from desktop.findings.measure.table_row import (
    LABEL_MEANS,
    WORST_TITLES,
    RowToLabel,
    WorstRow,
    rows_to_label,
    worst_rows,
)
from desktop.findings.measure.view import WRONG, view
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.layout import column
from desktop.widgets.rows import Section
from desktop.widgets.table import PlainTable, TableColumn
from estimators.base.phrase import as_written
from estimators.base.sentence import tr


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
