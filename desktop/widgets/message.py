"""A message under the page's header: what happened, why, what to do next, and one button."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label, strong
from desktop.widgets.layout import LEFT, MIDDLE, RIGHT, column, row, stack_if
from desktop.widgets.spoken_role import announce
from estimators.base.sentence import tr

Tone = Literal["error", "warn", "ok", "bug"]


@dataclass(frozen=True)
class Message:
    """What a message bar says. ``run`` is what its one button does."""

    tone: Tone
    what: str
    why: str = ""
    next_step: str = ""
    button: str = ""
    run: Callable[[], None] | None = None
    second_button: str = ""
    second_run: Callable[[], None] | None = None
    takes_primary: bool = False  # the button is the page's primary action while the message stands
    lost_files: bool = False  # shows the folder that cannot be found


_COLOURS = {
    "error": ("bad_soft", "bad"),
    "warn": ("sim_soft", "sim"),
    "ok": ("ok_soft", "ok"),
    "bug": ("sunken", "control"),
}
_GLYPHS = {"error": Glyph.FAIL, "warn": Glyph.LOOK, "ok": Glyph.HOLDS}
_SPOKEN = {
    "error": tr("Error"),
    "warn": tr("Look at this"),
    "ok": tr("Done"),
    "bug": tr("Our mistake"),
}


_BESIDE = 480  # pixels for words and buttons beside each other


class MessageBar(QWidget):
    """Shows one ``Message``. Empty, it takes no room."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__()
        self._message: Message | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._text = Label(measure=900)
        self._title = Label(role=Role.BODY, weight=600, measure=900)
        words = column(None, self._title, self._text, None, spacing=2, margins=(0, 4, 0, 4))
        self.button = Button("", size="small", run=partial(self._run, "run"))
        self.second_button = Button("", "text", size="small", run=partial(self._run, "second_run"))
        self._buttons = column((self.button, RIGHT), (self.second_button, RIGHT), spacing=6)
        self._row = row((words, 1), of=self, spacing=16, margins=(48, 10, 15, 10))
        self._row.addLayout(self._buttons)
        self._row.setAlignment(self._buttons, MIDDLE)
        self.set_message(message)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = self.width() < scaled(_BESIDE)
        stack_if(self._row, below)
        room = self.width() - self.button.sizeHint().width() - 63 - 6
        stack_if(self._buttons, not below or room < self.second_button.sizeHint().width())
        self._row.setAlignment(self._buttons, LEFT if below else MIDDLE)

    @property
    def message(self) -> Message | None:
        return self._message

    def set_message(self, message: Message | None) -> None:
        """Show ``message``; None hides the bar."""
        self._message = message
        if message is None:
            self.hide()
            return
        rest = " ".join(filter(None, (message.why, message.next_step)))
        # The large form, as on a page that needs mending.
        self._title.setVisible(message.takes_primary)
        self._title.setText(message.what)
        if message.takes_primary:
            self._text.setText(rest)
        else:
            self._text.set_spans(strong(message.what), *([f" {rest}"] if rest else []))
        self.button.setText(message.button)
        self.button.setVisible(bool(message.button))
        self.button.set_kind("primary" if message.takes_primary else "secondary")
        self.button.set_size("control" if message.takes_primary else "small")
        self.second_button.setText(message.second_button)
        self.second_button.setVisible(bool(message.second_button))
        before = self.accessibleName() if self.isVisible() else None
        self.setAccessibleName(f"{_SPOKEN[message.tone]}: {message.what} {rest}".rstrip())
        if before is not None and before != self.accessibleName():
            self._announce()
        if self.parentWidget() is not None:  # without a parent it would open as a window
            self.show()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._announce()

    def _announce(self) -> None:
        urgent = self._message is not None and self._message.tone in ("error", "bug")
        announce(self, self.accessibleName(), urgent=urgent)

    def _run(self, deed: str) -> None:
        run = getattr(self._message, deed, None)
        if run is not None:
            run()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._message is None:
            return
        painter = smooth(self)
        fill, edge = _COLOURS[self._message.tone]
        paint_box(painter, self.rect(), fill=fill, edge=edge, radius=Radius.BOX)
        top = 17 if self._message.takes_primary else (self.height() - 20) / 2
        if self._message.lost_files:
            paint_glyph(painter, Glyph.LOST, 16, top, 20)
        elif self._message.tone == "bug":
            paint_icon(painter, "bug", 16, top, size=20, colour=tokens().ink2)
        else:
            size = 18 if self._message.tone == "warn" else 20
            paint_glyph(painter, _GLYPHS[self._message.tone], 16, (self.height() - size) / 2, size)


class TroubleNote(Label):
    """What is wrong or odd about an answer, below its field."""

    def __init__(self) -> None:
        super().__init__(role=Role.NOTE)
        self.hide()

    def tell(self, words: str, *, wrong: bool) -> None:
        """Show a sentence (``wrong``: in the colour of an error), or take it away."""
        new = words != self.text()
        self.set_colour("bad" if wrong else "sim")
        self.say(words)
        if new:
            announce(self, words, urgent=wrong)
