"""The window's side of writing the journal: signals where the writing thread has news."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.project.journal_writer import JournalWriter, into_project


class JournalKeeper(QObject):
    """``kept``: exchanges were written; ``failed``: they could not be. Both come from the writing thread."""

    kept = Signal()
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = JournalWriter(into_project(path), self.kept.emit, self.failed.emit)
        self.put = self._writer.put
        self.hide = self._writer.hide
        self.stop = self._writer.stop
