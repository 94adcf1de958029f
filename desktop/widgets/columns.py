"""Columns beside each other that become one column in a narrow window, with the chart first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.current import scaled
from desktop.theme.tokens import ONE_COLUMN_BELOW, Space
from desktop.widgets.label import Hairline
from desktop.widgets.layout import column, holder, row


@dataclass(frozen=True)
class LayoutColumn:
    """One column: a fixed ``width``, or (0) a share of the rest by ``stretch``."""

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
    """Add widgets to columns by key; ``gap`` is the space above a widget that is not the first."""

    def __init__(
        self,
        columns: Sequence[LayoutColumn],
        *,
        gap: int = Space.COLUMNS,
        ruled: bool = False,
        widens: bool = False,
    ) -> None:
        """``ruled``: a vertical hairline between the columns. ``widens``: larger text needs a wider window for them."""
        super().__init__()
        self._widens = widens
        self._columns = tuple(columns)
        self._placed: list[_Placed] = []
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
        self._arrange(self._is_narrow())

    @property
    def narrow(self) -> bool:
        return bool(self._narrow)

    def _is_narrow(self) -> bool:
        needed = scaled(ONE_COLUMN_BELOW) if self._widens else ONE_COLUMN_BELOW
        return self.window().width() < needed

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_narrow() != self._narrow:
            self._arrange(self._is_narrow())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_narrow() != self._narrow:
            self._arrange(self._is_narrow())

    def _arrange(self, narrow: bool) -> None:
        self._narrow = narrow
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
            if box.count():
                box.addSpacing(item.gap)
            box.addWidget(item.widget, 0 if narrow else item.stretch)
            if item.wide_only:
                item.widget.show()
        for one in self._columns:
            frame = self._frames[one.key]
            self._boxes[one.key].addStretch(1)
            frame.setVisible(not narrow or one.key == first)
            if one.width and not (narrow and one.key == first):
                frame.setFixedWidth(one.width)
            else:
                frame.setMinimumWidth(0)
                frame.setMaximumWidth(16777215)
        for gutter in self.findChildren(
            QWidget, "gutter", Qt.FindChildOption.FindDirectChildrenOnly
        ):
            gutter.setVisible(not narrow)


def scrolling(content: QWidget) -> QScrollArea:
    """An area without a frame in which ``content`` scrolls up and down; the focus is for what is in it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def main_and_side(side_width: int, *, widens: bool = False) -> ResponsiveColumns:
    """The usual page: a column "main" that takes the rest and a column "side" of fixed width."""
    columns = (LayoutColumn("main"), LayoutColumn("side", side_width))
    return ResponsiveColumns(columns, gap=Space.COLUMNS, widens=widens)
