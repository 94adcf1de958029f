"""Is a part of a model file built as one of ours is? Told by how it is built, not by the numbers it learned.

Texts need operators that a stranger could turn against the reader's memory (a range, a table look-up). So such a part is
let in only if its operators, their order and the small whole numbers that steer them (sizes, limits) hash to a graph that
this version or an earlier one writes. Weights are free: wrong ones can only give wrong answers.
"""

import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnx

_STEERING = 16
"""Whole numbers in tables up to this size steer (shapes, axes, limits); larger ones are learned (vocabularies)."""
_LEARNED = frozenset(["keys_int64s", "values_int64s", "keys_strings", "values_strings"])


def graph_print(graph: "onnx.GraphProto", part: str) -> str:
    """A hash (hexadecimal) of how the part of that name is built.

    Counted are the nodes whose results are named "part." something and the small whole-number constants of that name.
    """
    import onnx

    mark = f"{part}."
    digest = hashlib.sha256()

    def bare(name: str) -> str:
        return name.removeprefix(mark)

    for node in graph.node:
        if not all(name.startswith(mark) for name in node.output if name):
            continue
        facts = [node.domain, node.op_type, [*map(bare, node.input)], [*map(bare, node.output)]]
        digest.update(json.dumps(facts).encode())
        for entry in sorted(node.attribute, key=lambda entry: entry.name):
            if entry.name not in _LEARNED:
                digest.update(entry.SerializeToString(deterministic=True))
    whole = (onnx.TensorProto.INT64, onnx.TensorProto.INT32)
    for tensor in sorted(graph.initializer, key=lambda tensor: tensor.name):
        if tensor.name.startswith(mark) and tensor.data_type in whole:
            count = 1
            for length in tensor.dims:
                count *= length
            if count <= _STEERING:
                values = onnx.numpy_helper.to_array(tensor).ravel().tolist()
                digest.update(json.dumps([bare(tensor.name), list(tensor.dims), values]).encode())
    return digest.hexdigest()


def is_known(graph: "onnx.GraphProto", part: str) -> bool:
    """Whether the part is built as this version, or one before it, builds it."""
    return graph_print(graph, part) in _known().get(part, ())


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    text = files("estimators.classifier").joinpath("known_graphs.json").read_text(encoding="utf-8")
    known: dict[str, list[str]] = json.loads(text)
    return known
