"""Two popovers that any figure can open: how it was worked out (F1), and its numbers as a table (T)."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import YieldingRow, column, fill, row
from desktop.widgets.popover import Popover
from desktop.widgets.table import PlainTable, TableColumn, copy_table
from estimators.base.sentence import tr
from reports.chart_data import TableTwin
from reports.stage_view import Explanation

_FIGURE = re.compile(r"[+−-]?[€$£]?\d")
_NO_FIGURE = {"", tr("unknown"), "–", tr("not possible")}


class ExplainPopover(Popover):
    """Shows one ``Explanation`` (picture 07b)."""

    def __init__(self, window: QWidget, explanation: Explanation) -> None:
        super().__init__(window, tr("Explanation: {title}", title=explanation.title), width=392)
        self.add_head(explanation.title, 4)
        self.body.addWidget(Label(explanation.text))
        if explanation.rows:
            self.body.addSpacing(10)
        for name, value in explanation.rows:
            line = YieldingRow(
                Label(name, colour="ink2"),
                Label(value, tabular=True, weight=500),
                least=64,
                spacing=12,
            )
            fill(self.body, column(line, margins=(0, 5, 8, 6)), Hairline())
        if explanation.source:
            fill(self.body, 10, Label(explanation.source, role=Role.NOTE, colour="ink3"))
        links = row(spacing=16)
        self._texts = explanation
        first: QWidget | None = None
        if explanation.rows:
            copy = Button(tr("Copy numbers"), "link", run=self._copy)
            links.addWidget(copy)
            first = copy
        for words, run in explanation.links:
            links.addWidget(Button(words, "link", run=run))
        links.addStretch(1)
        fill(self.body, 10, links)
        self.first = first

    def _copy(self) -> None:
        rows = tuple((name, value) for name, value in self._texts.rows)
        copy_table(TableTwin(("", tr("value")), rows))


class TablePopover(Popover):
    """Shows the table twin of a chart; Copy puts it on the clipboard with tabs between the columns."""

    def __init__(self, window: QWidget, title: str, table: TableTwin) -> None:
        super().__init__(
            window, tr("{title}, as a table", title=title), width=min(720, window.width() - 120)
        )
        self._table = table
        self.add_head(title, 8)
        self.view = PlainTable(tr("{title}, as a table", title=title), _columns(table))
        self.view.set_rows(table.rows)
        shown = min(len(table.rows), 14)
        self.view.setFixedHeight(self.view.height_for_rows(shown))
        copy = Button(tr("Copy"), "link", run=self._copy)
        fill(self.body, self.view, 12, (copy, Qt.AlignmentFlag.AlignLeft))

    def _copy(self) -> None:
        copy_table(self._table)


def _columns(table: TableTwin) -> list[TableColumn]:
    """Figures stand at the right: a column whose entries all begin with a digit, a sign or a currency."""
    columns = []
    for number, header in enumerate(table.headers):
        entries = [row[number] for row in table.rows if row[number] not in _NO_FIGURE]
        figures = bool(entries) and all(_FIGURE.match(entry) for entry in entries)
        columns.append(TableColumn(header, right=figures and number > 0, stretch=number == 0))
    return columns
