"""How good: the runs against the fake, people today and no AI at all; class by class; and the model file."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.train.view import view
from desktop.pages.train.model_file import ModelFileView
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.marks import InlineInterval
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.columns import Column, Columns
from desktop.widgets.label import Label
from desktop.widgets.table import Cell, PlainTable, TableColumn
from reports.chart_data import IntervalChart, IntervalRow

MANY_CLASSES = 12  # of more, the weakest are shown first and the others on request


class GoodView(QWidget):
    """The chart of the runs, the table of the classes, the file; at the right whatever is put into ``side``."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: ChartView[IntervalChart] | None = None
        self.columns = Columns((Column("main"), Column("side", 232)), gap=80, ruled=True)
        self._charts = QWidget()
        self._box = QVBoxLayout(self._charts)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.classes_title = Label(role=Role.SECTION)
        self.classes_note = Label(role=Role.NOTE, colour="ink2")
        self._low = 0.0
        self._every_class = False
        self.classes: PlainTable | None = None
        self._table_box = QWidget()
        self._table = QVBoxLayout(self._table_box)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setSpacing(0)
        self._table.addWidget(self.classes_title)
        self._table.addWidget(self.classes_note)
        self._table.addSpacing(4)
        self._table_place = QVBoxLayout()
        self._table.addLayout(self._table_place)
        self.all_classes = Button("", "link")
        self.all_classes.clicked.connect(self._show_every_class)
        self._table.addWidget(self.all_classes)
        self.file = ModelFileView()
        self.side = QWidget()
        self.side_box = QVBoxLayout(self.side)
        self.side_box.setContentsMargins(0, 0, 0, 0)
        self.columns.add("main", self._charts, chart_first=True)
        self.columns.add("main", self._table_box, gap=20)
        self.columns.add("main", self.file, gap=28)
        self.columns.add("side", self.side, wide_only=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)

    def show_run(self, project: Project, run: Run, modality: str, frozen: str = "") -> None:
        """Show what this run measured."""
        said = view(project, run)
        chart, sure = said.chart("runs", IntervalChart), said.explanations["line"]
        if self.chart is None:
            self.chart = chart_view(chart, explanation=sure)
            self._box.addWidget(self.chart)
        elif self.chart.chart != chart:
            self.chart.set_chart(chart)
        self.chart.explanation = sure
        self._by_class = said.chart("classes", IntervalChart)
        self.classes_title.setText(self._by_class.title)
        self.classes_note.setText(self._by_class.note)
        self._fill_classes()
        self.file.show_run(project, run, modality, frozen)

    def _fill_classes(self) -> None:
        by_class = self._by_class
        rows = by_class.rows
        many = len(rows) > MANY_CLASSES
        if many and not self._every_class:
            rows = rows[: -MANY_CLASSES - 1 : -1]  # the weakest, weakest first
        self.all_classes.setVisible(many)
        self.all_classes.setText(
            "Show the weakest alone"
            if self._every_class
            else f"Show all {len(by_class.rows)} classes"
        )
        low = by_class.axis.low
        table = self._fitting_table(low)
        table.set_rows([_cells(row, low) for row in rows])
        table.fit_rows()

    def _show_every_class(self) -> None:
        self._every_class = not self._every_class
        self._fill_classes()

    def _fitting_table(self, low: float) -> PlainTable:
        """The table, made anew where its little axis begins elsewhere (headers do not change)."""
        if self.classes is not None and low == self._low:
            return self.classes
        if self.classes is not None:
            self._table_place.removeWidget(self.classes)
            self.classes.deleteLater()
        self._low = low
        self.classes = PlainTable(
            "How many of each class it found",
            (
                TableColumn("class", always=True),
                TableColumn(f"{low * 100:.0f} to 100%", stretch=True),
                TableColumn("found", right=True),
                TableColumn("", right=True, always=True),
                TableColumn("likely, in %", right=True),
            ),
        )
        self._table_place.addWidget(self.classes)
        return self.classes


def _cells(row: IntervalRow, low: float) -> tuple[str | Cell, ...]:
    interval = InlineInterval(row.low, row.mid, row.high, low, 1.0)
    return (
        row.label,
        Cell("", interval=interval),
        row.note,
        row.value_text,
        _likely(row.low, row.high),
    )


def _likely(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low * 100:.0f} to {high * 100:.0f}"
