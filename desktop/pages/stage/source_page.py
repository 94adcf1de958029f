"""A page that an answer leans on, opened beside the answer to be read."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from mock_ai.stage_answer import StageSource

_WIDTH, _PADDING = 440, 16
_ABOVE_AND_BELOW = 150  # pixels of the window that a long page leaves free


class SourcePagePopover(Popover):
    """The name of the page and its text, which scrolls where it is long. ``area`` takes the keyboard."""

    def __init__(self, window: QWidget, source: StageSource) -> None:
        super().__init__(window, source.name, width=_WIDTH)
        self.add_head(source.name, 8)
        self.text = Label(source.text)
        self.area = scrolling(self.text)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(source.name)
        self.area.setAccessibleDescription(source.text)
        room = max(120, window.height() - _ABOVE_AND_BELOW)
        high = self.text.heightForWidth(min(_WIDTH, window.width() - 16) - 2 * _PADDING)
        self.area.setFixedHeight(min(high, room))
        self.body.addWidget(self.area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key but Esc does anything: the answer behind it is not to be accepted by whoever reads."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
        event.accept()
