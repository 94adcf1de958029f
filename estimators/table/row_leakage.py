"""Rows that flatter a test: copies, the same customer on both sides, and days after those that were learned from."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from estimators.base.binomial import exact_interval
from estimators.table.cell_values import shown_day
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import ColumnPlan, ColumnPlans
from estimators.table.column_type import TypeReason
from estimators.table.leak import FEWEST, LEVEL, Leak, LeakFix, LeakKind
from estimators.table.table import Table
from estimators.table.target import Codes, ColumnData, Doubles, RowTarget, column_data

_FEWEST_COPIES = 0.005
"""Fewer, as a share of all rows, do no harm."""


def row_leaks(table: Table, plans: ColumnPlans, target: RowTarget) -> Iterator[Leak]:
    """What has to be kept on one side of a split."""
    if copies := copied_rows(table, plans):
        yield copies[0]
    for plan in plans.having(ColumnRole.TOGETHER):
        yield from _same_group(column_data(table, plan), target)
    for plan in plans.having(ColumnRole.WHEN):
        yield from _time(column_data(table, plan))


def row_hashes(table: Table, names: Sequence[str]) -> NDArray[np.int64]:
    """A number for what each row says in these columns, the same for the same; shape (rows,)."""
    blocks = [table.column(name).blocks() for name in names]
    parts = [
        np.fromiter(map(hash, zip(*columns, strict=True)), np.int64)
        for columns in zip(*blocks, strict=True)
    ]
    return np.concatenate([np.zeros(0, np.int64), *parts])


def copied_rows(table: Table, plans: ColumnPlans) -> tuple[Leak, NDArray[np.int64]] | None:
    """Rows that say the same, and a number for what each row says; None where columns of few values come to that by chance.

    Two people of one age and fare are no copies: names and codes count as well, but for those that only count the rows.
    """
    used = [
        plan
        for plan in plans.plans
        if plan.role != ColumnRole.LEAVE_OUT
        or (plan.type == ColumnType.ID and plan.guess.reason != TypeReason.COUNTED_UP)
    ]
    names = [plan.name for plan in used]
    if len(names) < 3:
        return None
    hashes = row_hashes(table, names)
    _, counts = np.unique(hashes, return_counts=True)
    n, k = len(hashes), int(len(hashes) - len(counts))
    alike = float((counts * (counts - 1.0)).sum() / 2.0)
    chance = n * (n - 1.0) / 2.0
    for plan in used:
        chance *= _same_by_chance(plan)
    if alike <= 10.0 * chance + 2.0 or k < _FEWEST_COPIES * n:
        return None
    low, high = exact_interval(k, n, LEVEL)
    leak = Leak(kind=LeakKind.COPIES, fix=LeakFix.KEEP_COPIES_TOGETHER, value=k / n, low=low, high=high, n=n, k=k)  # fmt: skip
    return leak, hashes


def _same_by_chance(plan: ColumnPlan) -> float:
    """The chance that two rows have the same cell in a column."""
    found = plan.profile
    if not found.commonest:
        sample = Counter(found.sample)
        m = max(2, sum(sample.values()))
        return max(sum(c * (c - 1) for c in sample.values()) / (m * (m - 1)), 1.0 / found.distinct)
    counts = [n for _, n in found.commonest] + [found.missing]
    return float(sum(n * n for n in counts) / found.rows**2)


def _same_group(data: ColumnData, target: RowTarget) -> Iterator[Leak]:
    """Whether rows of one code have the same answer more often than any two rows."""
    if data.codes is None or target.task == "number":
        return
    rows = np.flatnonzero((data.codes >= 0) & target.known)
    codes, answers = data.codes[rows], target.values[rows]
    order = np.lexsort((answers, codes))
    codes = codes[order]
    answers = answers[order]
    pairs, alike = _pairs_within(codes, answers)
    if pairs < FEWEST:
        return
    shares = np.bincount(answers.astype(np.intp)) / len(answers)
    usual = float((shares**2).sum())
    groups = int((np.bincount(codes) > 1).sum())
    # Pairs of one group are not independent: the interval counts each group once.
    value = alike / pairs
    low, high = exact_interval(round(value * groups), groups, LEVEL)
    if low <= usual:
        return
    yield Leak(kind=LeakKind.SAME_GROUP, fix=LeakFix.KEEP_TOGETHER, column=data.plan.name, value=value, low=low, high=high, n=groups, usual=usual)  # fmt: skip


def _pairs_within(codes: Codes, answers: Doubles) -> tuple[float, float]:
    def pairs(values: NDArray[np.int64]) -> float:
        _, counts = np.unique(values, return_counts=True)
        return float((counts * (counts - 1.0)).sum() / 2.0)

    width = int(answers.max()) + 1
    return pairs(codes.astype(np.int64)), pairs(codes.astype(np.int64) * width + answers.astype(np.int64))  # fmt: skip


def _time(data: ColumnData) -> Iterator[Leak]:
    if data.amounts is None or not data.filled.any():
        return
    first, last = np.nanmin(data.amounts), np.nanmax(data.amounts)
    if first < last:
        yield Leak(kind=LeakKind.TIME, fix=LeakFix.TEST_LATER, column=data.plan.name, value=1.0, low=1.0, high=1.0, n=int(data.filled.sum()), word=shown_day(float(first)), answer=shown_day(float(last)))  # fmt: skip
