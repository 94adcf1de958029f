"""One of several answers with the key that chooses it: the name at the left, the key at the right."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font
from desktop.widgets.focus import claims
from desktop.widgets.label import text_width

_PAD, _GAP, _HEIGHT = 13, 8, 38
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class KeyChoice(QAbstractButton):
    """Chosen: 2 pixels of ink. What does not fit is elided; the tooltip and screen readers have all of it."""

    def __init__(self, text: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"key {key}" if key else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _key_width(self) -> int:
        return _GAP + text_width(self._key, Role.NOTE) if self._key else 0

    def sizeHint(self) -> QSize:
        words = text_width(self.text(), Role.ROW, weight=500)
        return QSize(words + self._key_width() + 2 * _PAD + 1, scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 96), scaled(_HEIGHT))

    def event(self, event: QEvent) -> bool:
        # Space presses it; Enter is left to whoever sends what is chosen.
        return claims(event, Qt.Key.Key_Space) or super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        chosen, hovered = self.isChecked(), self.isEnabled() and self.underMouse()
        line = 2.0 if chosen else 1.0
        painter.setPen(QPen(QColor(t.ink if chosen else t.control), line))
        painter.setBrush(QColor(t.sunken if hovered else t.canvas))
        box = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        room = self.width() - 2 * _PAD - self._key_width()
        painter.setFont(font(Role.ROW, weight=500))
        painter.setPen(QColor(t.ink))
        words = " ".join(self.text().split())
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(words if shown != words else "")
        left = QRectF(_PAD, 0, room + 2, self.height())
        painter.drawText(left, _MIDDLE | int(Qt.AlignmentFlag.AlignLeft), shown)
        painter.setFont(font(Role.NOTE))
        painter.setPen(QColor(t.ink3))
        right = QRectF(_PAD, 0, self.width() - 2 * _PAD, self.height())
        painter.drawText(right, _MIDDLE | int(Qt.AlignmentFlag.AlignRight), self._key)
