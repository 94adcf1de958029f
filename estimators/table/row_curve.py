"""What a quick model gets right of some rows, having learned from others: for the learning curve of a table, which asks many times.

One linear model and small boosted trees, averaged: the make of the real one (`table_model`), without its search. Of numbers "right"
means within the tolerance, as everywhere.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.embedding import EmbeddingCache
from estimators.classifier.head.linear import fit_logistic
from estimators.classifier.progress import Cancelled, Progress, report_nothing
from estimators.table.column import ColumnRole
from estimators.table.column_role import ColumnPlans
from estimators.table.design_matrix import Singles
from estimators.table.encoder import encoded
from estimators.table.group_counts import right_answers
from estimators.table.group_fairness import TOLERANCE
from estimators.table.leakage import find_leaks, without_leaks
from estimators.table.row_split import split_rows
from estimators.table.table import Table
from estimators.table.table_model import Rows
from estimators.table.target import Doubles, RowTarget, column_data
from estimators.table.training_rows import TrainingRows, training_rows

MOST_ROWS = 20_000
_FEWEST_FOR_TREES = 40
_BANDS = 4
_TREES = {"max_leaf_nodes": 6, "learning_rate": 0.12, "max_iter": 60, "min_samples_leaf": 8}
_STRENGTH = 1.0


@dataclass(frozen=True)
class CurveRows:
    """The rows that a training may learn from, ready to be learned from in parts.

    - `have`: how many there are; `values` and `rows` hold up to `MOST_ROWS` of them, drawn by chance.
    - `labels`: what is kept in proportion: the classes, or quarters of the numbers. `groups`: those that stay together.
    """

    have: int
    classes: tuple[str, ...]
    values: Doubles = field(repr=False)
    labels: NDArray[np.intp] = field(repr=False)
    groups: NDArray[np.int64] = field(repr=False)
    rows: TrainingRows = field(repr=False)
    tolerance: float = TOLERANCE

    def right(self, learn: Rows, test: Rows) -> NDArray[np.bool_]:
        """Which of the second a model that learned from the first gets right, shape (test,)."""
        if not self.classes:
            return right_answers(self._numbers(learn, test), self.values[test], self.tolerance)
        return np.asarray(self._codes(learn, test) == self.labels[test])

    @property
    def majority(self) -> float | None:
        """The share of the largest class; None of numbers."""
        return float(np.bincount(self.labels).max() / len(self.labels)) if self.classes else None

    @property
    def repeats(self) -> int:
        """How often each size is learned: fewer times the longer it takes."""
        work = self.rows.seen.size * max(1, len(self.classes) - 1)
        return 10 if work <= 50_000 else 5 if work <= 500_000 else 3

    def _codes(self, learn: Rows, test: Rows) -> NDArray[np.intp]:
        from sklearn.ensemble import HistGradientBoostingClassifier

        there, codes = np.unique(self.labels[learn], return_inverse=True)
        X, Z, X_test, Z_test = self._numbers_of(learn, test)
        head, _ = fit_logistic(Z, codes, len(there), _STRENGTH, tolerance=1e-2)
        scores = Z_test @ head.weights.T + head.intercept
        if len(learn) >= _FEWEST_FOR_TREES:
            trees = HistGradientBoostingClassifier(**_trees()).fit(X, codes)
            # Scores and not chances: they are added to those of the line.
            raw = trees._raw_predict(X_test)
            scores = scores + (np.hstack([-0.5 * raw, 0.5 * raw]) if raw.shape[1] == 1 else raw)
        return np.asarray(there[scores.argmax(axis=1)])

    def _numbers(self, learn: Rows, test: Rows) -> Doubles:
        from sklearn.ensemble import HistGradientBoostingRegressor
        from sklearn.linear_model import RidgeCV

        X, Z, X_test, Z_test = self._numbers_of(learn, test)
        line = RidgeCV(alphas=(1.0, 10.0, 100.0, 1e3)).fit(Z, self.values[learn])
        said = line.predict(Z_test)
        if len(learn) >= _FEWEST_FOR_TREES:
            trees = HistGradientBoostingRegressor(**_trees()).fit(X, self.values[learn])
            said = (said + trees.predict(X_test)) / 2
        return np.asarray(said)

    def _numbers_of(self, learn: Rows, test: Rows) -> tuple[Singles, Doubles, Singles, Doubles]:
        """What trees and lines see of the rows to learn from, then of those to test on."""
        part = self.rows.learned(learn)
        X_test = self.rows.left_out(part, test)
        linear = part.design.linear
        return part.X, linear(part.X).astype(np.float64), X_test, linear(X_test).astype(np.float64)


def _trees() -> dict[str, Any]:
    return {**_TREES, "l2_regularization": 1.0, "early_stopping": False, "random_state": 0}


def curve_rows(
    table: Table,
    plans: ColumnPlans,
    target: RowTarget,
    *,
    tolerance: float = TOLERANCE,
    holdout: float = 0.0,
    seed: int = 0,
    cache: EmbeddingCache | None = None,
    progress: Progress = report_nothing,
    cancelled: Cancelled | None = None,
) -> CurveRows:
    """The rows as a training would learn from them: columns that know the answer left out, groups kept together.

    - `cache`: as `train_table` has it. `holdout`: the share that a training would keep for its test; those rows are not looked at.

    Raises `UserError` where nothing is left to learn from.
    """
    plans = without_leaks(plans, find_leaks(table, plans, target, seed=seed))
    used = [column_data(table, plan) for plan in plans.having(ColumnRole.USE)]
    split = split_rows(table, plans, target, holdout=holdout, seed=seed)
    every = split.learning
    columns = encoded(used, table.folder, learned=(target, every), cache=cache, progress=progress, cancelled=cancelled)  # fmt: skip
    if not columns or len(every) < 2 * _BANDS:
        raise UserError(
            tr("There is too little in “{name}” to measure a learning curve.", name=table.name),
            tr("It takes a column to learn from and {n} rows with an answer.", n=2 * _BANDS),
            tr("Add rows, or say which columns to use."),
        )
    rows = np.sort(np.random.default_rng(seed).permutation(every)[:MOST_ROWS])
    values = target.values[rows]
    if target.task == "classify":
        labels = values.astype(np.intp)
    else:
        # By rank, so that each quarter has its rows where many numbers are equal.
        ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
        labels = (ranks * _BANDS // len(ranks)).astype(np.intp)
    groups = split.groups[rows]
    answers = np.eye(len(target.classes))[labels] if target.classes else values[:, None]
    ready = training_rows(columns, rows, answers, labels, groups, seed=seed)
    return CurveRows(len(every), target.classes, values, labels, groups, ready, tolerance)
