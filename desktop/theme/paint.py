"""What all that paints itself shares: a smooth painter, boxes with a hairline, and lines of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme.current import generation, tokens
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font, line_height

LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
FADED = 0.45  # how much is left of what is switched off


def smooth(widget: QWidget, *, pale: bool = False, turns: bool = True) -> QPainter:
    """A painter on the widget that draws smooth edges; ``pale``, as what is switched off.

    ``turns``: where lines begin at the right, all of it changes sides (`turn`); not what has an axis, or is a picture.
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(FADED if pale else 1.0)
    if turns:
        turn(painter, widget.rect(), widget.layoutDirection())
    return painter


def turn(painter: QPainter, box: QRect | QRectF, direction: Qt.LayoutDirection) -> None:
    """Where lines begin at the right, have what is painted in ``box`` change sides; words, icons and marks stay legible."""
    if direction is Qt.LayoutDirection.RightToLeft:
        _turn(painter, QRectF(box))


def _turn(painter: QPainter, box: QRectF) -> None:
    painter.translate(box.left() + box.right(), 0)
    painter.scale(-1, 1)


@contextmanager
def upright(painter: QPainter, box: QRectF) -> Iterator[bool]:
    """Paint in ``box`` what does not change sides with the rest; says whether the rest does."""
    turned = painter.transform().m11() < 0
    if turned:
        painter.save()
        _turn(painter, box)
    yield turned
    if turned:
        painter.restore()


def from_start(widget: QWidget, x: float) -> float:
    """Where a pointer at ``x`` is in what a turning widget paints: counted from where its lines begin."""
    return widget.width() - x if widget.isRightToLeft() else x


def set_ink(painter: QPainter, edge: str = "", width: float = 1.0, *, fill: str = "") -> None:
    """The colours of the theme that lines and areas are drawn in; none where nothing is said."""
    painter.setPen(QPen(QColor(getattr(tokens(), edge)), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(tokens(), fill)) if fill else Qt.BrushStyle.NoBrush)


def paint_box(
    painter: QPainter,
    box: QRect | QRectF,
    *,
    fill: str = "",
    edge: str = "",
    width: float = 1.0,
    radius: float = Radius.CONTROL,
) -> None:
    """A box with round corners, in colours of the theme; ``edge`` is a line of ``width`` pixels inside it."""
    set_ink(painter, edge, width, fill=fill)
    inset = width / 2 if edge else 0.0
    painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), radius, radius)


def text_width(text: str, role: Role, *, weight: int | None = None, tabular: bool = False) -> int:
    """Pixels that ``text`` takes on one line."""
    return _width(text, role, weight, tabular, generation())


@lru_cache(maxsize=4096)  # a chart measures the same words at every paint
def _width(text: str, role: Role, weight: int | None, tabular: bool, _generation: int) -> int:
    face = font(role, weight=weight, tabular=tabular)
    return ceil(QFontMetricsF(face).horizontalAdvance(text))


@dataclass(frozen=True)
class Face:
    """How painted words look; ``colour`` is one of the theme."""

    role: Role = Role.NOTE
    weight: int | None = None
    colour: str = "ink2"
    tabular: bool = False

    def width(self, text: str) -> int:
        return text_width(text, self.role, weight=self.weight, tabular=self.tabular)

    @property
    def height(self) -> int:
        return line_height(self.role)

    def height_of(self, text: str, width: float) -> int:
        """Pixels that ``text`` takes from top to bottom where its lines are no wider than ``width``."""
        return self.height * _lines(text, self, int(width), generation())


@lru_cache(maxsize=1024)
def _lines(text: str, face: Face, width: int, _generation: int) -> int:
    if face.width(text) <= width + 1:
        return 1
    metrics = QFontMetricsF(font(face.role, weight=face.weight, tabular=face.tabular))
    room = QRectF(0, 0, width, 16 * face.height)
    taken = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
    # A word that is wider than the line is cut on one line: Qt would let it stand out.
    return 1 if taken.width() > width + 1 else max(1, round(taken.height() / metrics.lineSpacing()))


def write(painter: QPainter, text: str, box: QRectF, face: Face, flags: int = LEFT) -> None:
    """Draw ``text`` in ``box``: on as many lines as it has room for, cut with an ellipsis where they are too few."""
    painter.setFont(font(face.role, weight=face.weight, tabular=face.tabular))
    painter.setPen(QColor(getattr(tokens(), face.colour)))
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # that of its own letters
    if face.width(text) > box.width() + 1:
        if face.height < face.height_of(text, box.width()) <= box.height() + 1:
            flags |= int(Qt.TextFlag.TextWordWrap)
        else:
            cut = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(text, cut, int(box.width()))
    # What is painted keeps its place where the layout comes from the right: its box does not change sides.
    absolute = int(Qt.AlignmentFlag.AlignAbsolute)
    with upright(painter, box) as turned:
        if turned:
            flags = {LEFT: RIGHT, RIGHT: LEFT}.get(flags, flags)
        painter.drawText(box, flags | absolute | int(Qt.TextFlag.TextDontClip), text)
