"""From a table to a tested file: what leaks is left out, the file itself is measured, and what helps is told from what does not."""

from pathlib import Path

import numpy as np
import pytest

from estimators.base.errors import UserError
from estimators.table.group_counts import AnsweredRows
from estimators.table.onnx_table import OnnxTableModel, RowAnswers
from estimators.table.table_training import TableTraining, number_evaluation, train_table
from estimators.table.target import RowTarget
from estimators.table.training_record import training_result
from tests.estimators.table.made_tables import as_table, honest, made


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[TableTraining, Path]:
    out = tmp_path_factory.mktemp("trained") / "churn.onnx"
    table = made(500, 0, "filled_after_amount")
    return train_table(table, out=out, label="cancelled", leave_out=["plan"]), out


def test_a_column_that_knows_is_left_out_and_the_result_is_honest(
    trained: tuple[TableTraining, Path],
) -> None:
    found = trained[0].printed()
    assert [leak["column"] for leak in found["leaks"]] == ["final_bill"]
    roles = {column["name"]: column["role"] for column in found["columns"]}
    assert (roles["final_bill"], roles["plan"], roles["cancelled"]) == ("leave_out", "leave_out", "predict")  # fmt: skip
    assert (found["n_train"], found["n_test"], found["modality"]) == (400, 100, "table")
    assert 0.65 < found["accuracy"]["value"] < 0.95
    assert 0.7 < found["auroc"] < 0.95
    assert {"average_precision", "ece", "ece_by_chance", "log_loss", "log_loss_uncalibrated", "per_class", "confusion"} <= found.keys()  # fmt: skip


def test_a_passed_check_keeps_what_it_is_and_no_sentence(
    trained: tuple[TableTraining, Path],
) -> None:
    checks = training_result(trained[0]).gate.checks
    assert [(check.name, check.passed, check.older_words) for check in checks] == [
        ("leakage", True, ""),
        ("copies", True, ""),
    ]
    assert len({check.why for check in checks}) == 2


def test_the_file_is_certified_and_takes_the_columns_that_were_used(
    trained: tuple[TableTraining, Path],
) -> None:
    result, out = trained
    assert result.certificate.max_difference is not None
    assert result.certificate.max_difference < 1e-5
    assert (result.certificate.label_flips, result.certificate.n) == (0, 100)
    names = {column.name for column in OnnxTableModel(out).columns}
    assert names.isdisjoint({"final_bill", "plan", "customer_id", "cancelled"})
    assert "days_since_login" in names


def test_what_helps_is_told_from_what_does_not(trained: tuple[TableTraining, Path]) -> None:
    by_name = {one.column: one for one in trained[0].importance.columns}
    assert by_name["days_since_login"].low > 0
    assert by_name["country"].low < 0.02
    assert trained[0].importance.columns[0].column in ("days_since_login", "contract")


def test_numbers_are_measured_by_how_far_off_they_are(tmp_path: Path) -> None:
    cells, _ = honest(400, 0)
    rng = np.random.default_rng(0)
    days = np.array([float(value) for value in cells["days_since_login"]])
    cells["visits"] = [f"{value:.1f}" for value in 2 * days + rng.normal(0, 20, 400)]
    cells["age"][7] = "very old"
    found = train_table(as_table(cells), out=tmp_path / "m.onnx", label="visits").printed()
    assert found["metric"] == "mae"
    assert found["mae"]["low"] < found["mae"]["value"] < found["mae"]["high"] < found["baseline_mae"] / 2  # fmt: skip
    assert found["interval_coverage"]["promised"] == 0.9
    assert found["interval_coverage"]["measured"] > 0.75
    assert "1 cells" not in " ".join(found["notes"])
    assert any("“very old” in line 9" in note for note in found["notes"])


def test_a_number_that_is_not_answered_is_counted_apart() -> None:
    truth, strange = np.array([100.0, 200.0, 300.0]), {"age": np.array([False, False, True])}
    ends = np.array([[90.0, 110.0], [180.0, 190.0], [0.0, 1.0]])
    said = RowAnswers(values=np.array([105.0, 150.0, 9e9]), intervals={0.9: ends}, strange=strange)
    found = number_evaluation(said, truth, 100.0)
    assert found
    assert (found.n_test, found.unknown, found.inside, found.baseline_inside) == (2, 1, 1, 1)
    assert (found.mae.value, found.baseline_mae, found.coverage) == (27.5, 50.0, {0.9: 0.5})
    target, rows = RowTarget("spent", "number", truth), np.arange(3)
    judged = AnsweredRows.of(target, rows, said, warned_from=0.0, tolerance=0.1)
    assert (judged.rows.tolist(), judged.right.tolist()) == ([0, 1], [True, False])
    assert number_evaluation(said.of(np.array([2])), truth[2:], 100.0) is None


def test_nothing_is_measured_where_every_number_is_strange(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    steps = np.arange(300)
    cells = {
        "day": [f"{2000 + at // 12}-{at % 12 + 1:02}-03" for at in steps],
        "meter": [f"{5 + rng.random() + 100 * (at >= 239):.3f}" for at in steps],
        "spent": [f"{rng.normal(100, 9):.2f}" for _ in steps],
    }
    found = train_table(as_table(cells), out=tmp_path / "m.onnx", label="spent")
    assert found.number is None
    assert any("held-out rows" in note for note in found.notes)
    assert training_result(found).n_test == 0


def test_a_table_with_nothing_to_learn_from_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    cells = {
        "customer_id": [f"C-{n}" for n in range(60)],
        "left": ["yes", "no"] * 30,
    }
    with pytest.raises(UserError, match="has no column to learn from"):
        train_table(as_table(cells), out=tmp_path / "m.onnx", label="left")
    with pytest.raises(UserError, match="There is no folder"):
        train_table(made(60), out=tmp_path / "none" / "m.onnx", label="cancelled")
    assert list(tmp_path.iterdir()) == []
