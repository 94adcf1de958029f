"""Every sentence of every project, by the file it is kept in, with what differs from day to day taken out."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.golden import commands, projects
from tests.golden.keeping import kept_files
from tests.golden.pages import WindowTexts

NO_PROJECT = "no_project"
NAMES = (NO_PROJECT, *projects.NAMES)


def sentences_of(name: str, scratch: Path, app: QApplication) -> dict[str, str]:
    """Every sentence of one project, or of no project at all, by the file below ``KEPT / name`` that keeps it."""
    window = WindowTexts(app)
    try:
        if name == NO_PROJECT:
            folder = scratch
            found = {"welcome": window.without_project(), "cli-errors": commands.mistaken(folder)}
        else:
            path = projects.open_project(name, scratch / name)
            folder = path.parent
            found = {**dict(commands.of_project(path)), **window.of_project(path)}
    finally:
        window.close()
    return kept_files(found, folder)
