"""Columns as one matrix of numbers, the same here and in the exported file: amounts as they are, words as columns of 0 and 1, and what
networks make of sentences, photos and sounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.file_outline import LONGEST_TEXT
from estimators.table.encoded_input import EncodedInput, fit_plain
from estimators.table.target import ColumnData, Doubles

Singles = NDArray[np.float32]
_MOST_WORDS = 30
_FEWEST_ROWS_OF_A_WORD = 3


@dataclass(frozen=True)
class AmountInput:
    """A column of numbers or days.

    - `low`, `high`: between which the linear model sees it: the 1 and 99 % points of the training rows.
    - `mean`, `spread`: of what it sees there; a missing one is seen as the mean.
    - `empties`: whether any were missing, so that the linear model is told of it.
    - `sign`: 1 where more of it may not lower the answer, -1 where it may not raise it, else 0.
    """

    name: str
    low: float
    high: float
    mean: float
    spread: float
    empties: bool
    sign: int = 0

    @property
    def width(self) -> int:
        return 1

    @property
    def linear_width(self) -> int:
        return 1 + self.empties

    @property
    def signs(self) -> list[int]:
        return [self.sign]

    @property
    def linear_signs(self) -> list[int]:
        return [self.sign, *([0] if self.empties else [])]


@dataclass(frozen=True)
class WordInput:
    """A column of words: one column for each of the commonest, and one for any other word where training rows had some.

    A missing word is 0 in all of them; a word that was never seen counts as any other.
    """

    name: str
    words: tuple[str, ...]
    others: bool

    @property
    def width(self) -> int:
        return len(self.words) + self.others

    @property
    def linear_width(self) -> int:
        return self.width

    @property
    def signs(self) -> list[int]:
        return [0] * self.width

    linear_signs = signs

    def places(self, data: ColumnData) -> NDArray[np.intp]:
        """The column of each row's word; -1 where there is none, or none for it."""
        known = {word.casefold(): at for at, word in enumerate(self.words)}
        other = len(self.words) if self.others else -1
        of_code = [known.get(word.casefold(), other) for word in data.words]
        assert data.codes is not None
        return np.array([*of_code, -1], np.intp)[data.codes]


TableInput = AmountInput | WordInput | EncodedInput


@dataclass(frozen=True)
class DesignMatrix:
    """How columns become numbers, learned from the training rows."""

    inputs: tuple[TableInput, ...]

    @property
    def width(self) -> int:
        return sum(one.width for one in self.inputs)

    @property
    def signs(self) -> list[int]:
        """By column of `matrix`, 1 where more of it may not lower the answer, -1 where it may not raise it, else 0."""
        return [sign for one in self.inputs for sign in one.signs]

    @property
    def linear_signs(self) -> NDArray[np.int_]:
        """The same by column of `linear`."""
        return np.array([sign for one in self.inputs for sign in one.linear_signs], int)

    def matrix(self, columns: Sequence[ColumnData], rows: NDArray[np.intp]) -> Singles:
        """Numbers for trees, NaN where an amount is missing; shape (rows, width)."""
        by_name = {data.plan.name: data for data in columns}
        X = np.zeros((len(rows), self.width), np.float32)
        at = 0
        for one in self.inputs:
            data = by_name[one.name]
            if isinstance(one, AmountInput):
                assert data.amounts is not None
                X[:, at] = data.amounts[rows]
            elif isinstance(one, EncodedInput):
                X[:, at : at + one.width] = one.block(data, rows)
            else:
                places = one.places(data)[rows]
                there = np.flatnonzero(places >= 0)
                X[there, at + places[there]] = 1.0
            at += one.width
        return X

    def linear(self, X: Singles) -> Doubles:
        """The same for linear models: bounded, about 0 and of spread 1, and told where an amount was missing."""
        Z = np.zeros((len(X), sum(one.linear_width for one in self.inputs)))
        at = to = 0
        for one in self.inputs:
            block = X[:, at : at + one.width]
            if isinstance(one, AmountInput):
                empty = np.isnan(block)
                seen = (np.clip(block, one.low, one.high) - np.float32(one.mean)) / np.float32(one.spread)  # fmt: skip
                Z[:, to : to + 1] = np.where(empty, np.float32(0.0), seen)
                if one.empties:
                    Z[:, to + 1 : to + 2] = empty
            else:
                Z[:, to : to + one.width] = block
            at += one.width
            to += one.linear_width
        return Z


def fit_design_matrix(columns: Sequence[ColumnData], rows: NDArray[np.intp]) -> DesignMatrix:
    """Learn from these rows how the columns become numbers; those that are the same in all of them are left out."""
    inputs: list[TableInput] = []
    for data in columns:
        if data.amounts is not None:
            amount = _amount(data.plan.name, data.amounts[rows], data.plan.direction.sign)
            inputs += [amount] if amount else []
        elif data.features is not None:
            one = fit_plain(data, rows)
            inputs += [one] if one.width else []
        elif data.codes is not None:
            word = _words(data, rows)
            inputs += [word] if word.width else []
    return DesignMatrix(tuple(inputs))


def _amount(name: str, values: Doubles, sign: int) -> AmountInput | None:
    # Trees see single precision, and so does the file.
    values = values.astype(np.float32).astype(np.float64)
    filled = values[np.isfinite(values)]
    empties = len(filled) < len(values)
    if not len(filled) or (np.ptp(filled) == 0 and not empties):
        return None
    low, high = np.quantile(filled, (0.01, 0.99))
    if low == high:
        low, high = filled.min(), filled.max()
    seen = np.clip(filled, low, high)
    spread = float(seen.std()) or 1.0
    return AmountInput(name, float(low), float(high), float(seen.mean()), spread, empties, sign)


def _words(data: ColumnData, rows: NDArray[np.intp]) -> WordInput:
    assert data.codes is not None
    codes = data.codes[rows]
    counts = np.bincount(codes[codes >= 0], minlength=len(data.words))
    order = np.argsort(-counts, kind="stable")[:_MOST_WORDS]
    kept = [int(code) for code in order if counts[code] >= _FEWEST_ROWS_OF_A_WORD and len(data.words[code].encode()) <= LONGEST_TEXT]  # fmt: skip
    others = bool(counts.sum() > counts[kept].sum())
    return WordInput(data.plan.name, tuple(data.words[code] for code in kept), others)
