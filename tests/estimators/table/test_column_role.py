"""What columns are taken for, and why: types from cells, roles from types and names, and anybody may say otherwise."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.classifier.csv_dialect import CsvRecord
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.column_role import ColumnPlan, plan_columns
from estimators.table.table import Table
from estimators.table.table_file import read_table_file, table_of_records


def table_of(**columns: list[str]) -> Table:
    rows = [tuple(columns), *zip(*columns.values(), strict=True)]
    return table_of_records("t.csv", (CsvRecord(line, row) for line, row in enumerate(rows, 1)))


def plan_of(name: str, cells: list[str], **others: list[str]) -> ColumnPlan:
    beside = {"noise": [str(n % 7) for n in range(len(cells))], **others}
    return plan_columns(table_of(**{name: cells}, **beside), label="noise").of(name)


RANDOM = random.Random(0)
MANY = range(60)


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("age", [str(20 + n % 40) for n in MANY], ColumnType.NUMBER),
        ("weight", [f"{n},5" for n in MANY], ColumnType.NUMBER),
        ("price", [f"€{n}.20" for n in MANY], ColumnType.MONEY),
        ("rate", [f"{n} %" for n in MANY], ColumnType.PERCENT),
        ("signed_up", [f"{1 + n % 28}.{1 + n % 12}.1897" for n in MANY], ColumnType.DATE),
        ("plan", [("basic", "plus", "family")[n % 3] for n in MANY], ColumnType.CATEGORY),
        ("churned", [("Ja", "nein")[n % 2] for n in MANY], ColumnType.YES_NO),
        ("flag", [("1", "0")[n % 2] for n in MANY], ColumnType.YES_NO),
        ("zip", [f"{80331 + n % 9}" for n in MANY], ColumnType.CATEGORY),
        ("region", [f"0{1 + n % 9}" for n in MANY], ColumnType.CATEGORY),
        ("customer_id", [f"C-{10_000 + n}" for n in MANY], ColumnType.ID),
        ("orderNumber", [str(7 * n) for n in MANY], ColumnType.ID),
        ("row", [str(n) for n in MANY], ColumnType.ID),
        ("call", [f"{n // 10}:{n % 60:02}:30" for n in MANY], ColumnType.NUMBER),
        ("email", [f"p{n}@example.org" for n in MANY], ColumnType.ID),
        ("photo", [f"photos/{n}.jpg" for n in MANY], ColumnType.PHOTO),
        ("reason", [f"they moved abroad in week {n} of it" for n in MANY], ColumnType.TEXT),
    ],
)  # fmt: skip
def test_types_are_told_from_the_cells_and_the_name(
    name: str, cells: list[str], kind: ColumnType
) -> None:
    plan = plan_of(name, cells)
    assert plan.type == kind
    assert plan.why.endswith(".")
    assert "{" not in plan.why


def test_amounts_that_all_differ_are_no_codes() -> None:
    incomes = RANDOM.sample(range(10_000, 99_999), 60)
    plan = plan_of("income", [str(value) for value in incomes])
    assert (plan.type, plan.role) == (ColumnType.NUMBER, ColumnRole.USE)
    assert plan.guess.sentence == "60 of 60 values are numbers."


def test_a_column_that_could_be_read_either_way_follows_the_others() -> None:
    either = [f"{1 + n % 9}.{n:03}" for n in MANY]
    comma = plan_of("weight", either, price=[f"{n},5" for n in MANY])
    assert comma.guess.style.decimal == ","
    assert plan_of("weight", either).guess.style.decimal == "."


def test_na_is_a_country_among_countries() -> None:
    countries = ["NL", "DE", "NA", "FR"] * 15
    assert plan_of("country", countries).profile.missing == 0
    assert plan_of("plan", ["basic", "plus", "NA", "family"] * 15).profile.missing == 15


def test_roles_leave_out_what_says_nothing_of_the_next_row() -> None:
    columns = {
        "customer_id": [f"C-{n // 3}" for n in MANY],
        "order_id": [f"O-{n}" for n in MANY],
        "order_date": [f"2024-01-{1 + n % 28:02}" for n in MANY],
        "birth_date": [f"1980-01-{1 + n % 28:02}" for n in MANY],
        "shop": ["Berlin" for n in MANY],
        "gone": ["" for n in MANY],
        "price": [f"{n % 11}.5" for n in MANY],
        "returned": [("yes", "no")[n % 2] for n in MANY],
    }
    plans = plan_columns(table_of(**columns))
    assert {plan.name: str(plan.role) for plan in plans.plans} == {
        "customer_id": "together",
        "order_id": "leave_out",
        "order_date": "when",
        "birth_date": "use",
        "shop": "leave_out",
        "gone": "leave_out",
        "price": "use",
        "returned": "predict",
    }
    assert plans.of("customer_id").role_sentence == (
        "60 rows share 20 codes: rows of one code belong together."
    )
    assert plans.of("shop").role_sentence == (
        "It says “Berlin” in every row, which tells nothing apart."
    )


def test_what_is_said_goes_before_what_is_guessed() -> None:
    table = table_of(
        plan=["basic", "plus"] * 30, age=[str(n % 9) for n in MANY], left=["yes", "no"] * 30
    )
    plans = plan_columns(table, label="plan", leave_out=["age"], types={"left": ColumnType.TEXT})
    assert plans.answer is plans.of("plan")
    assert plans.of("age").role == ColumnRole.LEAVE_OUT
    assert plans.of("left").role == ColumnRole.USE
    assert plans.of("left").why == "You said so. A network for texts reads its sentences."
    again = plans.with_role("left", ColumnRole.PREDICT)
    assert again.of("plan").role == ColumnRole.USE
    assert [plan.name for plan in again.having(ColumnRole.PREDICT)] == ["left"]


def test_a_column_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(UserError, match="no column “churn”") as caught:
        plan_columns(table_of(plan=["a", "b"], left=["yes", "no"]), label="churn")
    assert caught.value.why == "Its columns are “plan” and “left”."


def test_real_tables(dataset: Callable[[str], Path]) -> None:
    titanic = plan_columns(read_table_file(dataset("titanic") / "titanic.csv"))
    assert titanic.answer is titanic.of("survived")
    assert titanic.of("name").role == ColumnRole.LEAVE_OUT
    used = {plan.name for plan in titanic.having(ColumnRole.USE)}
    assert used == {"class", "sex", "age", "siblings_spouses", "parents_children", "fare", "deck", "embarked"}  # fmt: skip
    penguins = plan_columns(read_table_file(dataset("penguins") / "penguins.csv"))
    assert penguins.answer is penguins.of("species")
    assert penguins.of("bill_length_mm").profile.missing == 2


@pytest.mark.parametrize("name", ["kunde", "Patient", "e_mail", "Haushalt"])
def test_people_that_come_again_belong_together_whatever_their_codes_look_like(name: str) -> None:
    rows = range(300)
    plan = plan_of(name, [f"K{n * 7 % 90}x" for n in rows], size=[str(n % 11) for n in rows])
    assert plan.role == ColumnRole.TOGETHER


def test_rows_are_held_together_by_one_column_the_coarsest() -> None:
    rows = range(300)
    columns = {
        "order_id": [f"A{n // 2}" for n in rows],
        "customer_id": [f"C{n // 5}" for n in rows],
    }
    plans = plan_columns(table_of(**columns, left=[str(n % 2) for n in rows]), label="left")
    assert [plan.name for plan in plans.having(ColumnRole.TOGETHER)] == ["customer_id"]
    assert "A code of its own" not in plans.of("order_id").why


@pytest.mark.parametrize("name", ["Bestelldatum", "order_date", "fecha"])
def test_days_with_such_names_say_when_a_row_was(name: str) -> None:
    assert plan_of(name, [f"{1 + n % 28}.{1 + n % 12}.2023" for n in range(60)]).role == ColumnRole.WHEN  # fmt: skip
    assert plan_of("Geburtsdatum", [f"{1 + n % 28}.{1 + n % 12}.1970" for n in range(60)]).role == ColumnRole.USE  # fmt: skip
