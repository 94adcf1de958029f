"""What the keyboard reaches in a window: all that a mouse can press, in the order that one reads, each once, in view and to be seen."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.pages.problem.answers import SourceButton
from desktop.widgets.choices import Tick
from desktop.widgets.focus import FocusRing
from desktop.widgets.popover import open_popover
from desktop.widgets.tab_order import in_order, is_stop
from desktop.window.palette import ResultList

MOST = 200  # steps of one round
_PRESSED = QAbstractButton | QLineEdit | QPlainTextEdit | QAbstractItemView
# Those of the Problem page: arrow keys go from tick to tick, Ctrl U and Ctrl M act on the question; in the palette, ↓ from the words.
_HAS_KEYS = SourceButton | Tick | ResultList | QHeaderView


def faults(window: QWidget, shown: QWidget) -> list[str]:
    """Each fault of a round by Tab through what is shown: a page, or what is open over it."""
    found, reached = [], list[QWidget]()
    # Where there is but one place, it need not be shown.
    alone = len([*filter(is_stop, [*in_order(shown)][1:])]) == 1
    for widget in _round(shown):
        if reached and _is_before(widget, reached[-1]):
            found.append(f"order: {_name(widget)} after {_name(reached[-1])}")
        if not _is_in_view(widget):
            found.append(f"out of sight: {_name(widget)}")
        if not alone and not _shows_itself(window, widget):
            found.append(f"no ring: {_name(widget)}")
        reached.append(widget)
    if len(reached) >= MOST:
        found.append("no end")
    return [
        *found,
        *(f"not reached: {_name(one)}" for one in _presses(shown) if not _has(reached, one)),
    ]


def _round(shown: QWidget) -> Iterator[QWidget]:
    """Where Tab leads in it, from its first stop until it leads out of it or to the first again."""
    first = next(filter(is_stop, [*in_order(shown)][1:]), None)
    if first is None:
        return
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Backtab)
    for number in range(MOST):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        if at is None or not shown.isAncestorOf(at) or (number and at is first):
            return
        yield at


def _has(reached: list[QWidget], widget: QWidget) -> bool:
    """Whether Tab came to it, or to another of its kind beside it, from which the arrow keys go on."""
    beside = not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return any(one is widget or (beside and type(one) is type(widget) and one.parent() is widget.parent()) for one in reached)  # fmt: skip


def _is_before(widget: QWidget, last: QWidget) -> bool:
    """Whether one reads it before the other: it is above, and no column further on; or beside, at the left."""
    here, there = _place(widget), _place(last)
    if here.bottom() <= there.top():
        return here.left() < there.right()
    beside = here.top() < there.bottom() and there.top() < here.bottom()
    return beside and here.right() <= there.left()


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def _is_in_view(widget: QWidget) -> bool:
    """Whether some of it is in all that it stands in."""
    seen, outer = _place(widget), widget.parentWidget()
    while outer is not None:
        seen &= _place(outer)
        outer = outer.parentWidget()
    return not seen.isEmpty()


def _shows_itself(window: QWidget, widget: QWidget) -> bool:
    (ring,) = window.findChildren(FocusRing)
    return isinstance(widget, QLineEdit | QPlainTextEdit) or widget.property("fills") or ring.isVisible()  # fmt: skip


def _presses(shown: QWidget) -> Iterator[QWidget]:
    """What a mouse presses; of several of which one is chosen, that one, from which the arrow keys go on."""
    for one in shown.findChildren(QWidget):
        mouse_sees = one.isVisible() and one.isEnabled() and not one.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # fmt: skip
        other = isinstance(one, QAbstractButton) and (one.autoExclusive() or one.group() is not None) and not one.isChecked()  # fmt: skip
        if mouse_sees and not other and isinstance(one, _PRESSED) and not isinstance(one, _HAS_KEYS):  # fmt: skip
            yield one


def closes(window: QWidget) -> list[str]:
    """What is wrong when Esc closes what is open: it stays, or the keyboard is lost."""
    over = open_popover(window)
    inside = QApplication.focusWidget()
    if over is None or inside is None:
        return ["Tab closes it"]
    QTest.keyClick(inside, Qt.Key.Key_Escape)
    at = QApplication.focusWidget()
    if over.isVisible():
        return ["Esc leaves it open"]
    return [] if at is not None and at.isVisible() else ["Esc loses the keyboard"]


def _name(widget: QWidget) -> str:
    around = widget.parentWidget()
    said = widget.accessibleName() or type(widget).__name__
    return f"{type(widget).__name__} {said[:60]!r} in {type(around).__name__}"
