"""An exported model as servers ask for it: any number of examples in one call; and of texts, from their tokens on.

A model file takes one example. Here its graph becomes the body of one `Scan` (https://onnx.ai/onnx/operators/onnx__Scan.html), which
goes through the examples of a call one after another: each gets the answer that it gets alone, whatever stands beside it (decision
0449). The first half of a text model cuts strings with operators that are onnxruntime's own; split off, it leaves a network of
standard ONNX operators, which servers without them can run.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from estimators.classifier.backbone import BESIDE, session
from estimators.classifier.export import BATCH_FORMAT
from estimators.classifier.graph_builder import GraphBuilder, infos
from estimators.classifier.head.graph import OUT_OF_DISTRIBUTION_SCORE, PROBABILITIES
from estimators.classifier.item import Item, read_bytes, reader_of
from estimators.classifier.known_graphs import NGRAMS, nodes_of
from estimators.classifier.modality import TEXT
from estimators.classifier.model_file import check_model
from estimators.classifier.progress import Cancelled, stop_if
from estimators.classifier.text.excerpt import PIECES_READ
from estimators.classifier.training_result import Certificate
from estimators.classifier.unreadable import UnreadableItem

if TYPE_CHECKING:
    import onnx

CASES = "cases"
NO_TOKEN = -1
"""What a row of tokens is filled up with behind its end."""
_MOST_PIECES = 8_192
"""Of a network that reads by the character."""
_AT_ONCE = 32
_KEPT_FACTS = ("modality", "backbone", "classes", "strangeness_threshold", "temperature", "card")


@dataclass(frozen=True)
class BatchModel:
    """The files for a server.

    - `whole`: what the model takes, with a first axis for the examples of a call; gives `probabilities` (cases, classes) and
      `strangeness` (cases,).
    - `tokeniser`, `network`: of texts, the same in two files. The first takes `text` (cases,) and gives what the second takes: of
      each network `NAME.tokens`, int64 (cases, longest), -1 behind the end of a text, and `ngrams.columns`, float32 (cases, columns).
    """

    whole: bytes
    tokeniser: bytes | None = None
    network: bytes | None = None


class _Form(Enum):
    """How one example of a model, which has an axis of length 1 in front where networks want it, becomes a row of a call."""

    PLAIN, TEXT, TOKENS, COLUMNS = range(4)


@dataclass(frozen=True)
class _Port:
    """What goes in or comes out.

    - `within`: its name in the model file.
    - `shape`: of one example; names stand for lengths that differ.
    """

    name: str
    within: str
    kind: Any
    shape: list[Any]
    form: _Form = _Form.PLAIN

    @property
    def info(self) -> dict[str, tuple[Any, list[Any]]]:
        return {self.name: (self.kind, [CASES, *self.shape])}

    @property
    def row_info(self) -> dict[str, tuple[Any, list[Any]]]:
        lengths = [None if isinstance(length, str) else length for length in self.shape]
        return {self.row: (self.kind, lengths)}

    @property
    def row(self) -> str:
        return f"row.{self.name}"


def batch_model(model: bytes) -> BatchModel:
    """The same model for several examples a call.

    Raises `UserError` if it is not one of ours.
    """
    import onnx

    facts = check_model(model, "model.onnx")
    parsed = onnx.load_model_from_string(model)
    (source,) = parsed.graph.input
    name, tensor = source.name, source.type.tensor_type
    answers = [
        _Port(PROBABILITIES, PROBABILITIES, np.float32, [len(facts.classes)]),
        _Port(OUT_OF_DISTRIBUTION_SCORE, OUT_OF_DISTRIBUTION_SCORE, np.float32, []),
    ]
    nodes = list(parsed.graph.node)
    if facts.modality != TEXT.name:
        kind = onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)
        shape = [axis.dim_value or axis.dim_param for axis in tensor.shape.dim]
        return BatchModel(_scanning(parsed, nodes, [_Port(name, name, kind, shape)], answers))
    text = [_Port(name, name, object, [], _Form.TEXT)]
    parts = facts.backbone.split(BESIDE)
    marks = tuple(f"{part}." if part == NGRAMS else f"{part}.prepare." for part in parts)
    between = [_between(parsed.graph, part, mark) for part, mark in zip(parts, marks, strict=True)]
    first = [node for node in nodes if node.output[0].startswith(marks)]
    second = [node for node in nodes if not node.output[0].startswith(marks)]
    return BatchModel(
        _scanning(parsed, nodes, text, answers),
        _scanning(parsed, first, text, between),
        _scanning(parsed, second, between, answers),
    )


def _between(graph: "onnx.GraphProto", part: str, mark: str) -> _Port:
    """What a part of a text model hands on from its first half, whose names begin with the mark."""
    within = nodes_of(graph, mark)[-1].output[0]
    if part != NGRAMS:
        return _Port(f"{part}.tokens", within, np.int64, [f"{part}.longest"], _Form.TOKENS)
    (directions,) = (  # turns the weights of terms into columns
        table.dims
        for table in graph.initializer
        if table.name.startswith(mark) and table.data_type == table.FLOAT16 and len(table.dims) == 2
    )
    return _Port(f"{NGRAMS}.columns", within, np.float32, [directions[1]], _Form.COLUMNS)


def _scanning(
    model: "onnx.ModelProto",
    nodes: "Iterable[onnx.NodeProto]",
    given: Sequence[_Port],
    answers: Sequence[_Port],
) -> bytes:
    """A model whose `Scan` goes through these nodes of the model with each example."""
    from onnx import helper

    body = _Body([*given, *answers])
    for port in given:
        body.enter(port)
    body.take(nodes, model.graph.initializer)
    for port in answers:
        body.leave(port)
    one = helper.make_graph(
        body.nodes,
        "one",
        infos(_joined(port.row_info for port in given)),
        infos(_joined(port.row_info for port in answers)),
        body.initializers,
    )
    outer = GraphBuilder("all.")
    stacks = [
        port.name if port.form is not _Form.TOKENS else f"all.{port.name}" for port in answers
    ]
    taken = [port.name for port in given]
    outer.nodes.append(
        helper.make_node("Scan", taken, stacks, body=one, num_scan_inputs=len(taken))
    )
    for stack, port in zip(stacks, answers, strict=True):
        if stack != port.name:
            _cut_to_longest(outer, stack, port.name)
    domains = {node.domain for node in body.nodes}
    made = outer.model(
        "smart-enough",
        _joined(port.info for port in given),
        _joined(port.info for port in answers),
        {each.domain: each.version for each in model.opset_import if each.domain in domains},
    )
    facts = {each.key: each.value for each in model.metadata_props if each.key in _KEPT_FACTS}
    helper.set_model_props(made, {"format": BATCH_FORMAT, **facts})
    return bytes(made.SerializeToString(deterministic=True))


def _joined(parts: "Iterable[dict[str, Any]]") -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.items()}


def _cut_to_longest(graph: GraphBuilder, stack: str, output: str) -> None:
    """Rows of tokens as long as the longest of them needs."""
    from onnx import TensorProto

    there = graph.node("GreaterOrEqual", [stack, graph.constant(f"{stack}.none", 0, np.int64)])
    there = graph.node("Cast", [there], to=TensorProto.INT64)
    axis = graph.integers(f"{stack}.axis", 1)
    counts = graph.node("ReduceSum", [there, axis], keepdims=0)
    longest = graph.node("ReduceMax", [counts], keepdims=0)
    end = graph.node("Reshape", [longest, graph.integers(f"{stack}.end", -1)])
    graph.node("Slice", [stack, graph.integers(f"{stack}.start", 0), end, axis], output)


class _Body(GraphBuilder):
    """What happens to one example of a call. What passes a port is called otherwise within: names around may not come again."""

    def __init__(self, ports: "Iterable[_Port]") -> None:
        super().__init__("one.")
        self._inside = {port.within: f"{self.prefix}{port.name}" for port in ports}

    def take(self, nodes: "Iterable[onnx.NodeProto]", tables: "Iterable[onnx.TensorProto]") -> None:
        """Nodes of a model, with the tables that they use."""
        from onnx import NodeProto

        used = set()
        for each in nodes:
            node = NodeProto()
            node.CopyFrom(each)
            node.input[:] = [self._inside.get(name, name) for name in each.input]
            node.output[:] = [self._inside.get(name, name) for name in each.output]
            used.update(node.input)
            self.nodes.append(node)
        self.initializers += [table for table in tables if table.name in used]

    def enter(self, port: _Port) -> None:
        """The row of an example as the model has it."""
        from onnx import TensorProto

        inside, row = self._inside[port.within], port.row
        if port.form is _Form.TEXT:
            self.node("Reshape", [row, self.integers(f"{row}.alone", 1)], inside)
        elif port.form is _Form.PLAIN:
            self.node("Identity", [row], inside)
        else:
            first = self.integers(f"{row}.first", 0)
            if port.form is _Form.TOKENS:
                there = self.node(
                    "Greater", [row, self.constant(f"{row}.fill", NO_TOKEN, np.int64)]
                )
                there = self.node("Cast", [there], to=TensorProto.INT64)
                count = self.node("ReduceSum", [there, first], keepdims=1)
                row = self.node("Slice", [row, first, count])
            self.node("Unsqueeze", [row, first], inside)

    def leave(self, port: _Port) -> None:
        """The row of an example from what the model gives."""
        inside, row = self._inside[port.within], port.row
        if port.form is _Form.PLAIN:
            self.node("Identity", [inside], row)
            return
        first = self.integers(f"{row}.first", 0)
        if port.form is _Form.TOKENS:
            longest = sum(PIECES_READ.get(port.name.removesuffix(".tokens"), (_MOST_PIECES,)))
            fill = self.constant(f"{row}.fill", [[NO_TOKEN] * longest], np.int64)
            inside = self.node("Concat", [inside, fill], axis=1)
            ends = [first, self.integers(f"{row}.end", longest), self.integers(f"{row}.axis", 1)]
            inside = self.node("Slice", [inside, *ends])
        self.node("Squeeze", [inside, first], row)


def compared(
    model: bytes, made: BatchModel, items: Sequence[Item], *, cancelled: Cancelled | None = None
) -> Certificate:
    """How far the answers of every file to several examples a call are from those of the model to each alone.

    In one call are those of one shape, as photos of one size. Unreadable examples are left out.
    """
    kind = reader_of(check_model(model, "model.onnx").modality)
    calls: dict[tuple[int, ...], list[Any]] = {}
    for item in items:
        with suppress(UnreadableItem):
            example = np.ascontiguousarray(kind.decode(read_bytes(item)))
            calls.setdefault(example.shape, []).append(example)
    one, whole = session(model), session(made.whole)
    halves = [session(half) for half in (made.tokeniser, made.network) if half]
    n, flips, largest = 0, 0, 0.0
    for alike, start in ((a, s) for a in calls.values() for s in range(0, len(a), _AT_ONCE)):
        examples = alike[start : start + _AT_ONCE]
        stop_if(cancelled)
        alone = np.stack([one.run(None, {kind.input_name: each})[0] for each in examples])
        call = {kind.input_name: np.concatenate(examples) if halves else np.stack(examples)}
        answers = [whole.run(None, call)[0]]
        if halves:
            first, second = halves
            names = [port.name for port in first.get_outputs()]
            answers.append(
                second.run(None, dict(zip(names, first.run(None, call), strict=True)))[0]
            )
        n += len(examples)
        flips += max(int((each.argmax(axis=1) != alone.argmax(axis=1)).sum()) for each in answers)
        largest = max(largest, *(float(np.abs(each - alone).max()) for each in answers))
    return Certificate(largest if n else None, flips if n else None, n)
