"""The head as ONNX nodes: the same arithmetic as `CalibratedHead`, in float32."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.head.out_of_distribution import MOST_OF_UNCERTAINTY
from estimators.classifier.head.views import PLAIN, ROOT, FittedView

if TYPE_CHECKING:
    import onnx

    from estimators.classifier.head.head import CalibratedHead

PROBABILITIES, OUT_OF_DISTRIBUTION_SCORE = "probabilities", "strangeness"


class _Graph:
    """Nodes and the numbers they use, added one at a time."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, NDArray[Any]] = {}

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def number(self, name: str, value: Any) -> str:
        self.constants[name] = np.asarray(value, np.float32)
        return name

    def index(self, name: str, values: Sequence[int]) -> str:
        self.constants[name] = np.array(values, np.int64)
        return name


def head_graph(
    head: "CalibratedHead", features: str = "features"
) -> "tuple[list[onnx.NodeProto], list[onnx.TensorProto]]":
    """Nodes and constants from the tensor `features`, float32 [1, dimensions], to the two outputs.

    They are `probabilities`, float32 [classes], and `strangeness`, a float32 scalar. Operators: Abs, Add, Clip, Concat, Div,
    Gemm, MatMul, Max, Mul, ReduceL2, ReduceMin, Sign, Slice (of several views), Softmax, Sqrt, Squeeze, Sub, Transpose.
    """
    from onnx import numpy_helper

    graph = _Graph()
    graph.number("tiny", 1e-12)
    graph.number("nothing", 0.0)
    graph.index("columns", [1])
    graph.index("rows", [0])
    views = head.views_
    alone = len(views) == 1
    parts = [
        _view(graph, features, view, f"view{number}", whole=alone and _covers(head, view))
        for number, view in enumerate(views)
    ]
    direction = parts[0]
    if not alone:
        beside = graph.add("Concat", parts, "beside", axis=1)
        share = graph.number("share", 1.0 / np.sqrt(len(views)))
        direction = graph.add("Mul", [beside, share], "direction")
    uncertainty = _scores(graph, head, direction)
    nearest = _nearest(graph, head, direction)
    _out_of_distribution_score(
        graph, head, nearest, uncertainty, _background_score(graph, head, direction)
    )
    return graph.nodes, [
        numpy_helper.from_array(value, name) for name, value in graph.constants.items()
    ]


def _covers(head: "CalibratedHead", view: FittedView) -> bool:
    return (view.view.start, view.view.stop) == (0, head.n_features_in_)


def _view(graph: _Graph, features: str, fitted: FittedView, name: str, *, whole: bool) -> str:
    columns = features
    if not whole:
        start = graph.index(f"{name}.start", [fitted.view.start])
        stop = graph.index(f"{name}.stop", [fitted.view.stop])
        columns = graph.add("Slice", [features, start, stop, "columns"], f"{name}.columns")
    if fitted.view.transform == PLAIN:
        return columns
    if fitted.view.transform == ROOT:
        signs = graph.add("Sign", [columns], f"{name}.signs")
        sizes = graph.add("Abs", [columns], f"{name}.sizes")
        roots = graph.add("Sqrt", [sizes], f"{name}.plain_roots")
        columns = graph.add("Mul", [roots, signs], f"{name}.roots")
    elif fitted.centre is not None and fitted.scale is not None:
        centre = graph.number(f"{name}.centre", fitted.centre)
        scale = graph.number(f"{name}.scale", 1.0 / fitted.scale)
        centred = graph.add("Sub", [columns, centre], f"{name}.centred")
        columns = graph.add("Mul", [centred, scale], f"{name}.standard")
    length = graph.add("ReduceL2", [columns, "columns"], f"{name}.length", keepdims=1)
    safe = graph.add("Max", [length, "tiny"], f"{name}.safe_length")
    return graph.add("Div", [columns, safe], f"{name}.direction")


def _scores(graph: _Graph, head: "CalibratedHead", direction: str) -> str:
    """Probabilities; returns minus the largest score (there is no need for an operator that finds the largest)."""
    coef = graph.number("coef", -head.coef_)
    intercept = graph.number("intercept", -head.intercept_)
    negated = graph.add("Gemm", [direction, coef, intercept], "negated_scores", transB=1)
    scores = graph.add("Mul", [negated, graph.number("minus_one", -1.0)], "scores")
    graph.add("Softmax", [scores], "softmax", axis=1)
    graph.add("Squeeze", ["softmax", "rows"], PROBABILITIES)
    return graph.add("ReduceMin", [negated], "doubt", keepdims=0)


def _nearest(graph: _Graph, head: "CalibratedHead", direction: str) -> str:
    """The distance to the nearest class; |z - m|² = |z|² + |m|² - 2 z·m."""
    space = head.class_distances_
    means = graph.number("means", -2.0 * space.means)
    means_squared = graph.number("means_squared", (space.means**2).sum(axis=1))
    length = graph.add("ReduceL2", [direction, "columns"], "length", keepdims=1)
    own = graph.add("Mul", [length, length], "length_squared")
    crossed = graph.add("Gemm", [direction, means, means_squared], "crossed", transB=1)
    raw = graph.add("Add", [crossed, own], "raw_squares")
    squares = graph.add("Max", [raw, "nothing"], "squares")
    total = graph.add("Mul", [squares, graph.number("precision", space.precision)], "evenly")
    if len(space.directions):
        directions = graph.number("directions", space.directions)
        along = graph.add("Gemm", [direction, directions], "along", transB=1)
        means_along = graph.number("means_along", space.means @ space.directions.T)
        each = graph.add("Sub", [along, means_along], "along_each")
        squared = graph.add("Mul", [each, each], "along_squared")
        weight = graph.number("extra_precision", space.extra_precision[:, None])
        column = graph.add("MatMul", [squared, weight], "extra_column")
        extra = graph.add("Transpose", [column], "extra", perm=[1, 0])
        total = graph.add("Add", [total, extra], "total")
    positive = graph.add("Max", [total, "nothing"], "positive")
    distances = graph.add("Sqrt", [positive], "distances")
    return graph.add("ReduceMin", [distances], "nearest", keepdims=0)


def _background_score(graph: _Graph, head: "CalibratedHead", direction: str) -> str | None:
    """How far it looks like the background; None without one."""
    discriminant = head.background_
    if discriminant is None:
        return None
    weights = np.zeros((1, head.coef_.shape[1]))
    weights[0, : len(discriminant.weights)] = -discriminant.weights
    row = graph.number("familiarity", weights)
    offset = graph.number("familiarity.offset", [discriminant.offset])
    column = graph.add("Gemm", [direction, row, offset], "unfamiliar_column", transB=1)
    return graph.add("ReduceMin", [column], "unfamiliar", keepdims=0)  # there is only one


def _out_of_distribution_score(
    graph: _Graph,
    head: "CalibratedHead",
    nearest: str,
    uncertainty: str,
    background_score: str | None,
) -> None:
    usual = head.out_of_distribution_

    def scaled(value: str, name: str, middle: float, spread: float) -> str:
        centred = graph.add(
            "Sub", [value, graph.number(f"{name}.middle", middle)], f"{name}.centred"
        )
        return graph.add("Div", [centred, graph.number(f"{name}.spread", spread)], f"{name}.scaled")

    distance = scaled(nearest, "distance", usual.distance.middle, usual.distance.spread)
    unsure = scaled(uncertainty, "doubt", usual.uncertainty.middle, usual.uncertainty.spread)
    low = graph.number("least_doubt", -MOST_OF_UNCERTAINTY)
    high = graph.number("most_doubt", MOST_OF_UNCERTAINTY)
    bounded = graph.add("Clip", [unsure, low, high], "bounded_doubt")
    counted = graph.add(
        "Mul", [bounded, graph.number("doubt.weight", usual.weight)], "counted_doubt"
    )
    signs = graph.add("Add", [distance, counted], "signs")
    if background_score is not None and usual.background_score is not None:
        scale = usual.background_score
        beyond = scaled(background_score, "unfamiliar", scale.middle, scale.spread)
        positive = graph.add("Max", [beyond, "nothing"], "unfamiliar.positive")
        apart = graph.number("unfamiliar.weight", usual.apart)
        third = graph.add("Mul", [positive, apart], "unfamiliar.counted")
        signs = graph.add("Add", [signs, third], "all_signs")
    # 1 + (signs - middle) / spread, as one subtraction and one division
    whole = usual.whole
    result = scaled(signs, "whole", whole.middle - whole.spread, whole.spread)
    graph.add("Max", [result, "nothing"], OUT_OF_DISTRIBUTION_SCORE)
