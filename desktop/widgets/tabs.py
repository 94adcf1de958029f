"""Answer tabs: each tab asks a small question and shows its answer large, so the row is the summary."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    Property,
    QEasingCurve,
    QEvent,
    QPropertyAnimation,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import reduced_motion, tokens
from desktop.theme.paint import Face, from_start, smooth, write
from desktop.theme.tokens import MOTION_MS
from desktop.theme.type import Role, line_height
from desktop.widgets.focus import ARROW_KEYS, claims, step_of
from estimators.base.sentence import tr

_LEAST_WIDTH, _GAP = 132, 32


@dataclass(frozen=True)
class AnswerTab:
    """One tab: its key, the question, the answer."""

    key: str
    question: str
    answer: str


class AnswerTabs(QWidget):
    """The row of tabs above a page's views. ``chosen`` carries the key of the new tab; arrows move."""

    spoken_as = QAccessible.Role.PageTabList

    chosen = Signal(str)

    def __init__(self, name: str, tabs: Sequence[AnswerTab] = ()) -> None:
        super().__init__()
        self._name = name
        self._tabs: tuple[AnswerTab, ...] = ()
        self._at = 0
        self._underline = QRectF()
        self._slide = QPropertyAnimation(self, b"underline", self)
        self._slide.setDuration(MOTION_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_tabs(tabs)

    def set_tabs(self, tabs: Sequence[AnswerTab]) -> None:
        """Show these tabs (new answers, most often), keeping the chosen one where it is still there."""
        key = self.value()
        self._tabs = tuple(tabs)
        self._at = next((i for i, tab in enumerate(self._tabs) if tab.key == key), 0)
        self._underline = self._place(self._at)
        self._describe()
        self.updateGeometry()
        self.update()

    def value(self) -> str | None:
        return self._tabs[self._at].key if self._tabs else None

    def set_value(self, key: str) -> None:
        """Choose a tab without announcing it."""
        at = next((i for i, tab in enumerate(self._tabs) if tab.key == key), None)
        if at is not None:
            self._move(at)

    def _describe(self) -> None:
        if self._tabs:
            tab = self._tabs[self._at]
            place = tr("tab {at} of {tabs}", at=self._at + 1, tabs=len(self._tabs))
            self.setAccessibleName(f"{self._name}: {tab.question}, {tab.answer}; {place}")

    def _lefts(self) -> list[int]:
        lefts = [0]
        for tab in self._tabs:
            asked, answered = Face().width(tab.question), Face(Role.SECTION).width(tab.answer)
            width = max(_LEAST_WIDTH, asked + 12, answered + 17)
            lefts.append(lefts[-1] + width + _GAP)
        return lefts

    def _place(self, number: int) -> QRectF:
        if not self._tabs:
            return QRectF()
        lefts = self._lefts()
        return QRectF(
            lefts[number],
            self.sizeHint().height() - 2,
            lefts[number + 1] - lefts[number] - _GAP,
            2,
        )

    def _get_underline(self) -> QRectF:
        return self._underline

    def _set_underline(self, place: QRectF) -> None:
        self._underline = place
        self.update()

    underline = Property(QRectF, _get_underline, _set_underline)

    def _move(self, number: int) -> None:
        self._at = number
        self._describe()
        self._slide.stop()
        goal = self._place(number)
        if reduced_motion() or not self.isVisible():
            self._set_underline(goal)
        else:
            self._slide.setStartValue(self._underline)
            self._slide.setEndValue(goal)
            self._slide.start()
        self.update()

    def _choose(self, number: int) -> None:
        if number != self._at and 0 <= number < len(self._tabs):
            self._move(number)
            self.chosen.emit(self._tabs[number].key)

    def sizeHint(self) -> QSize:
        height = line_height(Role.NOTE) + line_height(Role.SECTION) + 8
        return QSize(self._lefts()[-1], height)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 320), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = smooth(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, t.line)
        first, second = line_height(Role.NOTE), line_height(Role.SECTION)
        lefts = self._lefts()
        for number, tab in enumerate(self._tabs):
            width = lefts[number + 1] - lefts[number]
            face = Face(Role.SECTION, colour="ink" if number == self._at else "ink2")
            write(painter, tab.question, QRectF(lefts[number], 0, width, first), Face())
            write(painter, tab.answer, QRectF(lefts[number], first, width, second), face)
        painter.fillRect(self._underline, t.ink)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # the text size may have changed
            self._set_underline(self._place(self._at))
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        lefts, x = self._lefts(), from_start(self, event.position().x())
        for number in range(len(self._tabs)):
            if lefts[number] <= x < lefts[number + 1]:
                self._choose(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(self, event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(self._at + step)
