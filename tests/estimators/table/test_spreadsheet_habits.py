"""Sheets as people lay them out: names in two rows, totals between groups, several tables. What is no case is left out with its row."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from estimators.table.table import Table
from estimators.table.table_file import read_table_file
from tests.estimators.table.workbooks import Cell, sheet_xml, write_xlsx

Rows = list[list[Cell]]
NAMES: list[Cell] = ["customer", "plan", "price", "calls", "left"]
BODY: Rows = [
    [f"C{n}", ("basic", "plus")[n % 2], 10 * n + 5, n % 7, ("yes", "no")[n % 3 > 0]]
    for n in range(12)
]
SALES: Rows = [[f"C{n}", n + 0.5, n + 1, 2 * n, 3 * n] for n in range(8)]
BY_PLAN: Rows = [["plan", "customers"], ["basic", 6], ["plus", 6]]


@pytest.fixture
def read(tmp_path: Path):
    def table_of(rows: Rows, merged: Sequence[str] = ()) -> Table:
        return read_table_file(write_xlsx(tmp_path / "a.xlsx", {"S": sheet_xml(rows, merged)}))

    return table_of


def beside(left: Rows, right: Rows) -> Rows:
    return [[*row, None, *(right[n] if n < len(right) else [])] for n, row in enumerate(left)]


def texts(table: Table) -> list[list[str]]:
    return [list(column) for column in table.columns]


def said(rows: Rows) -> list[list[str]]:
    return [
        ["" if cell is None else str(cell) for cell in column] for column in zip(*rows, strict=True)
    ]


# Names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "merged", "names"),
    [
        ([["", "2025", None, "2026"], ["customer", "sales", "cost", "sales", "cost"]], (), ["customer", "2025 sales", "2025 cost", "2026 sales", "2026 cost"]),
        ([["customer", "2025", None, "2026"], [None, "sales", "cost", "sales", "cost"]], ("A1:A2", "B1:C1", "D1:E1"), ["customer", "2025 sales", "2025 cost", "2026 sales", "2026 cost"]),
        ([["customer", "sales", None, "cost"], [None, 2024, 2025, 2024, 2025]], ("B1:C1", "D1:E1"), ["customer", "sales 2024", "sales 2025", "cost 2024", "cost 2025"]),
        ([["Sales of May"], ["customer", "a", "b", "c", "d"]], ("A1:E1",), ["customer", "a", "b", "c", "d"]),
    ],
)  # fmt: skip
def test_names_in_two_rows_are_one_name_each(read, above: Rows, merged, names) -> None:
    table = read([*above, *SALES], merged)
    assert (list(table.names), len(table), table.remarks) == (names, 8, [])


def test_what_explains_the_names_is_no_case(read) -> None:
    rows: Rows = [["StartDate", "Duration", "Q1"], ["Start date", "in seconds", "How likely?"], ["id 1", "id 2", "id 3"]]  # fmt: skip
    table = read([*rows, *[[f"2025-01-{n + 1:02d}", 10 * n, n % 11] for n in range(12)]])
    assert (table.names, len(table)) == (("StartDate", "Duration", "Q1"), 12)
    assert table.remarks == ["2 rows were left out: Line 2 says more of the names above it. Line 3 says more of the names above it."]  # fmt: skip


def test_a_first_row_with_a_word_among_numbers_is_a_case(read) -> None:
    rows: Rows = [["name", "note", "age"], ["Ann", "likes tea", "about 40"], ["Bob", "x", 3], ["Eve", "y", 4]]  # fmt: skip
    assert texts(read(rows))[0] == ["Ann", "Bob", "Eve"]


# Totals --------------------------------------------------------------------------------------


def test_totals_between_groups_are_left_out_where_the_numbers_come_to_them(read) -> None:
    cases: Rows = [["North", "a", 3, 1], ["North", "b", 13, 2], ["South", "a", 4, 5], ["South", "c", 8, 2]]  # fmt: skip
    rows: Rows = [
        ["region", "shop", "sales", "orders"],
        *cases[:2],
        ["Total North", None, 16, 3],
        *cases[2:],
        ["South total:", None, 12, 7],
        ["Grand total", None, 28, 10],
        ["Average", None, 7, 2.5],
    ]
    table = read(rows)
    assert texts(table) == said(cases)
    assert [line for line, _ in table.problems] == [4, 7, 8, 9]
    assert "Line 9 is the average of the rows above it." in table.left_out_sentence


def test_a_customer_called_total_is_a_case(read) -> None:
    named: Rows = [["Total Energies", "plus", 33, 2, "no"], ["Total", "basic", 99, 3, "yes"]]
    table = read([NAMES, *BODY[:6], *named, *BODY[6:]])
    assert texts(table)[0][6:8] == ["Total Energies", "Total"]
    assert table.remarks == []


def test_names_that_come_again_on_each_page_are_no_cases(read) -> None:
    table = read([NAMES, *BODY[:5], NAMES, *BODY[5:]])
    assert texts(table) == said(BODY)
    assert table.problems == ((7, "Line 7 repeats the names of the columns."),)


# Several tables ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([NAMES, *BODY, [], ["By plan"], *BY_PLAN], "rows 1–13 were read, rows 15–18 were not"),
        ([*BY_PLAN, [], NAMES, *BODY], "rows 5–17 were read, rows 1–3 were not"),
        ([NAMES, *BODY, [], ["Legend"], ["plan", "means"], ["basic", "cheap"]], "rows 15–17 were not"),
        (beside([NAMES, *BODY], BY_PLAN), "Beside the table, columns G–H hold something else"),
        ([["Churn", *[None] * 5, "Summary"], [], *beside([NAMES, *BODY], BY_PLAN)], "columns G–H"),
        ([[None, *row] for row in beside(BY_PLAN + [[None, None]] * 10, [NAMES, *BODY])], "columns B–C"),
    ],
)  # fmt: skip
def test_the_largest_of_several_tables_is_read_and_the_others_said(
    read, rows: Rows, note: str
) -> None:
    table = read(rows)
    assert texts(table) == said(BODY)
    assert note in " ".join(table.notes)


@pytest.mark.parametrize(
    "rows",
    [
        [NAMES, *BODY[:5], [], *BODY[5:], [], []],
        [[*row[:2], None, *row[2:]] for row in [NAMES, *BODY]],
        [NAMES, *BODY[:5], [], [], BODY[5], [], *BODY[6:]],
    ],
)
def test_empty_rows_and_columns_inside_of_a_table_divide_nothing(read, rows: Rows) -> None:
    table = read(rows)
    assert (texts(table), table.remarks) == (said(BODY), [])


def test_remarks_beside_some_rows_belong_to_the_table(read) -> None:
    remarks: Rows = [["remark"], [None], ["late"], [None], [None], ["call again"]]
    table = read(beside([NAMES, *BODY], remarks))
    assert (table.names, len(table), table.notes) == ((*map(str, NAMES), "remark"), 12, ())
