"""Tables as people keep them: any CSV, workbooks, JSON and pasted cells come to the same columns, and nothing is lost in silence."""

import json
import zipfile
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.table import table as table_module
from estimators.table import table_file, workbook
from estimators.table.table import Table
from estimators.table.table_file import read_table_file
from tests.estimators.table.workbooks import Cell, sheet_xml, write_ods, write_xlsx

ROWS: list[list[Cell]] = [["plan", "price", "left"], ["basic", 6, "no"], ["plus", 12.5, "yes"]]
CELLS = {"plan": ["basic", "plus"], "price": ["6", "12.5"], "left": ["no", "yes"]}


def cells(table: Table) -> dict[str, list[str]]:
    return {column.name: list(column) for column in table.columns}


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def refused(path: Path, **how: str) -> UserError:
    with pytest.raises(UserError) as caught:
        read_table_file(path, **how)
    return caught.value


# Whatever the file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.csv", "plan,price,left\nbasic,6,no\nplus,12.5,yes\n", "utf-8-sig"),
        ("a.csv", "plan;price;left\r\nbasic;6;no\r\nplus;12.5;yes\r\n", "utf-16"),
        ("a.tsv", "plan\tprice\tleft\nbasic\t6\tno\nplus\t12.5\tyes\n", "cp1252"),
        ("a.txt", "\nAll customers\n\nplan|price|left\nbasic|6|no\nplus|12.5|yes\n", "utf-8"),
        ("a.jsonl", '{"plan":"basic","price":6,"left":"no"}\n\n{"left":"yes","price":12.5,"plan":"plus"}\n', "utf-8"),
        ("a.json", '{"page": 1, "data": [\n{"plan":"basic","price":6,"left":"no"},\n{"plan":"plus","price":12.5,"left":"yes"}]}', "utf-8"),
        ("a.json", '{"plan":["basic","plus"],"price":[6,12.5],"left":["no","yes"]}', "utf-8"),
        ("a.csv", "plan,price,left\nbasic,6,no\nplus,12.5,yes\n,,\nTotal,18.5,\n", "utf-8"),
        ("a.json", '[{"plan":"basic","price":6,"left":"no"},\n{"plan":"plus","price":12.5,"left":"yes"}]', "utf-8"),
    ],
)  # fmt: skip
def test_text_of_any_dialect_comes_to_the_same_columns(
    tmp_path: Path, name: str, text: str, encoding: str
) -> None:
    assert cells(read_table_file(written(tmp_path / name, text, encoding))) == CELLS


def test_workbooks_come_to_the_same_columns(tmp_path: Path) -> None:
    texts = [[str(cell) for cell in row] for row in ROWS]
    assert cells(read_table_file(write_xlsx(tmp_path / "a.xlsx", {"S": sheet_xml(ROWS)}))) == CELLS
    assert cells(read_table_file(write_ods(tmp_path / "a.ods", texts))) == CELLS
    named_otherwise = (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    assert cells(read_table_file(named_otherwise)) == CELLS


def test_parquet_is_read_where_its_reader_is_and_else_one_sentence_says_what_to_install(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.parquet"
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        path.write_bytes(b"PAR1 and more")
        assert "pip install pyarrow" in refused(path).next_step
        return
    columns = {"plan": ["basic", "plus"], "price": [6.0, 12.5], "left": ["no", "yes"]}
    parquet.write_table(pyarrow.table(columns), path)
    assert cells(read_table_file(path)) == CELLS
    named_alike = pyarrow.Table.from_arrays(
        [*map(pyarrow.array, columns.values())], ["a", "a", "b"]
    )
    parquet.write_table(named_alike, path)
    assert read_table_file(path).names == ("a", "a (2)", "b")
    # A text that stands in many rows is held once, and taken apart where a batch has fewer rows than it has texts.
    texts = [f"{'long ' * 50}{at % 700}" if at % 5 else None for at in range(1_500)]
    parquet.write_table(pyarrow.table({"note": texts}), path)
    assert cells(read_table_file(path))["note"] == [
        " ".join((text or "").split()) for text in texts
    ]
    parquet.write_table(pyarrow.table({"note": [b"short", b"x" * 10_000_001]}), path)
    table = read_table_file(path)
    assert cells(table)["note"] == ["short"]
    assert table.problems == ((2, "Line 2 has more than 10,000,000 characters."),)


# Rows, lines and names -----------------------------------------------------------------------


def test_messages_know_the_line_of_each_row_and_of_those_left_out(tmp_path: Path) -> None:
    text = 'plan,note\nbasic,"two\nlines"\nplus,a,b\nfamily,fine\nlast\n'
    table = read_table_file(written(tmp_path / "a.csv", text))
    assert cells(table)["note"] == ["two\nlines", "fine"]
    assert [table.place(row) for row in (0, 1)] == ["line 2", "line 5"]
    assert [line for line, _ in table.problems] == [4, 6]
    assert table.left_out_sentence == (
        "2 rows were left out: Line 4 has 3 cells; the header has 2. Line 6 has one cell; the header has 2."
    )


def test_notes_and_totals_below_a_table_are_no_rows(tmp_path: Path) -> None:
    below: list[list[Cell]] = [["Summe", 18.5], [], ["Note: as of 31 December"]]
    note: list[list[Cell]] = [
        ["called twice", None, "no"],
        ["no more was said"],
        ["basic", 3, "no"],
    ]
    sheet = sheet_xml([*ROWS, *note, *below])
    table = read_table_file(write_xlsx(tmp_path / "a.xlsx", {"S": sheet}))
    assert cells(table)["plan"] == ["basic", "plus", "called twice", "no more was said", "basic"]
    assert [why for _, why in table.problems] == ["Line 7 adds up the rows above it.", "Line 9 is a note below the table."]  # fmt: skip


def test_last_rows_of_which_only_the_text_is_known_are_rows(tmp_path: Path) -> None:
    text = "said,left,plan\nnever again,yes,basic\nvery kind,no,plus\nnot yet labelled,,\nnor is this,,\n"
    table = read_table_file(written(tmp_path / "a.csv", text))
    assert cells(table)["said"][2:] == ["not yet labelled", "nor is this"]
    assert table.problems == ()


def test_a_file_of_which_hardly_a_line_fits_is_not_read_to_its_end(tmp_path: Path) -> None:
    text = "plan,left\nbasic,no\n" + "never closed\n" * 100_001
    said = refused(written(tmp_path / "a.csv", text))
    assert said.what == "Nearly no row of “a.csv” can be read."
    assert said.why == "Line 3 has one cell; the header has 2."


def test_a_table_without_names_gets_some_and_says_so(tmp_path: Path) -> None:
    table = read_table_file(written(tmp_path / "a.csv", "5.1,3.5,setosa\n4.9,3.0,setosa\n"))
    assert table.names == ("column 1", "column 2", "column 3")
    assert len(table) == 2
    assert "no line of names" in table.notes[0]


def test_years_may_be_names(tmp_path: Path) -> None:
    table = read_table_file(written(tmp_path / "a.csv", "2023,2024,2025\n1,2,3\n4,5,6\n"))
    assert table.names == ("2023", "2024", "2025")


def test_names_that_come_again_are_told_apart(tmp_path: Path) -> None:
    table = read_table_file(written(tmp_path / "a.csv", "a,a,a (2),\n1,2,3,\nx,y,z,\n"))
    assert table.names == ("a", "a (3)", "a (2)")
    assert "“a”" in table.notes[0]


def test_json_objects_within_objects_are_columns_and_broken_lines_are_counted(
    tmp_path: Path,
) -> None:
    lines = [
        '{"id": 1, "customer": {"country": "NL"}, "tags": ["a"]}',
        '{"id": 2',
        "7",
        '{"id": 3}',
    ]
    table = read_table_file(written(tmp_path / "a.jsonl", "\n".join(lines)))
    assert cells(table) == {"id": ["1", "3"], "customer.country": ["NL", ""], "tags": ['["a"]', ""]}
    assert [line for line, _ in table.problems] == [2, 3]


def test_a_cell_never_ends_a_column(tmp_path: Path) -> None:
    """Cells are kept with a zero byte between them, which JSON can write into a text."""
    path = written(tmp_path / "a.jsonl", json.dumps({"a": "x\0y", "b": "z"}))
    assert cells(read_table_file(path)) == {"a": ["xy"], "b": ["z"]}


# Workbooks -----------------------------------------------------------------------------------


def test_the_sheet_with_most_in_it_is_read_and_said(tmp_path: Path) -> None:
    sheets = {f"Note {n}": sheet_xml([["hello"]]) for n in range(9)} | {"Orders": sheet_xml(ROWS)}
    path = write_xlsx(tmp_path / "a.xlsm", sheets, macros=True)
    table = read_table_file(path)
    assert (table.sheet, cells(table)) == ("Orders", CELLS)
    assert table.place(1) == "row 3 of “Orders”"
    assert table.notes == (
        "Its macros were not run.",
        "Of 10 sheets, “Orders” was read, the one with most in it.",
    )
    assert "“Note 0”" in refused(path, sheet="Sales").why


def test_formulas_are_values_and_cells_over_several_rows_hold_for_each(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [None, "Report of May"],
        [None, "plan", "sum"],
        [None, "basic", "=1+6"],
        [None, None, 8],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"S": sheet_xml(rows, ["B1:C1", "B3:B4"])})
    table = read_table_file(path)
    assert cells(table) == {"plan": ["basic", "basic"], "sum": ["7", "8"]}
    assert table.lines.tolist() == [3, 4]


def test_a_sheet_of_tags_that_never_end_is_soon_looked_through(tmp_path: Path) -> None:
    """Minutes where each tag is looked for in all that is left of the sheet."""
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number, tag in enumerate(("<c ", "<table:table-cell ", '<c r="A1"><f/> ')):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", tag * 300_000)
    with pytest.raises(UserError):
        read_table_file(path)


def test_formulas_that_no_program_worked_out_are_told_with_the_first_cell(tmp_path: Path) -> None:
    sheet = sheet_xml([["plan", "price"], ["basic", "=3*2"], ["plus", "=5*5"], ["plus", 6]])
    told = read_table_file(write_xlsx(tmp_path / "a.xlsx", {"S": sheet}))
    assert (cells(told)["price"], told.notes) == (["7", "7", "6"], ())
    for value in ("", "<v/>", "<v></v>"):
        untold = {"S": sheet.replace("5*5</f><v>7</v>", f"5*5</f>{value}")}
        table = read_table_file(write_xlsx(tmp_path / "a.xlsx", untold))
        assert cells(table)["price"] == ["7", "", "6"]
        assert "Formulas without a value count as empty, B3 is the first" in table.notes[0]
    nothing = sheet_xml([["plan"], ["=1"]]).replace("<v>7</v>", "")
    assert "A2 is the first" in refused(write_xlsx(tmp_path / "a.xlsx", {"S": nothing})).why
    formula = '<table:table-row><table:table-cell/><table:table-cell table:formula="of:=2*3"/></table:table-row>'
    assert "Formulas" in read_table_file(write_ods(tmp_path / "a.ods", [["a", "b"], ["x", "y"]], formula)).notes[0]  # fmt: skip


def test_of_a_table_too_large_to_hold_rows_are_picked_by_chance_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_module, "BLOCK", 64)
    monkeypatch.setattr(table_module, "MOST_HELD", 4_000)
    lines = "".join(f"{n},row {n},{'ab'[n % 2]}\n" for n in range(2_000))
    table = read_table_file(written(tmp_path / "a.csv", "n,name,letter\n" + lines))
    assert 100 < len(table) < 400
    assert len(table) + table.passed_over == 2_000
    assert table.notes == (f"It is too large to be held at once: {len(table)} of its 2,000 rows were read, picked by chance.",)  # fmt: skip
    numbers, names, letters = map(list, table.columns)
    assert names == [f"row {n}" for n in numbers]
    assert table.lines.tolist() == [int(n) + 2 for n in numbers]
    assert 0.35 < letters.count("a") / len(letters) < 0.65
    assert 0.35 < sum(int(n) < 1_000 for n in numbers) / len(numbers) < 0.65


def test_of_too_many_rows_a_part_is_read_and_of_a_long_cell_its_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_module, "BLOCK", 64)
    monkeypatch.setattr(table_module, "MOST_ROWS", 500)
    monkeypatch.setattr(table_module, "LONGEST_CELL", 20)
    sent = "data:image/png;base64," + 10 * "A"
    lines = "".join(f'{n},begin{n:04}{"-" * 30}{n:04}end,"{sent}"\n' for n in range(2_000))
    table = read_table_file(written(tmp_path / "a.csv", f"n,note,photo\n{lines}"))
    numbers, notes, photos = map(list, table.columns)
    assert 200 < len(table) <= 500
    assert len(table) + table.passed_over == 2_000
    assert notes == [f"begin{int(n):04}- ---{int(n):04}end" for n in numbers]
    assert set(photos) == {sent}
    assert "cells have more than 20 characters; their beginning and their end are read." in table.notes[0]  # fmt: skip


def test_a_remark_right_of_the_columns_costs_no_row(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*ROWS, ["family", 24, "no", "ask Eva"]]
    table = read_table_file(write_xlsx(tmp_path / "a.xlsx", {"S": sheet_xml(rows)}))
    assert table.names == ("plan", "price", "left", "column 4")
    assert len(table) == 3


# What cannot be read -------------------------------------------------------------------------


def test_rows_without_any_cell_are_no_names(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(UserError, match=r"has no rows\. .*NUL character"):
        read_table_file(path)


def test_what_is_no_table_is_said_in_a_sentence(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for name, data, what in (
        ("password.xlsx", old + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        ("damaged.xls", old + bytes(600), "can’t be read as a workbook"),
        ("damaged.xlsx", b"PK\x03\x04" + bytes(600), "can’t be read as a workbook"),
        ("photo.csv", b"\xff\xd8\xff" + bytes(600), "is not a CSV"),
        ("empty.csv", b"", "is empty"),
        ("names.csv", b"plan,price\n", "has no rows"),
        ("none.jsonl", b"7\n8\n", "has no rows"),
        ("cut.json", b'[{"a": 1}', "is not JSON"),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(data)
        error = refused(path)
        assert what in error.what
        assert error.next_step
    assert "is a folder" in refused(tmp_path).what
    assert "There is no" in refused(tmp_path / "gone.csv").what


def test_a_workbook_packed_with_a_password_is_no_damaged_one(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": sheet_xml(ROWS)})
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + flags] |= 1  # as zip programs mark what they have encrypted
    path.write_bytes(data)
    assert "has a password" in refused(path).what


def test_what_is_packed_or_a_web_page_is_said_to_be(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
    assert "zip archive and no workbook" in refused(tmp_path / "a.xlsx").what
    page = written(tmp_path / "a.xls", "<html><table><tr><td>a</td></tr></table></html>")
    assert "web page" in refused(page).what


def test_too_many_columns_or_bytes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.csv", "a,b,c\n1,2,3\n4,5,6\n7,8,9\n")
    with monkeypatch.context() as patch:
        patch.setattr(table_module, "MOST_COLUMNS", 2)
        assert "3 columns" in refused(path).what
    with monkeypatch.context() as patch:
        patch.setattr(table_file, "MOST_BYTES", 10)
        assert "picked by chance" in refused(path).next_step


def test_a_small_workbook_cannot_ask_for_all_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = write_xlsx(tmp_path / "far.xlsx", {"S": sheet_xml(ROWS, extra_cell="XFD1048576")})
    repeated = write_ods(
        tmp_path / "repeated.ods",
        [["a", "b"]],
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"'
        ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
    )
    for path in (far, repeated):
        assert "too large to be read as a workbook" in refused(path).what
    # An entry that says less of itself than it unpacks to.
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 5_000_000)
    packed = tmp_path / "packed.xlsx"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 8_000_000)
    packed.write_bytes(
        packed.read_bytes().replace((8_000_000).to_bytes(4, "little"), b"\x64\0\0\0")
    )
    assert "too large to be read as a workbook" in refused(packed).what


def test_awkward_tables_are_read_or_refused_in_a_sentence(shared: Path, tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(shared / "data" / "hostile_csv.tar") as tar:
        tar.extractall(tmp_path, filter="data")
    read, refusals = 0, []
    for path in sorted(tmp_path.rglob("*.*")):
        try:
            read += bool(len(read_table_file(path)))
        except UserError as error:
            refusals.append(error.what)
    assert read >= 40
    assert all(what.endswith(".") for what in refusals)
