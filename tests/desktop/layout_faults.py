"""What can be wrong with how a widget stands: clipped, overlapping and elided words, found by geometry and while it is painted."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from desktop.theme.type import font
from desktop.widgets.button import PaintedButton
from desktop.widgets.fields import NumberField
from desktop.widgets.focus import FocusRing
from desktop.widgets.label import Label
from desktop.widgets.layout import TileLayout
from desktop.widgets.popover import Popover, Shade
from desktop.widgets.tabs import AnswerTabs

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
# What is cut on purpose, with its whole text in reach: cells and captions of thousands, the title of a file, keys without room.
_MAY_ELIDE = {"_CellDelegate", "_Painter", "_TextPainter"}
_OVER = (Popover, Shade, FocusRing)  # lie over the page


def faults(top: QWidget) -> Iterator[str]:
    """Each fault of what is shown in a widget, as "kind: where"."""
    shown = [one for one in top.findChildren(QWidget) if one.isVisible() and not one.isWindow()]
    for widget in shown:
        if widget.width() <= 0 or widget.height() <= 0:
            continue
        yield from _words(widget)
        parent = widget.parentWidget()
        if isinstance(parent, QScrollArea | QAbstractItemView) or _in_view(widget):
            continue
        if parent is not None and not _scrolls(parent):
            whole = parent.rect().adjusted(-1, -1, 1, 1)
            if not (whole.contains(widget.geometry()) or isinstance(widget, _OVER)) and _says(
                widget
            ):
                yield f"beyond: {_name(widget)}"
        elif parent is not None and widget.width() > parent.width() + 1:
            yield f"beyond: {_name(widget)}"
        least = widget.minimumSizeHint()
        if widget.layout() is None and not isinstance(widget, Label | QAbstractScrollArea) and (
            widget.width() < least.width() - 1 or widget.height() < least.height() - 1
        ):  # fmt: skip
            yield f"squeezed: {_name(widget)}"
    for parent in {one.parentWidget() for one in shown}:
        if parent is not None and parent.layout() is not None:
            yield from _overlaps(parent)


def _words(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, Label) and widget.text():
        if not widget._wrap:
            if widget.sizeHint().width() > widget.width() + 2 and not _in_reach(
                widget.text(), widget
            ):
                yield f"elided: {_name(widget)}"
        else:
            if widget.height() < widget.heightForWidth(widget.width()) - 1:
                yield f"clipped: {_name(widget)}"
            longest = max(map(_unbroken_width(widget), widget.text().split()), default=0)
            if longest > widget.width() + 1 and LONG not in widget.text():
                yield f"broken: {_name(widget)}"
    elif isinstance(widget, AnswerTabs):
        if widget.height() < widget.heightForWidth(widget.width()):
            yield f"clipped: {_name(widget)}"
    elif isinstance(widget, PaintedButton) and widget.text():
        if widget.width() < widget.minimumSizeHint().width() - 1:
            yield f"cut: {_name(widget)}"
    elif isinstance(widget, QLineEdit) and (isinstance(widget, NumberField) or not widget.text()):
        kind = "number" if widget.text() else "placeholder"
        shown = widget.text() or widget.placeholderText()
        if QFontMetrics(widget.font()).horizontalAdvance(shown) > widget.width() - 18:
            yield f"{kind}: {shown}"


def _in_reach(text: str, *widgets: QWidget) -> bool:
    """Whether these are a person's own words, of any length, whose whole text is said where they are cut."""
    return LONG in text and any(text in (one.toolTip(), one.accessibleName()) for one in widgets)


def _unbroken_width(label: Label) -> Callable[[str], float]:
    metrics = QFontMetrics(font(label._role, weight=label._weight, tabular=label._tabular))
    return lambda word: max(map(metrics.horizontalAdvance, word.replace("-", "- ").replace("/", "/ ").replace("\u200b", " ").split()), default=0)  # fmt: skip


def _overlaps(parent: QWidget) -> Iterator[str]:
    """Two that stand in one layout, each on part of the other."""
    inside = [
        one
        for one in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if one.isVisible() and not one.isWindow() and not isinstance(one, _OVER) and _laid_out(parent, one)
    ]  # fmt: skip
    if isinstance(parent, QStackedWidget) or isinstance(parent.layout(), TileLayout):
        return  # one on the other, or frames that share an edge
    for number, one in enumerate(inside):
        for other in inside[number + 1 :]:
            both = one.geometry().intersected(other.geometry())
            if both.width() > 1 and both.height() > 1 and _says(one) and _says(other):
                yield f"overlap: {_name(one)} / {_name(other)}"


def _laid_out(parent: QWidget, widget: QWidget) -> bool:
    layout = parent.layout()
    return layout is not None and _holds(layout, widget)


def _holds(layout: Any, widget: QWidget) -> bool:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is not None and (
            item.widget() is widget or (item.layout() is not None and _holds(item.layout(), widget))
        ):
            return True
    return False


def _says(widget: QWidget) -> bool:
    return bool(getattr(widget, "text", str)() if callable(getattr(widget, "text", None)) else True)


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def _in_view(widget: QWidget) -> bool:
    """Part of a list or table that scrolls."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = (text() if callable(text) else "") or widget.accessibleName()
    parts, outer = [type(widget).__name__], widget.parentWidget()
    while outer is not None and len(parts) < 4:
        parts.append(type(outer).__name__)
        outer = outer.parentWidget()
    return f"{' in '.join(parts)}: {said[:70]!r} ({widget.width()}x{widget.height()}, wants {widget.sizeHint().width()}x{widget.sizeHint().height()})"  # fmt: skip


@contextmanager
def elisions() -> Iterator[list[str]]:
    """The words that are cut with an ellipsis while they are painted."""
    found: list[str] = []
    elided = QFontMetrics.elidedText

    def noted(metrics: QFontMetrics, text: str, *how: Any) -> str:
        shown = elided(metrics, text, *how)
        if shown != text:
            around = list(_painting())
            names = dict.fromkeys(type(one).__name__ for one in around)
            inside = [one for one in around if isinstance(one, QWidget)]
            if not (_MAY_ELIDE & names.keys()) and not _in_reach(text, *inside):
                found.append(f"elided: painted {text[:70]!r} by {' < '.join(names)}")
        return shown

    with patch.object(QFontMetrics, "elidedText", noted):
        yield found


def _painting() -> Iterator[object]:
    """What paints at this moment, from within."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_name not in ("_note", "grab"):
        if (one := frame.f_locals.get("self")) is not None:
            yield one
        frame = frame.f_back
