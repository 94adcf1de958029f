"""A widget that is pressed as a whole: a row of a list that leads somewhere."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.theme.paint import paint_box, smooth
from desktop.widgets.button import PaintedButton
from desktop.widgets.layout import Part, column


class Pressable(PaintedButton):
    """A button with other widgets in it; ``lights_up``: the pointer over it shows that."""

    def __init__(self, *, lights_up: bool = True) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lights_up = lights_up

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._lights_up and self.underMouse():
            box = QRectF(self.rect()).adjusted(0, 2, 0, -2)
            paint_box(smooth(self), box, fill="sunken")


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
        self.clicked.connect(partial(choose, about))
