"""Google's Material icons (icons.json, Apache-2.0), coloured by token and drawn for any screen density."""

import json
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


@cache
def _files() -> dict[str, str]:
    """The icons as SVG by the product's word for them."""
    found: dict[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=64)
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_files()[name].encode()))


@lru_cache(maxsize=512)
def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """Icon ``name``, ``size`` pixels square, in ``colour`` (``#RRGGBB``), for a screen density of ``ratio``."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name).render(painter, QRectF(picture.rect()))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(picture.rect(), colour)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def paint_icon(painter: QPainter, name: str, x: float, y: float, *, size: int, colour: str) -> None:
    """Draw icon ``name`` with its upper left corner at ``x, y``."""
    ratio = painter.device().devicePixelRatio()
    if painter.transform().m11() < 0:  # painted from the right: the icon itself is not turned
        painter.save()
        painter.translate(2 * round(x) + size, 0)
        painter.scale(-1, 1)
        painter.drawPixmap(round(x), round(y), pixmap(name, size, colour, ratio))
        painter.restore()
        return
    painter.drawPixmap(round(x), round(y), pixmap(name, size, colour, ratio))
