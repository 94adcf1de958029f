"""The exported file says what was trained, from columns by name, in any program; and nothing else is taken for one."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from estimators.base.errors import UserError
from estimators.onnx_runtime import onnxruntime
from estimators.table.cell_values import shown_day
from estimators.table.column import ColumnRole, Direction
from estimators.table.column_role import ColumnPlan, plan_columns
from estimators.table.model_check import check_table_model
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.row_likeness import RowLikeness
from estimators.table.table import Table
from estimators.table.table_graph import below, table_model_bytes
from estimators.table.table_model import TableModel, fit_table_model
from estimators.table.target import ColumnData, column_data, read_target, require_two_ways
from estimators.table.what_if import answers_to
from tests.estimators.table.made_tables import Cells, as_table, honest

Fitted = tuple[TableModel, list[ColumnData], tuple[ColumnPlan, ...], bytes]


def fitted(table: Table, label: str, learned: int) -> Fitted:
    plans = plan_columns(table, label=label)
    assert plans.answer
    used = plans.having(ColumnRole.USE)
    columns = [column_data(table, plan) for plan in used]
    model = fit_table_model(columns, read_target(table, plans.answer), np.arange(learned))
    return model, columns, used, table_model_bytes(model, used, {"rows": learned})


def customers() -> Cells:
    """Columns whose names are those of outputs and of what is within, and words that come after the training only."""
    cells, _ = honest(260, 0)
    cells["label"] = cells.pop("spent")
    cells["/0"] = [f"{float(value):,.2f} %" for value in cells["label"]]
    cells["country"][-20:] = [f"new country {n % 3}" for n in range(20)]
    cells["tickets"][-10:] = [""] * 10
    return cells


@pytest.fixture(scope="module")
def churn() -> Fitted:
    return fitted(as_table(customers()), "cancelled", 200)


@pytest.fixture(scope="module")
def amount() -> Fitted:
    return fitted(as_table(customers()), "days_since_login", 200)


def test_the_file_answers_as_the_model_does(churn: Fitted) -> None:
    model, columns, _, data = churn
    file = OnnxTableModel.from_bytes(data)
    said = file.answers(as_table(customers()))
    ours = model.probabilities(columns, np.arange(260))
    assert np.abs(said.probabilities - ours).max() < 1e-5
    assert list(said.labels) == [model.classes[best] for best in ours.argmax(axis=1)]
    assert file.card == {"rows": 200}


def test_long_words_and_numbers_beyond_single_precision_come_to_a_usable_file() -> None:
    cells, _ = honest(200, 0)
    cells["plan"] = [f"{plan} {'and so on ' * 30}{n % 20}" for n, plan in enumerate(cells["plan"])]
    cells["age"][7] = "1e300"
    _, columns, _, data = fitted(as_table(cells), "cancelled", 200)
    assert "plan" in [one.name for one in OnnxTableModel.from_bytes(data).columns]
    age = next(one for one in columns if one.plan.name == "age")
    assert age.first_unreadable == (7, "1e300")


def test_numbers_and_their_intervals_are_the_same(amount: Fitted) -> None:
    model, columns, _, data = amount
    said = OnnxTableModel.from_bytes(data).answers(as_table(customers()))
    rows = np.arange(260)
    assert said.values == pytest.approx(model.numbers(columns, rows), rel=1e-4, abs=1e-3)
    for level, ends in model.intervals(columns, rows).items():
        assert said.intervals[level] == pytest.approx(ends, rel=1e-4, abs=1e-3)


def test_a_row_between_two_classes_gets_i_dont_know_as_a_photo_does(churn: Fitted) -> None:
    model, _, _, data = churn
    file = OnnxTableModel.from_bytes(data)
    least = file.prediction_sets[0.8]
    assert least == model.set_thresholds[0.8]
    file.prediction_sets[0.8] = 0.4
    said = file.answers(as_table(customers()))
    rows = file.predictions(said, [str(at) for at in range(260)])
    torn = said.probabilities.min(axis=1) >= 0.4
    assert [row.abstain for row in rows if not row.strange] == [
        one for one, row in zip(torn.tolist(), rows, strict=True) if not row.strange
    ]
    assert 0 < torn.sum() < 130
    first = next(row for row in rows if row.abstain and not row.strange)
    assert first.why == f"I don’t know; it could be “{first.could_be[0]}” or “{first.could_be[1]}”."
    assert first.could_be[0] == first.label
    del file.prediction_sets[0.8]
    assert not any(file.could_be(said.probabilities))


@pytest.mark.parametrize("label", ["cancelled", "days_since_login"])
def test_what_is_said_never_moves_against_the_direction_of_a_column(label: str) -> None:
    """Over a grid, in plain onnxruntime: the true slope is the other way, so the data pull against it."""
    cells, _ = honest(400, 0)
    against = Direction.NEVER_RAISES if label == "cancelled" else Direction.NEVER_LOWERS
    column = "days_since_login" if label == "cancelled" else "tickets"
    if label != "cancelled":
        days = np.array([float(value) for value in cells["days_since_login"]])
        cells["tickets"] = [f"{value:.2f}" for value in 60 - days / 2 + np.random.default_rng(0).normal(0, 5, 400)]  # fmt: skip
    table = as_table(cells)
    directions = {column: against, "age": Direction.NEVER_LOWERS}
    plans = plan_columns(table, label=label, directions=directions)
    used = plans.having(ColumnRole.USE)
    columns = [column_data(table, plan) for plan in used]
    model = fit_table_model(columns, read_target(table, plans.of(label)), np.arange(400))
    file = OnnxTableModel.from_bytes(table_model_bytes(model, used, {}))
    for name, direction in directions.items():
        grid = [f"{value:.2f}" for value in np.linspace(-10, 160, 60)]
        for at in range(0, 400, 40):
            row = {key: values[at] for key, values in cells.items()}
            said = answers_to(file, [{**row, name: cell} for cell in grid])
            moves = direction.sign * np.diff([one.of("yes") for one in said])
            assert moves.min() >= -1e-6
    free = plan_columns(table, label=label).having(ColumnRole.USE)
    other = fit_table_model([column_data(table, plan) for plan in free], read_target(table, plans.of(label)), np.arange(400))  # fmt: skip
    said = answers_to(OnnxTableModel.from_bytes(table_model_bytes(other, free, {})), [{**row, column: cell} for cell in grid])  # fmt: skip
    assert (against.sign * np.diff([one.of("yes") for one in said])).min() < -1e-3


def test_a_direction_holds_where_some_numbers_are_very_far_off() -> None:
    """Trees that learn the absolute error would not keep to it."""
    rng = np.random.default_rng(0)
    facts = rng.normal(size=(300, 3))
    price = 0.3 * facts[:, 0] * np.abs(facts[:, 1]) + rng.standard_t(1.5, 300)
    cells = {f"fact {n}": [f"{value:.4f}" for value in facts[:, n]] for n in range(3)}
    cells["price"] = [f"{value:.4f}" for value in price]
    table = as_table(cells)
    plans = plan_columns(table, label="price", directions={"fact 0": Direction.NEVER_LOWERS})
    used = plans.having(ColumnRole.USE)
    columns = [column_data(table, plan) for plan in used]
    model = fit_table_model(columns, read_target(table, plans.of("price")), np.arange(300))
    grid = [f"{value:.3f}" for value in np.linspace(-3, 3, 60)]
    for member in model.members:
        alone = replace(model, members=(replace(member, weight=1.0),))
        file = OnnxTableModel.from_bytes(table_model_bytes(alone, used, {}))
        for at in range(0, 300, 30):
            row = {key: values[at] for key, values in cells.items()}
            said = answers_to(file, [{**row, "fact 0": cell} for cell in grid])
            assert np.diff([one.value for one in said]).min() >= -1e-5


@pytest.mark.parametrize("label", ["cancelled", "days_since_login", "plan"])
def test_rows_end_in_the_leaves_that_the_file_adds_up(label: str) -> None:
    model, columns, _plans, data = fitted(as_table(customers()), label, 200)
    near, rows = RowLikeness(data), np.arange(260)
    places = near._places(near.model.inputs_of(columns, rows))
    made = onnx.load_model_from_string(data)
    named = {one.name: onnx.helper.get_attribute_value(one) for one in next(one for one in made.graph.node if one.op_type == "TreeEnsembleRegressor").attribute}  # fmt: skip
    outputs = named["n_targets"]
    first = {tree: at for at, tree in reversed(list(enumerate(named["nodes_treeids"])))}
    sums = np.tile(named["base_values"], (260, 1)).astype(float)
    for tree, node, target, weight in zip(named["target_treeids"], named["target_nodeids"], named["target_ids"], named["target_weights"], strict=True):  # fmt: skip
        sums[places[:, tree] == first[tree] + node, target] += weight
    X = model.design.matrix(columns, rows)
    ours = sum(model.sharpness * one.weight * one.trees._raw_predict(X) for one in model.members if one.trees is not None)  # fmt: skip
    assert sums == pytest.approx(ours.reshape(260, outputs), rel=1e-4, abs=1e-4)
    like = near.like(columns, rows[200:], rows[:200])
    assert all(1 >= one[0].share >= one[-1].share > 0 for one in like)
    itself = near.like(columns, rows[:20], rows[:200], most=1)
    assert all(one[0].share == 1 for one in itself)


def test_a_model_of_lines_alone_compares_what_each_column_adds() -> None:
    table = as_table(customers())
    model, columns, plans, _ = fitted(table, "cancelled", 200)
    line = next(one for one in model.members if one.weights is not None)
    alone = table_model_bytes(replace(model, members=(replace(line, weight=1.0),)), plans, {})
    near = RowLikeness(alone)
    rows = np.arange(200)
    assert [one[0].row for one in near.like(columns, rows[:30], rows, most=1)] == list(range(30))
    first = near.like_rows_of(table, table, rows)[0]
    assert first[0].share == pytest.approx(1)
    assert first[0].share > first[1].share > first[2].share


def test_only_amounts_and_two_answers_have_a_direction() -> None:
    table = as_table(honest(60, 0)[0])
    with pytest.raises(UserError, match="“plan” can’t be kept to one direction"):
        plan_columns(table, directions={"plan": Direction.NEVER_LOWERS})
    plans = plan_columns(table, label="plan", directions={"age": Direction.NEVER_LOWERS})
    with pytest.raises(UserError, match="“plan” has 3 answers"):
        require_two_ways(plans, read_target(table, plans.of("plan")))


def test_ten_lines_of_plain_onnxruntime_are_in_the_file(churn: Fitted, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(churn[3])
    usage = OnnxTableModel(tmp_path / "model.onnx").usage
    assert len(usage.splitlines()) <= 10
    done = subprocess.run([sys.executable, "-c", usage], cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
    assert "yes" in done.stdout or "no" in done.stdout


def test_the_ten_lines_of_a_model_of_numbers_print_its_number(
    amount: Fitted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    (tmp_path / "model.onnx").write_bytes(amount[3])
    file = OnnxTableModel(tmp_path / "model.onnx")
    assert len(file.usage.splitlines()) <= 10
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(file.usage, names)
    row = {name: str(cell) for name, cell in names["row"].items()}
    row["signed_up"] = shown_day(names["row"]["signed_up"])
    told = answers_to(file, [row])[0].value
    assert capsys.readouterr().out == f"{[np.array([told], np.float32)]}\n"


def test_a_table_may_have_more_columns_and_another_order_but_no_fewer(churn: Fitted) -> None:
    file = OnnxTableModel.from_bytes(churn[3], "churn.onnx")
    cells = dict(reversed(customers().items()))
    same = file.answers(as_table(cells))
    cells["age"][0] = "very old"
    other = file.answers(as_table(cells))
    assert np.array_equal(same.probabilities[1:], other.probabilities[1:])
    assert other.unreadable == {"age": (0,)}
    del cells["plan"]
    with pytest.raises(UserError, match="lacks the column “plan”"):
        file.answers(as_table(cells))


def test_rows_on_the_edge_of_a_branch_go_the_same_way() -> None:
    """A threshold in double precision that single precision would round up."""
    thresholds = np.array([0.1, 1 / 3, 16_777_217.0, -0.1, np.inf, 5.0])
    single = below(thresholds)
    assert single.dtype == np.float32
    assert (single.astype(float) <= thresholds).all()
    finite = np.isfinite(thresholds)
    assert (
        np.nextafter(single[finite], np.float32(np.inf)).astype(float) > thresholds[finite]
    ).all()


def changed(data: bytes, change: Callable[[onnx.ModelProto], None]) -> bytes:
    model = onnx.load_model_from_string(data)
    change(model)
    return bytes(model.SerializeToString())


def tree_attribute(model: onnx.ModelProto, name: str) -> onnx.AttributeProto:
    node = next(one for one in model.graph.node if one.op_type == "TreeEnsembleRegressor")
    found: onnx.AttributeProto = next(one for one in node.attribute if one.name == name)
    return found


def looks_beyond(model: onnx.ModelProto) -> None:
    tree_attribute(model, "nodes_featureids").ints[0] = 10_000


def goes_in_circles(model: onnx.ModelProto) -> None:
    tree_attribute(model, "nodes_truenodeids").ints[0] = 0


def lacks_a_leaf(model: onnx.ModelProto) -> None:
    tree_attribute(model, "target_ids").ints.pop()


def reads_a_file(model: onnx.ModelProto) -> None:
    model.graph.initializer[0].data_location = onnx.TensorProto.EXTERNAL


def does_more(model: onnx.ModelProto) -> None:
    model.graph.node[0].op_type = "StringNormalizer"


def takes_more(model: onnx.ModelProto) -> None:
    model.graph.input.add().name = "more"


def is_foreign(model: onnx.ModelProto) -> None:
    del model.metadata_props[:]


def tells_lies(model: onnx.ModelProto) -> None:
    next(one for one in model.metadata_props if one.key == "columns").value = "[7]"


@pytest.mark.parametrize(
    "change",
    [looks_beyond, goes_in_circles, lacks_a_leaf, reads_a_file, does_more, takes_more, is_foreign, tells_lies],
)  # fmt: skip
def test_a_file_that_is_not_built_as_ours_is_refused(
    churn: Fitted, change: Callable[[onnx.ModelProto], None]
) -> None:
    with pytest.raises(UserError, match="is not a model that can be used here"):
        check_table_model(changed(churn[3], change), "foreign.onnx")


def test_what_is_no_model_is_refused() -> None:
    for data in (b"", b"nothing", bytes(1_000)):
        with pytest.raises(UserError, match="is not a model"):
            OnnxTableModel.from_bytes(data)


def test_the_inputs_are_typed_columns_by_name(churn: Fitted) -> None:
    inputs = onnxruntime().InferenceSession(churn[3]).get_inputs()
    kinds = {one.name: one.type for one in inputs}
    assert kinds["plan"] == "tensor(string)"
    assert kinds["age"] == kinds["signed_up"] == kinds["/0"] == "tensor(float)"
