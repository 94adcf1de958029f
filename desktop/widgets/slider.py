"""A slider whose ticks are meaningful values ("people today"), with a typed number always possible."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import Face, set_ink, smooth, write
from desktop.theme.type import Role, line_height
from desktop.widgets.fields import NumberField
from desktop.widgets.focus import ARROW_KEYS, LEAPS, STEPS, claims
from desktop.widgets.label import Label
from desktop.widgets.layout import column, row
from desktop.widgets.spoken_slider import SpokenSlider, told_by

_KNOB = 7.5


class Track(SpokenSlider):
    """The line with its knob. ``moved`` carries the value while it is dragged, ``changed`` once let go."""

    moved = Signal(float)
    changed = Signal(float)

    def __init__(
        self,
        name: str,
        *,
        low: float = 0.0,
        high: float = 1.0,
        step: float = 0.01,
        ticks: Sequence[tuple[float, str]] = (),
    ) -> None:
        super().__init__()
        self._name = name
        self._low, self._high, self._step = low, high, step
        self._ticks = tuple(ticks)
        self._amount = low
        self._at_press = low
        whole = round(step * told_by(high), 6).is_integer()
        self._said_of = "{name}" if whole else "{name}: {value:g}"
        self.asked.connect(lambda value: self._to(value, done=True))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_value(low)

    def amount(self) -> float:
        return self._amount

    def set_value(self, value: float) -> None:
        """Move the knob without announcing it."""
        steps = round((value - self._low) / self._step)
        self._amount = min(self._high, max(self._low, self._low + steps * self._step))
        self.setAccessibleName(self._said_of.format(name=self._name, value=self._amount))
        self.tell(self._amount, self._low, self._high)
        self.update()

    def set_ticks(self, ticks: Sequence[tuple[float, str]]) -> None:
        """Mark other values."""
        self._ticks = tuple(ticks)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 20 + (line_height(Role.NOTE) + 4 if self._ticks else 0))

    def _x(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return share * self.width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = smooth(self, pale=not self.isEnabled(), turns=False)
        x = min(self.width() - _KNOB - 1, max(_KNOB + 1, self._x(self._amount)))
        set_ink(painter, fill="line")
        painter.drawRoundedRect(QRectF(0, 8, self.width(), 4), 2, 2)
        painter.setBrush(QColor(t.ink))
        painter.drawRoundedRect(QRectF(0, 8, x, 4), 2, 2)
        self._paint_ticks(painter)
        set_ink(painter, "ink", 2, fill="canvas")
        painter.drawEllipse(QPointF(x, 10), _KNOB, _KNOB)

    def _paint_ticks(self, painter: QPainter) -> None:
        t = tokens()
        taken = -1.0
        for value, words in sorted(self._ticks):
            x = min(self.width() - 0.5, max(0.5, self._x(value)))
            painter.setPen(QPen(QColor(t.control), 1))
            painter.drawLine(QPointF(x, 16), QPointF(x, 20))
            width = Face().width(words)
            left = min(self.width() - width, max(0.0, x - width / 2))
            if not words or left < taken:
                continue
            box = QRectF(left, 22, width + 2, line_height(Role.NOTE))
            write(painter, words, box, Face(), int(Qt.AlignmentFlag.AlignLeft))
            taken = left + width + 8

    def _to(self, value: float, *, done: bool) -> None:
        before = self._amount
        self.set_value(value)
        if self._amount != before:
            self.moved.emit(self._amount)
        if done and self._amount != self._at_press:
            self._at_press = self._amount
            self.changed.emit(self._amount)

    def _at(self, event: QMouseEvent) -> float:
        return self._low + event.position().x() / max(1, self.width()) * (self._high - self._low)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at_press = self._amount
        self._to(self._at(event), done=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._to(self._at(event), done=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._to(self._at(event), done=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        ends: dict[int, float] = {Qt.Key.Key_Home: self._low, Qt.Key.Key_End: self._high}
        steps = STEPS.get(key, 0) + 10 * LEAPS.get(key, 0)
        self._at_press = self._amount
        if steps or key in ends:
            self._to(ends.get(key, self._amount + steps * self._step), done=True)
        else:
            super().keyPressEvent(event)


class Slider(QWidget):
    """A share: its name, its value as a typed per cent, and the track with ticks. ``changed`` carries the value, 0 to 1."""

    changed = Signal(float)
    moved = Signal(float)

    def __init__(
        self,
        name: str,
        *,
        low: float = 0.0,
        high: float = 1.0,
        step: float = 0.01,
        ticks: Sequence[tuple[float, str]] = (),
        titled: bool = True,
    ) -> None:
        super().__init__()
        self.track = Track(name, low=low, high=high, step=step, ticks=ticks)
        self.number = NumberField(
            name,
            suffix="%",
            low=low * 100,
            high=high * 100,
            width=72,
        )
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        if titled:
            head = row((Label(name, weight=600), 1), self.number, spacing=None)
            column(head, self.track, of=self, spacing=6)
        else:
            row((self.track, 1), self.number, of=self, spacing=16)
        self.track.moved.connect(self._track_moved)
        self.track.changed.connect(self.changed)
        self.number.changed.connect(self._typed)
        self.set_value(low)
        self.setFocusProxy(self.track)

    def value(self) -> float:
        return self.track.amount()

    def set_value(self, value: float) -> None:
        """Show ``value`` without announcing it."""
        self.track.set_value(value)
        self.number.set_number(round(self.track.amount() * 100, 6))

    def _track_moved(self, value: float) -> None:
        self.number.set_number(round(value * 100, 6))
        self.moved.emit(value)

    def _typed(self, number: float | None) -> None:
        if number is None:
            self.number.set_number(round(self.track.amount() * 100, 6))
            return
        self.track.set_value(number / 100)
        self.moved.emit(self.track.amount())
        self.changed.emit(self.track.amount())
