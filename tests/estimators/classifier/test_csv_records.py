"""CSVs of any manner, damage and size, row by row."""

import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.classifier.csv_dialect import CsvRecord, Dialect, rows
from estimators.classifier.csv_records import at_most, read_records
from tests.estimators.classifier.awkward_tables import TABLES, AwkwardTable, reads


def written(path: Path, data: bytes) -> list[CsvRecord]:
    path.write_bytes(data)
    return list(read_records(path))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_awkward_table_is_read_as_a_person_reads_it(table: AwkwardTable, tmp_path: Path) -> None:
    found = written(tmp_path / "t.csv", table.data)
    assert reads([list(row.cells) for row in found if not row.problem], table)
    assert sum(bool(row.problem) for row in found) <= table.others


def test_damage_is_told_by_its_line_in_its_place(tmp_path: Path) -> None:
    data = b'text,label\na,x\n"open,x\nb\xff,\xc3\xa4\nc\0,x\nd,\xc3\xa4\ne,\xc3\xa4\n'
    found = written(tmp_path / "t.csv", data)
    assert [row.line for row in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [row.problem for row in found if row.problem] == [
        "Line 3 has a quote that is never closed, or one too many.",
        "Line 4 holds bytes that are no text in UTF-8.",
        "Line 5 holds a NUL character, which no text has.",
    ]


def test_a_file_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    """So that a table of facts may have a million rows."""
    table = tmp_path / "t.csv"
    table.write_bytes(b"a,b,c\n" + b"1,22,333\n" * 40_000)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        assert sum(len(row.cells) for row in read_records(table)) == 3 * 40_001
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - before < 4_000_000, peak  # its rows at once take 10 MB


def test_what_is_kept_has_a_bound_that_names_the_line(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(b'text,label\n"a\nb",x\nc,x\nd,x\n')
    with pytest.raises(UserError) as refused:
        list(at_most(read_records(table), 2, table))
    assert refused.value.what == "“t.csv” has more than 2 rows."
    assert refused.value.why == "Line 5 is one too many to hold at once."


def test_too_many_columns_are_told_before_a_name_is_missed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="more than 16,384 columns") as refused:
        written(tmp_path / "t.csv", b",".join(b"c%d" % i for i in range(20_000)) + b"\n1,2\n")
    assert refused.value.why == "Line 1 has 20,000 cells; at most 16,384 are read."
    with pytest.raises(UserError, match="more than 16,384 columns"):  # more than is looked at
        written(tmp_path / "t.csv", b",".join(b"c%d" % i for i in range(100_000)) + b"\n1,2\n")
    found = written(tmp_path / "t.csv", b"a,b\n1,2\n" + b"," * 20_000 + b"\n3,4\n")
    assert [row.cells for row in found if not row.problem] == [("a", "b"), ("1", "2"), ("3", "4")]
    assert found[2].problem.startswith("Line 3 has 20,001 cells")


@pytest.mark.parametrize("quote", [b"", b'"'])
def test_a_cell_beyond_bounds_costs_its_line(tmp_path: Path, quote: bytes) -> None:
    cell = quote + b"x" * 10_500_000 + quote
    found = written(tmp_path / "t.csv", b"text,label\na,b\n" + cell + b",b\nc,b\n")
    assert [row.cells for row in found if not row.problem] == [("text", "label"), ("a", "b"), ("c", "b")]  # fmt: skip
    assert found[2].problem == "Line 3 has more than 10,000,000 characters."


@pytest.mark.parametrize(
    "line",
    ['"open {},a\n', 'a,"open {}\n', '"a" b {},"\n', '"{}\n'],
)
def test_wrong_quotes_are_read_again_in_proportion_alone(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["text,label\n", *(line.format(i) for i in range(40_000))]
    read = 0
    reader = Dialect.reader

    def counted(self: Dialect, lines: Iterator[str], *, strict: bool) -> Iterator[list[str]]:
        def count(line: str) -> str:
            nonlocal read
            read += len(line)
            return line

        return reader(self, map(count, lines), strict=strict)

    monkeypatch.setattr(Dialect, "reader", counted)
    assert len(list(rows(iter(enumerate(lines, 1)), Dialect(",")))) > 1
    assert read < 4 * sum(map(len, lines)) + 3_000_000


def test_nothing_is_left_open_by_a_reader_who_stops(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(b"a,b\n" * 100_000)
    assert len(list(islice(read_records(table), 3))) == 3
    table.unlink()
