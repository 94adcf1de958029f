"""Rows of a CSV that nobody has labelled."""

from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.classifier.unlabelled_table import read_unlabelled


def test_each_row_is_an_answer_in_its_place(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(
        "Id;Nachricht\r\n1;Grüße\r\n2;\r\n3;a;b\r\n4;\0\r\n5;Ende\r\n".encode("cp1252")
    )
    rows = read_unlabelled(table, "text")
    assert [row.name for row in rows] == [f"{table}:{line}" for line in range(2, 7)]
    assert [row.text for row in rows] == ["Grüße", None, None, None, "Ende"]
    assert rows[1].problem == "Line 3 has no text."
    assert rows[2].problem == "Line 4 has 3 cells; the header has 2."
    assert "NUL" in rows[3].problem


def test_files_count_from_the_folder_of_the_csv(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("label,filename\ncat,a/1.jpg\n,/b/2.jpg\n")
    rows = read_unlabelled(tmp_path / "t.csv", "photo")
    assert [row.item for row in rows] == [tmp_path / "a/1.jpg", Path("/b/2.jpg")]


def test_a_sentence_is_no_header(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Question about a text\nAnother question\n")
    assert len(read_unlabelled(tmp_path / "t.csv", "text")) == 2
    with pytest.raises(UserError, match="lacks a “path” column"):
        read_unlabelled(tmp_path / "t.csv", "sound")


def test_a_header_alone_lists_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text\n")
    with pytest.raises(UserError, match="lists no texts"):
        read_unlabelled(tmp_path / "t.csv", "text")
