"""Which column of a table holds what: what the names say, and a guess where they say nothing."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from estimators.base.errors import UserError
from estimators.classifier.column_names import LABEL_NAMES, PATH_NAMES, TEXT_NAMES

TABLES = frozenset({".csv", ".tsv"})
_ROWS = 50
_TELLING = 10  # rows from which on their values say something
# More than what is read without asking: these are only guessed, and a person confirms them.
_TEXTS = (*TEXT_NAMES, "description", "title", "sms")
_LABELS = (*LABEL_NAMES, "topic", "kind", "type", "answer")
_GROUPS = ("group", "speaker", "patient", "subject", "session", "author", "customer", "user", "person", "source")  # fmt: skip


@dataclass(frozen=True)
class TableColumns:
    """What the columns of a table hold, by name. ``label`` None: nothing is labelled; ``group`` None: nothing said."""

    item: str
    label: str | None
    group: str | None = None
    is_path: bool = False


@dataclass(frozen=True)
class ColumnsAsked:
    """A table whose columns a person has to explain: their names, some rows, and a guess."""

    table: Path
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: TableColumns


def named_columns(table: Path) -> TableColumns | None:
    """The columns that their names explain (``text`` or ``path``, ``label``, ``group``); None where they do not."""
    names, _ = _head(table)
    item = "path" if "path" in names else "text" if "text" in names else ""
    if not item or "label" not in names:
        return None
    return TableColumns(item, "label", "group" if "group" in names else None, item == "path")


def columns_to_ask(table: Path) -> ColumnsAsked | None:
    """What to ask about a table; None where it has no two columns to choose from."""
    names, rows = _head(table)
    if len([name for name in names if name]) < 1:
        return None
    return ColumnsAsked(table, names, rows[:3], _guess(names, rows))


def _head(table: Path) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    from estimators.classifier.csv_records import read_records

    try:
        found = islice((row for row in read_records(table) if not row.problem), _ROWS + 1)
        rows = [tuple(cell.strip() for cell in row.cells) for row in found]
    except UserError:
        return (), ()  # reading it says why
    return (rows[0], tuple(rows[1:])) if rows else ((), ())


def _guess(names: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> TableColumns:
    def named(words: tuple[str, ...], *taken: str) -> str | None:
        free = [name for name in names if name and name not in taken]
        exact = [name for word in words for name in free if name.lower() == word]
        within = [name for word in words for name in free if word in name.lower()]
        return next(iter((*exact, *within)), None)

    def cells(name: str) -> list[str]:
        at = names.index(name)
        return [row[at] for row in rows if at < len(row) and row[at]]

    def length(name: str) -> float:
        return sum(map(len, cells(name))) / max(1, len(cells(name)))

    path, text = named(PATH_NAMES), named(_TEXTS)
    longest = max((name for name in names if name), key=length)
    item = text or path or longest
    label = named(_LABELS, item)
    if label is not None and len(rows) >= _TELLING and len(set(cells(label))) == len(rows):
        label = None  # every row has another value: a number of the row
    elif label is None:  # few different short values: a class
        others = [name for name in names if name and name != item and cells(name)]
        few = [name for name in others if 1 < len(set(cells(name))) <= max(2, len(rows) // 2)]
        label = min(few, key=lambda name: len(set(cells(name))), default=None)
    return TableColumns(
        item, label, named(_GROUPS, item, label or ""), text is None and path == item
    )
