"""Where projects are kept: the folder and name of a new one, and the dialogs that ask a person for another."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.project import SUFFIX
from desktop.save_dialog import ask_where, with_ending
from estimators.base.sentence import tr

_IN_A_WORD = "-,’'&"  # “40,000”, “e-mail”: safe in the name of a file
_UNTITLED = tr("Untitled")
_LONGEST_NAME = 40  # characters of a file that is named after a sentence

_SMALL_WORD = 4  # “so that a”, “für die”: no name ends in one that its sentence goes on behind


class FileDialogs:
    """Asks the person for files; a test answers in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def project_to_open(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self._parent,
            tr("Open a project"),
            str(documents()),
            tr("Smart Enough projects (*{suffix})", suffix=SUFFIX),
        )
        return Path(name) if name else None

    def project_to_make(self) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self._parent,
            tr("New project"),
            str(documents() / f"{_UNTITLED}{SUFFIX}"),
            tr("Smart Enough projects (*{suffix})", suffix=SUFFIX),
        )
        return Path(name) if name else None

    def place_of_copy(self, title: str, suggestion: Path) -> Path | None:
        """Where a copy of a project goes; it ends as projects do."""
        kinds = tr("Smart Enough projects (*{suffix})", suffix=SUFFIX)
        chosen = ask_where(
            self._parent, title, str(suggestion), kinds, with_ending(SUFFIX, always=True)
        )
        return Path(chosen) if chosen else None


def documents() -> Path:
    """Where a person keeps documents."""
    return Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        or Path.home()
    )


def projects_folder() -> Path:
    """Where new projects are kept, unless a person says where."""
    return documents() / "Smart Enough"


def place_for(sentence: str) -> Path:
    """A file that is not there yet, named after what the project should do."""
    folder = projects_folder()
    folder.mkdir(parents=True, exist_ok=True)
    words = "".join(
        each if each.isalnum() or each in _IN_A_WORD else " " for each in sentence
    ).split()
    named = [word for word in (each.strip(_IN_A_WORD) for each in words) if word]
    kept = list(named)
    while len(" ".join(kept)) > _LONGEST_NAME:
        kept.pop()
    while kept != named and kept and len(kept[-1]) <= _SMALL_WORD:
        kept.pop()
    return free_name(folder / f"{' '.join(kept) or _UNTITLED}{SUFFIX}")


def free_name(path: Path) -> Path:
    """This path, or the first with a number behind its name that is not there yet."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem} {number}{path.suffix}")
        number += 1
    return free
