"""Packing a project for sharing, off the GUI thread: a copy that holds the originals of its examples.

The copy is written beside and put in its place when it is whole. What people asked the fake stays out unless wanted, and
so does what the files say of their maker (position, time, author, camera), where they lie here, and what was removed or undone.
"""

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.jobs.journal_out import put_in_place
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project import SUFFIX
from desktop.project.connection import real_path
from desktop.project.data_fingerprint import fingerprints_of
from desktop.project.lock import held, sweep
from desktop.project.noun import noun
from desktop.project.originals import is_line_of_table
from desktop.project.project import Project
from desktop.project.records import Example
from desktop.project.request_journal import forget_in
from desktop.project.schema import CURRENT_VERSION, migrate
from desktop.project.shareable import (
    forget_removed,
    hashes_within,
    places_within,
    rename_contents,
    say_otherwise,
)
from desktop.project.trouble import explain, explaining
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.noun import example_noun
from estimators.base.number import digits, megabytes
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr, tr_plural

LARGEST_ORIGINAL = 900_000_000  # bytes; SQLite keeps no more than 1,000,000,000 in one place
_AT_ONCE = 16 * 1024 * 1024  # bytes of a transaction
_PAGES = 512  # copied between two looks at "cancelled"
_STEPS = 20_000  # of SQLite's machine between two such looks
_ROOM = 1024 * 1024  # bytes that a copy takes beyond what it holds


@dataclass(frozen=True)
class PackProject:
    """Which project to pack into which file.

    ``with_journal``: with what was asked and answered too. ``with_metadata``: files byte for byte, with what they say of
    their maker.
    """

    project: Path
    out: Path
    with_journal: bool = False
    with_metadata: bool = False


@dataclass(frozen=True)
class PackedProject:
    """``examples`` of the project have their original in the file; ``missing`` names those that have none.

    ``cleaned`` of them said something of their maker, which is not in the copy; ``uncleaned`` names those that stayed out
    because it could not be taken from them.
    """

    file: Path
    examples: int
    missing: tuple[str, ...]
    bytes: int
    modality: str = "photo"
    cleaned: int = 0
    uncleaned: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackSize:
    """What a pack will hold: examples, about how many bytes, trainings, demo sessions, sign-offs; and how many exchanges
    could come along."""

    examples: int
    bytes: int
    exchanges: int
    runs: int = 0
    sessions: int = 0
    signoffs: int = 0


def size_of_pack(project: Project) -> PackSize:
    """What packing would make, from what the project knows; no original is read."""
    rows = project.file.read(
        "SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT sha256, size FROM example "
        "WHERE sha256 != '' AND sha256 NOT IN (SELECT sha256 FROM original))",
        (),
    )
    exchanges, of_journal = project.requests.size()
    file = max(0, project.path.stat().st_size - of_journal)
    (held,) = project.file.read(
        "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM session), (SELECT count(*) FROM signoff)",
        (),
    )
    return PackSize(project.count_examples(), file + int(rows[0][0]), exchanges, *held)


def pack_project(request: PackProject, progress: Progress, cancelled: Cancelled) -> PackedProject:
    """The job: copy the project, take the journal out, put the originals in."""
    out = packed_file(request.out)
    if out.exists() and request.project.exists() and out.samefile(request.project):
        raise UserError(
            tr("A project cannot be packed into itself."),
            tr("The packed project is a copy."),
            tr("Choose another name."),
        )
    with Project.open_beside(request.project) as project:
        if project.file.connection.execute("PRAGMA user_version").fetchone()[0] > CURRENT_VERSION:
            raise UserError(
                tr("This project was saved by a newer Smart Enough."),
                tr("This one does not know all that is in it."),
                tr("Update, then pack it."),
            )
        _check_room(project, out)
        packing = _Packing(project, request, progress, cancelled)
        sweep(real_path(out).parent)
        with held(out):
            put_in_place(out, packing.write)
        first = project.first_example()
    size = out.stat().st_size
    kind = first.modality if first else "photo"
    return PackedProject(
        out,
        packing.examples,
        tuple(packing.missing),
        size,
        kind,
        packing.cleaned,
        tuple(packing.uncleaned),
    )


def packed_file(out: Path) -> Path:
    """The file to write: it ends as projects do."""
    return out if out.suffix == SUFFIX else out.with_name(out.name + SUFFIX)


def _check_room(project: Project, out: Path) -> None:
    wanted = size_of_pack(project).bytes + _ROOM
    with explaining(out.absolute().parent):
        free = shutil.disk_usage(out.absolute().parent).free
    if free < wanted:
        raise UserError(
            tr("There is not enough room for “{name}”.", name=out.name),
            tr(
                "It takes about {megabytes}; there are {megabytes_2}.",
                megabytes=megabytes(wanted),
                megabytes_2=megabytes(free),
            ),
            tr("Free some space, or choose another disk."),
        )


class _Packing:
    """One packing: what it has put in so far, and what it did not find."""

    def __init__(
        self, project: Project, request: PackProject, progress: Progress, cancelled: Cancelled
    ) -> None:
        self._project, self._request = project, request
        self._progress, self._cancelled = progress, cancelled
        self.examples = self.cleaned = 0
        self.missing: list[str] = []
        self.uncleaned: list[str] = []
        self._renamed: dict[str, str] = {}  # hashes of files that are others without what they say

    def write(self, part: Path) -> None:
        """Write the copy; what SQLite says of a full disk is said as the system says it."""
        try:
            with closing(sqlite3.connect(part, isolation_level=None)) as copy:
                # Nobody reads the copy before it is whole: it needs no journal of its own, which would lie beside it.
                copy.execute("PRAGMA journal_mode = OFF")
                copy.execute("PRAGMA synchronous = OFF")
                self._copy(copy)
                with self._stoppable(copy):
                    if not self._request.with_journal:
                        forget_in(copy)
                    forget_removed(copy)
                    self._progress(1, 4, tr("Tidying the copy"))
                    copy.execute("VACUUM")  # nothing that was deleted is left in it
                # What is rewritten from here on is overwritten.
                copy.execute("PRAGMA secure_delete = ON")
                self._put_originals(copy)
                self._progress(1, 1, tr("Tidying the copy"))
                self._say_otherwise(copy)
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
            self._progress(total - left, 4 * total, tr("Copying the project"))

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
        looked_at: set[str] = set()
        examples = self._project.examples()
        thing, waiting = noun(self._project, 1), 0
        copy.execute("BEGIN")
        for number, example in enumerate(examples):
            self._look()
            self._progress(
                len(examples) + 3 * number,
                4 * len(examples),
                tr(
                    "Packing {thing} {number} of {examples}",
                    thing=thing,
                    number=number + 1,
                    examples=len(examples),
                ),
            )
            if example.sha256 in self._renamed:
                self.cleaned += 1
            elif example.sha256 not in looked_at:
                packed = self._packed(example)
                if packed is None:
                    continue
                content, sha256 = packed
                if sha256 != example.sha256:
                    self._renamed[example.sha256] = sha256
                    self.cleaned += 1
                copy.execute(
                    "INSERT OR IGNORE INTO original (sha256, bytes) VALUES (?, ?)",
                    (sha256, content),
                )
                looked_at.add(example.sha256)
                waiting += len(content)
                if waiting > _AT_ONCE:
                    copy.execute("COMMIT")
                    copy.execute("BEGIN")
                    waiting = 0
            self.examples += 1
        copy.execute("COMMIT")
        if self.missing and not self.examples:
            raise UserError(
                tr_plural(
                    "The {n} original is not there: nothing was packed.",
                    "None of the {n} originals is there: nothing was packed.",
                    len(self.missing),
                ),
                tr("They were moved, renamed or changed since they were added."),
                tr("Open the project, press “Find the folder…” on Data, and pack it then."),
            )

    def _packed(self, example: Example) -> tuple[bytes, str] | None:
        """What goes into the copy and its hash; None where nothing does, which is noted."""
        with self._project.file.large_values():
            content = self._project.originals.kept(example.sha256) or self._read(example)
        if content is None:
            self.missing.append(example.name)
            return None
        if self._request.with_metadata or is_line_of_table(example.path):
            return content, example.sha256
        from estimators.classifier.metadata import MetadataError, without_metadata
        from estimators.classifier.unreadable import UnreadableItem

        try:
            without = without_metadata(content, example.modality)
        except (MetadataError, UnreadableItem):
            self.uncleaned.append(example.name)
            return None
        if without is content:
            return content, example.sha256
        return without, hashlib.sha256(without).hexdigest()

    def _say_otherwise(self, copy: sqlite3.Connection) -> None:
        """Rewrite where files lie and what they hold, everywhere in the copy at once."""
        before = fingerprints_of(copy.execute)
        copy.execute("BEGIN")
        rename_contents(copy, self._renamed)
        # What is up to date stays up to date.
        after = fingerprints_of(copy.execute)
        places = places_within(row[0] for row in copy.execute("SELECT path FROM example"))
        exact = {**hashes_within(self._renamed), **places, **dict(zip(before, after, strict=True))}
        say_otherwise(copy, exact, _own_folders(self._request.project))
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


def _own_folders(project: Path) -> list[Path]:
    """Folders whose names say who the owner is; the outermost last, so that the longest is replaced first."""
    folders = [project.absolute().parent, project.resolve().parent]
    with suppress(RuntimeError):  # there is no home
        folders.append(Path.home())
    return [folder for folder in dict.fromkeys(folders) if folder != Path(folder.anchor)]


# --- in words ------------------------------------------------------------------------------------------------------


def holds_words(size: PackSize, one: str, *, metadata: bool = False) -> tuple[str, str]:
    """What a packed project holds and what it does not, a sentence each; ``one`` is what an example is called."""
    held = [
        tr(
            "the {original} of its {count}",
            original=tr("original") if size.examples == 1 else tr("originals"),
            count=count(size.examples, one),
        ),
        tr("your answers and notes"),
        count(size.runs, "trained model"),
        tr("{count} with the names that people gave", count=count(size.sessions, "demo session")),
        count(size.signoffs, "sign-off"),
    ]
    there = (size.examples, True, size.runs, size.sessions, size.signoffs)
    parts = [words for words, some in zip(held, there, strict=True) if some]
    kept = (
        ""
        if metadata or one == "text"
        else tr("when and where a {one} was made, by whom or with which camera, ", one=one)
    )
    return (
        tr(
            "The copy holds {listed}: about {megabytes}.",
            listed=listed(parts),
            megabytes=megabytes(size.bytes),
        ),
        tr(
            "It does not hold {kept}in which folders of this computer its files lie, or what was removed or undone.",
            kept=kept,
        ),
    )


def cleaned_words(packed: PackedProject) -> str:
    """How many files are in it without what they said of their maker, in a sentence; nothing where none said any."""
    if not packed.cleaned:
        return ""
    return tr_plural(
        "{things} is in it without position, time, author and camera.",
        "{things} are in it without position, time, author and camera.",
        packed.cleaned,
        things=count(packed.cleaned, example_noun(packed.modality)),
    )


def missing_words(packed: PackedProject, most: int = 3) -> str:
    """Which originals are not in the packed file, in a sentence or two; nothing where all are."""
    gone = _left_out(packed, packed.missing, tr("the original is gone or has changed"), most)
    stuck = tr("what it says of its maker cannot be taken out")
    return " ".join(filter(None, [gone, _left_out(packed, packed.uncleaned, stuck, most)]))


def _left_out(packed: PackedProject, names: tuple[str, ...], why: str, most: int) -> str:
    if not names:
        return ""
    named = [quoted(name) for name in names[:most]]
    if len(names) > most:
        named.append(tr("{n} more", n=digits(len(names) - most)))
    return tr_plural(
        "{things} is not in it, because {why}: {named}.",
        "{things} are not in it, because {why}: {named}.",
        len(names),
        things=count(len(names), example_noun(packed.modality)),
        why=why,
        named=listed(named),
    )
