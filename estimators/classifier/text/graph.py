"""Texts in plain onnxruntime: from one string to numbers for its characters, with nothing but operators of the wheel itself.

`Tokenizer` (of onnxruntime's own operators) cuts a string into characters, `LabelEncoder` turns each into a row of a
table, and from there on all is arithmetic on whole numbers: no extension, no loop, no sub-graph.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.graph_builder import GraphBuilder

if TYPE_CHECKING:
    import onnx

NOTHING, SPACE, UNKNOWN = 0, 1, 2
"""Codes that every table has: of what is left out, of a space, of a character that it does not know."""
FIRST_CODE = 3

MICROSOFT, ML = "com.microsoft", "ai.onnx.ml"
_ML_OPSET = 3
_LARGEST = 1 << 62

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class CharacterTable:
    """What becomes of each character of a text.

    - `codes`: from a character to the codes that stand for it, none for one that is left out.
    - `other`: what stands for a character that is not in the table.
    """

    codes: Mapping[str, tuple[int, ...]]
    other: tuple[int, ...] = (UNKNOWN,)


class TextGraph:
    """Collects the nodes of a graph whose input is `text`, one string.

    Every operator method adds a node and gives the name of what comes out.
    """

    def __init__(self) -> None:
        self._graph = GraphBuilder()
        self._count = 0
        self._known: dict[tuple[str, tuple[int, ...], bytes], str] = {}

    def constant(self, value: Any, dtype: Any = np.int64) -> str:
        """A constant; the same one twice is kept once."""
        array = np.ascontiguousarray(value, dtype)
        array = array.reshape(np.shape(value))
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._known:
            name = f"constant{len(self._known)}"
            self._known[key] = self._graph.constant(name, array, dtype)
        return self._known[key]

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        self._count += 1
        output = f"{operator.lower()}{self._count}"
        return self._graph.node(operator, inputs, output, domain=domain, **attributes)

    def cast(self, x: str, dtype: Any) -> str:
        from onnx import helper

        return self.node("Cast", x, to=helper.np_dtype_to_tensor_dtype(np.dtype(dtype)))

    def codes(self, table: CharacterTable, first: int, last: int = 0) -> str:
        """The codes of the `first` and `last` characters of `text`, int64 [codes]."""
        width = max(1, len(table.other), *(len(codes) for codes in table.codes.values()))
        rows = [table.other, *dict.fromkeys(table.codes.values())]
        row_of = {codes: row for row, codes in reversed(list(enumerate(rows)))}
        padded = [[*codes, *[NOTHING] * (width - len(codes))] for codes in rows]
        characters = self.node(
            "Tokenizer",
            "text",
            domain=MICROSOFT,
            mark=0,
            mincharnum=1,
            pad_value="",
            separators=[""],
        )
        characters = self.node("Reshape", characters, self.constant([-1]))
        characters = self.ends(characters, first, last)
        row = self.node(
            "LabelEncoder",
            characters,
            domain=ML,
            keys_strings=list(table.codes),
            values_int64s=[row_of[codes] for codes in table.codes.values()],
            default_int64=0,
        )
        flat = self.node("Gather", self.constant(padded), row)
        flat = self.node("Reshape", flat, self.constant([-1]))
        return self.node("Compress", flat, self.node("Greater", flat, self.constant(NOTHING)))

    def ends(self, x: str, first: int, last: int = 0) -> str:
        """The `first` elements of a vector and its `last` ones; all of it where it has no more."""
        c = self.constant
        if not last:
            return self.node("Slice", x, c([0]), c([first]), c([0]))
        start = self.node("Max", self.node("Sub", self.node("Shape", x), c([last])), c([first]))
        beginning = self.node("Slice", x, c([0]), c([first]))
        end = self.node("Slice", x, start, c([np.iinfo(np.int64).max]))
        return self.node("Concat", beginning, end, axis=0)

    def lookup(self, keys: str, table: Mapping[int, int]) -> str:
        """What a table from whole numbers to whole numbers says of each of `keys`; -1 where it says nothing."""
        return self.node(
            "LabelEncoder",
            keys,
            domain=ML,
            keys_int64s=list(table),
            values_int64s=list(table.values()),
            default_int64=-1,
        )

    def shifted(self, x: str, first: int) -> str:
        """Each element's predecessor; `first` in front of the first."""
        front = self.node("Slice", x, self.constant([0]), self.constant([-1]), self.constant([0]))
        return self.node("Concat", self.constant([first]), front, axis=0)

    def summed(self, start: str, places: str, values: str) -> str:
        """`start` with each of `values` added at its place."""
        return self.node("ScatterElements", start, places, values, axis=0, reduction="add")

    def positions(self, x: str) -> tuple[str, str]:
        """0, 1, ... of a vector's elements, and how many there are, as [1]."""
        count = self.node("Shape", x)
        number = self.node("Squeeze", count)
        return self.node("Range", self.constant(0), number, self.constant(1)), count

    def model(self, output: str, name: str, dtype: Any, shape: list[Any]) -> "onnx.ModelProto":
        """The model from `text` to `output`, which it calls `name`."""
        self._graph.node("Identity", [output], name)
        given, answer = {"text": (object, [1])}, {name: (dtype, shape)}
        return self._graph.model(name, given, answer, {MICROSOFT: 1, ML: _ML_OPSET})


@dataclass(frozen=True)
class SequenceKey:
    """A whole number for each short sequence of codes, practically never the same for two.

    A sequence's key is the sum of its codes, each times a random number of its place. Two given sequences collide once in
    2^40 such choices; `of_known` refuses a choice under which known ones do.
    """

    factors: Codes
    """One per place; [longest]."""

    @classmethod
    def make(cls, longest: int, codes: int, seed: int = 0) -> "SequenceKey":
        """For sequences of up to `longest` codes below `codes`; sums stay within 64 bits."""
        largest = _LARGEST // (longest * max(codes, 2))
        random = np.random.default_rng(seed)
        return cls(random.integers(largest // 2, largest, longest, dtype=np.int64))

    def __call__(self, codes: list[int]) -> int:
        return int(np.dot(self.factors[: len(codes)], np.asarray(codes, np.int64)))

    def of_known(self, sequences: Mapping[tuple[int, ...], int]) -> dict[int, int]:
        """The table from the keys of sequences to what they stand for.

        Raises `ValueError` if two sequences have one key.
        """
        table = {self(list(codes)): value for codes, value in sequences.items()}
        if len(table) < len(sequences):
            raise ValueError("Two sequences have one key; another seed is needed.")
        return table
