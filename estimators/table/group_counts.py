"""Held-out rows by the groups of a column: its words, its few values, or ranges of its numbers or days, counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.incomplete_beta import student_reach
from estimators.base.sentence import tr
from estimators.classifier.column_names import shown_columns
from estimators.table.column import FILES, ColumnRole, ColumnType
from estimators.table.column_role import RoleReason
from estimators.table.group_fairness import LEVEL, GroupCounts, MeanError, SliceCounts

if TYPE_CHECKING:
    from estimators.table.column_role import ColumnPlans
    from estimators.table.onnx_table import RowAnswers
    from estimators.table.table import Table
    from estimators.table.target import ColumnData, Doubles, RowTarget

MOST_GROUPS = 8
_FEW_VALUES = 6
_MOST_COLUMNS = 40
Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


def right_answers(said: "Doubles", truth: "Doubles", tolerance: float) -> Mask:
    """Where a number is off by at most `tolerance`, a share of the truth; shape (rows,)."""
    allowed = tolerance * np.abs(truth) * (1 + 1e-12)  # 110 is within 10 % of 100
    return np.asarray(np.abs(said - truth) <= allowed)


def mean_error(off: "Doubles") -> MeanError:
    """The mean of how far off each answer is, with its 90 % interval by Student's t; of one answer from 0 to twice as far."""
    mean, n = float(off.mean()), len(off)
    reach = student_reach(LEVEL, n - 1) * float(off.std(ddof=1) / np.sqrt(n)) if n > 1 else mean
    return MeanError(mean, max(mean - reach, 0.0), mean + reach)


def sliced_columns(plans: "ColumnPlans") -> tuple[str, ...]:
    """Columns that have groups: facts of a row, whether they are learned from or not, without what knows the answer."""
    facts = [
        plan.name
        for plan in plans.plans
        if plan.role != ColumnRole.PREDICT
        and plan.type not in (ColumnType.ID, ColumnType.TEXT, *FILES)
        and plan.reason != RoleReason.LEAK
    ]
    return tuple(facts[:_MOST_COLUMNS])


Slice = tuple[str, tuple[float, ...]]
"""A column, and where its numbers or days are cut; nowhere: in thirds."""


def slice_of(text: str, table: "Table") -> Slice:
    """A slice as it is asked for: a column, or one with where it is cut: "age:30,50".

    Raises `UserError` if there is no such column, or a cut is no number.
    """
    name, _, rest = text.rpartition(":")
    if text in table.names:
        return text, ()
    try:
        cuts = tuple(sorted({float(cut) for cut in rest.split(",")}))
    except ValueError:
        name, cuts = text, ()
    if name in table.names:
        return name, cuts
    raise UserError(
        tr("“{file}” has no column “{name}”.", file=table.name, name=name),
        shown_columns(table.names),
        tr("Write a column as it stands in the table, or with where it is cut: “age:30,50”."),
    )


@dataclass(frozen=True)
class AnsweredRows:
    """Rows that were answered, and what came of each; all arrays have the shape (rows,). Of classes that is every row.

    - `rows`: their places in the table. `off`: of numbers, how far off.
    - `rarer`, `warned`: of two classes, whether it is the rarer one, `answer`, and whether it was warned of.
    """

    rows: Rows
    right: Mask
    rarer: Mask
    warned: Mask
    off: "Doubles | None"
    answer: str

    @classmethod
    def of(
        cls,
        target: "RowTarget",
        rows: Rows,
        said: "RowAnswers",
        *,
        warned_from: float,
        tolerance: float,
    ) -> "AnsweredRows":
        """Judge what was said of these rows. `warned_from`, `tolerance`: as training has them."""
        if target.task == "number":
            known = said.answered
            told, truth = said.values[known], target.values[rows[known]]
            nothing = np.zeros(len(truth), bool)
            right = right_answers(told, truth, tolerance)
            return cls(rows[known], right, nothing, nothing, np.abs(told - truth), "")
        truth, two = target.values[rows], len(target.classes) == 2
        nothing = np.zeros(len(rows), bool)
        right = said.probabilities.argmax(axis=1) == truth
        if not two:
            return cls(rows, right, nothing, nothing, None, "")
        warned = said.probabilities[:, 1] >= warned_from
        return cls(rows, right, truth == 1, warned, None, target.classes[1])


def slice_counts(data: "ColumnData", answered: AnsweredRows, cuts: Sequence[float] = ()) -> SliceCounts:  # fmt: skip
    """Count rows that were asked by the groups of a column. `cuts`: where numbers or days are cut."""
    groups = [
        GroupCounts(
            int(inside.sum()),
            int(answered.right[inside].sum()),
            word,
            low,
            high,
            rest,
            int(answered.rarer[inside].sum()),
            int(answered.warned[inside].sum()),
            int((answered.rarer & answered.warned)[inside].sum()),
            None if answered.off is None else mean_error(answered.off[inside]),
        )
        for inside, word, low, high, rest in _groups(data, answered.rows, cuts)
        if inside.any()
    ]
    return SliceCounts(data.plan.name, data.plan.type, answered.answer, tuple(groups), tuple(cuts))


_Group = tuple[Mask, str, float | None, float | None, bool]


def _groups(data: "ColumnData", rows: Rows, cuts: Sequence[float]) -> Iterator[_Group]:
    """The rows of each group, and what it is: its word, its range, or that it is all the rest."""
    if data.codes is not None:
        codes = data.codes[rows]
        yield from _words(codes, data.words)
        yield codes < 0, "", None, None, False
        return
    assert data.amounts is not None
    amounts = data.amounts[rows]
    filled = amounts[~np.isnan(amounts)]
    values = np.unique(filled)
    if not cuts and len(values) <= _FEW_VALUES and data.plan.is_amount:
        for value in values:
            yield amounts == value, f"{value:g}", None, None, False
    elif len(filled):
        thirds = np.quantile(filled, (1 / 3, 2 / 3), method="higher")
        inner = list(cuts) or [float(cut) for cut in np.unique(thirds) if cut > values[0]]
        for low, high in zip([None, *inner], [*inner, None], strict=True):
            inside = ~np.isnan(amounts)
            inside &= True if low is None else amounts >= low
            inside &= True if high is None else amounts < high
            yield inside, "", low, high, False
    yield np.isnan(amounts), "", None, None, False


def _words(codes: NDArray[np.int32], words: Sequence[str]) -> Iterator[_Group]:
    counts = np.bincount(codes[codes >= 0], minlength=len(words))
    order = [int(at) for at in np.argsort(-counts, kind="stable") if counts[at]]
    named = order if len(order) <= MOST_GROUPS else order[: MOST_GROUPS - 1]
    for at in named:
        yield codes == at, words[at], None, None, False
    yield np.isin(codes, order[len(named) :]), "", None, None, True
