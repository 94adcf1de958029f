"""Which rows without an answer to label next, so that as few labels as possible are needed.

As of photos (`estimators.classifier.active_learning`): where the model is in doubt, where nothing near has an answer, and never two rows
that are the same. Rows are near in what the linear model sees of them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from estimators.classifier.active_learning import choose_rows
from estimators.table.table_model import TableModel, usual_error
from estimators.table.target import ColumnData, Doubles, RowTarget

MOST_LOOKED_AT = 4_000
Rows = NDArray[np.intp]


def rows_to_label(
    model: TableModel,
    columns: Sequence[ColumnData],
    target: RowTarget,
    learned: Rows,
    *,
    n: int = 12,
    seed: int = 0,
) -> Rows:
    """The rows of the table whose answers would teach most, the most first; none where every row has one.

    - `model`: learned from the rows `learned`. `columns`, `target`: of the whole table.

    Of very many, `MOST_LOOKED_AT` drawn by chance are looked at.
    """
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(seed)
    pool = _drawn(np.flatnonzero(~target.known), rng)
    if not len(pool) or not n:
        return pool[:0]
    design = model.design
    X = design.matrix(columns, pool)
    known = design.linear(design.matrix(columns, _drawn(learned, rng)))
    with threadpool_limits(limits=1):
        doubt = _doubt(model, X)
        Z = design.linear(X)
        _, copies = np.unique(Z, axis=0, return_inverse=True)
        chosen = choose_rows(Z, known, doubt, copies=copies.reshape(-1), n=n, rng=rng)  # fmt: skip
    return pool[[row for row, _, _ in chosen]]


def _drawn(rows: Rows, rng: np.random.Generator) -> Rows:
    return np.sort(rng.permutation(rows)[:MOST_LOOKED_AT])


def _doubt(model: TableModel, X: NDArray[np.float32]) -> Doubles:
    """From 0 to 1: how little the two likeliest classes are apart, or how far off the number usually is there."""
    if model.task == "number":
        off = usual_error(model.width_trees, model.least_width, X)
        return np.asarray(off / off.max())
    best = np.sort(softmax(model.scores(X), axis=1), axis=1)
    return np.asarray(1.0 - (best[:, -1] - best[:, -2]))
