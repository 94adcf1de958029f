"""Answer tabs: each tab asks a small question and shows its answer large, so the row is the summary."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    Property,
    QEasingCurve,
    QEvent,
    QPointF,
    QPropertyAnimation,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import reduced_motion, scaled, tokens
from desktop.theme.paint import Face, from_start, smooth, write
from desktop.theme.tokens import MOTION_MS
from desktop.theme.type import Role, line_height
from desktop.widgets.focus import ARROW_KEYS, claims, step_of
from estimators.base.sentence import tr

_LEAST_WIDTH, _GAP = 132, 32
_LOW = 560  # pixels of a window, at letters of 100%


@dataclass(frozen=True)
class AnswerTab:
    """One tab: its key, the question, the answer."""

    key: str
    question: str
    answer: str


class AnswerTabs(QWidget):
    """The row of tabs above a page's views. ``chosen`` carries the key of the new tab; arrows move.

    What has no room in the row stands in one below it; in a low window the tabs are their questions alone then.
    """

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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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

    def _widths(self, *, brief: bool) -> list[int]:
        asked = [Face().width(tab.question) + 12 for tab in self._tabs]
        if brief:
            return asked
        answered = [Face(Role.SECTION).width(tab.answer) + 17 for tab in self._tabs]
        return [max(_LEAST_WIDTH, *both) for both in zip(asked, answered, strict=True)]

    def _brief(self, width: int) -> bool:
        """Whether the answers give way: a second row of them would leave a low window too little of its page."""
        whole = sum(self._widths(brief=False)) + _GAP * (len(self._tabs) - 1)
        return width < whole and self.window().height() < scaled(_LOW)

    def _tall(self, *, brief: bool) -> int:
        return line_height(Role.NOTE) + 8 + (0 if brief else line_height(Role.SECTION))

    def _places(self, width: int) -> list[QRectF]:
        """Where each tab stands."""
        brief, left, top = self._brief(width), 0, 0
        tall, places = self._tall(brief=brief), list[QRectF]()
        for wide in self._widths(brief=brief):
            if left and left + wide > width:
                left, top = 0, top + tall
            places.append(QRectF(left, top, wide, tall))
            left += wide + _GAP
        return places

    def _place(self, number: int) -> QRectF:
        if not self._tabs:
            return QRectF()
        place = self._places(self.width())[number]
        return QRectF(place.left(), place.bottom() - 2, place.width(), 2)

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
        whole = sum(self._widths(brief=False)) + _GAP * len(self._tabs)
        return QSize(whole, self._tall(brief=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 320), self._tall(brief=True))

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(places[-1].bottom()) if places else self._tall(brief=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_underline(self._place(self._at))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = smooth(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, t.line)
        brief, first = self._brief(self.width()), line_height(Role.NOTE)
        for number, place in enumerate(self._places(self.width())):
            tab, chosen = self._tabs[number], number == self._at
            asked = Face(colour="ink" if brief and chosen else "ink2")
            write(painter, tab.question, place.adjusted(0, 0, 0, first - place.height()), asked)
            if not brief:
                face = Face(Role.SECTION, colour="ink" if chosen else "ink2")
                write(painter, tab.answer, place.adjusted(0, first, 0, -8), face)
        painter.fillRect(self._underline, t.ink)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # the text size may have changed
            self._set_underline(self._place(self._at))
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = QPointF(from_start(self, event.position().x()), event.position().y())
        for number, place in enumerate(self._places(self.width())):
            if place.adjusted(0, 0, _GAP, 0).contains(at):
                self._choose(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(self, event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(self._at + step)
