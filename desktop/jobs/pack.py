"""Packing a project for sharing, off the GUI thread: a copy that holds the originals of its examples.

The copy is written beside and put in its place when it is whole. What people asked the fake stays out unless wanted.
"""

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.jobs.journal_out import put_in_place
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project.connection import real_path
from desktop.project.file import SUFFIX
from desktop.project.lock import held, sweep
from desktop.project.progress import noun, one_of
from desktop.project.project import Project
from desktop.project.records import Example
from desktop.project.request_journal import forget_in
from desktop.project.schema import CURRENT_VERSION, migrate
from desktop.project.trouble import explain

LARGEST_ORIGINAL = 900_000_000  # bytes; SQLite keeps no more than 1,000,000,000 in one place
_AT_ONCE = 16 * 1024 * 1024  # bytes of a transaction
_PAGES = 512  # copied between two looks at "cancelled"
_STEPS = 20_000  # of SQLite's machine between two such looks
_ROOM = 1024 * 1024  # bytes that a copy takes beyond what it holds


@dataclass(frozen=True)
class PackProject:
    """Which project to pack into which file; ``with_journal``: with what was asked and answered too."""

    project: Path
    out: Path
    with_journal: bool = False


@dataclass(frozen=True)
class PackedProject:
    """``examples`` of the project have their original in the file; ``missing`` names those that have none."""

    file: Path
    examples: int
    missing: tuple[str, ...]
    bytes: int
    modality: str = "photo"


@dataclass(frozen=True)
class PackSize:
    """What a pack will hold: examples, about how many bytes, and how many exchanges could come along."""

    examples: int
    bytes: int
    exchanges: int


def size_of_pack(project: Project) -> PackSize:
    """What packing would make, from what the project knows; no original is read."""
    rows = project.file.read(
        "SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT sha256, size FROM example "
        "WHERE sha256 != '' AND sha256 NOT IN (SELECT sha256 FROM original))",
        (),
    )
    exchanges, of_journal = project.requests.size()
    file = max(0, project.path.stat().st_size - of_journal)
    return PackSize(project.count_examples(), file + int(rows[0][0]), exchanges)


def pack_project(request: PackProject, progress: Progress, cancelled: Cancelled) -> PackedProject:
    """The job: copy the project, take the journal out, put the originals in."""
    out = packed_file(request.out)
    if out.exists() and request.project.exists() and out.samefile(request.project):
        raise UserError(
            "A project cannot be packed into itself.",
            "The packed project is a copy.",
            "Choose another name.",
        )
    with Project.open_beside(request.project) as project:
        if project.file.connection.execute("PRAGMA user_version").fetchone()[0] > CURRENT_VERSION:
            raise UserError(
                "This project was saved by a newer Smart Enough.",
                "This one does not know all that is in it.",
                "Update, then pack it.",
            )
        _check_room(project, out)
        packing = _Packing(project, request.with_journal, progress, cancelled)
        sweep(real_path(out).parent)
        with held(out):
            put_in_place(out, packing.write)
        first = project.first_example()
    size = out.stat().st_size
    kind = first.modality if first else "photo"
    return PackedProject(out, packing.examples, tuple(packing.missing), size, kind)


def packed_file(out: Path) -> Path:
    """The file to write: it ends as projects do."""
    return out if out.suffix == SUFFIX else out.with_name(out.name + SUFFIX)


def _check_room(project: Project, out: Path) -> None:
    wanted = size_of_pack(project).bytes + _ROOM
    try:
        free = shutil.disk_usage(out.absolute().parent).free
    except OSError as error:
        raise explain(error, out.absolute().parent) from error
    if free < wanted:
        raise UserError(
            f"There is not enough room for “{out.name}”.",
            f"It takes about {megabytes(wanted)}; there are {megabytes(free)}.",
            "Free some space, or choose another disk.",
        )


def megabytes(size: int) -> str:
    """A size as people say it."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} kB"
    return f"{size / 1e6:,.1f} MB" if size < 1e8 else f"{round(size / 1e6):,} MB"


class _Packing:
    """One packing: what it has put in so far, and what it did not find."""

    def __init__(
        self, project: Project, with_journal: bool, progress: Progress, cancelled: Cancelled
    ) -> None:
        self._project, self._with_journal = project, with_journal
        self._progress, self._cancelled = progress, cancelled
        self.examples = 0
        self.missing: list[str] = []

    def write(self, part: Path) -> None:
        """Write the copy; what SQLite says of a full disk is said as the system says it."""
        try:
            with closing(sqlite3.connect(part, isolation_level=None)) as copy:
                # Nobody reads the copy before it is whole: it needs no journal of its own, which would lie beside it.
                copy.execute("PRAGMA journal_mode = OFF")
                copy.execute("PRAGMA synchronous = OFF")
                self._copy(copy)
                with self._stoppable(copy):
                    if not self._with_journal:
                        forget_in(copy)
                    self._progress(0, 1, "Tidying the copy")
                    copy.execute("VACUUM")  # nothing that was deleted is left in it
                self._put_originals(copy)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        except sqlite3.Error as error:
            if self._cancelled():
                raise JobCancelled from error
            if "full" in str(error):
                raise OSError(errno.ENOSPC, str(error)) from error
            raise explain(error, part) from error

    def _copy(self, copy: sqlite3.Connection) -> None:
        def look(_status: int, left: int, total: int) -> None:
            self._look()
            self._progress(total - left, total, "Copying the project")

        self._project.file.connection.backup(copy, pages=_PAGES, progress=look)
        migrate(copy)

    @contextmanager
    def _stoppable(self, copy: sqlite3.Connection) -> Iterator[None]:
        copy.set_progress_handler(lambda: int(self._cancelled()), _STEPS)
        try:
            yield
        finally:
            copy.set_progress_handler(None, 0)

    def _put_originals(self, copy: sqlite3.Connection) -> None:
        there = {row[0] for row in copy.execute("SELECT sha256 FROM original")}
        examples = self._project.examples()
        thing, waiting = noun(self._project, 1), 0
        copy.execute("BEGIN")
        for number, example in enumerate(examples):
            self._look()
            self._progress(
                number, len(examples), f"Packing {thing} {number + 1:,} of {len(examples):,}"
            )
            if example.sha256 not in there:
                content = self._read(example)
                if content is None:
                    self.missing.append(example.name)
                    continue
                copy.execute(
                    "INSERT INTO original (sha256, bytes) VALUES (?, ?)", (example.sha256, content)
                )
                there.add(example.sha256)
                waiting += len(content)
                if waiting > _AT_ONCE:
                    copy.execute("COMMIT")
                    copy.execute("BEGIN")
                    waiting = 0
            self.examples += 1
        copy.execute("COMMIT")

    def _read(self, example: Example) -> bytes | None:
        """The original as it was when it was added; None where it is gone, another file now, or too large."""
        try:
            place = self._project.original(example)
            if not example.sha256 or place.stat().st_size > LARGEST_ORIGINAL:
                return None
            content = place.read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == example.sha256 else None

    def _look(self) -> None:
        if self._cancelled():
            raise JobCancelled


def missing_words(packed: PackedProject, most: int = 3) -> str:
    """Which originals are not in the packed file, in a sentence; nothing where all are."""
    missing = packed.missing
    if not missing:
        return ""
    named = ", ".join(f"“{name}”" for name in missing[:most])
    others = f" and {len(missing) - most:,} more" if len(missing) > most else ""
    thing = one_of(packed.modality)
    words = f"1 {thing} is" if len(missing) == 1 else f"{len(missing):,} {thing}s are"
    return f"{words} not in it, because the original is gone or has changed: {named}{others}."
