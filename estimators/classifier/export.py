"""One ONNX file that is the whole model: resize, normalise, backbone, head, temperature, strangeness, names, card."""

import errno
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import IR_VERSION, OPSET, Backbone, write_atomically
from estimators.errors import UserError

if TYPE_CHECKING:
    import onnx

    from estimators.classifier.head import CalibratedHead

FORMAT = "smart-enough classifier"
FORMAT_VERSION = "1"
IMAGE, PROBABILITIES, STRANGENESS = "image", "probabilities", "strangeness"

_USAGE = """\
import json, numpy, onnxruntime
from PIL import Image, ImageOps
session = onnxruntime.InferenceSession("model.onnx")
facts = session.get_modelmeta().custom_metadata_map
classes, limit = json.loads(facts["classes"]), float(facts["strangeness_threshold"])
photo = ImageOps.exif_transpose(Image.open("photo.jpg")).convert("RGB")
probabilities, strangeness = session.run(None, {"image": numpy.asarray(photo)})
best = int(probabilities.argmax())
known = float(strangeness) <= limit
print(classes[best] if known else "I don't know this one", float(probabilities[best]))
"""


def model_bytes(head: "CalibratedHead", backbone: Backbone, card: Mapping[str, Any]) -> bytes:
    """The model file for a fitted head.

    Parameters
    ----------
    head : CalibratedHead
        Fitted on the features of `backbone`; its `classes_` are strings.
    backbone : Backbone
    card : mapping
        Model-card basics (what it was trained on, how well it did), kept in the file as JSON.

    Returns
    -------
    bytes
        A model with `image` (uint8 [height, width, 3], RGB) in, and out: `probabilities` (float32 [classes]) and
        `strangeness` (float32 scalar; above the threshold in the metadata it has not seen the like). The same head gives
        the same bytes.
    """
    from onnx import TensorProto, helper

    prepare, features = backbone.prepare(), backbone.features()
    nodes, constants = _head_graph(head)
    graph = helper.make_graph(
        [*prepare.graph.node, *features.graph.node, *nodes],
        "smart-enough",
        list(prepare.graph.input),
        [
            helper.make_tensor_value_info(PROBABILITIES, TensorProto.FLOAT, [len(head.classes_)]),
            helper.make_tensor_value_info(STRANGENESS, TensorProto.FLOAT, []),
        ],
        [*prepare.graph.initializer, *features.graph.initializer, *constants],
    )
    model = helper.make_model(
        graph,
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="smart-enough",
        doc_string="A classifier made with Smart Enough. Metadata: classes, usage, card.",
    )
    threshold = head.threshold_
    facts = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "modality": backbone.modality,
        "backbone": backbone.name,
        "backbone_licence": backbone.licence,
        "classes": json.dumps([str(name) for name in head.classes_], ensure_ascii=False),
        # JSON has no infinity, but float() reads it: an unknown threshold abstains from nothing.
        "strangeness_threshold": "inf" if threshold is None else repr(threshold),
        "temperature": repr(head.temperature_),
        "input": backbone.signature,
        "outputs": "probabilities: float32 [classes], calibrated; strangeness: float32, 1 is usual",
        "usage": _USAGE,
        "card": json.dumps(card, ensure_ascii=False, sort_keys=True),
    }
    helper.set_model_props(model, facts)
    return bytes(model.SerializeToString(deterministic=True))


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
        node("Sqrt", ["features"], "roots"),
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
