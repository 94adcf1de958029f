"""Boxes of widgets in one call: what stands below or beside what, with the room between.

::

    vbox(title, 8, Hairline(), rows, 8, (more, LEFT), STRETCH, parent=self)

An integer is room in pixels, ``STRETCH`` takes what is left, and a pair says how its widget takes part: ``(label, 1)`` grows,
``(button, LEFT)`` keeps its size at the left, ``(label, 1, TOP)`` does both. Margins and spacing are none unless they are said.
"""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

STRETCH = None
LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
TOP = Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignVCenter

Placed = (
    tuple[QWidget | QLayout, int]
    | tuple[QWidget | QLayout, Qt.AlignmentFlag]
    | tuple[QWidget, int, Qt.AlignmentFlag]
)
Part = QWidget | QLayout | Placed | int | None
Margins = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)
BoxKind = TypeVar("BoxKind", bound=QBoxLayout)


def vbox(
    *parts: Part, parent: QWidget | None = None, margins: Margins = NO_MARGINS, spacing: int = 0
) -> QVBoxLayout:
    """These below each other; of ``parent``, or to be put into another box."""
    return _filled(QVBoxLayout(), parts, parent, margins, spacing)


def hbox(
    *parts: Part, parent: QWidget | None = None, margins: Margins = NO_MARGINS, spacing: int = 0
) -> QHBoxLayout:
    """These beside each other; of ``parent``, or to be put into another box."""
    return _filled(QHBoxLayout(), parts, parent, margins, spacing)


def _filled(
    box: BoxKind, parts: tuple[Part, ...], parent: QWidget | None, margins: Margins, spacing: int
) -> BoxKind:
    if parent is not None:
        parent.setLayout(box)
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    add(box, *parts)
    return box


def add(box: QBoxLayout, *parts: Part) -> None:
    """Put more behind what is in a box."""
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, tuple):
            _put(box, *part)
        else:
            _put(box, part)


def _put(box: QBoxLayout, what: QWidget | QLayout, *how: int | Qt.AlignmentFlag) -> None:
    stretch, place = 0, Qt.AlignmentFlag(0)
    for each in how:
        if isinstance(each, Qt.AlignmentFlag):  # an integer as well
            place = each
        else:
            stretch = each
    if isinstance(what, QLayout):
        box.addLayout(what, stretch)
    else:
        box.addWidget(what, stretch, place)


def holder(box: QLayout) -> QWidget:
    """A widget around a box, to be shown, hidden or placed as one."""
    widget = QWidget()
    widget.setLayout(box)
    return widget


def clear(box: QLayout) -> None:
    """Take everything out of a box; its widgets go away."""
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
