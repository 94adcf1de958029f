"""One ``.smart`` file: opening, locking, transactions, undo.

Every edit is one committed transaction, so killing the process loses at most the edit in flight. The journal is
SQLite's rollback journal (not WAL): between edits the project is exactly one file that can be copied or mailed.
"""

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import quote

from desktop.project import undo
from desktop.project.schema import APPLICATION_ID, CURRENT_VERSION, migrate, read_as_current
from desktop.project.trouble import explain
from estimators.errors import UserError

if TYPE_CHECKING:
    from filelock import FileLock

SUFFIX = ".smart"
BUSY_SECONDS = 5.0


class Command(Protocol):
    """One edit by a person: what it is called in the menu, and what it does."""

    @property
    def text(self) -> str: ...

    def apply(self, connection: sqlite3.Connection) -> None: ...


def now() -> str:
    """This moment as text, in UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class ProjectFile:
    """An open project file.

    Use :meth:`create`, :meth:`open` (locks the file for this window) or :meth:`open_beside` (a job or a command beside
    an open window: no lock, no undo; it may add to the caches).
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        lock: "FileLock | None",
        read_only: bool,
        notice: str,
    ) -> None:
        self.path = path
        self.connection = connection
        self.read_only = read_only
        self.notice = notice  # why it is read-only, for the message under the header
        self.saved_at: datetime | None = _last_change(path)
        self._lock = lock

    # --- opening and closing -------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, *, name: str, organisation: str = "") -> Self:
        """Make a new project at ``path``; never overwrites a file."""
        path = path.absolute()
        if path.exists():
            raise UserError(
                f"“{path.name}” exists already.",
                "A new project never replaces a file.",
                "Choose another name.",
            )
        lock = _take_lock(path)
        try:
            path.touch(exist_ok=False)
            connection = _connect(path, read_only=False)
            try:
                migrate(connection)
                connection.execute(
                    "INSERT INTO project (id, uid, name, organisation, created) VALUES (1, ?, ?, ?, ?)",
                    (uuid.uuid4().hex, name, organisation, now()),
                )
                undo.install_triggers(connection)
            except BaseException:
                connection.close()
                path.unlink(missing_ok=True)
                raise
        except (OSError, sqlite3.Error) as error:
            _drop_lock(lock)
            raise explain(error, path) from error
        return cls(path, connection, lock, read_only=False, notice="")

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a project for a window: one window a file; newer or protected files open read-only."""
        path = path.absolute()
        version = _check_header(path)
        read_only, notice = False, ""
        if version > CURRENT_VERSION:
            read_only = True
            notice = (
                "This project was saved by a newer Smart Enough. You can look at it here but not change it; "
                "update to edit it."
            )
        elif not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            read_only = True
            notice = (
                "This file or its folder is write-protected. Save a copy elsewhere to change it."
            )
        lock = None if read_only else _take_lock(path)
        try:
            connection = _connect(path, read_only=read_only)
            try:
                _check_schema(connection, path)
                if read_only:
                    read_as_current(connection)
                else:
                    if version < CURRENT_VERSION:
                        migrate(connection)
                    undo.install_triggers(connection)
            except BaseException:
                connection.close()
                raise
        except (OSError, sqlite3.Error, UserError) as error:
            _drop_lock(lock)
            raise explain(error, path) from error
        return cls(path, connection, lock, read_only, notice)

    @classmethod
    def open_beside(cls, path: Path) -> Self:
        """Open a project that a window may hold: to read, and to add to the caches."""
        path = path.absolute()
        newer = _check_header(path) > CURRENT_VERSION
        writable = not newer and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        try:
            connection = _connect(path, read_only=not writable)
            _check_schema(connection, path)
            read_as_current(connection)
        except (OSError, sqlite3.Error) as error:
            raise explain(error, path) from error
        return cls(path, connection, None, read_only=not writable, notice="")

    def close(self) -> None:
        """Close the file and let other windows have it. Nothing is pending: every edit is already saved."""
        self.connection.close()
        _drop_lock(self._lock)
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
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, committed at the end; not undoable (for caches and appended records)."""
        if self.read_only:
            raise UserError(
                "This project is open read-only.", self.notice, "Save a copy to change it."
            )
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                self.connection.execute("PRAGMA defer_foreign_keys = ON")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        self.saved_at = datetime.now(UTC)

    def tidy(self) -> None:
        """Write the file anew without what was deleted: nothing of that is left in its bytes."""
        try:
            self.connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        self.saved_at = datetime.now(UTC)

    def do(self, command: Command) -> frozenset[str]:
        """Carry out one edit; returns the tables it changed (none: nothing to undo either)."""
        with self.transaction() as connection:
            step = undo.open_step(connection, command.text, now())
            command.apply(connection)
            return undo.close_step(connection, step)

    def undo(self) -> frozenset[str]:
        """Take the last edit back; returns the tables changed (none where there is nothing to undo)."""
        return self._turn(undo.next_undo, "undo")

    def redo(self) -> frozenset[str]:
        """Do the last undone edit again."""
        return self._turn(undo.next_redo, "redo")

    def _turn(
        self, find: Callable[[sqlite3.Connection], tuple[int, str] | None], direction: str
    ) -> frozenset[str]:
        step = find(self.connection)
        if step is None:
            return frozenset()
        with self.transaction() as connection:
            return undo.turn_back(connection, step[0], direction)

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


def _last_change(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"file:{quote(path.as_posix())}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    if not read_only:
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def _check_header(path: Path) -> int:
    """The version of a project file, from its first 100 bytes (https://www.sqlite.org/fileformat.html)."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        if path.is_dir():
            raise UserError(
                f"“{path.name}” is a folder.",
                "A project is a file ending in .smart.",
                "Choose the file.",
            ) from error
        raise explain(error, path) from error
    application_id = int.from_bytes(header[68:72], "big")
    if not header.startswith(b"SQLite format 3\0") or application_id != APPLICATION_ID:
        raise UserError(
            f"“{path.name}” is not a Smart Enough project.",
            "It holds something else.",
            "Choose a file that ends in .smart, or start a new project and drop your data in.",
        )
    return int.from_bytes(header[60:64], "big")


def _check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Projects hold tables and indexes; code in a file (triggers, views) is refused."""
    odd = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
    ).fetchone()[0]
    if (
        odd
        or not connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'project'"
        ).fetchone()[0]
    ):
        raise UserError(
            f"“{path.name}” is not a Smart Enough project.",
            "It holds parts that no project has.",
            "Open a file from someone you trust.",
        )


def _lock_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _take_lock(path: Path) -> "FileLock":
    from filelock import FileLock, Timeout

    lock = FileLock(_lock_path(path))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UserError(
            f"“{path.name}” is open in another window.",
            "Two windows would overwrite each other’s edits.",
            "Go to that window, or close it first.",
        ) from error
    except OSError as error:
        raise explain(error, path) from error
    return lock


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Let no window have the file meanwhile; refused where one has it open."""
    lock = _take_lock(path.absolute())
    try:
        yield
    finally:
        _drop_lock(lock)


def _drop_lock(lock: "FileLock | None") -> None:
    if lock is not None and lock.is_locked:
        if os.name != "nt":  # an open file cannot be unlinked on Windows; filelock removes it there
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()
