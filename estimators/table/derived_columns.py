"""Columns that were computed from the answer: its steps, what adds up or multiplies to it, and averages that contain it.

None of them need be right alone, so `leakage` does not see them; each is exact, which no honest column is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.base.binomial import exact_interval
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import ColumnPlan, ColumnPlans
from estimators.table.leak import FEWEST, LEVEL, Leak, LeakFix, LeakKind
from estimators.table.table import Table
from estimators.table.target import ColumnData, Doubles, RowTarget, column_data

_EXACT = 0.95
"""So many rows must follow a formula."""
_MOST_COLUMNS = 200
_TRIED, _VERIFIED = 40, 2_000
_OUT_OF_PLACE = 0.02
_IN_ORDER = 0.997
_LARGEST_GROUP = 50
"""In the average of more rows, one row's own answer says hardly anything."""
_UNITS = (1.0, 24.0, 1_440.0, 86_400.0)
"""The days between two days may be told in hours, minutes or seconds."""
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class AskedColumn:
    """The cells of a column in the rows that are asked: amounts or days, or the places of words."""

    plan: ColumnPlan
    amounts: Doubles | None
    codes: NDArray[np.int32] | None

    @classmethod
    def of(cls, data: ColumnData, rows: Rows) -> "AskedColumn":
        """The cells in these rows."""
        return cls(
            data.plan,
            None if data.amounts is None else data.amounts[rows],
            None if data.codes is None else data.codes[rows],
        )


def derived_leaks(
    table: Table,
    plans: ColumnPlans,
    target: RowTarget,
    columns: Sequence[AskedColumn],
    *,
    rows: Rows,
    known: Sequence[str],
) -> Iterator[Leak]:
    """Columns that were computed from the answer.

    - `columns`: what the asked rows say, of columns that are learned from or say when. `rows`, shape (asked,): which these are.
    - `known`: columns that are found already.
    """
    answers = target.values[rows]
    if len(rows) < FEWEST:
        return
    asked = [column for column in columns if column.plan.name not in known]
    if target.task == "number":
        steps = [leak for column in asked for leak in _steps(column, answers)]
        yield from steps
        stepped = {leak.column for leak in steps}
        asked = [column for column in asked if column.plan.name not in stepped]
        yield from _formulas(asked, answers)
    elif len(target.classes) > 2:
        return
    if len(rows) == int(target.known.sum()):
        yield from _averages(table, plans, asked, rows, answers)


def _steps(column: AskedColumn, answers: Doubles) -> Iterator[Leak]:
    """Whether, in the order of the answer, a column has its values one after the other."""
    values = column.amounts if column.amounts is not None else np.asarray(column.codes, float)
    there = ~np.isnan(values) if column.amounts is not None else values >= 0
    n = int(there.sum())
    if column.plan.role == ColumnRole.WHEN or n < FEWEST or n < len(values) / 2:
        return  # what grows from day to day is no leak
    values, y = values[there], answers[there]
    order = np.lexsort((np.random.default_rng(0).random(n), y))  # equal answers in any order
    _, counts = np.unique(values, return_counts=True)
    changes = int((np.diff(values[order]) != 0).sum())
    by_chance = n * (1.0 - float(((counts / n) ** 2).sum()))
    spare = by_chance - len(counts)
    in_steps = spare >= FEWEST and changes + 1 - len(counts) <= _OUT_OF_PLACE * spare
    if not in_steps and column.amounts is not None and len(counts) > n / 2:
        in_steps = abs(_rank_correlation(values, y)) >= _IN_ORDER
    if in_steps:
        k = n - max(0, changes + 1 - len(counts))
        low, high = exact_interval(k, n, LEVEL)
        yield Leak(kind=LeakKind.STEPS, fix=LeakFix.LEAVE_OUT, column=column.plan.name, value=k / n, low=low, high=high, n=n, k=k)  # fmt: skip


def _rank_correlation(one: Doubles, other: Doubles) -> float:
    first, second = (np.argsort(np.argsort(values)).astype(float) for values in (one, other))
    return float(np.corrcoef(first, second)[0, 1])


# Formulas ------------------------------------------------------------------------------------


def _formulas(columns: Sequence[AskedColumn], answers: Doubles) -> Iterator[Leak]:
    """Pairs of columns that make the answer by adding, taking away, multiplying or dividing; each column is named once."""
    amounts = [column for column in columns if column.amounts is not None][:_MOST_COLUMNS]
    if len(amounts) < 2:
        return
    values = np.column_stack([np.asarray(column.amounts) for column in amounts])
    there = ~np.isnan(values)
    dates = np.array([column.plan.type == ColumnType.DATE for column in amounts])
    room = _room(answers)
    named: set[str] = set()
    for at, column in enumerate(amounts):
        start = np.flatnonzero(there[:, at])[:_TRIED]
        if len(start) < FEWEST:
            continue
        likely = _likely_partners(values[start], answers[start], room[start], at, dates)
        for other, formula in likely:
            both = np.flatnonzero(there[:, at] & there[:, other])[:_VERIFIED]
            found = _follows(values[both, at], values[both, other], answers[both], room[both], formula)  # fmt: skip
            k, n = int(found.sum()), len(both)
            if n < min(_VERIFIED, max(FEWEST, len(answers) / 2)) or k < _EXACT * n:
                continue
            for name in _told_by(formula, column, amounts[other], answers):
                if name in named:
                    continue
                named.add(name)
                partner = amounts[other].plan.name if name == column.plan.name else column.plan.name
                low, high = exact_interval(k, n, LEVEL)
                yield Leak(kind=LeakKind.FORMULA, fix=LeakFix.LEAVE_OUT, column=name, value=k / n, low=low, high=high, n=n, k=k, word=partner)  # fmt: skip


def _room(answers: Doubles) -> Doubles:
    """How far off a formula may be in each row: what rounding the answer leaves open."""
    unit = next(
        (10.0**-places for places in range(7) if np.allclose(answers, answers.round(places), rtol=0, atol=1e-9)),
        1e-6,
    )  # fmt: skip
    return 0.501 * unit + 1e-4 * np.abs(answers) * (unit < 1.0)


_Formula = tuple[str, float]


def _computed(one: Doubles, other: Doubles, formula: _Formula) -> Doubles:
    how, unit = formula
    with np.errstate(all="ignore"):
        if how == "+":
            return one + other
        if how == "-":
            return (one - other) * unit
        return one * other if how == "*" else one / other


def _follows(
    one: Doubles, other: Doubles, answers: Doubles, room: Doubles, formula: _Formula
) -> NDArray[np.bool_]:
    return np.asarray(np.abs(_computed(one, other, formula) - answers) <= room)


def _likely_partners(
    values: Doubles, answers: Doubles, room: Doubles, at: int, dates: NDArray[np.bool_]
) -> Iterator[tuple[int, _Formula]]:
    """Which other columns make the answer in a few rows, and how."""
    one = values[:, at : at + 1]
    hows = [("-", unit) for unit in _UNITS] if dates[at] else [(how, 1.0) for how in "+-*/"]
    for formula in hows:
        found = _follows(one, values, answers[:, None], room[:, None], formula)
        filled = (~np.isnan(values)).sum(axis=0)
        fits = (found.sum(axis=0) >= _EXACT * filled) & (filled >= 10) & (dates == dates[at])
        for other in np.flatnonzero(fits).tolist():
            if other != at and np.ptp(values[~np.isnan(values[:, other]), other]) > 0:
                yield other, formula


def _told_by(
    formula: _Formula, one: AskedColumn, other: AskedColumn, answers: Doubles
) -> Sequence[str]:
    """Which of the two has the answer in it: both parts of a sum, the one that is taken from, of a product the one that goes with it."""
    if formula[0] == "+":
        return one.plan.name, other.plan.name
    if formula[0] in "-/":
        return (one.plan.name,)
    both = (one, other)
    says = [
        abs(_rank_correlation(np.nan_to_num(np.asarray(column.amounts)), answers))
        for column in both
    ]
    return (both[int(np.argmax(says))].plan.name,)


# Averages ------------------------------------------------------------------------------------


def _averages(
    table: Table,
    plans: ColumnPlans,
    columns: Sequence[AskedColumn],
    rows: Rows,
    answers: Doubles,
) -> Iterator[Leak]:
    """Numbers that are the same for all rows of a group, and the average of their answers."""
    few = [
        column
        for column in columns
        if column.amounts is not None and column.plan.profile.distinct <= len(rows) / 2
    ]
    codes: Mapping[str, NDArray[np.int32] | None] = {
        column.plan.name: column.codes for column in columns if column.codes is not None
    }
    for plan in plans.plans if few else ():
        fits = FEWEST <= plan.profile.distinct <= len(rows) / 1.5
        if not fits or plan.role == ColumnRole.PREDICT or plan.is_amount:
            continue
        if plan.type not in (ColumnType.ID, ColumnType.CATEGORY):
            continue
        of = codes.get(plan.name)
        if of is None:
            of = np.asarray(column_data(table, plan).codes)[rows]
        for column in few:
            if (n := _averages_of(np.asarray(column.amounts), of, answers)) and n >= FEWEST:
                yield Leak(kind=LeakKind.AVERAGE, fix=LeakFix.LEAVE_OUT, column=column.plan.name, value=1.0, low=exact_interval(n, n, LEVEL)[0], high=1.0, n=n, k=n, word=plan.name)  # fmt: skip


def _averages_of(amounts: Doubles, codes: NDArray[np.int32], answers: Doubles) -> int:
    """In how many groups of two rows and more an amount is the average of their answers, or goes with it exactly; 0 if it does not."""
    there = (codes >= 0) & ~np.isnan(amounts)
    codes, amounts, answers = codes[there], amounts[there], answers[there]
    counts = np.bincount(codes)
    sums, squares = np.bincount(codes, amounts), np.bincount(codes, amounts**2)
    several = np.flatnonzero(counts >= 2)
    if len(several) < FEWEST or counts[several].mean() > _LARGEST_GROUP:
        return 0
    mean = sums[several] / counts[several]
    spread = squares[several] / counts[several] - mean**2
    if (spread > 1e-9 * (1.0 + mean**2)).mean() > 0.01:
        return 0
    wanted = np.bincount(codes, answers)[several] / counts[several]
    if np.ptp(mean) == 0 or np.ptp(wanted) == 0:
        return 0
    return len(several) if abs(float(np.corrcoef(mean, wanted)[0, 1])) >= 0.999 else 0
