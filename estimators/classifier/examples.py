"""Labelled examples as people keep them: a folder per class, or a CSV that lists texts or files, with labels."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.noun import example_noun
from estimators.base.sentence import tr
from estimators.classifier import issue_remark
from estimators.classifier.column_names import USUAL_NAMES, ColumnNames
from estimators.classifier.csv_records import refuse_other_files
from estimators.classifier.data_issue import DataIssue
from estimators.classifier.example_table import read_table
from estimators.classifier.item import Item
from estimators.classifier.modality import (
    MODALITIES,
    TEXT,
    Modality,
    looks_like,
    modality_named,
    modality_of,
)
from estimators.classifier.remark import DataRemark, worded

_JUNK = frozenset({"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin"})


@dataclass(frozen=True)
class Examples:
    """Examples with their labels, in a fixed order.

    - `modality`: "photo", "text", "sound" or "video".
    - `items`: paths of files, or the texts themselves.
    - `labels`: one per item.
    - `root`: the folder (or the CSV's folder) that they were found in.
    - `skipped`: what was left out, and why.
    - `names`: what each is called in findings and rows: its path, or "reviews.csv:12" for a line of a CSV.
    - `groups`: what the owner says belongs together (a column of the CSV), "" for nothing said; empty if there is no
      such column.
    - `keys`: SHA-256 of each item's bytes where the owner knows it; empty otherwise.
    - `held_out`: positions of those that the owner keeps for the test; None if nobody has chosen.
    - `notes`: what was understood of a CSV that is not plain.
    - `beside`: files of the kind that lie beside the class folders: examples without a label, named in `skipped` too.
    """

    modality: str
    items: tuple[Item, ...]
    labels: tuple[str, ...]
    root: Path
    skipped: tuple[DataIssue, ...] = field(default=())
    names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    held_out: frozenset[int] | None = None
    notes: tuple[DataRemark, ...] = ()
    beside: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        if not self.names:
            object.__setattr__(self, "names", tuple(str(item) for item in self.items))

    @property
    def classes(self) -> dict[str, int]:
        """How many examples each class has, by name."""
        return dict(sorted(Counter(self.labels).items()))

    def __len__(self) -> int:
        return len(self.items)


def load_examples(
    data: Path, columns: ColumnNames = USUAL_NAMES, *, min_classes: int = 2
) -> Examples:
    """Find the labelled examples in a folder with one folder per class, or in a CSV with a label and a text or path column.

    Folders inside a class folder count towards that class; a single folder around all class folders is looked into.
    Hidden files and folders are ignored; links are followed, and loops of links do no harm. The kind that most files
    have is what is learned; the others are left out by name. Nothing is decoded here.

    Raises `UserError` if there is nothing there, fewer than `min_classes` classes, a folder that may not be read, or a
    CSV without the columns.
    """
    data = Path(data)
    _require(data, tr("Choose a folder with one folder per class, or a CSV."))
    if data.is_dir():
        examples = _from_folder(data)
    elif data.suffix.lower() in {".csv", ".tsv"}:
        examples = _from_table(data, columns)
    else:
        if data.is_file():  # a pipe would wait for ever
            with suppress(OSError), data.open("rb") as file:
                refuse_other_files(data, file.read(64))
        raise UserError(
            tr("“{name}” is neither a folder nor a table.", name=data.name),
            tr(
                "Examples are a folder with one folder per class, or a table (CSV, TSV, Excel, Parquet, JSON lines)."
            ),
            tr("Choose such a folder or table."),
        )
    classes = examples.classes
    if len(classes) < min_classes:
        only = next(iter(classes))
        raise UserError(
            tr("There is only one class, “{only}”.", only=only),
            tr("Telling things apart needs at least two."),
            tr(
                "Add a folder of {many} that are not “{only}”.",
                many=modality_named(examples.modality).many,
                only=only,
            ),
        )
    return examples


def load_unlabelled(data: Path, modality: str | None = None) -> tuple[Path, ...]:
    """All files of one kind in a folder and the folders below it, or the one file that was named; labels do not matter.

    The kind is `modality`, or the one that most of the files have.

    Raises `UserError` if there are none.
    """
    data = Path(data)
    many = example_noun("photo").many if modality is None else modality_named(modality).many
    next_step = tr("Choose a folder that has {many} in it.", many=many)
    _require(data, next_step)
    if not data.is_dir():
        return (data,)
    files = list(_files(data))
    wanted = modality_of(files) if modality is None else modality_named(modality)
    found = tuple(path for path in files if looks_like(path, wanted))
    if not found:
        raise UserError(
            tr("There are no {many} in “{name}”.", many=many, name=str(data.name or data)),
            "",
            next_step,
        )
    return found


def _require(data: Path, next_step: str) -> None:
    if not data.exists():
        why = tr("The folder or file was moved, renamed or mistyped.")
        raise UserError(tr("There is no “{name}”.", name=str(data.name or data)), why, next_step)


def _from_folder(root: Path) -> Examples:
    folders = _folders(root)
    while len(folders) == 1 and _only_folders(folders[0]):
        root = folders[0]  # an unpacked archive often wraps the class folders in one more
        folders = _folders(root)
    if not folders:
        loose = any(_looks_like_any(path) for path in _entries(root) if path.is_file())
        raise UserError(
            tr("“{name}” has no class folders.", name=str(root.name or root)),
            tr("The files lie side by side, so there are no labels.")
            if loose
            else tr("It is empty."),
            tr("Make one folder per class and put each example into the folder of its class."),
        )
    files = [(path, class_name(folder)) for folder in folders for path in _files(folder)]
    modality = modality_of([path for path, _ in files])
    fitting = [(path, label) for path, label in files if looks_like(path, modality)]
    if not fitting:
        raise UserError(
            tr(
                "There are no photos, texts, sounds or clips in the folders of “{name}”.",
                name=str(root.name or root),
            ),
            tr("They hold {files} files of other kinds.", files=len(files))
            if files
            else tr("They are all empty."),
            tr("Put the examples of each class into its folder."),
        )
    kept = {path for path, _ in fitting}
    skipped = [
        DataIssue((str(path),), issue_remark.other_kind(modality.name))
        for path, _ in files
        if path not in kept
    ]
    filled = {label for _, label in fitting}
    skipped += [
        DataIssue((str(folder),), issue_remark.no_class(folder.name, modality.name))
        for folder in folders
        if class_name(folder) not in filled
    ]
    beside = tuple(
        path
        for path in _entries(root)
        if path.is_file() and not _is_junk(path.name) and path.suffix.lower() in modality.suffixes
    )
    skipped += [DataIssue((str(path),), issue_remark.beside_classes()) for path in beside]
    return Examples(
        modality.name,
        tuple(path for path, _ in fitting),
        tuple(label for _, label in fitting),
        root,
        tuple(skipped),
        beside=beside,
    )


def class_name(folder: Path) -> str:
    """The name of the class whose examples are in `folder`.

    A name that is no UTF-8 (an archive from another system) is read as western European, which every sequence of bytes is.
    """
    name = folder.name
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("cp1252", "replace")
    return name


def _looks_like_any(path: Path) -> bool:
    return any(looks_like(path, modality) for modality in MODALITIES)


def _folders(root: Path) -> list[Path]:
    return [entry for entry in _entries(root) if entry.is_dir() and not _is_junk(entry.name)]


def _only_folders(folder: Path) -> bool:
    """Whether a folder holds folders, at least two, and no example of its own."""
    return len(_folders(folder)) > 1 and not any(
        _looks_like_any(path) for path in _entries(folder) if path.is_file()
    )


def _from_table(path: Path, columns: ColumnNames) -> Examples:
    table = read_table(path, columns)
    items: list[Item] = []
    labels, names, groups = [], [], []
    skipped = list(table.problems)
    for line, cell, label, group in table.rows:
        item: Item = cell if table.kind == "text" else path.parent / cell  # absolute names stay
        if isinstance(item, Path) and ("\0" in cell or not item.is_file()):
            skipped.append(
                (line, tr("Line {line}: there is no file “{cell}”.", line=line, cell=cell))
            )
            continue
        items.append(item)
        labels.append(label)
        groups.append(group)
        names.append(f"{path}:{line}" if table.kind == "text" else str(item))
    findings = [DataIssue((f"{path}:{line}",), worded(why)) for line, why in sorted(skipped)]
    if not items:
        raise UserError(
            tr("None of the files that “{name}” lists is there.", name=path.name),
            tr("Names in the CSV count from the folder that the CSV lies in."),
            tr("Put the CSV beside its files."),
        )
    files = [item for item in items if isinstance(item, Path)]
    modality: Modality = TEXT if table.kind == "text" else modality_of(files)
    return Examples(
        modality.name,
        tuple(items),
        tuple(labels),
        path.parent,
        tuple(findings),
        tuple(names),
        tuple(groups) if any(groups) else (),
        notes=table.notes,
    )


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
        tr("The folder “{name}” can’t be opened.", name=str(folder.name or folder)),
        tr("You do not have permission to read it.")
        if denied
        else tr("The disk could not read it."),
        tr("Ask for access, or copy the folder to a place of your own."),
    )
