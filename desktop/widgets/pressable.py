"""A widget that is pressed as a whole: a row of a list that leads somewhere."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.current import tokens
from desktop.theme.tokens import Radius
from desktop.widgets.focus import ENTER_KEYS, claims
from desktop.widgets.layout import Part, column


class Pressable(QWidget):
    """Enter, Space or a click presses it; ``lights_up``: the pointer over it shows that."""

    pressed = Signal()

    def __init__(self, *, lights_up: bool = True) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, lights_up)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ENTER_KEYS) or super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.underMouse() and self.testAttribute(Qt.WidgetAttribute.WA_Hover):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().sunken))
            box = QRectF(self.rect()).adjusted(0, 2, 0, -2)
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)


class PressableRow(Pressable):
    """A row of a list about one thing; pressed, it hands ``about`` to ``choose``.

    ``name`` is what a screen reader says of it, ``tip`` what a press does.
    """

    def __init__(
        self,
        about: Any,
        choose: Callable[[Any], object],
        *parts: Part,
        name: str,
        tip: str = "",
        room: int = 0,
        lights_up: bool = True,
    ) -> None:
        super().__init__(lights_up=lights_up)
        self.about = about
        column(*parts, of=self, margins=(0, room, 0, room))
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.pressed.connect(partial(choose, about))
