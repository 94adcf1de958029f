"""Looking closer: one example large, with what is known of it; arrow keys step to its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.project.originals import Original
from desktop.theme.type import Role
from desktop.widgets.example import SIDE, ExamplePicture, ExampleView, Seen, read_example
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, LEAPS, LEFT_RIGHT, UP_DOWN, claims
from desktop.widgets.label import Label
from desktop.widgets.layout import fill, row
from desktop.widgets.popover import Popover
from estimators.base.sentence import tr


@dataclass(frozen=True)
class ExampleLook:
    """One example to look at: its name, what is known of it, its original, and a small picture to show meanwhile.

    ``text`` is a text that the project holds itself; None where the file has it. ``read`` reads the example another way,
    in a thread: with what spoke for an answer lit.
    """

    name: str
    words: str
    original: Original
    small: QImage
    modality: str = "photo"
    text: str | None = None
    read: Callable[[], Seen] | None = None


class LookPopover(Popover):
    """One example large. ``stepped`` carries -1 or 1 at the arrow keys; ``asked_where``: H, where it looked."""

    stepped = Signal(int)
    asked_where = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("Look closer"), width=SIDE + 32)
        self.name = Label(role=Role.SECTION)
        hint = Label(tr("← → next   Esc close"), role=Role.NOTE, colour="ink3", wrap=False)
        head = row((self.name, 1), (hint, Qt.AlignmentFlag.AlignTop), spacing=None)
        self.example = ExampleView(min(SIDE, max(240, window.height() - 260)))
        self.words = Label(colour="ink2")
        fill(self.body, head, 8, self.example, 8, self.words)

    @property
    def picture(self) -> ExamplePicture:
        """Where a photo is drawn."""
        return self.example.picture

    def show_look(self, look: ExampleLook) -> None:
        """Show an example (what is there of it at once; ``example.set_seen`` the rest once it is read)."""
        self.name.setText(look.name)
        self.words.setText(look.words)
        name = f"{look.name}. {look.words}"
        self.example.show_example(look.modality, name, look.original, look.small, look.text or "")
        self.resettle()

    def say(self, words: str) -> None:
        """Say something else below it."""
        self.words.setText(words)
        self.resettle()

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS, *ENTER_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, steps = event.key(), LEFT_RIGHT | UP_DOWN
        if key in steps:
            self.stepped.emit(steps[key])
        elif key in LEAPS:
            self.example.scroll_text(-LEAPS[key])
        elif key == Qt.Key.Key_Space:
            self.close_popover()
        elif key == Qt.Key.Key_H:
            self.asked_where.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.example.play.isVisible():
            self.example.open_original()
        else:
            super().keyPressEvent(event)


class LookCloser(QObject):
    """Opens examples large, one after another. ``closed`` carries the number of the one looked at last.

    ``asked_where``: the person pressed H over one; ``again`` shows it anew.
    """

    closed = Signal(int)
    asked_where = Signal()

    def __init__(self, owner: QWidget, look: Callable[[int], ExampleLook | None]) -> None:
        """``look`` gives the example of a number, or None beyond the ends."""
        super().__init__(owner)
        self._owner, self._look = owner, look
        self.popover: LookPopover | None = None
        self._at = 0
        self._words = ""
        self._reading = LatestWinsThread(self, self._read, self._unreadable)

    def open(self, number: int) -> None:
        """Show the example of this number: the small picture at once, the example itself when it is read."""
        found = self._look(number)
        if found is None:
            return
        self._at = number
        self._words = found.words
        first = self.popover is None
        if self.popover is None:
            self.popover = LookPopover(self._owner.window())
            self.popover.stepped.connect(self._step)
            self.popover.closed.connect(self._closed)
            self.popover.asked_where.connect(self.asked_where)
        self.popover.show_look(found)
        if first:
            self.popover.open_centred(72)
        item = found.original if found.text is None else found.text
        self._reading.ask(found.read or partial(read_example, found.modality, item))

    def again(self) -> None:
        """Ask anew what there is to see of the one that is open."""
        if self.popover is not None:
            self.open(self._at)

    def _step(self, by: int) -> None:
        self.open(self._at + by)

    def _read(self, seen: Seen) -> None:
        if self.popover is not None:
            self.popover.example.set_seen(seen)
            self.popover.say(" ".join(filter(None, (self._words, seen.facts))))

    def _unreadable(self, error: Exception) -> None:
        if self.popover is not None:
            self.popover.say(f"{self._words} {error}".strip())
            self.popover.example.play.off_because(f"{error}")

    def _closed(self) -> None:
        self.popover = None
        self.closed.emit(self._at)
