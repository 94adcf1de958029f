"""Small pictures of the seven kinds and of the seven samples, painted in the colours of the theme; photos are real ones."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImageReader, QPainter, QPainterPath, QPen, QPixmap

from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.paint import CENTRE, LEFT, Face, paint_box, set_ink, write
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from estimators.base.sentence import tr
from mock_ai.ready_made import FOLDER, ready_made

_WIDE = 154  # the width that the pictures are drawn for; in a wider well they stand in the middle
_NOTE, _STRONG = Face(colour="ink"), Face(Role.ROW, 600, "ink")
_SLICES = 25  # bars of a sound
_TODAY = "412"


class Sketch:
    """A painter on one well, in the units of the drawing."""

    def __init__(self, painter: QPainter, well: QRectF) -> None:
        self.painter, self.well, self.unit = painter, well, scaled(100) / 100
        self._left = well.left() + (well.width() - _WIDE * self.unit) / 2

    def at(self, x: float, y: float) -> QPointF:
        return QPointF(self._left + x * self.unit, self.well.top() + y * self.unit)

    def box(self, x: float, y: float, wide: float, high: float) -> QRectF:
        return QRectF(self.at(x, y), self.at(x + wide, y + high))

    def words(self, text: str, box: QRectF, face: Face = _NOTE, flags: int = LEFT) -> None:
        write(self.painter, text, box, face, flags)

    def line(
        self, points: Sequence[tuple[float, float]], ink: str, *, dashed: bool = False
    ) -> None:
        set_ink(self.painter, ink, 1.5 * self.unit)
        if dashed:
            pen = self.painter.pen()
            pen.setDashPattern([2.0, 2.0])
            self.painter.setPen(pen)
        self.painter.drawPolyline([self.at(x, y) for x, y in points])

    def dot(self, x: float, y: float, radius: float, ink: str, *, hollow: bool = False) -> None:
        fill = "sunken" if hollow else ink
        set_ink(self.painter, ink, 1.5 * self.unit, fill=fill)
        self.painter.drawEllipse(self.at(x, y), radius * self.unit, radius * self.unit)

    def photo(self, name: str, box: QRectF) -> None:
        ratio = self.painter.device().devicePixelRatio()
        found = _photo(FOLDER / name, round(box.width() * ratio), round(box.height() * ratio))
        self.painter.drawPixmap(box, found, QRectF(found.rect()))

    def sound(self, top: float, high: float) -> None:
        set_ink(self.painter, fill="ink2")
        for bar in range(_SLICES):
            loud = abs(math.sin(bar * 0.61)) * (0.55 + 0.45 * math.sin(bar * 0.23 + 1))
            tall = max(0.1, loud) * high
            place = self.box(15 + bar * 5, top + (high - tall) / 2, 2, tall)
            self.painter.drawRoundedRect(place, 1, 1)

    def steps(self, words: Sequence[str], top: float, apart: float) -> None:
        """Steps that were taken, and a last one that waits."""
        for number, text in enumerate(words):
            waits = number == len(words) - 1
            glyph = Glyph.NOT_STARTED if waits else Glyph.DECIDED
            corner = self.at(16, top + number * apart)
            paint_glyph(self.painter, glyph, corner.x(), corner.y(), 15 * self.unit)
            self.words(text, self.box(38, top + number * apart - 1, 114, 17))


def paint_kind(name: str, painter: QPainter, well: QRectF) -> None:
    """The picture of a kind, in a well of 92 pixels."""
    paint_box(painter, well, fill="sunken")
    _KINDS[name](Sketch(painter, well))


def paint_sample(picture: str, painter: QPainter, well: QRectF) -> None:
    """The picture of the sample of a kind, or of a table, in a well of 104 pixels."""
    paint_box(painter, well, fill="sunken")
    painter.save()
    corners = QPainterPath()
    corners.addRoundedRect(well, Radius.CONTROL, Radius.CONTROL)
    painter.setClipPath(corners)
    _SAMPLES[picture](Sketch(painter, well))
    painter.restore()


@lru_cache(maxsize=64)
def _photo(path: Path, wide: int, high: int) -> QPixmap:
    """A photo that fills so many pixels, cut to their shape."""
    reader = QImageReader(str(path))
    full = reader.size()
    cover = full.scaled(QSize(wide, high), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    reader.setScaledSize(cover)
    picture = QPixmap.fromImage(reader.read())
    left, top = (picture.width() - wide) // 2, (picture.height() - high) // 2
    return picture.copy(left, top, wide, high)


# The kinds --------------------------------------------------------------------------------------


def _tell_apart(to: Sketch) -> None:
    to.photo("waste/glass/glass-06.jpg", to.box(17, 22, 58, 48))
    to.words(tr("Glass?"), to.box(86, 36, 66, 20), _STRONG)


def _number(to: Sketch) -> None:
    to.line([(13, 74), (124, 74)], "control")
    to.line([(13, 62), (42, 49), (60, 53), (76, 47), (98, 37)], "measured")
    to.line([(98, 37), (109, 31)], "measured", dashed=True)
    to.dot(113, 29, 3.5, "measured", hollow=True)
    to.words(_TODAY, to.box(120, 19, 34, 20), _STRONG)


def _rank(to: Sketch) -> None:
    for place, name in enumerate(("avocados", "limes", "tomatoes")):
        to.photo(f"produce/{name}.jpg", to.box(14 + place * 44, 17, 38, 38))
        to.words(f"{place + 1}", to.box(14 + place * 44, 57, 38, 18), _NOTE, CENTRE)


def _extract(to: Sketch) -> None:
    paint_box(to.painter, to.box(15, 21, 124, 50), fill="canvas", edge="line")
    set_ink(to.painter, fill="line")
    to.painter.drawRect(to.box(26, 28, 62, 4))
    to.painter.drawRect(to.box(26, 37, 86, 3))
    to.words(tr("Total"), to.box(26, 46, 50, 18), Face())
    paint_box(to.painter, to.box(80, 45, 53, 21), fill="canvas", edge="ink", width=2.0)
    to.words("$84.20", to.box(80, 45, 53, 21), Face(weight=600, colour="ink"), CENTRE)


def _transcribe(to: Sketch) -> None:
    to.sound(20, 26)
    to.words(tr("“two crates”"), to.box(0, 53, _WIDE, 20), _STRONG, CENTRE)


def _generate(to: Sketch) -> None:
    paint_box(to.painter, to.box(14, 19, 88, 26), fill="canvas", edge="line")
    to.words(tr("It is broken."), to.box(22, 19, 80, 26))
    paint_box(to.painter, to.box(36, 50, 106, 24), fill="ink")
    to.words(tr("It is on its way"), to.box(44, 50, 98, 24), Face(colour="canvas"))


def _act(to: Sketch) -> None:
    to.steps((tr("Read the receipt"), tr("Check the rule"), tr("Pay: ask first")), 18, 20)


_KINDS: dict[str, Callable[[Sketch], None]] = {
    "classify": _tell_apart,
    "number": _number,
    "rank": _rank,
    "extract": _extract,
    "transcribe": _transcribe,
    "generate": _generate,
    "act": _act,
}


# The samples ------------------------------------------------------------------------------------


def _photos(to: Sketch, names: Sequence[str], across: int) -> None:
    """Photos that fill the whole well."""
    gap, lines = 2.0, len(names) // across
    wide = (to.well.width() - gap * (across - 1)) / across
    high = (to.well.height() - gap * (lines - 1)) / lines
    for number, name in enumerate(names):
        line, place = divmod(number, across)
        left, top = to.well.left() + place * (wide + gap), to.well.top() + line * (high + gap)
        to.photo(name, QRectF(left, top, wide, high))


def _waste(to: Sketch) -> None:
    photos = ("glass/glass-29", "metal/metal-22", "plastic/plastic-06", "cardboard/cardboard-14")
    _photos(to, [f"waste/{name}.jpg" for name in photos], 2)


def _sales(to: Sketch) -> None:
    sold = [
        float(item.good)
        for item in ready_made("number").items[-14:]
        if isinstance(item.good, int | float)
    ]
    low, high = min(sold), max(sold)
    points = [(11 + i * 10, 80 - 50 * (each - low) / (high - low)) for i, each in enumerate(sold)]
    to.line([(11, 92), (141, 92)], "control")
    to.line(points[:-1], "ink2")
    to.line(points[-2:], "ink2", dashed=True)
    for x, y in points[:-1]:
        to.dot(x, y, 1.5, "ink2")
    to.dot(*points[-1], 3, "ink2", hollow=True)


def _shop(to: Sketch) -> None:
    names = ("avocados", "red-peppers", "limes", "onions", "carrots", "lemons")
    _photos(to, [f"produce/{name}.jpg" for name in names], 3)


def _meetings(to: Sketch) -> None:
    lines = ((("“… so ", 0), ("Design", 1), (" sends", 0)), (("the ", 0), ("price page", 1), (" by", 0)),
             (("Thursday", 1), (", and we", 0)), (("look at it together.”", 0),))  # fmt: skip
    for number, line in enumerate(lines):
        left = 12.0
        for words, found in line:
            face = Face(weight=600 if found else None, colour="ink")
            to.words(words, to.box(left, 10 + number * 21, _WIDE - left, 20), face)
            left += face.width(words) / to.unit


def _orders(to: Sketch) -> None:
    to.sound(16, 42)
    to.words("“fifteen kilos, please”", to.box(0, 66, _WIDE, 20), _NOTE, CENTRE)


def _support(to: Sketch) -> None:
    asked = ("A lamp came cracked", "Where is 48 207?", "Can I swap the size?", "Is it washable?")
    for number, words in enumerate(asked):
        to.words(words, to.box(12, 8 + number * 23, 130, 20))
        if number < len(asked) - 1:
            to.painter.setPen(QPen(QColor(tokens().line), 1))
            to.painter.drawLine(to.at(12, 30 + number * 23), to.at(142, 30 + number * 23))


def _expenses(to: Sketch) -> None:
    to.steps(("Taxi, $38.40", "Rule: up to $60", "Booked to travel", "Pay $38.40?"), 10, 22)


def _table(to: Sketch) -> None:
    for line in range(4):
        top = 20 + line * 18
        for column, wide in enumerate((30, 24, 28)):
            set_ink(to.painter, fill="line")
            to.painter.drawRoundedRect(to.box(14 + column * 38, top, wide, 5), 2, 2)
        if line:
            to.dot(134, top + 2, 3.5, "measured", hollow=line != 2)


_SAMPLES: dict[str, Callable[[Sketch], None]] = {
    "table": _table,
    "classify": _waste,
    "number": _sales,
    "rank": _shop,
    "extract": _meetings,
    "transcribe": _orders,
    "generate": _support,
    "act": _expenses,
}
