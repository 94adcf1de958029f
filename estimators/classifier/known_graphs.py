"""Is a part of a model file built as one of ours is? Told by how it is built, not by the numbers it learned.

Texts need operators that a stranger could turn against the reader's memory (a range, a table look-up), and the lengths of
what they give depend on the text. So such a part is let in only if its operators, their order, the lengths of all its tables
and the small whole numbers that steer them (sizes, limits) hash to a graph that this version or an earlier one writes.
Weights are free: wrong ones can only give wrong answers.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from math import prod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import onnx

NGRAMS = "ngrams"
_STEERING = 16
"""Whole numbers in tables up to this size steer (shapes, axes, limits); larger ones are learned (vocabularies)."""
_MOST_STEERING = 1 << 31
"""Larger whole numbers are factors of keys; no length comes near."""
_LEARNED = frozenset(["keys_int64s", "values_int64s", "keys_strings", "values_strings"])
_MOST_TERMS, _MOST_CHARACTERS, _MOST_COLUMNS = 100_000, 200_000, 1_000
_TABLES_OF_TERMS = 3
"""Tables of single-precision numbers, one for each term, that a part of n-grams has: weights, ones, kinds."""


def graph_print(graph: "onnx.GraphProto", part: str) -> str:
    """A hash (hexadecimal) of how the part of that name is built.

    Counted are the nodes whose results are named "part." something, the lengths of the tables of that name, and what is in
    those that steer.
    """
    digest = hashlib.sha256()
    for facts in _facts(graph, f"{part}."):
        digest.update(facts)
    return digest.hexdigest()


def nodes_of(graph: "onnx.GraphProto", mark: str) -> "list[onnx.NodeProto]":
    """The nodes whose results all begin with a mark, as those of a part do with its name and a dot."""
    return [node for node in graph.node if all(n.startswith(mark) for n in node.output if n)]


def known_width(graph: "onnx.GraphProto", part: str) -> int | None:
    """How many features the part gives, [1, width], if this version, or one before it, builds it so; else None."""
    if part == NGRAMS:
        return _ngram_width(graph)
    known = _recognised(graph, part)
    return None if known is None else int(known["width"])


def known_pixels(graph: "onnx.GraphProto", part: str) -> tuple[int, ...] | None:
    """The shape of the pictures that the part's preparation gives, if it is built as ours is; else None.

    It cuts photos of any size, so what it asks for cannot be added up; the 8-bit variant has it as it is.
    """
    known = _recognised(graph, f"{part}.prepare")
    return None if known is None else tuple(known["pixels"])


def _recognised(graph: "onnx.GraphProto", part: str) -> dict[str, Any] | None:
    known = _known().get(part)
    return known if known is not None and graph_print(graph, part) in known["prints"] else None


def _facts(graph: "onnx.GraphProto", mark: str) -> Iterator[bytes]:
    from onnx import TensorProto, numpy_helper

    def bare(name: str) -> str:
        return name.removeprefix(mark)

    for node in nodes_of(graph, mark):
        facts = [node.domain, node.op_type, [*map(bare, node.input)], [*map(bare, node.output)]]
        yield json.dumps(facts).encode()
        for entry in sorted(node.attribute, key=lambda entry: entry.name):
            if entry.name not in _LEARNED:
                yield bytes(entry.SerializeToString(deterministic=True))
    for tensor in sorted(graph.initializer, key=lambda tensor: tensor.name):
        if not tensor.name.startswith(mark):
            continue
        yield json.dumps([bare(tensor.name), tensor.data_type, list(tensor.dims)]).encode()
        whole = tensor.data_type in (TensorProto.INT64, TensorProto.INT32)
        if whole and prod(tensor.dims) <= _STEERING:
            values = numpy_helper.to_array(tensor).ravel().tolist()
            if all(abs(value) < _MOST_STEERING for value in values):
                yield json.dumps(values).encode()


def _ngram_width(graph: "onnx.GraphProto") -> int | None:
    """The columns of the part that was learned from the texts' own words: built again from what it learned, and compared."""
    for view in _views(graph):
        rebuilt = view.graph().graph
        if [*_facts(graph, f"{NGRAMS}.")] == [*_facts(rebuilt, "")]:
            return int(view.columns)
    return None


def _views(graph: "onnx.GraphProto") -> "Iterator[Any]":
    """What a part of n-grams may have learned; which of its tables are the weights is tried."""
    import numpy as np
    from onnx import TensorProto, numpy_helper

    from estimators.classifier.text.ngrams import NgramView
    from estimators.classifier.text.terms import Alphabet

    learned: dict[str, Any] = {}
    for node in nodes_of(graph, f"{NGRAMS}."):
        for entry in node.attribute:
            if entry.name == "keys_strings":
                known = entry.strings[:_MOST_CHARACTERS]
                learned["letters"] = [text.decode("utf-8", "replace") for text in known]
            elif entry.name == "keys_int64s":
                learned["keys"] = np.array(entry.ints, np.int64)
    tables = [t for t in graph.initializer if t.name.startswith(f"{NGRAMS}.")]
    halves = [t for t in tables if t.data_type == TensorProto.FLOAT16 and len(t.dims) == 2]
    if set(learned) != {"letters", "keys"} or len(halves) != 1:
        return
    rows, columns = halves[0].dims
    terms = len(learned["keys"])
    if rows != terms + 1 or not (terms <= _MOST_TERMS and columns <= _MOST_COLUMNS):
        return
    alphabet = Alphabet.behind(learned["letters"])
    of_terms = [t for t in tables if t.data_type == TensorProto.FLOAT and [*t.dims] == [rows]]
    for table in of_terms[:_TABLES_OF_TERMS]:  # each is a graph to build
        yield NgramView(
            alphabet,
            learned["keys"],
            numpy_helper.to_array(table)[:-1],
            numpy_helper.to_array(halves[0])[:-1],
        )


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, Any]]:
    text = files("estimators.classifier").joinpath("known_graphs.json").read_text(encoding="utf-8")
    known: dict[str, dict[str, Any]] = json.loads(text)
    return known
