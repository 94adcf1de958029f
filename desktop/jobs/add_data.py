"""Adding examples: find, hash, check and draw thumbnails, off the GUI thread.

Files stay where they are; a text that a table holds is kept in the project by its hash.
"""

import contextlib
import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from desktop.jobs.sources import Brought, gather
from desktop.jobs.table_columns import ColumnsAsked, TableColumns
from desktop.jobs.table_data import FoundTable, facts_among, take_table
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project.example_list import modality
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Example, NewExample
from desktop.project.table_data import table_of
from estimators.base.errors import UserError
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.classifier.modality import Modality

THUMBNAIL = 256  # pixels, the longer side
FIRST_WORDS = 120  # letters that a list shows of a text
AT_ONCE, TEXTS_AT_ONCE = 32, 1024
KEPT_FOLDER = "pasted"  # beside the project, where what it keeps itself is said to lie; there is no such folder


@dataclass(frozen=True)
class AddData:
    """Which folders, files, tables or projects to add to which project.

    ``columns`` says what the columns of a table hold where their names do not. With ``ask`` a table that needs this is
    handed back as a question; otherwise it is an error. ``kept``: the files are of the moment (pasted, recorded), so the
    project keeps what they hold, as ``label``, and they are deleted.
    """

    project: Path
    sources: tuple[Path, ...]
    columns: tuple[tuple[Path, TableColumns], ...] = ()
    ask: bool = False
    kept: bool = False
    label: str | None = None


@dataclass(frozen=True)
class FoundData:
    """What was found, ready for ``AddExamples``; ``skipped`` says what was left out, one sentence each."""

    long_field: ClassVar = "examples"
    examples: tuple[NewExample, ...]
    skipped: tuple[str, ...]
    modality: str = "photo"
    asked: tuple[ColumnsAsked, ...] = ()
    table: FoundTable | None = None  # of facts: it is the project's data as a whole

    @property
    def unreadable(self) -> tuple[NewExample, ...]:
        return tuple(example for example in self.examples if example.trouble)


def without_classes(found: FoundData) -> FoundData:
    """As it comes into a product that tells nothing apart: what folders or a column are called is left alone, and said."""
    names = sorted({example.label for example in found.examples if example.label is not None})
    if not names:
        return found
    said = tr(
        "What the folders are called ({names}) is left alone: this product has no classes.",
        names=listed([quoted(name) for name in names[:3]]),
    )
    examples = tuple(replace(example, label=None) for example in found.examples)
    return replace(found, examples=examples, skipped=(*found.skipped, said))


def find_data(request: AddData, progress: Progress, cancelled: Cancelled) -> FoundData:
    """The job: every example below the sources, hashed, checked and with its thumbnail or text in the project."""
    from estimators.classifier.modality import modality_named

    progress(0, 1, tr("Looking through what you brought"))
    with Project.open_beside(request.project) as project:
        alone = facts_among(request.sources)
        facts = take_table(project, alone) if alone is not None and not request.columns else None
        if facts is not None:
            _require_room_for_a_table(project)
            return FoundData((), (), "table", table=facts)
        if table_of(project) is not None:
            raise UserError(
                tr("This project holds a table, and a project holds one kind."),
                tr("What you brought is no table of facts."),
                tr("Make a new project for it."),
            )
        gathered = gather(request.sources, modality(project), dict(request.columns))
        if request.kept:
            for path, one in gathered.examples.items():
                gathered.examples[path] = replace(one, label=request.label, kept=True)
        if gathered.asked and not request.ask:
            table = gathered.asked[0]
            raise UserError(
                tr(
                    "“{name}” lacks a “path” or “text” column, or a “label” column.",
                    name=table.table.name,
                ),
                tr(
                    "Its columns are {name}.",
                    name=", ".join(quoted(name) for name in table.names[:6]),
                ),
                tr("Rename the columns, or say which ones hold the example and the label."),
            )
        there = {example.path: example for example in project.examples()}
        brought, changed = _new_ones(project, tuple(gathered.examples.values()), there)
        kind = modality_named(gathered.modality or "photo")
        found = _look_at_all(project, kind, brought, progress, cancelled)
    if not found and not there and not gathered.asked:
        raise UserError(
            tr("There are no photos, texts, sounds or clips in there."),
            next(iter((*gathered.skipped, *changed)), ""),
            tr("Choose a folder with one folder of examples for each class."),
        )
    skipped = (*gathered.skipped, *changed)
    return FoundData(tuple(found), skipped, kind.name, tuple(gathered.asked))


def _require_room_for_a_table(project: Project) -> None:
    if project.count_examples():
        raise UserError(
            tr("This project holds {noun}, and a project holds one kind.", noun=noun(project)),
            tr("A table of facts is the whole of a project’s data."),
            tr("Make a new project for it."),
        )


def _new_ones(
    project: Project, brought: Sequence[Brought], there: dict[str, Example]
) -> tuple[list[Brought], list[str]]:
    """Those that the project does not have yet, and a sentence on each table that has changed since it was added."""
    new: list[Brought] = []
    changed: Counter[str] = Counter()
    unnamed: list[Brought] = []
    for one in brought:
        if not _can_be_named(one.path):
            unnamed.append(one)
            continue
        known = there.get(project.stored_path(one.path))
        if known is None:
            new.append(one)
        elif (
            one.text is not None and _sha256_of(one.text.encode("utf-8", "replace")) != known.sha256
        ):
            changed[one.path.name.rpartition(":")[0]] += 1
    left_out = [
        tr(
            "“{table}” has changed since it was added: {lines} of its lines hold another text now and were left out. "
            "Save it under another name to add them.",
            table=table,
            lines=lines,
        )
        for table, lines in changed.items()
    ]
    if unnamed:
        name = str(unnamed[0].path).encode("utf-8", "replace").decode()
        left_out.append(
            tr(
                "{unnamed} of the files have a name, or lie in a folder with a name, that is not written in UTF-8 "
                "(“{name}”) and were left out. Rename them to add them.",
                unnamed=len(unnamed),
                name=name,
            )
        )
    return new, left_out


def _can_be_named(path: Path) -> bool:
    """Whether a project, which keeps text, can keep where the file lies."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _look_at_all(
    project: Project,
    kind: "Modality",
    brought: Sequence[Brought],
    progress: Progress,
    cancelled: Cancelled,
) -> list[NewExample]:
    found: list[NewExample] = []
    look = partial(_look, kind.name, project.caches.known_thumbnails())
    at_once = TEXTS_AT_ONCE if kind.name == "text" else AT_ONCE
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, len(brought), at_once):
            if cancelled():
                raise JobCancelled
            done = tr(
                "{one} {start} of {brought}", one=kind.one, start=start + 1, brought=len(brought)
            )
            progress(start, len(brought), tr("Looking at {done}", done=done))
            some = brought[start : start + at_once]
            seen = list(pool.map(look, some))
            project.caches.put_thumbnails({s.sha256: s.thumbnail for s in seen if s.thumbnail})
            project.caches.put_originals(
                {
                    s.sha256: content
                    for one, s in zip(some, seen, strict=True)
                    if (content := _to_keep(one, s)) is not None
                }
            )
            found += [
                NewExample(
                    project.stored_path(_place(project, one)),
                    one.path.name if one.text is None else first_words(one.text),
                    s.sha256,
                    s.size,
                    kind.name,
                    one.label,
                    trouble=s.trouble,
                    belongs=one.belongs,
                    milliseconds=s.milliseconds,
                )
                for one, s in zip(some, seen, strict=True)
            ]
    for one in brought:
        if one.kept:
            with contextlib.suppress(OSError):
                one.path.unlink()
                one.path.parent.rmdir()
    return found


def _place(project: Project, one: Brought) -> Path:
    return project.path.parent / KEPT_FOLDER / one.path.name if one.kept else one.path


def _to_keep(one: Brought, seen: "_Seen") -> bytes | None:
    """What the project itself holds of it: a text of a table, and what has no file of its own."""
    if one.text is not None:
        return one.text.encode("utf-8", "replace")
    return one.path.read_bytes() if one.kept and seen.sha256 else None


def first_words(text: str) -> str:
    """The beginning of a text on one line, as lists show it; what cannot be printed is a space."""
    plain = "".join(c if c.isprintable() else " " for c in text[: 4 * FIRST_WORDS])
    return " ".join(plain.split())[:FIRST_WORDS]


@dataclass(frozen=True)
class _Seen:
    sha256: str
    size: int
    thumbnail: bytes = b""
    trouble: str = ""
    milliseconds: int | None = None


def _look(modality: str, drawn: frozenset[str], one: Brought) -> _Seen:
    from estimators.classifier.item import read_bytes, reader_of
    from estimators.classifier.unreadable import UnreadableItem

    try:
        content = read_bytes(one.path if one.text is None else one.text)
    except UnreadableItem as error:
        size = one.path.stat().st_size if one.text is None and one.path.exists() else 0
        return _Seen("", size, trouble=str(error))
    sha256 = _sha256_of(content)
    kind, length = reader_of(modality), None
    try:
        if modality != "photo":  # a photo's thumbnail shows already that it can be read
            decoded = kind.decode(content)
            length = round(1000 * kind.size(decoded, content)[0]) if modality != "text" else None
        drawing = modality != "text" and sha256 not in drawn
        thumbnail = kind.thumbnail(content, THUMBNAIL) if drawing else b""
    except UnreadableItem as error:
        return _Seen(sha256, len(content), trouble=str(error))
    return _Seen(sha256, len(content), thumbnail, milliseconds=length)


def _sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class FindMoved:
    """Look in ``folder`` for the originals that are no longer where the project has them."""

    project: Path
    folder: Path


@dataclass(frozen=True)
class FoundAgain:
    """New paths by example id, and how many are still missing."""

    moves: tuple[tuple[int, str], ...]
    missing: int


def find_moved(request: FindMoved, progress: Progress, cancelled: Cancelled) -> FoundAgain:
    """The job: match missing originals by content, trying files of the same name or size; renamed ones are found too."""
    progress(0, 1, tr("Looking through the folder"))
    by_name: defaultdict[str, list[Path]] = defaultdict(list)
    by_size: defaultdict[int, list[Path]] = defaultdict(list)
    for place, folders, names in os.walk(request.folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            by_name[name].append(path)
            by_size[_size(path)].append(path)
    hashes: dict[Path, str] = {}
    moves: list[tuple[int, str]] = []
    with Project.open_beside(request.project) as project:
        gone = [e for e in project.examples() if not project.is_here(e)]
        taken = {example.path for example in project.examples()}
        thing = noun(project, 1)
        for number, example in enumerate(gone):
            if cancelled():
                raise JobCancelled
            progress(
                number,
                len(gone),
                tr(
                    "Looking for {thing} {number} of {gone}",
                    thing=thing,
                    number=number + 1,
                    gone=len(gone),
                ),
            )
            for path in dict.fromkeys((*by_name[Path(example.path).name], *by_size[example.size])):
                if path not in hashes:
                    hashes[path] = _sha256(path)
                stored = project.stored_path(path)
                if hashes[path] == example.sha256 and example.sha256 and stored not in taken:
                    taken.add(stored)
                    moves.append((example.id, stored))
                    break
    return FoundAgain(tuple(moves), len(gone) - len(moves))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
