"""Connecting to a project file that anybody may have made.

As SQLite advises for untrusted files (https://www.sqlite.org/security.html): nothing of the file is trusted before its
schema is, to the letter, what our own migrations make; values and numbers of rows are bounded; and nothing is written
before the first edit. What lies beside the file under the names that SQLite uses is looked at first, because SQLite
would follow a rollback journal to other files and delete them.
"""

import contextlib
import os
import sqlite3
import stat
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from desktop.project.schema import (
    APPLICATION_ID,
    CURRENT_VERSION,
    check_bounds,
    schema_of,
    schema_of_version,
)
from desktop.project.trouble import explain, explaining
from estimators.base.errors import UserError
from estimators.base.sentence import tr

BUSY_SECONDS = 5.0
LARGEST_TEXT = 64 * 1024 * 1024  # bytes of one value, where no original or model is read
LARGEST_VALUE = 1_000_000_000  # bytes; SQLite keeps no more in one place
_BESIDE = ("-journal", "-wal", "-shm")
_JOURNAL_END = bytes.fromhex("d9d505f920a163d7")
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_TEXT,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 10,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,  # VACUUM attaches its copy
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
}


def real_path(path: Path) -> Path:
    """The file itself, whichever link leads to it."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):  # links in a circle, or no name at all: opening it says so
        return path.absolute()


@lru_cache
def real_folder(folder: Path) -> Path:
    """A folder itself, asked for once for each of the many files in it."""
    return real_path(folder)


def connect(path: Path, *, writable: bool, any_thread: bool = False) -> sqlite3.Connection:
    """A connection to a real path (``real_path``) with its limits set; nothing of the file has been read yet.

    Raises ``UserError`` where the path, or what lies beside it, is not what a project is.
    """
    _check_regular(path)
    _check_beside(path)
    place = path.as_posix()
    root = "" if place.startswith("/") else "/"  # C:/… on Windows
    connection = sqlite3.connect(
        f"file://{root}{quote(os.fsencode(place))}?mode={'rw' if writable else 'ro'}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=not any_thread,
    )
    try:
        for limit, most in _LIMITS.items():
            connection.setlimit(limit, most)
        for setting in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "mmap_size = 0",
            "foreign_keys = ON",
            "synchronous = EXTRA",  # the removal of the journal, which is the commit, is synced too (decision 0215)
            "fullfsync = ON",  # for macOS, whose fsync does not reach the disk
        ):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def check(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the project that the file is; ``UserError`` where it is none, or holds what no project has."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UserError(
            tr("“{name}” is not a Smart Enough project.", name=path.name),
            tr("It holds something else."),
            tr("Choose a file that ends in .smart, or start a new project and drop your data in."),
        )
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < 1:
        raise UserError(
            tr("“{name}” is damaged.", name=path.name),
            tr("Its version is {version}, which no project has.", version=version),
            tr("Open your last copy; the damaged file was not changed."),
        )
    _check_schema(connection, path, version)
    check_bounds(connection, path.name)
    return version


def back_to_one_file(connection: sqlite3.Connection, path: Path) -> None:
    """Between edits a project is exactly one file.

    What another program set to WAL goes back to a rollback journal. The journal of an edit that was killed before it
    wrote anything is not hot, and SQLite leaves it there: going from one mode to the other removes it, under its locks.
    """
    if path.with_name(f"{path.name}-journal").exists():
        with contextlib.suppress(sqlite3.OperationalError):  # an edit goes on just now
            connection.execute("PRAGMA journal_mode = TRUNCATE")
            connection.execute("PRAGMA journal_mode = DELETE")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        with contextlib.suppress(sqlite3.OperationalError):  # that program still has it open
            connection.execute("PRAGMA journal_mode = DELETE")


def _check_regular(path: Path) -> None:
    """Neither a folder nor what never ends, such as a pipe, is opened."""
    with explaining(path, OSError, ValueError):
        kind = path.stat().st_mode
    if stat.S_ISDIR(kind):
        raise UserError(
            tr("“{name}” is a folder.", name=path.name),
            tr("A project is a file ending in .smart."),
            tr("Choose the file."),
        )
    if not stat.S_ISREG(kind):
        raise UserError(
            tr("“{name}” is not a file.", name=path.name),
            tr("It is a device, a pipe or a socket."),
            tr("Choose a file that ends in .smart."),
        )


def _check_beside(path: Path) -> None:
    """What SQLite would open of its own accord is a plain file, and a journal is of this file alone."""
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        try:
            kind = beside.lstat().st_mode
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise explain(error, beside) from error
        if not stat.S_ISREG(kind):
            raise _odd_beside(
                beside, tr("It is a link, a folder or a device, and no part of a project.")
            )
    journal = path.with_name(f"{path.name}-journal")
    if _names_another_file(journal):
        raise _odd_beside(
            journal,
            tr("It names another file, which would be deleted; no project of ours does that."),
        )


def _names_another_file(journal: Path) -> bool:
    """Whether a rollback journal ends in the name of a super-journal (https://www.sqlite.org/fileformat.html#superjrnl).

    SQLite reads that file and deletes it. We never write one: it is for several databases in one transaction.
    """
    try:
        with journal.open("rb") as file:
            file.seek(0, os.SEEK_END)
            size = file.tell()
            if size < 16:
                return False
            file.seek(size - 16)
            tail = file.read(16)
    except FileNotFoundError:  # the edit that it belonged to has ended meanwhile
        return False
    except OSError as error:
        raise explain(error, journal) from error
    return tail[8:] == _JOURNAL_END and tail[:4] != b"\0\0\0\0"


def _odd_beside(beside: Path, why: str) -> UserError:
    return UserError(
        tr("“{name}” must not lie beside a project.", name=beside.name),
        why,
        tr("Move it away, or copy the .smart file alone to another folder and open it there."),
    )


def _check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """A file of a version that we know holds what its migrations make, to the letter; a newer one tables and indexes.

    So no trigger, view, virtual table or computed column of a stranger is ever run.
    """
    found = schema_of(connection)
    if version <= CURRENT_VERSION:
        odd, missing = found - schema_of_version(version), schema_of_version(version) - found
    else:
        odd, missing = _code_in(connection, found), frozenset()
    if odd:
        raise UserError(
            tr("“{name}” is not a Smart Enough project.", name=path.name),
            tr("It holds parts that no project has."),
            tr("Open a file from someone you trust."),
        )
    if missing:
        raise UserError(
            tr("“{name}” is damaged.", name=path.name),
            tr("A part that every project has is missing."),
            tr("Open your last copy; the damaged file was not changed."),
        )


def _code_in(
    connection: sqlite3.Connection, found: frozenset[tuple[str, str, str, str]]
) -> frozenset[tuple[str, str, str, str]]:
    """What SQLite would run in reading: anything but tables and indexes, and tables with computed columns."""
    odd = set()
    for row in found:
        kind, name, _, sql = row
        if kind not in ("table", "index") or sql.upper().startswith("CREATE VIRTUAL"):
            odd.add(row)
        elif kind == "table":
            columns = connection.execute("SELECT hidden FROM pragma_table_xinfo(?)", (name,))
            if any(hidden for (hidden,) in columns):
                odd.add(row)
    return frozenset(odd)
