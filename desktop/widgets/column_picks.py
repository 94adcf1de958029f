"""Which column of a table holds what: a question a line, each with the columns to pick from, and the first rows as they are read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import column, fill, row
from desktop.widgets.menu import MenuEntry, open_menu
from estimators.base.phrase import quoted, shorten
from estimators.base.sentence import tr


class ColumnPicks(QWidget):
    """``changed``: another column was picked.

    ``questions`` are (key, words); ``none`` says, of those that may stay open, what that means. ``chosen`` holds the columns by key.
    ``shown``: the two keys whose cells the first rows show, as “one → other”.
    """

    changed = Signal()

    def __init__(
        self, questions: Sequence[tuple[str, str]], none: Mapping[str, str], shown: tuple[str, str]
    ) -> None:
        super().__init__()
        self._none, self._shown = none, shown
        self._names: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self.chosen: dict[str, str | None] = {}
        self.buttons: dict[str, Button] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for at, (key, question) in enumerate(questions):
            self.chosen[key] = None
            button = self.buttons[key] = Button("", drops_down=True, size="small")
            button.clicked.connect(partial(self._open, key))
            label = Label(question)
            label.setBuddy(button)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(button, at, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        self.preview = Label(role=Role.NOTE, colour="ink2")
        column(grid, 12, Hairline(), 8, self.preview, of=self)

    def ask(
        self,
        names: Sequence[str],
        rows: Sequence[tuple[str, ...]],
        guess: Mapping[str, str | None] | None = None,
    ) -> None:
        """Ask about these columns; ``guess`` is what they seem to hold."""
        self._names, self._rows = tuple(names), tuple(rows)
        self.chosen = {key: (guess or {}).get(key) for key in self.chosen}
        self._say()

    def choose(self, key: str, name: str | None) -> None:
        """Say what holds it; None: no column does. A column that held something else gives that up."""
        for other, taken in self.chosen.items():
            if name is not None and taken == name and other != key:
                self.chosen[other] = None if other in self._none else self.chosen[key]
        self.chosen[key] = name
        self._say()

    def missing(self) -> bool:
        """Whether something that has to be picked is not yet."""
        return any(name is None for key, name in self.chosen.items() if key not in self._none)

    def cells(self, name: str | None) -> list[str]:
        """What stands in a column in the first rows."""
        at = self._names.index(name) if name in self._names else None
        return [] if at is None else [row[at] if at < len(row) else "" for row in self._rows]

    def _open(self, key: str) -> None:
        names = [MenuEntry(name, partial(self.choose, key, name)) for name in self._names if name]
        none = self._none.get(key)
        open_menu(self.buttons[key], names, [MenuEntry(none, partial(self.choose, key, None))] if none else [])  # fmt: skip

    def _say(self) -> None:
        for key, button in self.buttons.items():
            button.setText(shorten(self.chosen[key] or self._none.get(key, tr("pick a column")), 30))  # fmt: skip
        lines = []
        second = self.cells(self.chosen[self._shown[1]])
        for number, cell in enumerate(self.cells(self.chosen[self._shown[0]])):
            other = second[number] if number < len(second) else ""
            becomes = f"  →  {shorten(other, 24)}" if other else ""
            lines.append(quoted(shorten(cell, 52)) + becomes)
        self.preview.setText("\n".join(lines))
        self.changed.emit()


class ColumnsQuestion(AnsweredPopover):
    """Asks about one table; ``done`` gets the columns by key once what has to be picked is."""

    def __init__(
        self, window: QWidget, table: str, picks: ColumnPicks, done: Callable[[dict[str, str | None]], object]
    ) -> None:  # fmt: skip
        super().__init__(window, tr("Columns of {name}", name=table), width=480)
        self.picks, self._done = picks, done
        self.add_head(tr("What is in “{name}”?", name=shorten(table, 36)), 10)
        self.send = Button(tr("Add these"), "primary", shortcut="Return", run=self.submit)
        fill(self.body, picks, 12, row(self.send, None))
        picks.changed.connect(self._say)
        self._say()

    def submit(self) -> None:
        """Hand the answer over, unless something is missing."""
        if not self.picks.missing():
            self.close_popover()
            self._done(self.picks.chosen)

    def _say(self) -> None:
        missing = self.picks.missing()
        self.send.off_because(tr("Pick the columns first.") if missing else "")
        self.resettle()
