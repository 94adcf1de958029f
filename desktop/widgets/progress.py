"""How far something is, as a thin line."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from desktop.theme.paint import paint_box, smooth
from estimators.base.percent import percent


class ProgressLine(QProgressBar):
    """A thin line filled to a share; Qt tells a screen reader of it as it grows."""

    _share = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Fill up to ``share`` (0 to 1)."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(percent(self._share))
        self.setValue(round(100 * self._share))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, radius = smooth(self), self.height() / 2
        filled = QRect(0, 0, round(self.width() * self._share), self.height())
        paint_box(painter, self.rect(), fill="line", radius=radius)
        paint_box(painter, filled, fill="ink", radius=radius)
