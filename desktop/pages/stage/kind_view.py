"""What the Stage shows of one kind of product: what it is asked, what it answers, and what a person does with that."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from desktop.pages.stage.answer_buttons import AnswerButtons, RemarkField
from desktop.pages.stage.appearance import Appearance
from desktop.pages.stage.demo import StageReply
from desktop.pages.stage.example import StageExample
from desktop.project.originals import Original
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.layout import Part, column, fill
from desktop.widgets.spoken_role import announce
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageAnswer, StageQuestion

SIDE = 400
_ACROSS = 1100  # pixels of a line
_SPOKEN = 400  # letters of an answer that a screen reader is told at once
_LONG_HEADLINE = 90  # letters
_FILE = 240  # pixels that a file has at least
ROOMY = (1200, 760)  # pixels below which margins and headline are smaller
Room = tuple[tuple[int, int, int, int], int]
"""Margins (left, top, right, bottom) and spacing, in pixels."""
BESIDE: Room = ((72, 64, 68, 0), 80)
BESIDE_NARROW: Room = ((40, 32, 32, 0), 28)
PhotoOf = Callable[[str], bytes | None]
"""The picture of a thing by its name, for a worker thread; None where there is none."""


class AnswerView(QWidget):
    """What the window asks of every view.

    ``reacted`` carries the outcome, and what would have been right (or was taken). ``asked_again``: the same once more.
    ``waits_for_key``: keys are the window's again, because nothing is being typed any more.
    """

    reacted = Signal(str, str)
    asked_again = Signal()
    waits_for_key = Signal()
    keys: tuple[tuple[str, str], ...] = ()
    """The keys that the foot names, each with its sentence: "{key} plays"."""
    waiting: str = tr("Working…")
    """What is said while the answer takes its time."""
    example_view: StageExample | None = None
    """Where a photo, sound or clip that is asked about is shown."""
    photo_of: PhotoOf = staticmethod(lambda _name: None)
    remark: RemarkField
    problem: Label

    @property
    def ready(self) -> bool:
        """Whether one can react now."""
        raise NotImplementedError

    def show_question(self, question: StageQuestion, item: str | Original = "") -> None:
        """Show what is asked (``item``: its file, where it has one); the answer is on its way."""
        raise NotImplementedError

    def await_answer(self) -> None:
        """Take the last answer away: another is on its way."""
        raise NotImplementedError

    def say_waiting(self, words: str) -> None:
        raise NotImplementedError

    def show_reply(self, reply: StageReply) -> None:
        """Show what came: a class, an answer of another kind, or that nothing came."""
        raise NotImplementedError

    def show_end(self, words: str) -> None:
        raise NotImplementedError

    def press(self, key: Qt.Key) -> bool:
        """What a key does here; whether it does anything."""
        raise NotImplementedError

    def step_out(self) -> bool:
        """Leave what is being typed or chosen; whether there was anything."""
        return self.remark.close_if_written_in()

    def say(self, words: str, colour: str) -> None:
        """Say something below the buttons, or nothing."""
        self.problem.set_colour(colour)
        self.problem.say(words)

    def stop(self) -> None:
        """Stop what plays or appears: the Stage is closing."""


class KindView(AnswerView):
    """The base of the views of all kinds that do not name a class.

    A view says how its question and its answer look; ``_pieces`` of the answer appear one after another. What was
    typed or chosen in the place of something counts as a correction, also where the answer is accepted afterwards.
    """

    remark_always: ClassVar = False
    shows_files: ClassVar = True
    across: ClassVar[tuple[str, ...]] = ()
    """The three buttons in their order from left to right, where they stand beside one another."""
    seconds_each: ClassVar = 0.0
    at_once: ClassVar = 1_000_000
    """How many pieces are shown in one go where all are asked for."""
    _frame: QBoxLayout
    _rooms: tuple[Room, Room]
    _roomy = True

    def __init__(self, modality: str = "text") -> None:
        super().__init__()
        of_file = self.shows_files and modality not in {"text", "table"}
        self.example_view = StageExample(modality) if of_file else None
        self.question = StageQuestion("", "")
        self.answer: StageAnswer | None = None
        beside = not self.across
        lead = Role.ROW if beside else Role.SECTION
        self.lead = Label(role=lead, colour="ink2", weight=400, measure=SIDE if beside else _ACROSS)
        self.headline = Label(role=Role.STAGE, measure=SIDE + 40 if beside else _ACROSS)
        self.buttons = AnswerButtons(self.across)
        self.remark = RemarkField(always=self.remark_always)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        self.remark.done.connect(self.waits_for_key)
        self.buttons.again.connect(self.asked_again)
        self.buttons.chosen.connect(self._choose)
        self.buttons.kept.connect(self.keep_typed)
        self.buttons.left.connect(self.leave_typing)
        self.appearance = Appearance(self, self._show_pieces, self._appeared, self.at_once)

    def side(
        self,
        *between: Part,
        below: Sequence[Part] = (),
        lead_last: bool = False,
        high: bool = False,
    ) -> QScrollArea:
        """Lead and headline, something of the view's own, buttons, more of its own, remark: the column at the right.

        ``high``: at the top of its place, not in the middle.
        """
        content = QWidget()
        box = column(of=content, margins=(4, 0, 4, 0))
        box.addStretch(0 if high else 3)
        if lead_last:
            self.lead.set_role(Role.SECTION)
        head = (self.headline, 4, self.lead) if lead_last else (self.lead, 8, self.headline)
        fill(box, *head, 24, *between, self.buttons, 12, *below)
        fill(box, self.remark, 8, self.problem)
        box.addStretch(4)
        area = scrolling(content)
        area.setFixedWidth(SIDE + 8)
        return area

    def file_shown(self) -> tuple[QWidget, ...]:
        """What is asked about, where it is a file: something to lay out, or nothing."""
        if self.example_view is None:
            return ()
        self.example_view.setMinimumHeight(_FILE)
        return (self.example_view,)

    def lay_out(self, frame: QBoxLayout, *, wide: Room, narrow: Room) -> None:
        """``frame`` holds everything; its margins and spacing where there is room, and where there is not."""
        self._frame, self._rooms = frame, (wide, narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(roomy=self.width() >= scaled(ROOMY[0]) and self.height() >= scaled(ROOMY[1]))

    def _fit(self, *, roomy: bool) -> None:
        """Take more room where there is more."""
        margins, spacing = self._rooms[not roomy]
        self._frame.setContentsMargins(*margins)
        self._frame.setSpacing(spacing)
        self._roomy = roomy
        self._fit_headline()

    def _fit_headline(self) -> None:
        """In large letters, unless it is long or there is little room."""
        long = len(self.headline.text()) > _LONG_HEADLINE
        usual = Role.STAGE if self._roomy else Role.HEADLINE
        self.headline.set_role(Role.FIGURE if long else usual)

    # -- what is shown ------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        return self.answer is not None and self.buttons.ready

    def show_question(self, question: StageQuestion, item: str | Original = "") -> None:
        if self.example_view is not None:
            self.example_view.clear(item)
        self.question = question
        self.remark.empty()
        self._show_question()
        self.await_answer()

    def await_answer(self) -> None:
        self.appearance.stop()
        self.answer = None
        self.lead.say("")
        self.headline.setText("")
        self.buttons.wait()
        self._show_nothing()

    def say_waiting(self, words: str) -> None:
        self.headline.set_colour("ink3")
        self.headline.setText(words)

    def show_reply(self, reply: StageReply) -> None:
        if reply.shown is None:
            self.show_fault(reply.answer.text)
        else:
            self.show_answer(reply.shown, reply.seconds_a_piece)

    def show_answer(self, answer: StageAnswer, seconds_each: float | None = None) -> None:
        """Show an answer, its pieces one after another (``seconds_each`` None: at the pace of the view)."""
        self.answer = answer
        self._say_headline(answer)
        self._show_answer(answer)
        self.buttons.name(answer)
        self.buttons.wait(tr("It is still being written."))
        pace = self.seconds_each if seconds_each is None else seconds_each
        self.appearance.begin(self._pieces(), pace)

    def _say_headline(self, answer: StageAnswer) -> None:
        self.headline.set_colour("ink")
        self.headline.setText(answer.headline)
        self._fit_headline()
        self.lead.say(answer.lead)

    def show_fault(self, words: str) -> None:
        """Say that no answer came, and offer to try again."""
        self.answer = None
        self._show_nothing()
        self.lead.say("")
        self.headline.set_colour("ink")
        self.headline.setText(words)
        self.buttons.fail()

    def show_end(self, words: str) -> None:
        self.show_question(StageQuestion("", ""))
        self.headline.set_colour("ink")
        self.headline.setText(tr("That was the last one. Thank you."))
        self.lead.say(words)
        self.buttons.end()
        self.remark.hide()

    def stop(self) -> None:
        self.appearance.stop()
        if self.example_view is not None:
            self.example_view.stop()

    # -- of each kind -------------------------------------------------------------------------

    def _show_question(self) -> None:
        raise NotImplementedError

    def _show_nothing(self) -> None:
        """Take the last answer away."""
        raise NotImplementedError

    def _show_answer(self, answer: StageAnswer) -> None:
        """Lay the answer out, of which nothing can be seen yet."""
        raise NotImplementedError

    def _pieces(self) -> int:
        """How many pieces appear one after another."""
        return 0 if self.answer is None else len(self.answer.parts)

    def _show_pieces(self, there: int) -> None:
        """So many pieces can be seen now."""

    def _appeared(self) -> None:
        """The last piece is there: say so to who cannot see it."""
        self._all_there()
        if self.answer is not None:
            words = " ".join(part.text for part in self.answer.parts)[:_SPOKEN]
            said = f"{self.answer.headline} {words}"
            announce(self, said)

    def _all_there(self) -> None:
        """Everything can be seen: let the person react."""
        if self.answer is not None:
            self.buttons.offer(self.answer, changed=bool(self.change()))

    def change(self) -> str:
        """What the person changed of the answer so far, in words; nothing where it is as it came."""
        return ""

    def start_correction(self) -> None:
        """C: let the person say what would have been right."""
        raise NotImplementedError

    def keep_typed(self) -> None:
        """Keep what is being typed."""

    def leave_typing(self) -> bool:
        """Give up what is being typed; whether something was."""
        fields = self._typed_in()
        typing = any(field.isVisibleTo(self) for field in fields)
        for field in fields:
            field.hide()
        if typing and self.answer is not None:
            self.problem.hide()
            self._all_there()
            self.waits_for_key.emit()
        return typing

    def _typed_in(self) -> tuple[QWidget, ...]:
        """Where something is typed in the place of the answer; hidden until then."""
        return ()

    # -- what people do -----------------------------------------------------------------------

    def _choose(self, outcome: str) -> None:
        if outcome == "accepted":
            self.take_as_shown()
        elif outcome == "corrected":
            self.start_correction()
        else:
            self.reject()

    def take_as_shown(self) -> None:
        """A: it is right as it stands now."""
        change = self.change()
        self.reacted.emit("corrected" if change else "accepted", change)

    def reject(self) -> None:
        """R: it will not do."""
        self.reacted.emit("rejected", "")

    def press(self, key: Qt.Key) -> bool:
        if self.appearance.runs and key in {
            Qt.Key.Key_Space,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        }:
            self.appearance.finish()
            return True
        return self.buttons.press(key)

    def step_out(self) -> bool:
        return self.leave_typing() or super().step_out()
