"""Which rows are learned from and which are the test: copies and rows of one customer on one side, the latest rows tested where there is
a day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.splits import choose_holdout
from estimators.table.cell_values import shown_day
from estimators.table.column import ColumnRole
from estimators.table.column_role import ColumnPlans
from estimators.table.row_leakage import copied_rows
from estimators.table.table import Table
from estimators.table.table_run import SplitSummary
from estimators.table.target import RowTarget, column_data

HOLDOUT = 0.2
_DEALT_EXACTLY = 20_000
"""Of more rows, whole groups are drawn by chance alone: shares of classes are met all the same."""
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class RowSplit:
    """Who learns and who tests.

    - `learning`, `testing`: rows, in their order.
    - `groups`, shape (rows of the table,): what belongs together.
    - `summary`: the same as counts, and in sentences.
    """

    learning: Rows
    testing: Rows
    groups: NDArray[np.int64]
    summary: SplitSummary


def split_rows(
    table: Table, plans: ColumnPlans, target: RowTarget, *, holdout: float = HOLDOUT, seed: int = 0
) -> RowSplit:
    """Deal the rows that have an answer.

    Copies of a row are one group, and so are rows of one code in the column of groups.

    Raises `UserError` if too few groups, or days, are left to learn from.
    """
    known = np.flatnonzero(target.known)
    groups, group = _groups(table, plans)
    when = next(iter(plans.having(ColumnRole.WHEN)), None)
    found = _latest(table, plans, known, holdout) if when else None
    if found is None:
        testing = known[_by_chance(target, groups, known, holdout, seed)]
        learning = np.setdiff1d(known, testing, assume_unique=True)
        summary = SplitSummary(len(learning), len(testing), 0, group)
    else:
        late, since = found
        learning, testing = _apart(groups, np.setdiff1d(known, late, assume_unique=True), late, seed)  # fmt: skip
        left_out, day = len(known) - len(learning) - len(testing), when.name if when else ""
        summary = SplitSummary(len(learning), len(testing), left_out, group, day, since)
    split = RowSplit(learning, testing, groups, summary)
    _require_enough(split, target, holdout)
    return split


def _groups(table: Table, plans: ColumnPlans) -> tuple[NDArray[np.int64], str]:
    copied = copied_rows(table, plans)
    copies = np.arange(len(table))
    if copied is not None:
        copies = np.unique(copied[1], return_inverse=True)[1]
    plan = next(iter(plans.having(ColumnRole.TOGETHER)), None)
    codes = column_data(table, plan).codes if plan else None
    if plan is None or codes is None:
        return copies.astype(np.int64), ""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    # A row joins its copies and its code.
    there = codes >= 0
    width = int(copies.max()) + 1
    ends = (copies[there], width + codes[there].astype(np.int64))
    size = width + int(codes.max(initial=0)) + 1
    joined = coo_array((np.ones(int(there.sum()), np.int8), ends), shape=(size, size))
    _, ids = connected_components(joined, directed=False)
    return ids[copies].astype(np.int64), plan.name


def _latest(
    table: Table, plans: ColumnPlans, known: Rows, holdout: float
) -> tuple[Rows, str] | None:
    """The latest rows and their first day; rows of one moment are on one side. None where days tell nothing apart."""
    plan = plans.having(ColumnRole.WHEN)[0]
    days = column_data(table, plan).amounts
    if days is None or not holdout:
        return None
    days = days[known]
    dated = days[~np.isnan(days)]
    if len(dated) < len(days) / 2 or len(np.unique(dated)) < 5:
        return None
    since = np.quantile(dated, 1 - holdout, method="nearest")
    if (dated >= since).mean() > 2 * holdout:
        since = np.min(dated[dated > since], initial=np.inf)
    late = known[days >= since]
    return (late, shown_day(float(since))) if len(late) else None


def _apart(groups: NDArray[np.int64], early: Rows, late: Rows, seed: int) -> tuple[Rows, Rows]:
    """Early rows to learn from and late ones to test on, no group on both sides.

    Where most early rows are of groups that come again, a third of the groups is tested and the others are learned from.
    """
    free = ~np.isin(groups[early], groups[late])
    if free.mean() >= 0.5:
        return early[free], late
    ids = np.unique(groups[np.concatenate([early, late])])
    tested = ids[np.random.default_rng(seed).random(len(ids)) < 1 / 3]
    return early[~np.isin(groups[early], tested)], late[np.isin(groups[late], tested)]


def _by_chance(
    target: RowTarget, groups: NDArray[np.int64], known: Rows, holdout: float, seed: int
) -> NDArray[np.bool_]:
    if not holdout:
        return np.zeros(len(known), bool)
    own, values = groups[known], target.values[known]
    if len(known) > _DEALT_EXACTLY:
        ids, back = np.unique(own, return_inverse=True)
        return np.asarray((np.random.default_rng(seed).random(len(ids)) < holdout)[back])
    labels: NDArray[np.intp] = values.astype(np.intp) if target.task == "classify" else np.zeros(len(known), np.intp)  # fmt: skip
    return choose_holdout(labels, own, holdout, seed)


def _require_enough(split: RowSplit, target: RowTarget, holdout: float) -> None:
    values = target.values[split.learning]
    if len(values) < 10 or (holdout and not len(split.testing)):
        raise UserError(
            tr("There are {n} rows to learn from and {m} to test on.", n=digits(len(split.learning)), m=digits(len(split.testing))),
            tr("Rows that belong together can’t be on both sides."),
            tr("Add rows, or say that a column does not keep rows together."),
        )  # fmt: skip
    if target.task == "number":
        return
    counts = np.bincount(values.astype(np.intp), minlength=len(target.classes))
    thin = [name for name, n in zip(target.classes, counts.tolist(), strict=True) if n < 2]
    if thin:
        raise UserError(
            tr("“{name}” has fewer than two rows to learn from.", name=thin[0]),
            tr("Two of each answer are the least; 15 or more make a useful model."),
            tr("Add rows of “{name}”, or put it together with another answer.", name=thin[0]),
        )
