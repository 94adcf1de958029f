"""A row of a table on the Stage: the name of each column, and what stands in it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.label import Label
from desktop.widgets.layout import clear
from estimators.base.phrase import shorten
from estimators.base.sentence import tr

_IN_A_COLUMN, _LONGEST = 14, 120


class RowCells(QWidget):
    """Up to 14 cells below one another; more stand in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(10)

    def show_cells(self, cells: Sequence[tuple[str, str]]) -> None:
        """Show these, by the name of their column; without any it hides."""
        clear(self._grid)
        deep = len(cells) if len(cells) <= _IN_A_COLUMN else -(-len(cells) // 2)
        for at, (name, cell) in enumerate(cells):
            right = 2 * (at // deep)
            self._grid.addWidget(
                Label(name, role=Role.FIGURE, weight=400, colour="ink2"), at % deep, right
            )
            said = Label(shorten(cell, _LONGEST) or "–", role=Role.FIGURE, weight=600, tabular=True)
            self._grid.addWidget(said, at % deep, right + 1)
        for column in (1, 3):
            self._grid.setColumnStretch(
                column, 1 if len(cells) > _IN_A_COLUMN or column == 1 else 0
            )
        self.setAccessibleName(tr("{n} cells of a row", n=len(cells)))
        self.setVisible(bool(cells))
