"""Columns beside each other that become one column in a narrow window, with the chart first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from desktop.theme.current import scaled
from desktop.theme.tokens import ONE_COLUMN_BELOW, SMALL_RAIL_BELOW, Space
from desktop.widgets.label import Hairline
from desktop.widgets.layout import column, holder, row

_ANY_WIDTH = 16777215  # Qt's own
_SPACE = (QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)


def in_one_column(widget: QWidget) -> bool:
    """Whether a widget's window has no room for columns; larger text needs a wider one."""
    return widget.window().width() < scaled(ONE_COLUMN_BELOW)


def with_small_rail(widget: QWidget) -> bool:
    """Whether a widget's window has no room for words beside the page either."""
    return widget.window().width() < scaled(SMALL_RAIL_BELOW)


@dataclass(frozen=True)
class LayoutColumn:
    """One column: a ``width`` at letters of 100%, wider as they are larger, or (0) a share of the rest by ``stretch``."""

    key: str
    width: int = 0
    stretch: int = 1


@dataclass
class _Placed:
    column: str
    widget: QWidget
    chart_first: bool
    wide_only: bool
    gap: int
    stretch: int


class ResponsiveColumns(QWidget):
    """Add widgets to columns by key; ``gap`` is the space above a widget that is not the first of those that are shown."""

    def __init__(
        self,
        columns: Sequence[LayoutColumn],
        *,
        gap: int = Space.COLUMNS,
        ruled: bool = False,
    ) -> None:
        """``ruled``: a vertical hairline between the columns."""
        super().__init__()
        self._columns = tuple(columns)
        self._placed: list[_Placed] = []
        self._gaps: list[tuple[QSpacerItem, _Placed, QVBoxLayout]] = []
        self._narrow: bool | None = None
        self._boxes: dict[str, QVBoxLayout] = {}
        self._frames: dict[str, QWidget] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        line = row(of=self, spacing=0)
        for number, one in enumerate(self._columns):
            if number:
                rule = (Hairline(Qt.Orientation.Vertical), None) if ruled else ()
                gutter = holder(row(None, *rule, spacing=None))
                gutter.setFixedWidth(gap)
                gutter.setObjectName("gutter")
                line.addWidget(gutter)
            box = self._boxes[one.key] = column(spacing=0)
            frame = self._frames[one.key] = holder(box)
            line.addWidget(frame, one.stretch if not one.width else 0)

    def add(
        self,
        column: str,
        widget: QWidget,
        *,
        chart_first: bool = False,
        wide_only: bool = False,
        gap: int = Space.XXL,
        stretch: int = 0,
    ) -> None:
        """Put ``widget`` below the others of ``column``.

        ``chart_first``: on top of everything in a narrow window. ``wide_only``: left out there.
        """
        self._placed.append(_Placed(column, widget, chart_first, wide_only, gap, stretch))
        widget.installEventFilter(self)
        self._arrange(in_one_column(self))

    @property
    def narrow(self) -> bool:
        return bool(self._narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _follow(self) -> None:
        """Stand as the window and its text have it by now."""
        if in_one_column(self) != self._narrow:
            self._arrange(in_one_column(self))
        else:
            self._keep_widths()

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
            self._keep_gaps()
        return False

    def _keep_gaps(self) -> None:
        """What is hidden takes no room above what is shown."""
        begun: set[int] = set()
        for space, item, box in self._gaps:
            shown = not item.widget.isHidden()
            high = item.gap if shown and id(box) in begun else 0
            space.changeSize(0, high, *_SPACE)
            if shown:
                begun.add(id(box))
        for box in self._boxes.values():
            box.invalidate()

    def _arrange(self, narrow: bool) -> None:
        self._narrow = narrow
        self._gaps = []
        for box in self._boxes.values():
            for item in self._placed:
                # Not takeAt: it would leave Qt's old layout item behind, and the new one would then never hear
                # that the widget has another height.
                box.removeWidget(item.widget)
            while box.count():
                box.takeAt(0)
        first = self._columns[0].key
        placed = list(self._placed)
        if narrow:
            order = {one.key: number for number, one in enumerate(self._columns)}
            placed.sort(key=lambda p: (not p.chart_first, order[p.column]))
        for item in placed:
            if narrow and item.wide_only:
                item.widget.hide()
                continue
            box = self._boxes[first if narrow else item.column]
            space = QSpacerItem(0, 0, *_SPACE)
            box.addItem(space)
            self._gaps.append((space, item, box))
            box.addWidget(item.widget, 0 if narrow else item.stretch)
            if item.wide_only:
                item.widget.show()
        self._keep_gaps()
        for one in self._columns:
            frame = self._frames[one.key]
            self._boxes[one.key].addStretch(1)
            frame.setVisible(not narrow or one.key == first)
        self._keep_widths()
        for gutter in self.findChildren(
            QWidget, "gutter", Qt.FindChildOption.FindDirectChildrenOnly
        ):
            gutter.setVisible(not narrow)

    def _keep_widths(self) -> None:
        for one in self._columns:
            frame = self._frames[one.key]
            if one.width and not self._narrow:
                frame.setFixedWidth(scaled(one.width))
            else:
                frame.setMinimumWidth(0)
                frame.setMaximumWidth(_ANY_WIDTH)


def scrolling(content: QWidget) -> QScrollArea:
    """An area without a frame in which ``content`` scrolls up and down; the focus is for what is in it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def scrolls(widget: QWidget) -> bool:
    """Whether it stands in what scrolls."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent is not None


def main_and_side(side_width: int) -> ResponsiveColumns:
    """The usual page: a column "main" that takes the rest and a column "side" of fixed width."""
    columns = (LayoutColumn("main"), LayoutColumn("side", side_width))
    return ResponsiveColumns(columns, gap=Space.COLUMNS)
