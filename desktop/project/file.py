"""One ``.smart`` file: opening, locking, transactions, undo.

Every edit is one committed transaction, so killing the process loses at most the edit in flight. The journal is
SQLite's rollback journal (not WAL): between edits the project is exactly one file that can be copied or mailed.
"""

import contextlib
import os
import sqlite3
import uuid
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol, Self

from desktop.project import undo
from desktop.project.connection import (
    LARGEST_TEXT,
    LARGEST_VALUE,
    back_to_one_file,
    check,
    connect,
    real_path,
)
from desktop.project.large_edit import (
    Edit,
    LargeEditError,
    Window,
    all_or_nothing,
    bounded,
    data_version,
    write_with,
)
from desktop.project.lock import ProjectLock, sweep
from desktop.project.schema import (
    CURRENT_VERSION,
    check_bounds,
    migrate,
    read_as_current,
    read_as_it_is,
)
from desktop.project.trouble import DATABASE_ERRORS, FILE_ERRORS, DamageError, explain, explaining
from estimators.base.errors import UserError
from estimators.base.sentence import tr


class Command(Protocol):
    """One edit by a person: what it is called in the menu, and what it does; ``is_large``: what it takes away cannot be seen
    at a glance, and a version is kept before it; ``is_long``: a window need not try whether it takes long."""

    @property
    def text(self) -> str: ...

    def apply(self, connection: sqlite3.Connection) -> None: ...


MANY = 20  # rows that an edit takes away or relabels: from here on it is a large one


def is_large(command: Command) -> bool:
    """Whether a version is kept before it."""
    return bool(getattr(command, "is_large", False))


def now() -> str:
    """This moment as text, in UTC to the microsecond: which of two came first is asked of it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class ProjectFile:
    """An open project file.

    Use :meth:`create`, :meth:`open` (locks the file for this window) or :meth:`open_beside` (a job or a command beside
    an open window: no lock, no undo; it may add to the caches).
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        lock: ProjectLock | None,
        *,
        read_only: bool,
        notice: str,
        editable: bool = False,
    ) -> None:
        self.path = path
        self.connection = connection
        self.read_only = read_only
        self.notice = notice  # why it is read-only, for the message under the header
        self.saved_at: datetime | None = _last_change(path)
        self.window: Window | None = None  # where somebody works on it
        self._beside = 0  # edits that a thread of it writes
        self._lock = lock
        self._version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        self._editable = editable  # whether anything may be written yet: from the first edit on
        self._edits: dict[str, int] = defaultdict(int)  # of each table, and undoing them
        self._edited: dict[str, deque[frozenset[int] | None]] = defaultdict(_last_edits)
        # Changes of the connection that are in there; what else was written, and the last sight of it.
        self._accounted = self._others = 0
        self._seen = data_version(connection)

    # --- opening and closing -------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, *, name: str, organisation: str = "") -> Self:
        """Make a new project at ``path``; never overwrites a file."""
        path = real_path(path)
        if path.exists():
            raise UserError(
                tr("“{name}” exists already.", name=path.name),
                tr("A new project never replaces a file."),
                tr("Choose another name."),
            )
        lock = ProjectLock(path)
        try:
            path.touch(exist_ok=False)
            try:
                lock.hold_file()
                connection = connect(path, writable=True)
                try:
                    migrate(connection)
                    connection.execute(
                        "INSERT INTO project (id, uid, name, organisation, created) VALUES (1, ?, ?, ?, ?)",
                        (uuid.uuid4().hex, name, organisation, now()),
                    )
                    undo.install_triggers(connection)
                except BaseException:
                    connection.close()
                    raise
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        except BaseException as error:
            lock.drop()
            if isinstance(error, FILE_ERRORS):
                raise explain(error, path) from error
            raise
        return cls(path, connection, lock, read_only=False, notice="", editable=True)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a project for a window: one window a file; newer or protected files open read-only.

        Nothing is written before the first edit, but what a killed program left half done is undone.
        """
        path = real_path(path)
        writable = _may_write(path)
        lock = ProjectLock(path) if writable else None
        try:
            if lock is not None:
                lock.hold_file()
                sweep(path.parent)
            connection, version = _connect(path, writable=writable)
        except BaseException as error:
            if lock is not None:
                lock.drop()
            if isinstance(error, FILE_ERRORS):
                raise explain(error, path) from error
            raise
        if version > CURRENT_VERSION:
            notice = tr(
                "This project was saved by a newer Smart Enough. You can look at it here but not change it; "
                "update to edit it."
            )
            if lock is not None:
                lock.drop()
            return cls(path, connection, None, read_only=True, notice=notice)
        if lock is None:
            notice = tr(
                "This file or its folder is write-protected. Save a copy elsewhere to change it."
            )
            return cls(path, connection, None, read_only=True, notice=notice)
        return cls(path, connection, lock, read_only=False, notice="")

    @classmethod
    def open_beside(cls, path: Path) -> Self:
        """Open a project that a window may hold: to read, and to add to the caches."""
        path = real_path(path)
        writable = _may_write(path)
        with explaining(path, *FILE_ERRORS):
            connection, version = _connect(path, writable=writable)
        read_only = not writable or version > CURRENT_VERSION
        return cls(path, connection, None, read_only=read_only, notice="")

    def close(self) -> None:
        """Close the file and let other windows have it. Nothing is pending: every edit is already saved."""
        self._await_others()
        self.connection.close()
        if self._lock is not None:
            self._lock.drop()
        self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- reading and writing -------------------------------------------------------------------------------------------------

    def read(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        """The rows of a query; a damaged file found late is a UserError too."""
        try:
            return self.connection.execute(statement, values).fetchall()
        except DATABASE_ERRORS as error:
            raise explain(error, self.path) from error

    def moment_of(self, *tables: str) -> tuple[int, ...]:
        """Another one after every edit of these tables, and after everything that was written in another way or by somebody else."""
        self._account_others()
        return (self._others, *(self._edits[table] for table in tables))

    def edited_since(self, table: str, moment: tuple[int, ...]) -> frozenset[int] | None:
        """The ids of the rows of a table that edits changed since ``moment_of`` it; None where that is not known."""
        *before, then = moment
        *now_too, edits = self.moment_of(table)
        known = self._edited[table]
        if before != now_too or edits - then > len(known):
            return None
        changed: set[int] = set()
        for ids in list(known)[len(known) - (edits - then) :]:
            if ids is None:
                return None
            changed |= ids
        return frozenset(changed)

    def _account_others(self) -> None:
        changes, seen = self.connection.total_changes, data_version(self.connection)
        self._others += (changes, seen) != (self._accounted, self._seen)
        self._accounted, self._seen = changes, seen

    def _account(self, touched: Mapping[str, frozenset[int] | None]) -> frozenset[str]:
        for table, ids in touched.items():
            self._edits[table] += 1
            self._edited[table].append(ids)
        self._accounted = self.connection.total_changes
        return frozenset(touched)

    @contextlib.contextmanager
    def large_values(self) -> Iterator[None]:
        """Meanwhile a value may be as large as SQLite allows: an original, a model."""
        self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        try:
            yield
        finally:
            self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_TEXT)

    @contextlib.contextmanager
    def transaction(self, *tables: str) -> Iterator[sqlite3.Connection]:
        """All or nothing, committed at the end; not undoable (for caches and appended records).

        - `tables`: those that it writes, where somebody says so: what was read of all others may be kept.
        """
        if self.read_only:
            raise UserError(
                tr("This project is read-only."), self.notice, tr("Save a copy to change it.")
            )
        self._await_others()
        with explaining(self.path, *DATABASE_ERRORS):
            self._make_editable()
            self._account_others()
            with all_or_nothing(self.connection):
                yield self.connection
        if tables:
            self._account(dict.fromkeys(tables))
        self.saved_at = datetime.now(UTC)

    def _make_editable(self) -> None:
        """Before the first edit: an older file becomes a current one, and a window begins to note what undo needs."""
        if self._editable:
            return
        self.connection.execute("PRAGMA query_only = OFF")
        if self._lock is not None:
            if self._version < CURRENT_VERSION:
                read_as_it_is(self.connection)
                migrate(self.connection)
            undo.install_triggers(self.connection)
        self._editable = True

    def tidy(self) -> None:
        """Write the file anew without what was deleted: nothing of that is left in its bytes."""
        with explaining(self.path, sqlite3.Error):
            self._make_editable()
            self.connection.execute("VACUUM")
        self.saved_at = datetime.now(UTC)

    def do(self, command: Command) -> frozenset[str]:
        """Carry out one edit; returns the tables it changed (none: nothing to undo either)."""

        def edit(connection: sqlite3.Connection) -> undo.Touched:
            step = undo.open_step(connection, command.text, now())
            command.apply(connection)
            touched = undo.close_step(connection, step)
            check_bounds(connection, self.path.name, touched)
            return touched

        return self.write(edit, is_long=bool(getattr(command, "is_long", False)))

    def undo(self) -> frozenset[str]:
        """Take the last edit back; returns the tables changed (none where there is nothing to undo)."""
        return self._turn(undo.next_undo, "undo")

    def redo(self) -> frozenset[str]:
        """Do the last undone edit again."""
        return self._turn(undo.next_redo, "redo")

    def _turn(
        self, find: Callable[[sqlite3.Connection], tuple[int, str] | None], direction: str
    ) -> frozenset[str]:
        self._await_others()
        step = find(self.connection)
        if step is None:
            return frozenset()
        with explaining(self.path, DamageError):
            return self.write(partial(undo.turn_back, step=step[0], direction=direction))

    def write(self, edit: Edit, *, is_long: bool = False) -> frozenset[str]:
        """Carry out an edit in this thread; what takes long is begun anew by another one where there is a window."""
        try:
            with self.transaction() as connection:
                if is_long and self.window is not None:
                    raise LargeEditError
                touched = edit(connection) if self.window is None else bounded(edit, connection)
        except LargeEditError:
            assert self.window is not None
            return self._write_beside(edit, self.window)
        return self._account(touched)

    def _write_beside(self, edit: Edit, window: Window) -> frozenset[str]:
        with closing(connect(self.path, writable=True, any_thread=True)) as other:
            before = data_version(other)
            self._accounted = self.connection.total_changes  # what was begun here is undone
            self._account_others()
            self._beside += 1
            try:
                touched = window.run_beside(partial(write_with, other, self.path, edit))
            finally:
                self._beside -= 1
            self._seen = data_version(self.connection)
            self._others += data_version(other) != before  # somebody else wrote as well
        self.saved_at = datetime.now(UTC)
        return self._account(touched)

    def _await_others(self) -> None:
        """Until what a thread writes is written."""
        if self._beside and self.window is not None:
            self.window.run_beside(lambda: None)

    def edits_between(self, since: str, until: str = "") -> list[tuple[str, str]]:
        """The edits after one moment and up to another that stand, newest first, as far back as they are kept: when and what."""
        query = """SELECT at, text FROM undo_step WHERE NOT undone AND at > ? AND (? = '' OR at <= ?)
                   ORDER BY id DESC"""
        return [(str(at), str(text)) for at, text in self.read(query, (since, until, until))]

    @property
    def undo_text(self) -> str | None:
        """What undo would take back, in words, or None."""
        step = None if self.read_only else undo.next_undo(self.connection)
        return step[1] if step else None

    @property
    def redo_text(self) -> str | None:
        """What redo would do again, in words, or None."""
        step = None if self.read_only else undo.next_redo(self.connection)
        return step[1] if step else None


def _last_edits() -> "deque[frozenset[int] | None]":
    return deque(maxlen=200)  # edits between two looks at a table


def _last_change(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _connect(path: Path, *, writable: bool) -> tuple[sqlite3.Connection, int]:
    """A connection that only reads as yet, and the version of the file."""
    connection = connect(path, writable=writable)
    try:
        version = check(connection, path)
        if writable and version <= CURRENT_VERSION:
            back_to_one_file(connection, path)
        read_as_current(connection)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection, version
