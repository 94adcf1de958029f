"""Python's search for reference cycles, in the GUI thread alone.

Python looks for cycles in whichever thread happens to allocate when it is time. A widget that was part of one is then
destroyed by a worker, while the GUI thread may be painting it: Qt's widgets belong to the thread that made them, and the
process ends with a segmentation fault. So the search is switched off, and done where nothing else is under way: each time
Qt's event loop is about to wait. An idle window does not wake up for it.

What modules bring stays as long as the program, and is most of what there is: it is kept out of the search
(docs/decisions/0397-what-is-imported-is-not-searched.md).
"""

import gc
import time

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

PAUSE = 20  # between two looks at everything passes at least so many times what the last one took


class GarbageCollection(QObject):
    """Collects in the thread that made it, as long as it is not stopped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._next_full = 0.0
        gc.disable()
        self._dispatcher = QAbstractEventDispatcher.instance()
        self._dispatcher.aboutToBlock.connect(self._collect)

    def stop(self) -> None:
        """Let Python collect as it likes again. May be called twice."""
        if not gc.isenabled():
            self._dispatcher.aboutToBlock.disconnect(self._collect)
            gc.unfreeze()
            gc.enable()

    @Slot()
    def _collect(self) -> None:
        """Collect the generation that is due, by Python's own thresholds."""
        due = [n > most for n, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if not due[0]:
            return
        if due[1] and due[2] and time.monotonic() >= self._next_full:
            began = time.monotonic()
            gc.collect()
            ended = time.monotonic()
            self._next_full = ended + PAUSE * (ended - began)
        else:
            gc.collect(1 if due[1] else 0)


def keep_what_was_imported() -> None:
    """Call it after imports while a window collects: no search looks through what there is now, until it is stopped."""
    if not gc.isenabled():
        gc.freeze()
