"""Where the keyboard was, to come back to it: an edit may have made anew or taken away what had it.

Without that, the next Tab would begin at the top of the window.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.widgets.tab_order import in_order, is_stop


class FocusPlace:
    """A widget and what it stands in, by which its place is found when it is gone."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._like = (type(widget), widget.accessibleName())
        self._around = [*_ancestors(widget)]

    def come_back(self) -> None:
        """Give it the focus; else what is called the same in its place, else the nearest around it."""
        if _is_shown(self._widget):
            self._widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        around = [one for one in self._around if _is_shown(one)]
        if not around:
            return
        stops = {one: None for outer in around[:-1] or around for one in _stops(outer)}
        goal = next((one for one in stops if (type(one), one.accessibleName()) == self._like), None)
        (goal or next(iter(stops), around[0])).setFocus(Qt.FocusReason.OtherFocusReason)


class FocusKeeper(QObject):
    """Watches one window: where the keyboard is lost in it, it comes back to its place."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._place: FocusPlace | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:
            QTimer.singleShot(0, self, self._look)  # what comes in its place is not shown yet
        elif new.window() is self._window:
            self._place = FocusPlace(new)

    def _look(self) -> None:
        lost = QApplication.focusWidget() is None and QApplication.activePopupWidget() is None
        if lost and self._place is not None and self._window.isActiveWindow():
            self._place.come_back()


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
    outer = widget.parentWidget()
    while outer is not None:
        yield outer
        outer = None if outer.isWindow() else outer.parentWidget()


def _stops(outer: QWidget) -> Iterator[QWidget]:
    return filter(is_stop, in_order(outer))


def _is_shown(widget: QWidget) -> bool:
    return isValid(widget) and widget.isVisible()
