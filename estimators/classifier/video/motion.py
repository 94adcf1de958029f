"""What moves in a clip: where, when, and how unevenly, whatever is in the picture."""

import numpy as np

from estimators.classifier.photo.efficientnet import LITE0
from estimators.classifier.sound.spectrum import Nodes

_FINE, _CELLS, _QUARTERS = 56, 7, 4
MOTION = (_QUARTERS + 1) * _CELLS * _CELLS + 3


def add_motion(g: Nodes) -> str:
    """Nodes from `pixels`, uint8 [t, 224, 224, 3], to [1, 248]: the change from frame to frame in 7 by 7 cells for each quarter
    of the clip, how it varies in each cell, and its mean, spread and largest over the clip."""
    from onnx import TensorProto

    def integers(name: str, *values: int) -> str:
        return g.constant(name, list(values), np.int64)

    first_axis = integers("first_axis", 0)
    grey = g.node("Cast", ["pixels"], to=TensorProto.FLOAT)
    grey = g.node("ReduceMean", [grey, integers("colours", 3)], keepdims=0)
    grey = g.node("Mul", [grey, g.constant("white", 1.0 / 255.0)])
    grey = g.node("Unsqueeze", [grey, integers("channel", 1)])
    small = _mean_of(g, grey, LITE0.side // _FINE)
    begin, first = integers("begin", 0), integers("first", 1)
    # The first frame stands before itself, so that a single frame has a change too: none.
    opening = g.node("Slice", [small, begin, first, first_axis])
    earlier = g.node(
        "Slice",
        [g.node("Concat", [opening, small], axis=0), begin, integers("but_last", -1), first_axis],
    )
    change = g.node("Abs", [g.node("Sub", [small, earlier])])
    cells = _mean_of(g, change, _FINE // _CELLS)  # [t, 1, 7, 7]
    flat = g.node("Flatten", [cells], axis=2)
    flat = g.node("Unsqueeze", [flat, integers("one_picture", 0, 1)])  # [1, 1, t, 49]
    when = g.node(
        "Resize",
        [flat, "", "", integers("quarters", 1, 1, _QUARTERS, _CELLS * _CELLS)],
        mode="linear",
        antialias=1,
        coordinate_transformation_mode="half_pixel",
    )
    uneven = _spread(g, flat, integers("time", 2))
    amount = g.node("ReduceMean", [flat, integers("cells", 3)], keepdims=1)  # [1, 1, t, 1]
    time = integers("amount_time", 2)
    amounts = [
        g.node("ReduceMean", [amount, time], keepdims=1),
        _spread(g, amount, time),
        g.node("ReduceMax", [amount, time], keepdims=1),
    ]
    where = g.node("Concat", [g.node("Flatten", [when]), g.node("Flatten", [uneven])], axis=1)
    overall = g.node("Flatten", [g.node("Concat", amounts, axis=1)])
    return g.node("Concat", [where, overall], axis=1)


def _mean_of(g: Nodes, x: str, side: int) -> str:
    return g.node("AveragePool", [x], kernel_shape=[side, side], strides=[side, side])


def _spread(g: Nodes, x: str, axis: str) -> str:
    off = g.node("Sub", [x, g.node("ReduceMean", [x, axis], keepdims=1)])
    return g.node("Sqrt", [g.node("ReduceMean", [g.node("Mul", [off, off]), axis], keepdims=1)])
