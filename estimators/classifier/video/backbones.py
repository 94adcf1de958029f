"""Clips through the photo backbone, frame by frame, and what moves in them: where, when, and how unevenly."""

from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.backbone import Backbone, View, backbone_named
from estimators.classifier.graph_builder import GraphBuilder, Values
from estimators.classifier.photo.backbones import FEATURES, LITE0

if TYPE_CHECKING:
    import onnx

_FINE, _CELLS, _QUARTERS = 56, 7, 4
MOTION = (_QUARTERS + 1) * _CELLS * _CELLS + 3
_SIZE = 2 * FEATURES + MOTION
_PIXELS: Values = {"pixels": (np.uint8, ["t", LITE0.side, LITE0.side, 3])}


def add_motion(g: GraphBuilder) -> str:
    """Nodes from `pixels`, uint8 [t, 224, 224, 3], to [1, 248]: the change from frame to frame in 7 by 7 cells for each quarter
    of the clip, how it varies in each cell, and its mean, spread and largest over the clip."""
    from onnx import TensorProto

    first_axis = g.integers("first_axis", 0)
    grey = g.node("Cast", ["pixels"], to=TensorProto.FLOAT)
    grey = g.node("ReduceMean", [grey, g.integers("colours", 3)], keepdims=0)
    grey = g.node("Mul", [grey, g.constant("white", 1.0 / 255.0)])
    grey = g.node("Unsqueeze", [grey, g.integers("channel", 1)])
    small = _mean_of(g, grey, LITE0.side // _FINE)
    begin, first = g.integers("begin", 0), g.integers("first", 1)
    # The first frame stands before itself, so that a single frame has a change too: none.
    opening = g.node("Slice", [small, begin, first, first_axis])
    earlier = g.node(
        "Slice",
        [g.node("Concat", [opening, small], axis=0), begin, g.integers("but_last", -1), first_axis],
    )
    change = g.node("Abs", [g.node("Sub", [small, earlier])])
    cells = _mean_of(g, change, _FINE // _CELLS)  # [t, 1, 7, 7]
    flat = g.node("Flatten", [cells], axis=2)
    flat = g.node("Unsqueeze", [flat, g.integers("one_picture", 0, 1)])  # [1, 1, t, 49]
    when = g.resize(flat, g.integers("quarters", 1, 1, _QUARTERS, _CELLS * _CELLS))
    uneven = _spread(g, flat, g.integers("time", 2))
    amount = g.node("ReduceMean", [flat, g.integers("cells", 3)], keepdims=1)  # [1, 1, t, 1]
    time = g.integers("amount_time", 2)
    amounts = [
        g.node("ReduceMean", [amount, time], keepdims=1),
        _spread(g, amount, time),
        g.node("ReduceMax", [amount, time], keepdims=1),
    ]
    where = g.node("Concat", [g.node("Flatten", [when]), g.node("Flatten", [uneven])], axis=1)
    overall = g.node("Flatten", [g.node("Concat", amounts, axis=1)])
    return g.node("Concat", [where, overall], axis=1)


def _mean_of(g: GraphBuilder, x: str, side: int) -> str:
    return g.node("AveragePool", [x], kernel_shape=[side, side], strides=[side, side])


def _spread(g: GraphBuilder, x: str, axis: str) -> str:
    return g.spread(x, g.node("ReduceMean", [x, axis], keepdims=1), axis)


def resize_frames() -> "onnx.ModelProto":
    """Squash every frame to 224 by 224, as the photo backbone does."""
    g = GraphBuilder()
    g.resize("frames", g.integers("input_size", LITE0.side, LITE0.side), "pixels", axes=[1, 2])
    return g.model("prepare", {"frames": (np.uint8, ["t", "height", "width", 3])}, _PIXELS)


def frames_over_time() -> "onnx.ModelProto":
    """From `pixels`, uint8 [t, 224, 224, 3], to `features`, float32 [1, 2808]: what the frames show on average, how that changes,
    and where and when something moves."""
    photo = backbone_named(LITE0.name).features().graph
    g, over_time, motion = GraphBuilder(), GraphBuilder("over_time."), GraphBuilder("motion.")
    each = "each_frame"
    for node in photo.node:
        node.output[:] = [each if name == "features" else name for name in node.output]
    time = over_time.integers("time", 0)
    mean = over_time.node("ReduceMean", [each, time], keepdims=1)
    away = over_time.node("Abs", [over_time.node("Sub", [each, mean])])
    change = over_time.node("ReduceMean", [away, time], keepdims=1)
    parts = [mean, change, add_motion(motion)]
    g.nodes += [*photo.node, *over_time.nodes, *motion.nodes]
    g.initializers += [*photo.initializer, *over_time.initializers, *motion.initializers]
    g.node("Concat", parts, "features", axis=1)
    return g.model("frames", _PIXELS, {"features": (np.float32, [1, _SIZE])})


BACKBONES = {
    "frames": Backbone(
        name="frames",
        modality="video",
        dimensions=_SIZE,
        licence="Apache-2.0",
        signature=(
            "frames: uint8 [t, height, width, 3], RGB, upright, any size; "
            "eight, from the middles of eight equal stretches of the clip"
        ),
        prepare=resize_frames,
        features=frames_over_time,
        at_once=1,
        views=(
            View("frames", 0, FEATURES),
            View("change", FEATURES, 2 * FEATURES),
            View("motion", 2 * FEATURES, _SIZE),
        ),
    )
}
