"""The Stage: full screen, one example, one sentence. A accepts, C corrects, R rejects, Esc leaves.

What comes next and what it is answered are worked out in threads; the answer is shown after the delay that the scenario
asks for. What a person does is in the project at once. Everything stops with the window.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.stage.demo import DemoAnswerer, DemoSitting
from desktop.pages.stage.example import OnStage, StageExample, read_for_stage
from desktop.pages.stage.frame import Cover, StageFoot
from desktop.pages.stage.side import AnswerSide
from desktop.project.noun import noun
from desktop.session import Session
from desktop.theme.current import tokens
from desktop.widgets.focus import FocusRing
from desktop.widgets.layout import column, row
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.base.spoken_answer import NO_ANSWER
from mock_ai.conversation import ClassAnswer
from mock_ai.demo.running_demo import DemoTurn, RunningDemo
from mock_ai.reaction import ReactionOutcome
from mock_ai.stage import title_of

QUIET_MS = 300  # nothing is said about waiting before that
_WAITING = {"sound": tr("Listening…"), "text": tr("Reading…")}
_WAS = {"accepted": tr("Accept"), "corrected": tr("Correct"), "rejected": tr("Reject")}


class StageWindow(QWidget):
    """Shows a demo one answer at a time. ``left``: it is closing. ``theme_asked``: turn it dark, or light again."""

    left = Signal()
    theme_asked = Signal()

    def __init__(
        self, session: Session, demo: RunningDemo, *, recorded: bool, letters: bool = True
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"{session.name} – Stage")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._letters = letters
        self._one = noun(session.project, 1)
        self.sitting = DemoSitting(session, demo, recorded=recorded)
        self._answerer = DemoAnswerer(session.project.path, demo)
        self._turn: DemoTurn | None = None
        self._answer: ClassAnswer | None = None
        self._attempt = 0
        self._build()
        self._turning = LatestWinsThread(self, self._turned, self._say_problem)
        self._answering = LatestWinsThread(self, self._answer_came, self._answer_failed)
        self._reading = LatestWinsThread(self, self._picture_came)
        self._wait, self._hush = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._show_answer)
        self._hush.timeout.connect(self._say_waiting)
        self._ring = FocusRing(self)
        session.closed.connect(self.close)
        if self.sitting.hands_over:
            self._hand_over()
        else:
            self._go_on()

    # -- widgets ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.example_view = StageExample(self.sitting.demo.plan.items[0].modality)
        side = self.side = AnswerSide(self.sitting.demo.plan.scenario.classes)
        self.foot = StageFoot(self._one, recorded=self.sitting.recorded)
        shown = row((self.example_view, 1), side, spacing=72, margins=(72, 64, 72, 24))
        column((shown, 1), self.foot, of=self, spacing=None)
        self.cover = Cover(self)
        side.reacted.connect(self._react)
        side.again.clicked.connect(self.try_again)

    # -- one turn -----------------------------------------------------------------------------

    @property
    def turn(self) -> DemoTurn | None:
        """The turn shown; None while it is worked out, and after the last."""
        return self._turn

    @property
    def answer(self) -> ClassAnswer | None:
        """The answer shown; None while it is awaited."""
        return self._answer

    def _go_on(self, step: int = 0) -> None:
        """Show what comes next, or with a step another example in the place of this one."""
        self._turn, self._answer, self._attempt = None, None, 0
        self._clear_answer()
        self._turning.ask(partial(self.sitting.next_turn, step))

    def _turned(self, turn: DemoTurn | None) -> None:
        self._turn = turn
        if turn is None:
            self._through()
            return
        self.foot.say_end(ended=False)
        item = self.sitting.content(turn.item)
        self.side.name.setText(title_of(turn.item))
        self._show_progress()
        self.example_view.clear(item)
        thumbnail = self.sitting.thumbnail(turn.item)
        room = self.screen().size() if self.screen() is not None else self.size()
        read = partial(read_for_stage, turn.item.modality, item, thumbnail, room)
        self._reading.ask(lambda: (turn.item.name, read()))
        self._ask()

    def _show_progress(self) -> None:
        done = self.sitting.done
        what = "answer" if self.sitting.recorded else self._one
        words = tr(
            "{what} {place} of {done}",
            what=what,
            place=min(sum(done) + 1, len(done)),
            done=len(done),
        )
        self.foot.show_progress(done, words, self.sitting.who)

    def _clear_answer(self) -> None:
        self._wait.stop()
        self.side.clear()
        self._hush.start(QUIET_MS)

    def _ask(self) -> None:
        turn = self._turn
        assert turn is not None
        self._answer = None
        self._clear_answer()
        item, attempt = self.sitting.content(turn.item), self._attempt
        self._answering.ask(lambda: self._answerer.answer(turn, item, attempt))

    def try_again(self) -> None:
        """Ask about the same example once more."""
        if self._turn is not None:
            self._attempt += 1
            self._ask()

    def _picture_came(self, result: tuple[str, OnStage]) -> None:
        self.example_view.show_read(result[1], result[0])

    def _answer_came(self, answer: Any) -> None:
        self._answer = answer
        self._wait.start(round(answer.delay_seconds * 1000))

    def _answer_failed(self, error: object) -> None:
        words = f"{error.what} {error.next_step}" if isinstance(error, UserError) else NO_ANSWER
        self._answer = ClassAnswer(None, None, {}, False, "error", 0.0, words)
        self._show_answer()

    def _say_waiting(self) -> None:
        self.side.say_waiting(_WAITING.get(self._one, tr("Looking…")))

    def _show_answer(self) -> None:
        self._hush.stop()
        answer, turn = self._answer, self._turn
        assert answer is not None
        assert turn is not None
        self.side.show_answer(answer)
        self.foot.say_source(simulated=answer.simulated)
        self.sitting.answered(turn, answer)

    # -- what people do -----------------------------------------------------------------------

    def _shown(self) -> bool:
        return self._turn is not None and self._answer is not None and not self._wait.isActive()

    def _react(self, outcome: ReactionOutcome, correction: str) -> None:
        if not self._shown():
            return
        turn, answer = self._turn, self._answer
        assert turn is not None
        assert answer is not None
        try:
            self.sitting.react(turn, answer, outcome, correction)
        except UserError as error:
            self._say_problem(error)
            return
        self.side.say("", "ink2")
        self._go_on()

    def take_back(self) -> None:
        """Undo the last reaction of this person; its answer comes again."""
        try:
            last = self.sitting.take_back()
        except UserError as error:
            self._say_problem(error)
            return
        words = (
            tr("“{was}” taken back.", was=_WAS[last.outcome])
            if last
            else tr("There is nothing to take back.")
        )
        self.side.say(words, "ink2")
        if last is not None:
            self._go_on()

    def _say_problem(self, error: object) -> None:
        words = f"{error.what} {error.next_step}" if isinstance(error, UserError) else f"{error}"
        self.side.say(words, "bad")

    # -- between people, pauses, the end ------------------------------------------------------

    def _through(self) -> None:
        """This person has seen everything: the next one, or the end."""
        self._hush.stop()
        if self.sitting.recorded and self.sitting.next_person() is not None:
            self._hand_over()
            return
        self._show_progress()
        self.foot.say_end(ended=True)
        self.example_view.clear("")
        said = (
            tr("What people did is on Fake it. Esc leaves.")
            if self.sitting.recorded
            else tr("Esc leaves.")
        )
        self.side.show_end(tr("{done} answered. {said}", done=len(self.sitting.done), said=said))

    def _hand_over(self) -> None:
        person = self.sitting.next_person() or "1"
        people, answers = self.sitting.demo.plan.people, self.sitting.demo.plan.answers
        ready = sum(self.sitting.demo.done(p) >= answers for p in self.sitting.demo.people)
        self.cover.open(
            f"Person {min(ready + 1, people)} of {people}",
            "Each sees answers of their own. A name or a number will do.",
            self._begin,
            name=person,
            button="Begin",
        )

    def _begin(self, name: str) -> str:
        problem = self.sitting.begin(name)
        if not problem:
            self._go_on()
            self.setFocus()
        return problem

    def pause(self) -> None:
        """Cover the Stage until somebody goes on."""
        if not self.cover.isVisible():
            ends = Qt.Key.Key_P if self._letters else None
            self.cover.open("Paused", "What was said so far is kept.", self._resume, ends_with=ends)

    def _resume(self, _name: str) -> str:
        self.setFocus()
        return ""

    # -- keys and end -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self._step_out()
        elif self.cover.isVisible():
            event.ignore()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            if self._turn is not None:
                self._go_on(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Backspace or (control and key == Qt.Key.Key_Z):
            self.take_back()
        elif key == Qt.Key.Key_Space and self.example_view.can_play:
            self.example_view.play.click()
        elif self._letters and not control:
            self._letter(key)
        else:
            super().keyPressEvent(event)

    def _step_out(self) -> None:
        if self.cover.isVisible() and self._turn is not None:
            self.cover.hide()
        elif not self.side.stop_choosing():
            self.close()

    def _letter(self, key: Qt.Key) -> None:
        side = self.side
        if key == Qt.Key.Key_A:
            (side.again if side.again.isVisible() else side.accept).click()
        elif key == Qt.Key.Key_C:
            side.correct.click()
        elif key == Qt.Key.Key_R:
            side.reject.click()
        elif key == Qt.Key.Key_S:
            self.foot.turn_mark()
        elif key == Qt.Key.Key_D:
            self.theme_asked.emit()
        elif key == Qt.Key.Key_P:
            self.pause()
        elif side.classes.isVisible() and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            number = int(key) - int(Qt.Key.Key_1)
            chips = side.classes.chips()
            if number < len(chips):
                chips[number].click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._wait.stop()
        self._hush.stop()
        for soon in (self._turning, self._answering, self._reading):
            soon.stop()
        self.example_view.stop()
        self.sitting.end()
        super().closeEvent(event)
        self.left.emit()
