"""The backbone of the package `wordllama` (MIT): a vector per piece, averaged. Instant, and a good first look.

The package's own tokenizer merges pieces in the order of its training; here a text is cut into the longest pieces from left to
right, which onnxruntime does alone and which serves the averages as well (decision 0085). The package is not imported.
"""

import json
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import IR_VERSION, OPSET, Backbone, View, cached_graph
from estimators.classifier.package_file import file_path, has_file
from estimators.classifier.text.graph import FIRST_CODE, CharacterTable, TextGraph
from estimators.classifier.text.longest_match import Pieces, add_pieces
from estimators.classifier.text.safetensors import read_safetensors

if TYPE_CHECKING:
    import onnx

NAME = "wordllama"
DIMENSIONS = 256
MAX_CHARACTERS = 8_000
_REVISION = 3
"""Raise it whenever a graph changes: it is part of the cached files' names."""
_BLANK = "▁"
_WEIGHTS = (NAME, NAME, "weights/l2_supercat_256.safetensors")
_TOKENIZER = (NAME, NAME, "tokenizers/l2_supercat_tokenizer_config.json")
_TENSOR = "embedding.weight"


def is_available() -> bool:
    """Whether the package is installed with its weights."""
    return has_file(_WEIGHTS) and has_file(_TOKENIZER)


def vocabulary() -> dict[str, int]:
    """The pieces and their rows in the table of vectors; "▁" is the space in front of a word."""
    found = json.loads(file_path(_TOKENIZER).read_bytes())["model"]["vocab"]
    return {str(piece): int(number) for piece, number in found.items()}


def prepare_graph() -> "onnx.ModelProto":
    """From `text`, one string, to `prepared`: the rows of its pieces, int64 [1, pieces]."""
    return _cached("pieces", lambda: pieces_graph(vocabulary()))


def pieces_graph(vocabulary: dict[str, int]) -> "onnx.ModelProto":
    """The graph of `prepare_graph` for any vocabulary."""
    usable = {piece: row for piece, row in vocabulary.items() if _is_letters(piece)}
    letters = sorted({letter for piece in usable for letter in piece})
    code_of = {letter: code for code, letter in enumerate(letters, FIRST_CODE)}
    # In lower case, so that a text and the same in capitals are near copies.
    codes = {letter: (code_of.get(letter.lower(), code),) for letter, code in code_of.items()}
    codes.update(dict.fromkeys(" \t\n\r\v\f\u00a0\u3000", (code_of[_BLANK],)))
    known = {tuple(code_of[letter] for letter in piece): row for piece, row in usable.items()}
    graph = TextGraph()
    pieces = Pieces(known, known, frozenset(), None, MAX_CHARACTERS)
    found = add_pieces(
        graph,
        CharacterTable(codes),
        pieces,
        characters=MAX_CHARACTERS,
        before=(code_of[_BLANK],),
    )
    row = graph.node("Unsqueeze", found, graph.constant([0]))
    return graph.model(row, "prepared", "int64", [1, "pieces"])


def _is_letters(piece: str) -> bool:
    return not (len(piece) > 2 and piece[0] == "<" and piece[-1] == ">")  # "<s>", "<0x0A>"


def features_graph() -> "onnx.ModelProto":
    """From `prepared` (see `prepare_graph`) to `features`, float32 [1, 256]."""
    return _cached("vectors", _vectors)


def _vectors() -> "onnx.ModelProto":
    from onnx import TensorProto, helper, numpy_helper

    vectors = read_safetensors(file_path(_WEIGHTS))[_TENSOR].astype(np.float16)
    constants: dict[str, NDArray[Any]] = {
        "vectors": vectors,
        "zero": np.zeros((1, 1, DIMENSIONS), np.float32),
        "axis": np.array([1], np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["vectors", "prepared"], ["half"]),
        helper.make_node("Cast", ["half"], ["each"], to=TensorProto.FLOAT),
        # A zero beside them, so that a text without a known piece has a mean too.
        helper.make_node("Concat", ["each", "zero"], ["with_zero"], axis=1),
        helper.make_node("ReduceMean", ["with_zero", "axis"], ["features"], keepdims=0),
    ]
    prepared = helper.make_tensor_value_info("prepared", TensorProto.INT64, [1, "pieces"])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, DIMENSIONS])
    tensors = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    return helper.make_model(
        helper.make_graph(nodes, NAME, [prepared], [features], tensors),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="smart-enough",
    )


def _cached(part: str, build: "Callable[[], onnx.ModelProto]") -> "onnx.ModelProto":
    return cached_graph(f"{NAME}-{version(NAME)}-{part}-r{_REVISION}", build)


BACKBONE = Backbone(
    name=NAME,
    modality="text",
    dimensions=DIMENSIONS,
    licence="MIT",
    signature="text: string [1], of which the first 8,000 characters are read",
    prepare=prepare_graph,
    features=features_graph,
    at_once=64,
    views=(View(NAME, 0, DIMENSIONS, "unit"),),
)
