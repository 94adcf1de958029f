"""Adding photos: find, hash, check and draw thumbnails, off the GUI thread.

A folder of folders gives every photo the name of its class folder; a folder of photos gives them its own name; a CSV
names file and label; a loose photo has no label yet. Files stay where they are.
"""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.jobs.worker import Cancelled, JobCancelled, Progress
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
    from estimators.classifier.photos import UnreadableItem, read_bytes, thumbnail_jpeg

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
    from estimators.classifier.photos import looks_like_a_photo

    pairs: dict[Path, str | None] = {}
    skipped: list[str] = []
    for source in sources:
        if source.is_dir() and not any(
            entry.is_dir() and not entry.name.startswith(".") for entry in source.iterdir()
        ):
            pairs |= dict.fromkeys(load_unlabelled(source), source.name)
        elif source.is_dir() or source.suffix.lower() in {".csv", ".tsv"}:
            examples = load_examples(source, min_classes=1)
            pairs |= dict(zip(examples.items, examples.labels, strict=True))
            skipped += [finding.why for finding in examples.skipped]
        elif source.is_file() and looks_like_a_photo(source):
            pairs.setdefault(source, None)
        else:
            skipped.append(f"“{source.name}” is not a photo.")
    return list(pairs.items()), skipped
