"""Rows and columns of widgets, said as lists of what stands in them."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Box = TypeVar("Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
# A widget or layout, with its stretch or alignment where it has one; pixels of room; None takes what is left.
Part = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int | Qt.AlignmentFlag]


def fill(box: QBoxLayout, *parts: Part) -> None:
    """Put these at the end of a row or column."""
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        else:
            item, how = part if isinstance(part, tuple) else (part, 0)
            if isinstance(item, QLayout):
                box.addLayout(item, how)
            elif isinstance(how, Qt.AlignmentFlag):
                box.addWidget(item, 0, how)
            else:
                box.addWidget(item, how)


def row(
    *parts: Part,
    of: QWidget | None = None,
    spacing: int | None = None,
    margins: Margins = (0, 0, 0, 0),
) -> QHBoxLayout:
    """These beside one another: in the widget ``of``, or to be put into another layout. Without ``spacing`` the style's."""
    return _filled(QHBoxLayout() if of is None else QHBoxLayout(of), parts, spacing, margins)


def column(
    *parts: Part,
    of: QWidget | None = None,
    spacing: int | None = None,
    margins: Margins = (0, 0, 0, 0),
) -> QVBoxLayout:
    """These below one another, as :func:`row`."""
    return _filled(QVBoxLayout() if of is None else QVBoxLayout(of), parts, spacing, margins)


def holder(box: QLayout) -> QWidget:
    """A widget for a layout, where something has to be shown or hidden as a whole."""
    made = QWidget()
    made.setLayout(box)
    return made


def _filled(box: Box, parts: tuple[Part, ...], spacing: int | None, margins: Margins) -> Box:
    box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    fill(box, *parts)
    return box
