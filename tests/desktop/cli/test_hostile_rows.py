"""`evaluate`, `forecast` and `predict` on the worst tables of facts: what can be read is answered, the rest is one sentence that says where."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli.main import main
from tests.estimators.table.made_tables import Cells, honest
from tests.estimators.table.workbooks import sheet_xml, write_xls, write_xlsx

CELLS, _ = honest(60, 3)


def as_csv(cells: Cells) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([list(cells), *zip(*cells.values(), strict=True)])
    return text.getvalue().encode()


def rows(cells: Cells) -> list[list[str]]:
    return [list(cells), *map(list, zip(*cells.values(), strict=True))]


def as_lines(cells: Cells) -> list[str]:
    return [json.dumps(dict(zip(cells, row, strict=True))) for row in rows(cells)[1:]]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Of classes and of numbers, by the column that they predict."""
    folder = tmp_path_factory.mktemp("models")
    (folder / "rows.csv").write_bytes(as_csv(CELLS))
    found = {label: folder / f"{label}.onnx" for label in ("cancelled", "spent")}
    for label, out in found.items():
        asked = ["--label-column", label, "--out", str(out)]
        assert main(["train", str(folder / "rows.csv"), *asked]) == 0
    return found


LACKS, NOTHING = "lacks the columns “signed_up”, “plan”", "There is nothing below the names"
NO_ANSWER = "No row of “t.csv” has a value in “{label}”."
# what is in the file beside its usual columns, or in their place; what `evaluate` and `forecast` say of it, where they refuse it
REFUSED: dict[str, tuple[Callable[[str], Cells], str, str]] = {
    "one row": (lambda _: {name: cells[:1] for name, cells in CELLS.items()}, "", "Only one row of"),
    "one column": (lambda label: {label: CELLS[label]}, LACKS, "It takes a column to learn from"),
    "the names alone": (lambda _: {name: [] for name in CELLS}, NOTHING, NOTHING),
    "empty cells alone": (lambda _: dict.fromkeys(CELLS, [""] * 60), NOTHING, NOTHING),
    "words for nothing": (lambda _: dict.fromkeys(CELLS, ["n/a"] * 60), NO_ANSWER, NO_ANSWER),
    "400 classes": (lambda label: {"plan": CELLS["plan"] * 8, label: [f"class {n % 400}" for n in range(480)]}, "", "“{label}” has 400 different values."),
    "another answer in each row": (lambda label: {**CELLS, label: [f"A{n}" for n in range(60)]}, "", "Every row has another value in “{label}”."),
}  # fmt: skip


def refused(capsys: pytest.CaptureFixture[str], folder: Path, *argv: object) -> str:
    before = sorted(folder.rglob("*"))
    assert main([str(one) for one in argv]) == 1
    out, err = capsys.readouterr()
    said = err.rsplit("\r", 1)[-1].strip()
    assert out == ""
    assert "\n" not in said
    assert "our mistake" not in said
    assert sorted(folder.rglob("*")) == before
    return said


@pytest.mark.parametrize("label", ["cancelled", "spent"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_nothing_can_be_measured_of_is_one_sentence(
    models: dict[str, Path], tmp_path: Path, capsys, name: str, label: str
) -> None:
    made, measured, foreseen = REFUSED[name]
    (tmp_path / "t.csv").write_bytes(as_csv(made(label)))
    asked = (tmp_path / "t.csv", "--label-column", label)
    if measured:
        said = refused(capsys, tmp_path, "evaluate", models[label], *asked)
        assert measured.format(label=label) in said
    assert foreseen.format(label=label) in refused(capsys, tmp_path, "forecast", *asked)


@pytest.mark.parametrize("label", ["cancelled", "spent"])
def test_a_row_of_nothing_gets_no_answer(models: dict[str, Path], capsys, label: str) -> None:
    texts = [json.dumps(dict.fromkeys(CELLS)), json.dumps({"plan": CELLS["plan"][0]})]
    asked = [part for text in texts for part in ("--text", text)]
    assert main(["predict", str(models[label]), *asked, "--json"]) == 0
    nothing, little = json.loads(capsys.readouterr().out)
    assert nothing["why"] == "I don’t know this one; it says nothing to go by."
    assert (nothing["abstain"], nothing["strange"]) == (True, [])
    assert "strange" not in little


def test_numbers_of_which_none_can_be_read_are_refused_by_the_first(
    models: dict[str, Path], tmp_path: Path, capsys
) -> None:
    table = written(".csv", as_csv({**CELLS, "spent": ["much", "little"] * 30}))(tmp_path)
    said = refused(capsys, tmp_path, "evaluate", models["spent"], table)
    assert "60 cells of “spent” are no number and count as empty; the first is “much” in line 2." in said  # fmt: skip


def test_names_that_cannot_be_read_are_told_of_where_a_column_is_missed(
    models: dict[str, Path], tmp_path: Path, capsys
) -> None:
    table = written(".csv", b"\0" + COMMAS)(tmp_path)
    said = refused(capsys, tmp_path, "evaluate", models["spent"], table)
    assert "Line 1 holds a NUL character" in said


def sheets(path: Path) -> Path:
    few = {f"Sheet {n}": sheet_xml([["a", "b"], [1, 2]]) for n in range(9)}
    titled = sheet_xml([["A report"], *rows(CELLS)], merged=["A1:K1", "C3:C8", "B4:C5"])
    return write_xlsx(path / "t.xlsx", {**few, "Data": titled})


def written(suffix: str, data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / f"t{suffix}").write_bytes(data)
        return folder / f"t{suffix}"

    return write


COMMAS = as_csv(CELLS)
LINES = as_lines(CELLS)
NO_VALUES = "Formulas without a value count as empty, F2 is the first"
EMPTY = {**CELLS, "tickets": ["=A1"] * 60}
# how the file is written; how many rows are measured; what is said of it
READ: dict[str, tuple[Callable[[Path], Path], int, str]] = {
    "ten sheets": (sheets, 60, "Of 10 sheets, “Data” was read"),
    "macros": (lambda folder: write_xlsx(folder / "t.xlsm", {"S": sheet_xml(rows(CELLS))}, macros=True), 60, "Its macros were not run."),
    "formulas without a value": (lambda folder: write_xls(folder / "t.xls", rows(EMPTY)), 60, NO_VALUES),
    "lines that are no JSON": (written(".jsonl", "\n".join([*LINES[:3], '{"a":', "[1]", *LINES[3:]]).encode()), 60, "2 rows were left out: Line 4 holds no object"),
    "UTF-16": (written(".csv", COMMAS.decode().encode("utf-16")), 60, ""),
    "Latin-1": (written(".csv", as_csv({**CELLS, "country": ["Österreich"] * 60}).decode().encode("latin-1")), 60, ""),
    "a mark of the order of bytes": (written(".csv", b"\xef\xbb\xbf" + COMMAS), 60, ""),
    "a NUL": (written(".csv", COMMAS.replace(b"\nC", b"\n\0C", 1)), 59, "Line 2 holds a NUL character"),
    "a quote that never closes": (written(".csv", COMMAS.replace(b"\nC", b'\n"C', 1)), 59, "Line 2 has a quote that is never closed"),
    "days long ago": (written(".csv", as_csv({**CELLS, "signed_up": [f"17{n}-05-03" for n in range(10, 70)]})), 60, ""),
    "cells of many kinds": (written(".csv", as_csv({**CELLS, "tickets": ["2", "old", "2020-01-01", "yes"] * 15})), 60, "45 cells of “tickets” can’t be read, the first in line 3"),
    "formulas as texts": (written(".csv", as_csv({**CELLS, "plan": ["=1+1", "+A1", "-A1", "@SUM(A1)"] * 15})), 60, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_measured_and_what_was_left_out_is_said(
    models: dict[str, Path], tmp_path: Path, capsys, name: str
) -> None:
    write, n, note = READ[name]
    assert main(["evaluate", str(models["cancelled"]), str(write(tmp_path)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n_test"] == n
    assert note in " ".join(found["notes"])


def test_a_password_is_asked_for_by_no_command(
    models: dict[str, Path], tmp_path: Path, capsys
) -> None:
    book = write_xls(tmp_path / "t.xls", rows(CELLS), password=True)
    for command in (("evaluate", models["spent"], book), ("forecast", book)):
        assert refused(capsys, tmp_path, *command) == (
            "“t.xls” has a password. What is in it can’t be read without. "
            "Save a copy without a password, or save the sheet as CSV."
        )


def test_numbers_that_are_none_are_named_and_the_others_measured(
    models: dict[str, Path], tmp_path: Path, capsys
) -> None:
    table = written(".csv", as_csv({**CELLS, "spent": ["much", *CELLS["spent"][1:]]}))(tmp_path)
    assert main(["evaluate", str(models["spent"]), str(table), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n_test"] == 59
    assert "A cell of “spent” is no number and counts as empty: “much” in line 2." in found["notes"]
