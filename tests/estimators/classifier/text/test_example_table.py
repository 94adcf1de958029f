"""Hostile CSVs: read, or explained by line."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.classifier.column_names import ColumnNames
from estimators.classifier.example_table import ExampleTable, read_table


def written(path: Path, data: bytes) -> ExampleTable:
    path.write_bytes(data)
    return read_table(path)


def test_every_hostile_file_is_read_or_explained(dataset: Callable[[str], Path]) -> None:
    root = dataset("hostile_csv")
    listed = next(root.rglob("FILES.csv"))
    read, explained = {}, {}
    with listed.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            try:
                read[row["file"]] = read_table(listed.parent / row["file"])
            except UserError as error:
                explained[row["file"]] = str(error)
    assert len(read) + len(explained) == 53
    assert sorted(name for name in explained if name.startswith("made/")) == [
        "made/columns_200.csv",
        "made/header_only.csv",
        "made/label_per_row.csv",
    ]
    assert "JPEG" in explained["picture_named.csv"]
    assert "“job”" in explained["bank_rows_quoted_whole.csv"]
    problems = {name: [why for _, why in table.problems] for name, table in read.items()}
    assert problems["made/nul_and_control.csv"] == [
        "Line 32 holds a NUL character, which no text has."
    ]
    assert problems["made/invalid_utf8.csv"] == ["Line 32 holds bytes that are no text in UTF-8."]
    assert len(read["made/unclosed_quote.csv"].rows) == 90
    assert problems["made/unclosed_quote.csv"][0].startswith("Line 52 has a quote")
    assert len(read["made/huge_cell.csv"].rows) == 21
    assert "€" in read["made/cp1252_smart_quotes.csv"].rows[0][1]
    for name, table in read.items():
        if name == "made/labels_messy_case_and_spaces.csv":
            assert {label for _, _, label, _ in table.rows} == {"ham", "spam"}


def test_lines_are_counted_through_cells_of_several_lines(tmp_path: Path) -> None:
    table = written(tmp_path / "t.csv", b'text,label\n"one\ntwo\n",a\nthree,b\nfour\n')
    assert [row[0] for row in table.rows] == [2, 5]
    assert table.problems == ((6, "Line 6 has one cell; the header has 2."),)


def test_groups_come_from_a_column_that_can_be_one(tmp_path: Path) -> None:
    lines = [f"t{i},{'ab'[i % 2]},p{i // 4}\n" for i in range(24)]
    table = written(tmp_path / "t.csv", ("text,label,Patient ID\n" + "".join(lines)).encode())
    assert table.group_column == "Patient ID"
    assert len({group for *_, group in table.rows}) == 6
    same = [f"t{i},{'ab'[i % 2]},{'ab'[i % 2]}\n" for i in range(24)]
    table = written(tmp_path / "t.csv", ("text,label,source\n" + "".join(same)).encode())
    assert {group for *_, group in table.rows} == {""}  # it would leave a class no second group
    with pytest.raises(UserError, match="“speaker” column"):
        read_table(tmp_path / "t.csv", ColumnNames(group="speaker"))


def test_every_row_is_wanted_when_the_text_is_named_as_its_own_label(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text\n" + "".join(f"t{i}\n" for i in range(20)))
    table = read_table(tmp_path / "t.csv", ColumnNames(label="text"))
    assert len(table.rows) == 20
