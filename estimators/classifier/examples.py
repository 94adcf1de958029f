"""Labelled examples as people keep them: a folder per class, or a CSV that lists files and labels."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from estimators.classifier.example_table import read_table
from estimators.classifier.modality import PHOTO, Modality, modality_named, modality_of
from estimators.classifier.photos import looks_like_a_photo
from estimators.errors import UserError

_JUNK = frozenset({"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin"})


@dataclass(frozen=True)
class Finding:
    """Something about some examples that a person should know, as one sentence."""

    paths: tuple[str, ...]
    why: str

    def to_json(self) -> dict[str, Any]:
        return {"paths": list(self.paths), "why": self.why}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(tuple(data["paths"]), data["why"])


@dataclass(frozen=True)
class Examples:
    """Examples with their labels, in a fixed order.

    Attributes
    ----------
    modality : str
        "photo".
    items : tuple of Path
    labels : tuple of str
        One per item.
    root : Path
        The folder (or the CSV's folder) that they were found in.
    skipped : tuple of Finding
        What was left out, and why.
    """

    modality: str
    items: tuple[Path, ...]
    labels: tuple[str, ...]
    root: Path
    skipped: tuple[Finding, ...] = field(default=())

    @property
    def classes(self) -> dict[str, int]:
        """How many examples each class has, by name."""
        return dict(sorted(Counter(self.labels).items()))

    def __len__(self) -> int:
        return len(self.items)


def load_examples(
    data: Path,
    *,
    text_column: str = "text",
    label_column: str = "label",
    path_column: str = "path",
    min_classes: int = 2,
) -> Examples:
    """Find the labelled examples in a folder with one folder per class, or in a CSV with a path and a label column.

    Folders inside a class folder count towards that class; a single folder around all class folders is looked into. Hidden files and folders are ignored; links are followed, and
    loops of links do no harm. Nothing is decoded here.

    Raises
    ------
    UserError
        If there is nothing there, fewer than `min_classes` classes, a folder that may not be read, a CSV without the
        columns, or examples of a kind that this version cannot learn from.
    """
    data = Path(data)
    if not data.exists():
        raise UserError(
            f"There is no “{data.name or data}”.",
            "The folder or file was moved, renamed or mistyped.",
            "Choose a folder with one folder of photos per class.",
        )
    if data.is_dir():
        examples = _from_folder(data)
    elif data.suffix.lower() in {".csv", ".tsv"}:
        examples = _from_table(data, text_column, label_column, path_column)
    else:
        raise UserError(
            f"“{data.name}” is neither a folder nor a CSV.",
            "Examples are a folder with one folder per class, or a CSV with path and label columns.",
            "Choose such a folder or CSV.",
        )
    classes = examples.classes
    if len(classes) < min_classes:
        only = next(iter(classes))
        raise UserError(
            f"There is only one class, “{only}”.",
            "Telling things apart needs at least two.",
            f"Add a folder of {modality_named(examples.modality).many} that are not “{only}”.",
        )
    return examples


def load_unlabelled(data: Path) -> tuple[Path, ...]:
    """All photos in a folder and the folders below it, or the one photo that was named; labels do not matter.

    Raises
    ------
    UserError
        If there are none.
    """
    data = Path(data)
    if not data.exists():
        raise UserError(
            f"There is no “{data.name or data}”.",
            "The folder or file was moved, renamed or mistyped.",
            "Choose a folder that has photos in it.",
        )
    found = (
        tuple(path for path in _files(data) if looks_like_a_photo(path))
        if data.is_dir()
        else (data,)
    )
    if not found:
        raise UserError(
            f"There are no photos in “{data.name or data}”.",
            "",
            "Choose a folder that has photos in it.",
        )
    return found


def _from_folder(root: Path) -> Examples:
    folders = _folders(root)
    while len(folders) == 1 and _only_folders(folders[0]):
        root = folders[0]  # an unpacked archive often wraps the class folders in one more
        folders = _folders(root)
    if not folders:
        loose = any(looks_like_a_photo(path) for path in _entries(root) if path.is_file())
        raise UserError(
            f"“{root.name or root}” has no class folders.",
            "The photos lie side by side, so there are no labels." if loose else "It is empty.",
            "Make one folder per class and put each photo into the folder of its class.",
        )
    files = [(path, folder.name) for folder in folders for path in _files(folder)]
    modality = modality_of([path for path, _ in files])
    if files:
        modality_named(modality.name)
    fitting = [(path, label) for path, label in files if looks_like_a_photo(path)]
    if not fitting:
        raise UserError(
            f"There are no photos in the folders of “{root.name or root}”.",
            f"They hold {len(files)} files of other kinds." if files else "They are all empty.",
            "Put the photos of each class into its folder.",
        )
    kept = {path for path, _ in fitting}
    skipped = [Finding((str(path),), "It is not a photo.") for path, _ in files if path not in kept]
    filled = {label for _, label in fitting}
    skipped += [
        Finding((str(folder),), f"The folder “{folder.name}” has no photos, so it is not a class.")
        for folder in folders
        if folder.name not in filled
    ]
    skipped += [
        Finding((str(path),), "It lies beside the class folders, so it has no label.")
        for path in _entries(root)
        if path.is_file() and not _is_junk(path.name) and path.suffix.lower() in PHOTO.suffixes
    ]
    return _examples(modality, fitting, root, skipped)


def _folders(root: Path) -> list[Path]:
    return [entry for entry in _entries(root) if entry.is_dir() and not _is_junk(entry.name)]


def _only_folders(folder: Path) -> bool:
    """Whether a folder holds folders, at least two, and no photo of its own."""
    return len(_folders(folder)) > 1 and not any(
        looks_like_a_photo(path) for path in _entries(folder) if path.is_file()
    )


def _from_table(path: Path, text_column: str, label_column: str, path_column: str) -> Examples:
    table = read_table(
        path, text_column=text_column, label_column=label_column, path_column=path_column
    )
    if table.kind == "text":
        modality_named("text")
    pairs: list[tuple[Path, str]] = []
    skipped = list(table.problems)
    for line, name, label in table.rows:
        item = path.parent / name  # an absolute name stays as it is
        if "\0" in name or not item.is_file():
            skipped.append((line, f"Line {line}: there is no file “{name}”."))
        else:
            pairs.append((item, label))
    findings = [Finding((f"{path}:{line}",), why) for line, why in skipped]
    if not pairs:
        raise UserError(
            f"None of the files that “{path.name}” lists is there.",
            "Names in the CSV count from the folder that the CSV lies in.",
            "Put the CSV beside the photos.",
        )
    modality = modality_of([item for item, _ in pairs])
    modality_named(modality.name)
    return _examples(modality, pairs, path.parent, findings)


def _examples(
    modality: Modality, pairs: Sequence[tuple[Path, str]], root: Path, skipped: Sequence[Finding]
) -> Examples:
    items = tuple(path for path, _ in pairs)
    return Examples(modality.name, items, tuple(label for _, label in pairs), root, tuple(skipped))


def _is_junk(name: str) -> bool:
    hidden = name.startswith(".") and not name.startswith("..")  # "..photo.jpg" is only oddly named
    return hidden or name.lower() in _JUNK


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise _unreadable_folder(folder, error) from error


def _files(folder: Path) -> Iterator[Path]:
    """Plain files in and below a folder, in the order of their names; every folder once, however it is linked."""
    visited: set[tuple[int, int]] = set()

    def refuse(error: OSError) -> None:
        raise _unreadable_folder(Path(error.filename or folder), error) from error

    for place, folders, names in os.walk(folder, followlinks=True, onerror=refuse):
        facts = Path(place).stat()
        if (facts.st_dev, facts.st_ino) in visited:
            folders.clear()
            continue
        visited.add((facts.st_dev, facts.st_ino))
        folders[:] = sorted(name for name in folders if not _is_junk(name))
        for name in sorted(names):
            path = Path(place, name)
            if not _is_junk(name) and path.is_file():  # no pipes, no broken links
                yield path


def _unreadable_folder(folder: Path, error: OSError) -> UserError:
    denied = isinstance(error, PermissionError)
    return UserError(
        f"The folder “{folder.name or folder}” can’t be opened.",
        "You do not have permission to read it." if denied else "The disk could not read it.",
        "Ask for access, or copy the folder to a place of your own.",
    )
