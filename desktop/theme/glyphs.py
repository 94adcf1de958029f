"""Marks the typeface lacks, drawn by hand: provenance, stage states, check results, the app's own mark.

Each is drawn inside a square of 16 units and scaled, so one drawing serves every size and density.
"""

import math
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from itertools import starmap

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

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


PROVENANCE_GLYPHS = {source: Glyph[source.name] for source in Provenance}


def paint_glyph(painter: QPainter, glyph: Glyph, x: float, y: float, size: float = 16) -> None:
    """Draw ``glyph`` in a square of ``size`` pixels with its upper left corner at ``x, y``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if painter.transform().m11() < 0:  # painted from the right: the mark itself is not turned
        painter.translate(2 * x + size, 0)
        painter.scale(-1, 1)
    painter.translate(x, y)
    painter.scale(size / UNITS, size / UNITS)
    for draw in _DRAWINGS[glyph]:
        draw(painter)
    painter.restore()


def app_icon() -> QIcon:
    """The mark of the application for title bars and switchers, which show it on any colour."""
    icon = QIcon()
    for side in (16, 32, 64, 128, 256):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_glyph(painter, Glyph.APP, 0, 0, side)
        painter.end()
        icon.addPixmap(picture)
    return icon


def diamond(centre: QPointF, radius: float) -> QPolygonF:
    """The simulated mark's outline."""
    x, y = centre.x(), centre.y()
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    return QPolygonF(list(starmap(QPointF, corners)))


# -- shapes, which know no colour -----------------------------------------------------------------

Shape = Callable[[QPainter], object]
Point = tuple[float, float]


def _circle(radius: float, x: float = 8, y: float = 8) -> Shape:
    return lambda painter: painter.drawEllipse(QPointF(x, y), radius, radius)


def _line(*points: Point) -> Shape:
    """From point to point; of one point alone a dot."""
    places = list(starmap(QPointF, points))
    if len(places) == 1:
        return lambda painter: painter.drawPoint(places[0])
    return lambda painter: painter.drawPolyline(places)


def _area(*corners: Point) -> Shape:
    outline = QPolygonF(list(starmap(QPointF, corners)))
    return lambda painter: painter.drawPolygon(outline)


def _triangle(top: float, half: float, bottom: float) -> Shape:
    return _area((8, top), (8 + half, bottom), (8 - half, bottom))


def _box(x: float, y: float, width: float, height: float, radius: float) -> Shape:
    return lambda painter: painter.drawRoundedRect(QRectF(x, y, width, height), radius, radius)


def _left_half(edge: float, size: float) -> Shape:
    return lambda painter: painter.drawPie(QRectF(edge, edge, size, size), 90 * 16, 180 * 16)


def _shoulders(painter: QPainter) -> None:
    path = QPainterPath(QPointF(0.6, 13.6))
    path.lineTo(0.6, 12.2)
    path.cubicTo(0.6, 8.6, 11.8, 8.6, 11.8, 12.2)
    path.lineTo(11.8, 13.6)
    path.closeSubpath()
    painter.drawPath(path)


# -- strokes, in colours of the theme -------------------------------------------------------------


def _pen(colour: str, width: float) -> QPen:
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    ink = QColor(getattr(tokens(), colour))
    return QPen(ink, width, Qt.PenStyle.SolidLine, round_cap, round_join)


def _outlined(colour: str, width: float, *shapes: Shape) -> Shape:
    def draw(painter: QPainter) -> None:
        painter.setPen(_pen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shape in shapes:
            shape(painter)

    return draw


def _filled(colour: str, *shapes: Shape, edge: float = 0.0) -> Shape:
    def draw(painter: QPainter) -> None:
        painter.setPen(_pen(colour, edge) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens(), colour)))
        for shape in shapes:
            shape(painter)

    return draw


def _dotted_ring(radius: float, painter: QPainter) -> None:
    width = max(1.4, 1.4 / painter.worldTransform().m11())  # never thinner when drawn small
    pen = QPen(QColor(tokens().ink2), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    around = 2 * math.pi * radius / width  # dashes are measured in pen widths
    pen.setDashPattern([around / 20, around / 20])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(8, 8), radius, radius)


def _question_mark(painter: QPainter) -> None:
    face = QFont(SANS)
    face.setPixelSize(15)
    face.setVariableAxis(QFont.Tag("wght"), 600)
    painter.setFont(face)
    painter.setPen(QColor(tokens().ink2))
    painter.drawText(QRectF(0, 0, 16, 16), Qt.AlignmentFlag.AlignCenter, "?")


_TICK = _outlined("canvas", 1.6, _line((4.9, 8.2), (7.1, 10.4), (11.2, 5.9)))
_CROSS = (_line((5.8, 5.8), (10.2, 10.2)), _line((10.2, 5.8), (5.8, 10.2)))
_CUT = 6.6 / 2.25  # where the corners of an octagon are cut
_OCTAGON = _area(
    *((8 + x, 1.4) for x in (-_CUT, _CUT)),
    *((14.6, 8 + y) for y in (-_CUT, _CUT)),
    *((8 + x, 14.6) for x in (_CUT, -_CUT)),
    *((1.4, 8 + y) for y in (_CUT, -_CUT)),
)
_LENS = (_circle(3.9, 11.5, 11), _line((11.5, 9.2), (11.5, 11.2)), _line((11.5, 12.9)))
_EASEL = (
    _line((1.2, 2.6), (14.8, 2.6)),
    _line((2.6, 2.6), (2.6, 10.6), (13.4, 10.6), (13.4, 2.6)),
    _line((8, 0.9), (8, 2.6)),
    _line((5.6, 10.6), (4.4, 14.8)),
    _line((10.4, 10.6), (11.6, 14.8)),
)
_FOLDER = _line((7.2, 13), (1.2, 13), (1.2, 2.8), (6, 2.8), (7.6, 4.6), (14, 4.6), (14, 6.2))

_DRAWINGS: dict[Glyph, tuple[Shape, ...]] = {
    Glyph.MEASURED: (_filled("measured", _circle(5.5)),),
    Glyph.SIMULATED: (_outlined("sim_mark", 1.7, _area((8, 2), (14, 8), (8, 14), (2, 8))),),
    Glyph.GUESS: (partial(_dotted_ring, 5.6),),
    Glyph.DEFAULT: (
        partial(_dotted_ring, 5.6),
        _outlined("ink2", 1.4, _line((5.4, 8), (10.6, 8)), _line((8, 5.4), (8, 10.6))),
    ),
    Glyph.PUBLISHED: (
        _outlined("ink2", 1.5, _box(2.8, 2.3, 10.4, 11.4, 1.4)),
        _outlined("ink2", 1.5, *(_line((5.6, y), (10.4, y)) for y in (6.2, 9.8))),
    ),
    Glyph.UNKNOWN: (_question_mark,),
    Glyph.NOT_STARTED: (partial(_dotted_ring, 6.6),),
    Glyph.DRAFT: (_outlined("ink2", 1.5, _circle(6.4)), _filled("ink2", _left_half(3.9, 8.2))),
    Glyph.EVIDENCE: (_outlined("ink", 1.5, _circle(6.4)), _filled("ink", _circle(3.1))),
    Glyph.DECIDED: (_filled("ink", _circle(7.1)), _TICK),
    Glyph.PROBLEM: (
        _outlined(
            "bad", 1.5, _triangle(2.0, 6.7, 13.8), _line((8, 6.4), (8, 9.4)), _line((8, 11.6))
        ),
    ),
    Glyph.HOLDS: (_filled("ok", _circle(7.4)), _TICK),
    Glyph.NOT_SHOWN: (_outlined("sim", 1.5, _circle(6.6)), _filled("sim", _left_half(1.6, 12.8))),
    Glyph.FAIL: (_filled("bad", _OCTAGON, edge=1), _outlined("canvas", 1.6, *_CROSS)),
    Glyph.NEEDS_YOU: (
        _filled("ink", _circle(2.9, 6.2, 4.9), _shoulders),
        _filled("ink", _box(13.5, 3.2, 1.7, 6.2, 0.8), _circle(1.0, 14.35, 12.3)),
    ),
    Glyph.LOOK: (
        _filled("sim", _triangle(1.8, 6.8, 13.6), edge=1.2),
        _outlined("canvas", 1.5, _line((8, 6.2), (8, 9.2)), _line((8, 11.6))),
    ),
    Glyph.LOST: (_outlined("bad", 1.5, _FOLDER, *_LENS),),
    Glyph.PRESENT: (
        _outlined("ink2", 1.4, *_EASEL),
        _filled("ink2", _area((6.6, 4.6), (10, 6.6), (6.6, 8.6))),
    ),
    Glyph.APP: (
        _filled("ink", _box(0, 0, 16, 16, 4)),
        _outlined("canvas", 1.7, _line((4.3, 3.6), (11.7, 6.4), (4.3, 9.2))),
        _outlined("canvas", 1.7, _line((4.3, 12.4), (11.7, 12.4))),
    ),
}
