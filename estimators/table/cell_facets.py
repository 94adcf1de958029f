"""What a sentence or a code says beside its words: how long it is, the numbers in it, and the letters around its number."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from estimators.table.cell_values import POINT, number_of, number_style, word_of
from estimators.table.column import ColumnType
from estimators.table.column_role import ColumnPlan
from estimators.table.leak import LeakKind
from estimators.table.target import ColumnData

_IN_SENTENCES = re.compile(r"(?:(?<!\w)-)?\d(?:[\d.,']{0,20}\d)?")
_IN_CODES = re.compile(r"\d{1,15}")
_FIRST = 6
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class ReadCells:
    """Some cells of a column."""

    plan: ColumnPlan
    cells: Sequence[str]

    @classmethod
    def of(cls, plan: ColumnPlan, column: Iterable[str], rows: NDArray[np.intp]) -> "ReadCells":
        """The cells in these rows (in their order) of a column."""
        wanted = set(rows.tolist())
        return cls(plan, [cell for row, cell in enumerate(column) if row in wanted])

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Where there is a cell at all."""
        return np.array([bool(word_of(cell)) for cell in self.cells], bool)

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """The first number in each cell, the second, and so on, and at last the last one; NaN where there is none. Shape (7, cells)."""
        form = _IN_CODES if self.plan.type == ColumnType.ID else _IN_SENTENCES
        found = [form.findall(cell) for cell in self.cells]
        style = number_style(piece for pieces in found for piece in pieces[:_FIRST]) or POINT
        numbers = np.full((_FIRST + 1, len(found)), np.nan)
        for row, pieces in enumerate(found):
            for place, piece in [*enumerate(pieces[:_FIRST]), *((-1, one) for one in pieces[-1:])]:
                value = number_of(piece, style)
                numbers[place, row] = np.nan if value is None else value
        return numbers

    def facets(self) -> Iterator[tuple[LeakKind, ColumnData]]:
        """Each fact about all cells, and the kind of leak that it is where it knows the answer."""
        if self.plan.type == ColumnType.ID:
            for begin in (lambda cell: _NUMBER.sub("", cell)[:20], lambda cell: cell[:2]):
                words, found = np.unique([begin(cell) for cell in self.cells], return_inverse=True)
                codes = found.reshape(-1).astype(np.int32)
                yield LeakKind.KNOWS_ANSWER, ColumnData(self.plan, None, codes, tuple(words.tolist()))  # fmt: skip
        for amounts in self.numbers:
            yield LeakKind.CODE_KNOWS, ColumnData(self.plan, amounts)
        yield LeakKind.LENGTH_KNOWS, ColumnData(self.plan, np.array([*map(len, self.cells)], float))
