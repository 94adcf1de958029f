"""A table looked through before anything is learned: its columns, what leaks, and who would be tested; as values to be kept and shown."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.progress import Cancelled, Progress, never, report_nothing, stop_if
from estimators.table.column import FILES, ColumnRole, ColumnType, Direction
from estimators.table.column_role import ColumnPlan, ColumnPlans, plan_columns
from estimators.table.column_summary import ColumnSummary, summarise
from estimators.table.encoder import missing_files
from estimators.table.leak import Leak
from estimators.table.leakage import find_leaks, without_leaks
from estimators.table.row_split import split_rows
from estimators.table.table import Table
from estimators.table.table_run import KEPT_ROWS, HeldRow, SplitSummary
from estimators.table.target import (
    ColumnData,
    RowTarget,
    Task,
    column_data,
    read_target,
    require_rows,
    require_two_ways,
)

FIRST_ROWS = 4
_LONGEST_CELL, _LONGEST_HELD = 60, 4_000


@dataclass(frozen=True)
class HeldOutRows:
    """How the test would be chosen, and how many of its rows have each answer (empty of numbers)."""

    split: SplitSummary
    classes: dict[str, int]


@dataclass(frozen=True)
class TableLook:
    """What is known of a table.

    - `sheet`, `sheets`: the one that was read of a workbook, and all there are; empty of other files.
    - `first`: the first rows, cell by cell, long ones cut.
    - `task`: "classify", "number", or "" where nothing can be predicted yet; `classes`: the answers with their counts.
    - `shown`: up to `KEPT_ROWS` of the rows that would be tested, drawn by chance, for people to look at.
    - `trouble`: why nothing can be predicted, or tested, as what, why and what to do; empty where it can.
    - `notes`: what was understood that is not plain, and which rows were left out, in sentences.
    """

    rows: int
    columns: tuple[ColumnSummary, ...]
    leaks: tuple[Leak, ...] = ()
    first: tuple[tuple[str, ...], ...] = ()
    task: str = ""
    classes: dict[str, int] | None = None
    test: HeldOutRows | None = None
    shown: tuple[HeldRow, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> ColumnSummary | None:
        """What is known of a column; None where there is none of that name."""
        return next((one for one in self.columns if one.name == name), None)

    def having(self, role: ColumnRole) -> tuple[ColumnSummary, ...]:
        """The columns with a role, in their order."""
        return tuple(one for one in self.columns if one.role == role)


def look_at(
    table: Table,
    *,
    roles: Mapping[str, ColumnRole] | None = None,
    types: Mapping[str, ColumnType] | None = None,
    directions: Mapping[str, Direction] | None = None,
    task: Task | None = None,
    sheets: tuple[str, ...] = (),
    seed: int = 0,
    progress: Progress = report_nothing,
    cancelled: Cancelled = never,
) -> TableLook:
    """Look through a table as `train_table` would: the same leaks are found, and the same rows held out.

    What cannot be predicted is said in `trouble`, not raised.
    """
    progress(1, 4, tr("Reading the columns"))
    plans = plan_columns(table, roles=roles, types=types, directions=directions)
    stop_if(cancelled)
    trouble: tuple[str, ...] = ()
    target: RowTarget | None = None
    leaks: list[Leak] = []
    test: HeldOutRows | None = None
    shown: tuple[HeldRow, ...] = ()
    try:
        target = _target(table, plans, task)
        require_two_ways(plans, target)
        progress(2, 4, tr("Asking each column alone"))
        leaks = find_leaks(table, plans, target, seed=seed)
        plans = without_leaks(plans, leaks)
        stop_if(cancelled)
        split = split_rows(table, plans, target, seed=seed)
        test = HeldOutRows(split.summary, target.counts(split.testing))
        shown = held_rows(table, target, split.testing, seed)
    except UserError as error:
        trouble = (error.what, error.why, error.next_step)
    progress(3, 4, tr("Counting what is in them"))
    left_out = [table.left_out_sentence] if table.left_out else []
    seen = [plan for plan in plans.having(ColumnRole.USE) if plan.type in FILES]
    missing = [said for plan in seen if (said := missing_files(column_data(table, plan), table.folder))]  # fmt: skip
    return TableLook(
        rows=len(table),
        columns=tuple(_summary(table, plan) for plan in plans.plans),
        leaks=tuple(leaks),
        first=first_rows(table, FIRST_ROWS),
        task=target.task if target else "",
        classes=target.counts() if target else None,
        test=test,
        shown=shown,
        sheet=table.sheet,
        sheets=sheets,
        trouble=trouble,
        notes=(*missing, *table.notes, *left_out),
    )


def _summary(table: Table, plan: ColumnPlan) -> ColumnSummary:
    # Sentences are only counted, which their profile says; as words they would be held a second time.
    return summarise(plan, ColumnData(plan) if plan.type == ColumnType.TEXT else column_data(table, plan))  # fmt: skip


def _target(table: Table, plans: ColumnPlans, task: Task | None) -> RowTarget:
    require_rows(table)
    if plans.answer is None:
        raise UserError(
            tr("Nothing is to be predicted yet."),
            tr("No column of “{name}” looks like an answer.", name=table.name),
            tr("Choose “predict this” for the column with the answer."),
        )
    return read_target(table, plans.answer, task)


def held_rows(
    table: Table, target: RowTarget, tested: NDArray[np.intp], seed: int = 0
) -> tuple[HeldRow, ...]:
    """Up to `KEPT_ROWS` of the tested rows, drawn by chance, in their order."""
    kept = np.sort(np.random.default_rng(seed).permutation(tested)[:KEPT_ROWS])
    return told_rows(table, target, kept)


def told_rows(table: Table, target: RowTarget, rows: NDArray[np.intp]) -> tuple[HeldRow, ...]:
    """These rows of the table with the truth (empty where nobody knows it), in their order here."""
    order = np.unique(rows)
    cells = dict(zip(order.tolist(), rows_of(table, order, _LONGEST_HELD), strict=True))
    truth = [
        "" if np.isnan(value) else target.classes[int(value)] if target.classes else f"{value:.6g}"
        for value in target.values[rows]
    ]
    lines = table.lines[rows].tolist()
    return tuple(
        HeldRow(line, cells[row], true)
        for line, row, true in zip(lines, rows.tolist(), truth, strict=True)
    )


def first_rows(table: Table, n: int) -> tuple[tuple[str, ...], ...]:
    """The first rows, cell by cell, on one line each and cut where they are long."""
    return rows_of(table, np.arange(min(n, len(table))))


def rows_of(
    table: Table, rows: NDArray[np.intp], longest: int = _LONGEST_CELL
) -> tuple[tuple[str, ...], ...]:
    """Some rows, cell by cell, in the order of the table."""
    wanted = set(rows.tolist())
    columns = []
    for column in table.columns:
        cells, at = [], 0
        for block in column.blocks():
            cells += [
                " ".join(block[row - at].split())[:longest]
                for row in sorted(wanted)
                if at <= row < at + len(block)
            ]
            at += len(block)
        columns.append(cells)
    return tuple(zip(*columns, strict=True))
