"""What a person can do with an answer on the Stage: accept, correct, reject, try again, keep what was typed; and a remark."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button, button_height
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import column, row
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageAnswer, StageChoice

MOST_REMARK = 2_000  # letters


class AnswerButtons(QWidget):
    """The buttons below an answer.

    ``chosen``: accepted, corrected or rejected was pressed. ``again``: ask once more. ``kept`` and ``left``: what was
    typed is to be kept, or given up.
    """

    chosen = Signal(str)
    again = Signal()
    kept = Signal()
    left = Signal()

    def __init__(self, across: tuple[str, ...] = ()) -> None:
        """``across``: accept, correct and reject in the order in which they stand beside one another."""
        super().__init__()
        self.accept = Button(tr("Accept"), "primary", shortcut="A", size="stage")
        self.correct = Button(tr("Correct…"), shortcut="C", size="stage")
        self.reject = Button(tr("Reject"), shortcut="R", size="stage")
        self.try_again = Button(
            tr("Try again"), "primary", shortcut="A", size="stage", run=self.again.emit
        )
        self.keep = Button("", "primary", shortcut="Ctrl+Return", size="stage", run=self.kept.emit)
        self.back = Button(tr("Back"), shortcut="Esc", size="stage", run=self.left.emit)
        self._three = (self.accept, self.correct, self.reject)
        for button, outcome in zip(self._three, ("accepted", "corrected", "rejected"), strict=True):
            button.clicked.connect(partial(self._choose, outcome))
        three = [getattr(self, name) for name in across] or list(self._three)
        self.in_order = (*three, self.try_again, self.keep, self.back)
        self._lines = 1 if across else 3
        if across:
            row(*((button, 1) for button in self.in_order), of=self, spacing=12)
        else:
            column(*self.in_order, None, of=self, spacing=12)
        self.wait()

    def _choose(self, outcome: str, _checked: bool = False) -> None:
        self.chosen.emit(outcome)

    def wait(self, why: str = tr("The answer is on its way.")) -> None:
        """Nothing can be done yet; ``why`` says so."""
        self._show(*self._three)
        for button in self._three:
            button.off_because(why)

    def name(self, answer: StageAnswer, *, changed: bool = False) -> None:
        """Call the three what the answer calls them; ``changed``: something of it is another already."""
        accept = StageChoice(tr("Correct"), tr("with what I changed")) if changed else answer.accept
        choices = (accept, answer.correct, answer.reject)
        for button, choice in zip(self._three, choices, strict=True):
            button.setText(choice.label)
            button.set_detail(choice.hint)

    def offer(self, answer: StageAnswer, *, changed: bool = False) -> None:
        self.name(answer, changed=changed)
        for button in self._three:
            button.off_because("")
        self._show(*self._three)

    def fail(self) -> None:
        """Offer to ask once more."""
        self._show(self.try_again)

    def type(self, words: str, detail: str = "") -> None:
        """Offer to keep what is being typed, or to give it up."""
        self.keep.setText(words)
        self.keep.set_detail(detail)
        self._show(self.keep, self.back)

    def end(self) -> None:
        """Offer nothing more."""
        self._show()

    @property
    def ready(self) -> bool:
        """Whether the three can be pressed."""
        return self.accept.isEnabled() and self.accept.isVisibleTo(self)

    def press(self, key: Qt.Key) -> bool:
        """Press the button of a key; whether there is one now."""
        if key == Qt.Key.Key_A and self.try_again.isVisibleTo(self):
            self.try_again.click()
            return True
        pressed = dict(zip((Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_R), self._three, strict=True))
        button = pressed.get(key)
        if button is None or not button.isVisibleTo(self):
            return False
        button.click()
        return True

    def _show(self, *buttons: Button) -> None:
        for button in (*self._three, self.try_again, self.keep, self.back):
            button.setVisible(button in buttons)
        # It keeps its height, so that nothing jumps.
        tall = button_height("stage")
        self.setMinimumHeight(self._lines * tall + (self._lines - 1) * 12)


class RemarkField(QWidget):
    """A sentence of one's own beside what one did; it is opened with N, or ``always`` there."""

    done = Signal()

    def __init__(self, *, always: bool = False) -> None:
        super().__init__()
        self._always = always
        words = tr("What made you decide? It helps, but need not be.")
        self.words = Label(words, role=Role.NOTE, colour="ink2")
        self.field = LineField(words, tr("A remark"))
        self.field.setMaxLength(MOST_REMARK)
        column(self.words, 4, self.field, of=self)
        if not always:
            self.hide()

    def open(self) -> None:
        self.show()
        self.field.setFocus()

    def close_if_written_in(self) -> bool:
        """Leave the field; whether somebody was in it."""
        written_in = self.field.hasFocus()
        if written_in:
            self.setVisible(self._always or bool(self.text))
            self.done.emit()
        return written_in

    @property
    def text(self) -> str:
        return " ".join(self.field.text().split())

    def empty(self) -> None:
        """Begin anew, with another answer."""
        self.field.clear()
        self.setVisible(self._always)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.close_if_written_in()
        else:
            event.ignore()
