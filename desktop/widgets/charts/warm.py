"""Import pyqtgraph in the background once the window has been painted.

The first curve would otherwise stop the window for half a second (570 ms measured; imported in a thread the
longest gap is 40 ms). See docs/decisions/0062-charts.md.
"""

import sys
from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer

_AFTER_MS = 600


class PlotWarmer(QObject):
    """Starts the import a moment after ``start``; harmless where it is there already."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._import)

    def start(self) -> None:
        """Import soon, unless that has happened."""
        if "pyqtgraph" not in sys.modules:
            self._timer.start()

    def _import(self) -> None:
        # The package alone: making its widgets stays with the GUI thread.
        Thread(
            target=import_module, args=("pyqtgraph",), name="import pyqtgraph", daemon=True
        ).start()
