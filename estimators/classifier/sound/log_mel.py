"""What any sound looks like, speech or not: its log-mel spectrum, how that varies, and a coarse picture of it over time.

The speech embedding has only heard words below 3.8 kHz; a knock, a whistle and a fan differ here.
"""

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.sound.spectrum import BINS, PADDED_FRAMES, Nodes

BANDS = 40
_CELLS = (8, 20)
LOG_MEL = 4 * BANDS + (BANDS - 1) + _CELLS[0] * _CELLS[1]
_LOWEST, _HIGHEST = 60.0, 8_000.0  # hertz
_GLIDE_WEIGHT = 15.0
"""Brings slopes, which are small, near the size of the other statistics (decision 0088)."""
RANGE_DB = 60.0
"""What lies further below the loudest is noise of the microphone or the codec."""


def mel_filters(bands: int = BANDS) -> NDArray[np.float64]:
    """Triangles evenly spaced on O'Shaughnessy's mel scale, shape (257, bands), each with the sum 1."""

    def mel(hertz: float) -> float:
        return float(2595.0 * np.log10(1.0 + hertz / 700.0))

    corners = 700.0 * (10.0 ** (np.linspace(mel(_LOWEST), mel(_HIGHEST), bands + 2) / 2595.0) - 1.0)
    low, middle, high = corners[:-2], corners[1:-1], corners[2:]
    hertz = np.linspace(0.0, 8_000.0, BINS)[:, None]
    rising, falling = (hertz - low) / (middle - low), (high - hertz) / (high - middle)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles / triangles.sum(axis=0))


def add_log_mel(g: Nodes) -> str:
    """Nodes from `power` [1, frames, 257] to [1, 359]: mean, spread, mean step and largest of each band; its glide; 8 by 20 cells."""

    def integers(name: str, values: list[int]) -> str:
        return g.constant(name, values, np.int64)

    time = integers("time", [1])
    heard = g.node(
        "Slice",
        ["power", integers("begin", [PADDED_FRAMES]), integers("end", [-PADDED_FRAMES]), time],
    )
    mel = g.node("MatMul", [heard, g.constant("mel", mel_filters())])
    mel = g.node("Log", [g.node("Max", [mel, g.constant("least", 1e-10)])])
    mel = g.node("Mul", [mel, g.constant("decibel", 10.0 / np.log(10.0))])
    floor = g.node("Sub", [g.node("ReduceMax", [mel], keepdims=1), g.constant("range", RANGE_DB)])
    # Above the floor, from 0 to 60 dB, to -2 ... 2.
    z = g.node("Sub", [g.node("Max", [mel, floor]), floor])
    z = g.node("Mul", [z, g.constant("scale", 4.0 / RANGE_DB)])
    z = g.node("Sub", [z, g.constant("middle", 2.0)])
    mean = g.node("ReduceMean", [z, time], keepdims=1)
    off = g.node("Sub", [z, mean])
    spread = g.node("Sqrt", [g.node("ReduceMean", [g.node("Mul", [off, off]), time], keepdims=1)])
    later = g.node("Slice", [z, integers("second", [1]), integers("last", [2**31 - 1]), time])
    earlier = g.node("Slice", [z, integers("first", [0]), integers("but_last", [-1]), time])
    change = g.node("Sub", [later, earlier])
    step = g.node("ReduceMean", [g.node("Abs", [change]), time], keepdims=1)
    largest = g.node("ReduceMax", [z, time], keepdims=1)
    statistics = g.node("Flatten", [g.node("Concat", [mean, spread, step, largest], axis=2)])
    glide = g.node("Flatten", [_glide(g, change, g.node("Add", [later, earlier]))])
    picture = g.node("Unsqueeze", [z, time])
    cells = g.node(
        "Resize",
        [picture, "", "", integers("cells", [1, 1, *_CELLS])],
        mode="linear",
        antialias=1,
        coordinate_transformation_mode="half_pixel",
    )
    return g.node("Concat", [statistics, glide, g.node("Flatten", [cells])], axis=1)


def _glide(g: Nodes, change: str, level: str) -> str:
    """Does the pitch rise or fall? Mean product of the slopes over time and over pitch, at each band but the last, [1, 1, 39].

    Where a tone rises, what is above it grows while it is weaker: the product is negative; where it falls, positive.
    """

    def integers(name: str, value: int) -> str:
        return g.constant(f"glide_{name}", [value], np.int64)

    bands = integers("bands", 2)
    above = [integers("second", 1), integers("last", 2**31 - 1), bands]
    below = [integers("first", 0), integers("but_last", -1), bands]
    over_pitch = g.node("Sub", [g.node("Slice", [level, *above]), g.node("Slice", [level, *below])])
    over_time = g.node(
        "Add", [g.node("Slice", [change, *above]), g.node("Slice", [change, *below])]
    )
    product = g.node("Mul", [over_time, over_pitch])
    glide = g.node("ReduceMean", [product, integers("time", 1)], keepdims=1)
    return g.node("Mul", [glide, g.constant("glide_weight", _GLIDE_WEIGHT)])
