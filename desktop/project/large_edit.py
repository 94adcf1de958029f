"""Edits that take longer than a window may stand still: they are found out by trying, and written by another thread."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from desktop.project import undo
from desktop.project.trouble import DATABASE_ERRORS, explaining

T = TypeVar("T")
Edit = Callable[[sqlite3.Connection], undo.Touched]
"""Writes, and says what it changed."""

MOMENT = 0.03  # seconds of a thread's own time: what a window may spend on an edit
_OFTEN = 1_000  # instructions of SQLite between two looks at the time


class Window(Protocol):
    """What must not stand still during long work."""

    def run_beside(self, work: Callable[[], T]) -> T:
        """Have a thread do it, after what that has to do already, and wait for what comes of it."""

    def breathe(self) -> None:
        """Be painted, and hear of what others did."""


class LargeEditError(Exception):
    """It is more than the thread of a window may do. Nothing was changed."""


@contextmanager
def all_or_nothing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction: committed at the end, or rolled back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def bounded(edit: Edit, connection: sqlite3.Connection) -> undo.Touched:
    """What a small edit changed; `LargeEditError` stops one that is not."""
    until, over = time.thread_time() + MOMENT, False

    def is_over() -> bool:
        nonlocal over
        over = over or time.thread_time() > until
        return over

    connection.set_progress_handler(is_over, _OFTEN)
    try:
        return edit(connection)
    except sqlite3.OperationalError as error:
        if over:
            raise LargeEditError from error
        raise
    finally:
        connection.set_progress_handler(None, _OFTEN)


def write_with(connection: sqlite3.Connection, path: Path, edit: Edit) -> undo.Touched:
    """Carry out an edit by a connection of its own, in any thread: until it is whole, others read what was there before."""
    with explaining(path, *DATABASE_ERRORS):
        # What is written before the end shuts readers out.
        connection.execute("PRAGMA cache_spill = OFF")
        undo.install_triggers(connection)
        with all_or_nothing(connection):
            return edit(connection)


def take(steps: Iterable[Callable[[], object]], window: Window | None) -> None:
    """Take the steps of long work; every moment a window is painted."""
    since = time.thread_time()
    for step in steps:
        step()
        if window is not None and time.thread_time() - since > MOMENT:
            window.breathe()
            since = time.thread_time()


def data_version(connection: sqlite3.Connection) -> int:
    """Another number once somebody else has written."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
