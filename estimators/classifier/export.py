"""One ONNX file that is the whole model: preparation, backbone, head, temperature, strangeness, names, card."""

import errno
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import BESIDE, IR_VERSION, OPSET, Backbone, write_atomically
from estimators.classifier.kind import kind_of
from estimators.errors import UserError

if TYPE_CHECKING:
    import onnx

    from estimators.classifier.head.head import CalibratedHead
    from estimators.classifier.text.ngrams import NgramView

FORMAT = "smart-enough classifier"
FORMAT_VERSION = "1"
PROBABILITIES, STRANGENESS = "probabilities", "strangeness"
_FEATURES = "features"


def model_bytes(
    head: "CalibratedHead",
    backbone: Backbone,
    card: Mapping[str, Any],
    ngrams: "NgramView | None" = None,
) -> bytes:
    """The model file for a fitted head.

    Parameters
    ----------
    head : CalibratedHead
        Fitted on the features of `backbone`, then those of `ngrams`; its `classes_` are strings.
    backbone : Backbone
    card : mapping
        Model-card basics (what it was trained on, how well it did), kept in the file as JSON.
    ngrams : NgramView, optional
        Of texts: the columns that were learned from the training texts.

    Returns
    -------
    bytes
        A model that takes one decoded example (such as `image`, uint8 [height, width, 3], RGB) and gives `probabilities`
        (float32 [classes]) and `strangeness` (float32 scalar; above the threshold in the metadata it has not seen the
        like). The same head gives the same bytes.
    """
    from onnx import helper

    kind = kind_of(backbone.modality)
    chains = [_chain(part.prepare(), part.features(), part.name) for part in backbone.parts]
    if ngrams is not None:
        chains.append(_prefixed(ngrams.graph(), "ngrams"))
    outputs = [chain.graph.output[0].name for chain in chains]
    nodes, constants = _head_graph(head)
    graph = helper.make_graph(
        [
            *(node for chain in chains for node in chain.graph.node),
            helper.make_node("Concat", outputs, [_FEATURES], axis=1)
            if len(outputs) > 1
            else helper.make_node("Identity", outputs, [_FEATURES]),
            *nodes,
        ],
        "smart-enough",
        list(chains[0].graph.input),
        _outputs(head),
        [*(tensor for chain in chains for tensor in chain.graph.initializer), *constants],
    )
    model = helper.make_model(
        graph,
        ir_version=max(chain.ir_version for chain in chains),
        opset_imports=_opsets(chains),
        producer_name="smart-enough",
        doc_string="A classifier made with Smart Enough. Metadata: classes, usage, card.",
    )
    threshold = head.threshold_
    facts = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "modality": backbone.modality,
        "backbone": backbone.name if ngrams is None else f"{backbone.name}{BESIDE}ngrams",
        "backbone_licence": backbone.licence,
        "classes": json.dumps([str(name) for name in head.classes_], ensure_ascii=False),
        # JSON has no infinity, but float() reads it: an unknown threshold abstains from nothing.
        "strangeness_threshold": "inf" if threshold is None else repr(threshold),
        "temperature": repr(head.temperature_),
        "input": backbone.signature,
        "outputs": "probabilities: float32 [classes], calibrated; strangeness: float32, 1 is usual",
        "usage": kind.usage,
        "card": _card_text(card),
    }
    helper.set_model_props(model, facts)
    return bytes(model.SerializeToString(deterministic=True))


def _chain(prepare: "onnx.ModelProto", features: "onnx.ModelProto", name: str) -> "onnx.ModelProto":
    """Two graphs in a row as one, all names inside marked with `name` so that several can stand side by side."""
    from onnx.compose import merge_models

    first, second = _prefixed(prepare, f"{name}.prepare"), _prefixed(features, name)
    joint = (first.graph.output[0].name, second.graph.input[0].name)
    return merge_models(first, second, io_map=[joint])


def _prefixed(model: "onnx.ModelProto", name: str) -> "onnx.ModelProto":
    """A copy with marked names; the input of a `prepare` graph, which the outside feeds, keeps its own."""
    from onnx.compose import add_prefix

    outside = name.endswith(".prepare") or name == "ngrams"
    return add_prefix(model, f"{name}.", rename_inputs=not outside)


def _opsets(models: "Sequence[onnx.ModelProto]") -> "list[onnx.OperatorSetIdProto]":
    from onnx import helper

    versions: dict[str, int] = {"": OPSET}
    for model in models:
        for entry in model.opset_import:
            if versions.setdefault(entry.domain, entry.version) != entry.version:
                raise ValueError(
                    f"Graphs of one file have to agree on operators: {entry.domain} {entry.version}."
                )
    return [helper.make_opsetid(domain, version) for domain, version in sorted(versions.items())]


def with_card(model: bytes, card: Mapping[str, Any]) -> bytes:
    """The same model with another card."""
    import onnx

    loaded = onnx.load_model_from_string(model)
    for entry in loaded.metadata_props:
        if entry.key == "card":
            entry.value = _card_text(card)
    return bytes(loaded.SerializeToString(deterministic=True))


def head_bytes(head: "CalibratedHead") -> bytes:
    """The end of the exported file alone, as a model of its own from `features` (float32 [1, dimensions])."""
    from onnx import TensorProto, helper

    nodes, constants = _head_graph(head)
    taken = helper.make_tensor_value_info(_FEATURES, TensorProto.FLOAT, [1, None])
    graph = helper.make_graph(nodes, "head", [taken], _outputs(head), constants)
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, ir_version=IR_VERSION, opset_imports=opsets)
    return bytes(model.SerializeToString())


def _outputs(head: "CalibratedHead") -> "list[onnx.ValueInfoProto]":
    from onnx import TensorProto, helper

    return [
        helper.make_tensor_value_info(PROBABILITIES, TensorProto.FLOAT, [len(head.classes_)]),
        helper.make_tensor_value_info(STRANGENESS, TensorProto.FLOAT, []),
    ]


def _card_text(card: Mapping[str, Any]) -> str:
    return json.dumps(card, ensure_ascii=False, sort_keys=True)


def write_model(path: Path, data: bytes) -> None:
    """Write the whole file or nothing.

    Raises
    ------
    UserError
        If the disk is full, the folder is missing or may not be written.
    """
    path = Path(path)
    try:
        write_atomically(path, data)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(
                f"The disk is full; “{path.name}” was not written.",
                f"The model needs {len(data) / 1e6:.0f} MB.",
                "Free some space, or choose another folder.",
            ) from error
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise UserError(
                f"There is no folder “{path.parent}”.",
                "",
                "Make it first, or choose another folder.",
            ) from error
        if isinstance(error, IsADirectoryError):
            raise UserError(
                f"“{path.name}” is a folder.", "The model is one file.", "Choose another name."
            ) from error
        raise UserError(
            f"“{path.name}” can’t be written.",
            "The folder may be read-only."
            if isinstance(error, PermissionError)
            else str(error.strerror or error),
            "Choose a folder of your own.",
        ) from error


def _head_graph(
    head: "CalibratedHead",
) -> "tuple[list[onnx.NodeProto], list[onnx.TensorProto]]":
    """From `features` [1, d] to the two outputs; the same arithmetic as `CalibratedHead`, in float32."""
    from onnx import helper, numpy_helper

    space = head.surroundings_
    constants: dict[str, NDArray[Any]] = {
        "tiny": np.array(1e-12, np.float32),
        "coef": head.coef_.astype(np.float32),
        "intercept": head.intercept_.astype(np.float32),
        # |z - m|² = |z|² + |m|² - 2 z·m, with |z| = 1
        "means": (-2.0 * space.means).astype(np.float32),
        "means_squared": (1.0 + (space.means**2).sum(axis=1)).astype(np.float32),
        "directions": space.directions.astype(np.float32),
        "means_along": (space.means @ space.directions.T).astype(np.float32),
        "extra_precision": space.extra_precision[:, None].astype(np.float32),
        "precision": np.array(space.precision, np.float32),
        "usual_distance": np.array(head.usual_distance_, np.float32),
        "zero_distance": np.array(0.0, np.float32),
        "columns": np.array([1], np.int64),
        "rows": np.array([0], np.int64),
    }

    def node(
        operator: str, inputs: Sequence[str], output: str, **attributes: Any
    ) -> "onnx.NodeProto":
        return helper.make_node(operator, list(inputs), [output], **attributes)

    nodes = [
        node("Sign", [_FEATURES], "signs"),
        node("Abs", [_FEATURES], "sizes"),
        node("Sqrt", ["sizes"], "plain_roots"),
        node("Mul", ["plain_roots", "signs"], "roots"),
        node("ReduceL2", ["roots", "columns"], "length", keepdims=1),
        node("Max", ["length", "tiny"], "safe_length"),
        node("Div", ["roots", "safe_length"], "direction"),
        node("Gemm", ["direction", "coef", "intercept"], "scores", transB=1),
        node("Softmax", ["scores"], "softmax", axis=1),
        node("Squeeze", ["softmax", "rows"], PROBABILITIES),
        node("Gemm", ["direction", "means", "means_squared"], "raw_squares", transB=1),
        node("Max", ["raw_squares", "zero_distance"], "squares"),
        node("Mul", ["squares", "precision"], "evenly"),
    ]
    total = "evenly"
    if len(space.directions):
        nodes += [
            node("Gemm", ["direction", "directions"], "along", transB=1),
            node("Sub", ["along", "means_along"], "along_each"),
            node("Mul", ["along_each", "along_each"], "along_squared"),
            node("MatMul", ["along_squared", "extra_precision"], "extra_column"),
            node("Transpose", ["extra_column"], "extra", perm=[1, 0]),
            node("Add", ["evenly", "extra"], "total"),
        ]
        total = "total"
    else:
        for name in ("directions", "means_along", "extra_precision"):
            del constants[name]
    nodes += [
        node("Max", [total, "zero_distance"], "positive"),
        node("Sqrt", ["positive"], "distances"),
        node("ReduceMin", ["distances"], "nearest", keepdims=0),
        node("Div", ["nearest", "usual_distance"], STRANGENESS),
    ]
    return nodes, [numpy_helper.from_array(value, name) for name, value in constants.items()]
