"""The grading room: full screen, one answer at a time, keys only; who wrote it is nowhere in it.

Each verdict is in the project before the next answer is shown. The other pages hear of the grades when the room is left.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_plan import GradingPlan, set_plan
from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_view import known_rater
from desktop.findings.measure.grading_words import REASON_KEYS, help_pages, with_passage
from desktop.pages.measure.room.answer_pane import AnswerPane
from desktop.pages.measure.room.frame import RoomFoot, RoomHead
from desktop.pages.measure.room.help_page import HelpPages
from desktop.pages.measure.room.inputs import InputReader
from desktop.pages.measure.room.rubric_side import RubricSide
from desktop.pages.measure.room.start import StartCover, words_of
from desktop.project.measure_records import SETTLED, CasePoints, GradeVerdict
from desktop.session import Session
from desktop.theme.current import scaled, tokens
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.columns import scrolling
from desktop.widgets.focus import FocusRing
from desktop.widgets.layout import column, holder, row
from desktop.widgets.popover import open_popover
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.grading_queue import AnswerTask

_VERDICTS = {
    Qt.Key.Key_1: GradeVerdict.GOOD,
    Qt.Key.Key_2: GradeVerdict.BAD,
    Qt.Key.Key_3: GradeVerdict.UNSURE,
}
_SIDE, _NARROW_SIDE, _NARROW = 400, 300, 1280


class GradingWindow(QWidget):
    """The room. ``left``: it is closing. ``door_asked``: somebody else should grade in a browser or on a phone."""

    left = Signal()
    door_asked = Signal()

    def __init__(self, session: Session, *, name: str = "", letters: bool = True) -> None:
        """`letters`: single letters act, as the person has it in the settings."""
        super().__init__()
        self._letters = letters
        self.setWindowTitle(tr("{project} – Grading", project=session.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.room: GradingRoom | None = None
        self._graded = self._expected = False
        self._asks_why: AnswerTask | None = None  # the answer that was just found not good
        self.head, self.foot = RoomHead(), RoomFoot()
        self.pane = AnswerPane(letters=letters)
        self.side = RubricSide(self._change_points, self.close)
        self._inputs = InputReader(session, self.pane, self)
        self._scroll = scrolling(self.side)
        self._left = holder(row((self.pane, 1), margins=(72, 56, 0, 8)))
        self._right = holder(row((self._scroll, 1), margins=(56, 56, 0, 8)))
        column(
            self.head,
            (row((self._left, 1), self._right, margins=(0, 0, 72, 0)), 1),
            self.foot,
            of=self,
        )
        self.cover = StartCover(self, self._begin)
        self.cover.settle_asked.connect(partial(self.open_room, SETTLED))
        self.cover.door_asked.connect(self.door_asked)
        self.pane.said.connect(self.say)
        self.pane.reasons.picked.connect(self.because)
        self.pane.reasons.add_asked.connect(self.ask_reason)
        self.pane.reasons.harm_asked.connect(self.harm)
        self.pane.answer.passage.connect(self._mark)
        self.pane.note.committed.connect(self._note)
        self._ring = FocusRing(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        session.closed.connect(self.close)
        self.cover.ask_who(session.project, name)

    # -- who grades ---------------------------------------------------------------------------

    def _begin(self, name: str, plan: GradingPlan | None) -> str:
        """Begin, go on after a pause, or leave at the end; why that will not do."""
        if self.cover.resumes:
            self._uncover()
            return ""
        if self.room is not None and self.room.task is None:
            self.close()
            return ""
        name = known_rater(self._session.project, name)
        if not name:
            return tr("Type a name or a number.")
        if name.casefold() == SETTLED:
            return tr("That name is taken.")
        try:
            if plan is not None:
                self._session.do(set_plan(self._session.project, plan))
            self.open_room(name)
        except UserError as error:
            return words_of(error)
        return ""

    def open_room(self, rater: str) -> None:
        """Begin to grade as this person, or to settle."""
        self.room = GradingRoom(self._session.project, rater, self._session.project.do)
        self._uncover()
        self._show()

    def _uncover(self) -> None:
        self.cover.take_away()
        self.setFocus()

    # -- what is shown ------------------------------------------------------------------------

    def _show(self) -> None:
        room = self.room
        if room is None:
            return
        self.head.show_room(room)
        self.foot.show_room(room)
        if room.task is None:
            self._say_end(room)
            return
        self.pane.show_room(room, expected=self._expected)
        self._inputs.show_case(room)
        self.side.show_room(room)

    def _say_end(self, room: GradingRoom) -> None:
        if room.rater == SETTLED:
            self.cover.offer(0, door=False)
            self.cover.say_end(tr("All is settled."), tr("The settled verdict is the one that counts."))  # fmt: skip
            return
        self.cover.offer(len(GradingRoom(self._session.project, SETTLED).queue), door=False)
        title = tr("{answers} graded.", answers=count(room.done, "answer"))
        self.cover.say_end(title, tr("The names are on the page Measure again."))

    # -- what a person does -------------------------------------------------------------------

    def say(self, verdict: GradeVerdict) -> None:
        """A verdict. Good and “can’t say” go on; “not good” waits for why, and goes on when it is said again."""
        room = self.room
        if room is None or room.task is None:
            return
        own = room.own()
        if verdict is GradeVerdict.BAD:
            again = own is not None and own.verdict is verdict
            if again and self._asks_why is room.task:
                self._go_on()
            elif again or self._grade(verdict):
                self._asks_why = room.task
                self._show_grade()
            return
        if self._grade(verdict):
            self._go_on()

    def because(self, reason: str) -> None:
        """It is not good, and why; goes on."""
        if self._grade(GradeVerdict.BAD, reason=reason):
            self._go_on()

    def harm(self) -> None:
        """It does harm, or after all it does not; so it is not good."""
        room = self.room
        if room is None or room.task is None:
            return
        own = room.own()
        reason = own.reason if own else ""
        if self._grade(GradeVerdict.BAD, reason=reason, harm=not (own and own.harm)):
            self._show_grade()

    def _grade(
        self,
        verdict: GradeVerdict,
        *,
        reason: str = "",
        harm: bool | None = None,
        note: str | None = None,
    ) -> bool:
        room = self.room
        if room is None or room.task is None:
            return False
        typed = self.pane.note.text() if note is None and self.pane.note.isVisible() else note
        if harm is None and verdict is not GradeVerdict.BAD:
            harm = False
        try:
            room.grade(verdict, reason=reason, harm=harm, note=typed)
        except UserError as error:
            self.pane.problem.say(words_of(error))
            return False
        self._graded = True
        return True

    def _go_on(self) -> None:
        if self.room is not None:
            self._asks_why = None
            self.room.go_on()
            self._show()
            if self.room.task is not None:  # after the last one, Enter leaves
                self.setFocus()

    def _show_grade(self) -> None:
        if self.room is not None:
            self.pane.show_grade(self.room)
            self.side.show_so_far(self.room)
            self.head.show_room(self.room)

    def take_back(self) -> None:
        """Take the last grade back; its answer comes again."""
        room = self.room
        if room is None:
            return
        try:
            taken = room.take_back()
        except UserError as error:
            self.pane.problem.say(words_of(error))
            return
        if taken:
            self.cover.take_away()
            self._graded = True
            self._show()
            self.setFocus()
        else:
            self.pane.problem.say(tr("There is nothing to take back."))

    def step(self, by: int) -> None:
        """Look at another answer."""
        if self.room is not None:
            self._asks_why = None
            self.room.step(by)
            self._show()

    def ask_reason(self) -> None:
        """Ask for a way of being wrong that is not there yet."""

        def done(answers: Answers) -> None:
            if self.room is None:
                return
            reason = self.room.add_reason(answers["reason"])
            if not reason:
                raise UserError(
                    tr("Nothing is written."), "", tr("Say in a few words what is wrong.")
                )
            self.because(reason)

        AskPopover(
            self,
            tr("Because it…"),
            (AskFor("reason", tr("What is wrong"), placeholder=tr("promises a day")),),
            done,
            text=tr("It stands in the list from now on, for everybody."),
        ).ask()

    def _mark(self, passage: str) -> None:
        room = self.room
        if room is None:
            return
        own = room.own()
        before = self.pane.note.text() if self.pane.note.isVisible() else (own.note if own else "")
        self._note(with_passage(before, passage))

    def _note(self, note: str) -> None:
        """Keep a note. Whoever has said nothing yet says that it is not good: that is what notes are for."""
        room = self.room
        own = room.own() if room is not None else None
        if room is None or room.task is None or (own is None and not note.strip()):
            return
        verdict = own.verdict if own else GradeVerdict.BAD
        reason = own.reason if own else ""
        if self._grade(verdict, reason=reason, harm=own.harm if own else None, note=note):
            self.pane.note.set_value(note)
            self.pane.note.setVisible(bool(note.strip()))
            self._show_grade()
            self.setFocus()

    def _change_points(self, points: CasePoints) -> None:
        if self.room is not None:
            self.room.change_points(points)
            self._graded = True
            self.side.show_room(self.room)
            self.setFocus()

    # -- keys, pauses, the end ----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self._step_out()
        elif key == Qt.Key.Key_Backspace or (control and key == Qt.Key.Key_Z):
            self.take_back()
        elif self.cover.isVisible() or control or not self._acts(key):
            super().keyPressEvent(event)

    def _acts(self, key: Qt.Key) -> bool:
        room = self.room
        if room is None:
            return False
        if key in _VERDICTS:
            self.say(_VERDICTS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if room.own() is not None:
                self._go_on()
        else:
            return self._letters and self._letter(room, key)
        return True

    def _letter(self, room: GradingRoom, key: Qt.Key) -> bool:
        acts = {
            Qt.Key.Key_H: self.harm,
            Qt.Key.Key_N: self._open_note,
            Qt.Key.Key_A: self.ask_reason,
            Qt.Key.Key_F: self._show_help,
            Qt.Key.Key_P: self.pause,
            Qt.Key.Key_X: self._turn_expected,
            Qt.Key.Key_M: self._tell_most,
        }
        if key in acts:
            acts[key]()
            return True
        letter = chr(key) if key < 128 else ""
        place = REASON_KEYS.find(letter) if letter else -1
        if not 0 <= place < len(room.reasons):
            return False
        self.because(room.reasons[place])
        return True

    def pause(self) -> None:
        """Cover the answer until somebody goes on; meanwhile somebody else can be let in."""
        self.cover.offer(0, door=True)
        self.cover.pause()

    def _open_note(self) -> None:
        self.pane.note.show()
        self.pane.note.setFocus()

    def _turn_expected(self) -> None:
        self._expected = not self._expected
        self._show()

    def _tell_most(self) -> None:
        """Put in front what tells most."""
        room = self.room
        if room is not None and room.has_judge and room.rater != SETTLED:
            try:
                room.ask_what_tells_most()
            except UserError as error:
                self.pane.problem.say(words_of(error))
                return
            self._show()

    def _show_help(self) -> None:
        pages = help_pages(self._session.project)
        if pages:
            HelpPages(self, pages).open_centred()
        else:
            self.pane.problem.say(tr("This project holds no help pages."))

    def _step_out(self) -> None:
        popover = open_popover(self)
        if popover is not None:
            popover.close_popover()
        elif self.cover.isVisible() and self.cover.resumes:
            self._uncover()
        elif self.pane.note.hasFocus():
            self.setFocus()
        else:
            self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._right.setFixedWidth(
            scaled(_NARROW_SIDE if narrow else _SIDE) + (32 if narrow else 56)
        )
        for side, left in ((self._left, 32 if narrow else 72), (self._right, 32 if narrow else 56)):
            box = side.layout()
            if box is not None:
                box.setContentsMargins(left, 24 if narrow else 72, 0, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._inputs.stop()
        super().closeEvent(event)
        if self._graded and self._session.is_open:
            self._session.appended("grade", "eval_case")
        self.left.emit()
