"""Writes what a server notes, in a thread of its own: into a project, or as JSON lines.

The server hands an exchange over and goes on; bodies are hashed, shortened, packed and stored here. What cannot be written
yet waits: in memory while it is little, then in a file beside (:mod:`desktop.project.unwritten`), from which it is written
as soon as that can be (docs/decisions/0218-what-cannot-be-written-waits.md).
"""

import contextlib
import logging
import os
import queue
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop.project.caches import BATCH
from desktop.project.project import Project
from desktop.project.request_journal import JournalEntry
from desktop.project.trouble import explaining
from desktop.project.unwritten import Unwritten, append_whole
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from mock_ai.journal import Exchange

KEEP_AFTER_SECONDS = 0.4  # exchanges are kept in batches
LARGEST_LINES = 256 * 1024 * 1024  # bytes of a file of JSON lines
MOST_QUEUED = 10_000  # exchanges; a server that is ahead of that waits for its journal
MOST_HELD = 2_000  # exchanges that wait in memory before they go into a file
MOST_HELD_BYTES = 16 * 1024 * 1024
STOP_SECONDS = 3.0  # of patience with whoever holds the file when the server stops
_TRY_AGAIN_SECONDS = 0.5
_TELL_AFTER_SECONDS = 5.0  # a backup or another window is soon done
_BUSY_MS = 500
_MOST_AT_ONCE = 512
_LOG = logging.getLogger(__name__)
Write = Callable[[Sequence[JournalEntry]], None]


class Target(NamedTuple):
    """Where a journal goes: its file, and what opens it."""

    path: Path
    opened: Callable[[], AbstractContextManager[Write]]


class JournalWriter:
    """``kept`` is called after each batch, ``failed`` with why one is not written yet or not at all; both in the writing
    thread. ``waiting`` exchanges lie in a file beside, ``lost`` ones nowhere."""

    def __init__(
        self, target: Target, kept: Callable[[], None], failed: Callable[[UserError], None]
    ) -> None:
        self._target, self._kept, self._failed = target, kept, failed
        self._secrets: tuple[str, ...] = ()
        self._queue: queue.SimpleQueue[Exchange | None] = queue.SimpleQueue()
        self._held: deque[tuple[JournalEntry, int]] = deque()
        self._held_bytes = 0
        self._aside = Unwritten(target.path)
        self._some_aside = False  # looking for files is not for every batch
        self._is_open: contextlib.ExitStack | None = None
        self._write: Write | None = None
        self._trouble_since: float | None = None
        self._told = ""
        self._next_try = self._stop_by = 0.0
        self.waiting = self.lost = 0
        self._thread = threading.Thread(target=self._run, name="smart-enough-journal", daemon=True)
        self._thread.start()

    def put(self, exchange: "Exchange") -> None:
        """Take an exchange over. Safe from any thread, and at once while the journal keeps up."""
        while self._queue.qsize() >= MOST_QUEUED and self._thread.is_alive():
            time.sleep(0.005)
        self._queue.put(exchange)

    def hide(self, secret: str) -> None:
        """Never write this down: the token that clients send."""
        self._secrets = (*self._secrets, secret)

    def stop(self) -> None:
        """Write what there is and end the thread; what is held up longer than ``STOP_SECONDS`` goes into the file beside.
        May be called twice."""
        self._stop_by = self._stop_by or time.monotonic() + STOP_SECONDS
        self._queue.put(None)
        self._thread.join()

    # -- the thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        goes_on = True
        pending = self._some_aside = bool(self._aside.files())
        try:
            while goes_on:
                in_trouble = self._trouble_since is not None
                batch, goes_on = self._batch(in_trouble or pending)
                self._hold(batch)
                if in_trouble and time.monotonic() < self._next_try:
                    self._bound()
                elif in_trouble or batch or pending:
                    self._deliver()
                pending = False
            while self._has_some() and time.monotonic() < self._stop_by:
                time.sleep(_TRY_AGAIN_SECONDS / 5)
                self._deliver()
            if self._held:
                self._put_aside()
            self._say_what_is_left()
        finally:
            self._close()

    def _has_some(self) -> bool:
        return bool(self._held) or self._some_aside

    def _batch(self, soon: bool) -> "tuple[list[Exchange], bool]":
        """What came within a moment of the first one, and whether there may be more. With ``soon``, nothing may come."""
        batch: list[Exchange] = []
        until = time.monotonic() + _TRY_AGAIN_SECONDS if soon else 0.0
        most = MOST_HELD if soon else _MOST_AT_ONCE
        while len(batch) < most:
            try:
                wait = max(until - time.monotonic(), 0) if batch or soon else None
                one = self._queue.get(timeout=wait)
            except queue.Empty:
                return batch, True
            if one is None:
                return batch, False
            batch.append(one)
            until = until or time.monotonic() + KEEP_AFTER_SECONDS
        return batch, True

    def _hold(self, batch: "Sequence[Exchange]") -> None:
        from mock_ai.traffic.exchange import to_stored

        for one in batch:
            size = 1024 + (one.wire.size if one.wire is not None else 0)
            try:
                entry = JournalEntry(*to_stored(one, self._secrets))
            except Exception:  # noqa: BLE001  a bug costs this exchange, and not those after it
                self._lose(1)
                _LOG.exception("an exchange could not be read")
                continue
            self._held.append((entry, size))
            self._held_bytes += size

    def _deliver(self) -> None:
        """Write what is beside and what is held, as far as that can be."""
        before = len(self._held)
        try:
            self._aside_first()
            while self._held:
                piece = [self._held[i][0] for i in range(min(BATCH, len(self._held)))]
                self._write_all(piece)
                self._let_go(len(piece))
        except _FullError as error:
            self._lose(len(self._held))
            self._let_go(len(self._held))
            self._tell(error)
        except UserError as error:  # somebody holds the file, the disk is full, or the file is gone
            if not _is_busy(error):
                self._close()
            self._have_trouble(error)
        else:
            self._trouble_since, self._told = None, ""
        if len(self._held) < before:
            self._kept()

    def _aside_first(self) -> None:
        if self._some_aside:
            with explaining(self._aside.path):
                self.waiting = max(self.waiting - self._aside.hand_over(self._write_all), 0)
            self._some_aside = False
            self._kept()

    def _write_all(self, entries: Sequence[JournalEntry]) -> None:
        if self._write is None:
            self._is_open = contextlib.ExitStack()
            self._write = self._is_open.enter_context(self._target.opened())
        try:
            self._write(entries)
        except UserError:
            raise
        except Exception:  # noqa: BLE001  as above
            _LOG.exception("exchanges could not be written")
            if len(entries) == 1:  # a bug costs this exchange, and not those after it
                self._lose(1)
                return
            for one in entries:
                self._write_all([one])

    def _have_trouble(self, error: UserError) -> None:
        now = time.monotonic()
        self._next_try = now + _TRY_AGAIN_SECONDS
        self._trouble_since = self._trouble_since or now
        if not _is_busy(error) or now - self._trouble_since >= _TELL_AFTER_SECONDS:
            self._tell(
                UserError(
                    error.what,
                    error.why,
                    tr("What is asked meanwhile waits, and is written as soon as that can be."),
                )
            )
        self._bound()

    def _bound(self) -> None:
        if len(self._held) > MOST_HELD or self._held_bytes > MOST_HELD_BYTES:
            self._put_aside()

    def _put_aside(self) -> None:
        """Out of memory, into the file beside."""
        entries = [entry for entry, _ in self._held]
        for start in range(0, len(entries), BATCH):
            piece = entries[start : start + BATCH]
            try:
                self._aside.add(piece)
            except OSError:
                self._lose(len(piece))
            else:
                self.waiting += len(piece)
                self._some_aside = True
        self._let_go(len(entries))

    def _let_go(self, count: int) -> None:
        for _ in range(count):
            self._held_bytes -= self._held.popleft()[1]

    def _lose(self, count: int) -> None:
        self.lost += count

    def _tell(self, error: UserError) -> None:
        """Say a trouble once, until it is over."""
        if error.what != self._told:
            self._told = error.what
            self._say(error)

    def _say_what_is_left(self) -> None:
        name = self._target.path.name
        if self.waiting:
            self._say(
                UserError(
                    tr(
                        "{exchanges} could not be written into “{name}”.",
                        exchanges=_exchanges(self.waiting),
                        name=name,
                    ),
                    tr("They are kept in {path}.", path=str(self._aside.path)),
                    tr("They are written when it is served again, if that file lies beside it."),
                )
            )
        if self.lost:
            self._say(
                UserError(
                    tr(
                        "{exchanges} could not be written into “{name}”, nor beside it.",
                        exchanges=_exchanges(self.lost),
                        name=name,
                    ),
                    tr("They are lost."),
                    tr("Free some space, or choose another place for the journal."),
                )
            )

    def _say(self, error: UserError) -> None:
        try:
            self._failed(error)
        except Exception:  # noqa: BLE001  whoever listens, or a terminal that is gone, stops no journal
            _LOG.exception("%s", error)

    def _close(self) -> None:
        stack, self._is_open, self._write = self._is_open, None, None
        if stack is not None:
            stack.close()


class _FullError(UserError):
    """The file takes no more, whatever happens."""


def into_project(path: Path) -> Target:
    """Write into a project, through a connection of its own."""

    @contextlib.contextmanager
    def opened() -> Iterator[Write]:
        with Project.open_beside(path) as project:
            here = path.stat()
            # A short wait, often: the thread has to take over what comes meanwhile.
            project.file.connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")

            def write(batch: Sequence[JournalEntry]) -> None:
                with explaining(path):
                    is_here = os.path.samestat(path.stat(), here)
                if not is_here:  # SQLite would write on into the file that was taken away
                    raise UserError(
                        tr("“{name}” was replaced.", name=path.name),
                        tr("Another file has its name."),
                        "",
                    )
                project.requests.append(batch)

            yield write

    return Target(path, opened)


def into_lines(path: Path) -> Target:
    """Add a JSON line for each exchange, until the file has 256 MB."""

    @contextlib.contextmanager
    def opened() -> Iterator[Write]:
        from mock_ai.traffic.exchange import from_stored
        from mock_ai.traffic.har import json_line

        def write(batch: Sequence[JournalEntry]) -> None:
            lines = "".join(
                json_line(from_stored(one.row, one.wire), one.media.get) for one in batch
            )
            content = lines.encode("utf-8", "replace")
            with explaining(path), path.open("a+b", buffering=0) as file:
                size = file.seek(0, os.SEEK_END)
                if size:
                    file.seek(-1, os.SEEK_END)
                    if file.read(1) != b"\n":  # somebody was killed in the midst of a line
                        content = b"\n" + content
                if size + len(content) > LARGEST_LINES:
                    raise _FullError(
                        tr("“{name}” is full.", name=path.name),
                        tr("It has 256 MB; what is asked from now on is not written."),
                        tr("Stop, and serve with another file."),
                    )
                append_whole(file.fileno(), content)

        yield write

    return Target(path, opened)


def _is_busy(error: UserError) -> bool:
    """Whether somebody else holds the file, and will let go of it."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.OperationalError) and "locked" in str(cause)


def _exchanges(n: int) -> str:
    return count(n, "exchange")
