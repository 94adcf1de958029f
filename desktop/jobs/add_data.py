"""Adding photos: find, hash, check and draw thumbnails, off the GUI thread.

A folder of folders gives every photo the name of its class folder; a folder of photos gives them its own name; a CSV
names file and label; a loose photo has no label yet. Files stay where they are.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
from desktop.project.file import SUFFIX
from desktop.project.project import Project
from desktop.project.records import NewExample

THUMBNAIL = 256  # pixels, the longer side
AT_ONCE = 32


@dataclass(frozen=True)
class AddData:
    """Which folders, photos or CSVs to add to which project."""

    project: Path
    sources: tuple[Path, ...]


@dataclass(frozen=True)
class FoundData:
    """What was found, ready for ``AddExamples``; ``skipped`` says what was left out, one sentence each."""

    examples: tuple[NewExample, ...]
    skipped: tuple[str, ...]

    @property
    def unreadable(self) -> tuple[NewExample, ...]:
        return tuple(example for example in self.examples if example.trouble)


def find_data(request: AddData, progress: Progress, cancelled: Cancelled) -> FoundData:
    """The job: every photo below the sources, hashed, checked and with a thumbnail in the project."""
    progress(0, 1, "Looking for photos")
    pairs, skipped = _find(request.sources)
    with Project.open_beside(request.project) as project:
        there = {example.path for example in project.examples()}
        drawn = project.caches.known_thumbnails()
        pairs = [(path, label) for path, label in pairs if project.stored_path(path) not in there]
        found: list[NewExample] = []
        with ThreadPoolExecutor(2) as pool:
            for start in range(0, len(pairs), AT_ONCE):
                if cancelled():
                    raise JobCancelled
                progress(start, len(pairs), f"Looking at photo {start + 1:,} of {len(pairs):,}")
                some = list(
                    pool.map(lambda pair: _look(pair[0], drawn), pairs[start : start + AT_ONCE])
                )
                project.caches.put_thumbnails({s.sha256: s.thumbnail for s in some if s.thumbnail})
                found += [
                    NewExample(
                        project.stored_path(path),
                        path.name,
                        seen.sha256,
                        seen.size,
                        "photo",
                        label,
                        trouble=seen.trouble,
                    )
                    for (path, label), seen in zip(
                        pairs[start : start + AT_ONCE], some, strict=True
                    )
                ]
    if not found and not there:
        raise UserError(
            "There are no photos in there.",
            skipped[0] if skipped else "",
            "Choose a folder with one folder of photos for each class.",
        )
    return FoundData(tuple(found), tuple(skipped))


@dataclass(frozen=True)
class _Seen:
    sha256: str
    size: int
    thumbnail: bytes
    trouble: str


def _look(path: Path, drawn: frozenset[str]) -> _Seen:
    from estimators.classifier.item import UnreadableItem, read_bytes
    from estimators.classifier.photo.decoding import thumbnail_jpeg

    try:
        content = read_bytes(path)
    except UnreadableItem as error:
        return _Seen("", path.stat().st_size if path.exists() else 0, b"", str(error))
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 in drawn:
        return _Seen(sha256, len(content), b"", "")
    try:
        return _Seen(sha256, len(content), thumbnail_jpeg(content, THUMBNAIL), "")
    except UnreadableItem as error:
        return _Seen(sha256, len(content), b"", str(error))


def _find(sources: Sequence[Path]) -> tuple[list[tuple[Path, str | None]], list[str]]:
    from estimators.classifier.examples import load_examples, load_unlabelled
    from estimators.classifier.modality import PHOTO, looks_like

    pairs: dict[Path, str | None] = {}
    skipped: list[str] = []
    for source in sources:
        if source.is_dir() and not _has_folders(source):
            pairs |= dict.fromkeys(load_unlabelled(source), source.name)
        elif source.is_dir() or source.suffix.lower() in {".csv", ".tsv"}:
            examples = load_examples(source, min_classes=1)
            files = [item for item in examples.items if isinstance(item, Path)]
            pairs |= dict(zip(files, examples.labels, strict=True))
            skipped += [finding.why for finding in examples.skipped]
        elif source.is_file() and source.suffix == SUFFIX:
            with Project.open_beside(source) as other:
                pairs |= {other.original(e): e.class_name for e in other.labelled()}
        elif source.is_file() and looks_like(source, PHOTO):
            pairs.setdefault(source, None)
        else:
            skipped.append(f"“{source.name}” is not a photo.")
    return list(pairs.items()), skipped


def _has_folders(folder: Path) -> bool:
    try:
        return any(entry.is_dir() and not entry.name.startswith(".") for entry in folder.iterdir())
    except OSError:
        return False  # reading it says why not


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
    progress(0, 1, "Looking through the folder")
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
        gone = [e for e in project.examples() if not project.original(e).exists()]
        taken = {example.path for example in project.examples()}
        for number, example in enumerate(gone):
            if cancelled():
                raise JobCancelled
            progress(number, len(gone), f"Looking for photo {number + 1:,} of {len(gone):,}")
            for path in dict.fromkeys((*by_name[example.name], *by_size[example.size])):
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
