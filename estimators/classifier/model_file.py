"""Is this file one of our models, and harmless? Asked before onnxruntime sees it.

A model file comes from a stranger as often as from oneself. Only the operators that our own graphs use are let in, once
each example, without loops, sub-graphs, functions, custom domains or numbers kept in other files, and with sizes that
cannot blow up memory. So the worst that a foreign file can do is to be wrong.
"""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estimators.classifier.backbone import BESIDE
from estimators.classifier.export import FORMAT, FORMAT_VERSION
from estimators.classifier.head.graph import PROBABILITIES, STRANGENESS
from estimators.classifier.kind import kind_of
from estimators.classifier.known_graphs import is_known
from estimators.classifier.modality import MODALITIES
from estimators.errors import UserError

if TYPE_CHECKING:
    import onnx

_MAX_BYTES = 500_000_000
_MAX_CLASSES = 10_000
_MAX_SIDE = 1_024
_MAX_PAD = 16
_MAX_NODES = 5_000
_DOMAINS = frozenset(["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "ai.onnx.contrib"])
_OPERATORS = frozenset(
    ("", name)
    for name in [
        "Abs",
        "Add",
        "And",
        "AveragePool",
        "Cast",
        "Clip",
        "Compress",
        "Concat",
        "Conv",
        "CumSum",
        "DequantizeLinear",
        "Div",
        "Equal",
        "Flatten",
        "Gather",
        "Gemm",
        "GlobalAveragePool",
        "Greater",
        "GreaterOrEqual",
        "Identity",
        "Less",
        "LessOrEqual",
        "Log",
        "MatMul",
        "Max",
        "Min",
        "Mul",
        "NonZero",
        "QuantizeLinear",
        "Range",
        "ReduceL2",
        "ReduceMax",
        "ReduceMean",
        "ReduceMin",
        "ReduceSum",
        "Reshape",
        "Resize",
        "ScatterElements",
        "Shape",
        "Sign",
        "Slice",
        "Softmax",
        "Sqrt",
        "Squeeze",
        "Sub",
        "Transpose",
        "Unsqueeze",
    ]
) | {("com.microsoft", "Tokenizer"), ("ai.onnx.ml", "LabelEncoder")}
"""What heads, photo backbones and n-grams need; the other backbones are known by how they are built."""


@dataclass(frozen=True)
class ModelFacts:
    """What a model file says about itself.

    `prediction_sets` has, for each promised coverage, the probability that puts a class into the set; empty if unknown.
    """

    classes: tuple[str, ...]
    modality: str
    backbone: str
    threshold: float
    temperature: float
    card: dict[str, Any]
    usage: str
    prediction_sets: dict[float, float] = field(default_factory=dict)


def read_model_file(path: Path) -> bytes:
    """The bytes of a model file.

    Raises
    ------
    UserError
        If it is missing, not a file, too large or may not be read.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise UserError(
                f"There is no model “{path.name or path}”.",
                "It is a folder." if path.is_dir() else "It was moved, renamed or mistyped.",
                "Choose the .onnx file that training wrote.",
            )
        if path.stat().st_size > _MAX_BYTES:
            raise UserError(
                f"“{path.name}” is too large for a model made here.",
                f"It has {path.stat().st_size / 1e6:,.0f} MB.",
                "Choose the .onnx file that training wrote.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"“{path.name}” can’t be opened.",
            "You do not have permission, or the disk could not read it.",
            "Copy it to a place of your own.",
        ) from error


def check_model(data: bytes, name: str) -> ModelFacts:
    """What the model says about itself, if it is one of ours and harmless.

    Raises
    ------
    UserError
        If it is not.
    """
    import onnx
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # it has none

    try:
        model = onnx.load_model_from_string(data)
    except (DecodeError, ValueError, RecursionError) as error:
        raise _foreign(name, "It is damaged, or not an ONNX file.") from error
    facts = {entry.key: entry.value for entry in model.metadata_props}
    if facts.get("format") != FORMAT:
        raise _foreign(name, "It was not made with Smart Enough.")
    if facts.get("format_version") != FORMAT_VERSION:
        raise UserError(
            f"“{name}” was made with a newer version.",
            "Its layout is not known here.",
            "Update Smart Enough, or train the model again.",
        )
    problem = _harm_in(model, facts)
    if problem:
        raise _foreign(name, problem)
    try:
        return _facts(model, facts)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _foreign(name, "What it says about itself does not add up.") from error


def _foreign(name: str, why: str) -> UserError:
    return UserError(
        f"“{name}” is not a model that can be used here.",
        why,
        "Choose the .onnx file that training wrote.",
    )


def _harm_in(model: "onnx.ModelProto", facts: dict[str, str]) -> str | None:
    """Why the model may do harm, or None. Every node and every number is looked at, nothing is run."""
    graph = model.graph
    if any(entry.domain not in _DOMAINS for entry in model.opset_import) or model.functions:
        return "It brings operators of its own."
    if graph.sparse_initializer or len(graph.node) > _MAX_NODES:
        return "It is built differently."
    parts = facts.get("backbone", "").split(BESIDE)
    known = tuple(f"{part}." for part in parts if is_known(graph, part))
    others = [node for node in graph.node if not all(n.startswith(known) for n in node.output if n)]
    problems = map(_harm_in_node, others)
    return (
        next((problem for problem in problems if problem), None)
        or _harm_in_ranges(others)
        or _harm_in_shapes(graph, others, facts.get("modality", ""))
    )


def _harm_in_node(node: "onnx.NodeProto") -> str | None:
    if (node.domain, node.op_type) not in _OPERATORS:
        return f"It does more than a classifier does ({node.op_type[:40]!r})."
    for entry in node.attribute:
        if entry.HasField("g") or entry.graphs or entry.HasField("t") or entry.tensors:
            return "It hides a graph or numbers inside an operator."
        if entry.name == "pads" and any(not 0 <= pad <= _MAX_PAD for pad in entry.ints):
            return "It pads without bounds."
    return None


def _harm_in_ranges(nodes: "list[onnx.NodeProto]") -> str | None:
    """A range may only count what is there: its end is the size of something."""
    made_by = {name: node for node in nodes for name in node.output}
    for node in nodes:
        if node.op_type == "Range" and len(node.input) == 3:
            squeeze = made_by.get(node.input[1])
            size = made_by.get(squeeze.input[0]) if squeeze else None
            if not squeeze or not size or (squeeze.op_type, size.op_type) != ("Squeeze", "Shape"):
                return "It counts without bounds."
    return None


def _harm_in_shapes(
    graph: "onnx.GraphProto", nodes: "list[onnx.NodeProto]", modality: str
) -> str | None:
    for tensor in graph.initializer:
        if tensor.external_data or tensor.data_location != tensor.DEFAULT:
            return "It keeps numbers in another file."
    known = {tensor.name: tensor for tensor in graph.initializer}
    sizes = {name for node in nodes if node.op_type == "Resize" for name in node.input[1:]}
    if any(name not in known or not _is_small(known[name]) for name in sizes - {""}):
        return "It resizes without bounds."
    inputs, outputs = [value.name for value in graph.input], [value.name for value in graph.output]
    if modality not in {known.name for known in MODALITIES}:
        return "It is for something other than photos, texts, sounds or clips."
    if inputs != [kind_of(modality).input_name] or outputs != [PROBABILITIES, STRANGENESS]:
        return "It takes or gives something else."
    return None


def _is_small(tensor: "onnx.TensorProto") -> bool:
    from onnx import numpy_helper

    if len(tensor.dims) != 1 or not 1 <= tensor.dims[0] <= 4:
        return False
    try:
        values = numpy_helper.to_array(tensor)
    except (ValueError, TypeError):
        return False
    return bool(values.dtype.kind == "i" and (values >= 1).all() and (values <= _MAX_SIDE).all())


def _facts(model: "onnx.ModelProto", facts: dict[str, str]) -> ModelFacts:
    classes = json.loads(facts["classes"])
    width = model.graph.output[0].type.tensor_type.shape.dim[0].dim_value
    if (
        not isinstance(classes, list)
        or not 2 <= len(classes) <= _MAX_CLASSES
        or not all(isinstance(name, str) for name in classes)
        or len(set(classes)) != len(classes)
        or len(classes) != width
    ):
        raise ValueError("The class names do not fit the outputs.")
    threshold, temperature = float(facts["strangeness_threshold"]), float(facts["temperature"])
    if math.isnan(threshold) or not math.isfinite(temperature):
        raise ValueError("The threshold is not a number.")
    card = json.loads(facts.get("card", "{}"))
    if not isinstance(card, dict):
        raise TypeError("The card is not an object.")
    return ModelFacts(
        tuple(classes),
        facts["modality"],
        facts["backbone"],
        threshold,
        temperature,
        card,
        facts.get("usage", ""),
        _prediction_sets(facts.get("prediction_sets", "{}")),
    )


def _prediction_sets(text: str) -> dict[float, float]:
    stored = json.loads(text)
    if not isinstance(stored, dict):
        raise TypeError("The prediction sets are not an object.")
    levels = {float(level): float(least) for level, least in stored.items()}
    if not all(0 < level < 1 and 0 <= least <= 1 for level, least in levels.items()):
        raise ValueError("A prediction set is not between 0 and 1.")
    return levels
