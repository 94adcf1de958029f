"""Rows of a table that are no cases: totals below it or between its groups, notes below it, names that come again on each page."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from math import isclose, isnan
from typing import NamedTuple

from estimators.base.sentence import tr
from estimators.classifier.column_names import plain_cell
from estimators.classifier.csv_dialect import CsvRecord
from estimators.table.cell_values import number_of, number_style
from estimators.table.header import Header
from estimators.table.table import TableBuilder

_TOTALS = frozenset(
    ("total", "totals", "subtotal", "grand total", "sum", "summe", "zwischensumme", "gesamt", "gesamtsumme", "insgesamt", "total général", "totale", "suma", "totaal")
)  # fmt: skip
_MEANS = frozenset(
    ("average", "mean", "avg", "mittelwert", "durchschnitt", "mittel", "ø", "moyenne", "media", "promedio", "gemiddelde")
)  # fmt: skip
_MOST_BELOW, _NARROW = 50, 2
_MOST_ADDED, _LONGEST = 2_000, 60


class _Summary(NamedTuple):
    """What the first cell of a row says of it: whether that is all it says, and whether it is a mean rather than a sum."""

    alone: bool
    mean: bool


def without_summaries(
    builder: TableBuilder, header: Header, records: Iterable[CsvRecord]
) -> Iterator[CsvRecord]:
    """The same without what is no case, each with its line and reason among what `builder` leaves out.

    Words alone make no total: of a row between others, or called more than "Total", the numbers must come to what those above it do.
    The same of a row called "average". A customer called "Total Energies" stays.
    """
    waiting: list[CsvRecord] = []
    added = _Added()
    names = {row.cells for row in header.rows}
    last = 0  # the line of what was read before and is not empty
    for record in records:
        apart = (
            bool(waiting) or record.line > last + 1
        )  # else it may be a row of which nothing but this is known
        filled = any(map(plain_cell, record.cells))
        last = record.line if filled else last
        if record.cells in names:
            builder.leave_out(
                record.line, tr("Line {line} repeats the names of the columns.", line=record.line)
            )
            continue
        summary = _summary(record)
        if summary and added.come_to(record, mean=summary.mean):
            _leave_out_summary(builder, record, summary)
            continue
        below = bool(summary and summary.alone and not summary.mean) or (
            apart and _is_note(record, builder.names)
        )
        if below and len(waiting) < _MOST_BELOW:
            waiting.append(record)
            continue
        if filled:
            for one in waiting:
                added.add(one)
            yield from waiting
            waiting.clear()
            added.add(record)
        yield record
    for record in waiting:
        if summary := _summary(record):
            _leave_out_summary(builder, record, summary)
        else:
            said = tr("Line {line} is a note below the table.", line=record.line)
            builder.leave_out(record.line, said)


def _leave_out_summary(builder: TableBuilder, record: CsvRecord, summary: _Summary) -> None:
    if summary.mean:
        said = tr("Line {line} is the average of the rows above it.", line=record.line)
    else:
        said = tr("Line {line} adds up the rows above it.", line=record.line)
    builder.leave_out(record.line, said)


def _summary(record: CsvRecord) -> _Summary | None:
    first = plain_cell(next(filter(plain_cell, record.cells), ""))
    if len(first) > _LONGEST:
        return None
    first = first.rstrip(":").casefold()
    for words, mean in ((_TOTALS, False), (_MEANS, True)):
        if first in words:
            return _Summary(alone=True, mean=mean)
        parts = first.split()
        if parts and (parts[0].rstrip(":") in words or parts[-1] in words):
            return _Summary(alone=False, mean=mean)
    return None


class _Added:
    """The last rows, for what they come to: since the last total, and all of them."""

    def __init__(self) -> None:
        self._rows: deque[tuple[str, ...]] = deque(maxlen=_MOST_ADDED)
        self._group = 0
        self._all = 0

    def add(self, record: CsvRecord) -> None:
        """A case."""
        self._rows.append(record.cells)
        self._group += 1
        self._all += 1

    def come_to(self, record: CsvRecord, *, mean: bool) -> bool:
        """Whether most numbers of a row are the sum (or mean) of those above it, since the last such row or at all."""
        rows = list(self._rows)
        parts = [rows[-n:] for n in {self._group, self._all} if 0 < n <= len(rows)]
        found = any(_is_sum(record.cells, part, mean=mean) for part in parts)
        if found:
            self._group = 0
        return found


def _is_sum(cells: Sequence[str], rows: Sequence[Sequence[str]], *, mean: bool) -> bool:
    right = wrong = 0
    for place, cell in enumerate(cells):
        above = [plain_cell(row[place]) for row in rows if place < len(row)]
        style = number_style([*above, cell])
        how = {"style": style} if style else {}
        told = number_of(cell, **how)
        if told is None or isnan(told):
            continue
        numbers = [n for one in above if (n := number_of(one, **how)) is not None and not isnan(n)]
        if not numbers:
            continue
        total, middle = sum(numbers), sum(numbers) / len(numbers)
        tolerance = 0.006 * len(numbers)  # each may have been rounded to cents
        if not mean and isclose(
            told, total, rel_tol=1e-4, abs_tol=min(tolerance, abs(total) / 100)
        ):
            right += 1
        elif not isclose(told, middle, rel_tol=0.01):  # a total of prices is often their mean
            wrong += 1
        else:
            right += mean
    return right > wrong


def _is_note(record: CsvRecord, names: Sequence[str]) -> bool:
    """Whether several words stand in the first cell of a row of a wide table, and nothing beside them."""
    cells = [plain_cell(cell) for cell in record.cells]
    return len(names) > _NARROW and bool(cells) and " " in cells[0] and not any(cells[1:])
