"""What a screen reader is told of a slider that we draw: Qt's own slider beneath it, with its value, its ends and how to move it.

An interface of values written in Python kills the window when it is asked over AT-SPI (PySide6 6.12: ``interface_cast`` hands out the wrapper's
address), so the value is the whole number that ``QAbstractSlider`` holds.
"""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

_MOST = 2**31 - 1  # of a slider's whole number


def told_by(high: float) -> int:
    """What a value is told times: shares in per cent, all else as it is."""
    return 100 if high <= 1 else 1


class SpokenSlider(QAbstractSlider):
    """``tell`` what is shown; ``asked`` carries the value that somebody set through a screen reader."""

    asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told_by = 1
        self.valueChanged.connect(lambda told: self.asked.emit(told / self._told_by))

    def tell(self, value: float, low: float, high: float) -> None:
        """Say where it stands, and between what; sets nothing off."""
        self._told_by = told_by(high)
        low_told, told, high_told = (
            round(max(-_MOST, min(_MOST, one * self._told_by))) for one in (low, value, high)
        )
        with QSignalBlocker(self):
            self.setRange(low_told, high_told)
            self.setValue(told)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page below scrolls."""
        event.ignore()
