"""A table looked through before anything is learned: what each column holds, what leaks, who is held out; small enough to be kept."""

import numpy as np
import pytest

from estimators.base.codec import Schema
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.table_look import TableLook, look_at
from tests.estimators.table.made_tables import as_table, honest, made


@pytest.fixture(scope="module")
def look() -> TableLook:
    return look_at(made(400, 0, "filled_after_amount"))


def test_columns_say_what_they_hold_in_a_few_words(look: TableLook) -> None:
    said = {one.name: (one.type_words, one.holds) for one in look.columns}
    assert said["customer_id"] == ("code", "all different")
    assert said["monthly_price"] == ("money", "$6 to $24")
    assert said["plan"][0] == "3 values"
    assert said["country"][1].startswith("three hold ")
    assert said["cancelled"][1].startswith("no 70%, yes 30%")
    age = look.column("age")
    assert age is not None
    assert (age.missing > 30, sum(age.bars)) == (True, age.filled)


def test_a_leak_is_left_out_and_the_test_is_counted(look: TableLook) -> None:
    assert [leak.column for leak in look.leaks] == ["final_bill"]
    assert look.column("final_bill").role == ColumnRole.LEAVE_OUT
    assert look.test is not None
    assert look.test.split.testing == sum(look.test.classes.values()) == 80


def test_a_look_is_read_again_as_it_was_kept(look: TableLook) -> None:
    schema = Schema(TableLook)
    assert schema.load(schema.dump(look)) == look
    assert len(schema.dump(look)) < 20_000


def test_roles_that_somebody_gave_go_before_guesses() -> None:
    roles = {
        "final_bill": ColumnRole.USE,
        "plan": ColumnRole.PREDICT,
        "country": ColumnRole.TOGETHER,
    }
    found = look_at(made(200, 0, "filled_after_amount"), roles=roles)
    given = {one.name: one.role for one in found.columns}
    assert roles.items() <= given.items()
    assert given["cancelled"] == ColumnRole.USE
    assert found.classes is not None
    assert set(found.classes) == {"basic", "plus", "family"}


def test_one_column_alone_keeps_rows_together_or_says_when() -> None:
    cells, _ = honest(120, 0)
    cells["household_id"] = [f"H-{n // 3}" for n in range(120)]
    found = look_at(as_table(cells), roles={"country": ColumnRole.TOGETHER})
    together = [one.name for one in found.columns if one.role == ColumnRole.TOGETHER]
    assert together == ["country"]
    assert found.column("household_id").role == ColumnRole.LEAVE_OUT


def test_what_cannot_be_predicted_is_said_and_the_columns_are_there_all_the_same() -> None:
    cells, _ = honest(60, 0)
    cells["same"] = ["yes"] * 60
    found = look_at(as_table(cells), roles={"same": ColumnRole.PREDICT})
    assert found.trouble[0] == "“same” has the same value in every row."
    assert len(found.columns) == len(cells)
    assert found.test is None


def test_a_type_that_somebody_knows_better_is_read_so() -> None:
    cells, _ = honest(60, 0)
    cells["store"] = [str(n % 7) for n in range(60)]
    assert look_at(as_table(cells)).column("store").type == ColumnType.NUMBER
    said = look_at(as_table(cells), types={"store": ColumnType.CATEGORY}).column("store")
    assert (said.type_words, said.low) == ("7 values", None)
    assert np.sum(said.bars) == 60
