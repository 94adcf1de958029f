"""Icons of Material Icons (a package of SVG files), coloured by token and drawn for any screen density."""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.theme.current import tokens

# The product's word for a picture -> the file in the package.
_NAMES = {
    "add": "rounded/add",
    "against": "outlined/remove-circle-outline",
    "article": "outlined/article",
    "balance": "outlined/gavel",
    "bug": "outlined/bug-report",
    "busy": "outlined/history-toggle-off",
    "chat": "outlined/chat",
    "check": "rounded/check",
    "close": "rounded/close",
    "compare": "outlined/compare",
    "copy": "rounded/content-copy",
    "down": "rounded/expand-more",
    "drop": "rounded/save-alt",
    "explain": "rounded/help-outline",
    "eye": "outlined/visibility",
    "fault": "outlined/flash-on",
    "folder": "outlined/folder",
    "for": "outlined/add-circle-outline",
    "forward": "rounded/arrow-forward",
    "jobs": "rounded/rule",
    "lock": "outlined/lock",
    "person": "outlined/person",
    "photo": "outlined/image",
    "play": "outlined/play-arrow",
    "redo": "rounded/redo",
    "return": "rounded/keyboard-return",
    "right": "rounded/chevron-right",
    "search": "rounded/search",
    "serving": "rounded/wifi-tethering",
    "settings": "outlined/settings",
    "sound": "rounded/graphic-eq",
    "swap": "rounded/swap-horiz",
    "switch": "rounded/unfold-more",
    "table": "outlined/table-chart",
    "undo": "rounded/undo",
    "unknown": "rounded/help-outline",
    "waiting": "rounded/hourglass-empty",
}


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    data = (files("justmyresource_material_icons") / "icons.zip").read_bytes()
    return ZipFile(BytesIO(data))


@lru_cache(maxsize=64)
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_archive().read(f"{_NAMES[name]}.svg")))


def icon_names() -> tuple[str, ...]:
    """Every name that ``pixmap`` and ``paint_icon`` take."""
    return tuple(_NAMES)


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
    painter.drawPixmap(round(x), round(y), pixmap(name, size, colour, ratio))


def icon(name: str, colour: str = "ink2", size: int = 16) -> QIcon:
    """A ``QIcon`` for Qt's own widgets (menus), in the colour that the token ``colour`` has now."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, size, getattr(tokens(), colour), ratio))
    return made
