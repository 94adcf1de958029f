"""Short work (under a second) in a thread, where only the newest question matters.

Dragging a dial asks many times a second; while one answer is being worked out the later questions replace each other,
and only the last one is worked out next. The answer arrives in the GUI thread.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, SignalInstance, Slot

Work = Callable[[], Any]
Hears = Callable[[Any], object] | SignalInstance | None


class _Bridge(QObject):
    """Carries an answer from the worker thread to the GUI thread."""

    finished = Signal(object, object)  # result, exception


class _Task(QRunnable):
    def __init__(self, work: Work, bridge: _Bridge) -> None:
        super().__init__()
        self._work = work
        self._bridge = bridge

    def run(self) -> None:
        try:
            result, error = self._work(), None
        except Exception as caught:  # noqa: BLE001  handed to the GUI thread, which decides
            result, error = None, caught
        try:
            self._bridge.finished.emit(result, error)
        except RuntimeError:  # whoever asked was closed meanwhile
            return


class LatestWinsThread(QObject):
    """Asks for one thing at a time; emits ``answered(result)`` or ``failed(exception)``."""

    answered = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        answered: Hears = None,
        failed: Hears = None,
        *,
        as_it_moves: bool = False,
    ) -> None:
        """``answered`` and ``failed``: who hears of it.

        ``as_it_moves``: an answer is given out although a later question waits, so that a picture follows a dial.
        """
        super().__init__(parent)
        for signal, hears in ((self.answered, answered), (self.failed, failed)):
            if hears is not None:
                signal.connect(hears)
        self._as_it_moves = as_it_moves
        # The pool goes first where this one goes, and waits: what is under way still has who carries its answer.
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._bridge = _Bridge(self)
        self._bridge.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._running = False
        self._next: Work | None = None
        self._stale = False

    def ask(self, work: Work) -> None:
        """Work this out soon; an earlier question that has not begun is dropped, one under way is ignored."""
        if self._running:
            self._next = work
            self._stale = self._stale or not self._as_it_moves
            return
        self._start(work)

    @property
    def busy(self) -> bool:
        return self._running

    def stop(self) -> None:
        """Wait for what is under way and forget it (the page is closing)."""
        self.forget()
        self._pool.waitForDone()

    def forget(self) -> None:
        """Let what is under way come to its end unheard."""
        self._next, self._stale = None, True

    def _start(self, work: Work) -> None:
        self._running, self._stale, self._next = True, False, None
        self._pool.start(_Task(work, self._bridge))

    @Slot(object, object)
    def _deliver(self, result: Any, error: Exception | None) -> None:
        self._running = False
        following, stale = self._next, self._stale
        if following is not None:
            self._start(following)
        if stale:
            return
        if error is not None:
            self.failed.emit(error)
        else:
            self.answered.emit(result)
