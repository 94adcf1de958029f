"""What is to be predicted: one of some classes, or a number; and the columns that it is predicted from, as numbers."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.file_outline import LONGEST_TEXT
from estimators.table.cell_values import CellValues, codes, days, numbers, texts
from estimators.table.column import ENCODED, ColumnType
from estimators.table.column_role import ColumnPlan, ColumnPlans
from estimators.table.table import Table

Doubles = NDArray[np.float64]
Codes = NDArray[np.int32]
Task = Literal["classify", "number"]

MOST_CLASSES = 200
INTERVALS = (0.8, 0.9)  # how often each of the intervals about a number holds
_FEWEST_ROWS = 10
CLASSES_OF_NUMBERS = 10
"""A column of numbers with more different ones is a number to predict, unless somebody says otherwise."""


@dataclass(frozen=True)
class ColumnData:
    """The values of a column.

    - `amounts`, shape (rows,): numbers or days, NaN where missing; None of words.
    - `codes`, `words`: as `CellCodes` has them; None of numbers.
    - `unreadable`, `first_unreadable`: as `CellValues` has them. `why`: of a file, why it cannot be read.
    - `features`, shape (words + 1, dimensions): what a network makes of each word; the last row is that of an empty cell. `network`: its name.
    """

    plan: ColumnPlan
    amounts: Doubles | None = None
    codes: Codes | None = None
    words: tuple[str, ...] = ()
    unreadable: int = 0
    first_unreadable: tuple[int, str] | None = None
    why: str = ""
    features: NDArray[np.float32] | None = field(default=None, repr=False)
    network: str = ""

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Where there is a value, shape (rows,)."""
        if self.amounts is not None:
            return ~np.isnan(self.amounts)
        assert self.codes is not None
        return self.codes >= 0


def column_data(table: Table, plan: ColumnPlan) -> ColumnData:
    """The values of a column by its type; codes, sentences and names of files as words, before a network has read them."""
    column = table.column(plan.name)
    found: CellValues | None = None
    if plan.is_amount:
        found = numbers(column, plan.guess.style)
    elif plan.type == ColumnType.DATE:
        found = days(column, month_first=plan.guess.month_first)
    if found is not None:
        return ColumnData(plan, found.values, None, (), found.unreadable, found.first_unreadable)
    if plan.type in ENCODED:
        every = texts(column)
        return ColumnData(plan, None, every.codes, every.words)
    keep = frozenset(("na",)) if plan.profile.keeps_na else frozenset[str]()
    coded = codes(column, keep=keep)
    return ColumnData(plan, None, coded.codes, coded.words)


@dataclass(frozen=True)
class RowTarget:
    """The answers of the rows.

    - `task`: "classify" or "number".
    - `values`, shape (rows,): the number, or the place of the class in `classes`; NaN where the row has no answer.
    - `classes`: the commonest first; empty of numbers.
    """

    name: str
    task: Task
    values: Doubles
    classes: tuple[str, ...] = ()

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have an answer, shape (rows,)."""
        return ~np.isnan(self.values)

    def counts(self, rows: NDArray[np.intp] | None = None) -> dict[str, int]:
        """How many rows (of these) each class has; empty of numbers."""
        values = self.values[self.known] if rows is None else self.values[rows]
        if self.task == "number":
            return {}
        found = np.bincount(values.astype(np.intp), minlength=len(self.classes))
        return dict(zip(self.classes, found.tolist(), strict=True))


def require_rows(table: Table) -> None:
    """Raise `UserError` where a table has too few rows for anything to be predicted."""
    if len(table) < _FEWEST_ROWS:
        raise UserError(
            tr_plural("“{file}” has only one row.", "“{file}” has only {n} rows.", len(table), file=table.name),
            tr("It takes {few} at least to learn something and to test it.", few=_FEWEST_ROWS),
            tr("Add rows with their answer."),
        )  # fmt: skip


def no_answer(table: Table) -> UserError:
    """What is said of a table of which no column was named to be predicted, and none looks like it."""
    return UserError(
        tr("No column of “{name}” can be predicted.", name=table.name),
        tr("None of them has a few classes or numbers."),
        tr("Name the column with the answer."),
    )


def read_target(table: Table, plan: ColumnPlan, task: Task | None = None) -> RowTarget:
    """The answers of a table; classes unless it has numbers of which more than ten are different.

    Raises `UserError` if there are too few rows with an answer, one answer only, a different one in every row, or too many
    classes.
    """
    data = column_data(table, plan)
    n, different = int(data.filled.sum()), plan.profile.distinct
    if n < _FEWEST_ROWS:
        raise UserError(
            tr_plural(
                "Only one row of “{file}” has a value in “{name}”.",
                "Only {n} rows of “{file}” have a value in “{name}”.",
                n,
                file=table.name,
                name=plan.name,
            )
            if n
            else tr("No row of “{file}” has a value in “{name}”.", file=table.name, name=plan.name),
            " ".join(
                (
                    *table.notes,
                    tr(
                        "It takes {few} at least to learn something and to test it.",
                        few=_FEWEST_ROWS,
                    ),
                )
            ),
            tr("Add rows with their answer, or choose another column to predict."),
        )
    if different < 2:
        raise UserError(
            tr("“{name}” has the same value in every row.", name=plan.name),
            tr("There is nothing to tell apart."),
            tr("Add rows with another answer, or choose another column to predict."),
        )
    if data.amounts is not None and plan.type != ColumnType.DATE and task != "classify":
        if task == "number" or different > CLASSES_OF_NUMBERS:
            return RowTarget(plan.name, "number", data.amounts)
    elif task == "number":
        raise UserError(
            tr("“{name}” holds no numbers.", name=plan.name),
            plan.guess.sentence,
            tr("Predict it as a class, or choose a column of numbers."),
        )
    return _classes(table, plan, data, n)


def require_two_ways(plans: ColumnPlans, target: RowTarget) -> None:
    """Raise `UserError` where a column has a direction and the answer has none: one of three classes or more."""
    directed = [plan.name for plan in plans.plans if plan.direction]
    if directed and len(target.classes) > 2:
        raise UserError(
            tr("“{name}” can’t be kept to one direction.", name=directed[0]),
            tr("“{target}” has {n} answers, and only a number or one of two answers goes up or down.", target=target.name, n=digits(len(target.classes))),
            tr("Let the answer move either way, or predict one of two answers."),
        )  # fmt: skip


def _classes(table: Table, plan: ColumnPlan, data: ColumnData, n: int) -> RowTarget:
    words = data.words
    found = data.codes
    if found is None:  # numbers as the names of classes
        coded = codes(table.column(plan.name))
        found, words = coded.codes, coded.words
    if len(words) > 0.9 * n:
        raise UserError(
            tr("Every row has another value in “{name}”.", name=plan.name)
            if len(words) == n
            else tr("Nearly every row has another value in “{name}”.", name=plan.name),
            tr("What comes once can’t be learned."),
            tr("Choose the column that holds the answer."),
        )
    if len(words) > MOST_CLASSES:
        raise UserError(
            tr("“{name}” has {n} different values.", name=plan.name, n=digits(len(words))),
            tr("At most {most} classes are told apart in a table.", most=digits(MOST_CLASSES)),
            tr("Put rare ones together as “other”, or predict a number."),
        )
    for code, word in enumerate(words):
        if len(word.encode()) > LONGEST_TEXT:
            raise UserError(
                tr("An answer in “{name}” is too long for one, in {place}.", name=plan.name, place=table.place(int(np.argmax(found == code)))),
                tr("Where a quote is never closed, a cell takes in all that follows."),
                tr("Mend that cell, or choose another column to predict."),
            )  # fmt: skip
    return RowTarget(plan.name, "classify", np.where(found < 0, np.nan, found), words)
