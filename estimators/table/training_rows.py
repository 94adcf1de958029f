"""The rows that a model learns from, as numbers: all of them, or without some that judge it, so that nothing of these is seen.

What columns say of the answers (`encoded_input`) is learned anew each time that rows are left out; all else looks at no answer and
is learned once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from estimators.table.design_matrix import DesignMatrix, Singles, TableInput, fit_design_matrix
from estimators.table.encoded_input import EncodedInput, fit_scores
from estimators.table.target import ColumnData, Doubles

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class LearnedFrom:
    """How columns become numbers, and those of the rows that this was learned from: what columns say of the answers is out of fold.

    `turns`: what makes its numbers of the plain ones of a column that a network reads, by column.
    """

    design: DesignMatrix
    X: Singles = field(repr=False)
    turns: dict[str, Doubles] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class TrainingRows:
    """Rows and their answers.

    - `plain`: how columns become numbers without a look at the answers; `seen`: the rows so, shape (rows, width).
    - `answers`, shape (rows, outputs): one of each class, or the number. `labels`, `groups`, shape (rows,): what folds are alike in,
      and what stays in one fold.
    """

    plain: DesignMatrix
    seen: Singles = field(repr=False)
    answers: Doubles = field(repr=False)
    labels: Rows = field(repr=False)
    groups: NDArray[np.int64] | None = field(repr=False)
    seed: int = 0

    def learned(self, kept: Mask | Rows | slice) -> LearnedFrom:
        """What is learned of these of the rows."""
        if not any(isinstance(one, EncodedInput) for one in self.plain.inputs):
            return LearnedFrom(self.plain, self.seen[kept])
        inputs: list[TableInput] = []
        blocks, at = [], 0
        turns = {}
        groups = None if self.groups is None else self.groups[kept]
        for one in self.plain.inputs:
            block = self.seen[kept, at : at + one.width]
            at += one.width
            if isinstance(one, EncodedInput):
                turn, block = fit_scores(block, self.answers[kept], self.labels[kept], groups, self.seed)  # fmt: skip
                turns[one.name] = turn
                inputs.append(replace(one, axes=one.axes @ turn))
            else:
                inputs.append(one)
            blocks.append(block)
        return LearnedFrom(DesignMatrix(tuple(inputs)), np.hstack(blocks), turns)

    def left_out(self, learned: LearnedFrom, out: Mask | Rows) -> Singles:
        """Other rows as what was learned without them sees them."""
        blocks, at = [], 0
        for one in self.plain.inputs:
            block = self.seen[out, at : at + one.width]
            at += one.width
            turn = learned.turns.get(one.name)
            blocks.append(block if turn is None else np.asarray(block @ turn, np.float32))
        return np.hstack(blocks) if blocks else self.seen[out]


def training_rows(
    columns: Sequence[ColumnData],
    rows: Rows,
    answers: Doubles,
    labels: Rows,
    groups: NDArray[np.int64] | None,
    *,
    seed: int = 0,
) -> TrainingRows:
    """The `rows` of the columns, ready to be learned from in parts; the other arguments are of these rows."""
    plain = fit_design_matrix(columns, rows)
    return TrainingRows(plain, plain.matrix(columns, rows), answers, labels, groups, seed)
