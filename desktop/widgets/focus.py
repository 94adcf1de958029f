"""The focus ring: 2 pixels of the measured colour, 2 pixels outside whatever the keyboard has reached.

One ring per window follows the focus, so widgets need no margin for it. Text fields draw their own border
instead, and a click with the mouse shows none. Where the last thing pressed was a key, it also shows what the window
itself puts the keyboard on: the first question of a new project, the button of what is asked.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from desktop.theme.current import tokens
from desktop.theme.paint import smooth

_OFFSET, _WIDTH = 2, 2
_REACH = _OFFSET + _WIDTH
_INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)


class _Keyboard:
    """Whether the focus is being moved by a key at this moment."""

    moving = False


def moved_by_keyboard(move: Callable[[], bool]) -> bool:
    """Run ``move`` (a step of the focus) so that the ring shows where it arrives."""
    _Keyboard.moving = True
    try:
        return move()
    finally:
        _Keyboard.moving = False


class FocusRing(QWidget):
    """Lies over one window; lets every click through.

    The window passes its ``focusNextPrevChild`` through ``tab_order.go_on``. What shows by itself where the keyboard
    is says so with the property ``fills``.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focus ring")
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        app.focusWindowChanged.connect(self._look_at_input)
        self._key_was_last = False
        self._look_at_input()

    def _look_at_input(self) -> None:
        """The system's window gets every key and click first; it is made when it is first shown."""
        handle = self.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._unwatch()
        inside = new is not None and new.window() is self.window()
        by_key = _Keyboard.moving or self._key_was_last
        if new is None or not inside or not by_key or _draws_its_own(new):
            self.hide()
            return
        self._watch(new)
        self._place()

    def _watch(self, target: QWidget) -> None:
        self._target = target
        widget: QWidget | None = target
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()

    def _unwatch(self) -> None:
        watched, self._watched, self._target = self._watched, [], None
        for widget in watched:
            if isValid(widget):  # what has the focus loses it while it is being destroyed
                widget.removeEventFilter(self)

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        window = self.window()
        box = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        ring = box.adjusted(-_REACH, -_REACH, _REACH, _REACH)
        self.setGeometry(ring)
        shown = ring
        widget = target.parentWidget()
        while widget is not None and widget is not window:
            if isinstance(widget.parentWidget(), QScrollArea):
                shown &= QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            widget = widget.parentWidget()
        if shown.isEmpty():
            self.hide()
            return
        self.setMask(shown.translated(-ring.topLeft()))
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in {
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.EnabledChange,
        }
        if moved and watched in self._watched:
            self._place()
        elif event.type() in _INPUT and watched is self.window().windowHandle():
            self._key_was_last = event.type() == QEvent.Type.KeyPress
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, turns=False)
        painter.setPen(QPen(QColor(tokens().measured), _WIDTH))
        edge = _WIDTH / 2
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(box, 9, 9)


def _draws_its_own(widget: QWidget) -> bool:
    if widget.isWindow() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return True  # a whole window or page
    return isinstance(widget, QLineEdit | QPlainTextEdit) or bool(widget.property("fills"))


def claims(event: QEvent, *keys: Qt.Key) -> bool:
    """Accept one of ``keys`` for the widget that has the focus, before it acts as a shortcut elsewhere."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    plain = event.modifiers() in {
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    }
    if plain and event.key() in keys:
        event.accept()
        return True
    return False


ENTER_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROW_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
LEFT_RIGHT: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
UP_DOWN: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
STEPS: dict[int, int] = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}
LEAPS: dict[int, int] = {Qt.Key.Key_PageDown: -1, Qt.Key.Key_PageUp: 1}


def step_of(widget: QWidget, key: int) -> int | None:
    """Whether an arrow leads on (1) or back (-1) among what stands in a line, which may begin at the right; None: it is no arrow."""
    step = LEFT_RIGHT.get(key)
    return -step if step is not None and widget.isRightToLeft() else step
