"""The commands on the worst tables of strangers: a result or one sentence that names the file, never a traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli.main import main

# what `inspect` says of it; every sentence names the file, and the line where it is one line's fault
WORST = {
    "zero_byte.csv": "is empty",
    "picture_named.csv": "It is a",
    "csvkit/test.xlsx": "It is an Excel workbook or a zip archive",
    "csvkit/dummy.csv.gz": "It is a compressed archive (gzip)",
    "csvkit/null_byte.csv": "lacks a “label” column",
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
def test_a_hostile_table_ends_in_a_result_or_a_sentence(
    tables: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status = main(["inspect", str(tables / name)])
    out, err = capsys.readouterr()
    assert status in (0, 1)
    assert WORST[name] in out + err
    assert Path(name).name in out + err
    assert "our mistake" not in err
    if status:
        assert not out
        assert len(err.strip().splitlines()) == 1
