"""Where Tab leads: to all that takes the focus, in the order of the layouts, which is that in which one reads.

Qt's own order is that in which widgets were made: a row that an edit makes anew would come last, behind the whole window. And of a
widget whose focus goes to a part of it, Qt reaches that part alone.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLayout,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from desktop.widgets.focus import moved_by_keyboard


def go_on(top: QWidget, forward: bool) -> bool:
    """Take the focus to the next stop in ``top``, or to the one before; behind the last comes the first."""
    at = QApplication.focusWidget()
    if at is not None and not at.isVisible():  # Qt asks: what had it went away
        at.clearFocus()
        return True
    widgets = [*dict.fromkeys(in_order(top))][1:]  # without what it all stands in
    if not forward:
        widgets.reverse()
    here = widgets.index(at) + 1 if at in widgets else 0
    goal = next(filter(is_stop, (*widgets[here:], *widgets[:here])), None)
    if goal is None:
        return False
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    return moved_by_keyboard(lambda: _reach(goal, reason))


def follow(widget: Any, follower: QWidget) -> None:
    """Have what floats beside a widget come behind it, wherever it floats."""
    widget.followed_by = follower


def in_order(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that is shown in it; what follows a widget comes behind it, and once more in its own place."""
    yield widget
    for child in _shown_in(widget):
        yield from in_order(child)
    follower = getattr(widget, "followed_by", None)
    if follower is not None and follower.isVisible():
        yield from in_order(follower)


def _shown_in(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QStackedWidget):
        if (current := widget.currentWidget()) is not None:
            yield current
        return
    inside = [one for one in widget.children() if isinstance(one, QWidget)]
    layout = widget.layout()
    placed = {} if layout is None else dict.fromkeys(_laid_out(layout, inside))
    for child in (*placed, *(one for one in inside if one not in placed)):
        if not child.isHidden() and not child.isWindow():
            yield child


def _laid_out(layout: QLayout, inside: list[QWidget]) -> Iterator[QWidget]:
    """Those in a layout, in its order. Not by its items: PySide keeps each one that it hands out, and Qt throws it away."""
    parts = [one for one in (*inside, *layout.children()) if isinstance(one, QWidget | QLayout)]
    places = [(layout.indexOf(one), one) for one in parts]
    for _, one in sorted((each for each in places if each[0] >= 0), key=itemgetter(0)):
        if isinstance(one, QLayout):
            yield from _laid_out(one, inside)
        else:
            yield one


def is_stop(widget: QWidget) -> bool:
    """Whether Tab stops there: of several of which one is chosen, at that one, from which the arrow keys go on."""
    if isinstance(widget, QAbstractButton) and (others := _one_of(widget)):
        chosen = next((one for one in others if one.isChecked()), None)
        if chosen is not None:  # Qt would stop at the one that the keyboard was at last
            return widget is chosen and widget.isEnabled()
    tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabs) and widget.isEnabled() and widget.focusProxy() is None


def _one_of(button: QAbstractButton) -> Sequence[QAbstractButton]:
    """Those of which one is chosen; none where a button is of no such group."""
    group: Any = button.group()
    if group is not None:
        return group.buttons() if group.exclusive() else ()
    around: Any = button.parent()
    beside = around.children() if button.autoExclusive() else ()
    return [one for one in beside if isinstance(one, QAbstractButton) and one.autoExclusive()]


def _reach(goal: QWidget, reason: Qt.FocusReason) -> bool:
    goal.setFocus(reason)
    outer = goal.parentWidget()
    while outer is not None:
        if isinstance(outer, QScrollArea):
            outer.ensureWidgetVisible(goal)
        outer = outer.parentWidget()
    return True
