"""Another window: a process of its own, so that neither waits for the other."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess

from estimators.base.errors import UserError
from estimators.base.sentence import tr


def open_own_window(file: Path | None = None) -> None:
    """Open a project in a window of its own; without ``file`` one on Welcome. `UserError`: the system refuses."""
    # A program in one piece (PyInstaller) is its own interpreter.
    start = [] if getattr(sys, "frozen", False) else ["-P", "-m", "desktop"]
    arguments = [*start, *([] if file is None else [str(file)])]
    if not QProcess.startDetached(sys.executable, arguments)[0]:
        raise UserError(
            tr("Another window could not be opened."),
            tr("The system refused another process."),
            tr("Close other programs and try again."),
        )
