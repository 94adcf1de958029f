"""Small pictures inside rows: what would flip the verdict, how long an answer takes."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.paint import set_ink, smooth
from desktop.widgets.charts.labels import NOTE, NOTE_STRONG, Placer, PlotScale
from desktop.widgets.focus import ARROW_KEYS, LEFT_RIGHT, claims
from desktop.widgets.marks import MarkStyle, paint_dot
from estimators.base.number import seconds as seconds_words
from estimators.base.sentence import tr
from reports.provenance import Provenance


@dataclass(frozen=True)
class NumberFlip:
    """The range of one input, its middle, and the value at which the verdict changes."""

    low: float
    mid: float
    high: float
    at: float
    at_text: str  # "€9,100"
    provenance: Provenance | None = None  # of the range, where it is known


class FlipStrip(QWidget):
    """Draws a ``NumberFlip``: the range as a bar, the middle as a dot, the flip point as a line with its value."""

    spoken_as = QAccessible.Role.Graphic

    def __init__(self, flip: NumberFlip) -> None:
        super().__init__()
        self._flip = flip
        self.setAccessibleName(tr("changes at {at_text}", at_text=flip.at_text))
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(scaled(164), 22 + NOTE.height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # the text size may have changed
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, flip = tokens(), self._flip
        painter = smooth(self, turns=False)
        low, high = min(flip.low, flip.at), max(flip.high, flip.at)
        margin = (high - low) * 0.08 or 1.0
        scale = PlotScale(low - margin, high + margin, 2, self.width() - 2)
        painter.fillRect(QRectF(0, 11.5, self.width(), 1), QColor(t.line))
        start, end = scale(flip.low), scale(flip.high)
        self._paint_range(painter, QRectF(start, 9.5, max(2.0, end - start), 5))
        known = flip.provenance
        style = MarkStyle(baseline=True) if known is None else MarkStyle(known)
        paint_dot(painter, QPointF(scale(flip.mid), 12), style, 3.6)
        x = scale(flip.at)
        painter.fillRect(QRectF(x - 1, 2, 2, 20), QColor(t.ink))
        placer = Placer(QRectF(0, 22, self.width(), NOTE.height + 1))
        middle = 22 + NOTE.height / 2
        placer.put(painter, flip.at_text, [(x, middle)], NOTE_STRONG, needed=True)

    def _paint_range(self, painter: QPainter, box: QRectF) -> None:
        """Measured: blue. A guess or a default: hollow and dotted."""
        t, known = tokens(), self._flip.provenance
        if known is None or not (known.is_assumed or known is Provenance.UNKNOWN):
            painter.fillRect(box, QColor(t.measured if known is Provenance.MEASURED else t.control))
            return
        pen = QPen(QColor(t.ink2), 1)
        pen.setDashPattern([2.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(QColor(t.sunken))
        painter.drawRect(box)


class DelayDensity(QWidget):
    """A log-normal delay by its median and its slow end; both knobs drag. Arrows move the median.

    ``changed`` carries (median, slow) in seconds once let go, ``moved`` while dragging. Slow: 1 answer in 20 is slower.
    """

    spoken_as = QAccessible.Role.Chart

    changed = Signal(float, float)
    moved = Signal(float, float)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._held: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_value(0.9, 2.4)

    def value(self) -> tuple[float, float]:
        """Median and slow end in seconds."""
        return self._median, self._slow

    def set_value(self, median: float, slow: float) -> None:
        """Show these without announcing them."""
        self._median = min(max(0.02, median), 60.0)
        self._slow = max(slow, self._median * 1.02)
        self._longest = max(4.0, math.ceil(self._slow * 1.4))
        self.setAccessibleName(
            tr(
                "{name}: usually {seconds_words}, 1 in 20 slower than {seconds_words_2}.",
                name=self._name,
                seconds_words=seconds_words(self._median),
                seconds_words_2=seconds_words(self._slow),
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 38 + NOTE.height)

    def _x(self, seconds: float) -> float:
        return seconds / self._longest * (self.width() - 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = smooth(self, turns=False)
        ground, top = self.height() - 16.0, NOTE.height - 6.0
        sigma = max(1e-3, math.log(self._slow / self._median) / 1.645)

        def density(seconds: float) -> float:
            z = math.log(seconds / self._median) / sigma
            return math.exp(-0.5 * z * z) / seconds

        peak = density(self._median * math.exp(-sigma * sigma))
        path = QPainterPath(QPointF(0, ground))
        for pixel in range(1, self.width() - 12):
            seconds = pixel / (self.width() - 12) * self._longest
            path.lineTo(pixel, ground - density(seconds) / peak * (ground - top))
        path.lineTo(self.width() - 12, ground)
        painter.fillPath(path, QColor(t.sim_soft))
        painter.setPen(QPen(QColor(t.sim_mark), 1.2))
        painter.drawPath(path)
        placer = Placer(QRectF(0, 0, self.width(), NOTE.height))
        for seconds, words in (
            (
                self._median,
                tr("usually {seconds_words}", seconds_words=seconds_words(self._median)),
            ),
            (
                self._slow,
                tr("1 in 20 slower than {seconds_words}", seconds_words=seconds_words(self._slow)),
            ),
        ):
            x = self._x(seconds)
            painter.fillRect(QRectF(x - 0.75, 8, 1.5, ground - 8), QColor(t.ink))
            room = NOTE.width(words)
            spots = [(x + 8 + room / 2, NOTE.height / 2), (x - 8 - room / 2, NOTE.height / 2)]
            placer.put(painter, words, spots, NOTE_STRONG)
            set_ink(painter, "ink", 2, fill="canvas")
            painter.drawEllipse(QPointF(x, ground), 6.5, 6.5)

    def _drag(self, event: QMouseEvent) -> None:
        seconds = event.position().x() / max(1, self.width() - 12) * self._longest
        before = self.value()
        longest = self._longest
        if self._held == 0:
            self.set_value(min(seconds, self._slow / 1.02), self._slow)
        else:
            self.set_value(self._median, seconds)
        self._longest = longest  # the axis stays while a knob is held
        if self.value() != before:
            self.moved.emit(*self.value())

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        self._held = int(abs(x - self._x(self._slow)) < abs(x - self._x(self._median)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._drag(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._held is not None:
            self._held = None
            self.set_value(*self.value())
            self.changed.emit(*self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = LEFT_RIGHT.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.set_value(self._median, self._slow + step / 10)
        else:
            self.set_value(self._median + step / 10, self._slow)
        self.changed.emit(*self.value())
