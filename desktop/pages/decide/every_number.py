"""Every number behind the charts: its range, and whether it is measured, a guess, published or a default of ours."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.findings.decide.intangibles import inputs_table
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from desktop.widgets.table import Cell, PlainTable, TableColumn
from estimators.build_vs_buy.result import Valuation

_ROWS = 14  # shown at once; the rest scrolls


class EveryNumber(Popover):
    """A table of all inputs of the valuation, measured first."""

    def __init__(self, window: QWidget, valuation: Valuation) -> None:
        title = "Every number behind the charts"
        super().__init__(window, title, width=min(860, window.width() - 120))
        head = QHBoxLayout()
        head.addWidget(Label(title, role=Role.SECTION), 1)
        head.addWidget(Label("Esc", role=Role.NOTE, colour="ink3", wrap=False))
        self.body.addLayout(head)
        self.body.addSpacing(8)
        columns = [
            TableColumn("number", always=True),
            TableColumn("9 in 10", right=True, always=True),
            TableColumn("worth knowing", right=True, always=True),
            TableColumn("source", stretch=True, always=True),
        ]
        rows = [
            (Cell(name, glyph=PROVENANCE_GLYPHS[source]), span, worth, where)
            for source, (name, span, worth, where) in inputs_table(valuation)
        ]
        self.view = PlainTable(title, columns)
        self.view.set_rows(rows)
        self.view.setFixedHeight(self.view.height_for_rows(min(len(rows), _ROWS)))
        self.body.addWidget(self.view)
        self.closed.connect(self.deleteLater)
