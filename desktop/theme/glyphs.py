"""Marks the typeface lacks, drawn by hand: provenance, stage states, check results, the app's own mark.

Each is drawn inside a square of 16 units and scaled, so one drawing serves every size and density.
"""

import math
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from desktop.theme.current import tokens
from desktop.theme.type import SANS
from reports.provenance import Provenance

UNITS = 16.0


class Glyph(StrEnum):
    """Marks by what they say."""

    MEASURED = "measured"
    SIMULATED = "simulated"
    GUESS = "guess"
    DEFAULT = "default"
    PUBLISHED = "published"
    UNKNOWN = "unknown"
    NOT_STARTED = "not_started"
    DRAFT = "draft"
    EVIDENCE = "evidence"
    DECIDED = "decided"
    PROBLEM = "problem"
    HOLDS = "holds"
    NOT_SHOWN = "not_shown"
    FAIL = "fail"
    NEEDS_YOU = "needs_you"
    LOOK = "look"
    LOST = "lost"  # the originals are not where they were
    PRESENT = "present"  # an easel
    APP = "app"


PROVENANCE_GLYPHS = {
    Provenance.MEASURED: Glyph.MEASURED,
    Provenance.SIMULATED: Glyph.SIMULATED,
    Provenance.GUESS: Glyph.GUESS,
    Provenance.DEFAULT: Glyph.DEFAULT,
    Provenance.PUBLISHED: Glyph.PUBLISHED,
    Provenance.UNKNOWN: Glyph.UNKNOWN,
}


def paint_glyph(painter: QPainter, glyph: Glyph, x: float, y: float, size: float = 16) -> None:
    """Draw ``glyph`` in a square of ``size`` pixels with its upper left corner at ``x, y``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(size / UNITS, size / UNITS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _DRAWINGS[glyph](painter)
    painter.restore()


def diamond(centre: QPointF, radius: float) -> QPolygonF:
    """The simulated mark's outline."""
    x, y = centre.x(), centre.y()
    return QPolygonF(
        [
            QPointF(x, y - radius),
            QPointF(x + radius, y),
            QPointF(x, y + radius),
            QPointF(x - radius, y),
        ]
    )


def _pen(colour: str, width: float) -> QPen:
    return QPen(
        QColor(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def _disc(painter: QPainter, colour: str, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(8, 8), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _ring(painter: QPainter, colour: str, radius: float, width: float) -> None:
    painter.setPen(_pen(colour, width))
    painter.drawEllipse(QPointF(8, 8), radius, radius)


def _dotted_ring(painter: QPainter, radius: float) -> None:
    width = max(1.4, 1.4 / painter.worldTransform().m11())  # never thinner when drawn small
    pen = QPen(QColor(tokens().ink2), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    around = 2 * math.pi * radius / width  # dashes are measured in pen widths
    pen.setDashPattern([around / 20, around / 20])
    painter.setPen(pen)
    painter.drawEllipse(QPointF(8, 8), radius, radius)


def _lines(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


def _tick(painter: QPainter, colour: str) -> None:
    painter.setPen(_pen(colour, 1.6))
    _lines(painter, (4.9, 8.2), (7.1, 10.4), (11.2, 5.9))


def _measured(painter: QPainter) -> None:
    _disc(painter, tokens().measured, 5.5)


def _simulated(painter: QPainter) -> None:
    painter.setPen(_pen(tokens().sim_mark, 1.7))
    painter.drawPolygon(diamond(QPointF(8, 8), 6))


def _guess(painter: QPainter) -> None:
    _dotted_ring(painter, 5.6)


def _default(painter: QPainter) -> None:
    _dotted_ring(painter, 5.6)
    painter.setPen(_pen(tokens().ink2, 1.4))
    painter.drawLine(QPointF(5.4, 8), QPointF(10.6, 8))
    painter.drawLine(QPointF(8, 5.4), QPointF(8, 10.6))


def _published(painter: QPainter) -> None:
    painter.setPen(_pen(tokens().ink2, 1.5))
    painter.drawRoundedRect(QRectF(2.8, 2.3, 10.4, 11.4), 1.4, 1.4)
    for y in (6.2, 9.8):
        painter.drawLine(QPointF(5.6, y), QPointF(10.4, y))


def _unknown(painter: QPainter) -> None:
    face = QFont(SANS)
    face.setPixelSize(15)
    face.setVariableAxis(QFont.Tag("wght"), 600)
    painter.setFont(face)
    painter.setPen(QColor(tokens().ink2))
    painter.drawText(QRectF(0, 0, 16, 16), Qt.AlignmentFlag.AlignCenter, "?")


def _not_started(painter: QPainter) -> None:
    _dotted_ring(painter, 6.6)


def _draft(painter: QPainter) -> None:
    _ring(painter, tokens().ink2, 6.4, 1.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens().ink2))
    painter.drawPie(QRectF(3.9, 3.9, 8.2, 8.2), 90 * 16, 180 * 16)


def _evidence(painter: QPainter) -> None:
    _ring(painter, tokens().ink, 6.4, 1.5)
    _disc(painter, tokens().ink, 3.1)


def _decided(painter: QPainter) -> None:
    _disc(painter, tokens().ink, 7.1)
    _tick(painter, tokens().canvas)


def _triangle(top: float, half: float, bottom: float) -> QPolygonF:
    return QPolygonF([QPointF(8, top), QPointF(8 + half, bottom), QPointF(8 - half, bottom)])


def _problem(painter: QPainter) -> None:
    painter.setPen(_pen(tokens().bad, 1.5))
    painter.drawPolygon(_triangle(2.0, 6.7, 13.8))
    painter.drawLine(QPointF(8, 6.4), QPointF(8, 9.4))
    painter.drawPoint(QPointF(8, 11.6))


def _holds(painter: QPainter) -> None:
    _disc(painter, tokens().ok, 7.4)
    _tick(painter, tokens().canvas)


def _not_shown(painter: QPainter) -> None:
    _ring(painter, tokens().sim, 6.6, 1.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens().sim))
    painter.drawPie(QRectF(1.6, 1.6, 12.8, 12.8), 90 * 16, 180 * 16)


def _fail(painter: QPainter) -> None:
    cut = 2.25
    outline = QPolygonF(
        [
            QPointF(8 + x * 6.6, 8 + y * 6.6)
            for x, y in (
                (-1 / cut, -1),
                (1 / cut, -1),
                (1, -1 / cut),
                (1, 1 / cut),
                (1 / cut, 1),
                (-1 / cut, 1),
                (-1, 1 / cut),
                (-1, -1 / cut),
            )
        ]
    )
    painter.setPen(_pen(tokens().bad, 1))
    painter.setBrush(QColor(tokens().bad))
    painter.drawPolygon(outline)
    painter.setPen(_pen(tokens().canvas, 1.6))
    painter.drawLine(QPointF(5.8, 5.8), QPointF(10.2, 10.2))
    painter.drawLine(QPointF(10.2, 5.8), QPointF(5.8, 10.2))


def _needs_you(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens().ink))
    painter.drawEllipse(QPointF(6.2, 4.9), 2.9, 2.9)
    shoulders = QPainterPath(QPointF(0.6, 13.6))
    shoulders.lineTo(0.6, 12.2)
    shoulders.cubicTo(0.6, 8.6, 11.8, 8.6, 11.8, 12.2)
    shoulders.lineTo(11.8, 13.6)
    shoulders.closeSubpath()
    painter.drawPath(shoulders)
    painter.drawRoundedRect(QRectF(13.5, 3.2, 1.7, 6.2), 0.8, 0.8)
    painter.drawEllipse(QPointF(14.35, 12.3), 1.0, 1.0)


def _look(painter: QPainter) -> None:
    painter.setPen(_pen(tokens().sim, 1.2))
    painter.setBrush(QColor(tokens().sim))
    painter.drawPolygon(_triangle(1.8, 6.8, 13.6))
    painter.setPen(_pen(tokens().canvas, 1.5))
    painter.drawLine(QPointF(8, 6.2), QPointF(8, 9.2))
    painter.drawPoint(QPointF(8, 11.6))


def _lost(painter: QPainter) -> None:
    painter.setPen(_pen(tokens().bad, 1.5))
    _lines(painter, (7.2, 13), (1.2, 13), (1.2, 2.8), (6, 2.8), (7.6, 4.6), (14, 4.6), (14, 6.2))
    painter.drawEllipse(QPointF(11.5, 11), 3.9, 3.9)
    painter.drawLine(QPointF(11.5, 9.2), QPointF(11.5, 11.2))
    painter.drawPoint(QPointF(11.5, 12.9))


def _present(painter: QPainter) -> None:
    painter.setPen(_pen(tokens().ink2, 1.4))
    painter.drawLine(QPointF(1.2, 2.6), QPointF(14.8, 2.6))
    _lines(painter, (2.6, 2.6), (2.6, 10.6), (13.4, 10.6), (13.4, 2.6))
    painter.drawLine(QPointF(8, 0.9), QPointF(8, 2.6))
    painter.drawLine(QPointF(5.6, 10.6), QPointF(4.4, 14.8))
    painter.drawLine(QPointF(10.4, 10.6), QPointF(11.6, 14.8))
    painter.setBrush(QColor(tokens().ink2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([QPointF(6.6, 4.6), QPointF(10, 6.6), QPointF(6.6, 8.6)]))


def _app(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens().ink))
    painter.drawRoundedRect(QRectF(0, 0, 16, 16), 4, 4)
    painter.setPen(_pen(tokens().canvas, 1.7))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _lines(painter, (4.3, 3.6), (11.7, 6.4), (4.3, 9.2))
    painter.drawLine(QPointF(4.3, 12.4), QPointF(11.7, 12.4))


_DRAWINGS = {
    Glyph.MEASURED: _measured,
    Glyph.SIMULATED: _simulated,
    Glyph.GUESS: _guess,
    Glyph.DEFAULT: _default,
    Glyph.PUBLISHED: _published,
    Glyph.UNKNOWN: _unknown,
    Glyph.NOT_STARTED: _not_started,
    Glyph.DRAFT: _draft,
    Glyph.EVIDENCE: _evidence,
    Glyph.DECIDED: _decided,
    Glyph.PROBLEM: _problem,
    Glyph.HOLDS: _holds,
    Glyph.NOT_SHOWN: _not_shown,
    Glyph.FAIL: _fail,
    Glyph.NEEDS_YOU: _needs_you,
    Glyph.LOOK: _look,
    Glyph.LOST: _lost,
    Glyph.PRESENT: _present,
    Glyph.APP: _app,
}
