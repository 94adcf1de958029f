"""A range on a line: two handles that are dragged, or moved with the arrow keys; Tab goes from one to the other.

Numbers lie on the line evenly spread, or by their size: amounts that may be a cent or a million are spread by their
logarithm, so that each tenfold takes the same room; a handle then stops at numbers of two digits that count, because
nobody guesses more.
"""

from dataclasses import dataclass, replace
from math import floor, log10

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import set_ink, smooth
from desktop.widgets.fields import format_number
from desktop.widgets.focus import LEAPS, STEPS
from desktop.widgets.spoken_slider import SpokenSlider
from estimators.base.number import rounded
from estimators.base.sentence import tr

_SERIES = (1.0, 2.0, 5.0)  # the larger steps of a spread by size: 1, 2, 5, 10, 20, ...
_LEAST, _MOST = 1e-9, 1e15  # no scale grows beyond: such a number lies at its end
_STEPS_IN_A_LEAP = 10  # smaller steps in a larger one, where numbers are spread evenly


@dataclass(frozen=True)
class TrackScale:
    """From ``low`` to ``high``; ``by_size`` spreads by the logarithm and then both are above zero.

    ``unit`` is the smallest step of an even spread. ``whole``: there are no halves of it (cases, labels).
    """

    low: float
    high: float
    by_size: bool = False
    unit: float = 1.0
    whole: bool = False

    def place(self, value: float) -> float:
        """Where a value lies: 0 at the low end, 1 at the high end; beyond them it stays at the end."""
        value = min(self.high, max(self.low, value))
        if self.by_size:
            return log10(value / self.low) / log10(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def value(self, place: float) -> float:
        """The number that a handle stops at nearest to a place."""
        place = min(1.0, max(0.0, place))
        if self.by_size:
            return self._snapped(self.low * (self.high / self.low) ** place)
        return self._snapped(self.low + (self.high - self.low) * place)

    def step(self, value: float, steps: int) -> float:
        """So many single steps further (negative: back): 10, 11, 12 or 1,000, 1,100."""
        if self.by_size and value < self.low:  # zero: up is the low end, down is nowhere
            return self.low if steps > 0 else value
        value = min(value, self.high)
        for _ in range(abs(steps)):
            value = self._beside(value, 1 if steps > 0 else -1)
        return value

    def leap(self, value: float, leaps: int) -> float:
        """So many large steps further: 1, 2, 5, 10, 20 by size, ten single steps where spread evenly."""
        if not self.by_size:
            return self.step(value, leaps * _STEPS_IN_A_LEAP)
        if value < self.low:
            return self.low if leaps > 0 else value
        value = min(value, self.high)
        for _ in range(abs(leaps)):
            value = self._within(_in_series(value, up=leaps > 0))
        return value

    def holding(self, *values: float) -> "TrackScale":
        """The same scale, widened by whole tenfolds where a value lies beyond it."""
        low, high = self.low, self.high
        for value in (min(_MOST, value) for value in values):
            if not self.by_size:
                low, high = min(low, value), max(high, value)
            elif value > high:
                high = 10.0 ** -floor(-log10(value))
            elif 0 < value < low:
                low = 10.0 ** floor(log10(max(_LEAST, value)))
        return replace(self, low=low, high=high)

    def _beside(self, value: float, by: int) -> float:
        if not self.by_size:
            return self._snapped(value + by * self.unit)
        # Below 100 come 99s.
        return self._snapped(value + by * self._grain(value if by > 0 else value * (1 - 1e-9)))

    def _grain(self, value: float) -> float:
        grain = 10.0 ** (floor(log10(value) + 1e-12) - 1)
        return max(1.0, grain) if self.whole else grain

    def _snapped(self, value: float) -> float:
        if self.by_size:
            value = self._within(value)
            value = round(value / self._grain(value)) * self._grain(value)
        else:
            value = self.low + round((value - self.low) / self.unit) * self.unit
        return float(f"{self._within(value):.12g}")

    def _within(self, value: float) -> float:
        return min(self.high, max(self.low, value))


def _in_series(value: float, *, up: bool) -> float:
    """The next of 1, 2, 5, 10, 20, 50, ... above or below."""
    power = floor(log10(value) + 1e-12)
    stops = [s * 10.0**p for p in (power - 1, power, power + 1) for s in _SERIES]
    if up:
        return min(s for s in stops if s > value * (1 + 1e-9))
    return max(s for s in stops if s < value * (1 - 1e-9))


Ends = tuple[float, float]

HEIGHT = 18
_KNOB = 6.5
_MARGIN = 8.0  # room for half a handle at both ends of the line
_BAR = 3.0
_HINT = tr("Arrow keys move it, with Shift in larger steps.")


class RangeTrack(QWidget):
    """``moved((low, high))`` while a handle goes, ``changed((low, high))`` once it is let go: one edit.

    Before there is an answer the handles lie at the default, drawn hollow; the first move makes it an answer.
    """

    moved = Signal(object)
    changed = Signal(object)
    cancelled = Signal()  # Esc while a handle was on its way: all is as it was before

    def __init__(self, name: str, scale: TrackScale, *, prefix: str = "", suffix: str = "") -> None:
        super().__init__()
        self._name = name
        self._prefix, self._suffix = prefix, suffix
        self._own_scale = self._scale = scale
        self._ends: Ends = (scale.low, scale.high)
        self._answered = False
        self._at_start: Ends | None = None  # what was there before the move that is under way
        self._dragged: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.handles = (_Handle(self, 0), _Handle(self, 1))
        self._describe()

    def ends(self) -> Ends:
        return self._ends

    @property
    def answered(self) -> bool:
        """Whether the handles show an answer; else they show the default."""
        return self._answered

    @property
    def scale(self) -> TrackScale:
        """The scale, wide enough for what is shown."""
        return self._scale

    def set_ends(self, ends: Ends, *, answered: bool) -> None:
        """Show an answer, or the default that holds until there is one, without announcing it."""
        self._ends = (min(ends), max(ends))
        self._answered = answered
        self._at_start = None
        self._scale = self._own_scale.holding(*self._ends)
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, HEIGHT)

    # -- moving -------------------------------------------------------------------------------

    def move_handle(self, which: int, value: float) -> None:
        """Move one handle, never past the other; ``finish`` makes an edit of it."""
        if self._at_start is None:
            self._at_start = self._ends
        low, high = self._ends
        ends = (min(value, high), high) if which == 0 else (low, max(value, low))
        if ends != self._ends:
            self._ends = ends
            self._describe()
            self.moved.emit(ends)

    def finish(self) -> None:
        """The handle was let go."""
        before, self._at_start = self._at_start, None
        if before is not None and before != self._ends:
            self._answered = True
            self._describe()
            self.changed.emit(self._ends)

    def cancel(self) -> bool:
        """Put the handles back to where the move began; says whether one was under way."""
        before, self._at_start, self._dragged = self._at_start, None, None
        if before is None:
            return False
        self._ends = before
        self._describe()
        self.cancelled.emit()
        return True

    @property
    def moving(self) -> bool:
        """Whether a handle is on its way."""
        return self._at_start is not None

    def key(self, which: int, event: QKeyEvent) -> bool:
        """Do what a key says to a handle; says whether it meant anything."""
        key = Qt.Key(event.key())
        value = self._ends[which]
        large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in STEPS:
            go = self._scale.leap if large else self._scale.step
            value = go(value, STEPS[key])
        elif key in LEAPS:
            value = self._scale.leap(value, LEAPS[key])
        elif key == Qt.Key.Key_Home:
            value = self._scale.low
        elif key == Qt.Key.Key_End:
            value = self._scale.high
        elif key == Qt.Key.Key_Escape:
            return self.cancel()
        else:
            return False
        self.move_handle(which, value)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        places = [self._x(end) for end in self._ends]
        if abs(places[0] - places[1]) < 1:  # one above the other: the side of the press decides
            self._dragged = 0 if x < places[0] else 1
        else:
            self._dragged = min((0, 1), key=lambda which: abs(places[which] - x))
        handle = self.handles[self._dragged]
        handle.setFocus(Qt.FocusReason.MouseFocusReason)
        handle.raise_()
        self._at_start = self._ends
        # A press on the handle takes hold of it; elsewhere on the line the handle comes to the pointer.
        self._grip = x - places[self._dragged]
        if abs(self._grip) > _KNOB + 2:
            self._grip = 0.0
            self.move_handle(self._dragged, self._value_at(x))

    _grip = 0.0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self.move_handle(self._dragged, self._value_at(event.position().x() - self._grip))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._dragged = None
            self.finish()

    # -- drawing ------------------------------------------------------------------------------

    def _x(self, value: float) -> float:
        return _MARGIN + self._scale.place(value) * (self.width() - 2 * _MARGIN)

    def _value_at(self, x: float) -> float:
        return self._scale.value((x - _MARGIN) / max(1.0, self.width() - 2 * _MARGIN))

    def _describe(self) -> None:
        for handle, end, words in zip(
            self.handles, self._ends, (tr("low"), tr("high")), strict=True
        ):
            until = "" if self._answered else tr(", our default")
            value = end if self._answered else rounded(end, 3)
            shown = format_number(value, prefix=self._prefix, suffix=self._suffix)
            handle.setAccessibleName(
                tr(
                    "{name}, {words} end: {shown}{until}",
                    name=self._name,
                    words=words,
                    shown=shown,
                    until=until,
                )
            )
            handle.tell(end, self._scale.low, self._scale.high)
        self._place()
        self.update()

    def _place(self) -> None:
        for handle, end in zip(self.handles, self._ends, strict=True):
            handle.move(round(self._x(end) - handle.width() / 2), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = smooth(self, pale=not self.isEnabled(), turns=False)
        middle = self.height() / 2
        set_ink(painter, fill="line")
        whole = QRectF(_MARGIN, middle - _BAR / 2, self.width() - 2 * _MARGIN, _BAR)
        painter.drawRoundedRect(whole, 1.5, 1.5)
        left, right = (self._x(end) for end in self._ends)
        painter.setBrush(QColor(t.ink if self._answered else t.control))
        painter.drawRoundedRect(QRectF(left, middle - _BAR / 2, right - left, _BAR), 1.5, 1.5)
        ink = QColor(t.ink if self._answered else t.control)
        pen = QPen(ink, 2 if self._answered else 1.5)
        if not self._answered:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setOpacity(1.0)
        for x in (left, right):
            painter.setPen(pen if self.isEnabled() else QPen(QColor(t.line), 1.5))
            painter.setBrush(QColor(t.canvas))
            painter.drawEllipse(QPointF(x, middle), _KNOB, _KNOB)


class _Handle(SpokenSlider):
    """One end: takes the focus and the keys; the track draws it and takes the pointer."""

    def __init__(self, track: RangeTrack, which: int) -> None:
        super().__init__(track)
        self._track, self._which = track, which
        self.setFixedSize(HEIGHT, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleDescription(_HINT)
        self.asked.connect(self._set)

    def _set(self, value: float) -> None:
        self._track.move_handle(self._which, value)
        self._track.finish()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            shift = Qt.KeyboardModifier.ShiftModifier
            plain = not event.modifiers() & ~(shift | Qt.KeyboardModifier.KeypadModifier)
            escape = event.key() == Qt.Key.Key_Escape and self._track.moving
            if plain and (event.key() in STEPS or event.key() in LEAPS or escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._track.key(self._which, event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():  # a key that is held is one edit
            self._track.finish()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._track.finish()
        super().focusOutEvent(event)
