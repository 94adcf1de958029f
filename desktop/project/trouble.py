"""What went wrong with a file, in words for the person."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.sentence import tr

# What SQLite raises for a damaged file, and Python for what it then says in bytes that are no UTF-8.
DATABASE_ERRORS = (sqlite3.Error, UnicodeError)
FILE_ERRORS = (OSError, *DATABASE_ERRORS)

_BY_WORDS = (
    (
        "full",
        tr("The disk is full."),
        tr("“{name}” keeps what it had before."),
        tr("Free some space and try again."),
    ),
    (
        "locked",
        tr("“{name}” is busy."),
        tr("Another program is writing to it."),
        tr("Try again in a moment."),
    ),
    (
        "malformed",
        tr("“{name}” is damaged."),
        tr("Part of the file is not what a project should hold."),
        tr("Open your last copy; the damaged file was not changed."),
    ),
    (
        "no such",  # table or column
        tr("“{name}” is damaged."),
        tr("A part that every project has is missing."),
        tr("Open your last copy; the damaged file was not changed."),
    ),
    (
        "too big",
        tr("“{name}” holds more than a project may."),
        tr("One of its values is too large."),
        tr("Open your last copy, or ask whoever sent it for another."),
    ),
    (
        "unable to open",
        tr("“{name}” can’t be opened here."),
        tr("A file that belongs to it can’t be written beside it."),
        tr("Copy it to a folder where you may write, and open that."),
    ),
    (
        "readonly",
        tr("“{name}” can’t be changed."),
        tr("It is write-protected."),
        tr("Save a copy elsewhere."),
    ),
    (
        "decode",  # a text whose bytes are no UTF-8
        tr("“{name}” is damaged."),
        tr("A text in it can’t be read."),
        tr("Open your last copy; the damaged file was not changed."),
    ),
    (
        "not a database",
        tr("“{name}” is not a Smart Enough project."),
        tr("It holds something else, or its beginning is damaged."),
        tr("Choose a file that ends in .smart, or open your last copy."),
    ),
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
    name = path.name
    if isinstance(error, OSError):
        return _explain_system(error, name)
    if isinstance(error, DamageError):
        return UserError(
            tr("“{name}” is damaged.", name=name),
            tr("What it holds of {place} is not what a project should hold.", place=error.place),
            tr("Open your last copy; the damaged file was not changed."),
        )
    words = str(error)
    if isinstance(error, DATABASE_ERRORS):
        for part, what, why, next_step in _BY_WORDS:
            if part in words:
                return UserError(what.format(name=name), why.format(name=name), next_step)
    return UserError(
        tr("“{name}” can’t be used.", name=name),
        tr("The system says: {words}.", words=words),
        tr("Try another place."),
    )


def _explain_system(error: OSError, name: str) -> UserError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return UserError(
            tr("The disk is full."),
            tr("“{name}” was not written.", name=name),
            tr("Free some space and try again."),
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UserError(
            tr("“{name}” can’t be used there.", name=name),
            tr("The folder or file is protected."),
            tr("Choose another folder."),
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError(
            tr("There is no “{name}” there.", name=name), "", tr("Check the name and the folder.")
        )
    if isinstance(error, IsADirectoryError):
        return UserError(
            tr("“{name}” is a folder.", name=name),
            tr("A file is wanted here."),
            tr("Choose a file."),
        )
    if isinstance(error, FileExistsError):
        return UserError(
            tr("“{name}” exists already.", name=name),
            tr("It is not replaced."),
            tr("Choose another name."),
        )
    return UserError(
        tr("“{name}” can’t be used.", name=name),
        tr("The system says: {strerror}.", strerror=str(error.strerror)),
        tr("Try another place."),
    )
