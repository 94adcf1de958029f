"""The room of pairs: what came in, two answers side by side, one key to say which is better; who wrote which is nowhere in it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_words import (
    answer_words,
    case_title,
    is_missing,
    shown_words,
)
from desktop.findings.measure.pair_room import PairRoom
from desktop.findings.measure.pair_words import (
    LIKED_WORDS,
    PAIRS_EXPLAINED,
    pair_progress,
    pairs_left,
)
from desktop.pages.measure.room.reading_text import InputReader, InputWell, ReadingText
from desktop.pages.measure.room.room_window import RoomWindow
from desktop.pages.measure.room.start import words_of
from desktop.project.measure_records import Liked
from desktop.session import Session
from desktop.theme.current import scaled
from desktop.theme.paint import paint_box, smooth
from desktop.theme.type import Role
from desktop.widgets.button import Button, button_height
from desktop.widgets.example import ExampleView
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.stage_view import Explanation

_SHORTCUTS = {Liked.LEFT: "Left", Liked.BOTH: "Up", Liked.NEITHER: "Down", Liked.RIGHT: "Right"}
_WIDEST = 1240


class ComparedAnswer(QWidget):
    """One of the two, in a frame of its own; the one that was chosen has a frame of ink."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.chosen = False
        self.text = ReadingText(name)
        column(Label(name, colour="ink2", wrap=False), 8, (self.text, 1), (holder(column()), 0), of=self, margins=(18, 14, 18, 14))  # fmt: skip

    def set_chosen(self, chosen: bool) -> None:
        """Show whether it is the better one."""
        self.chosen = chosen
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        edge, width = ("ink", 2.0) if self.chosen else ("line", 1.0)
        paint_box(smooth(self), self.rect(), fill="canvas", edge=edge, width=width, radius=12)


class PairPane(QWidget):
    """What came in above, the two answers below it, and what can be said. ``said``: which is liked."""

    said = Signal(object)  # Liked

    def __init__(self, problem: Label) -> None:
        super().__init__()
        self.title = Label(colour="ink2", wrap=False)
        self.asked = ReadingText(tr("What came in"), Role.SECTION)
        self.bubble = InputWell(self.asked)
        self.example = ExampleView(scaled(240))
        self.sides = ComparedAnswer(tr("Left answer")), ComparedAnswer(tr("Right answer"))
        self.buttons = {
            liked: Button(words, size="stage", shortcut=_SHORTCUTS[liked])
            for liked, words in LIKED_WORDS.items()
        }
        for liked, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._say, liked))
        self.far = Label(role=Role.NOTE, colour="ink2")
        both = row(*((side, 1) for side in self.sides), spacing=24)
        verdicts = holder(row(*((button, 1) for button in self.buttons.values()), spacing=16))
        verdicts.setFixedHeight(button_height("stage"))
        column(
            self.title, 8, (self.bubble, 1), self.example, 24,
            (both, 3), 24,
            verdicts, 12, self.far, problem,
            of=self,
        )  # fmt: skip
        self.setMaximumWidth(scaled(_WIDEST))

    def _say(self, liked: Liked, _checked: bool = False) -> None:
        self.said.emit(liked)

    def show_pair(self, room: PairRoom) -> None:
        """Show the two answers of a room, and what was said of them."""
        task, case, own = room.task, room.case, room.own()
        if task is None or case is None:
            return
        self.title.setText(case_title(room))
        self.asked.show_words(shown_words(case.input) or tr("Nothing was asked."), quiet=not case.input)  # fmt: skip
        two = task.left, task.right
        words = [answer_words(answer, room.kind) for answer in two]
        longest = max(map(len, words))  # both stand in one size: a smaller one looks like less
        for side, text, answer, its in zip(
            self.sides, words, two, (Liked.LEFT, Liked.RIGHT), strict=True
        ):
            side.text.show_words(text, quiet=is_missing(answer), like=longest)
            side.set_chosen(own is not None and own.liked is its)
        for liked, button in self.buttons.items():
            chosen = own is not None and own.liked is liked
            button.set_kind("primary" if chosen else "secondary")
            button.setAccessibleDescription(tr("chosen") if chosen else "")
        self.far.setText(pairs_left(room))


_KEYS = (
    ("← →", tr("{key} the better one")),
    ("↑ ↓", tr("{key} both, neither")),
    (tr("Ctrl Z"), tr("{key} take back")),
    ("F", tr("{key} look up the help page")),
    ("P", tr("{key} pause")),
    ("F1", tr("{key} how it counts")),
)
_ACTS = {
    Qt.Key.Key_Left: Liked.LEFT,
    Qt.Key.Key_Up: Liked.BOTH,
    Qt.Key.Key_Down: Liked.NEITHER,
    Qt.Key.Key_Right: Liked.RIGHT,
    Qt.Key.Key_1: Liked.LEFT,
    Qt.Key.Key_2: Liked.BOTH,
    Qt.Key.Key_3: Liked.NEITHER,
    Qt.Key.Key_4: Liked.RIGHT,
}


class PairWindow(RoomWindow):
    """The room of pairs."""

    def __init__(self, session: Session, *, name: str = "", letters: bool = True) -> None:
        title = tr("{project} – Comparing", project=session.name)
        super().__init__(session, _KEYS, title=title, letters=letters)
        self.tables = ("preference",)
        self.room: PairRoom | None = None
        self.pane = PairPane(self.problem)
        self.pane.said.connect(self.say)
        self._inputs = InputReader(session, self.pane, self)
        self._body = holder(row(None, (self.pane, 8), None, margins=(72, 40, 72, 8)))
        column(self.head, (self._body, 1), self.foot, of=self)
        self.cover.ask_who_compares(session.project, name)

    @property
    def queue(self) -> PairRoom | None:
        return self.room

    def explanation(self) -> Explanation:
        return PAIRS_EXPLAINED

    def open_room(self, rater: str) -> None:
        self.room = PairRoom(self.session.project, rater, self.session.project.do)
        self.uncover()
        self.show_room()

    def show_room(self) -> None:
        room = self.room
        if room is None:
            return
        self.problem.hide()
        case, part = pair_progress(room)
        self.head.show_progress(tr("Comparing"), case, part, room.done / max(1, len(room.queue)))
        self.foot.say(tr("Sides come by lot, anew for every pair."), without=self.without)
        if room.task is None:
            self.cover.offer(0, door=False)
            title = tr("{pairs} compared.", pairs=count(room.done, "pair"))
            self.cover.say_end(title, tr("The names are on the page Measure again."))
            return
        self.pane.show_pair(room)
        self._inputs.show_case(room)

    def say(self, liked: Liked) -> None:
        """Which of the two is better; goes on."""
        if self.room is None or self.room.task is None:
            return
        try:
            self.room.prefer(liked)
        except UserError as error:
            self.problem.say(words_of(error))
            return
        self.said_something = True
        self.go_on()

    def acts(self, key: Qt.Key) -> bool:
        if key in _ACTS:
            self.say(_ACTS[key])
        elif self.letters and key == Qt.Key.Key_F:
            self.show_help()
        elif self.letters and key == Qt.Key.Key_P:
            self.pause()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = 32 if self.width() < scaled(1280) else 72
        box = self._body.layout()
        if box is not None:
            box.setContentsMargins(side, 24 if side == 32 else 40, side, 8)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._inputs.stop()
        super().closeEvent(event)
