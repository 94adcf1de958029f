"""The room of pairs: two answers side by side, one key to say which is better; who wrote which is nowhere in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent

from desktop.findings.measure.pair_room import PairRoom
from desktop.findings.measure.pair_words import PAIRS_EXPLAINED, pair_progress
from desktop.pages.measure.room.inputs import InputReader
from desktop.pages.measure.room.pair_pane import PairPane
from desktop.pages.measure.room.room_window import RoomWindow
from desktop.pages.measure.room.start import words_of
from desktop.project.measure_records import Liked
from desktop.session import Session
from desktop.theme.current import scaled
from desktop.widgets.layout import column, holder, row
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.stage_view import Explanation

_KEYS = (
    ("← →", tr("{key} the better one")),
    ("↑ ↓", tr("{key} both, neither")),
    ("Ctrl Z", tr("{key} take back")),
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
        self.foot.say(tr("Sides come by lot, anew for every pair."))
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
