"""A range on a line: two handles that are dragged, or moved with the arrow keys; Tab goes from one to the other."""

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
from desktop.theme.paint import smooth
from desktop.widgets.focus import LEAPS, STEPS
from desktop.widgets.number_style import format_number
from desktop.widgets.scale import TrackScale

Ends = tuple[float, float]

HEIGHT = 18
_KNOB = 6.5
_MARGIN = 8.0  # room for half a handle at both ends of the line
_BAR = 3.0
_HINT = "Arrow keys move it, with Shift in larger steps."


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
        """Where the handles are."""
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
        for handle, end, words in zip(self.handles, self._ends, ("low", "high"), strict=True):
            shown = format_number(end, prefix=self._prefix, suffix=self._suffix)
            until = "" if self._answered else ", our default"
            handle.setAccessibleName(f"{self._name}, {words} end: {shown}{until}")
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
        painter = smooth(self, pale=not self.isEnabled())
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.line))
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


class _Handle(QWidget):
    """One end: takes the focus and the keys; the track draws it and takes the pointer."""

    def __init__(self, track: RangeTrack, which: int) -> None:
        super().__init__(track)
        self._track, self._which = track, which
        self.setFixedSize(HEIGHT, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleDescription(_HINT)

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
