"""Examples of one's own for the fake of a kind: pasted, or from a table."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import fill
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.kinds.good_answers import pasted_good_answers, read_good_answers
from mock_ai.kinds.product import GoodExample

_TABLES = "(*.csv *.tsv *.jsonl *.ndjson *.json *.txt)"
_LINES = 10


class OwnExamplesPopover(AnsweredPopover):
    """``done`` takes the examples and raises ``UserError`` where they cannot be shown; what is wrong stands in the popover, and
    what was pasted stays."""

    def __init__(
        self, window: QWidget, kind: str, done: Callable[[tuple[GoodExample, ...]], None]
    ) -> None:
        super().__init__(window, tr("Your own examples"), width=560)
        self._kind, self._done = kind, done
        self.text = TextField(
            tr("Inputs and good answers"),
            tr("Q: Can I swap the size?\nA: Yes, within 30 days."),
            lines=_LINES,
            most_lines=_LINES,
        )
        self.wrong = Label(role=Role.NOTE, colour="bad")
        self.wrong.hide()
        how = tr(
            "Two columns of a table, or “Q:” and “A:” in turn, or the input on one line and the good answer on those below. "
            "They stay in this project and are never measured."
        )
        title = Label(tr("Paste your own examples"), role=Role.SECTION)
        fill(self.body, title, 6, Label(how, role=Role.NOTE, colour="ink2"), 10, self.text, 6)
        fill(self.body, self.wrong, 10)
        table = Button(tr("Open a table…"), run=self.open_table)
        self._add_buttons(tr("Show these"), table, shortcut="Ctrl+Return")

    def ask_open(self) -> str:
        """Which table to open."""
        title = tr("Open a table of good answers")
        return QFileDialog.getOpenFileName(self, title, str(Path.home()), _TABLES)[0]

    def open_table(self) -> None:
        """Ask for a table and show what is in it."""
        name = self.ask_open()
        if name:
            self._take(lambda: read_good_answers(self._kind, Path(name)))

    def submit(self) -> None:
        """Show what was pasted."""
        self._take(lambda: pasted_good_answers(self._kind, self.text.toPlainText()))

    def _take(self, read: Callable[[], tuple[GoodExample, ...]]) -> None:
        try:
            self._done(read())
        except UserError as error:
            self.wrong.setText(" ".join(filter(None, (error.what, error.why, error.next_step))))
            self.wrong.show()
            self.resettle()
        else:
            self.close_popover()
