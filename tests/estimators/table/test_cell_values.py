"""Cells as people write them: the same amount and the same day in many dresses, and what says nothing."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.classifier.csv_dialect import CsvRecord
from estimators.table.cell_values import (
    COMMA,
    POINT,
    codes,
    day_of,
    days,
    is_month_first,
    number_of,
    number_style,
    numbers,
    shown_day,
)
from estimators.table.table import TextColumn
from estimators.table.table_file import table_of_records


def column(*cells: str) -> TextColumn:
    rows = [("word", "second"), *((cell, "z") for cell in cells)]
    records = (CsvRecord(line, row) for line, row in enumerate(rows, 1))
    return table_of_records("t.csv", records).column("word")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234.5", 1234.5), ("1,234.5", 1234.5), ("$1,234.50", 1234.5), ("(12)", -12), ("−3", -3), ("45%", 45), ("1e3", 1000),
        ("1.234", 1.234), ("1,234", 1234), (" 7 ", 7), ("12 kr", 12), ("1'000", 1000), ("14.000", 14),
    ],
)  # fmt: skip
def test_amounts_with_a_decimal_point(cell: str, value: float) -> None:
    assert number_of(cell, POINT) == pytest.approx(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1234,5", 1234.5), ("1.234,5", 1234.5), ("1.234", 1234), ("1,234", 1.234), ("12,50 €", 12.5), ("14,000", 14)],
)  # fmt: skip
def test_amounts_with_a_decimal_comma(cell: str, value: float) -> None:
    assert number_of(cell, COMMA) == pytest.approx(value)


@pytest.mark.parametrize("cell", ["", " ", "NA", "n/a", "-", "#DIV/0!", "none", "k. A.", "?"])
def test_what_says_nothing_is_missing_and_no_mistake(cell: str) -> None:
    assert isnan(number_of(cell) or 0.0)
    assert isnan(day_of(cell) or 0.0)


@pytest.mark.parametrize("cell", ["twelve", "1_000", "inf", "1.2.3", "3 or 4", "nano"])
def test_what_is_no_number_is_not_made_one(cell: str) -> None:
    assert number_of(cell) is None


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_comes_back_in_either_manner(value: float) -> None:
    text = f"{value:.4f}"
    grouped = f"{value:,.4f}"
    swapped = grouped.translate(str.maketrans(".,", ",."))
    assert number_of(text) == number_of(grouped) == number_of(swapped, COMMA) == float(text)


def test_the_manner_of_a_column_is_told_by_the_numbers_that_have_one_reading() -> None:
    assert number_style(["1,5", "1.234", "7"]) == COMMA
    assert number_style(["1.5", "1,234", "7"]) == POINT
    assert number_style(["1,234", "1.234", "7"]) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-01", "2024/3/1", "01.03.2024", "1.3.24", "1 Mar 2024", "March 1, 2024", "1. März 2024", "20240301", "Mar 2024", "2024-03",
        "1 mars 2024", "2024-03-01T00:00:00Z",
    ],
)  # fmt: skip
def test_a_day_however_it_is_written(cell: str) -> None:
    found = day_of(cell)
    assert found is not None
    assert shown_day(found) == "2024-03-01"


def test_days_before_1900_times_and_zones() -> None:
    assert shown_day(day_of("01.03.1789") or 0.0) == "1789-03-01"
    assert day_of("1970-01-02 12:00") == 1.5
    assert day_of("1970-01-02 12:00 PM") == 1.5
    assert day_of("1970-01-02T02:00:00+02:00") == 1.0
    for cell in ("31.02.2024", "2024-13-01", "soon", "1 Foo 2024", "1970-01-01 25:00"):
        assert day_of(cell) is None


def test_which_of_two_numbers_is_the_month_is_told_by_the_column() -> None:
    assert is_month_first(["12/31/2024", "03/04/2024"]) is True
    assert is_month_first(["31/12/2024", "03/04/2024"]) is False
    assert is_month_first(["03/04/2024"]) is None
    assert day_of("03/04/2024", month_first=True) == day_of("2024-03-04")
    assert day_of("03/04/2024") == day_of("2024-04-03")


def test_what_cannot_be_read_is_counted_with_its_first_row() -> None:
    found = numbers(column("1", "", "many", "lots", "4"))
    assert np.array_equal(found.values, [1, np.nan, np.nan, np.nan, 4], equal_nan=True)
    assert (found.unreadable, found.first_unreadable) == (2, (2, "many"))
    assert days(column("2024-03-01", "soon")).unreadable == 1


def test_words_are_one_whatever_their_case_and_the_commonest_comes_first() -> None:
    found = codes(column("Basic", "plus", "basic ", "basic", "NA", "PLUS", "family", "basic"))
    assert found.words[0] == "basic"
    assert [found.words[code] if code >= 0 else "" for code in found.codes] == [
        "basic", found.words[1], "basic", "basic", "", found.words[1], "family", "basic",
    ]  # fmt: skip
    assert len(found.words) == 3
