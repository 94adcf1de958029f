"""Writes what a server notes, in a thread of its own: into a project, or as JSON lines.

The server hands an exchange over and goes on; bodies are hashed, shortened, packed and stored here.
"""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.project.project import Project
from desktop.project.request_journal import JournalEntry
from desktop.project.trouble import explain
from estimators.errors import UserError

if TYPE_CHECKING:
    from mock_ai.journal import Exchange

KEEP_AFTER_SECONDS = 0.4  # exchanges are kept in batches
LARGEST_LINES = 256 * 1024 * 1024  # bytes of a file of JSON lines
_MOST_AT_ONCE = 512
_LOG = logging.getLogger(__name__)
Secrets = Callable[[], tuple[str, ...]]
Write = Callable[[Sequence["Exchange"]], None]
Target = Callable[[Secrets], AbstractContextManager[Write]]


class JournalWriter:
    """``kept`` is called after each batch, ``failed`` with why one could not be written; both in the writing thread."""

    def __init__(
        self, target: Target, kept: Callable[[], None], failed: Callable[[UserError], None]
    ) -> None:
        self._target, self._kept, self._failed = target, kept, failed
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
            write: Write | None = None
            goes_on = True
            while goes_on:
                batch, goes_on = self._batch()
                if not batch:
                    continue
                try:
                    if write is None:
                        write = stack.enter_context(self._target(lambda: self._secrets))
                    write(batch)
                except UserError as error:  # the disk is full, or the file is gone
                    self._failed(error)
                except Exception:  # noqa: BLE001  a bug costs this batch, and not those after it
                    _LOG.exception("the journal could not be written")
                else:
                    self._kept()

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


def into_project(path: Path) -> Target:
    """Write into a project, through a connection of its own."""

    @contextlib.contextmanager
    def opened(secrets: Secrets) -> Iterator[Write]:
        from mock_ai.traffic.call import kept

        with Project.open_beside(path) as project:

            def write(batch: Sequence["Exchange"]) -> None:
                project.requests.append(JournalEntry(*kept(one, secrets())) for one in batch)

            yield write

    return opened


def into_lines(path: Path) -> Target:
    """Add a JSON line for each exchange, until the file has 256 MB."""

    @contextlib.contextmanager
    def opened(secrets: Secrets) -> Iterator[Write]:
        from mock_ai.traffic.call import call_of, kept
        from mock_ai.traffic.har import json_line

        def write(batch: Sequence["Exchange"]) -> None:
            try:
                with path.open("a", encoding="utf-8", errors="replace", newline="\n") as file:
                    for one in batch:
                        row, wire, media = kept(one, secrets())
                        line = json_line(call_of(row, wire), media.get)
                        if file.tell() + len(line) > LARGEST_LINES:
                            raise UserError(
                                f"“{path.name}” is full.",
                                "It has 256 MB; what is asked from now on is not written.",
                                "Stop, and serve with another file.",
                            )
                        file.write(line)
            except OSError as error:
                raise explain(error, path) from error

        yield write

    return opened
