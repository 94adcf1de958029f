"""Which table of a sheet is meant, where it holds several: side by side with an empty column between, or one below the other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from estimators.base.sentence import tr, tr_plural
from estimators.classifier.column_names import plain_cell
from estimators.classifier.csv_dialect import CsvRecord
from estimators.table.header import is_names_above, names_of

MOST_CELLS = 3_000_000
"""Of a sheet that is looked through for several tables; no person made a larger one by hand."""
_DENSE = 0.9
_SHORTER = 0.05
_LEAST, _NAMED_WITHIN, _BODY = 2, 20, 50


def main_table(rows: list[CsvRecord], left: int, notes: list[str]) -> tuple[list[CsvRecord], int]:
    """The rows of the largest table of a sheet, and the column of the sheet that their first cell stands in.

    - `rows`: of the sheet, those without a cell left out. `left`: the column of the sheet that their first cell stands in.
    - `notes`: gets a sentence on what is not read.

    An empty column or row inside of one table divides nothing: what is beside it must end elsewhere and have no holes, what is
    below it must begin with names of its own, or fill less than half of the columns.
    """
    rows, first = _widest(rows, left, notes)
    return _longest(rows, notes), left + first


def _widest(rows: list[CsvRecord], left: int, notes: list[str]) -> tuple[list[CsvRecord], int]:
    """The rows of the largest of the tables that stand side by side, and the place that it begins in."""
    filled = [[bool(plain_cell(cell)) for cell in row.cells] for row in rows]
    used = [any(column) for column in zip_longest(*filled)]
    bounds = [place for place, (a, b) in enumerate(pairwise([False, *used, False])) if a != b]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    # What is apart from the one before begins a table; else it goes on with that.
    tables = parts[:1]
    for first, end in parts[1:]:
        if _is_apart(_lines(rows, *tables[-1]), _lines(rows, first, end)):
            tables.append((first, end))
        else:
            tables[-1] = (tables[-1][0], end)
    if len(tables) < _LEAST:
        return rows, 0
    first, end = max(tables, key=lambda one: (one[1] - one[0]) * len(_lines(rows, *one)))
    others = [(a, b) for a, b in tables if a != first]
    notes.append(
        tr_plural(
            "Beside the table, column {columns} holds something else, which was not read; give it a sheet of its own to read it.",
            "Beside the table, columns {columns} hold something else, which was not read; give it a sheet of its own to read it.",
            sum(b - a for a, b in others),
            columns=", ".join(
                _range(_letters(left + a), _letters(left + b - 1)) for a, b in others
            ),
        )
    )
    cut = (CsvRecord(row.line, row.cells[first:end]) for row in rows)
    return [row for row in cut if any(map(plain_cell, row.cells))], first


def _lines(rows: Sequence[CsvRecord], first: int, end: int) -> list[int]:
    """The lines that fill at least two of the columns, or the one where that is all."""
    least = min(end - first, _LEAST)
    return [row.line for row in rows if sum(map(bool, map(plain_cell, row.cells[first:end]))) >= least]  # fmt: skip


def _is_apart(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether of two parts the shorter one ends or begins elsewhere, and has no holes."""
    if not one or not other:
        return False
    shorter = min(one, other, key=len)
    reach = shorter[-1] - shorter[0] + 1
    least = max(_LEAST, _SHORTER * max(len(one), len(other)))
    moved = max(abs(one[0] - other[0]), abs(one[-1] - other[-1]))
    return len(shorter) >= _LEAST and len(shorter) >= _DENSE * reach and moved >= least


def _longest(rows: list[CsvRecord], notes: list[str]) -> list[CsvRecord]:
    """The rows of the largest of the tables that stand one below the other."""
    tables: list[list[CsvRecord]] = []
    alone: list[CsvRecord] = []  # titles, notes or cases: what follows tells
    for block in _blocks(rows):
        begun = tables[-1] if tables else []
        if not begun or _is_preamble(begun, block):
            tables[-1:] = [[*begun, *alone, *block]]
        elif len(block) == 1:
            alone += block
            continue
        elif _has_names(block, begun) or _is_narrow(block, begun):
            tables.append([*alone, *block])
        else:
            begun += [*alone, *block]
        alone = []
    if tables:
        tables[-1] += alone
    if len(tables) < _LEAST:
        return rows
    chosen = max(tables, key=lambda table: sum(map(_filled, table)))
    others = [_range(table[0].line, table[-1].line) for table in tables if table is not chosen]
    notes.append(
        tr(
            "The sheet holds more than one table: rows {read} were read, rows {others} were not; give them a sheet of their own to read them.",
            read=_range(chosen[0].line, chosen[-1].line),
            others=", ".join(others),
        )
    )
    return chosen


def _blocks(rows: Sequence[CsvRecord]) -> Iterator[list[CsvRecord]]:
    """Rows right below one another."""
    block: list[CsvRecord] = []
    for row in rows:
        if block and row.line > block[-1].line + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _filled(row: CsvRecord) -> int:
    return sum(map(bool, map(plain_cell, row.cells)))


def _is_preamble(above: Sequence[CsvRecord], block: Sequence[CsvRecord]) -> bool:
    """Whether what stands above a block is its title, or a line or two about it, such as who asked for it and when."""
    filled = list(map(_filled, above))
    short = sum(n > 1 for n in filled) <= _LEAST
    return short and (max(filled) == 1 or 2 * max(filled) < max(map(_filled, block)))


def _has_names(block: Sequence[CsvRecord], table: Sequence[CsvRecord]) -> bool:
    """Whether a block begins with names of its own, below a title or not; those of the table above it again are none."""
    known = {tuple(names_of(row)) for row in table[:_NAMED_WITHIN]}
    if tuple(names_of(block[0])) in known:
        return False
    start = block[1:] if _filled(block[0]) == 1 else block
    if len(start) <= _LEAST:
        return False
    names, body = names_of(start[0]), start[1:]
    named = list(filter(None, names))
    columns = {place for row in body for place, cell in enumerate(row.cells) if plain_cell(cell)}
    told = all(place < len(names) and names[place] for place in columns)
    return (
        told and len(set(named)) == len(named) and is_names_above(start[0], body[:_BODY], few=True)
    )


def _is_narrow(block: Sequence[CsvRecord], table: Sequence[CsvRecord]) -> bool:
    """Whether no row of a block reaches over half of the columns of the table above it, and some fill two."""
    widest = max(map(_filled, block))
    return len(block) > _LEAST and widest > 1 and 2 * widest < max(map(_filled, table))


def _range(first: object, last: object) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
