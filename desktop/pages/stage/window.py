"""The Stage: full screen, one question and one answer, as its kind of product shows them. A accepts, C corrects, R rejects.

What comes next and what it is answered are worked out in threads; the answer is shown after the delay that the scenario
asks for. What a person does is in the project at once. Everything stops with the window.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.stage.class_view import ClassView
from desktop.pages.stage.demo import DemoAnswerer, DemoSitting, StageReply
from desktop.pages.stage.draft import DraftView
from desktop.pages.stage.example import OnStage, read_for_stage
from desktop.pages.stage.form_fields import FormFieldsView
from desktop.pages.stage.frame import Cover, StageFoot
from desktop.pages.stage.kind_view import AnswerView, KindView
from desktop.pages.stage.number import NumberView
from desktop.pages.stage.recommendations import RecommendationsView
from desktop.pages.stage.task_steps import TaskStepsView
from desktop.pages.stage.transcript import TranscriptView
from desktop.project.noun import noun
from desktop.session import Session
from desktop.theme.current import tokens
from desktop.widgets.focus import FocusRing
from desktop.widgets.focus_place import FocusKeeper
from desktop.widgets.layout import column
from desktop.widgets.tab_order import go_on
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.base.spoken_answer import NO_ANSWER
from mock_ai.conversation import ClassAnswer
from mock_ai.demo.running_demo import DemoTurn, RunningDemo
from mock_ai.reaction import ReactionOutcome

_NO_LETTERS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
QUIET_MS = 300  # nothing is said about waiting before that
VIEWS: Mapping[str, Callable[[str], KindView]] = {
    "generate": DraftView,
    "rank": RecommendationsView,
    "transcribe": TranscriptView,
    "extract": FormFieldsView,
    "act": TaskStepsView,
    "number": NumberView,
}
"""By the names of ``estimators.base.task_kind``; what tells apart has :class:`ClassView`."""
_WAS = {"accepted": tr("Accept"), "corrected": tr("Correct"), "rejected": tr("Reject")}


def view_of(kind: str, modality: str, classes: Sequence[str]) -> AnswerView:
    """The view of a kind; ``modality`` is what it is shown, ``classes`` what it may answer where it tells apart."""
    return VIEWS[kind](modality) if kind in VIEWS else ClassView(modality, classes)


class StageWindow(QWidget):
    """Shows a demo one answer at a time. ``left``: it is closing. ``theme_asked``: turn it dark, or light again."""

    spoken_as = QAccessible.Role.Window

    left = Signal()
    theme_asked = Signal()

    def __init__(
        self, session: Session, demo: RunningDemo, *, recorded: bool, letters: bool = True
    ) -> None:
        super().__init__()
        self.setWindowTitle(tr("{name} – Stage", name=session.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._letters = letters
        self._one = noun(session.project, 1)
        self.sitting = DemoSitting(session, demo, recorded=recorded)
        self._answerer = DemoAnswerer(session.project.path, demo)
        self._turn: DemoTurn | None = None
        self._reply: StageReply | None = None
        self._attempt = 0
        self._build(noun(session.project))
        self._turning = LatestWinsThread(self, self._turned, self._say_problem)
        self._answering = LatestWinsThread(self, self._answer_came, self._answer_failed)
        self._reading = LatestWinsThread(self, self._picture_came)
        self._wait, self._hush = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._show_answer)
        self._hush.timeout.connect(self._say_waiting)
        self._ring, self._keeper = FocusRing(self), FocusKeeper(self)
        session.closed.connect(self.close)
        if self.sitting.hands_over:
            self._hand_over()
        else:
            self._go_on()

    # -- widgets ------------------------------------------------------------------------------

    def _build(self, many: str) -> None:
        plan = self.sitting.demo.plan
        view = self.view = view_of(self.sitting.kind, plan.items[0].modality, plan.scenario.classes)
        view.photo_of = self.sitting.photo
        self.foot = StageFoot(many, recorded=self.sitting.recorded, keys=view.keys)
        column((view, 1), self.foot, of=self, spacing=None)
        self.foot.leave.clicked.connect(self.close)
        self.cover = Cover(self)
        view.reacted.connect(self._react)
        view.asked_again.connect(self.try_again)
        view.waits_for_key.connect(self.setFocus)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()  # else it goes to whatever can have it first once the window is active

    # -- one turn -----------------------------------------------------------------------------

    @property
    def turn(self) -> DemoTurn | None:
        """The turn shown; None while it is worked out, and after the last."""
        return self._turn

    @property
    def answer(self) -> ClassAnswer | None:
        """The answer shown; None while it is awaited."""
        return None if self._reply is None else self._reply.answer

    def _go_on(self, step: int = 0) -> None:
        """Show what comes next, or with a step another example in the place of this one."""
        self._turn, self._reply, self._attempt = None, None, 0
        self._await_answer()
        self._turning.ask(partial(self.sitting.next_turn, step))

    def _turned(self, turn: DemoTurn | None) -> None:
        self._turn = turn
        if turn is None:
            self._through()
            return
        self.foot.say_end(ended=False)
        item = self.sitting.content(turn.item)
        self._show_progress()
        if self.view.isAncestorOf(QApplication.focusWidget() or self):
            self.setFocus()  # what had it may be gone with the answer
        self.view.show_question(self.sitting.question(turn.item), item)
        if self.view.example_view is not None:
            thumbnail = self.sitting.thumbnail(turn.item)
            room = self.screen().size() if self.screen() is not None else self.size()
            read = partial(read_for_stage, turn.item.modality, item, thumbnail, room)
            self._reading.ask(lambda: (turn.item.name, read()))
        self._ask()

    def _show_progress(self) -> None:
        done = self.sitting.done
        what = tr("answer") if self.sitting.recorded else self._one
        words = tr(
            "{what} {place} of {done}",
            what=what,
            place=min(sum(done) + 1, len(done)),
            done=len(done),
        )
        self.foot.show_progress(done, words, self.sitting.who)

    def _await_answer(self) -> None:
        self._reply = None
        self._wait.stop()
        self.view.await_answer()
        self._hush.start(QUIET_MS)

    def _ask(self) -> None:
        turn = self._turn
        assert turn is not None
        self._await_answer()
        item, attempt = self.sitting.content(turn.item), self._attempt
        self._answering.ask(lambda: self._answerer.answer(turn, item, attempt))

    def try_again(self) -> None:
        if self._turn is not None:
            self._attempt += 1
            self._ask()

    def _picture_came(self, result: tuple[str, OnStage]) -> None:
        if self.view.example_view is not None:
            self.view.example_view.show_read(result[1], result[0])

    def _answer_came(self, reply: StageReply) -> None:
        self._reply = reply
        self._wait.start(round(1000 * reply.answer.delay_seconds))

    def _answer_failed(self, error: object) -> None:
        words = f"{error.what} {error.next_step}" if isinstance(error, UserError) else NO_ANSWER
        self._reply = StageReply(ClassAnswer(None, None, {}, False, "error", 0.0, words))
        self._show_answer()

    def _say_waiting(self) -> None:
        self.view.say_waiting(self.view.waiting)

    def _show_answer(self) -> None:
        self._hush.stop()
        reply, turn = self._reply, self._turn
        assert reply is not None
        assert turn is not None
        self.view.show_reply(reply)
        self.foot.say_source(simulated=reply.answer.simulated)
        self.sitting.answered(turn, reply.answer)

    # -- what people do -----------------------------------------------------------------------

    def _shown(self) -> bool:
        return self._turn is not None and self._reply is not None and not self._wait.isActive()

    def _react(self, outcome: ReactionOutcome, correction: str) -> None:
        if not self._shown():
            return
        turn, answer = self._turn, self.answer
        assert turn is not None
        assert answer is not None
        try:
            note = self.view.remark.text
            self.sitting.react(turn, answer, outcome, correction, note)
        except UserError as error:
            self._say_problem(error)
            return
        self.view.say("", "ink2")
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
        self.view.say(words, "ink2")
        if last is not None:
            self._go_on()

    def _say_problem(self, error: object) -> None:
        words = f"{error.what} {error.next_step}" if isinstance(error, UserError) else f"{error}"
        self.view.say(words, "bad")

    # -- between people, pauses, the end ------------------------------------------------------

    def _through(self) -> None:
        """This person has seen everything: the next one, or the end."""
        self._hush.stop()
        if self.sitting.recorded and self.sitting.next_person() is not None:
            self._hand_over()
            return
        self._show_progress()
        self.foot.say_end(ended=True)
        said = (
            tr("What people did is on Fake it. Esc leaves.")
            if self.sitting.recorded
            else tr("Esc leaves.")
        )
        self.view.show_end(tr("{done} answered. {said}", done=len(self.sitting.done), said=said))

    def _hand_over(self) -> None:
        person = self.sitting.next_person() or "1"
        people, answers = self.sitting.demo.plan.people, self.sitting.demo.plan.answers
        ready = sum(self.sitting.demo.done(p) >= answers for p in self.sitting.demo.people)
        self.cover.open(
            tr("Person {number} of {people}", number=min(ready + 1, people), people=people),
            tr("Each sees answers of their own. A name or a number will do."),
            self._begin,
            name=person,
            button=tr("Begin"),
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
            self.cover.open(
                tr("Paused"), tr("What was said so far is kept."), self._resume, ends_with=ends
            )

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
        elif control or not (self._letters or key in _NO_LETTERS) or not self._letter(key):
            super().keyPressEvent(event)

    def _step_out(self) -> None:
        if self.cover.isVisible() and self._turn is not None:
            self.cover.hide()
        elif not self.view.step_out():
            self.close()

    def _letter(self, key: Qt.Key) -> bool:
        """What a key without others does; whether it does anything."""
        if key == Qt.Key.Key_S:
            self.foot.turn_mark()
        elif key == Qt.Key.Key_D:
            self.theme_asked.emit()
        elif key == Qt.Key.Key_P:
            self.pause()
        elif key == Qt.Key.Key_N and self._shown():
            self.view.remark.open()
        else:
            return self.view.press(key)
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_on(self.cover if self.cover.isVisible() else self, forward)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._wait.stop()
        self._hush.stop()
        for soon in (self._turning, self._answering, self._reading):
            soon.stop()
        self.view.stop()
        self.sitting.end()
        super().closeEvent(event)
        self.left.emit()
