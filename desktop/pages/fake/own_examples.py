"""Examples of one's own for the fake of a kind: pasted, or from a table."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import fill
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.kinds.good_answers import BroughtExamples, pasted_examples

_LINES = 10


class OwnExamplesPopover(AnsweredPopover):
    """``done`` takes the examples and raises ``UserError`` where they cannot be shown; what is wrong stands in the popover, and
    what was pasted stays. ``open_table`` asks for a table instead; ``then`` comes once they are taken."""

    def __init__(
        self,
        window: QWidget,
        kind: str,
        done: Callable[[BroughtExamples], None],
        open_table: Callable[[], None],
        then: Callable[[], None],
    ) -> None:
        super().__init__(window, tr("Your own examples"), width=560)
        self._kind, self._done = kind, done
        self._open_table, self._then = open_table, then
        self.text = TextField(
            tr("Inputs and good answers"),
            tr("Q: Can I swap the size?\nA: Yes, within 30 days."),
            lines=_LINES,
            most_lines=_LINES,
        )
        self.wrong = Label(role=Role.NOTE, colour="bad")
        self.wrong.hide()
        how = tr(
            "One input a line; or two columns of a table, “Q:” and “A:” in turn, or the input on one line and the good answer "
            "on those below. They stay in this project and are never measured."
        )
        title = Label(tr("Paste your own examples"), role=Role.SECTION)
        fill(self.body, title, 6, Label(how, role=Role.NOTE, colour="ink2"), 10, self.text, 6)
        fill(self.body, self.wrong, 10)
        table = Button(tr("Open a table…"), run=self.open_table)
        self._add_buttons(tr("Show these"), table, shortcut="Ctrl+Return")

    def open_table(self) -> None:
        self.close_popover()
        self._open_table()

    def submit(self) -> None:
        """Show what was pasted; what has no good answer is asked for next."""
        try:
            self._done(pasted_examples(self._kind, self.text.toPlainText()))
        except UserError as error:
            self._say(error)
        else:
            self.close_popover()
            self._then()

    def _say(self, error: UserError) -> None:
        self.wrong.setText(" ".join(filter(None, (error.what, error.why, error.next_step))))
        self.wrong.show()
        self.resettle()
