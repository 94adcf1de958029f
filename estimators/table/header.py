"""Where the names of a table's columns stand: in one row or several, below a title, or nowhere.

Spreadsheets often name columns twice, a group over its columns ("2025", "2026" over "sales", "cost", "sales", "cost"), and survey
tools explain each name in a row below it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import NamedTuple

from estimators.classifier.column_names import plain_cell
from estimators.classifier.csv_dialect import CsvRecord
from estimators.table.cell_values import MISSING, number_of

Spans = Mapping[int, Sequence[tuple[int, int]]]
"""First and last column (from 0) of the cells that reach over several columns, by their line."""

LOOKED_AT = 200
_WITHIN = 20
_MOST_BELOW = 2
_BODY = 50
_MOSTLY = 0.8
_DATUM = re.compile(r"[-+(]?[$€£¥]?\s?\d[\d.,\s'/:-]*%?\)?|\d{4}-\d\d-\d\d.*|true|false", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Header(NamedTuple):
    """The names of the columns, and what of the rows looked at is none of the cases below them.

    - `names`: none where no row has any.
    - `rows`: those that the names were taken from.
    - `explained`: rows between these and the cases that say more of the names.
    - `above`: how many rows stand above the names; `cases`: the place (from 0) of the first case.
    """

    names: tuple[str, ...]
    rows: tuple[CsvRecord, ...]
    explained: tuple[CsvRecord, ...]
    above: int
    cases: int


def find_header(rows: Sequence[CsvRecord], spans: Spans | None = None) -> Header:
    """Find the names of the columns among the first rows of a table."""
    at = _first_names(rows)
    if at is None:
        return Header((), (), (), 0, 0)
    spans = spans or {}
    cells = names_of(rows[at])
    below = at + 1
    while below <= at + _MOST_BELOW and _says_more(rows, below, grouped=_has_gaps(rows[at], spans)):
        below += 1
    if below > at + 1 and _has_gaps(rows[at], spans):
        lower = names_of(rows[at + 1])
        names = _joined(_labels(rows[at], spans, len(lower)), lower)
        return Header(names, tuple(rows[at : at + 2]), tuple(rows[at + 2 : below]), at, below)
    explained = tuple(rows[at + 1 : below])
    if at and rows[at - 1].line == rows[at].line - 1:
        names = _joined(_labels(rows[at - 1], spans, len(cells)), cells)
        covered = spans.get(rows[at - 1].line, ())
        several = any(last - first + 1 < len(trimmed(cells)) for first, last in covered)
        if several or (_alike(names) < _alike(cells) and not covered):
            return Header(names, tuple(rows[at - 1 : at + 1]), explained, at - 1, below)
    return Header(tuple(cells), (rows[at],), explained, at, below)


def width_of(rows: Sequence[CsvRecord]) -> int:
    """How many cells most rows have, the last empty ones not counted where all are."""
    found = Counter(len(trimmed(list(row.cells))) for row in rows if row.cells)
    if not found:
        return 0
    most = max(found.values())
    return max(width for width, n in found.items() if n >= most / 2)


def trimmed(cells: list[str]) -> list[str]:
    """The cells without the empty ones at their end."""
    while cells and not plain_cell(cells[-1]):
        cells.pop()
    return cells


def names_of(row: CsvRecord) -> list[str]:
    """The cells of a row with single spaces and nothing around them."""
    return [" ".join(plain_cell(cell).split()) for cell in row.cells]


def is_names_above(row: CsvRecord, body: Sequence[CsvRecord], *, few: bool = False) -> bool:
    """Whether a row can't be a case like those below it: words where they have numbers or days, and none that comes again.

    - `few`: whether one such column is enough.
    """
    numeric = [place for place in range(len(row.cells)) if _is_numeric(_cells(body, place))]
    cells = names_of(row)
    words = [place for place in numeric if cells[place]]
    if len(words) < max(1 if few else 2, len(numeric) / 2):
        return False
    if any(_is_value(cells[place], _cells(body, place)) for place in words):
        return False
    return not any(cell and cell in _cells(body, place) for place, cell in enumerate(cells))


def _first_names(rows: Sequence[CsvRecord]) -> int | None:
    """Where the names stand: the first row about as wide as the others whose cells are words; None if they are values."""
    width = width_of(rows)
    for at, row in enumerate(rows[:_WITHIN]):
        cells = [plain_cell(cell) for cell in row.cells]
        filled = [cell for cell in cells if cell]
        # A title stands in the first cell; the column of row numbers is often without a name.
        if not filled or len(filled) < (width // 2 + 1 if cells[0] else width / 2):
            continue
        values = [cell for cell in filled if _DATUM.fullmatch(cell) and not _YEAR.fullmatch(cell)]
        return at if len(values) < len(filled) / 2 or _is_counted(cells) else None
    return None


def _is_counted(cells: Sequence[str]) -> bool:
    """Whether the cells are the numbers of columns, as some programs write where there are no names."""
    return len(cells) > 1 and list(cells) in (
        [str(n) for n in range(len(cells))],
        [str(n) for n in range(1, len(cells) + 1)],
    )


def _says_more(rows: Sequence[CsvRecord], at: int, *, grouped: bool) -> bool:
    """Whether a row right below the names goes on about them."""
    if at >= len(rows) or rows[at].line != rows[at - 1].line + 1 or not rows[at].cells:
        return False
    return is_names_above(rows[at], rows[at + 1 : at + 1 + _BODY], few=grouped)


def _has_gaps(row: CsvRecord, spans: Spans) -> bool:
    """Whether some cells of a row of names stand for several columns."""
    names = trimmed(names_of(row))
    return bool(spans.get(row.line)) or "" in names[1:] or _alike(names) > 0


def _labels(row: CsvRecord, spans: Spans, width: int) -> list[str]:
    """What stands over each column: a cell holds for those that it reaches over, or where none does, up to the next."""
    cells = [*names_of(row), *[""] * width][:width]
    covered = spans.get(row.line)
    if covered:
        for first, last in covered:
            cells[first : last + 1] = [cells[first]] * len(cells[first : last + 1])
        return cells
    for place in range(1, width):
        cells[place] = cells[place] or cells[place - 1]
    return cells


def _joined(labels: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        name if label in ("", name) else label if not name else f"{label} {name}"
        for label, name in zip(labels, names, strict=True)
    )


def _alike(names: Iterable[str]) -> int:
    """How many names another column has, too."""
    return sum(n - 1 for name, n in Counter(names).items() if name)


def _cells(rows: Iterable[CsvRecord], place: int) -> list[str]:
    """What a column says, where it says something."""
    return [
        cell
        for row in rows
        if place < len(row.cells)
        and (cell := plain_cell(row.cells[place])).casefold() not in MISSING
    ]


def _is_numeric(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(map(_is_datum, cells)) >= _MOSTLY * len(cells)


def _is_datum(cell: str) -> bool:
    return _DATUM.fullmatch(cell) is not None


def _is_value(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell is one like those of its column; a year may be a name, too, but not over years."""
    if _YEAR.fullmatch(cell):
        return any(map(_YEAR.fullmatch, column))
    number = number_of(cell)
    return _is_datum(cell) or (number is not None and isnan(number))
