"""A fair test: copies and rows of one customer on one side, and the latest rows where there is a day."""

import numpy as np
import pytest

from estimators.base.errors import UserError
from estimators.table.column import ColumnRole
from estimators.table.column_role import plan_columns
from estimators.table.row_split import RowSplit, split_rows
from estimators.table.table import Table
from estimators.table.target import read_target
from tests.estimators.table.made_tables import as_table, honest, made


def split_of(table: Table, label: str = "cancelled", holdout: float = 0.2) -> RowSplit:
    plans = plan_columns(table, label=label)
    assert plans.answer
    return split_rows(table, plans, read_target(table, plans.answer), holdout=holdout)


def test_a_fifth_of_each_answer_is_held_out_by_chance() -> None:
    split = split_of(made(600))
    assert (len(split.learning), len(split.testing)) == (480, 120)
    assert not set(split.learning) & set(split.testing)
    assert split.summary.sentences == ("The test has 120 rows, drawn by chance.",)


def test_copies_are_on_one_side() -> None:
    table = made(600, 0, "copies")
    split = split_of(table)
    cells = list(zip(*table.columns, strict=True))
    assert len(set(cells)) == 600
    assert not {cells[row] for row in split.learning} & {cells[row] for row in split.testing}


def test_few_values_make_no_copies() -> None:
    """Whole combinations held out would be no test of rows like those that were learned from."""
    cells = {
        "plan": [("a", "b", "c")[n % 3] for n in range(300)],
        "contract": [("yearly", "monthly")[n % 2] for n in range(300)],
        "left": [("yes", "no")[n % 5 == 0] for n in range(300)],
    }
    split = split_of(as_table(cells), "left")
    assert len(split.testing) == 60
    assert len({(row % 3, row % 2) for row in split.testing.tolist()}) == 6


def by_customer_and_day(customers: list[str]) -> Table:
    cells, _ = honest(300, 0)
    cells["customer_id"] = customers
    cells["order_date"] = [str(np.datetime64("2024-01-01") + n) for n in range(300)]
    return as_table(cells)


def both_sides(table: Table, split: RowSplit) -> set[str]:
    customers = list(table.column("customer_id"))
    learned, tested = ({customers[row] for row in side} for side in (split.learning, split.testing))
    return learned & tested


def test_the_latest_rows_are_tested_and_their_customers_not_learned_from() -> None:
    table = by_customer_and_day([f"C-{n // 6}" for n in range(300)])
    split = split_of(table)
    assert split.testing.tolist() == list(range(239, 300))
    assert split.learning.tolist() == list(range(234))
    assert split.summary.left_out == 5
    assert not both_sides(table, split)
    assert split.summary.sentences == (
        "The test has the 61 latest rows, from 2024-08-27 on by “order_date”.",
        "Rows with the same “customer_id” are kept together.",
        "5 rows were set aside, so that nobody is on both sides.",
    )


def test_where_all_customers_come_again_some_are_tested_and_others_learned_from() -> None:
    table = by_customer_and_day([f"C-{n % 60}" for n in range(300)])
    split = split_of(table)
    assert split.learning.max() < 239 <= split.testing.min()
    assert not both_sides(table, split)
    assert len(split.testing) >= 10
    assert len(split.learning) >= 100


def test_customers_without_a_day_are_on_one_side() -> None:
    table = by_customer_and_day([f"C-{n % 60}" for n in range(300)])
    plans = plan_columns(table, label="cancelled").with_role("order_date", ColumnRole.LEAVE_OUT)
    assert plans.answer
    split = split_rows(table, plans, read_target(table, plans.answer))
    assert not both_sides(table, split)
    assert 40 <= len(split.testing) <= 80


def test_nothing_is_held_out_where_nobody_wants_it() -> None:
    assert len(split_of(made(100), holdout=0.0).testing) == 0


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["yes"] * 3, "Only 3 rows of “customers.csv” have a value in “left”."),
        (["yes"] + [""] * 20, "Only one row of “customers.csv” has a value in “left”."),
        (["yes"] * 30, "“left” has the same value in every row."),
        ([f"answer {n}x" for n in range(30)], "Every row has another value in “left”."),
        ([f"answer {n % 400}x" for n in range(1_200)], "“left” has 400 different values."),
        (["yes", "no"] * 15 + ["maybe"], "“maybe” has fewer than two rows to learn from."),
        ([""] * 20, "No row of “customers.csv” has a value in “left”."),
    ],
)
def test_answers_that_cannot_be_learned_are_said(cells: list[str], what: str) -> None:
    noise = [str(n % 7) for n in range(len(cells))]
    with pytest.raises(UserError) as caught:
        split_of(as_table({"noise": noise, "other": noise, "left": cells}), "left")
    assert caught.value.what == what
    assert caught.value.next_step
