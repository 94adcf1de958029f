"""How good: the runs against the fake, people today and no AI at all; then class by class."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.accuracy import class_chart, runs_chart
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.type import Role
from desktop.widgets.charts.marks import InlineInterval
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.columns import Column, Columns
from desktop.widgets.explain import Explanation
from desktop.widgets.label import Label
from desktop.widgets.table import Cell, PlainTable, TableColumn
from reports.chart_data import IntervalChart

HOW_SURE = Explanation(
    "What the line means",
    "The photos it was tested on are a sample: other ones would give another number. The line is where the true share "
    "lies with 9 chances in 10, by the exact binomial interval. We are 95% sure that it is not below the lower end, and "
    "that is the number the launch test compares with the bar.",
    source="Clopper and Pearson, Biometrika 26, 1934",
)


class GoodView(QWidget):
    """The chart of the runs, the table of the classes, and at the right whatever is put into ``side``."""

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
        self.classes: PlainTable | None = None
        self._table_box = QWidget()
        self._table = QVBoxLayout(self._table_box)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setSpacing(0)
        self._table.addWidget(self.classes_title)
        self._table.addWidget(self.classes_note)
        self._table.addSpacing(4)
        self.side = QWidget()
        self.side_box = QVBoxLayout(self.side)
        self.side_box.setContentsMargins(0, 0, 0, 0)
        self.columns.add("main", self._charts, chart_first=True)
        self.columns.add("main", self._table_box, gap=20)
        self.columns.add("side", self.side, wide_only=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)

    def show_run(self, project: Project, run: Run) -> None:
        """Show what this run measured."""
        chart = runs_chart(project, run)
        if self.chart is None:
            self.chart = chart_view(chart, explanation=HOW_SURE)
            self._box.addWidget(self.chart)
        else:
            self.chart.set_chart(chart)
        by_class = class_chart(run, project)
        self.classes_title.setText(by_class.title)
        self.classes_note.setText(by_class.note)
        table = self._fitting_table(by_class.axis.low)
        table.set_rows(
            [
                (
                    row.label,
                    Cell("", interval=InlineInterval(row.low, row.mid, row.high, by_class.axis.low, 1.0)),
                    row.note,
                    row.value_text,
                    _likely(row.low, row.high),
                )
                for row in by_class.rows
            ]
        )  # fmt: skip
        table.fit_rows()

    def _fitting_table(self, low: float) -> PlainTable:
        """The table, made anew where its little axis begins elsewhere (headers do not change)."""
        if self.classes is not None and low == self._low:
            return self.classes
        if self.classes is not None:
            self._table.removeWidget(self.classes)
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
        self._table.addWidget(self.classes)
        return self.classes


def _likely(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low * 100:.0f} to {high * 100:.0f}"
