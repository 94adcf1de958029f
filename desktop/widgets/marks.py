"""How a number is drawn by where it comes from: the same dot and line in every chart, list and table.

Measured: filled, solid. An earlier run: hollow. Simulated: hollow diamond, dashed. A guess: hollow grey ring,
dotted, with short ends, since a dotted line does not say where it stops. A baseline without AI: ink dot.
"""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.theme.current import tokens
from desktop.theme.glyphs import diamond
from desktop.theme.paint import set_ink
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.provenance import Provenance

_SHAPES = 4  # of ways of being wrong, before they come again in grey


@dataclass(frozen=True)
class MarkStyle:
    """One row's manner."""

    provenance: Provenance = Provenance.MEASURED
    emphasis: bool = False
    earlier: bool = False
    baseline: bool = False

    @property
    def guessed(self) -> bool:
        """Whether nobody measured or simulated it."""
        others = {Provenance.PUBLISHED, Provenance.UNKNOWN}
        assumed = self.provenance.is_assumed or self.provenance in others
        return assumed and not self.baseline


def mark_colour(style: MarkStyle) -> str:
    """The colour of dot and line."""
    t = tokens()
    if style.baseline:
        return t.ink
    return {
        Provenance.MEASURED: t.measured,
        Provenance.SIMULATED: t.sim_mark,
    }.get(style.provenance, t.ink2)


def interval_pen(style: MarkStyle) -> QPen:
    """The pen of the 90% line."""
    t = tokens()
    colour = t.ink2 if style.baseline else mark_colour(style)
    pen = QPen(QColor(colour), 2.4 if style.emphasis else 1.6)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if not style.baseline:
        dashes = {
            Provenance.SIMULATED: [3.0, 2.0],
            Provenance.GUESS: [2.0, 2.0],
            Provenance.DEFAULT: [2.0, 2.0],
        }
        if style.provenance in dashes:
            pen.setDashPattern(dashes[style.provenance])
    return pen


def paint_dot(painter: QPainter, centre: QPointF, style: MarkStyle, radius: float = 4.0) -> None:
    """The dot of one number, with a thin rim of canvas so that it stands out from its line."""
    t = tokens()
    colour = QColor(mark_colour(style))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    simulated = style.provenance is Provenance.SIMULATED and not style.baseline
    if simulated:
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(QColor(t.canvas))
        painter.drawPolygon(diamond(centre, radius + 1.6))
    elif style.guessed:
        pen = QPen(colour, 1.8 if style.emphasis else 1.3)
        pen.setDashPattern([1.6, 1.4])
        set_ink(painter, fill="canvas")
        painter.drawEllipse(centre, radius + 1, radius + 1)
        painter.setPen(pen)
        painter.drawEllipse(centre, radius, radius)
    elif style.earlier:
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(QColor(t.canvas))
        painter.drawEllipse(centre, radius - 0.4, radius - 0.4)
    else:
        set_ink(painter, fill="canvas")
        painter.drawEllipse(centre, radius + 1.2, radius + 1.2)
        painter.setBrush(colour)
        painter.drawEllipse(centre, radius, radius)
    painter.restore()


def paint_interval(
    painter: QPainter,
    x: tuple[float | None, float | None, float | None],
    y: float,
    style: MarkStyle,
) -> None:
    """A row's line from low to high with its dot; ``x`` is (low, mid, high) in pixels, None where unknown."""
    low, mid, high = x
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = interval_pen(style)
    if low is not None and high is not None and high > low:
        painter.setPen(pen)
        painter.drawLine(QLineF(low, y, high, y))
        if style.guessed:
            painter.setPen(QPen(pen.color(), pen.widthF()))
            for end in (low, high):
                painter.drawLine(QLineF(end, y - 4, end, y + 4))
    if mid is not None:
        paint_dot(painter, QPointF(mid, y), style, 4.6 if style.emphasis else 3.6)
    painter.restore()


@dataclass(frozen=True)
class InlineInterval:
    """A small interval for a table cell or a list: ends and dot on an axis from ``axis_low`` to ``axis_high``."""

    low: float | None
    mid: float | None
    high: float | None
    axis_low: float
    axis_high: float
    style: MarkStyle = MarkStyle()
    marker: float | None = None  # the bar, as a short ink line

    @property
    def words(self) -> str:
        """Its ends, for who does not see it; nothing where they are not known."""
        if self.low is None or self.high is None:
            return ""
        return tr("{low} to {high}", low=percent(self.low), high=percent(self.high))


def paint_inline(painter: QPainter, box: QRectF, interval: InlineInterval) -> None:
    """Draw a small interval inside ``box``, on a thin track."""
    t = tokens()
    span = interval.axis_high - interval.axis_low

    def at(value: float | None) -> float | None:
        if value is None or span <= 0:
            return None
        share = (value - interval.axis_low) / span
        return box.left() + min(1.0, max(0.0, share)) * box.width()

    y = box.center().y()
    painter.save()
    painter.fillRect(QRectF(box.left(), y - 0.75, box.width(), 1.5), QColor(t.line))
    marker = at(interval.marker)
    if marker is not None:
        painter.fillRect(QRectF(marker - 0.75, y - 6, 1.5, 12), QColor(t.ink))
    paint_interval(
        painter, (at(interval.low), at(interval.mid), at(interval.high)), y, interval.style
    )
    painter.restore()


def failure_colour(place: int) -> str:
    """The colour of a way of being wrong, by its place among them (the first is 1): a token's name."""
    return "ink2" if place > _SHAPES else "bad"


def paint_failure(painter: QPainter, place: int, centre: QPointF) -> None:
    """A way of being wrong, by its place among them: a cross, a broken diamond, a wave, a bar, and again in grey."""
    x, y = centre.x(), centre.y()
    shape = (place - 1) % _SHAPES
    pen = QPen(QColor(getattr(tokens(), failure_colour(place))), 1.8)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if shape == 1:
        pen.setDashPattern([1.4, 1.2])
    painter.setPen(pen)
    if shape == 0:
        painter.drawLine(QPointF(x - 5, y - 5), QPointF(x + 5, y + 5))
        painter.drawLine(QPointF(x + 5, y - 5), QPointF(x - 5, y + 5))
    elif shape == 1:
        painter.drawPolygon(diamond(centre, 6))
    elif shape == 2:
        wave = QPainterPath(QPointF(x - 6, y + 2))
        wave.cubicTo(QPointF(x - 2, y - 9), QPointF(x + 2, y + 9), QPointF(x + 6, y - 2))
        painter.drawPath(wave)
    else:
        painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
