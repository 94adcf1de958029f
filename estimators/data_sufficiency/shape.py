"""Does a measured curve look like one, or is something odd about it?"""

from dataclasses import dataclass

import numpy as np

from estimators.data_sufficiency.curve_space import Floats
from estimators.data_sufficiency.measured import MeasuredPoint

FEW = 30
"""Examples below which luck decides most of a measurement."""
LITTLE = 0.005
"""Accuracy per doubling that counts as none."""
WHOLE_POINT = 0.01
GUESSED_SPREAD = 0.02
LATE = 4
"""What counts as the end of a curve: the last two doublings."""


@dataclass(frozen=True)
class Shape:
    """`name` is "ordinary", "flat", "falling", "unlike" (any known curve) or "few" (too few examples to tell).

    `flat_from` is the smallest measured size from which a flat curve is flat, else None.
    """

    name: str
    flat_from: int | None = None


def shape_of(points: "tuple[MeasuredPoint, ...]", lack_of_fit: float) -> Shape:
    """Name the shape of a measured curve, what matters most first.

    `lack_of_fit` is the forecaster's: above 1 the curve is unlike any that the prior has seen.
    """
    if points and points[-1].n < FEW:
        return Shape("few")
    late = tuple(point for point in points if LATE * point.n >= points[-1].n)
    if len(late) >= 3:
        slope, unsure = _slope(late)
        fallen = max(point.mean for point in late[:-1]) - late[-1].mean
        if slope < -2 * unsure and fallen > WHOLE_POINT:
            return Shape("falling")
    if lack_of_fit > 1:
        return Shape("unlike")
    rises = len(late) >= 3 and slope > 2 * unsure and slope > LITTLE
    flat_from = None if rises else _flat_from(points)
    return Shape("ordinary") if flat_from is None else Shape("flat", flat_from)


def _flat_from(points: "tuple[MeasuredPoint, ...]") -> int | None:
    """The smallest size after which nothing surely rises, at least two doublings before the end."""
    found = None
    for at in range(len(points) - 2):
        part = points[at:]
        if LATE * part[0].n > points[-1].n * 1.05:
            break
        slope, unsure = _slope(part)
        level = np.mean([point.mean for point in part])
        even = all(
            abs(point.mean - level)
            < 2 * WHOLE_POINT + 2 * (point.std or 0.0) / np.sqrt(point.repeats)
            for point in part
        )
        if abs(slope) < LITTLE and unsure < LITTLE and even:
            found = part[0].n
            break
    return found


def _slope(points: "tuple[MeasuredPoint, ...]") -> tuple[float, float]:
    """Accuracy per doubling by least squares, and its standard error.

    It comes from the spread of the repeats; where a size has a single one, from how far the sizes lie from the line.
    """
    octave: Floats = np.log2([point.n for point in points])
    x = octave - octave.mean()
    squares = float(x @ x)
    means: Floats = np.array([point.mean for point in points])
    slope = float(x @ means) / squares
    away = means - means.mean() - slope * x
    # A guess of the spread counts as one size more, or three sizes that happen to lie on a line would be sure of it.
    single = float(np.sqrt((away @ away + GUESSED_SPREAD**2) / max(len(points) - 1, 1)))
    spread = [single if p.std is None else p.std / np.sqrt(p.repeats) for p in points]
    return slope, max(float(np.mean(spread)), 1e-3) / float(np.sqrt(squares))
