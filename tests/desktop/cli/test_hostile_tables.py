"""The commands on the worst tables of strangers: a result or one sentence that names the file, never a traceback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli.main import main

# what `inspect` says of it; every sentence names the file, and the line where it is one line's fault
WORST = {
    "zero_byte.csv": "is empty",
    "picture_named.csv": "It is a",
    "csvkit/test.xlsx": "It takes 10 at least to learn something",
    "csvkit/dummy.csv.gz": "It is a compressed archive (gzip)",
    "csvkit/null_byte.csv": "Line 2 holds a NUL character",
    "made/header_only.csv": "There is nothing below the header",
    "made/label_per_row.csv": "has a label of its own",
    "made/invalid_utf8.csv": "Line 32 holds bytes that are no text",
    "made/nul_and_control.csv": "Line 32 holds a NUL character",
    "made/unclosed_quote.csv": "Line ",
}


@pytest.fixture
def tables(dataset: Callable[[str], Path]) -> Path:
    return dataset("hostile_csv")


@pytest.mark.parametrize("name", WORST)
def test_a_hostile_table_ends_in_a_result_or_a_sentence(tables, capsys, name) -> None:
    status = main(["inspect", str(tables / name)])
    out, err = capsys.readouterr()
    assert status in (0, 1)
    assert WORST[name] in out + err
    assert Path(name).name in out + err
    assert "our mistake" not in err
    if status:
        assert not out
        assert len(err.strip().splitlines()) == 1


# a sample of tests/attacks/tables.py, which measures memory and time too
LARGE: dict[str, tuple[bytes, str]] = {
    "too many rows": (
        b"text,label\n" + b"x,a\ny,b\n" * 50_001,
        "has more than 100,000 rows. Line 100,002 is one too many",
    ),
    "too many columns": (
        b",".join(b"c%d" % i for i in range(20_000)) + b"\n1,2\n",
        "has more than 16,384 columns. Line 1 has 20,000 cells",
    ),
    "an unclosed quote above many rows": (
        b'text,label\n"open,a\n' + b"x,a\ny,b\n" * 60_000,
        "has more than 100,000 rows. Line 100,002 is one too many",
    ),
    "a cell beyond bounds": (
        b"text,label\n" + b"x" * 10_000_001 + b",a\n",
        "Line 2 has more than 10,000,000 characters.",
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_table_beyond_bounds_ends_in_a_sentence_with_line_and_limit(
    tmp_path, capsys, name
) -> None:
    data, said = LARGE[name]
    (tmp_path / "large.csv").write_bytes(data)
    assert main(["inspect", str(tmp_path / "large.csv")]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert said in err
    assert "our mistake" not in err
    assert len(err.strip().splitlines()) == 1


def test_a_missing_column_is_told_with_those_that_are_there(tmp_path, capsys) -> None:
    (tmp_path / "t.csv").write_text("id,,said\n1,2,3\n")
    assert main(["inspect", str(tmp_path / "t.csv"), "--text-column", "said"]) == 1
    assert capsys.readouterr().err == (
        "“t.csv” lacks a “label” column. Its columns are “id”, one without a name and “said”. "
        "Say which columns hold the text and the label with --text-column and --label-column, or rename them.\n"
    )


def test_cells_of_many_lines_full_of_bars_are_told_apart(tmp_path, capsys) -> None:
    rows = (
        f'"{name} {n}\n| a | {n} |\n| ""b"" | c |\nend",{name}\n'
        for name in ("late", "kind", "torn")
        for n in range(20)
    )
    (tmp_path / "t.csv").write_text("text,label\n" + "".join(rows))
    assert main(["inspect", str(tmp_path / "t.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["classes"] == {"kind": 20, "late": 20, "torn": 20}
