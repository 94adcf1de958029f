"""A CSV that lists examples to be judged: texts or files, in whatever company, without labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.phrase import quoted
from estimators.base.sentence import tr
from estimators.classifier.column_names import (
    PATH_NAMES,
    TEXT_NAMES,
    USUAL_NAMES,
    ColumnNames,
    UnclearColumnsError,
    find_column,
    plain_cell,
    shown_columns,
)
from estimators.classifier.csv_dialect import CsvRecord
from estimators.classifier.csv_records import at_most, read_records
from estimators.classifier.example_table import MOST_ROWS, other_width
from estimators.classifier.item import Item
from estimators.classifier.modality import TEXT, modality_named

_HEADER_WITHIN = 20
_Way = tuple[str, str, tuple[str, ...]]
"""Kind of item, the name asked for, usual names."""


@dataclass(frozen=True)
class ListedItem:
    """One row.

    - `name`: "reviews.csv:12" for a text, the path of a file.
    - `item`: None if the row cannot be read.
    - `problem`: why it cannot be read; empty if it can.
    """

    name: str
    item: Item | None
    problem: str = ""

    @property
    def text(self) -> str | None:
        """The text itself; None for files."""
        return self.item if isinstance(self.item, str) else None


def read_unlabelled(
    path: Path, modality: str, asked: ColumnNames = USUAL_NAMES
) -> tuple[ListedItem, ...]:
    """The rows of a CSV in their order, those that cannot be read among them.

    Of texts, the column of texts counts, or one of paths of text files; of other kinds, the column of paths. A table of one column of texts may lack a header. Names of files count
    from the folder of the CSV.

    Raises `UserError` if it cannot be read, lacks the column or has no rows.
    """
    records = tuple(at_most(read_records(path), MOST_ROWS, path))
    sound = [row for row in records if not row.problem]
    ways = [("path", asked.path, PATH_NAMES)]
    if modality == TEXT.name:
        ways.insert(0, ("text", asked.text, TEXT_NAMES))
    bare = modality == TEXT.name and all(len(row.cells) == 1 for row in sound)
    if bare:
        header, kind, column = _named_alone(sound, ways)
    else:
        header, kind, column = _find(sound[:_HEADER_WITHIN], ways)
    if header is None:
        if not bare:
            raise _no_column(path, sound, modality, asked)
        kind, column = "text", 0
    first, width = (0, 0) if header is None else (header.line, len(header.cells))
    below = [row for row in records if row.line > first]
    if not below:
        raise UserError(
            tr("“{name}” lists no {many}.", name=path.name, many=modality_named(modality).many),
            tr("There is nothing below the header."),
            tr("Add one row per example."),
        )
    return tuple(_listed(path, row, kind, column, width) for row in below)


def _listed(path: Path, row: CsvRecord, kind: str, column: int, width: int) -> ListedItem:
    """What a row lists; ``width`` is the number of columns that have a name, 0 without a header."""
    name = f"{path}:{row.line}"
    cell = row.cells[column].strip() if column < len(row.cells) else ""
    if row.problem:
        return ListedItem(name, None, row.problem)
    if width and any(map(plain_cell, row.cells[width:])):
        # The cells may have moved, and what stands in the column is then another's.
        return ListedItem(name, None, other_width(row, width))
    if not plain_cell(cell):
        return ListedItem(name, None, tr("Line {line} has no {kind}.", line=row.line, kind=kind))
    if kind == "text":
        return ListedItem(name, cell)
    file = path.parent / cell  # absolute names stay
    return ListedItem(str(file), file)


def _named_alone(
    rows: Sequence[CsvRecord], ways: Sequence[_Way]
) -> tuple[CsvRecord | None, str, int]:
    """Of one column, a header is only what is nothing but a name: "text me" is a text."""
    name = plain_cell(rows[0].cells[0]).casefold() if rows else ""
    for kind, wanted, usual in ways:
        if name in (wanted.casefold(), *usual):
            return rows[0], kind, 0
    return None, "", 0


def _find(rows: Sequence[CsvRecord], ways: Sequence[_Way]) -> tuple[CsvRecord | None, str, int]:
    for row in rows:
        names = [plain_cell(cell) for cell in row.cells]
        for kind, wanted, usual in ways:
            at = find_column(names, wanted, usual)
            if at is not None:
                return row, kind, at
    return None, "", 0


def _no_column(
    path: Path, rows: Sequence[CsvRecord], modality: str, asked: ColumnNames
) -> UserError:
    names = [plain_cell(cell) for cell in rows[0].cells] if rows else []
    text = modality == TEXT.name
    wanted = asked.item_words if text else quoted(asked.path)
    return UnclearColumnsError(
        tr("“{name}” lacks a {wanted} column.", name=path.name, wanted=wanted),
        shown_columns(names) if names else tr("None of its lines can be read."),
        tr(
            "Say which column holds the {many} with --{text}-column, or rename it.",
            many=modality_named(modality).many,
            text="text" if text else "path",
        ),
    )
