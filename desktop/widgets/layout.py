"""Rows and columns of widgets, said as lists of what stands in them; rows that wrap like words, and rows of equal tiles.

::

    column(title, 8, Hairline(), rows, 8, (more, LEFT), None, of=self)

A number is room in pixels, None takes what is left, and a tuple says how its widget takes part: ``(label, 1)`` grows,
``(button, LEFT)`` keeps its size at the left, ``(label, 1, TOP)`` does both.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.current import scaled

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
TOP = Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignVCenter

Box = TypeVar("Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
Placed = tuple[QWidget | QLayout, int | Qt.AlignmentFlag] | tuple[QWidget, int, Qt.AlignmentFlag]
Part = QWidget | QLayout | int | None | Placed


def stack_if(box: QBoxLayout, narrow: bool) -> None:  # reads as a sentence
    """Put what stands in a row below each other where it is narrow, else beside each other again."""
    way = QBoxLayout.Direction
    box.setDirection(way.TopToBottom if narrow else way.LeftToRight)


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


class _KeptSize(QObject):
    """Gives its widget a width or a height that grows with the text, also while it is shown."""

    def __init__(self, of: QWidget, pixels: int, set_size: Callable[[int], None]) -> None:
        super().__init__(of)
        self._pixels, self._set_size = pixels, set_size
        set_size(scaled(pixels))
        of.installEventFilter(self)

    def eventFilter(self, _of: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self._set_size(scaled(self._pixels))
        return False


def keep_width(widget: QWidget, pixels: int) -> None:
    """Make a widget so wide at letters of 100%, and as much wider as they are larger."""
    _KeptSize(widget, pixels, widget.setFixedWidth)


def keep_height(widget: QWidget, pixels: int) -> None:
    """Make a widget so high at letters of 100%, and as much higher as they are larger."""
    _KeptSize(widget, pixels, widget.setFixedHeight)


def keep_within(widget: QWidget, pixels: int) -> QHBoxLayout:
    """Let a widget be no wider than that at letters of 100%; returns it in a row, which asks it how tall it is at that width."""
    keep_no_wider(widget, pixels)
    return row((widget, 1))


def keep_no_wider(widget: QWidget, pixels: int) -> None:
    """Let a widget be no wider than that at letters of 100%, and as much wider as they are larger."""
    _KeptSize(widget, pixels, widget.setMaximumWidth)


def clear(box: QLayout) -> None:
    """Take everything out of a layout; its widgets go away."""
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class FlowLayout(QLayout):
    """Left to right, then the next line, ``line_spacing`` below (as wide as ``spacing`` where nothing is said).

    ``middle``: what is lower than its line stands in the middle of it, not at its top.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = 8,
        line_spacing: int | None = None,
        middle: bool = False,
    ) -> None:
        super().__init__(parent)
        self._middle = middle
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width: Qt asks for each several times
        self._gap = spacing
        self._below = spacing if line_spacing is None else line_spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items]
        height = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(sum(widths) + self._gap * max(0, len(widths) - 1), height)

    def minimumSize(self) -> QSize:
        width = max((item.minimumSize().width() for item in self._items), default=0)
        height = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(width, height)

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, tallest = rect.x(), rect.y(), 0
        line: list[QLayoutItem] = []
        for item in self._items:
            if item.isEmpty():  # a hidden widget takes no room
                continue
            size = item.sizeHint()
            if size.width() > rect.width() > 0:  # alone on its line, and as wide as there is room
                tall = item.hasHeightForWidth()
                wide = max(rect.width(), item.minimumSize().width())
                size = QSize(wide, item.heightForWidth(wide) if tall else size.height())
            if x > rect.x() and x + size.width() > rect.right() + 1:
                self._sink(line, tallest, move=move)
                x, y, tallest, line = rect.x(), y + tallest + self._below, 0, []
            if move:
                item.setGeometry(self._visual(rect, QRect(QPoint(x, y), size)))
            x += size.width() + self._gap
            tallest = max(tallest, size.height())
            line.append(item)
        self._sink(line, tallest, move=move)
        return y + tallest - rect.y()

    def _visual(self, whole: QRect, place: QRect) -> QRect:
        """The place as it is seen: where lines begin at the right, on the other side."""
        of = self.parentWidget()
        return place if of is None else QStyle.visualRect(of.layoutDirection(), whole, place)

    def _sink(self, line: list[QLayoutItem], tallest: int, *, move: bool) -> None:
        for item in line if move and self._middle else ():
            place = item.geometry()
            item.setGeometry(place.translated(0, (tallest - place.height()) // 2))


class YieldingRow(FlowLayout):
    """The first takes what the others leave it; where that is less than ``least`` pixels of text, they stand below it."""

    def __init__(self, *widgets: QWidget, least: int, spacing: int) -> None:
        super().__init__(spacing=spacing, line_spacing=2)
        self._least = least
        for widget in widgets:
            self.addWidget(widget)

    def _place(self, rect: QRect, *, move: bool) -> int:
        first, *others = (item for item in self._items if not item.isEmpty())
        hints = [other.sizeHint() for other in others]
        taken = sum(hint.width() + self._gap for hint in hints)
        wide = rect.width() - taken
        if wide < min(first.sizeHint().width(), scaled(self._least)):
            return super()._place(rect, move=move)
        tall = (
            first.heightForWidth(wide) if first.hasHeightForWidth() else first.sizeHint().height()
        )
        places = [QRect(rect.x(), rect.y(), wide, tall)]
        for hint in hints:
            places.append(QRect(QPoint(places[-1].right() + 1 + self._gap, rect.y()), hint))
        for item, place in zip((first, *others), places, strict=True) if move else ():
            item.setGeometry(self._visual(rect, place))
        return max(place.height() for place in places)


class TileLayout(FlowLayout):
    """Tiles of one width that fill the row: as many in a row as the first of ``in_a_row`` that leaves each ``least`` pixels."""

    def __init__(self, in_a_row: tuple[int, ...], least: int, *, spacing: int, below: int) -> None:
        super().__init__(spacing=spacing, line_spacing=below)
        self._in_a_row, self._least = in_a_row, least

    def width_of_a_tile(self, width: int) -> float:
        """Pixels of one tile where the rows are ``width`` wide."""
        widths = [(width - self._gap * (n - 1)) / n for n in self._in_a_row]
        return next((each for each in widths if each >= scaled(self._least)), widths[-1])

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(0))

    def minimumSize(self) -> QSize:
        return QSize(0, 0)

    def _place(self, rect: QRect, *, move: bool) -> int:
        wide = self.width_of_a_tile(rect.width())
        columns = max(1, round((rect.width() + self._gap) / (wide + self._gap)))
        tall = max((item.sizeHint().height() for item in self._items), default=0)
        for number, item in enumerate(self._items):
            line, place = divmod(number, columns)
            left = rect.x() + round(place * (wide + self._gap))
            right = rect.x() + round(place * (wide + self._gap) + wide)
            if move:
                tile = QRect(left, rect.y() + line * (tall + self._below), right - left, tall)
                item.setGeometry(self._visual(rect, tile))
        lines = -(-len(self._items) // columns)
        return lines * tall + max(0, lines - 1) * self._below
