"""Copying a project to another place, off the GUI thread: whole, with its history, and its files found from there.

Unlike a packed project (`desktop.jobs.pack`), which is for others, a copy keeps everything and holds no original: only where its
files lie is said from the new place.
"""

import os
import shutil
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop.jobs.journal_out import put_in_place
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project.connection import real_path
from desktop.project.lock import held, sweep
from desktop.project.project import Project
from desktop.project.schema import migrate
from desktop.project.shareable import lie_elsewhere
from desktop.project.trouble import DamageError, explain, explaining
from estimators.base.errors import UserError
from estimators.base.number import megabytes
from estimators.base.sentence import tr

_PAGES = 512  # copied between two looks at "cancelled"
_ROOM = 1024 * 1024  # bytes beyond what the file holds


@dataclass(frozen=True)
class CopyProject:
    """Which project to copy into which file. With a ``name`` the copy is a project of its own, called that."""

    project: Path
    out: Path
    name: str = ""


def copy_project(request: CopyProject, progress: Progress, cancelled: Cancelled) -> Path:
    """The job: write the copy beside, put it in place when it is whole; returns the file.

    Raises `UserError`: onto itself, no room, a disk that fails.
    """
    out = real_path(request.out)
    if out.exists() and request.project.exists() and out.samefile(request.project):
        raise UserError(
            tr("A project cannot be copied onto itself."), "", tr("Choose another name or folder.")
        )
    with Project.open_beside(request.project) as project:
        _check_room(project.path, out)
        sweep(out.parent)
        with held(out):
            put_in_place(out, lambda part: _write(project, part, request, progress, cancelled))
    return out


def _check_room(path: Path, out: Path) -> None:
    with explaining(out):
        wanted, free = path.stat().st_size + _ROOM, shutil.disk_usage(out.parent).free
    if free < wanted:
        raise UserError(
            tr("There is not enough room for “{name}”.", name=out.name),
            tr("It takes about {wanted}; there are {free}.", wanted=megabytes(wanted), free=megabytes(free)),
            tr("Free some space, or choose another disk."),
        )  # fmt: skip


def _write(
    project: Project, part: Path, request: CopyProject, progress: Progress, cancelled: Cancelled
) -> None:
    def look(_status: int, left: int, total: int) -> None:
        if cancelled():
            raise JobCancelled
        progress(total - left, total, tr("Copying the project"))

    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            # Nobody reads the copy before it is whole: it needs no journal of its own, which would lie beside it.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            project.file.connection.backup(copy, pages=_PAGES, progress=look)
            migrate(copy)
            copy.execute("BEGIN")
            lie_elsewhere(copy, project.path.parent, real_path(request.out).parent)
            if request.name:
                identity = (uuid.uuid4().hex, request.name)
                copy.execute("UPDATE project SET uid = ?, name = ?", identity)
            copy.execute("COMMIT")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
    except sqlite3.Error as error:
        raise explain(error, part) from error
    except DamageError as error:
        raise explain(error, project.path) from error
