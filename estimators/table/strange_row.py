"""Which rows are unlike all that a model of a table learned from, and which of their columns make them so.

A number is strange well beyond the ends of what was learned from, and, of a hundred values or more that never were below zero, below it.
A word is strange where it never stood there and new ones are rare: the share of values that were seen once says how often the next one
is new (Good 1953, https://doi.org/10.1093/biomet/40.3-4.237). An empty cell is not strange, one that cannot be read is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimators.table.target import ColumnData, Doubles

_FEWEST_AMOUNTS, _FEWEST_FOR_ZERO = 20, 100
_REACH = 0.5
_RARE = 0.01
_MOST_WORDS, _MOST_JUDGED, _FOLDS = 500, 20_000, 5
_WIDER = (1, 2, 4, 8, 16)


@dataclass(frozen=True)
class Familiar:
    """What is ordinary in a column: numbers or days from `low` to `high`, or one of the `words` (in small letters)."""

    column: str
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()

    def is_strange(self, cells: NDArray[Any]) -> NDArray[np.bool_]:
        """Of each cell, as the file is given it: shape (rows,)."""
        if self.low is None or self.high is None:
            known = {"", *self.words}
            return np.array([str(cell).casefold() not in known for cell in cells], bool)
        amounts = cells.astype(np.float64)
        return np.asarray((amounts < self.low) | (amounts > self.high))


def fit_familiar(
    columns: Sequence[ColumnData], rows: NDArray[np.intp], *, seed: int = 0
) -> tuple[Familiar, ...]:
    """What is ordinary in each column that these rows tell enough about; nothing where no bounds hold.

    The bounds are widened until at most one in a hundred ordinary rows is called strange, as a fifth of the rows shows that is left out
    in turn: of many columns one is soon a little beyond what was seen.
    """
    judged = np.random.default_rng(seed).permutation(rows)[:_MOST_JUDGED]
    for wide in _WIDER:
        if _alarms(columns, judged, wide) <= _RARE:
            return tuple(one for data in columns if (one := _of_column(data, rows, wide)))
    return ()


def _alarms(columns: Sequence[ColumnData], rows: NDArray[np.intp], wide: int) -> float:
    """The share of ordinary rows that would be called strange."""
    strange = np.zeros(len(rows), bool)
    fold = np.arange(len(rows)) % _FOLDS
    for k in range(_FOLDS):
        out = fold == k
        for data in columns:
            if one := _of_column(data, rows[~out], wide):
                strange[out] |= one.is_strange(_cells(data, rows[out]))
    return float(strange.mean())


def _cells(data: ColumnData, rows: NDArray[np.intp]) -> NDArray[Any]:
    if data.amounts is not None:
        # As the file is given them: what is inside in double precision must be so in single.
        return data.amounts[rows].astype(np.float32)
    assert data.codes is not None
    return np.array([*data.words, ""], object)[data.codes[rows]]


def _of_column(data: ColumnData, rows: NDArray[np.intp], wide: int) -> Familiar | None:
    if data.amounts is not None:
        return _of_amounts(data.plan.name, data.amounts[rows], wide)
    assert data.codes is not None
    return _of_words(data.plan.name, data.codes[rows], data.words, wide)


def _of_amounts(name: str, values: Doubles, wide: int) -> Familiar | None:
    filled = values[np.isfinite(values)]
    if len(filled) < _FEWEST_AMOUNTS:
        return None
    least, most = float(filled.min()), float(filled.max())
    usual = np.quantile(filled, (0.01, 0.99))
    reach = _REACH * wide * (float(usual[1] - usual[0]) or most - least)
    low = least - reach
    # What was never below zero, often enough, is a count, a price or a length: it cannot be.
    if least >= 0 and len(filled) >= _FEWEST_FOR_ZERO * wide:
        low = max(low, 0.0)
    return Familiar(name, low, most + reach)


def _of_words(
    name: str, codes: NDArray[np.int32], words: tuple[str, ...], wide: int
) -> Familiar | None:
    counts = np.bincount(codes[codes >= 0], minlength=len(words))
    seen = np.flatnonzero(counts)
    once = int((counts == 1).sum())
    # Good and Turing: words seen once tell how often the next word is a new one.
    if len(seen) > _MOST_WORDS or once + 1 > _RARE / wide * (int(counts.sum()) + 1):
        return None
    return Familiar(name, words=tuple(words[code].casefold() for code in seen.tolist()))
