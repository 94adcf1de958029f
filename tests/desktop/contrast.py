"""How well what is painted can be told from what lies behind it: every word of a window, and every mark of its charts.

What is painted is taken from Qt as an SVG, which has each word with its colour; what lies behind it, from a picture of the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QByteArray, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from desktop.theme.current import tokens
from desktop.theme.tokens import DARK, LIGHT

TEXT, LARGE_TEXT, MARK = 4.5, 3.0, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
_LARGE, _LARGE_BOLD = 24, 18.66  # pixels
_QUIET = ("canvas", "line", "sunken", "sel", "measured_soft", "sim_soft", "ok_soft", "bad_soft")
_OF_A_RANGE = 0.2  # more opaque than its fill is nothing but a mark


def luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in colour.getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pale_words(shown: QWidget) -> Iterator[str]:
    """Each word of what is switched on that is too pale, as it is and with the pointer over every button."""
    for field in shown.findChildren(QLineEdit):
        field.deselect()  # what is selected is painted twice
    yield from _pale_words(shown)
    buttons = [one for one in shown.findChildren(QAbstractButton) if one.isVisible()]
    hover = Qt.WidgetAttribute.WA_UnderMouse
    for one in buttons:
        one.setAttribute(hover)
    yield from _pale_words(shown)
    for one in buttons:
        one.setAttribute(hover, False)


def _pale_words(shown: QWidget) -> Iterator[str]:
    picture = shown.grab().toImage()
    for element, _, place in _painted(shown):
        if not element.tag.endswith("text") or not (element.text or "").strip():
            continue
        size, weight = float(element.get("font-size", 13)), int(element.get("font-weight", 400))
        face = QFont(element.get("font-family", ""))
        face.setPixelSize(round(size))
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        wide = QFontMetricsF(face).horizontalAdvance(element.text or "")
        corner = place.map(QPoint(round(x), round(y - 0.7 * size)))
        box = QRect(corner, QPoint(corner.x() + round(wide), corner.y() + round(0.7 * size)))
        behind, widget = _behind(picture, box), shown.childAt(box.center())
        if behind is None or (widget is not None and not widget.isEnabled()):
            continue
        large = size >= _LARGE or (size >= _LARGE_BOLD and weight >= 700)
        opacity = float(element.get("fill-opacity", 1))
        reached = min(
            contrast(_over(back, ink, opacity), back)
            for ink, back in _in_both_themes(QColor(element.get("fill")), behind)
        )
        if reached < (LARGE_TEXT if large else TEXT):
            yield f"{reached:.1f}: {element.text!r}, {element.get('fill')} on {behind.name()} in {type(widget).__name__}"


def pale_marks(chart: QWidget) -> Iterator[str]:
    """Each shape of a chart that carries a finding and is too pale; what only leads the eye, and a range's fill, may be."""
    canvas = QColor(tokens().canvas)
    quiet = {QColor(getattr(tokens(), name)).name() for name in _QUIET}
    for element, group, _ in _painted(chart):
        if element.tag.rpartition("}")[2] in ("text", "image"):
            continue
        for part in ("fill", "stroke"):
            said = element.get(part) or group.get(part, "none")
            opacity = float(element.get(f"{part}-opacity") or group.get(f"{part}-opacity", 1))
            colour = QColor(said)
            if said == "none" or colour.name() in quiet or opacity < _OF_A_RANGE:
                continue
            pairs = _in_both_themes(colour, canvas)
            reached = min(contrast(_over(back, ink, opacity), back) for ink, back in pairs)
            if reached < MARK:
                yield f"{reached:.1f}: {part} {said} at {opacity:.2f} in {type(chart).__name__}"


def _painted(
    widget: QWidget,
) -> Iterator[tuple[ElementTree.Element, ElementTree.Element, QTransform]]:
    """Each shape and word, what it has its colours from, and how its numbers become places of the widget."""
    content = QByteArray()
    buffer, svg = QBuffer(content), QSvgGenerator()
    svg.setOutputDevice(buffer)
    svg.setResolution(96)
    svg.setSize(widget.size())
    svg.setViewBox(widget.rect())
    painter = QPainter(svg)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    for group in ElementTree.fromstring(bytes(content.data())).iter():
        numbers = group.get("transform", "").removeprefix("matrix(").removesuffix(")").split(",")
        if len(numbers) == 6:
            place = QTransform(*map(float, numbers))
            for element in group:
                if not element.tag.endswith("}g"):
                    yield element, group, place


def _behind(picture: QImage, box: QRect) -> QColor | None:
    seen = box.intersected(picture.rect())
    if seen.isEmpty():
        return None
    colours = Counter(
        picture.pixel(x, y)
        for x in range(seen.left(), seen.right() + 1, 2)
        for y in range(seen.top(), seen.bottom() + 1, 2)
    )
    return QColor(colours.most_common(1)[0][0])


def _in_both_themes(*colours: QColor) -> Iterator[list[QColor]]:
    """These colours, and what stands in their place in the other theme; one that is of no theme stays."""
    for palette in (LIGHT, DARK):
        place = {
            QColor(value).name(): QColor(getattr(palette, key))
            for key, value in asdict(tokens()).items()
            if key not in ("dark", "scrim", "shadow")
        }
        yield [place.get(one.name(), one) for one in colours]


def _over(behind: QColor, colour: QColor, opacity: float) -> QColor:
    mixed = [
        b + (c - b) * opacity
        for b, c in zip(behind.getRgbF()[:3], colour.getRgbF()[:3], strict=True)
    ]
    return QColor.fromRgbF(*mixed)
