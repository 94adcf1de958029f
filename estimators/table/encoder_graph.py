"""The networks of a table's model inside its one file, and the file taken apart again: each network alone, and the rows after them.

A network reads one text or photo at a time, so a file with one takes one row at a time. Whoever asks many rows at once, as here,
takes the file apart: the networks are run on each different cell, and the rest, which takes their features, on many rows together.
They are the same operators with the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from estimators.base.sentence import tr
from estimators.classifier.backbone import backbone_named
from estimators.classifier.export import backbone_chain
from estimators.classifier.graph_builder import GraphBuilder, Values, infos
from estimators.classifier.item import reader_of
from estimators.classifier.known_graphs import known_width, nodes_of
from estimators.classifier.modality import MODALITIES

if TYPE_CHECKING:
    import onnx

DECODED: Values = {
    "photo": (np.uint8, ["height", "width", 3]),
    "sound": (np.float32, ["samples"]),
    "text": (object, [1, 1]),
}
"""What the file is given of a cell by its modality: a text as it is, the points of a photo, the samples of a sound."""


@dataclass(frozen=True)
class EncodedColumn:
    """A column that a network reads.

    - `network`: its name. `mark`: what the names of its operators in the file begin with. `weights`: those of its numbers, which
      columns that are read by the same network share.
    """

    column: str
    modality: str
    network: str
    mark: str
    weights: str

    @property
    def features(self) -> str:
        """What its features, float32 [1, dimensions], are called in the file."""
        return f"{self.mark}{self.network}.features"


@dataclass(frozen=True)
class TakenApart:
    """A model file in parts: `rows`, which takes features where the file takes texts and photos, and a network for each such column."""

    rows: "onnx.ModelProto"
    networks: "dict[str, onnx.ModelProto]"


def add_network(graph: GraphBuilder, one: EncodedColumn) -> str:
    """Add the network of a column to a graph; gives the name of its features, float32 [1, dimensions]."""
    taken = one.mark + reader_of(one.modality).input_name
    if one.modality == "text":
        graph.node("Reshape", [one.column, graph.constant(f"{one.mark}flat", [-1], np.int64)], taken)  # fmt: skip
    else:
        graph.node("Identity", [one.column], taken)
    there = {tensor.name for tensor in graph.initializers}
    for part in backbone_chain(backbone_named(one.network)):
        shared = {tensor.name for tensor in part.graph.initializer}
        for node in part.graph.node:
            node.input[:] = [_marked(name, shared, one) for name in node.input]
            node.output[:] = [_marked(name, shared, one) for name in node.output]
            node.name = _marked(node.name, shared, one)
            graph.nodes.append(node)
        for tensor in part.graph.initializer:
            tensor.name = one.weights + tensor.name
            if tensor.name not in there:
                graph.initializers.append(tensor)
    return one.features


def _marked(name: str, shared: set[str], one: EncodedColumn) -> str:
    return name and (one.weights if name in shared else one.mark) + name


def taken_apart(model: "onnx.ModelProto", columns: Sequence[EncodedColumn]) -> TakenApart:
    """The parts of a file, whose `columns` its own words name.

    Raises `ValueError` if it is not built of such parts.
    """
    import onnx

    graph = model.graph
    of_networks = [node for one in columns for node in _network_nodes(graph, one)]
    taken = {one.mark + reader_of(one.modality).input_name: one for one in columns}
    fed = [node for node in graph.node if node.output[0] in taken]
    for node in fed:
        if node.op_type not in ("Reshape", "Identity") or node.input[0] != taken[node.output[0]].column:  # fmt: skip
            raise ValueError("A network is fed with something else than its column.")
    if len(fed) != len(columns) or not all(map(_network_nodes, [graph] * len(columns), columns)):
        raise ValueError("A network is missing.")
    apart = {id(node) for node in (*of_networks, *fed)}
    marks = tuple(f"{one.weights}{one.network}." for one in columns)
    rows = onnx.helper.make_graph(
        [node for node in graph.node if id(node) not in apart],
        "rows",
        [*_row_inputs(graph, columns)],
        list(graph.output),
        [tensor for tensor in graph.initializer if not tensor.name.startswith(marks or "\0")],
    )
    networks = {one.column: _alone(model, one) for one in columns}
    return TakenApart(_as_model(rows, model), networks)


def problem_in_network(network: "onnx.ModelProto", one: EncodedColumn) -> str:
    """Why a network is not let in: its operators, in their order, have to be those that this version or one before it writes."""
    usual = {name for modality in MODALITIES if modality.name == one.modality for name in modality.backbones}  # fmt: skip
    width = known_width(network.graph, one.network) if one.network in usual else None
    return "" if width is not None else tr("A network in it is built differently.")


def _row_inputs(
    graph: "onnx.GraphProto", columns: Sequence[EncodedColumn]
) -> "list[onnx.ValueInfoProto]":
    by_name = {one.column: one for one in columns}
    found = []
    for given in graph.input:
        one = by_name.get(given.name)
        if one is not None:
            found += infos({one.features: (np.float32, ["rows", None])})
            continue
        free = type(given)()
        free.CopyFrom(given)
        sizes = free.type.tensor_type.shape.dim
        if len(sizes) != 2:
            raise ValueError("A column has another shape.")
        sizes[0].dim_param = "rows"
        found.append(free)
    return found


def _network_nodes(graph: "onnx.GraphProto", one: EncodedColumn) -> "list[onnx.NodeProto]":
    return nodes_of(graph, f"{one.mark}{one.network}.")


def _alone(model: "onnx.ModelProto", one: EncodedColumn) -> "onnx.ModelProto":
    """A network as a model of its own, its names without their mark: from the example to its features."""
    import onnx

    def bare(name: str) -> str:
        return name.removeprefix(one.mark).removeprefix(one.weights)

    nodes = []
    for node in _network_nodes(model.graph, one):
        own = type(node)()
        own.CopyFrom(node)
        own.name = bare(own.name)
        own.input[:] = map(bare, own.input)
        own.output[:] = map(bare, own.output)
        nodes.append(own)
    tables = []
    for tensor in model.graph.initializer:
        if tensor.name.startswith(f"{one.weights}{one.network}."):
            own_table = type(tensor)()
            own_table.CopyFrom(tensor)
            own_table.name = bare(tensor.name)
            tables.append(own_table)
    kind, shape = DECODED[one.modality]
    given = {reader_of(one.modality).input_name: (kind, [1] if one.modality == "text" else shape)}
    answer = {bare(one.features): (np.float32, [1, None])}
    graph = onnx.helper.make_graph(nodes, one.network, infos(given), infos(answer), tables)
    return _as_model(graph, model)


def _as_model(graph: "onnx.GraphProto", like: "onnx.ModelProto") -> "onnx.ModelProto":
    import onnx

    return onnx.helper.make_model(graph, ir_version=like.ir_version, opset_imports=list(like.opset_import))  # fmt: skip
