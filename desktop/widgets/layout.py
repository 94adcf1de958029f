"""Rows and columns of widgets, said as lists of what stands in them.

::

    column(title, 8, Hairline(), rows, 8, (more, LEFT), None, of=self)

A number is room in pixels, None takes what is left, and a tuple says how its widget takes part: ``(label, 1)`` grows,
``(button, LEFT)`` keeps its size at the left, ``(label, 1, TOP)`` does both.
"""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
TOP = Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignVCenter

Box = TypeVar("Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
Placed = tuple[QWidget | QLayout, int | Qt.AlignmentFlag] | tuple[QWidget, int, Qt.AlignmentFlag]
Part = QWidget | QLayout | int | None | Placed


def fill(box: QBoxLayout, *parts: Part) -> None:
    """Put these at the end of a row or column."""
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


def row(
    *parts: Part,
    of: QWidget | None = None,
    spacing: int | None = 0,
    margins: Margins = (0, 0, 0, 0),
) -> QHBoxLayout:
    """These beside one another: in the widget ``of``, or to be put into another layout. ``spacing`` None: the style's."""
    return _filled(QHBoxLayout() if of is None else QHBoxLayout(of), parts, spacing, margins)


def column(
    *parts: Part,
    of: QWidget | None = None,
    spacing: int | None = 0,
    margins: Margins = (0, 0, 0, 0),
) -> QVBoxLayout:
    """These below one another, as :func:`row`."""
    return _filled(QVBoxLayout() if of is None else QVBoxLayout(of), parts, spacing, margins)


def _filled(box: Box, parts: tuple[Part, ...], spacing: int | None, margins: Margins) -> Box:
    box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    fill(box, *parts)
    return box


def holder(box: QLayout) -> QWidget:
    """A widget for a layout, where something has to be shown or hidden as a whole."""
    made = QWidget()
    made.setLayout(box)
    return made


def clear(box: QLayout) -> None:
    """Take everything out of a layout; its widgets go away."""
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
