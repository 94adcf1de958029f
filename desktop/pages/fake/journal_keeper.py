"""Writes what the server notes into the project, in a thread of its own and with a connection of its own.

Neither the server nor the window waits for it: the server hands an exchange over and goes on, and the bodies are
hashed, shortened, packed and stored here.
"""

import contextlib
import queue
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.errors import USER_ERRORS
from desktop.project.project import Project
from desktop.project.request_journal import JournalEntry

if TYPE_CHECKING:
    from mock_ai.journal import Exchange

KEEP_AFTER_SECONDS = 0.4  # exchanges are kept in batches
_MOST_AT_ONCE = 512


class JournalKeeper(QObject):
    """``kept``: exchanges were written; ``failed``: they could not be. Both come from the writing thread."""

    kept = Signal()
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._secrets: tuple[str, ...] = ()
        self._queue: queue.SimpleQueue[Exchange | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="smart-enough-journal", daemon=True)
        self._thread.start()

    def put(self, exchange: "Exchange") -> None:
        """Take an exchange over. Safe from any thread, and at once."""
        self._queue.put(exchange)

    def hide(self, secret: str) -> None:
        """Never write this down: the token that clients send."""
        self._secrets = (*self._secrets, secret)

    def stop(self) -> None:
        """Write what there is and end the thread. May be called twice."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        with contextlib.ExitStack() as stack:
            project: Project | None = None
            goes_on = True
            while goes_on:
                batch, goes_on = self._batch()
                if not batch:
                    continue
                try:
                    if project is None:
                        project = stack.enter_context(Project.open_beside(self._path))
                    self._write(project, batch)
                except USER_ERRORS as error:  # the disk is full, or the file is gone
                    self.failed.emit(error)
                else:
                    self.kept.emit()

    def _write(self, project: Project, batch: "list[Exchange]") -> None:
        from mock_ai.traffic.call import kept

        project.requests.append(JournalEntry(*kept(one, self._secrets)) for one in batch)

    def _batch(self) -> "tuple[list[Exchange], bool]":
        """What came within a moment of the first one, and whether there may be more."""
        batch: list[Exchange] = []
        until = 0.0
        while len(batch) < _MOST_AT_ONCE:
            try:
                one = self._queue.get(timeout=max(until - time.monotonic(), 0) if batch else None)
            except queue.Empty:
                return batch, True
            if one is None:
                return batch, False
            batch.append(one)
            until = until or time.monotonic() + KEEP_AFTER_SECONDS
        return batch, True
