"""An answer with the key that chooses it."""

from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.theme.current import scaled
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import PaintedButton
from estimators.base.sentence import tr

_CHOSEN = Face(Role.ROW, 500, "ink")
_PAD, _GAP, _HEIGHT = 13, 8, 38


class KeyChoice(PaintedButton):
    """An answer with its key at the right. Chosen: 2 pixels of ink.

    What does not fit is elided; the tooltip and screen readers have all of it.
    """

    pressed_by: ClassVar = (Qt.Key.Key_Space,)  # Enter is left to whoever sends what is chosen

    def __init__(self, text: str, key: str = "") -> None:
        self._key = key
        super().__init__(text, QSizePolicy.Policy.Expanding)
        self.setCheckable(True)
        self.setAccessibleDescription(tr("key {key}", key=key) if key else "")

    def _key_width(self) -> int:
        return _GAP + Face().width(self._key) if self._key else 0

    def sizeHint(self) -> QSize:
        width = _CHOSEN.width(self.text()) + self._key_width() + 2 * _PAD + 1
        return QSize(width, scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 96), scaled(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, pale=not self.isEnabled())
        fill = "sunken" if self.isEnabled() and self.underMouse() else "canvas"
        edge, width = ("ink", 2.0) if self.isChecked() else ("control", 1.0)
        paint_box(painter, self.rect(), fill=fill, edge=edge, width=width)
        words = " ".join(self.text().split())
        inside = QRectF(_PAD, 0, self.width() - 2 * _PAD, self.height())
        left = inside.adjusted(0, 0, -self._key_width(), 0)
        self.setToolTip(words if _CHOSEN.width(words) > left.width() + 2 else "")
        write(painter, words, left, _CHOSEN)
        write(painter, self._key, inside, Face(colour="ink3"), RIGHT)
