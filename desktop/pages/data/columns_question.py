"""A small question about a table: which column holds the text, which the answer, which what belongs together."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.jobs.table_columns import ColumnsAsked, TableColumns
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import fill, row
from desktop.widgets.menu import MenuEntry, open_menu
from estimators.base.phrase import shorten
from estimators.base.sentence import tr

_QUESTIONS = {
    "item": tr("The text, or the name of the file"),
    "label": tr("The answer it should learn"),
    "group": tr("What belongs together, such as a speaker"),
}
_NONE = {"label": tr("nothing is labelled yet"), "group": tr("nothing said")}


class ColumnsQuestion(AnsweredPopover):
    """Asks about one table; ``done`` gets the answer."""

    def __init__(
        self, window: QWidget, asked: ColumnsAsked, done: Callable[[TableColumns], None]
    ) -> None:
        super().__init__(window, tr("Columns of {name}", name=asked.table.name), width=480)
        self._asked, self._done = asked, done
        self._names = tuple(name for name in asked.names if name)
        self.chosen: dict[str, str | None] = {
            "item": asked.guess.item,
            "label": asked.guess.label,
            "group": asked.guess.group,
        }
        self.add_head(tr("What is in “{name}”?", name=shorten(asked.table.name, 36)), 10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.buttons: dict[str, Button] = {}
        for at, (key, question) in enumerate(_QUESTIONS.items()):
            button = self.buttons[key] = Button("", drops_down=True, size="small")
            button.clicked.connect(partial(self._open, key))
            label = Label(question)
            label.setBuddy(button)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(button, at, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        self.preview = Label(role=Role.NOTE, colour="ink2")
        self.send = Button(tr("Add these"), "primary", shortcut="Return", run=self.submit)
        fill(self.body, grid, 12, Hairline(), 8, self.preview, 12, row(self.send, None))
        self._say()

    def choose(self, key: str, name: str | None) -> None:
        """Say what a column holds: ``key`` is "item", "label" or "group"; None: no column does."""
        for other, taken in self.chosen.items():
            if name is not None and taken == name and other != key:
                self.chosen[other] = self.chosen[key] if other == "item" else None
        self.chosen[key] = name
        self._say()

    def submit(self) -> None:
        item = self.chosen["item"] or self._names[0]
        answer = TableColumns(
            item, self.chosen["label"], self.chosen["group"], self._are_files(item)
        )
        self.close_popover()
        self._done(answer)

    def _cells(self, name: str | None) -> list[str]:
        if name is None or name not in self._asked.names:
            return []
        at = self._asked.names.index(name)
        return [row[at] if at < len(row) else "" for row in self._asked.rows]

    def _are_files(self, name: str) -> bool:
        cells = [
            cell for cell in self._cells(name) if cell and "\0" not in cell and len(cell) < 1024
        ]
        return bool(cells) and all((self._asked.table.parent / cell).is_file() for cell in cells)

    def _open(self, key: str) -> None:
        names = [MenuEntry(name, partial(self.choose, key, name)) for name in self._names]
        none = [MenuEntry(_NONE[key], partial(self.choose, key, None))] if key in _NONE else []
        open_menu(self.buttons[key], names, none)

    def _say(self) -> None:
        for key, button in self.buttons.items():
            button.setText(shorten(self.chosen[key] or _NONE.get(key, ""), 30))
        lines = []
        labels = self._cells(self.chosen["label"])
        for number, cell in enumerate(self._cells(self.chosen["item"])):
            label = labels[number] if number < len(labels) else ""
            becomes = f"  →  {shorten(label, 24)}" if label else ""
            lines.append(f"“{shorten(cell, 52)}”{becomes}")
        self.preview.setText("\n".join(lines) or tr("It has no rows below its header."))
        self.resettle()
