"""An address as a QR code: dark on light in both themes, because many phones read no other."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.qr_code import with_margin
from desktop.theme.paint import smooth
from desktop.theme.tokens import Radius
from estimators.base.sentence import tr

_LIGHT, _DARK = "#FFFFFF", "#000000"
_SIDE = 216


class QrCode(QWidget):
    """Draws an address; each square is a whole number of pixels, so that none is blurred."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_address(self, address: str) -> None:
        """Show another address; an empty one shows nothing."""
        self._rows = with_margin(address) if address else ()
        self.setAccessibleName(tr("QR code of the address") if address else "")
        self.setAccessibleDescription(address.partition("#")[0])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = smooth(self, turns=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_LIGHT))
        painter.drawRoundedRect(QRectF(self.rect()), Radius.THUMBNAIL, Radius.THUMBNAIL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        square = max(1, _SIDE // len(self._rows))
        edge = (_SIDE - square * len(self._rows)) // 2
        for row, dark in enumerate(self._rows):
            for column, is_dark in enumerate(dark):
                if is_dark:
                    place = edge + column * square, edge + row * square, square, square
                    painter.fillRect(*place, QColor(_DARK))
