"""How an answer comes onto the Stage: piece by piece, at a pace; at once where motion is reduced or somebody skips it."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from desktop.theme.current import reduced_motion

_EVERY_MS = 33


class Appearance(QObject):
    """Calls ``show`` with how many pieces are there now, and ``done`` when all are.

    ``at_once``: how many more it shows in one go where all are asked for, because each takes its time to be made.
    """

    def __init__(
        self,
        parent: QObject,
        show: Callable[[int], object],
        done: Callable[[], object],
        at_once: int,
    ) -> None:
        super().__init__(parent)
        self._show, self._done, self._at_once = show, done, at_once
        self._hurries = False
        self._pieces, self._seconds, self._shown = 0, 0.0, 0
        self._clock = QElapsedTimer()
        self._tick = QTimer(self, interval=_EVERY_MS)
        self._tick.timeout.connect(self._go_on)

    @property
    def runs(self) -> bool:
        """Whether pieces are still to come."""
        return self._tick.isActive()

    def begin(self, pieces: int, seconds_each: float) -> None:
        """Let so many pieces appear, each after so many seconds."""
        self._pieces, self._seconds, self._shown = pieces, seconds_each, 0
        self._hurries = False
        self._tick.setInterval(_EVERY_MS)
        if reduced_motion() or not pieces or seconds_each <= 0:
            self.finish()
            return
        self._show(0)
        self._clock.start()
        self._tick.start()

    def finish(self) -> None:
        """Show all that is still to come."""
        self._hurries = True
        self._tick.start(0)
        self._go_on()

    def stop(self) -> None:
        """Show nothing more: another answer comes, or the Stage closes."""
        self._tick.stop()

    def _go_on(self) -> None:
        if self._hurries:
            there = self._shown + self._at_once
        else:
            there = int(self._clock.elapsed() / 1000 / self._seconds)
        if there >= self._pieces:
            self._tick.stop()
            self._show(self._pieces)
            self._done()
        elif there > self._shown:
            self._shown = there
            self._show(there)
