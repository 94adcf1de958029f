"""Ticks that belong to one question: the keyboard reaches them as one, and each has its number."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.widgets.choices import Tick
from desktop.widgets.focus import ARROW_KEYS, LEFT_RIGHT, UP_DOWN, claims
from desktop.widgets.layout import LEFT
from estimators.base.sentence import tr

_APART = 20  # between the columns
_MOST_COLUMNS = 3
_STEPS = LEFT_RIGHT | UP_DOWN


class TickGroup(QWidget):
    """Has the focus as a whole: 1 to 9 press a tick, the arrow keys go from tick to tick, Tab goes on to the next question."""

    def __init__(self, name: str, ticks: Sequence[Tick]) -> None:
        super().__init__()
        self.ticks = tuple(ticks)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        for number, tick in enumerate(self.ticks, start=1):
            tick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            tick.setAccessibleDescription(tr("key {key}", key=number))
            tick.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._acts_on(event)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)  # else they scroll the page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._acts_on(event):
            super().keyPressEvent(event)

    def _acts_on(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        number = key - Qt.Key.Key_1
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if 0 <= number < len(self.ticks):
            if self.ticks[number].isEnabled() and not self.ticks[number].isHidden():
                self.ticks[number].click()
            return True
        if key not in _STEPS:
            return False
        shown = [tick for tick in self.ticks if not tick.isHidden() and tick.isEnabled()]
        at = next((i for i, tick in enumerate(shown) if tick.hasFocus()), -1)
        if shown:
            step = max(0, min(len(shown) - 1, at + _STEPS[key]))
            shown[step].setFocus(Qt.FocusReason.TabFocusReason)
        return True


class TickGrid(TickGroup):
    """As many columns as there is room for; ``last`` stands behind the last tick."""

    def __init__(self, name: str, ticks: Sequence[Tick], last: QWidget) -> None:
        super().__init__(name, ticks)
        self._last = last
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_APART)
        self._grid.setVerticalSpacing(8)
        self._arrange(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(
            next((n for n in range(_MOST_COLUMNS, 1, -1) if self._wide(n) <= self.width()), 1)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(1), super().minimumSizeHint().height())

    def _wide(self, columns: int) -> int:
        widest = (
            max(tick.sizeHint().width() for tick in self.ticks[at::columns])
            for at in range(columns)
        )
        return sum(widest) + _APART * (columns - 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, tick in enumerate(self.ticks):
            self._grid.removeWidget(tick)
            self._grid.addWidget(tick, at // columns, at % columns, LEFT)
        below, behind = divmod(len(self.ticks), columns)
        self._grid.removeWidget(self._last)
        self._grid.addWidget(self._last, below, behind, 1, columns - behind, LEFT)
        for at in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(at, 1 if at == columns - 1 else 0)
        self.updateGeometry()
