"""Where it is wrong: the confusion matrix, the examples behind a cell, and what would help."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.train.mistakes import Answered, answered, cell_title, what_would_help
from desktop.findings.train.view import WRONG, view
from desktop.pages.train.cards import Cards, Shown, Source
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.matrix import ConfusionChartView
from desktop.widgets.columns import Column, Columns
from desktop.widgets.label import Label
from desktop.widgets.rows import Section
from desktop.widgets.table import PlainTable, TableColumn
from estimators.base.count import count
from reports.chart_data import ConfusionChart

WHERE_WORDS = "Bright is what spoke for the answer it gave; the rest is dimmed."


class WrongView(QWidget):
    """Matrix, examples, help. The chosen cell stays while the same run is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._run: Run | None = None
        self._cell: tuple[str, str] | None = None
        self._source: Source = lambda _row: Shown()
        self.matrix: ConfusionChartView | None = None
        self.columns = Columns((Column("left", stretch=1), Column("right", stretch=1)), gap=48)
        self._left = QWidget()
        self._box = QVBoxLayout(self._left)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.examples = Cards()
        self.where = Button("", "text", size="small", icon="eye", shortcut="H")
        self.where_note = Label(WHERE_WORDS, role=Role.NOTE, colour="ink2")
        self.found = Section("", self.examples, note=" ", gap=10)
        self.found.add(self.where, gap=8)
        self.found.add(self.where_note, gap=2)
        self.found.box.setAlignment(self.where, Qt.AlignmentFlag.AlignLeft)
        self.help = PlainTable(
            "What would help most",
            (
                TableColumn("do this", stretch=True, always=True),
                TableColumn("could mend", right=True),
                TableColumn("takes", right=True),
            ),
        )
        self.help_block = Section("What would help most", self.help, gap=4)
        self.columns.add("left", self._left, chart_first=True)
        self.columns.add("right", self.found)
        self.columns.add("right", self.help_block, gap=24)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)
        self.show_lit(False)

    def show_run(self, project: Project, run: Run, cutoff: float, source: Source) -> None:
        """Show the mistakes of this run; ``source`` is asked what there is to see of the examples shown."""
        if self._run is None or self._run.id != run.id:
            self._cell = None
        self._project, self._run, self._source = project, run, source
        said = view(project, run, WRONG)
        drawn, read = said.chart("confusion", ConfusionChart), said.explanations["confusion"]
        chart = replace(drawn, note=f"{drawn.note} Choose a number to see them.")
        if self.matrix is None:
            self.matrix = ConfusionChartView(chart, explanation=read)
            self.matrix.cell_chosen.connect(self._chosen)
            self.matrix.cell_opened.connect(self._cell_opened)
            self._box.addWidget(self.matrix)
        elif self.matrix.chart != chart:
            self.matrix.set_chart(chart)
        self.matrix.explanation = read
        rows = what_would_help(project, run, cutoff)
        self.help.set_rows(rows)
        self.help.fit_rows()
        self.help_block.setVisible(bool(rows))
        self._show_cell()

    def show_lit(self, lit: bool) -> None:
        """Say whether the pictures show where it looked."""
        self.where.setText("Show the photos alone" if lit else "Show where it looked")
        photos = self._project is None or noun(self._project, 1) == "photo"
        self.where.setVisible(photos and bool(self.examples.cards))
        self.where_note.setVisible(lit and photos)

    @property
    def rows(self) -> tuple[Answered, ...]:
        """What is shown at the right, in order."""
        return self.examples.rows

    def review(self) -> None:
        """Show every mistake, the most confident first, and the first of them large."""
        self._cell = None
        self._show_cell()
        self._focus_first()
        if self.examples.cards:
            self.examples.opened.emit(self.examples.cards[0].row)

    def show_cell(self, truth: str, said: str) -> None:
        """Show the examples of one cell."""
        self._cell = (truth, said)
        if self.matrix is not None:
            labels = self.matrix.chart.labels
            self.matrix.set_cell(labels.index(truth), labels.index(said))
        self._show_cell()

    def _chosen(self, truth: int, said: int) -> None:
        assert self.matrix is not None
        labels = self.matrix.chart.labels
        self._cell = (labels[truth], labels[said])
        self._show_cell()

    def _cell_opened(self, _truth: int, _said: int) -> None:
        self._focus_first()

    def _focus_first(self) -> None:
        if self.examples.cards:
            self.examples.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cell(self) -> None:
        if self._project is None or self._run is None:
            return
        if self._cell is None:
            rows = answered(self._run)
            self.found.title.setText("The most confident mistakes first" if rows else "No mistakes")
            note = (
                f"{count(len(rows), 'mistake')}."
                if rows
                else f"It got every held-out {noun(self._project, 1)} right."
            )
        else:
            rows = answered(self._run, truth=self._cell[0], said=self._cell[1])
            self.found.title.setText(cell_title(self._project, self._run, *self._cell))
            note = "Most confident first." if len(rows) > 1 else ""
        self.found.note.setText(note)
        self.found.note.setVisible(bool(note))
        self.examples.show_rows(rows, self._source)
        photos = noun(self._project, 1) == "photo"
        self.where.setVisible(photos and bool(rows))
