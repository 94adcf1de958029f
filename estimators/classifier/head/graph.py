"""The head as ONNX nodes: the same arithmetic as `CalibratedHead`, in float32."""

from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.backbone import View
from estimators.classifier.graph_builder import GraphBuilder
from estimators.classifier.head.out_of_distribution import MOST_OF_UNCERTAINTY
from estimators.classifier.head.views import PLAIN, ROOT

if TYPE_CHECKING:
    from estimators.classifier.head.head import CalibratedHead

FEATURES = "features"
PROBABILITIES, OUT_OF_DISTRIBUTION_SCORE = "probabilities", "strangeness"


def head_graph(head: "CalibratedHead") -> GraphBuilder:
    """The graph from the tensor `FEATURES`, float32 [1, dimensions], to the two outputs.

    They are `probabilities`, float32 [classes], and `strangeness`, a float32 scalar. Operators: Abs, Add, Clip, Concat, Div,
    Gemm, MatMul, Max, Mul, ReduceL2, ReduceMin, Sign, Slice (of several views), Softmax, Sqrt, Squeeze, Sub, Transpose.
    """
    graph = GraphBuilder()
    graph.constant("tiny", 1e-12)
    graph.constant("nothing", 0.0)
    graph.integers("columns", 1)
    graph.integers("rows", 0)
    views = head.views_
    alone = len(views) == 1
    whole = alone and (views[0].start, views[0].stop) == (0, head.n_features_in_)
    parts = [view_direction(graph, FEATURES, view, f"view{n}", whole=whole) for n, view in enumerate(views)]  # fmt: skip
    direction = parts[0]
    if not alone:
        beside = graph.node("Concat", parts, "beside", axis=1)
        share = graph.constant("share", 1.0 / np.sqrt(len(views)))
        direction = graph.node("Mul", [beside, share], "direction")
    uncertainty = _scores(graph, head, direction)
    nearest = _nearest(graph, head, direction)
    _out_of_distribution_score(
        graph, head, nearest, uncertainty, _background_score(graph, head, direction)
    )
    return graph


def view_direction(
    graph: GraphBuilder, features: str, view: View, name: str, *, whole: bool
) -> str:
    """The columns of a view as `views.side_by_side` has them, by constants "columns" and "tiny" of the graph."""
    columns, last, tiny = features, f"{graph.prefix}columns", f"{graph.prefix}tiny"
    if not whole:
        start = graph.integers(f"{name}.start", view.start)
        stop = graph.integers(f"{name}.stop", view.stop)
        columns = graph.node("Slice", [features, start, stop, last], f"{name}.columns")
    if view.transform == PLAIN:
        return columns
    if view.transform == ROOT:
        signs = graph.node("Sign", [columns], f"{name}.signs")
        sizes = graph.node("Abs", [columns], f"{name}.sizes")
        roots = graph.node("Sqrt", [sizes], f"{name}.plain_roots")
        columns = graph.node("Mul", [roots, signs], f"{name}.roots")
    length = graph.node("ReduceL2", [columns, last], f"{name}.length", keepdims=1)
    safe = graph.node("Max", [length, tiny], f"{name}.safe_length")
    return graph.node("Div", [columns, safe], f"{name}.direction")


def _scores(graph: GraphBuilder, head: "CalibratedHead", direction: str) -> str:
    """Probabilities; returns minus the largest score (there is no need for an operator that finds the largest)."""
    coef = graph.constant("coef", -head.coef_)
    intercept = graph.constant("intercept", -head.intercept_)
    negated = graph.node("Gemm", [direction, coef, intercept], "negated_scores", transB=1)
    scores = graph.node("Mul", [negated, graph.constant("minus_one", -1.0)], "scores")
    graph.node("Softmax", [scores], "softmax", axis=1)
    graph.node("Squeeze", ["softmax", "rows"], PROBABILITIES)
    return graph.node("ReduceMin", [negated], "doubt", keepdims=0)


def _nearest(graph: GraphBuilder, head: "CalibratedHead", direction: str) -> str:
    """The distance to the nearest class; |z - m|² = |z|² + |m|² - 2 z·m."""
    space = head.class_distances_
    means = graph.constant("means", -2.0 * space.means)
    means_squared = graph.constant("means_squared", (space.means**2).sum(axis=1))
    length = graph.node("ReduceL2", [direction, "columns"], "length", keepdims=1)
    own = graph.node("Mul", [length, length], "length_squared")
    crossed = graph.node("Gemm", [direction, means, means_squared], "crossed", transB=1)
    raw = graph.node("Add", [crossed, own], "raw_squares")
    squares = graph.node("Max", [raw, "nothing"], "squares")
    total = graph.node("Mul", [squares, graph.constant("precision", space.precision)], "evenly")
    if len(space.directions):
        directions = graph.constant("directions", space.directions)
        along = graph.node("Gemm", [direction, directions], "along", transB=1)
        means_along = graph.constant("means_along", space.means @ space.directions.T)
        each = graph.node("Sub", [along, means_along], "along_each")
        squared = graph.node("Mul", [each, each], "along_squared")
        weight = graph.constant("extra_precision", space.extra_precision[:, None])
        column = graph.node("MatMul", [squared, weight], "extra_column")
        extra = graph.node("Transpose", [column], "extra", perm=[1, 0])
        total = graph.node("Add", [total, extra], "total")
    positive = graph.node("Max", [total, "nothing"], "positive")
    distances = graph.node("Sqrt", [positive], "distances")
    return graph.node("ReduceMin", [distances], "nearest", keepdims=0)


def _background_score(graph: GraphBuilder, head: "CalibratedHead", direction: str) -> str | None:
    """How far it looks like the background; None without one."""
    discriminant = head.background_
    if discriminant is None:
        return None
    weights = np.zeros((1, head.coef_.shape[1]))
    weights[0, : len(discriminant.weights)] = -discriminant.weights
    row = graph.constant("familiarity", weights)
    offset = graph.constant("familiarity.offset", [discriminant.offset])
    column = graph.node("Gemm", [direction, row, offset], "unfamiliar_column", transB=1)
    return graph.node("ReduceMin", [column], "unfamiliar", keepdims=0)  # there is only one


def _out_of_distribution_score(
    graph: GraphBuilder,
    head: "CalibratedHead",
    nearest: str,
    uncertainty: str,
    background_score: str | None,
) -> None:
    usual = head.out_of_distribution_

    def scaled(value: str, name: str, middle: float, spread: float) -> str:
        centred = graph.node(
            "Sub", [value, graph.constant(f"{name}.middle", middle)], f"{name}.centred"
        )
        return graph.node(
            "Div", [centred, graph.constant(f"{name}.spread", spread)], f"{name}.scaled"
        )

    distance = scaled(nearest, "distance", usual.distance.middle, usual.distance.spread)
    unsure = scaled(uncertainty, "doubt", usual.uncertainty.middle, usual.uncertainty.spread)
    low = graph.constant("least_doubt", -MOST_OF_UNCERTAINTY)
    high = graph.constant("most_doubt", MOST_OF_UNCERTAINTY)
    bounded = graph.node("Clip", [unsure, low, high], "bounded_doubt")
    counted = graph.node(
        "Mul", [bounded, graph.constant("doubt.weight", usual.weight)], "counted_doubt"
    )
    signs = graph.node("Add", [distance, counted], "signs")
    if background_score is not None and usual.background_score is not None:
        scale = usual.background_score
        beyond = scaled(background_score, "unfamiliar", scale.middle, scale.spread)
        positive = graph.node("Max", [beyond, "nothing"], "unfamiliar.positive")
        apart = graph.constant("unfamiliar.weight", usual.apart)
        third = graph.node("Mul", [positive, apart], "unfamiliar.counted")
        signs = graph.node("Add", [signs, third], "all_signs")
    # 1 + (signs - middle) / spread, as one subtraction and one division
    whole = usual.whole
    result = scaled(signs, "whole", whole.middle - whole.spread, whole.spread)
    graph.node("Max", [result, "nothing"], OUT_OF_DISTRIBUTION_SCORE)
