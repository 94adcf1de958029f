"""Whether a file is a model of a table that is built as ours are, told before anything of it runs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from estimators.base.codec import parse
from estimators.base.sentence import tr
from estimators.classifier.model_file import parse_model, unusable
from estimators.table.column import AMOUNTS, ColumnType
from estimators.table.encoder_graph import (
    EncodedColumn,
    TakenApart,
    problem_in_network,
    taken_apart,
)
from estimators.table.strange_row import Familiar
from estimators.table.table_graph import FORMAT, FORMAT_VERSION

if TYPE_CHECKING:
    import onnx

_OPERATORS = frozenset(
    (
        "Abs", "Add", "ArgMax", "Cast", "Concat", "Div", "Equal", "Gemm", "IsNaN", "LabelEncoder", "MatMul", "Max", "Min", "Mul",
        "ReduceL2", "Reshape", "Sign", "Slice", "Softmax", "Sqrt", "Sub", "TreeEnsembleRegressor", "Where",
    )
)  # fmt: skip
_MOST_NODES, _MOST_COLUMNS, _MOST_LEAVES = 20_000, 5_000, 5_000_000


@dataclass(frozen=True)
class InputColumn:
    """A column that the model takes, and how its cells are written; `network`: what reads them, None of most."""

    name: str
    type: ColumnType
    decimal: str = "."
    month_first: bool = False
    keeps_na: bool = False
    network: EncodedColumn | None = None

    @property
    def is_text(self) -> bool:
        return self.type not in AMOUNTS and self.type != ColumnType.DATE


def input_columns(facts: dict[str, str]) -> tuple[InputColumn, ...]:
    """The columns that a model takes, as its file says."""
    return tuple(
        InputColumn(
            str(one["name"]),
            ColumnType(one["type"]),
            str(one["decimal"]),
            bool(one["month_first"]),
            bool(one["keeps_na"]),
            EncodedColumn(
                str(one["name"]),
                str(ColumnType(one["type"])),
                str(one["network"]),
                str(one["mark"]),
                str(one["weights"]),
            )
            if "network" in one
            else None,
        )
        for one in json.loads(facts["columns"])
    )


def familiar_columns(facts: dict[str, str]) -> tuple[Familiar, ...]:
    """What is ordinary in its columns, as the file says; nothing in a file that was made before it was asked."""
    return parse(facts.get("familiar", "[]"), tuple[Familiar, ...])


def is_table_model(data: bytes) -> bool:
    """Whether the bytes of a model file say that it is one of a table."""
    return f"{FORMAT}".encode() in data[-5_000_000:]


def check_table_model(data: bytes, name: str) -> tuple[dict[str, str], TakenApart]:
    """What the file says of itself and its parts, if it is built as ours are and harmless; nothing of it is run.

    Raises `UserError` if it is not.
    """
    not_ours = tr("It was not made with Smart Enough from a table.")
    model, facts = parse_model(data, name, FORMAT, FORMAT_VERSION, not_ours)
    try:
        apart = taken_apart(model, [one.network for one in input_columns(facts) if one.network])
        problem = _harm(model, apart, facts)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise unusable(name, tr("What it says about itself does not add up.")) from error
    if problem:
        raise unusable(name, problem)
    return facts, apart


def _harm(model: "onnx.ModelProto", apart: TakenApart, facts: dict[str, str]) -> str:
    graph, columns = model.graph, input_columns(facts)
    many = len(apart.rows.graph.node) > _MOST_NODES or len(columns) > _MOST_COLUMNS
    if many or model.functions or graph.sparse_initializer or model.training_info:
        return tr("It is built differently.")
    classes = json.loads(facts["classes"])
    odd = facts["task"] not in ("classify", "number") or not all(isinstance(one, str) for one in classes)  # fmt: skip
    if odd or [one.name for one in graph.input] != [one.name for one in columns]:
        return tr("It takes or gives something else.")
    if not {one.column for one in familiar_columns(facts)} <= {one.name for one in columns}:
        return tr("It takes or gives something else.")
    for one in columns:
        if one.network and (problem := problem_in_network(apart.networks[one.name], one.network)):
            return problem
    return _harm_in_parts(apart.rows.graph, graph.initializer) or _harm_in_trees(apart.rows)


def _harm_in_parts(graph: "onnx.GraphProto", tables: "Iterable[onnx.TensorProto]") -> str:
    for tensor in tables:
        if tensor.external_data or tensor.data_location != tensor.DEFAULT:
            return tr("It keeps numbers in another file.")
        if np.prod([max(length, 0) for length in tensor.dims] or [1]) > 2 * tensor.ByteSize():
            return tr("It promises more numbers than it brings.")
    for node in graph.node:
        if node.op_type not in _OPERATORS or node.domain not in ("", "ai.onnx.ml"):
            return tr("It does more than a model of a table does ({op_type}).", op_type=f"{node.op_type[:40]!r}")  # fmt: skip
        if any(one.HasField("g") or one.graphs or one.HasField("t") or one.tensors for one in node.attribute):  # fmt: skip
            return tr("It hides a graph or numbers inside an operator.")
    return ""


def _harm_in_trees(model: "onnx.ModelProto") -> str:
    """Trees go downwards and look only at columns that there are: onnxruntime follows them without asking."""
    import onnx

    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    widths = {
        one.name: [size.dim_value for size in one.type.tensor_type.shape.dim]
        for one in inferred.graph.value_info
    }
    for node in model.graph.node:
        if node.op_type == "TreeEnsembleRegressor":
            found = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
            width = widths.get(node.input[0], [0])[-1]
            if not (_add_up(found) and _go_down(found, width)):
                return tr("Its trees do not add up.")
    return ""


def _add_up(found: dict[str, Any]) -> bool:
    """Whether there is one of everything for each node and each leaf."""
    n, leaves = len(found["nodes_nodeids"]), len(found["target_ids"])
    nodes = all(len(values) == n for name, values in found.items() if name.startswith("nodes_"))
    targets = all(len(values) == leaves for name, values in found.items() if name.startswith("target_"))  # fmt: skip
    return 0 < n <= _MOST_LEAVES and nodes and targets and len(found["base_values"]) == found["n_targets"]  # fmt: skip


def _go_down(found: dict[str, Any], width: int) -> bool:
    """Whether each branch leads to later nodes of its tree, looks at a column that there is, and leaves answer what is asked."""
    trees, ids = np.array(found["nodes_treeids"]), np.array(found["nodes_nodeids"])
    branch = np.array([mode != b"LEAF" for mode in found["nodes_modes"]])
    starts = np.flatnonzero(np.diff(trees, prepend=-1))
    sizes = np.diff([*starts, len(ids)])
    counted = np.arange(len(ids)) - np.repeat(starts, sizes)
    own = np.repeat(sizes, sizes)
    to = [np.array(found[name]) for name in ("nodes_truenodeids", "nodes_falsenodeids")]
    features, targets = np.array(found["nodes_featureids"]), np.array(found["target_ids"])
    there = set(zip(trees[~branch].tolist(), ids[~branch].tolist(), strict=True))
    return bool(
        (np.diff(trees) >= 0).all()
        and (ids == counted).all()
        and all(((one > ids) & (one < own))[branch].all() for one in to)
        and ((features >= 0) & (features < width)).all()
        and ((targets >= 0) & (targets < found["n_targets"])).all()
        and set(zip(found["target_treeids"], found["target_nodeids"], strict=True)) <= there
    )
