"""What went wrong with a file, in words for the person."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import data_file

# What SQLite raises for a damaged file, and Python for what it then says in bytes that are no UTF-8.
DATABASE_ERRORS = (sqlite3.Error, UnicodeError)
FILE_ERRORS = (OSError, *DATABASE_ERRORS)

_SENTENCES: dict[str, Any] = data_file(Path(__file__).with_name("trouble.json"))
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", None))
_SYSTEM: tuple[tuple[type[OSError], str], ...] = (
    (PermissionError, "protected"),
    (FileNotFoundError, "nowhere"),
    (NotADirectoryError, "nowhere"),
    (IsADirectoryError, "a folder"),
    (FileExistsError, "taken"),
)


class DamageError(ValueError):
    """A value that no project has. ``place`` says where it stands, in words."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@contextmanager
def explaining(path: Path, *kinds: type[Exception]) -> Iterator[None]:
    """Say in words what goes wrong with a file; ``kinds`` are those of failures, where it is not the system's alone."""
    expected = kinds or (OSError,)
    try:
        yield
    except expected as error:
        raise explain(error, path) from error


def explain(error: Exception, path: Path) -> UserError:
    """The failure of a file operation as a sentence; a failure that is in words already stays as it is."""
    if isinstance(error, UserError):
        return error
    words = str(error.strerror if isinstance(error, OSError) else error)
    place = error.place if isinstance(error, DamageError) else ""
    what, why, next_step = (
        text.format(name=path.name, words=words, place=place) for text in _sentences(error, words)
    )
    return UserError(what, why, next_step)


def _sentences(error: Exception, words: str) -> Any:
    if isinstance(error, DamageError):
        return _SENTENCES["damage"]
    known = None
    if isinstance(error, OSError):
        known = next((name for kind, name in _SYSTEM if isinstance(error, kind)), None)
        if error.errno in _NO_ROOM:
            known = "no room"
        elif error.errno == errno.EROFS:
            known = "protected"
        return _SENTENCES["system"].get(known, _SENTENCES["other"])
    if isinstance(error, DATABASE_ERRORS):
        known = next((part for part in _SENTENCES["database"] if part in words), None)
    return _SENTENCES["database"].get(known, _SENTENCES["other"])
