"""What knows the answer is found with its evidence, and honest columns are left alone."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from estimators.table.column import ColumnRole
from estimators.table.column_role import RoleReason, plan_columns
from estimators.table.leak import Leak, LeakFix, LeakKind
from estimators.table.leakage import find_leaks, without_leaks
from estimators.table.table import Table
from estimators.table.table_file import read_table_file
from estimators.table.target import read_target
from tests.estimators.table.made_tables import LEAKS, as_table, honest, made


def leaks_of(table: Table, label: str = "cancelled") -> list[Leak]:
    plans = plan_columns(table, label=label)
    answer = plans.answer
    assert answer
    return find_leaks(table, plans, read_target(table, answer))


@pytest.mark.parametrize(
    ("name", "kind", "column"),
    [
        ("knows_answer", LeakKind.KNOWS_ANSWER, "status"),
        ("filled_after", LeakKind.FILLED_AFTER, "cancel_reason"),
        ("filled_after_amount", LeakKind.FILLED_AFTER, "final_bill"),
        ("value_knows", LeakKind.VALUE_KNOWS, "segment"),
        ("knows_one", LeakKind.KNOWS_ONE, "stage"),
        ("average", LeakKind.AVERAGE, "branch_rate"),
        ("code_knows", LeakKind.CODE_KNOWS, "ticket_id"),
        ("row_order", LeakKind.ROW_ORDER, ""),
        ("word_knows", LeakKind.WORD_KNOWS, "notes"),
        ("copies", LeakKind.COPIES, ""),
    ],
)
def test_each_kind_is_found_and_nothing_else(name: str, kind: LeakKind, column: str) -> None:
    found = leaks_of(made(400, 0, name))
    assert kind in {leak.kind for leak in found}
    assert {leak.column for leak in found} == {column}
    for leak in found:
        assert leak.low <= leak.value <= leak.high
        assert leak.n >= 30
        assert "{" not in leak.why + leak.fix_sentence


@pytest.mark.parametrize("base", [0.15, 0.5])
def test_honest_tables_raise_no_alarm(base: float) -> None:
    assert [leaks_of(made(300, seed, base=base)) for seed in range(3)] == [[]] * 3


def test_evidence_is_said_with_numbers() -> None:
    (leak,) = leaks_of(made(600, 0, "filled_after_amount"))
    assert (leak.k, leak.n, leak.others, leak.n_others) == (180, 180, 0, 420)
    assert leak.why == (
        "“final_bill” is filled for “yes” and hardly anybody else: 180 of the 180 rows that have a "
        "value (9 chances in 10: 98% to 100%), and 0 of 420 others have one."
    )
    assert leak.printed()["fix"] == "leave_out"


def test_columns_that_know_are_left_out_unless_somebody_wants_them() -> None:
    table = made(600, 0, "knows_answer", "filled_after_amount")
    plans = plan_columns(table, label="cancelled")
    wanted = plans.with_role("final_bill", ColumnRole.USE)
    answer = plans.answer
    assert answer
    leaks = find_leaks(table, wanted, read_target(table, answer))
    after = without_leaks(wanted, leaks)
    assert (after.of("status").role, after.of("status").reason) == (ColumnRole.LEAVE_OUT, RoleReason.LEAK)  # fmt: skip
    assert after.of("final_bill").role == ColumnRole.USE
    assert after.of("plan").role == ColumnRole.USE


def test_rows_of_one_customer_and_days_ask_for_a_split_of_their_own() -> None:
    cells, _ = honest(200, 0)
    several = {name: [cell for cell in column for _ in range(3)] for name, column in cells.items()}
    rng = np.random.default_rng(0)
    several["spent"] = [f"{value:.3f}" for value in rng.lognormal(3, 1, 600)]
    several["order_date"] = [f"2024-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(600)]
    group, time = leaks_of(as_table(several))
    assert (group.kind, group.column, group.fix) == (LeakKind.SAME_GROUP, "customer_id", LeakFix.KEEP_TOGETHER)  # fmt: skip
    assert (group.value, group.n) == (1.0, 200)
    assert group.usual == pytest.approx(0.3**2 + 0.7**2)
    assert (time.kind, time.word, time.answer) == (LeakKind.TIME, "2024-01-01", "2024-12-28")


def test_a_number_that_is_computed_from_the_answer_is_found() -> None:
    cells, _ = honest(400, 0)
    cells["tax"] = [f"{0.19 * float(value):.2f}" for value in cells["spent"]]
    (leak,) = leaks_of(as_table(cells), "spent")
    assert (leak.kind, leak.column) == (LeakKind.KNOWS_ANSWER, "tax")
    assert leak.value > 0.99


def _money(values: np.ndarray) -> list[str]:
    return [f"{value:.2f}" for value in values]


@pytest.mark.parametrize(
    ("kind", "columns", "cells"),
    [
        (LeakKind.STEPS, {"band"}, lambda y, r: {"band": [f"up to {int(v // 10) * 10 + 10}" for v in y]}),
        (LeakKind.STEPS, {"tens"}, lambda y, r: {"tens": [str(round(v / 20) * 20) for v in y]}),
        (LeakKind.FORMULA, {"one", "other"}, lambda y, r: {"one": _money(part := (r * y).round(2)), "other": _money(y - part)}),
        (LeakKind.FORMULA, {"after"}, lambda y, r: {"before": _money(b := (900 * r).round(2)), "after": _money(b + y)}),
        (LeakKind.FORMULA, {"total"}, lambda y, r: {"rate": _money(k := (1 + 8 * r).round(2)), "total": [f"{v:.4f}" for v in y * k]}),
    ],
)  # fmt: skip
def test_columns_that_were_computed_from_a_number_are_found(
    kind: LeakKind,
    columns: set[str],
    cells: Callable[[np.ndarray, np.ndarray], dict[str, list[str]]],
) -> None:
    rng = np.random.default_rng(0)
    table, _ = honest(300, 0)
    y = rng.normal(60, 20, 300).clip(5).round(2)
    table["spent"] = _money(y)
    found = leaks_of(as_table(table | cells(y, rng.random(300))), "spent")
    assert {leak.column for leak in found} == columns
    assert {leak.kind for leak in found} == {kind}
    assert all("{" not in leak.why for leak in found)


def test_of_a_number_what_was_filled_in_afterwards_is_found() -> None:
    """Exact where there is a value, there for the highest only, or for all others."""
    table, _ = honest(400, 0)
    rng = np.random.default_rng(0)
    y = np.array([float(cell) for cell in table["spent"]])
    high = y >= np.quantile(y, 0.8)
    table["settled"] = [cell if kept else "" for cell, kept in zip(table["spent"], rng.random(400) < 0.5, strict=True)]  # fmt: skip
    table["reviewed"] = ["2024-05-12" if one else "" for one in high]
    table["routine"] = ["" if one else "checked" for one in high]
    found = {leak.column: leak for leak in leaks_of(as_table(table), "spent")}
    assert {name: leak.kind for name, leak in found.items()} == {
        "settled": LeakKind.KNOWS_ANSWER, "reviewed": LeakKind.FILLED_AFTER, "routine": LeakKind.FILLED_AFTER,
    }  # fmt: skip
    assert 150 < found["settled"].n < 250
    assert found["reviewed"].why.startswith(f"“reviewed” is filled for “{np.sort(y)[-80]:.1f} and more” and hardly anybody else: 80 of the 80 rows")  # fmt: skip


def test_what_sentences_and_codes_say_beside_their_words_is_asked() -> None:
    """How long they are, the numbers in them, what stands around the number of a code: of an answer, and of a number."""
    table, gone = honest(400, 0)
    rng = np.random.default_rng(0)
    words = ["the", "box", "came", "late", "again", "on", "a", "rainy", "day", "as", "told"]
    said = [" ".join(rng.choice(words, 9)) for _ in gone]
    day = rng.integers(1, 29, 400)
    of_class = {
        "note": [f"{text} {text}" if one else text for text, one in zip(said, gone, strict=True)],
        "mail": [f"on {d} May {text}, rated {3 * one + rng.random():.2f}" for text, one, d in zip(said, gone, day, strict=True)],
        "file_code": [f"DE{d + 10}-{'CL' if one else 'OP'}-{rng.integers(10_000, 99_999)}" for one, d in zip(gone, day, strict=True)],
    }  # fmt: skip
    found = {leak.column: leak.kind for leak in leaks_of(as_table(table | of_class))}
    assert found == {
        "note": LeakKind.LENGTH_KNOWS, "mail": LeakKind.CODE_KNOWS, "file_code": LeakKind.KNOWS_ANSWER,
    }  # fmt: skip
    y = [float(cell) for cell in table["spent"]]
    of_number = {
        "note": [f"{text} {'ha ' * round(3 * value)}" for text, value in zip(said, y, strict=True)],
        "mail": [f"on {d} May {text}, {f'{value} in all' if d % 2 else 'nothing'}" for text, value, d in zip(said, y, day, strict=True)],
        "bill": [f"on {d} May {text}, {value * 1.19:.2f} with tax" for text, value, d in zip(said, y, day, strict=True)],
        "file_code": [f"Q{value * 100:.0f}/{rng.integers(1_000, 9_999)}" for value in y],
    }  # fmt: skip
    known = {leak.column: leak for leak in leaks_of(as_table(table | of_number), "spent")}
    assert {name: leak.kind for name, leak in known.items()} == {
        "note": LeakKind.LENGTH_KNOWS, "mail": LeakKind.HOLDS_ANSWER, "bill": LeakKind.CODE_KNOWS, "file_code": LeakKind.CODE_KNOWS,
    }  # fmt: skip
    assert known["mail"].k == int((day % 2).sum())
    assert not any("{" in leak.why for leak in known.values())


def test_a_file_that_lies_in_the_order_of_a_number_is_found() -> None:
    table, _ = honest(300, 0)
    order = sorted(range(300), key=lambda row: -float(table["spent"][row]))
    (leak,) = leaks_of(as_table({name: [cells[row] for row in order] for name, cells in table.items()}), "spent")  # fmt: skip
    assert (leak.kind, leak.column) == (LeakKind.ROW_ORDER, "")
    assert leak.why.startswith("The place of a row in the file alone explains ")


def test_how_long_it_took_is_told_by_when_it_ended() -> None:
    table, _ = honest(300, 0)
    rng = np.random.default_rng(0)
    ordered, took = rng.integers(0, 900, 300), rng.integers(1, 400, 300)
    for name, days in (("ordered", ordered * 24), ("arrived", ordered * 24 + took)):
        table[name] = [
            str(np.datetime64("2022-01-01T00:00") + np.timedelta64(int(v), "h")) for v in days
        ]
    table["hours"] = [str(v) for v in took]
    plans = plan_columns(as_table(table), label="hours").with_role("arrived", ColumnRole.USE)
    answer = plans.answer
    assert answer
    found = find_leaks(as_table(table), plans, read_target(as_table(table), answer))
    assert [(leak.kind, leak.column, leak.word) for leak in found][:1] == [(LeakKind.FORMULA, "arrived", "ordered")]  # fmt: skip


def test_a_rare_answer_needs_fewer_rows() -> None:
    cells, gone = honest(1_000, 0, base=0.012)
    cells["case_opened"] = ["2024-05-01" if one else "" for one in gone]
    (leak,) = leaks_of(as_table(cells))
    assert (leak.kind, leak.column, leak.k, leak.n) == (LeakKind.FILLED_AFTER, "case_opened", 12, 12)  # fmt: skip


def test_a_day_that_only_one_answer_has_says_not_when_rows_were() -> None:
    cells, gone = honest(400, 0)
    cells["cancel_date"] = [f"2024-{1 + n % 12:02}-01" if one else "" for n, one in enumerate(gone)]
    found = leaks_of(as_table(cells))
    assert [(leak.kind, leak.column) for leak in found] == [(LeakKind.FILLED_AFTER, "cancel_date")]


def test_real_tables(dataset: Callable[[str], Path]) -> None:
    """Penguins lie species by species in their file; no column of either table knows the answer alone."""
    titanic = leaks_of(read_table_file(dataset("titanic") / "titanic.csv"), "survived")
    assert titanic == []
    penguins = leaks_of(read_table_file(dataset("penguins") / "penguins.csv"), "species")
    assert [leak.kind for leak in penguins] == [LeakKind.ROW_ORDER]


def test_every_leak_that_is_made_is_tested() -> None:
    assert {kind.removesuffix("_amount") for kind in LEAKS} <= {str(kind) for kind in LeakKind}
