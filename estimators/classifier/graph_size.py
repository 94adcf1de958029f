"""How much memory and work a graph asks for, added up before anything of it runs.

Shapes are followed from the example to the answers, operator by operator, as upper bounds: a length may turn out smaller,
never larger. Only operators whose sizes follow from those of what they take are known here, so nothing that a model
learned can make a result larger. (onnx's own shape inference gives up where a length is unknown, and does not count.)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.base.sentence import tr

if TYPE_CHECKING:
    import onnx

Shape = tuple[int, ...]

_MOST_AXES = 8
_MOST_STEP = 1_024
_LONGEST_STEERING = 16
BYTES_EACH = 8
"""Of a number, at most: what a Cast may make."""


class UnknownSize(Exception):  # noqa: N818  # it is a finding about a file
    """A graph whose sizes do not follow from the example, with a sentence that says why."""


@dataclass(frozen=True)
class GraphSize:
    """What one answer asks for at most.

    - `numbers`: results that are alive at once, and the room that an operator needs beside them.
    - `operations`: multiplications, and one for each number that comes out.
    """

    numbers: int
    operations: int


@dataclass
class _Node:
    node: "onnx.NodeProto"
    shapes: list[Shape]
    """Of what it takes; () also for what is left out."""
    constants: "list[NDArray[np.int64] | None]"

    def whole(self, name: str, default: int) -> int:
        for entry in self.node.attribute:
            if entry.name == name:
                return int(entry.i)
        return default

    def wholes(self, name: str) -> list[int]:
        for entry in self.node.attribute:
            if entry.name == name:
                return [int(value) for value in entry.ints]
        return []

    def text(self, name: str) -> bytes:
        return next((bytes(entry.s) for entry in self.node.attribute if entry.name == name), b"")

    def steering(self, position: int) -> list[int]:
        """Whole numbers that say what it does; they have to stand in the file."""
        values = self.constants[position] if position < len(self.constants) else None
        if values is None:
            raise UnknownSize(
                tr(
                    "What its {op_type} does depends on the example.",
                    op_type=f"{self.node.op_type!r}",
                )
            )
        return [int(value) for value in values.ravel()]


def graph_size(
    nodes: "Sequence[onnx.NodeProto]",
    initializers: "Sequence[onnx.TensorProto]",
    given: Mapping[str, Shape],
    *,
    most: GraphSize,
) -> tuple[GraphSize, dict[str, Shape]]:
    """What the nodes ask for, and the shape of each of their results.

    - `nodes`: each after those whose results it takes; only of the operators in `OPERATORS`.
    - `initializers`: the numbers that the file brings.
    - `given`, mapping of str to shape: what else they may take.
    - `most`: beyond it the adding ends, with what it came to; the numbers of a hostile graph would soon have millions
      of digits.

    Raises `UnknownSize` if the sizes do not follow.
    """
    shapes: dict[str, Shape] = {**given, **{t.name: tuple(t.dims) for t in initializers}}
    constants = {t.name: t for t in initializers}
    memory = _Memory(nodes)
    operations = 0
    for place, node in enumerate(nodes):
        if len(node.output) != 1 or any(name and name not in shapes for name in node.input):
            raise UnknownSize(tr("Its operators are not in order."))
        if node.output[0] in shapes:
            raise UnknownSize(tr("Two of its results have one name."))
        one = _Node(
            node,
            [shapes[name] if name else () for name in node.input],
            [_whole_numbers(constants.get(name)) for name in node.input],
        )
        try:
            shape, more, beside = OPERATORS[node.op_type](one)
        except (IndexError, ZeroDivisionError) as error:
            raise UnknownSize(
                tr("Its {op_type} does not fit what it takes.", op_type=f"{node.op_type!r}")
            ) from error
        if len(shape) > _MOST_AXES:
            raise UnknownSize(tr("A result has more than {most_axes} axes.", most_axes=_MOST_AXES))
        shapes[node.output[0]] = shape
        memory.add(place, prod(shape), beside)
        operations += more if node.op_type in _VIEWS else prod(shape) + more
        if memory.most > most.numbers or operations > most.operations:
            break
    return GraphSize(memory.most, operations), shapes


class _Memory:
    """The results that are alive at once: from the operator that gives them to the last one that takes them."""

    def __init__(self, nodes: "Sequence[onnx.NodeProto]") -> None:
        self.most = self._alive = 0
        self._nodes = nodes
        self._root: dict[str, str] = {}  # of a view: whose numbers it hands on
        self._numbers: dict[str, int] = {}
        for node in nodes:
            views = node.op_type in _VIEWS and node.input and node.output
            if views:
                self._root[node.output[0]] = self._root_of(node.input[0])
        self._last = {
            self._root_of(name): place for place, node in enumerate(nodes) for name in node.input
        }

    def _root_of(self, name: str) -> str:
        return self._root.get(name, name)

    def add(self, place: int, numbers: int, beside: int) -> None:
        """Count the result of the operator at that place."""
        node = self._nodes[place]
        name = node.output[0]
        if name not in self._root:
            self._numbers[name] = numbers
            self._alive += numbers
        self.most = max(self.most, self._alive + beside)
        for taken in {self._root_of(each) for each in [*node.input, name]}:
            if self._last.get(taken, place) <= place:
                self._alive -= self._numbers.pop(taken, 0)


def _whole_numbers(tensor: "onnx.TensorProto | None") -> "NDArray[np.int64] | None":
    """A short table of whole numbers that stands in the file."""
    from onnx import TensorProto, numpy_helper

    whole = (TensorProto.INT64, TensorProto.INT32)
    if tensor is None or tensor.data_type not in whole or prod(tensor.dims) > _LONGEST_STEERING:
        return None
    return np.asarray(numpy_helper.to_array(tensor), np.int64)


# What an operator gives: the shape, operations beside one for each number, and numbers that it needs beside the result.
_Result = tuple[Shape, int, int]


def _same(one: _Node) -> _Result:
    return one.shapes[0], 0, 0


def _broadcast(shapes: Sequence[Shape]) -> Shape:
    longest = max(len(shape) for shape in shapes)
    padded = [(1,) * (longest - len(shape)) + shape for shape in shapes]
    return tuple(max(lengths) for lengths in zip(*padded, strict=True))


def _elementwise(one: _Node) -> _Result:
    return _broadcast(one.shapes), 0, 0


def _axis(axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        raise UnknownSize(tr("An axis is not there."))
    return axis % rank


def _concat(one: _Node) -> _Result:
    rank = len(one.shapes[0])
    if any(len(shape) != rank for shape in one.shapes):
        raise UnknownSize(tr("It joins what does not fit together."))
    axis = _axis(one.whole("axis", 0), rank)
    shape = [max(lengths) for lengths in zip(*one.shapes, strict=True)]
    shape[axis] = sum(each[axis] for each in one.shapes)
    return tuple(shape), 0, 0


def _matmul(one: _Node) -> _Result:
    a, b = one.shapes
    if not a or not b:
        raise UnknownSize(tr("It multiplies what is no matrix."))
    left = (1, *a) if len(a) == 1 else a
    right = (*b, 1) if len(b) == 1 else b
    shape = (*_broadcast([left[:-2], right[:-2]]), left[-2], right[-1])
    # With a vector an axis goes; it has the length 1, so the count is right either way.
    if len(a) == 1:
        shape = (*shape[:-2], shape[-1])
    if len(b) == 1:
        shape = shape[:-1]
    return shape, prod(shape) * max(left[-1], right[-2]), 0


def _gemm(one: _Node) -> _Result:
    a, b = one.shapes[:2]
    if len(a) != 2 or len(b) != 2:
        raise UnknownSize(tr("It multiplies what is no matrix."))
    rows, inner = reversed(a) if one.whole("transA", 0) else a
    other, columns = reversed(b) if one.whole("transB", 0) else b
    return (rows, columns), rows * columns * max(inner, other), 0


def _windows(one: _Node, kernel: Sequence[int]) -> Shape:
    """How many places a window has along each axis, at most."""
    lengths = one.shapes[0][2:]
    steps = one.wholes("strides") or [1] * len(kernel)
    spread = one.wholes("dilations") or [1] * len(kernel)
    pads = one.wholes("pads") or [0] * (2 * len(kernel))
    if (
        len(lengths) != len(kernel)
        or not len(steps) == len(spread) == len(kernel)
        or len(pads) != 2 * len(kernel)
        or not all(1 <= value <= _MOST_STEP for value in (*steps, *spread))
        or min(pads) < 0
    ):
        raise UnknownSize(
            tr("Its {op_type} does not fit what it takes.", op_type=f"{one.node.op_type!r}")
        )
    whole = one.text("auto_pad") not in (b"", b"NOTSET", b"VALID")
    return tuple(
        max(
            0,
            (length if whole else length + pads[i] + pads[i + len(kernel)] - spread[i] * (k - 1))
            - 1,
        )
        // steps[i]
        + 1
        for i, (length, k) in enumerate(zip(lengths, kernel, strict=True))
    )


def _conv(one: _Node) -> _Result:
    x, w = one.shapes[:2]
    if len(x) != len(w) or len(x) < 3:
        raise UnknownSize(tr("Its 'Conv' does not fit what it takes."))
    places = _windows(one, w[2:])
    shape = (x[0], w[0], *places)
    each = prod(w[1:])  # numbers under one place of the window
    return shape, prod(shape) * each, one.whole("group", 1) * each * prod(places)


def _average_pool(one: _Node) -> _Result:
    kernel = one.wholes("kernel_shape")
    if any(not 1 <= length <= _MOST_STEP for length in kernel):
        raise UnknownSize(tr("Its 'AveragePool' does not fit what it takes."))
    places = [count + one.whole("ceil_mode", 0) for count in _windows(one, kernel)]
    shape = (*one.shapes[0][:2], *places)
    return shape, prod(shape) * prod(kernel), 0


def _global_pool(one: _Node) -> _Result:
    x = one.shapes[0]
    return (*x[:2], *(1 for _ in x[2:])), prod(x), 0


def _flatten(one: _Node) -> _Result:
    x = one.shapes[0]
    axis = one.whole("axis", 1)
    axis = axis if axis == len(x) else _axis(axis, len(x))
    return (prod(x[:axis]), prod(x[axis:])), 0, 0


def _reduce(one: _Node) -> _Result:
    x = one.shapes[0]
    named = len(one.node.input) > 1 and one.node.input[1]
    axes = {_axis(axis, len(x)) for axis in one.steering(1)} if named else set(range(len(x)))
    if one.whole("keepdims", 1):
        return tuple(1 if i in axes else length for i, length in enumerate(x)), prod(x), 0
    return tuple(length for i, length in enumerate(x) if i not in axes), prod(x), 0


def _squeeze(one: _Node) -> _Result:
    x = one.shapes[0]
    axes = {_axis(axis, len(x)) for axis in one.steering(1)}
    return tuple(length for i, length in enumerate(x) if i not in axes), 0, 0


def _unsqueeze(one: _Node) -> _Result:
    x = one.shapes[0]
    steering = one.steering(1)
    rank = len(x) + len(steering)
    axes = {_axis(axis, rank) for axis in steering}
    if len(axes) != len(steering):
        raise UnknownSize(tr("It names an axis twice."))
    rest = iter(x)
    return tuple(1 if i in axes else next(rest) for i in range(rank)), 0, 0


def _transpose(one: _Node) -> _Result:
    x = one.shapes[0]
    order = one.wholes("perm") or list(reversed(range(len(x))))
    if sorted(order) != list(range(len(x))):
        raise UnknownSize(tr("It mixes axes that are not there."))
    return tuple(x[axis] for axis in order), 0, 0


def _resize(one: _Node) -> _Result:
    x = one.shapes[0]
    given = [*one.node.input[1:], "", "", ""][:3]
    if given[0] or given[1] or one.text("keep_aspect_ratio_policy") not in (b"", b"stretch"):
        raise UnknownSize(tr("It resizes by a factor."))
    sizes = one.steering(3)
    axes = [_axis(axis, len(x)) for axis in one.wholes("axes")] or list(range(len(x)))
    if len(axes) != len(sizes) or any(size < 1 for size in sizes):
        raise UnknownSize(tr("It resizes without bounds."))
    shape = list(x)
    for axis, size in zip(axes, sizes, strict=True):
        shape[axis] = size
    return tuple(shape), 0, 0


OPERATORS: dict[str, Callable[[_Node], _Result]] = {
    **dict.fromkeys(("Abs", "Clip", "Identity", "Sign", "Softmax", "Sqrt", "Slice", "Cast"), _same),
    **dict.fromkeys(("QuantizeLinear", "DequantizeLinear"), _same),
    **dict.fromkeys(("Add", "Div", "Max", "Mul", "Sub"), _elementwise),
    **dict.fromkeys(("ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin"), _reduce),
    "AveragePool": _average_pool,
    "Concat": _concat,
    "Conv": _conv,
    "Flatten": _flatten,
    "Gemm": _gemm,
    "GlobalAveragePool": _global_pool,
    "MatMul": _matmul,
    "Resize": _resize,
    "Squeeze": _squeeze,
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
}
"""What heads and networks for photos need, by name (of the standard domain), and how large what they give is."""
_VIEWS = frozenset(["Flatten", "Identity", "Squeeze", "Unsqueeze"])
"""They hand on the numbers that they take."""
