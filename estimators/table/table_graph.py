"""A model of rows as one ONNX graph: its inputs are the columns by name, in rows of one, and all preparation is inside.

Operators: Abs, ArgMax, Add, Cast, Concat, Div, Equal, Gemm, IsNaN, MatMul, Max, Min, Mul, ReduceL2, Reshape, Sign, Slice, Softmax, Sqrt,
Sub, Where, and LabelEncoder and TreeEnsembleRegressor of ai.onnx.ml; beside them those of the networks that read sentences, photos and
sounds (`encoder_graph`). What is within has a name that begins with "/", with more of them where a column's does too; what
is given ends in "_" where a column has its name.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from estimators.base.codec import plain
from estimators.classifier.graph_builder import GraphBuilder
from estimators.classifier.head.graph import view_direction
from estimators.table.column import ColumnType
from estimators.table.column_role import ColumnPlan
from estimators.table.design_matrix import AmountInput, TableInput, WordInput
from estimators.table.encoded_input import EncodedInput
from estimators.table.encoder_graph import DECODED, EncodedColumn, add_network
from estimators.table.target import INTERVALS

if TYPE_CHECKING:
    from estimators.table.table_model import TableModel

FORMAT, FORMAT_VERSION = "smart-enough table", "1"
PROBABILITIES, LABEL, VALUE = "probabilities", "label", "value"


def interval_names(level: float) -> tuple[str, str]:
    """What the ends of an interval are called among the outputs: "low_80", "high_80"."""
    return f"low_{round(100 * level)}", f"high_{round(100 * level)}"


_OUTPUTS = (
    PROBABILITIES,
    LABEL,
    VALUE,
    *(name for level in INTERVALS for name in interval_names(level)),
)
_ML = {"ai.onnx.ml": 3}
_MICROSOFT = {"com.microsoft": 1}
USAGE = """\
import numpy as np, onnxruntime
model = onnxruntime.InferenceSession("model.onnx")
row = {%(row)s}  # numbers as float, days as days since 1970, nothing as nan or ""%(more)s
given = {}
for column in model.get_inputs():
    kind = object if "string" in column.type else np.float32
    given[column.name] = %(value)s
print(model.run(["%(answer)s"], given))"""


def table_model_bytes(
    model: "TableModel", plans: Sequence[ColumnPlan], card: Mapping[str, Any]
) -> bytes:
    """The model file.

    - `plans`: of the columns that it takes; how their numbers and days are written travels with it.
    - `card`: what it was trained on and how well it did.

    It takes any number of rows, or one where a network reads a column: each column as [rows, 1], float32 (days since 1970 for days) or
    text, a photo as uint8 [height, width, 3], RGB, a sound as float32 [samples], 16,000 a second. It gives, of classes, `probabilities` [rows, classes] and `label` [rows]; of numbers `value`, `low_80`, `high_80`, `low_90` and `high_90` [rows].
    """
    from onnx import helper

    names = [one.name for one in model.design.inputs]
    prefix, suffix = "/", ""
    while any(name.startswith(prefix) for name in names):
        prefix += "/"
    while any(name + suffix in names for name in _OUTPUTS):
        suffix += "_"
    graph = GraphBuilder(prefix)
    by_name = {plan.name: plan for plan in plans}
    networks = {
        one.name: EncodedColumn(one.name, str(by_name[one.name].type), one.network, f"{prefix}c{at}.", f"{prefix}w.")
        for at, one in enumerate(model.design.inputs)
        if isinstance(one, EncodedInput)
    }  # fmt: skip
    features = {name: add_network(graph, one) for name, one in networks.items()}
    outputs = _answers(graph, model, *_matrices(graph, model, features), suffix=suffix)
    many = 1 if networks else "rows"
    given = {
        one.name: DECODED[networks[one.name].modality]
        if one.name in networks
        else (np.float32 if isinstance(one, AmountInput) else object, [many, 1])
        for one in model.design.inputs
    }
    made = graph.model("smart-enough", given, outputs, {**_ML, **_MICROSOFT} if networks else _ML)
    columns = [_told(by_name[name], networks.get(name)) for name in names]
    shown = [
        f"{_quoted(one.name)}: {_example(one, by_name[one.name])}" for one in model.design.inputs
    ]
    facts = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "modality": "table",
        "task": model.task,
        "classes": json.dumps(list(model.classes), ensure_ascii=False),
        "suffix": suffix,
        "columns": json.dumps(columns, ensure_ascii=False),
        "prediction_sets": json.dumps({str(level): least for level, least in model.set_thresholds.items()}),
        "familiar": json.dumps(plain(model.familiar), ensure_ascii=False),
        "temperature": repr(1.0 / model.sharpness),
        "usage": _usage(", ".join(shown), ("value" if model.task == "number" else "label") + suffix, {one.modality for one in networks.values()}),
        "card": json.dumps(card, ensure_ascii=False, sort_keys=True),
    }  # fmt: skip
    helper.set_model_props(made, facts)
    return bytes(made.SerializeToString(deterministic=True))


def _usage(row: str, answer: str, read: set[str]) -> str:
    value, more = "np.array([[row[column.name]]], kind)", ""
    if read & {"photo", "sound"}:
        value = f"row[column.name] if isinstance(row[column.name], np.ndarray) else {value}"
        more = '\n# a photo: np.asarray(PIL.Image.open("photo.jpg").convert("RGB")); a sound: its samples, float32, 16,000 a second'
    return USAGE % {"row": row, "answer": answer, "value": value, "more": more}


def _told(plan: ColumnPlan, network: EncodedColumn | None) -> dict[str, Any]:
    read = {"network": network.network, "mark": network.mark, "weights": network.weights} if network else {}  # fmt: skip
    return {
        **read,
        "name": plan.name,
        "type": str(plan.type),
        "decimal": plan.guess.style.decimal,
        "month_first": plan.guess.month_first,
        "keeps_na": plan.profile.keeps_na,
    }


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _example(one: TableInput, plan: ColumnPlan) -> str:
    if isinstance(one, AmountInput):
        return f"{one.mean:.4g}"
    if isinstance(one, EncodedInput):
        # No sentence of a person's goes into a file that is handed on.
        return {
            ColumnType.PHOTO: "np.zeros((1, 1, 3), np.uint8)",
            ColumnType.SOUND: "np.zeros(1, np.float32)",
        }.get(plan.type, _quoted("what somebody wrote"))
    return _quoted(one.words[0] if one.words else "")


def _matrices(
    graph: GraphBuilder, model: "TableModel", features: Mapping[str, str]
) -> tuple[str, str, list[int]]:
    """What trees see, what the linear model sees, and where each column of the latter stands in `DesignMatrix.linear` (-1: nowhere).

    `features`: what the networks give, by column.
    """
    inputs = model.design.inputs
    amounts = [one for one in inputs if isinstance(one, AmountInput)]
    words = {one.name: _one_hot(graph, one) for one in inputs if isinstance(one, WordInput)}
    words |= {one.name: _block(graph, one, features[one.name]) for one in inputs if isinstance(one, EncodedInput)}  # fmt: skip
    parts = [words.get(one.name, one.name) for one in inputs]
    trees = graph.node("Concat", parts, axis=1)
    linear = [words[one.name] for one in inputs if one.name in words]
    places: list[int] = []
    starts = dict(zip((one.name for one in inputs), _starts([one.linear_width for one in inputs]), strict=True))  # fmt: skip
    for one in inputs:
        if not isinstance(one, AmountInput):
            places += range(starts[one.name], starts[one.name] + one.width)
    if amounts:
        raw = graph.node("Concat", [one.name for one in amounts], axis=1)
        empty = graph.node("IsNaN", [raw])
        low = graph.constant("low", [[one.low for one in amounts]])
        high = graph.constant("high", [[one.high for one in amounts]])
        mean = graph.constant("mean", [[one.mean for one in amounts]])
        spread = graph.constant("spread", [[one.spread for one in amounts]])
        # Empty ones are the mean before they are bounded: what comes of NaN there is not said.
        filled = graph.node("Where", [empty, mean, raw])
        bounded = graph.node("Max", [graph.node("Min", [filled, high]), low])
        seen = graph.node("Div", [graph.node("Sub", [bounded, mean]), spread])
        nothing = graph.constant("nothing", 0.0)
        linear += [graph.node("Where", [empty, nothing, seen]), graph.node("Cast", [empty], to=1)]
        places += [starts[one.name] for one in amounts]
        places += [starts[one.name] + 1 if one.empties else -1 for one in amounts]
    return trees, graph.node("Concat", linear, axis=1), places


def _starts(widths: Sequence[int]) -> list[int]:
    return [sum(widths[:at]) for at in range(len(widths))]


def _block(graph: GraphBuilder, one: EncodedInput, features: str) -> str:
    """`EncodedInput.block` of what its network gives."""
    if not any(tensor.name == f"{graph.prefix}tiny" for tensor in graph.initializers):
        graph.constant("tiny", 1e-12)
        graph.integers("columns", 1)
    name = f"{graph.prefix}{len(graph.nodes)}"
    parts = [
        view_direction(graph, features, view, f"{name}.view{n}", whole=len(one.views) == 1)
        for n, view in enumerate(one.views)
    ]
    direction = parts[0]
    if len(parts) > 1:
        beside = graph.node("Concat", parts, axis=1)
        share = graph.constant(f"{name}.share", 1.0 / np.sqrt(len(parts)))
        direction = graph.node("Mul", [beside, share])
    centred = graph.node("Sub", [direction, graph.constant(f"{name}.mean", [one.mean])])
    return graph.node("MatMul", [centred, graph.constant(f"{name}.axes", one.axes)])


def _one_hot(graph: GraphBuilder, one: WordInput) -> str:
    """A column for each word; a word is known in small letters and capitals too."""
    places: dict[str, int] = {"": -1}
    for at, word in enumerate(one.words):
        for spelling in (word, word.lower(), word.upper(), word.capitalize(), word.title()):
            places.setdefault(spelling, at)
    code = graph.node(
        "LabelEncoder",
        [one.name],
        domain="ai.onnx.ml",
        keys_strings=list(places),
        values_int64s=list(places.values()),
        default_int64=len(one.words) if one.others else -1,
    )
    every = graph.constant(f"{len(graph.nodes)}.places", [list(range(one.width))], np.int64)
    return graph.node("Cast", [graph.node("Equal", [code, every])], to=1)


def _answers(
    graph: GraphBuilder,
    model: "TableModel",
    trees: str,
    linear: str,
    places: list[int],
    *,
    suffix: str,
) -> dict[str, tuple[Any, list[Any]]]:
    outputs = len(model.classes) or 1
    total = _linear_scores(graph, model, linear, places, outputs)
    boosted = [member for member in model.members if member.trees is not None]
    if boosted:
        values = [(member.trees, model.sharpness * member.weight) for member in boosted]
        said = _trees(graph, values, trees)
        if outputs == 2:  # one score stands for both classes
            said = graph.node("MatMul", [said, graph.constant("both", [[-0.5, 0.5]])])
        total = graph.node("Add", [total, said])
    if model.task == "classify":
        probabilities = graph.node("Softmax", [total], PROBABILITIES + suffix, axis=1)
        best = graph.node("ArgMax", [probabilities], axis=1, keepdims=0)
        graph.node(
            "LabelEncoder",
            [best],
            LABEL + suffix,
            domain="ai.onnx.ml",
            keys_int64s=list(range(outputs)),
            values_strings=list(model.classes),
        )
        return {
            probabilities: (np.float32, ["rows", outputs]),
            LABEL + suffix: (object, ["rows"]),
        }
    rows = graph.integers("rows", -1)
    value = graph.node("Reshape", [total, rows], VALUE + suffix)
    off = _trees(graph, [(model.width_trees, 1.0)], trees)
    off = graph.node("Max", [off, graph.constant("least_width", model.least_width)])
    off = graph.node("Reshape", [off, rows])
    given: dict[str, tuple[Any, list[Any]]] = {value: (np.float32, ["rows"])}
    for level in INTERVALS:
        low, high = (name + suffix for name in interval_names(level))
        reach = graph.node("Mul", [off, graph.constant(f"times_{low}", model.widths[level])])
        graph.node("Sub", [value, reach], low)
        graph.node("Add", [value, reach], high)
        given |= {low: (np.float32, ["rows"]), high: (np.float32, ["rows"])}
    return given


def _linear_scores(
    graph: GraphBuilder, model: "TableModel", linear: str, places: list[int], outputs: int
) -> str:
    width = sum(one.linear_width for one in model.design.inputs)
    weights, intercept = np.zeros((outputs, width + 1)), np.zeros(outputs)
    for member in model.members:
        if member.weights is not None and member.intercept is not None:
            share = model.sharpness * member.weight
            weights[:, :width] += share * member.weights
            intercept += share * member.intercept
    coefficients = graph.constant("weights", weights[:, places].T)  # -1: the column of zeros
    return graph.node("Gemm", [linear, coefficients, graph.constant("intercept", intercept)])


def _trees(graph: GraphBuilder, ensembles: Sequence[tuple[Any, float]], X: str) -> str:
    """The sum of boosted trees, each ensemble times its share."""
    targets = ensembles[0][0]._raw_predict(np.zeros((1, _width(ensembles[0][0])))).shape[1]
    base = np.zeros(targets)
    parts: dict[str, Any] = {name: [] for name in _TREE_ATTRIBUTES}
    tree = 0
    for boosted, share in ensembles:
        base += share * np.ravel(boosted._baseline_prediction)
        for stage in boosted._predictors:
            for target, predictor in enumerate(stage):
                for name, values in _nodes(predictor.nodes, tree, target, share):
                    parts[name] += values
                tree += 1
    return graph.node(
        "TreeEnsembleRegressor",
        [X],
        domain="ai.onnx.ml",
        n_targets=targets,
        base_values=base.astype(np.float32).tolist(),
        **parts,
    )


def _width(boosted: Any) -> int:
    return int(boosted.n_features_in_)


_TREE_ATTRIBUTES = (
    "nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_modes", "nodes_truenodeids", "nodes_falsenodeids",
    "nodes_missing_value_tracks_true", "target_treeids", "target_nodeids", "target_ids", "target_weights",
)  # fmt: skip


def _nodes(nodes: Any, tree: int, target: int, share: float) -> Iterator[tuple[str, list[Any]]]:
    leaf = nodes["is_leaf"].astype(bool)
    n, leaves = len(nodes), np.flatnonzero(leaf)
    yield "nodes_treeids", [tree] * n
    yield "nodes_nodeids", list(range(n))
    yield "nodes_featureids", np.where(leaf, 0, nodes["feature_idx"]).tolist()
    yield "nodes_values", np.where(leaf, 0.0, below(nodes["num_threshold"])).tolist()
    yield "nodes_modes", np.where(leaf, "LEAF", "BRANCH_LEQ").tolist()
    yield "nodes_truenodeids", np.where(leaf, 0, nodes["left"]).tolist()
    yield "nodes_falsenodeids", np.where(leaf, 0, nodes["right"]).tolist()
    yield "nodes_missing_value_tracks_true", np.where(leaf, 0, nodes["missing_go_to_left"]).tolist()
    yield "target_treeids", [tree] * len(leaves)
    yield "target_nodeids", leaves.tolist()
    yield "target_ids", [target] * len(leaves)
    yield "target_weights", (share * nodes["value"][leaves]).astype(np.float32).tolist()


def below(thresholds: Any) -> Any:
    """The largest single-precision numbers that are no larger: in single precision the same rows then lie below."""
    largest = np.finfo(np.float32).max
    bounded = np.clip(thresholds, -largest, largest)
    single = bounded.astype(np.float32)
    return np.where(single.astype(np.float64) > bounded, np.nextafter(single, np.float32(-np.inf)), single)  # fmt: skip
