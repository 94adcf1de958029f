"""The learning curve under way: its sizes so far, told of once for a burst of them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.measure_curve import MeasuredSize

GROWN_MS = 50  # between two pictures of a curve that grows: its parts come in bursts


class PartialCurve(QObject):
    """Collects what one measurement brings; what an earlier one still sends is not mixed in."""

    grown = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sizes: dict[int, MeasuredSize] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GROWN_MS)
        self._timer.timeout.connect(self.grown)

    @property
    def sizes(self) -> tuple[MeasuredSize, ...]:
        """What there is, smallest first."""
        return tuple(size for _, size in sorted(self._sizes.items()))

    def begin(self) -> Callable[[MeasuredSize], None]:
        """Forget the sizes there are; the result takes those to come, each size again when it has more repeats."""
        sizes: dict[int, MeasuredSize] = {}
        self._sizes = sizes

        def take(size: MeasuredSize) -> None:
            sizes[size.n] = size
            if sizes is self._sizes and not self._timer.isActive():
                self._timer.start()

        return take
