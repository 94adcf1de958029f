"""What was copied in another program, as what a page can take: files, rows of cells, a picture, or words."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from estimators.base.errors import UserError
from estimators.base.sentence import tr

_MARKS = ("\t", ";", ",")


@dataclass(frozen=True)
class Copied:
    """One of these, or nothing: files come before cells, cells before the picture that a spreadsheet adds of them."""

    paths: tuple[Path, ...] = ()
    picture: QImage = field(default_factory=QImage)
    text: str = ""

    @property
    def is_table(self) -> bool:
        """Whether the text is rows of cells: two lines with separators at least."""
        lines = [line for line in self.text.splitlines() if line.strip()]
        marked = any(all(mark in line for line in lines[:5]) for mark in _MARKS)
        return len(lines) > 1 and marked

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text that hold something."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


def copied(data: QMimeData | None = None) -> Copied:
    """What the clipboard holds (or ``data``, as it is dragged)."""
    held = data if data is not None else QGuiApplication.clipboard().mimeData()
    paths = tuple(Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile())
    if paths:
        return Copied(paths)
    text = held.text().strip("\r\n")
    words = Copied(text=text)
    if held.hasImage() and not words.is_table:
        picture = QImage(held.imageData())
        if not picture.isNull():
            return Copied(picture=picture)
    return words if text.strip() else Copied()


def nothing_copied() -> UserError:
    """What is said where there is nothing to paste."""
    return UserError(
        tr("Nothing was copied that could be pasted."),
        "",
        tr("Copy files, a picture, cells or a text, and paste again."),
    )


@cache
def _of_this_run() -> Path:
    """Where files of the moment lie until the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="smart-enough-"))
    atexit.register(partial(shutil.rmtree, folder, ignore_errors=True))
    return folder


def fresh_folder() -> Path:
    """An empty folder, for files that are needed for as long as the program runs."""
    return Path(tempfile.mkdtemp(dir=_of_this_run()))


def fresh_file(words: str, suffix: str) -> Path:
    """A path in a folder of its own, named by what it is and the moment, for what has no file yet."""
    moment = datetime.now().strftime("%Y-%m-%d %H.%M.%S.%f")[:-3]
    return fresh_folder() / f"{words} {moment}{suffix}"


def write_picture(picture: QImage) -> Path:
    """A copied picture as a file.

    Raises `UserError` where it cannot be written.
    """
    place = fresh_file(tr("pasted"), ".png")
    if not picture.save(str(place)):
        raise UserError(tr("The picture that was copied cannot be read."), "", "")
    return place


def write_table(text: str, name: str) -> Path:
    """Copied cells as a file of that name."""
    place = fresh_folder() / f"{name}.csv"
    place.write_text(text, encoding="utf-8")
    return place
