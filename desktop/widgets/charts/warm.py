"""Import pyqtgraph once the window has been painted, so that the first curve need not wait for it.

In the GUI thread, though that holds it up for a moment: in a thread of its own the import makes classes of Qt beside a GUI
thread that uses them, and a program that was closed meanwhile was aborted. See docs/decisions/0243-import-in-gui-thread.md.
"""

import sys
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

_AFTER_MS = 600
_IN_PIECES = ("numpy", "pyqtgraph")  # between two of them the window answers


class PlotWarmer(QObject):
    """Starts the import a moment after ``start``; harmless where it is there already."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._import_next)

    def start(self) -> None:
        """Import soon, unless that has happened."""
        if _missing():
            self._timer.start()

    def _import_next(self) -> None:
        for name in _missing()[:1]:
            import_module(name)
        if not _missing():
            self._timer.stop()


def _missing() -> list[str]:
    return [name for name in _IN_PIECES if name not in sys.modules]
