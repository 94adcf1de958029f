"""What is learned from a table: as good as the better of its members, calibrated, with intervals that hold what they promise."""

import numpy as np
import pytest

from estimators.table.column import ColumnRole
from estimators.table.column_role import plan_columns
from estimators.table.design_matrix import AmountInput, WordInput, fit_design_matrix
from estimators.table.table import Table
from estimators.table.table_model import TableModel, fit_table_model
from estimators.table.target import ColumnData, RowTarget, column_data, read_target
from tests.estimators.table.made_tables import as_table, honest, made


def columns_and_target(table: Table, label: str) -> tuple[list[ColumnData], RowTarget]:
    plans = plan_columns(table, label=label)
    assert plans.answer
    columns = [column_data(table, plan) for plan in plans.having(ColumnRole.USE)]
    return columns, read_target(table, plans.answer)


def log_loss(probabilities: np.ndarray, codes: np.ndarray) -> float:
    return float(-np.log(probabilities[np.arange(len(codes)), codes]).mean())


@pytest.fixture(scope="module")
def churn() -> tuple[TableModel, list[ColumnData], RowTarget]:
    columns, target = columns_and_target(made(1_000), "cancelled")
    return fit_table_model(columns, target, np.arange(600)), columns, target


def test_classes_are_told_apart_and_sureness_comes_true(
    churn: tuple[TableModel, list[ColumnData], RowTarget],
) -> None:
    model, columns, target = churn
    rows = np.arange(600, 1_000)
    told = model.probabilities(columns, rows)
    truth = target.values[rows].astype(int)
    usual = np.bincount(target.values[:600].astype(int)) / 600
    assert log_loss(told, truth) < 0.85 * log_loss(np.tile(usual, (400, 1)), truth)
    assert abs(told[:, 1].mean() - truth.mean()) < 0.05
    assert sum(member.weight for member in model.members) == pytest.approx(1.0)
    assert {member.kind for member in model.members} == {"logistic regression", "boosted trees"}


def test_out_of_fold_answers_are_as_good_as_those_of_new_rows(
    churn: tuple[TableModel, list[ColumnData], RowTarget],
) -> None:
    model, columns, target = churn
    rows = np.arange(600, 1_000)
    new = log_loss(model.probabilities(columns, rows), target.values[rows].astype(int))
    seen = log_loss(model.out_of_fold, model.out_of_fold_truth.astype(int))
    assert seen == pytest.approx(new, abs=0.06)
    assert set(model.set_thresholds) >= {0.9}


def test_of_many_rows_some_weigh_the_members_and_the_rarest_class_is_among_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("estimators.table.table_model._ENOUGH_TO_WEIGH", 80)
    rng = np.random.default_rng(0)
    size = rng.random(400)
    kinds = np.where(size > 0.5, "large", "small").astype(object)
    kinds[rng.choice(400, 6, replace=False)] = "odd"
    table = as_table({"size": [f"{one:.4f}" for one in size], "kind": kinds.tolist()})
    columns, target = columns_and_target(table, "kind")
    model = fit_table_model(columns, target, np.arange(400))
    assert len(model.out_of_fold) == 5 * 20
    assert model.probabilities(columns, np.arange(400)).shape == (400, 3)
    wide = model.probabilities(columns, np.array([int(size.argmax()), int(size.argmin())]))
    assert [target.classes[at] for at in wide.argmax(axis=1)] == ["large", "small"]


def test_numbers_come_with_intervals_that_hold() -> None:
    """More spread where days are many, so that one width for all would be wrong."""
    cells, _ = honest(1_400, 0)
    rng = np.random.default_rng(0)
    days = np.array([float(value) for value in cells["days_since_login"]])
    cells["visits"] = [f"{value:.3f}" for value in 3 * days + rng.normal(0, 1 + days / 5)]
    columns, target = columns_and_target(as_table(cells), "visits")
    model = fit_table_model(columns, target, np.arange(700))
    rows = np.arange(700, 1_400)
    truth = target.values[rows]
    off = np.abs(model.numbers(columns, rows) - truth)
    assert off.mean() < 0.2 * np.abs(truth - np.median(truth)).mean()
    for level, ends in model.intervals(columns, rows).items():
        inside = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
        assert inside.mean() == pytest.approx(level, abs=0.04)
        few, many = (ends[part, 1] - ends[part, 0] for part in (days[rows] < 10, days[rows] > 60))
        assert many.mean() > 2 * few.mean()


def test_a_few_numbers_that_are_far_off_do_not_pull_the_others() -> None:
    """One in twelve is 400 more, which would lift a mean by 33."""
    rng = np.random.default_rng(0)
    facts = rng.random((500, 2))
    usual = 20 * facts[:, 0] + rng.normal(0, 1, 500)
    dear = usual + 400 * (rng.random(500) < 1 / 12)
    cells = {f"fact {n}": [f"{value:.4f}" for value in facts[:, n]] for n in range(2)}
    columns, target = columns_and_target(as_table(cells | {"fare": [f"{value:.3f}" for value in dear]}), "fare")  # fmt: skip
    model = fit_table_model(columns, target, np.arange(300))
    off = np.abs(model.numbers(columns, np.arange(300, 500)) - usual[300:])
    assert off.mean() < 4
    assert "Huber regression" in {member.kind for member in model.members}


def test_a_matrix_knows_missing_amounts_rare_words_and_new_ones() -> None:
    cells = {
        "age": ["1", "2", "", "4"] * 10,
        "plan": ["basic", "plus"] * 19 + ["Basic", "odd"],
        "same": ["7"] * 40,
        "left": ["yes", "no"] * 20,
    }
    columns, _ = columns_and_target(as_table(cells), "left")
    design = fit_design_matrix(columns, np.arange(40))
    age, plan = design.inputs
    assert isinstance(age, AmountInput)
    assert age.empties
    assert isinstance(plan, WordInput)
    assert (plan.words, plan.others) == (("basic", "plus"), True)
    X = design.matrix(columns, np.arange(40))
    assert np.isnan(X[2, 0])
    assert X[0, 1:].tolist() == X[38, 1:].tolist() == [1, 0, 0]
    assert X[39, 1:].tolist() == [0, 0, 1]
    assert design.linear(X)[2, :2].tolist() == [0, 1]
