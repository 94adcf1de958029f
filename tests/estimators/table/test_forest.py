"""A forest says of each row what only trees say that did not see it, nor any row that belongs with it."""

from dataclasses import replace

import numpy as np
import pytest

from estimators.table.column_role import plan_columns
from estimators.table.forest import fit_forest
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.table_graph import table_model_bytes
from estimators.table.table_model import fit_table_model
from tests.estimators.table.made_tables import as_table
from tests.estimators.table.test_table_model import columns_and_target


def _copies(kinds: int, each: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows that come several times, each kind with an answer of its own that nothing else tells."""
    rng = np.random.default_rng(0)
    X = np.repeat(rng.random((kinds, 3)), each, axis=0).astype(np.float32)
    return X, np.repeat(rng.normal(size=kinds), each), np.repeat(np.arange(kinds), each)


def test_nothing_of_a_row_is_known_to_the_trees_that_judge_it() -> None:
    rng = np.random.default_rng(1)
    X, chance = rng.random((200, 4)).astype(np.float32), rng.normal(size=200)
    grown = fit_forest(X, chance, None, least=2, seed=0)
    assert abs(np.corrcoef(grown.left_out, chance)[0, 1]) < 0.25
    assert np.corrcoef(grown._raw_predict(X)[:, 0], chance)[0, 1] > 0.8


def test_rows_that_belong_together_are_left_out_together() -> None:
    X, answers, groups = _copies(60, 4)
    alone = fit_forest(X, answers, None, least=2, seed=0)
    together = fit_forest(X, answers, groups, least=2, seed=0)
    assert np.abs(alone.left_out - answers).mean() < 0.2
    assert np.abs(together.left_out - answers).mean() > 0.6


def test_a_table_of_very_few_rows_has_a_forest_that_knows_only_the_mean() -> None:
    grown = fit_forest(np.zeros((1, 2), np.float32), np.array([3.0]), None, least=2, seed=0)
    assert grown.left_out.tolist() == [3.0]
    assert grown._raw_predict(np.ones((2, 2), np.float32)).ravel().tolist() == [3.0, 3.0]


def test_a_file_answers_as_its_forest_does_also_where_a_cell_is_empty() -> None:
    rng = np.random.default_rng(2)
    size, floor = rng.integers(0, 12, 400), rng.integers(0, 12, 400)
    price = rng.normal(0, 10, (12, 12))[size, floor]  # what stands side by side says nothing
    sizes = ["" if at % 9 == 0 else f"{value + 0.1}" for at, value in enumerate(size)]
    table = as_table({"size": sizes, "floor": [f"{one}" for one in floor], "price": [f"{one:.3f}" for one in price]})  # fmt: skip
    columns, target = columns_and_target(table, "price")
    model = fit_table_model(columns, target, np.arange(300))
    forest = next(one for one in model.members if one.kind == "forest")
    alone = replace(model, members=(replace(forest, weight=1.0),))
    used = [one.plan for one in columns]
    assert plan_columns(table, label="price").answer
    file = OnnxTableModel.from_bytes(table_model_bytes(alone, used, {}))
    rows = np.arange(300, 400)
    assert file.answers_of(columns, rows).values == pytest.approx(alone.numbers(columns, rows), rel=1e-4, abs=1e-3)  # fmt: skip
