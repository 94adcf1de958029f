"""What went wrong with a file, in words for the person."""

import errno
import sqlite3
from pathlib import Path

from estimators.base.errors import UserError

# What SQLite raises for a damaged file, and Python for what it then says in bytes that are no UTF-8.
DATABASE_ERRORS = (sqlite3.Error, UnicodeError)
FILE_ERRORS = (OSError, *DATABASE_ERRORS)

_BY_WORDS = (
    (
        "full",
        "The disk is full.",
        "“{name}” keeps what it had before.",
        "Free some space and try again.",
    ),
    ("locked", "“{name}” is busy.", "Another program is writing to it.", "Try again in a moment."),
    (
        "malformed",
        "“{name}” is damaged.",
        "Part of the file is not what a project should hold.",
        "Open your last copy; the damaged file was not changed.",
    ),
    (
        "no such",  # table or column
        "“{name}” is damaged.",
        "A part that every project has is missing.",
        "Open your last copy; the damaged file was not changed.",
    ),
    (
        "too big",
        "“{name}” holds more than a project may.",
        "One of its values is too large.",
        "Open your last copy, or ask whoever sent it for another.",
    ),
    (
        "unable to open",
        "“{name}” can’t be opened here.",
        "A file that belongs to it can’t be written beside it.",
        "Copy it to a folder where you may write, and open that.",
    ),
    ("readonly", "“{name}” can’t be changed.", "It is write-protected.", "Save a copy elsewhere."),
    (
        "decode",  # a text whose bytes are no UTF-8
        "“{name}” is damaged.",
        "A text in it can’t be read.",
        "Open your last copy; the damaged file was not changed.",
    ),
    (
        "not a database",
        "“{name}” is not a Smart Enough project.",
        "It holds something else, or its beginning is damaged.",
        "Choose a file that ends in .smart, or open your last copy.",
    ),
)


class DamageError(ValueError):
    """A value that no project has. ``place`` says where it stands, in words."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def explain(error: Exception, path: Path) -> UserError:
    """The failure of a file operation as a sentence; a failure that is in words already stays as it is."""
    if isinstance(error, UserError):
        return error
    name = path.name
    if isinstance(error, OSError):
        return _explain_system(error, name)
    if isinstance(error, DamageError):
        return UserError(
            f"“{name}” is damaged.",
            f"What it holds of {error.place} is not what a project should hold.",
            "Open your last copy; the damaged file was not changed.",
        )
    words = str(error)
    if isinstance(error, DATABASE_ERRORS):
        for part, what, why, next_step in _BY_WORDS:
            if part in words:
                return UserError(what.format(name=name), why.format(name=name), next_step)
    return UserError(f"“{name}” can’t be used.", f"The system says: {words}.", "Try another place.")


def _explain_system(error: OSError, name: str) -> UserError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return UserError(
            "The disk is full.", f"“{name}” was not written.", "Free some space and try again."
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UserError(
            f"“{name}” can’t be used there.",
            "The folder or file is protected.",
            "Choose another folder.",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError(f"There is no “{name}” there.", "", "Check the name and the folder.")
    if isinstance(error, IsADirectoryError):
        return UserError(f"“{name}” is a folder.", "A file is wanted here.", "Choose a file.")
    if isinstance(error, FileExistsError):
        return UserError(f"“{name}” exists already.", "It is not replaced.", "Choose another name.")
    return UserError(
        f"“{name}” can’t be used.", f"The system says: {error.strerror}.", "Try another place."
    )
