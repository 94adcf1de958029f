"""Which rows without an answer to label next."""

import json
from pathlib import Path

import numpy as np
import pytest

from desktop.cli.main import main
from estimators.table.table import Table
from estimators.table.table_training import train_table
from estimators.table.training_record import table_run
from tests.estimators.table.made_tables import as_table, honest


def partly_answered() -> Table:
    cells, _ = honest(300, 0)
    cells["cancelled"][220:] = [""] * 80
    for column in cells.values():  # the last forty are one row, again and again
        column[260:] = [column[259]] * 40
    return as_table(cells)


def test_doubtful_rows_without_an_answer_are_named_and_no_row_twice(tmp_path: Path) -> None:
    table, out = partly_answered(), tmp_path / "m.onnx"
    trained = train_table(table, out=out, label="cancelled")
    rows = trained.to_label
    assert len(rows) == 12
    assert (rows >= 220).all()
    assert sum(rows >= 259) <= 1
    everything = np.arange(220, 300)
    told = np.sort(trained.model.probabilities(trained.columns, everything), axis=1)
    doubt = dict(zip(everything.tolist(), (1 - told[:, 1] + told[:, 0]).tolist(), strict=True))
    assert np.mean([doubt[row] for row in rows.tolist()]) > np.mean(list(doubt.values()))
    assert trained.printed()["label_next"] == [int(table.lines[row]) for row in rows]
    kept = table_run(table, trained, out.read_bytes()).to_label
    assert [row.line for row in kept] == trained.printed()["label_next"]
    assert {row.truth for row in kept} == {""}
    assert {row.said for row in kept} <= {"yes", "no"}


def test_a_number_asks_where_it_is_usually_furthest_off_and_a_whole_table_asks_nothing(
    tmp_path: Path,
) -> None:
    cells, _ = honest(300, 0)
    whole = train_table(as_table(cells), out=tmp_path / "m.onnx", label="spent")
    assert len(whole.to_label) == 0
    cells["spent"][:60] = [""] * 60
    partly = train_table(as_table(cells), out=tmp_path / "m.onnx", label="spent")
    assert len(partly.to_label) == 12
    assert (partly.to_label < 60).all()


def test_train_names_the_lines_to_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.csv"
    lines = [f"{20 + n % 40},{n * 7 % 31},{'' if n % 5 == 0 else ['no', 'yes'][n * 7 % 31 > 20]}" for n in range(100)]  # fmt: skip
    path.write_text("age,visits,left\n" + "\n".join(lines) + "\n")
    argv = ["train", str(path), "--label-column", "left", "--out", str(tmp_path / "m.onnx")]
    assert main([*argv, "--json"]) == 0
    asked = json.loads(capsys.readouterr().out)["label_next"]
    assert asked
    assert all((line - 2) % 5 == 0 for line in asked)
    assert main(argv) == 0
    assert "would teach most: lines " in capsys.readouterr().out
