"""A version as a file to look at, in the cache of this computer."""

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from desktop.project import SUFFIX
from desktop.project.project import Project
from desktop.project.shareable import lie_elsewhere
from desktop.project.trouble import explaining
from desktop.project.versions import Version
from estimators.base.date import day
from estimators.base.sentence import tr

_ODD = re.compile(r"[^\w ,.-]")  # in the name of a file


def write_to_read(project: Project, version: Version) -> Path:
    """Write a version where nothing is edited: its files are found, and the file is write-protected.

    Raises `UserError`: it is damaged or gone, or there is no room.
    """
    folder = versions_folder() / project.uid / str(version.id)
    name = tr("{name}, {day}", name=project.name, day=day(version.at))
    path = folder / (_ODD.sub("_", name)[:80] + SUFFIX)
    with explaining(path):
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            path.chmod(0o600)
    project.versions.write(version.id, path)
    with closing(sqlite3.connect(path)) as written, written:
        lie_elsewhere(written, project.path.parent, folder)
        written.execute("UPDATE project SET name = ?", (name,))
    with explaining(path):
        path.chmod(0o400)
    return path


def versions_folder() -> Path:
    """Where versions are put to be looked at; may be emptied at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("smart-enough", appauthor=False) / "versions"
