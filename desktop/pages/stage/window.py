"""The Stage: full screen, one example, one sentence. A accepts, C corrects, R rejects, Esc leaves.

Answers are worked out in a thread and shown after the delay that the scenario asks for; what a person does is in the
project at once. Everything stops with the window.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.errors import USER_ERRORS
from desktop.jobs.soon import Soon
from desktop.pages.stage.answers import Answerer, Asked
from desktop.pages.stage.example import OnStage, StageExample, read_for_stage
from desktop.pages.stage.parts import Dashes
from desktop.pages.stage.recording import Recording
from desktop.pages.stage.side import ANOTHER, AnswerSide, offered
from desktop.project.progress import noun
from desktop.project.records import Example
from desktop.session import Session
from desktop.theme.current import tokens
from desktop.theme.type import Role
from desktop.widgets.focus import FocusRing
from desktop.widgets.label import Label, ProvenanceMark
from mock_ai.scenario import Answer
from mock_ai.wording import NO_ANSWER, next_guess_sentence
from reports.provenance import Provenance

QUIET_MS = 300  # nothing is said about waiting before that
_WAITING = {"sound": "Listening…", "text": "Reading…"}


class StageWindow(QWidget):
    """Shows examples one by one. ``left``: it is closing. ``theme_asked``: turn it dark, or light again."""

    left = Signal()
    theme_asked = Signal()

    def __init__(
        self,
        session: Session,
        examples: tuple[Example, ...],
        *,
        recording: bool,
        letters: bool = True,
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"{session.name} – Stage")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._examples, self._letters = session, examples, letters
        self._one = noun(session.project, 1)
        self._answerer = Answerer(session.project.path)
        self._recording = Recording(session) if recording else None
        self._at, self._position = 0, 0
        self._done = [False] * len(examples)
        self._answer: Answer | None = None
        self._build(recording)
        self._answering, self._reading = Soon(self), Soon(self)
        self._answering.answered.connect(self._answer_came)
        self._answering.failed.connect(self._answer_failed)
        self._reading.answered.connect(self._picture_came)
        self._wait, self._hush = QTimer(self), QTimer(self)
        for timer, slot in ((self._wait, self._show_answer), (self._hush, self._say_waiting)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        self._ring = FocusRing(self)
        session.closed.connect(self.close)
        self.show_number(0)

    # -- widgets ------------------------------------------------------------------------------

    def _build(self, recording: bool) -> None:
        self.example_view = StageExample(self._examples[0].modality)
        side = self.side = AnswerSide()
        self.name, self.sentence, self.next_guess = side.name, side.sentence, side.next_guess
        self.sure, self.problem, self.classes = side.sure, side.problem, side.classes
        self.accept, self.correct = side.accept, side.correct
        self.reject, self.again = side.reject, side.again
        row = QHBoxLayout()
        row.setContentsMargins(72, 64, 72, 24)
        row.setSpacing(72)
        row.addWidget(self.example_view, 1)
        row.addWidget(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row, 1)
        whole.addLayout(self._foot(recording))
        self.accept.clicked.connect(self._accept)
        self.again.clicked.connect(self.try_again)
        self.correct.clicked.connect(self.ask_for_class)
        self.reject.clicked.connect(self._reject)
        self.classes.picked.connect(self._picked)

    def _foot(self, recording: bool) -> QHBoxLayout:
        self.dashes = Dashes()
        self.progress = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.mark = ProvenanceMark(Provenance.SIMULATED, "simulated")
        self.mark_key = Label("S hides", role=Role.NOTE, colour="ink2", wrap=False)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 24)
        foot.setSpacing(20)
        foot.addWidget(self.dashes, 1000)  # as wide as the words leave it
        foot.addWidget(self.progress)
        if not recording:
            foot.addWidget(Label("not recorded", role=Role.NOTE, colour="ink2", wrap=False))
        foot.addStretch(1)
        marks = QHBoxLayout()
        marks.setSpacing(10)
        marks.addWidget(self.mark)
        marks.addWidget(self.mark_key)
        foot.addLayout(marks)
        for words in ("D light or dark", f"←→ {self._one}s", "Esc leaves"):
            foot.addWidget(Label(words, role=Role.NOTE, colour="ink2", wrap=False))
        return foot

    # -- one example --------------------------------------------------------------------------

    @property
    def example(self) -> Example:
        """The example shown."""
        return self._examples[self._at]

    @property
    def answer(self) -> Answer | None:
        """The answer shown; None while it is awaited."""
        return self._answer

    def show_number(self, number: int) -> None:
        """Show an example and ask about it."""
        self._at = max(0, min(number, len(self._examples) - 1))
        example, project = self.example, self._session.project
        item = project.item(example)
        self.name.setText("" if isinstance(item, str) else example.name)
        self.dashes.set_progress(tuple(self._done), self._at)
        self.progress.setText(f"{self._one} {self._at + 1} of {len(self._examples)}")
        self.example_view.clear(item)
        thumbnail = project.caches.thumbnail(example.sha256)
        room = self.screen().size() if self.screen() is not None else self.size()
        read = partial(read_for_stage, example.modality, item, thumbnail, room)
        self._reading.ask(lambda: (example.name, read()))
        self._ask()

    def _ask(self) -> None:
        self._answer = None
        self._wait.stop()
        self.sentence.setText("")
        self.next_guess.setText("")
        self.sure.set_share(None)
        self._offer(answered=False)
        self._hush.start(QUIET_MS)
        asked = Asked(self.example, self._session.project.item(self.example), self._position)
        self._position += 1
        self._answering.ask(lambda: self._answerer.answer(asked))

    def try_again(self) -> None:
        """Ask about the same example once more."""
        self._ask()

    def _picture_came(self, result: tuple[str, OnStage]) -> None:
        self.example_view.show_read(result[1], result[0])

    def _answer_came(self, answer: Any) -> None:
        self._answer = answer
        self._wait.start(round(answer.delay_seconds * 1000))

    def _answer_failed(self, error: object) -> None:
        words = f"{error.what} {error.next_step}" if isinstance(error, USER_ERRORS) else NO_ANSWER
        self._answer = Answer(None, None, {}, False, "error", 0.0, words)
        self._show_answer()

    def _say_waiting(self) -> None:
        self.sentence.set_colour("ink3")
        self.sentence.setText(_WAITING.get(self._one, "Looking…"))

    def _show_answer(self) -> None:
        self._hush.stop()
        answer = self._answer
        assert answer is not None
        self.sentence.set_colour("ink")
        self.sentence.setText(
            answer.text if answer.fault != "error" or not answer.simulated else NO_ANSWER
        )
        known = answer.fault is None and not answer.abstain
        self.sure.set_share(answer.probability if known else None)
        self.next_guess.setText(next_guess_sentence(answer.probabilities) if known else "")
        self.mark.set_source(
            Provenance.SIMULATED if answer.simulated else Provenance.MEASURED,
            "simulated" if answer.simulated else "the trained classifier",
        )
        self._offer(answered=True)
        if self._recording is not None:
            self._recording.asked(self.example, answer)

    def _offer(self, *, answered: bool, choosing: bool = False) -> None:
        failed = answered and self._answer is not None and self._answer.fault is not None
        self.side.offer(answered=answered, choosing=choosing, failed=failed)

    # -- what people do -----------------------------------------------------------------------

    def ask_for_class(self) -> None:
        """Let the person say what it is."""
        if self._shown():
            self.classes.set_chips(self._offered()[0])
            self._offer(answered=True, choosing=True)
            chips = self.classes.chips()
            if chips:
                chips[0].setFocus()

    def _accept(self) -> None:
        self._react("accepted")

    def _reject(self) -> None:
        self._react("rejected")

    def _offered(self) -> tuple[list[str], list[str]]:
        names = [info.name for info in self._session.project.classes()]
        return offered(names, self._answer.probabilities if self._answer is not None else {})

    def _picked(self, label: str) -> None:
        others = self._offered()[1]
        if label != ANOTHER or not others:
            self._correct(label)
            return
        menu = QMenu(self)
        for name in others:
            menu.addAction(name.replace("&", "&&")).triggered.connect(partial(self._correct, name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.classes.mapToGlobal(QPoint(0, 0)))

    def _correct(self, label: str, _checked: bool = False) -> None:
        self._react("corrected", label)

    def _shown(self) -> bool:
        return self._answer is not None and not self._wait.isActive()

    def _react(self, outcome: str, correction: str = "") -> None:
        if not self._shown():
            return
        answer = self._answer
        assert answer is not None
        if self._recording is not None:
            try:
                self._recording.react(self.example, answer, outcome, correction, self._position - 1)
            except USER_ERRORS as error:
                self.problem.setText(f"{error.what} {error.next_step}")
                self.problem.show()
                return
        self._done[self._at] = True
        if self._at + 1 < len(self._examples):
            self.show_number(self._at + 1)
        else:
            self._end()

    def _end(self) -> None:
        self.dashes.set_progress(tuple(self._done), len(self._examples))
        self._offer(answered=True)
        for button in (self.accept, self.correct, self.reject, self.again):
            button.hide()
        self._answer = None
        done = sum(self._done)
        self.sentence.setText("That was the last one. Thank you.")
        self.next_guess.setText(f"{done} of {len(self._examples)} answered. Esc leaves.")
        self.sure.set_share(None)

    # -- keys and end -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.classes.isVisible():
                self._offer(answered=True)
            else:
                self.close()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            step = 1 if key == Qt.Key.Key_Right else -1
            if 0 <= self._at + step < len(self._examples):
                self.show_number(self._at + step)
        elif key == Qt.Key.Key_Space and self.example_view.can_play:
            self.example_view.play.click()
        elif self._letters and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._letter(key)
        else:
            super().keyPressEvent(event)

    def _letter(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_A:
            (self.again if self.again.isVisible() else self.accept).click()
        elif key == Qt.Key.Key_C:
            self.correct.click()
        elif key == Qt.Key.Key_R:
            self.reject.click()
        elif key == Qt.Key.Key_S:
            self.mark.setVisible(not self.mark.isVisible())
            self.mark_key.setText("S hides" if self.mark.isVisible() else "")
        elif key == Qt.Key.Key_D:
            self.theme_asked.emit()
        elif self.classes.isVisible() and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            number = int(key) - int(Qt.Key.Key_1)
            chips = self.classes.chips()
            if number < len(chips):
                chips[number].click()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._wait.stop()
        self._hush.stop()
        self._answering.stop()
        self._reading.stop()
        if self._recording is not None:
            self._recording.end()
        super().closeEvent(event)
        self.left.emit()
