"""Looks for what knows the answer before anything is learned: column by column, value by value, word by word, and among the rows.

A column is asked alone: a small tree on its numbers, or its words one by one, answers rows that it was not shown. It knows the
answer where it goes 97 % of the way from always saying the commonest answer to being always right, which no honest column does,
and 85 % at the lower end of the interval.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from estimators.base.binomial import exact_interval, exact_lower
from estimators.table.cell_values import word_of
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import ColumnPlan, ColumnPlans, RoleReason
from estimators.table.derived_columns import AskedColumn, derived_leaks
from estimators.table.leak import FEWEST, LEVEL, Leak, LeakFix, LeakKind
from estimators.table.row_leakage import row_leaks
from estimators.table.table import Table
from estimators.table.target import ColumnData, Doubles, RowTarget, column_data

_PERFECT, _SURELY = 0.97, 0.85
"""Of the way from the usual answer to all right: what was found, and the lower end of its interval."""
_SURELY_RARE, _RARE = 0.7, 0.05
"""Of an answer that at most one in twenty rows has, fewer rows are as little by chance."""
_FEWEST_ALIKE, _FEWEST_RARE = 20, 10
_BEYOND_CHANCE = 0.5
"""Of the same way, whichever of the values or words that are tried is the one."""
_COVERS = 0.5
"""A value knows the answer if so many of the rows of that answer have it."""
_ORDERED = 0.3
_ASKED = 20_000
_WORDS_LOOKED_AT = 20_000
_FOLDS = 5
_TOKEN = re.compile(r"[^\W\d_]{3,}")
_LAST_DIGITS = re.compile(r"(\d{1,15})\D*$")
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
    found: list[Leak] = []
    columns: list[AskedColumn] = []
    for plan in plans.plans:
        if plan.role == ColumnRole.PREDICT or not plan.profile.filled:
            continue
        if plan.type == ColumnType.TEXT:
            found += _words_that_know(table, plan, target)
        elif plan.type == ColumnType.ID:
            found += _code_that_knows(table, plan, target, asked)
        elif plan.role in (ColumnRole.USE, ColumnRole.WHEN):
            data = column_data(table, plan)
            columns.append(AskedColumn.of(data, asked.rows))
            if plan.role == ColumnRole.USE or target.task == "classify":
                found += _column_that_knows(data, target, asked)
    known = [leak.column for leak in found]
    found += derived_leaks(table, plans, target, columns, rows=asked.rows, known=known)
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


def _column_that_knows(data: ColumnData, target: RowTarget, asked: _Asked) -> Iterator[Leak]:
    name, n = data.plan.name, len(asked.rows)
    if n < FEWEST:
        return
    if target.task == "number":
        share, low, high = _explained(data, asked)
        if share >= _PERFECT and low >= _SURELY:
            yield Leak(kind=LeakKind.KNOWS_ANSWER, fix=LeakFix.LEAVE_OUT, column=name, value=share, low=low, high=high, n=n)  # fmt: skip
        return
    if told := next(_filled_for_one(data, target), None):
        yield told
        return
    said = _answers_alone(data, asked)
    k = int((said == asked.codes).sum())
    low, high = exact_interval(k, n, LEVEL)
    if _knows(k / n, low, asked.usual):
        yield Leak(kind=LeakKind.KNOWS_ANSWER, fix=LeakFix.LEAVE_OUT, column=name, value=k / n, low=low, high=high, n=n, k=k, usual=asked.usual)  # fmt: skip
        return
    found = _values_that_know(data, target) if data.codes is not None else iter(())
    yield from islice(chain(found, _answers_told(data, said, target, asked)), 1)


def _answers_told(
    data: ColumnData, said: NDArray[np.intp], target: RowTarget, asked: _Asked
) -> Iterator[Leak]:
    """Answers that the column alone picks out and hardly ever wrongly, by several words; of amounts, rare ones only: a clear gap is no leak."""
    counts = np.bincount(asked.codes, minlength=len(target.classes))
    for code in np.unique(said).tolist():
        if data.codes is None and counts[code] > _RARE * len(said):
            continue
        picked = np.zeros(len(target.values), bool)
        picked[asked.rows[said == code]] = True
        yield from _leak_of_subset(LeakKind.KNOWS_ONE, data.plan.name, picked, target)


def _knows(share: float, low: float, usual: float) -> bool:
    room, surely = 1.0 - usual, _SURELY if usual > _RARE else _SURELY_RARE
    return share - usual >= _PERFECT * room and low - usual >= surely * room


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


def _explained(data: ColumnData, asked: _Asked) -> tuple[float, float, float]:
    """The share of the differences in a number that the column alone explains, in rows that it was not shown."""
    y = asked.values
    said = np.empty(len(y))
    for fold in range(_FOLDS):
        out = asked.fold == fold
        said[out] = _number_alone(data, asked, out)
    r = float(np.corrcoef(said, y)[0, 1]) if said.std() > 0 and y.std() > 0 else 0.0
    r = min(max(r, 0.0), 1.0 - 1e-12)
    # Fisher's z: https://doi.org/10.2307/2331838
    z, wide = np.arctanh(r), 1.645 / np.sqrt(max(len(y) - 3, 1))
    low, high = np.tanh(max(z - wide, 0.0)), np.tanh(z + wide)
    return r * r, float(low**2), float(high**2)


def _number_alone(data: ColumnData, asked: _Asked, out: Mask) -> Doubles:
    from sklearn.tree import DecisionTreeRegressor

    y = asked.values
    if data.amounts is None:
        assert data.codes is not None
        codes = data.codes[asked.rows] + 1
        width = int(codes.max()) + 1
        sums = np.bincount(codes[~out], y[~out], width)
        counts = np.bincount(codes[~out], minlength=width)
        return np.asarray(((sums + y[~out].mean()) / (counts + 1))[codes[out]])
    values = data.amounts[asked.rows]
    filled = ~np.isnan(values)
    learn = filled & ~out
    line = np.zeros(2)
    if learn.sum() > 2 and np.ptp(values[learn]) > 0:
        line = np.polyfit(values[learn], y[learn], 1)
    straight = np.where(filled, np.polyval(line, np.where(filled, values, 0.0)), y[~out].mean())
    tree = DecisionTreeRegressor(max_leaf_nodes=64, min_samples_leaf=3, random_state=0)
    column = np.column_stack([values, straight])
    # The tree mends what the line misses, and the line goes on between the steps of the tree.
    rest = tree.fit(column[~out], (y - straight)[~out]).predict(column[out])
    return np.asarray(straight[out] + rest)


# Values, words, and whether there is a value -------------------------------------------------


def _pure(
    subset: Mask, target: RowTarget, *, tries: int = 1
) -> tuple[int, int, int, float, float] | None:
    """The class that rows of a subset have, k of n, and its interval, where nearly no others are among them and it covers the class."""
    rows = subset & target.known
    n = int(rows.sum())
    if n < _FEWEST_RARE or n == int(target.known.sum()):
        return None
    counts = np.bincount(target.values[rows].astype(np.intp), minlength=len(target.classes))
    every = np.bincount(target.values[target.known].astype(np.intp), minlength=len(target.classes))
    best = int(counts.argmax())
    k, usual = int(counts[best]), float(every[best] / every.sum())
    low, high = exact_interval(k, n, LEVEL)
    enough = _FEWEST_ALIKE if usual > _RARE else _FEWEST_RARE
    if n < enough or not _knows(k / n, low, usual) or k < _COVERS * every[best]:
        return None
    lowest = exact_lower(k, n, (1 - LEVEL) / 2 / tries)
    if lowest - usual < _BEYOND_CHANCE * (1.0 - usual):
        return None
    return best, k, n, low, high


def _leak_of_subset(
    kind: LeakKind, name: str, subset: Mask, target: RowTarget, *, word: str = "", tries: int = 1
) -> Iterator[Leak]:
    found = _pure(subset, target, tries=tries)
    if found is None:
        return
    best, k, n, low, high = found
    n_others = int((target.known & (target.values != best)).sum())
    yield Leak(
        kind=kind,
        fix=LeakFix.LEAVE_OUT,
        column=name,
        value=k / n,
        low=low,
        high=high,
        n=n,
        k=k,
        word=word,
        answer=target.classes[best],
        others=n - k,
        n_others=n_others,
    )


def _filled_for_one(data: ColumnData, target: RowTarget) -> Iterator[Leak]:
    name = data.plan.name
    yield from _leak_of_subset(LeakKind.FILLED_AFTER, name, data.filled, target)
    yield from _leak_of_subset(LeakKind.EMPTY_AFTER, name, ~data.filled, target)


def _values_that_know(data: ColumnData, target: RowTarget) -> Iterator[Leak]:
    assert data.codes is not None
    counts = np.bincount(data.codes[data.codes >= 0], minlength=len(data.words))
    likely = np.flatnonzero(counts >= _FEWEST_RARE)[:50]
    for code in likely.tolist():
        yield from _leak_of_subset(
            LeakKind.VALUE_KNOWS,
            data.plan.name,
            data.codes == code,
            target,
            word=data.words[code],
            tries=len(likely),
        )


def _words_that_know(table: Table, plan: ColumnPlan, target: RowTarget) -> Iterator[Leak]:
    """A word of the sentences that stands nearly only in those of one answer."""
    if target.task == "number":
        return
    step = max(1, len(table) // _WORDS_LOOKED_AT)
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for row, cell in enumerate(table.column(plan.name)):
        if row % step == 0:
            for word in set(_TOKEN.findall(cell.casefold())):
                rows_of[word].append(row)
    known = target.known.copy()
    known[np.arange(len(known)) % step != 0] = False
    looked = RowTarget(
        target.name, target.task, np.where(known, target.values, np.nan), target.classes
    )
    often = [word for word, rows in rows_of.items() if len(rows) >= _FEWEST_RARE]
    leaks: list[Leak] = []
    for word in often:
        subset = np.zeros(len(table), bool)
        subset[rows_of[word]] = True
        leaks += _leak_of_subset(
            LeakKind.WORD_KNOWS, plan.name, subset, looked, word=word, tries=len(often)
        )
    yield from sorted(leaks, key=lambda leak: -leak.k)[:1]
    yield from islice(_filled_for_one(_cells_filled(table, plan), target), 1)


def _cells_filled(table: Table, plan: ColumnPlan) -> ColumnData:
    filled = (0 if word_of(cell) else -1 for cell in table.column(plan.name))
    return ColumnData(plan, None, np.fromiter(filled, np.int32, len(table)))


# Codes and rows ------------------------------------------------------------------------------


def _code_that_knows(
    table: Table, plan: ColumnPlan, target: RowTarget, asked: _Asked
) -> Iterator[Leak]:
    """A code with a number in it that goes with the answer."""
    numbers = np.full(len(table), np.nan)
    for row, cell in enumerate(table.column(plan.name)):
        if found := _LAST_DIGITS.search(cell):
            numbers[row] = float(found[1])
    if np.isnan(numbers).mean() < 0.5:
        how = (LeakKind.CODE_KNOWS, LeakFix.LEAVE_OUT, plan.name)
        yield from _place_knows(numbers, target, asked, how)


def _row_order(table: Table, target: RowTarget, asked: _Asked) -> Iterator[Leak]:
    places = np.arange(len(table), dtype=np.float64)
    yield from _place_knows(places, target, asked, (LeakKind.ROW_ORDER, LeakFix.SHUFFLE, ""))


def _place_knows(
    values: Doubles, target: RowTarget, asked: _Asked, how: tuple[LeakKind, LeakFix, str]
) -> Iterator[Leak]:
    kind, fix, name = how
    n = len(asked.rows)
    if target.task == "number" or n < FEWEST:
        return
    k = int((_tree_answers(values[asked.rows], asked) == asked.codes).sum())
    low, high = exact_interval(k, n, LEVEL)
    if (low - asked.usual) / (1.0 - asked.usual) > _ORDERED:
        yield Leak(kind=kind, fix=fix, column=name, value=k / n, low=low, high=high, n=n, k=k, usual=asked.usual)  # fmt: skip
