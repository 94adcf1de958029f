"""Tell apart: one photo, text, sound or clip, and the sentence that says what it is."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.pages.stage.answer_buttons import RemarkField
from desktop.pages.stage.demo import StageReply
from desktop.pages.stage.example import StageExample
from desktop.pages.stage.kind_view import ROOMY, AnswerView
from desktop.project.originals import Original
from desktop.theme.current import scaled
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button, button_height
from desktop.widgets.choices import ChipRow
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.layout import column, fill, holder, row
from desktop.widgets.menu import MenuEntry, menu_of
from estimators.base.percent import percent, sure_percent
from estimators.base.sentence import tr
from estimators.base.spoken_answer import NO_ANSWER, next_guess_sentence
from mock_ai.conversation import ClassAnswer
from mock_ai.stage_answer import StageQuestion

SIDE = 400
_LOW = 400  # pixels at letters of 100%, below which the buttons need the room of a large sentence
MOST_CHIPS, ANOTHER = 9, tr("Another…")


def offered(
    names: Sequence[str], probabilities: Mapping[str, float]
) -> tuple[list[str], list[str]]:
    """The classes to choose from: all of a few; of many the likeliest, and the others behind one more chip."""
    if len(names) <= MOST_CHIPS:
        return list(names), []
    ranked = sorted(names, key=lambda name: -probabilities.get(name, 0.0))
    return [*ranked[: MOST_CHIPS - 1], ANOTHER], sorted(ranked[MOST_CHIPS - 1 :])


class SureBar(QWidget):
    """How sure it is, from 0 to 100%."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float | None) -> None:
        """Show a share; None shows an empty bar."""
        self._share = share
        self.setAccessibleName(
            "" if share is None else tr("{percent}% sure", percent=sure_percent(share))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 18 + line_height(Role.NOTE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        paint_box(painter, QRectF(0, 0, self.width(), 8), fill="line", radius=4)
        place = QRectF(0, 18, self.width(), line_height(Role.NOTE))
        if self._share is None:
            return
        x = self._share * self.width()
        paint_box(painter, QRectF(0, 0, max(8.0, x), 8), fill="ink", radius=4)
        end, mark = Face(tabular=True), Face(weight=600, colour="ink", tabular=True)
        write(painter, "0", place, end)
        words = percent(sure_percent(self._share) / 100)
        width = mark.width(words)
        left = min(max(14.0, x - width / 2), self.width() - width)
        if left + width < self.width() - end.width(percent(1.0)) - 6:
            write(painter, percent(1.0), place, end, RIGHT)
        write(painter, words, QRectF(left, 18, width + 2, place.height()), mark)


class AnswerSide(QWidget):
    """The answer and its buttons. ``reacted`` carries the outcome and the right class, where one was given."""

    reacted = Signal(str, str)

    def __init__(self, classes: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(classes)
        self._answer: ClassAnswer | None = None
        self.name = Label(role=Role.ROW, colour="ink2", wrap=False)
        self.sentence = Label(role=Role.STAGE, measure=SIDE + 40)
        self.sure = SureBar()
        self.next_guess = Label(colour="ink2")
        self.accept = Button(
            tr("Accept"),
            "primary",
            shortcut="A",
            size="stage",
            run=partial(self._react, "accepted"),
        )
        self.correct = Button(tr("Correct…"), shortcut="C", size="stage", run=self.ask_for_class)
        self.reject = Button(
            tr("Reject"), shortcut="R", size="stage", run=partial(self._react, "rejected")
        )
        self.again = Button(tr("Try again"), "primary", shortcut="A", size="stage")
        self.classes = ChipRow(tr("The right answer"))
        self.ask_class = Label(tr("What is it?"), role=Role.SECTION)
        self.remark = RemarkField()
        self.problem = Label(role=Role.NOTE, colour="bad")
        side = column(of=self, spacing=0)
        side.addStretch(3)
        fill(side, self.name, 14, self.sentence, 22, self.sure, 6, self.next_guess, 28)
        fill(side, self._choices(), 12, self.remark, 8, self.problem)
        side.addStretch(4)
        for widget in (self.again, self.ask_class, self.classes, self.problem):
            widget.hide()
        self.classes.picked.connect(self._picked)

    def _choices(self) -> QWidget:
        """What a person can do; it keeps its height, so that nothing jumps."""
        buttons = (self.accept, self.again, self.correct, self.reject)
        choices = holder(column(*buttons, self.ask_class, self.classes, None, spacing=12))
        choices.setMinimumHeight(3 * button_height("stage") + 24)
        return choices

    # -- what is shown ------------------------------------------------------------------------

    def clear(self) -> None:
        """Show no answer; it is on its way."""
        self._answer = None
        self.sentence.setText("")
        self.next_guess.setText("")
        self.sure.set_share(None)
        self.sure.show()
        self._offer()

    def say_waiting(self, words: str) -> None:
        self.sentence.set_colour("ink3")
        self.sentence.setText(words)

    def show_answer(self, answer: ClassAnswer) -> None:
        self._answer = answer
        self.sentence.set_colour("ink")
        silent = answer.fault == "error" and answer.simulated
        self.sentence.setText(NO_ANSWER if silent else answer.text)
        known = answer.fault is None and not answer.abstain
        self.sure.set_share(answer.probability if known else None)
        self.next_guess.setText(next_guess_sentence(answer.probabilities) if known else "")
        self._offer()

    def show_end(self, words: str) -> None:
        self.clear()
        self.name.setText("")
        for widget in (self.sure, self.accept, self.correct, self.reject, self.again):
            widget.hide()
        self.sentence.set_colour("ink")
        self.sentence.setText(tr("That was the last one. Thank you."))
        self.next_guess.setText(words)

    def say(self, words: str, colour: str) -> None:
        """Say something below the buttons, or nothing."""
        self.problem.set_colour(colour)
        self.problem.say(words)

    def _offer(self, *, choosing: bool = False) -> None:
        """Offer to react to the answer, to try again after a fault, or to choose the right class."""
        failed = self._answer is not None and self._answer.fault is not None
        self.accept.setVisible(not failed and not choosing)
        self.correct.setVisible(not failed and not choosing)
        self.reject.setVisible(not failed and not choosing)
        self.again.setVisible(failed and not choosing)
        self.ask_class.setVisible(choosing)
        self.classes.setVisible(choosing)
        waiting = "" if self._answer is not None else tr("The answer is on its way.")
        for button in (self.accept, self.correct, self.reject):
            button.off_because(waiting)

    # -- what people do -----------------------------------------------------------------------

    def ask_for_class(self) -> None:
        if self._answer is None:
            return
        self.classes.set_chips(offered(self._names, self._answer.probabilities)[0])
        self._offer(choosing=True)
        chips = self.classes.chips()
        if chips:
            chips[0].setFocus()

    def stop_choosing(self) -> bool:
        """Go back from the classes to the answer; whether they were shown."""
        choosing = self.classes.isVisible()
        if choosing:
            self._offer()
        return choosing

    def _react(self, outcome: str, _checked: bool = False) -> None:
        self.reacted.emit(outcome, "")

    def _correct(self, label: str) -> None:
        self.reacted.emit("corrected", label)

    def _picked(self, label: str) -> None:
        others = offered(self._names, self._answer.probabilities)[1] if self._answer else []
        if label != ANOTHER or not others:
            self._correct(label)
            return
        entries = [MenuEntry(name, partial(self._correct, name)) for name in others]
        menu_of(self, entries).popup(self.classes.mapToGlobal(QPoint(0, 0)))


_WAITING = {"sound": tr("Listening…"), "text": tr("Reading…")}


class ClassView(AnswerView):
    """A takes its word, C lets one choose the right class, R does not trust it."""

    keys = ()

    def __init__(self, modality: str, classes: Sequence[str]) -> None:
        super().__init__()
        self.waiting = _WAITING.get(modality, tr("Looking…"))
        self.example_view: StageExample = StageExample(modality)
        side = self.side = AnswerSide(classes)
        self.remark, self.problem = side.remark, side.problem
        self._area = scrolling(side)
        self._frame = row((self.example_view, 1), self._area, of=self)
        side.reacted.connect(self.reacted)
        side.again.clicked.connect(self.asked_again)
        self.remark.done.connect(self.waits_for_key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._area.setFixedWidth(max(SIDE, min(scaled(SIDE), self.width() * 9 // 20)))
        roomy = self.width() >= scaled(ROOMY[0]) and self.height() >= scaled(ROOMY[1])
        low = Role.FIGURE if self.height() < scaled(_LOW) else Role.HEADLINE
        self.side.sentence.set_role(Role.STAGE if roomy else low)
        margin = 72 if roomy else 32
        self._frame.setContentsMargins(margin, margin - 8, margin, 0)
        self._frame.setSpacing(margin)

    @property
    def ready(self) -> bool:
        return self.side.accept.isEnabled() and self.side.accept.isVisibleTo(self)

    def show_question(self, question: StageQuestion, item: str | Original = "") -> None:
        self.side.name.setText(question.caption)
        self.remark.empty()
        self.example_view.show()
        self.example_view.clear(item)

    def await_answer(self) -> None:
        self.side.clear()

    def say_waiting(self, words: str) -> None:
        self.side.say_waiting(words)

    def show_reply(self, reply: StageReply) -> None:
        self.side.show_answer(reply.answer)

    def show_end(self, words: str) -> None:
        self.example_view.clear("")
        self.example_view.hide()  # what is said stands in the middle then
        self.side.show_end(words)
        self.remark.hide()

    def press(self, key: Qt.Key) -> bool:
        side = self.side
        if key == Qt.Key.Key_Space and self.example_view.can_play:
            self.example_view.play.click()
        elif key == Qt.Key.Key_A:
            (side.again if side.again.isVisible() else side.accept).click()
        elif key == Qt.Key.Key_C:
            side.correct.click()
        elif key == Qt.Key.Key_R:
            side.reject.click()
        elif side.classes.isVisible() and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            number = int(key) - int(Qt.Key.Key_1)
            chips = side.classes.chips()
            if number < len(chips):
                chips[number].click()
        else:
            return False
        return True

    def step_out(self) -> bool:
        return super().step_out() or self.side.stop_choosing()

    def stop(self) -> None:
        self.example_view.stop()
