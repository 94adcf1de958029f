"""Beside the example on the Stage: the sentence, how sure it is, and what a person can do with it."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.pages.stage.parts import SureBar
from desktop.theme.current import scaled
from desktop.theme.tokens import Height
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChipRow
from desktop.widgets.label import Label

SIDE = 400
MOST_CHIPS, ANOTHER = 9, "Another…"


def offered(
    names: Sequence[str], probabilities: Mapping[str, float]
) -> tuple[list[str], list[str]]:
    """The classes to choose from: all of a few; of many the likeliest, and the others behind one more chip."""
    if len(names) <= MOST_CHIPS:
        return list(names), []
    ranked = sorted(names, key=lambda name: -probabilities.get(name, 0.0))
    return [*ranked[: MOST_CHIPS - 1], ANOTHER], sorted(ranked[MOST_CHIPS - 1 :])


class AnswerSide(QWidget):
    """The answer and its buttons; ``offer`` shows what can be done now."""

    def __init__(self) -> None:
        super().__init__()
        self.name = Label(role=Role.ROW, colour="ink2", wrap=False)
        self.sentence = Label(role=Role.STAGE, measure=SIDE + 40)
        self.sure = SureBar()
        self.next_guess = Label(colour="ink2")
        self.accept = Button("Accept", "primary", shortcut="A", size="stage")
        self.correct = Button("Correct…", shortcut="C", size="stage")
        self.reject = Button("Reject", shortcut="R", size="stage")
        self.again = Button("Try again", "primary", shortcut="A", size="stage")
        self.classes = ChipRow("The right answer")
        self.ask_class = Label("What is it?", role=Role.SECTION)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.setFixedWidth(SIDE)
        side = QVBoxLayout(self)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addStretch(3)
        for widget, gap in (
            (self.name, 14),
            (self.sentence, 22),
            (self.sure, 6),
            (self.next_guess, 28),
            (self._choices(), 12),
            (self.problem, 0),
        ):
            side.addWidget(widget)
            side.addSpacing(gap)
        side.addStretch(4)
        for widget in (self.again, self.ask_class, self.classes, self.problem):
            widget.hide()

    def _choices(self) -> QWidget:
        """What a person can do; it keeps its height, so that nothing jumps."""
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for widget in (self.accept, self.again, self.correct, self.reject):
            box.addWidget(widget)
        box.addWidget(self.ask_class)
        box.addWidget(self.classes)
        box.addStretch(1)
        holder.setMinimumHeight(3 * scaled(Height.STAGE_BUTTON) + 24)
        return holder

    def offer(self, *, answered: bool, choosing: bool, failed: bool) -> None:
        """Show what can be done: react to the answer, try again after a fault, or choose the right class."""
        self.accept.setVisible(not failed and not choosing)
        self.correct.setVisible(not choosing)
        self.reject.setVisible(not choosing)
        self.again.setVisible(failed and not choosing)
        self.ask_class.setVisible(choosing)
        self.classes.setVisible(choosing)
        waiting = "" if answered else "The answer is on its way."
        for button in (self.accept, self.correct, self.reject):
            button.off_because(waiting)
