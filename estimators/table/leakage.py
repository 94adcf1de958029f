"""Looks for what knows the answer before anything is learned: column by column, value by value, word by word, and among the rows.

A column is asked alone: a small tree on its numbers, or its words one by one, answers rows that it was not shown. It knows the
answer where it goes 97 % of the way from always saying the commonest answer to being always right, which no honest column does,
and 85 % at the lower end of the interval.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from estimators.base.binomial import exact_interval
from estimators.table.cell_facets import ReadCells
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import ColumnPlans, RoleReason
from estimators.table.derived_columns import AskedColumn, derived_leaks
from estimators.table.leak import FEWEST, LEVEL, Leak, LeakFix, LeakKind
from estimators.table.one_answer import (
    FEWEST_RARE,
    PERFECT,
    RARE,
    SURELY,
    filled_for_one,
    knows,
    leak_of_subset,
    values_that_know,
)
from estimators.table.row_leakage import row_leaks
from estimators.table.table import Table
from estimators.table.target import Codes, ColumnData, Doubles, RowTarget, column_data

_ORDERED = 0.3
_ASKED = 20_000
_FOLDS = 5
_TOKEN = re.compile(r"[^\W\d_]{3,}")
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Asked:
    """Rows with an answer, at most `_ASKED` of them, drawn by chance."""

    rows: NDArray[np.intp]
    values: Doubles
    fold: NDArray[np.intp]

    @property
    def codes(self) -> NDArray[np.intp]:
        return self.values.astype(np.intp)

    def where(self, rows: Mask) -> "_Asked":
        """Some of them."""
        return _Asked(self.rows[rows], self.values[rows], self.fold[rows])

    @property
    def usual(self) -> float:
        """The share of the commonest answer."""
        return float(np.bincount(self.codes).max() / len(self.values))


def find_leaks(table: Table, plans: ColumnPlans, target: RowTarget, *, seed: int = 0) -> list[Leak]:
    """What would flatter a test of this table, the surest first.

    Columns that are left out already are looked at only where they are codes or sentences: what they know shows how the file
    was made. Takes time in proportion to the columns; of many rows, 20,000 drawn by chance are asked.
    """
    asked = _ask(target, seed)
    looked = replace(target, values=asked.values)
    found: list[Leak] = []
    columns: list[AskedColumn] = []
    for plan in plans.plans:
        if plan.role == ColumnRole.PREDICT or not plan.profile.filled:
            continue
        if plan.type in (ColumnType.TEXT, ColumnType.ID):
            read = ReadCells.of(plan, table.column(plan.name), asked.rows)
            found += islice(_cells_that_know(read, looked, asked), 1)
        elif plan.role in (ColumnRole.USE, ColumnRole.WHEN):
            data = column_data(table, plan)
            columns.append(AskedColumn.of(data, asked.rows))
            if plan.role == ColumnRole.USE or target.task == "classify":
                filled = filled_for_one(plan.name, data.filled[asked.rows], looked)
                found += islice(chain(filled, _column_that_knows(data, target, asked)), 1)
    known = [leak.column for leak in found]
    found += derived_leaks(table, plans, target, columns, rows=asked.rows, known=known)
    # What grows from day to day lies in no order of its answers.
    if target.task == "classify" or not plans.having(ColumnRole.WHEN):
        found += _row_order(table, target, asked)
    found += row_leaks(table, without_leaks(plans, found), target)
    order = list(LeakKind)
    return sorted(found, key=lambda leak: order.index(leak.kind))


def without_leaks(plans: ColumnPlans, leaks: Sequence[Leak]) -> ColumnPlans:
    """The same plans, the columns that know the answer left out; those that somebody asked for stay."""
    for leak in leaks:
        if leak.fix != LeakFix.LEAVE_OUT or not leak.column:
            continue
        plan = plans.of(leak.column)
        if plan.role in (ColumnRole.USE, ColumnRole.WHEN) and plan.reason != RoleReason.ASKED:
            plans = plans.with_role(leak.column, ColumnRole.LEAVE_OUT, RoleReason.LEAK)
    return plans


def _ask(target: RowTarget, seed: int) -> _Asked:
    rng = np.random.default_rng(seed)
    known = np.flatnonzero(target.known)
    rows = np.sort(rng.permutation(known)[:_ASKED])
    return _Asked(rows, target.values[rows], rng.permutation(len(rows)) % _FOLDS)


# One column alone ----------------------------------------------------------------------------


def _column_that_knows(
    data: ColumnData,
    target: RowTarget,
    asked: _Asked,
    kind: LeakKind = LeakKind.KNOWS_ANSWER,
) -> Iterator[Leak]:
    name, n = data.plan.name, len(asked.rows)
    if n < FEWEST:
        return
    if target.task == "number":
        values = data.codes if data.amounts is None else data.amounts
        assert values is not None
        yield from _explains(values, asked, (kind, LeakFix.LEAVE_OUT, name))
        return
    said = _answers_alone(data, asked)
    k = int((said == asked.codes).sum())
    low, high = exact_interval(k, n, LEVEL)
    if knows(k / n, low, asked.usual):
        yield Leak(kind=kind, fix=LeakFix.LEAVE_OUT, column=name, value=k / n, low=low, high=high, n=n, k=k, usual=asked.usual)  # fmt: skip
        return
    found = values_that_know(data, target) if data.codes is not None else iter(())
    rare = data.codes is None and kind == LeakKind.KNOWS_ANSWER  # a clear gap in amounts is no leak
    yield from islice(
        chain(found, _answers_told(data.plan.name, said, target, asked, rare=rare)), 1
    )


def _answers_told(
    name: str, said: NDArray[np.intp], target: RowTarget, asked: _Asked, *, rare: bool
) -> Iterator[Leak]:
    """Answers (rare ones only) that the column alone picks out and hardly ever wrongly, by several words."""
    counts = np.bincount(asked.codes, minlength=len(target.classes))
    for code in np.unique(said).tolist():
        if rare and counts[code] > RARE * len(said):
            continue
        picked = np.zeros(len(target.values), bool)
        picked[asked.rows[said == code]] = True
        yield from leak_of_subset(LeakKind.KNOWS_ONE, name, picked, target)


def _answers_alone(data: ColumnData, asked: _Asked) -> NDArray[np.intp]:
    """What the column alone would say of each row, learned from the other folds."""
    if data.amounts is not None:
        return _tree_answers(data.amounts[asked.rows], asked)
    assert data.codes is not None
    codes, answers = data.codes[asked.rows] + 1, asked.codes
    width, classes = int(codes.max()) + 1, int(answers.max()) + 1
    every = np.bincount(codes * classes + answers, minlength=width * classes)
    said = np.empty(len(codes), np.intp)
    for fold in range(_FOLDS):
        out = asked.fold == fold
        own = np.bincount(codes[out] * classes + answers[out], minlength=width * classes)
        counts = (every - own).reshape(width, classes)
        best = counts.argmax(axis=1)
        best[counts.sum(axis=1) == 0] = counts.sum(axis=0).argmax()
        said[out] = best[codes[out]]
    return said


def _tree_answers(values: Doubles, asked: _Asked) -> NDArray[np.intp]:
    from sklearn.tree import DecisionTreeClassifier

    said = np.empty(len(values), np.intp)
    column = values[:, None].astype(np.float32)
    for fold in range(_FOLDS):
        out = asked.fold == fold
        tree = DecisionTreeClassifier(max_leaf_nodes=16, min_samples_leaf=3, random_state=0)
        with warnings.catch_warnings():  # of many classes with few rows each
            warnings.simplefilter("ignore", UserWarning)
            said[out] = tree.fit(column[~out], asked.codes[~out]).predict(column[out])
    return said


def _explains(
    values: Doubles | Codes,
    asked: _Asked,
    how: tuple[LeakKind, LeakFix, str],
    least: float = PERFECT,
) -> Iterator[Leak]:
    """Whether amounts or codes alone explain the differences in a number where they are known, in rows that they were not shown."""
    kind, fix, name = how
    values = values[asked.rows]
    known = ~np.isnan(values) if values.dtype.kind == "f" else values >= 0
    values, asked = values[known], asked.where(known)
    # A few far up would hide that all others stand in their order.
    if kind != LeakKind.KNOWS_ANSWER:
        asked = replace(asked, values=_ranks(asked.values))
        values = _ranks(values)
    y = asked.values
    n = len(y)
    if n < FEWEST:
        return
    said = np.empty(n)
    for fold in np.unique(asked.fold):
        out = asked.fold == fold
        said[out] = _number_alone(values, y, out)
    r = float(np.corrcoef(said, y)[0, 1]) if said.std() > 0 and y.std() > 0 else 0.0
    r = min(max(r, 0.0), 1.0 - 1e-12)
    # Fisher's z: https://doi.org/10.2307/2331838
    z, wide = np.arctanh(r), 1.645 / np.sqrt(n - 3)
    low, high = (float(np.tanh(max(at, 0.0)) ** 2) for at in (z - wide, z + wide))
    if r * r >= least and low >= SURELY:
        yield Leak(kind=kind, fix=fix, column=name, value=r * r, low=low, high=high, n=n)


def _ranks(values: Doubles | Codes) -> Doubles:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - counts / 2.0)[places.reshape(-1)])


def _number_alone(values: Doubles | Codes, y: Doubles, out: Mask) -> Doubles:
    from sklearn.tree import DecisionTreeRegressor

    if values.dtype.kind == "i":
        codes = values.astype(np.intp)
        width = int(codes.max()) + 1
        sums = np.bincount(codes[~out], y[~out], width)
        counts = np.bincount(codes[~out], minlength=width)
        return np.asarray(((sums + y[~out].mean()) / (counts + 1))[codes[out]])
    # Trees see single precision, to which codes of ten digits and more are nearly the same.
    values = values - values.mean()
    line = np.polyfit(values[~out], y[~out], 1) if float(np.ptp(values[~out])) > 0 else np.zeros(2)
    straight = np.polyval(line, values)
    tree = DecisionTreeRegressor(max_leaf_nodes=64, min_samples_leaf=3, random_state=0)
    column = np.column_stack([values, straight])
    # The tree mends what the line misses, and the line goes on between the steps of the tree.
    rest = tree.fit(column[~out], (y - straight)[~out]).predict(column[out])
    return np.asarray(straight[out] + rest)


# Words, codes and rows ------------------------------------------------------------------------


def _cells_that_know(read: ReadCells, target: RowTarget, asked: _Asked) -> Iterator[Leak]:
    """Sentences or codes: a word, whether there is any, the numbers in them, their length, how codes begin; of the rows asked."""
    asked = replace(asked, rows=np.arange(len(asked.rows)))
    name = read.plan.name
    if read.plan.type == ColumnType.TEXT:
        yield from _words_that_know(read, target)
        yield from filled_for_one(name, read.filled, target)
    elif np.isnan(read.numbers[-1]).mean() < 0.5:
        how = (LeakKind.CODE_KNOWS, LeakFix.LEAVE_OUT, name)
        yield from _place_knows(read.numbers[-1], target, asked, how)
    if target.task == "number":
        yield from _answer_in_cells(read, target)
    for kind, data in read.facets():
        yield from _column_that_knows(data, target, asked, kind)


def _answer_in_cells(read: ReadCells, target: RowTarget) -> Iterator[Leak]:
    """Whether the number that is the answer stands in the cells, beyond chance: another row's answer."""
    y, n = target.values, len(target.values)
    if n < FEWEST:
        return

    def there(answers: Doubles) -> int:
        return int(np.isclose(read.numbers, answers, rtol=1e-6, atol=0).any(axis=0).sum())

    k, others = there(y), there(np.random.default_rng(0).permutation(y))
    low, high = exact_interval(k, n, LEVEL)
    if low - others / n > _ORDERED * (1.0 - others / n):
        yield Leak(kind=LeakKind.HOLDS_ANSWER, fix=LeakFix.LEAVE_OUT, column=read.plan.name, value=k / n, low=low, high=high, n=n, k=k, others=others)  # fmt: skip


def _words_that_know(read: ReadCells, target: RowTarget) -> Iterator[Leak]:
    """A word of the sentences that stands nearly only in those of one answer."""
    if target.task == "number":
        return
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for row, cell in enumerate(read.cells):
        for word in set(_TOKEN.findall(cell.casefold())):
            rows_of[word].append(row)
    often = [word for word, rows in rows_of.items() if len(rows) >= FEWEST_RARE]
    leaks: list[Leak] = []
    for word in often:
        subset = np.zeros(len(read.cells), bool)
        subset[rows_of[word]] = True
        leaks += leak_of_subset(
            LeakKind.WORD_KNOWS, read.plan.name, subset, target, word=word, tries=len(often)
        )
    yield from sorted(leaks, key=lambda leak: -leak.k)[:1]


def _row_order(table: Table, target: RowTarget, asked: _Asked) -> Iterator[Leak]:
    places = np.arange(len(table), dtype=np.float64)
    yield from _place_knows(places, target, asked, (LeakKind.ROW_ORDER, LeakFix.SHUFFLE, ""))


def _place_knows(
    values: Doubles, target: RowTarget, asked: _Asked, how: tuple[LeakKind, LeakFix, str]
) -> Iterator[Leak]:
    kind, fix, name = how
    n = len(asked.rows)
    if target.task == "number":
        yield from _explains(values, asked, how, SURELY)
        return
    if n < FEWEST:
        return
    k = int((_tree_answers(values[asked.rows], asked) == asked.codes).sum())
    low, high = exact_interval(k, n, LEVEL)
    if (low - asked.usual) / (1.0 - asked.usual) > _ORDERED:
        yield Leak(kind=kind, fix=fix, column=name, value=k / n, low=low, high=high, n=n, k=k, usual=asked.usual)  # fmt: skip
