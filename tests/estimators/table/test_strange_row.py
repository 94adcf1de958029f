"""A row unlike all that was learned from is not answered, and the answer names the columns that make it so."""

import json

import numpy as np
import pytest

from estimators.measure.case import EvalCase
from estimators.measure.model_answers import model_answers
from estimators.table.column import ColumnRole
from estimators.table.column_role import plan_columns
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.row_classifier import RowClassifier, RowRegressor
from estimators.table.strange_row import Familiar, fit_familiar
from estimators.table.table_graph import table_model_bytes
from estimators.table.table_model import fit_table_model
from estimators.table.target import ColumnData, column_data, read_target
from estimators.table.what_if import answers_to
from tests.estimators.table.made_tables import Cells, as_table, honest

USUAL = {"age": "41", "contract": "yearly", "tickets": "1", "monthly_price": "$12.00"}


def model_bytes(label: str) -> bytes:
    cells, _ = honest(200, 0)
    table = as_table(cells)
    plans = plan_columns(table, label=label)
    assert plans.answer
    used = plans.having(ColumnRole.USE)
    columns = [column_data(table, plan) for plan in used]
    model = fit_table_model(columns, read_target(table, plans.answer), np.arange(200))
    return table_model_bytes(model, used, {"rows": 200})


@pytest.fixture(scope="module")
def churn() -> bytes:
    return model_bytes("cancelled")


@pytest.fixture(scope="module")
def spent() -> bytes:
    return model_bytes("spent")


def columns_of(cells: Cells) -> list[ColumnData]:
    table = as_table(cells)
    return [column_data(table, plan) for plan in plan_columns(table, label="answer").plans]


def ordinary(cells: Cells, column: str) -> Familiar | None:
    data = columns_of(cells | {"answer": ["yes", "no"] * (len(cells[column]) // 2)})
    found = fit_familiar(data, np.arange(len(cells[column])))
    return next((one for one in found if one.column == column), None)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("age", "430"), ("age", "-5"), ("contract", "weekly"), ("tickets", "many"), ("age", "1e30")],
)
def test_a_cell_beyond_all_that_was_learned_from_is_named(
    churn: bytes, column: str, cell: str
) -> None:
    model = OnnxTableModel.from_bytes(churn)
    usual, odd = answers_to(model, [USUAL, USUAL | {column: cell}])
    assert (usual.strange, odd.strange) == ((), (column,))


def test_an_unknown_cell_is_not_strange(churn: bytes) -> None:
    model = OnnxTableModel.from_bytes(churn)
    assert answers_to(model, [{"age": "41"}, USUAL | {"contract": "", "age": "n/a"}])[1].strange == ()  # fmt: skip
    assert answers_to(model, [{"contract": "YEARLY"}])[0].strange == ()


def test_hardly_any_ordinary_row_is_strange_however_many_columns_there_are() -> None:
    rng = np.random.default_rng(3)
    cells = {f"fact {n}": [f"{value:.4f}" for value in rng.standard_t(3, 900)] for n in range(60)}
    columns = columns_of(cells | {"answer": ["yes", "no"] * 450})[:-1]
    found = fit_familiar(columns, np.arange(300))
    by_name = {data.plan.name: data for data in columns}
    strange = np.zeros(600, bool)
    for one in found:
        amounts = by_name[one.column].amounts
        assert amounts is not None
        strange |= one.is_strange(amounts[300:].astype(np.float32))
    assert len(found) == 60
    assert strange.mean() < 0.03


def test_a_new_word_is_strange_only_where_new_words_are_rare() -> None:
    rng = np.random.default_rng(0)
    cells = {"plan": ["basic", "plus"] * 150, "town": [f"town {n}" for n in rng.integers(0, 900, 300)]}  # fmt: skip
    assert ordinary(cells, "plan") == Familiar("plan", words=("basic", "plus"))
    assert ordinary(cells, "town") is None


def test_amounts_below_zero_are_strange_where_a_hundred_never_were() -> None:
    few, many = ({"stock": [str(n % 40) for n in range(rows)]} for rows in (60, 300))
    less, more = ordinary(few, "stock"), ordinary(many, "stock")
    assert less is not None
    assert less.low is not None
    assert less.low < 0
    assert more is not None
    assert more.low == 0


def test_a_prediction_of_a_strange_row_says_so_and_prints_its_columns(churn: bytes) -> None:
    cells, _ = honest(5, 1)
    cells["age"] = ["41", "400", "", "30", "60"]
    cells["contract"][1] = "weekly"
    model = OnnxTableModel.from_bytes(churn)
    said = model.predictions(model.answers(as_table(cells)), list("abcde"))
    assert [one.strange for one in said] == [(), ("age", "contract"), (), (), ()]
    assert said[1].abstain
    assert said[1].why == "I don’t know this one; its “age” and “contract” are unlike all that I have learned from."  # fmt: skip
    assert said[1].printed()["strange"] == ["age", "contract"]
    assert "strange" not in said[0].printed()


def test_a_served_model_says_which_columns_are_strange(churn: bytes, spent: bytes) -> None:
    rows = [json.dumps(USUAL), json.dumps(USUAL | {"age": 430})]
    classes = RowClassifier(OnnxTableModel.from_bytes(churn))
    assert classes.strange_columns(rows) == [(), ("age",)]
    assert classes.abstains(rows)[1]
    assert RowRegressor(OnnxTableModel.from_bytes(spent)).strange_columns(rows) == [(), ("age",)]


def test_as_a_candidate_a_model_has_no_answer_to_a_strange_row(churn: bytes, spent: bytes) -> None:
    cases = {
        name: EvalCase(name, json.dumps(row))
        for name, row in (("usual", USUAL), ("odd", USUAL | {"age": 430}))
    }
    for model in (churn, spent):
        said = model_answers("rows", cases, model).answers
        assert said["usual"][0].answer is not None
        assert said["odd"][0].answer is None
        assert "“age” is unlike all that I have learned from" in (said["odd"][0].error or "")
