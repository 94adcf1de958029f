"""A message under the page's header: what happened, why, what to do next, and one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.current import tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label, Span, strong

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
_SPOKEN = {"error": "Error", "warn": "Look at this", "ok": "Done", "bug": "Our mistake"}


class MessageBar(QWidget):
    """Shows one ``Message``. Empty, it takes no room."""

    def __init__(self, message: Message | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: Message | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(48, 10, 15, 10)
        row.setSpacing(16)
        self._text = Label(measure=900)
        words = QVBoxLayout()
        words.setContentsMargins(0, 4, 0, 4)
        words.addStretch(1)
        words.setSpacing(2)
        self._title = Label(role=Role.BODY, weight=600, measure=900)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addStretch(1)
        row.addLayout(words, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addStretch(1)
        self.button = Button("", size="small")
        self.second_button = Button("", "text", size="small")
        for button in (self.button, self.second_button):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        buttons.addStretch(1)
        row.addLayout(buttons)
        self.button.clicked.connect(self._run)
        self.second_button.clicked.connect(self._second_run)
        self.set_message(message)

    @property
    def message(self) -> Message | None:
        return self._message

    def set_message(self, message: Message | None) -> None:
        """Show ``message``; None hides the bar."""
        self._message = message
        if message is None:
            self.hide()
            return
        rest: list[str | Span] = [f" {text}" for text in (message.why, message.next_step) if text]
        self._title.setVisible(
            message.takes_primary
        )  # the large form, as on a page that needs mending
        self._title.setText(message.what)
        if message.takes_primary:
            self._text.setText(" ".join(filter(None, (message.why, message.next_step))))
        else:
            self._text.set_spans(strong(message.what), *rest)
        self.button.setText(message.button)
        self.button.setVisible(bool(message.button))
        self.button.set_kind("primary" if message.takes_primary else "secondary")
        self.button.set_size("control" if message.takes_primary else "small")
        self.second_button.setText(message.second_button)
        self.second_button.setVisible(bool(message.second_button))
        spoken = " ".join(filter(None, (message.what, message.why, message.next_step)))
        self.setAccessibleName(f"{_SPOKEN[message.tone]}: {spoken}")
        if self.parentWidget() is not None:  # without a parent it would open as a window
            self.show()
        self.update()

    def _run(self) -> None:
        if self._message is not None and self._message.run is not None:
            self._message.run()

    def _second_run(self) -> None:
        if self._message is not None and self._message.second_run is not None:
            self._message.second_run()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._message is None:
            return
        t = tokens()
        fill, edge = _COLOURS[self._message.tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(getattr(t, fill)))
        painter.setPen(QPen(QColor(getattr(t, edge)), 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, Radius.BOX, Radius.BOX)
        top = 17 if self._message.takes_primary else (self.height() - 20) / 2
        if self._message.lost_files:
            paint_glyph(painter, Glyph.LOST, 16, top, 20)
        elif self._message.tone == "bug":
            paint_icon(painter, "bug", 16, top, size=20, colour=t.ink2)
        else:
            size = 18 if self._message.tone == "warn" else 20
            paint_glyph(painter, _GLYPHS[self._message.tone], 16, (self.height() - size) / 2, size)
