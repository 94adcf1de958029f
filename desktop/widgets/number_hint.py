"""What is read in a number field, below it while somebody types; and the choice between two readings.

It takes no room in any layout and no focus of its own accord. ↓ or Tab goes from the field to the choices, the arrow keys
between them, Enter takes one, Esc goes back.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QWidget

from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.focus import ARROW_KEYS, ENTER_KEYS, moved_by_keyboard
from desktop.widgets.label import Label
from desktop.widgets.layout import row
from desktop.widgets.popover import Popover
from desktop.widgets.tab_order import follow

_BELOW = 4


class NumberHint(QWidget):
    """Floats below a field, in whatever scrolls with it. ``chosen`` carries the reading that was chosen."""

    chosen = Signal(float)

    def __init__(self, field: QLineEdit) -> None:
        self._holder = _holder(field)
        super().__init__(self._holder)
        self._field = field
        follow(field, self)
        field.destroyed.connect(self.deleteLater)  # a page may make its rows anew
        self._words = Label("", role=Role.NOTE, colour="ink2", wrap=False)
        self._row = row(self._words, of=self, spacing=8, margins=(8, 4, 8, 4))
        self.choices: list[Button] = []
        self.hide()

    def say(self, words: str, shown: Sequence[str] = (), values: Sequence[float] = ()) -> None:
        """Say what is read, or ask which of two readings is meant."""
        if [choice.text() for choice in self.choices] != list(shown):
            for choice in self.choices:
                self._row.removeWidget(choice)
                choice.hide()
                choice.deleteLater()
            self.choices = []
            for text, value in zip(shown, values, strict=True):
                choice = _Choice(text, value, self)
                choice.setAccessibleName(f"{self._field.accessibleName()}: {text}")
                self._row.addWidget(choice)
                choice.show()  # the hint may be visible already
                self.choices.append(choice)
        self._words.setText(words)
        self._field.setAccessibleDescription(words)
        self.show()
        self._place()

    def enter(self) -> bool:
        """Go to the first choice; whether there is one."""
        if self.isHidden() or not self.choices:
            return False
        return _reach(self.choices[0])

    def step(self, choice: Button, by: int) -> None:
        """Go to the next choice or the one before; above the first is the field."""
        place = self.choices.index(choice) + by
        if place < 0:
            self.back()
        elif place < len(self.choices):
            _reach(self.choices[place])

    def back(self) -> None:
        """Go to the field."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus(self) -> bool:
        """Whether one of the choices has it."""
        return any(choice.hasFocus() for choice in self.choices)

    def leave(self) -> None:
        """Go away, unless the focus went to a choice."""
        if not self.has_focus():
            self.hide()

    def _place(self) -> None:
        holder = self._holder
        self.adjustSize()
        below = self._field.mapTo(holder, QPoint(0, self._field.height() + _BELOW))
        room = holder.rect()
        if below.y() + self.height() > room.bottom():
            above = self._field.mapTo(holder, QPoint(0, -self.height() - _BELOW))
            below = above if above.y() >= 0 else below
        below.setX(max(0, min(below.x(), room.width() - self.width())))
        self.move(below)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(smooth(self), self.rect(), fill="canvas", edge="control", radius=Radius.BOX)


class _Choice(Button):
    """One reading."""

    def __init__(self, text: str, value: float, above: NumberHint) -> None:
        super().__init__(text, "secondary", size="small", parent=above)
        self._above, self._value = above, value
        self.clicked.connect(self._take)

    def _take(self) -> None:
        self._above.chosen.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in ENTER_KEYS:
            self.click()
        elif key == Qt.Key.Key_Escape:
            self._above.back()
        elif key in ARROW_KEYS:
            self._above.step(self, 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._above.leave()


def _reach(widget: QWidget) -> bool:
    """Give it the focus by a key, so that the ring shows it."""

    def move() -> bool:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    return moved_by_keyboard(move)


def _holder(field: QWidget) -> QWidget:
    """What scrolls with the field: the content of a scroll area, a popover, or the window."""
    widget: QWidget = field
    while (above := widget.parentWidget()) is not None and not widget.isWindow():
        outside = above.parentWidget()
        if isinstance(widget, Popover):
            break
        if isinstance(outside, QAbstractScrollArea) and outside.viewport() is above:
            break
        widget = above
    return widget
