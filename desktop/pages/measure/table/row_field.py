"""One cell of a row that is played with: a bar of a few words, a menu of many, or a number with a slider; and what it was."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fields import LineField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import MIDDLE, column, keep_width, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.slider import Track
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.table.column import AMOUNTS, ENCODED
from estimators.table.table_run import RunColumn

_NAME, _LONGEST_BAR = 150, 34
Changed = Callable[[str, str], object]
"""Told the column and its new cell."""


class RowField(QWidget):
    """The cell of one column. ``changed`` is told what a person makes of it."""

    def __init__(self, column_: RunColumn, changed: Changed) -> None:
        super().__init__()
        self.column, self._changed = column_, changed
        self.cell = self._was = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.bar: ChoiceBar | None = None
        self.menu: Button | None = None
        self.field: LineField | None = None
        self.track: Track | None = None
        self.was = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.undo = Button(tr("Undo"), "link", run=self._put_back)
        self.undo.setAccessibleName(tr("Undo: {name}", name=column_.name))
        name = Label(column_.name, weight=600, wrap=False)
        keep_width(name, _NAME)
        name.setToolTip(column_.name)
        wide = column_.type in ENCODED  # a sentence takes what room there is
        cell = ((self._input(), 1),) if wide else (self._input(), None)
        line = row((name, MIDDLE), *cell, (self.was, MIDDLE), (self.undo, MIDDLE), spacing=10, margins=(0, 5, 0, 5))  # fmt: skip
        column(line, Hairline(), of=self)
        self._say()

    def _input(self) -> QWidget:
        words = self.column.words
        if words and len(words) <= 4 and sum(map(len, words)) <= _LONGEST_BAR:
            self.bar = ChoiceBar(self.column.name, [(word, word) for word in words])
            self.bar.chosen.connect(self._take)
            return self.bar
        if words:
            self.menu = Button("", drops_down=True, size="small")
            self.menu.clicked.connect(self._ask)
            return self.menu
        if self.column.type in ENCODED:
            self.field = LineField(self.column.name, tr("unknown"))
            self.field.committed.connect(self._take)
            return self.field
        self.field = LineField(self.column.name, tr("unknown"), width=104)
        self.field.committed.connect(self._take)
        made = QWidget()
        line = row(self.field, of=made, spacing=12)
        points = self.column.points
        if self.column.type in AMOUNTS and points and points[0] < points[-1]:
            step = _step(points[-1] - points[0])
            self.track = Track(tr("{name}, by sliding", name=self.column.name), low=points[0], high=points[-1], step=step)  # fmt: skip
            keep_width(self.track, 104)
            self.track.changed.connect(self._slid)
            line.addWidget(self.track, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def show_cell(self, cell: str, was: str, amount: float | None) -> None:
        """Show a cell; ``was`` is what the row says, ``amount`` the number in it."""
        self.cell, self._was = cell, was
        if self.bar is not None:
            known = {word.casefold(): word for word in self.column.words}
            self.bar.set_value(known.get(cell.strip().casefold()))
        if self.menu is not None:
            self.menu.setText(shorten(cell, 24) or tr("unknown"))
            self.menu.setAccessibleName(f"{self.column.name}: {cell or tr('unknown')}")
        if self.field is not None:
            self.field.set_value(cell)
        if self.track is not None and amount is not None:
            self.track.set_value(amount)
        self._say()

    def _say(self) -> None:
        changed = self.cell != self._was
        self.was.say(tr("was {cell}", cell=shorten(self._was, 18) or tr("unknown")) if changed else "")  # fmt: skip
        self.undo.setVisible(changed)

    def _take(self, cell: str) -> None:
        self._changed(self.column.name, cell)

    def _slid(self, value: float) -> None:
        self._take(f"{value:.6g}")

    def _put_back(self) -> None:
        self._changed(self.column.name, self._was)

    def _ask(self) -> None:
        words = [MenuEntry(word, partial(self._take, word), word == self.cell) for word in self.column.words]  # fmt: skip
        none = MenuEntry(tr("unknown"), partial(self._take, ""), not self.cell.strip())
        if self.menu is not None:
            open_menu(self.menu, words, [none], name=self.column.name)


def _step(span: float) -> float:
    """A round step of which a hundred or so fit."""
    from math import floor, log10

    return float(10 ** floor(log10(span / 50)))
