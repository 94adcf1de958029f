"""The grading room: full screen, one answer at a time, keys only; who wrote it is nowhere in it.

Each verdict is in the project before the next answer is shown. The other pages hear of the grades when the room is left.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent

from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_view import grading_view
from desktop.findings.measure.grading_words import (
    GRADING_EXPLAINED,
    REASON_KEYS,
    progress,
    with_passage,
)
from desktop.pages.measure.room.answer_pane import AnswerPane
from desktop.pages.measure.room.reading_text import InputReader
from desktop.pages.measure.room.room_window import RoomWindow
from desktop.pages.measure.room.rubric_side import RubricSide
from desktop.pages.measure.room.start import words_of
from desktop.project.measure_records import SETTLED, CasePoints, GradeVerdict
from desktop.session import Session
from desktop.theme.current import scaled
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.columns import scrolling
from desktop.widgets.layout import column, holder, row
from desktop.widgets.popover import open_popover
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.grading_queue import AnswerTask
from reports.stage_view import Explanation

_VERDICTS = {
    Qt.Key.Key_1: GradeVerdict.GOOD,
    Qt.Key.Key_2: GradeVerdict.BAD,
    Qt.Key.Key_3: GradeVerdict.UNSURE,
}
_KEYS = (
    ("1 2 3", tr("{key} grade")),
    (tr("Ctrl Z"), tr("{key} take back")),
    ("N", tr("{key} note")),
    ("← →", tr("{key} look back")),
    ("X", tr("{key} what was expected")),
    ("F", tr("{key} look up the help page")),
    ("P", tr("{key} pause")),
    ("F1", tr("{key} how it counts")),
    ("M", tr("{key} what tells most")),
)
_SIDE, _NARROW_SIDE, _NARROW = 400, 300, 1280


class GradingWindow(RoomWindow):
    """The room. ``pairs_asked``: somebody would rather compare two answers side by side."""

    pairs_asked = Signal()

    def __init__(self, session: Session, *, name: str = "", letters: bool = True) -> None:
        """`letters`: single letters act, as the person has it in the settings."""
        title = tr("{project} – Grading", project=session.name)
        super().__init__(session, _KEYS, title=title, letters=letters)
        self.tables = ("grade", "eval_case")
        self.room: GradingRoom | None = None
        self._expected = False
        self._asks_why: AnswerTask | None = None  # the answer that was just found not good
        self.pane = AnswerPane(self.problem, letters=letters)
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
        self.cover.settle_asked.connect(partial(self.open_room, SETTLED))
        self.cover.pairs_asked.connect(self.pairs_asked)
        self.pane.said.connect(self.say)
        self.pane.reasons.picked.connect(self.because)
        self.pane.reasons.add_asked.connect(self.ask_reason)
        self.pane.reasons.harm_asked.connect(self.harm)
        self.pane.answer.passage.connect(self._mark)
        self.pane.note.committed.connect(self._note)
        self.cover.ask_who(session.project, name)

    @property
    def queue(self) -> GradingRoom | None:
        return self.room

    def explanation(self) -> Explanation:
        return GRADING_EXPLAINED

    def open_room(self, rater: str) -> None:
        """Begin to grade as this person, or to settle."""
        self.room = GradingRoom(self.session.project, rater, self.session.project.do)
        self.uncover()
        self.show_room()

    # -- what is shown ------------------------------------------------------------------------

    def show_room(self) -> None:
        room = self.room
        if room is None:
            return
        self._show_progress(room)
        tells = room.has_judge and room.rater != SETTLED
        order = tr("Answers come in a new order for every {what}.", what=room.noun.one)
        self.foot.say(order, without=(*self.without, *(() if tells else ("M",))))
        if room.task is None:
            self._say_end(room)
            return
        self.pane.show_room(room, expected=self._expected)
        self._inputs.show_case(room)
        self.side.show_room(room)

    def _show_progress(self, room: GradingRoom) -> None:
        title = tr("Settling") if room.rater == SETTLED else tr("Grading")
        case, answer = progress(room)
        self.head.show_progress(title, case, answer, room.done / max(1, len(room.queue)))

    def _say_end(self, room: GradingRoom) -> None:
        if room.rater == SETTLED:
            self.cover.offer(0, door=False)
            self.cover.say_end(tr("All is settled."), tr("The settled verdict is the one that counts."))  # fmt: skip
            return
        self.cover.offer(grading_view(self.session.project).settle, door=False)
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
                self.go_on()
            elif again or self._grade(verdict):
                self._asks_why = room.task
                self._show_grade()
            return
        if self._grade(verdict):
            self.go_on()

    def because(self, reason: str) -> None:
        """It is not good, and why; goes on."""
        if self._grade(GradeVerdict.BAD, reason=reason):
            self.go_on()

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
            self.problem.say(words_of(error))
            return False
        self.said_something = True
        return True

    def go_on(self) -> None:
        self._asks_why = None
        super().go_on()

    def _show_grade(self) -> None:
        if self.room is not None:
            self.pane.show_grade(self.room)
            self.side.show_so_far(self.room)
            self._show_progress(self.room)

    def step(self, by: int) -> None:
        self._asks_why = None
        super().step(by)

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
            self.said_something = True
            self.side.show_room(self.room)
            self.setFocus()

    # -- keys, pauses, the end ----------------------------------------------------------------

    def acts(self, key: Qt.Key) -> bool:
        room = self.room
        if room is None:
            return False
        if key in _VERDICTS:
            self.say(_VERDICTS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if room.own() is not None:
                self.go_on()
        else:
            return self.letters and self._letter(room, key)
        return True

    def _letter(self, room: GradingRoom, key: Qt.Key) -> bool:
        acts = {
            Qt.Key.Key_H: self.harm,
            Qt.Key.Key_N: self._open_note,
            Qt.Key.Key_A: self.ask_reason,
            Qt.Key.Key_F: self.show_help,
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

    def _open_note(self) -> None:
        self.pane.note.show()
        self.pane.note.setFocus()

    def _turn_expected(self) -> None:
        self._expected = not self._expected
        self.show_room()

    def _tell_most(self) -> None:
        """Put in front what tells most."""
        room = self.room
        if room is not None and room.has_judge and room.rater != SETTLED:
            try:
                room.ask_what_tells_most()
            except UserError as error:
                self.problem.say(words_of(error))
                return
            self.show_room()

    def step_out(self) -> None:
        if self.pane.note.hasFocus() and open_popover(self) is None:
            self.setFocus()
        else:
            super().step_out()

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

    def closeEvent(self, event: QCloseEvent) -> None:
        self._inputs.stop()
        super().closeEvent(event)
