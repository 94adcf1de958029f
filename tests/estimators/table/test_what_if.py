"""One row played with, what the model rests on, and a training as a project keeps it: all of one small model."""

from pathlib import Path

import numpy as np
import pytest

from estimators.base.codec import Schema
from estimators.classifier.remark import sentences
from estimators.classifier.training_result import TRAINING_RESULT, TrainingResult
from estimators.table.column import ColumnRole
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.table_run import Lost, TableRun
from estimators.table.table_training import TableTraining, train_table
from estimators.table.training_record import table_run, training_result
from estimators.table.what_if import answers_to, unseen_cells, values_along
from tests.estimators.table.made_tables import as_table, honest, made

ASKED = {"final_bill": "we know it a week before"}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[TableTraining, TableRun, Path]:
    out = tmp_path_factory.mktemp("played") / "churn.onnx"
    table = made(500, 0, base=0.2)
    found = train_table(table, out=out, label="cancelled")
    return found, table_run(table, found, out.read_bytes()), out


@pytest.fixture(scope="module")
def model(trained: tuple[TableTraining, TableRun, Path]) -> OnnxTableModel:
    return OnnxTableModel(trained[2])


def test_a_row_is_answered_as_it_was_in_the_test(
    trained: tuple[TableTraining, TableRun, Path], model: OnnxTableModel
) -> None:
    found, run, _ = trained
    names = [one.name for one in run.columns]
    rows = [dict(zip(names, row.cells, strict=True)) for row in run.rows]
    assert found.evaluation is not None
    said = {row.path: row.probabilities["yes"] for row in found.evaluation.predictions}
    answers = answers_to(model, rows)
    expected = [said[f"customers.csv:{row.line}"] for row in run.rows]
    assert np.allclose([one.of("yes") for one in answers], expected, atol=1e-6)
    assert [one.probabilities["no"] + one.of("yes") for one in answers] == pytest.approx([1] * len(rows))  # fmt: skip


def test_the_answer_moves_along_a_column_that_matters(
    trained: tuple[TableTraining, TableRun, Path], model: OnnxTableModel
) -> None:
    run = trained[1]
    column = next(one for one in run.used if one.name == "days_since_login")
    row = dict(zip([one.name for one in run.columns], run.rows[0].cells, strict=True))
    cells = values_along(column, model)
    chances = [one.of("yes") for one in answers_to(model, [{**row, column.name: cell} for cell in cells])]  # fmt: skip
    assert len(cells) > 5
    assert chances[-1] > chances[0] + 0.1


def test_cells_beyond_what_was_learned_from_are_named(
    trained: tuple[TableTraining, TableRun, Path], model: OnnxTableModel
) -> None:
    run = trained[1]
    row = dict(zip([one.name for one in run.columns], run.rows[0].cells, strict=True))
    assert unseen_cells(model, run.used, row) == ()
    found = unseen_cells(model, run.used, {**row, "age": "200", "plan": "gold", "tickets": ""})
    assert [(one.column, one.cell) for one in found] == [("plan", "gold"), ("age", "200")]


def test_importance_counts_rows_of_the_rarer_class_found_with_as_many_warnings(
    trained: tuple[TableTraining, TableRun, Path],
) -> None:
    found, run, _ = trained
    assert (run.importance.lost, run.importance.n) == (Lost.FOUND, 20)
    assert run.importance.warned_from == pytest.approx(0.2, abs=0.02)
    assert run.found is not None
    assert run.found.found <= min(run.found.n, run.found.warnings)
    assert found.importance.columns[0].value >= found.importance.columns[-1].value
    lost = [one.value for one in found.importance.columns]
    assert all(not value or abs(value) > 1e-9 for value in lost)  # no rest of sums that cancel


def test_a_training_is_kept_and_read_again(
    trained: tuple[TableTraining, TableRun, Path],
) -> None:
    found, run, _ = trained
    schema = Schema(TableRun)
    assert schema.load(schema.dump(run)) == run
    result = training_result(found)
    again = TRAINING_RESULT.load(TRAINING_RESULT.dump(result))
    assert (again.correct, again.n_test) == (result.correct, 100)
    assert result.gate.passed
    assert result.left_out is not None
    assert {one.role for one in run.columns if one.name == "cancelled"} == {ColumnRole.PREDICT}


def test_a_column_that_knows_the_answer_closes_the_gate_unless_somebody_says_why(
    tmp_path: Path,
) -> None:
    table = made(300, 0, "filled_after_amount")
    found = train_table(
        table, out=tmp_path / "m.onnx", label="cancelled", roles={"final_bill": ColumnRole.USE}
    )
    closed = training_result(found)
    assert not closed.gate.opens
    opened = training_result(found, waived_by="Ada", asked=ASKED)
    assert opened.gate.opens
    assert any("we know it a week before" in note for note in sentences(opened.notes))


def test_numbers_are_right_within_the_tolerance(tmp_path: Path) -> None:
    cells, _ = honest(300, 0)
    rng = np.random.default_rng(0)
    days = np.array([float(value) for value in cells["days_since_login"]])
    cells["visits"] = [f"{value:.1f}" for value in 50 + 2 * days + rng.normal(0, 20, 300)]
    table = as_table(cells)
    out = tmp_path / "m.onnx"
    found = train_table(table, out=out, label="visits", tolerance=0.2)
    result: TrainingResult = training_result(found)
    assert found.number is not None
    assert result.correct == found.number.inside > found.number.baseline_inside
    assert (result.per_class, result.ece) == ((), None)
    run = table_run(table, found, out.read_bytes())
    row = dict(zip([one.name for one in run.columns], run.rows[0].cells, strict=True))
    answer = answers_to(OnnxTableModel(out), [row])[0]
    assert answer.low < answer.value < answer.high
    assert run.importance.lost == Lost.CLOSE
    assert run.importance.columns[0].column == "days_since_login"
