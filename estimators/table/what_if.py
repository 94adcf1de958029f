"""A row played with: what the model says of it as it is and with other cells, and how the answer moves along one column.

What it would say, not what would happen: whoever chooses another contract differs in more than the contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path

from estimators.table.cell_values import COMMA, POINT, day_of, number_of, shown_day, word_of
from estimators.table.column import ENCODED, ColumnType
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.table import TableBuilder
from estimators.table.table_run import KEPT_WORDS, RunColumn

Row = Mapping[str, str]
"""Cells by the name of their column."""


@dataclass(frozen=True)
class RowAnswer:
    """What is said of one row.

    - `probabilities`: by class, in the order of the model; empty of numbers. `label`: the likeliest.
    - `could_be`: the classes between which it is torn; it then says that it does not know. `strange`: the columns that are unlike
      all that was learned from; nor does it then.
    - `value`, `low`, `high`: of numbers, with the ends of the interval that promises 90 %.
    """

    probabilities: dict[str, float]
    label: str = ""
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    could_be: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()

    def of(self, label: str) -> float:
        """The chance of a class, or the number."""
        return self.probabilities.get(label, 0.0) if self.probabilities else self.value


def answers_to(
    model: OnnxTableModel, rows: Sequence[Row], folder: Path | None = None
) -> tuple[RowAnswer, ...]:
    """What the model says of some rows, given as texts; a column that a row does not name is empty.

    - `folder`: in which the files are that cells name; None to read none.
    """
    names = [column.name for column in model.columns]
    builder = TableBuilder("rows", names)
    for line, row in enumerate(rows, 1):
        builder.add(line, [str(row.get(name, "")) for name in names])
    if not rows:
        return ()
    said = model.answers(replace(builder.table(), folder=folder))
    strange = [said.strange_columns(row) for row in range(len(rows))]
    if model.task == "number":
        ends = said.intervals[max(said.intervals)]
        return tuple(
            RowAnswer({}, "", float(value), float(low), float(high), strange=odd)
            for value, (low, high), odd in zip(said.values, ends, strange, strict=True)
        )
    return tuple(
        RowAnswer(
            dict(zip(model.classes, told.tolist(), strict=True)), label, could_be=torn, strange=odd
        )
        for told, label, torn, odd in zip(
            said.probabilities,
            said.labels,
            model.could_be(said.probabilities),
            strange,
            strict=True,
        )
    )


def values_along(column: RunColumn, model: OnnxTableModel) -> tuple[str, ...]:
    """The cells to try in one column: its words, or the ends of its fifths, each written as the model reads it."""
    if column.words:
        return column.words
    return tuple(dict.fromkeys(written(value, column, model) for value in column.points[::2]))


def written(value: float, column: RunColumn, model: OnnxTableModel) -> str:
    """A number or day as a cell that the model reads."""
    if column.type == ColumnType.DATE:
        return shown_day(value)
    said = f"{value:.6g}"
    return said.replace(".", ",") if _decimal(model, column.name) == "," else said


def read(cell: str, column: RunColumn, model: OnnxTableModel) -> float | None:
    """The number or day in a cell; None where it is empty or none."""
    found = next((one for one in model.columns if one.name == column.name), None)
    month_first = found.month_first if found else False
    if column.type == ColumnType.DATE:
        value = day_of(cell, month_first=month_first)
    else:
        value = number_of(cell, COMMA if _decimal(model, column.name) == "," else POINT)
    return None if value is None or isnan(value) else value


def _decimal(model: OnnxTableModel, name: str) -> str:
    return next((one.decimal for one in model.columns if one.name == name), ".")


@dataclass(frozen=True)
class Unseen:
    """A cell that the model has seen nothing like: `most` is the end of the range that it goes beyond, as a cell; empty of words."""

    column: str
    cell: str
    most: str = ""


def unseen_cells(
    model: OnnxTableModel, columns: Sequence[RunColumn], row: Row
) -> tuple[Unseen, ...]:
    """The cells of a row beyond what was learned from: a number outside its range, a word that never stood there.

    Of words beyond the commonest that are kept nothing is said, nor of sentences, photos and sounds: nearly each is a new one.
    """
    found = []
    for column in columns:
        cell = row.get(column.name, "")
        if column.type in ENCODED or not word_of(cell):
            continue
        if column.points:
            value = read(cell, column, model)
            low, high = column.points[0], column.points[-1]
            if value is not None and not low <= value <= high:
                end = low if value < low else high
                found.append(Unseen(column.name, cell, written(end, column, model)))
        elif len(column.words) < KEPT_WORDS and word_of(cell).casefold() not in {
            w.casefold() for w in column.words
        }:
            found.append(Unseen(column.name, cell))
    return tuple(found)
