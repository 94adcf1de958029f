"""A CSV that lists examples to be judged: texts or files, in whatever company, without labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from estimators.classifier.column_names import (
    PATH_NAMES,
    TEXT_NAMES,
    find_column,
    plain_cell,
)
from estimators.classifier.csv_records import Record, read_records
from estimators.classifier.item import Item
from estimators.classifier.modality import TEXT, modality_named
from estimators.errors import UserError

_HEADER_WITHIN = 20
_Way = tuple[str, str, tuple[str, ...]]
"""Kind of item, the name asked for, usual names."""


@dataclass(frozen=True)
class ListedItem:
    """One row.

    Attributes
    ----------
    name : str
        "reviews.csv:12" for a text, the path of a file.
    item : Item or None
        None if the row cannot be read.
    problem : str
        Why it cannot be read; empty if it can.
    """

    name: str
    item: Item | None
    problem: str = ""

    @property
    def text(self) -> str | None:
        """The text itself; None for files."""
        return self.item if isinstance(self.item, str) else None


def read_unlabelled(
    path: Path, modality: str, *, text_column: str = "text", path_column: str = "path"
) -> tuple[ListedItem, ...]:
    """The rows of a CSV in their order, those that cannot be read among them.

    Of texts, the column of texts counts, or one of paths of text files; of other kinds, the column of paths. Columns are
    found by the given names, else by common ones; a table of one column of texts may lack a header. Names of files count
    from the folder of the CSV.

    Raises
    ------
    UserError
        If it cannot be read, lacks the column or has no rows.
    """
    records = read_records(path)
    ways = [("path", path_column, PATH_NAMES)]
    if modality == TEXT.name:
        ways.insert(0, ("text", text_column, TEXT_NAMES))
    bare = modality == TEXT.name and all(len(row.cells) == 1 for row in records.rows)
    if bare:
        header, kind, column = _named_alone(records.rows, ways)
    else:
        header, kind, column = _find(records.rows[:_HEADER_WITHIN], ways)
    if header is None:
        if not bare:
            raise _no_column(path, records.rows, modality, text_column, path_column)
        kind, column = "text", 0
    found = {line: ListedItem(f"{path}:{line}", None, why) for line, why in records.problems}
    first = 0 if header is None else header.line
    for row in records.rows:
        if row.line <= first:
            continue
        cell = row.cells[column].strip() if column < len(row.cells) else ""
        if header is not None and any(map(plain_cell, row.cells[len(header.cells) :])):
            # The cells may have moved, and what stands in the column is then another's.
            why = f"Line {row.line} has {len(row.cells)} cells; the header has {len(header.cells)}."
            found[row.line] = ListedItem(f"{path}:{row.line}", None, why)
        elif not plain_cell(cell):
            found[row.line] = ListedItem(
                f"{path}:{row.line}", None, f"Line {row.line} has no {kind}."
            )
        elif kind == "text":
            found[row.line] = ListedItem(f"{path}:{row.line}", cell)
        else:
            file = path.parent / cell  # absolute names stay
            found[row.line] = ListedItem(str(file), file)
    if not found:
        raise UserError(
            f"“{path.name}” lists no {modality_named(modality).many}.",
            "There is nothing below the header.",
            "Add one row per example.",
        )
    return tuple(found[line] for line in sorted(found) if line > first)


def _named_alone(rows: Sequence[Record], ways: Sequence[_Way]) -> tuple[Record | None, str, int]:
    """Of one column, a header is only what is nothing but a name: "text me" is a text."""
    name = plain_cell(rows[0].cells[0]).casefold() if rows else ""
    for kind, wanted, usual in ways:
        if name in (wanted.casefold(), *usual):
            return rows[0], kind, 0
    return None, "", 0


def _find(rows: Sequence[Record], ways: Sequence[_Way]) -> tuple[Record | None, str, int]:
    for row in rows:
        names = [plain_cell(cell) for cell in row.cells]
        for kind, wanted, usual in ways:
            at = find_column(names, wanted, usual)
            if at is not None:
                return row, kind, at
    return None, "", 0


def _no_column(
    path: Path, rows: Sequence[Record], modality: str, text_column: str, path_column: str
) -> UserError:
    names = [plain_cell(cell)[:40] for cell in rows[0].cells] if rows else []
    shown = ", ".join(f"“{name}”" for name in names[:6] if name) or "none"
    wanted = f"“{text_column}” or “{path_column}”" if modality == TEXT.name else f"“{path_column}”"
    return UserError(
        f"“{path.name}” lacks a {wanted} column.",
        f"Its columns are {shown}.",
        f"Say which column holds the {modality_named(modality).many}, or rename it.",
    )
