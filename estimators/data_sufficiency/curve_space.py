"""The space in which learning curves are compared: logit accuracy at half-octave sizes.

A curve is a vector of logit accuracies at 16, 23, 32, ... 32,768 training examples. Two facts about the
task stand behind it: logit of the largest class's share, and log2 of the number of classes.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SMALLEST, LARGEST = 16, 32768
OCTAVES: Floats = np.arange(4.0, 15.25, 0.5)
SIZES: Floats = np.round(2.0**OCTAVES)
N_SIZES = len(SIZES)
MAJORITY, CLASSES = N_SIZES, N_SIZES + 1
N_FEATURES = N_SIZES + 2

FINEST = 1e-4
"""Accuracies are kept this far from 0 and 1: no curve in the collection is measured more finely."""


def logit(accuracy: ArrayLike) -> Floats:
    """Log odds; accuracies are kept `FINEST` away from 0 and 1."""
    p = np.clip(np.asarray(accuracy, dtype=np.float64), FINEST, 1 - FINEST)
    return np.asarray(np.log(p) - np.log1p(-p))


def expit(z: ArrayLike) -> Floats:
    """The inverse of `logit`."""
    return np.asarray(1 / (1 + np.exp(-np.asarray(z, dtype=np.float64))))


def half_octave_sizes(smallest: int, largest: int) -> list[int]:
    """The sizes 16, 23, 32, 45, ... (and 11, 8, ... below) between two counts, both included."""
    exponents = np.arange(np.ceil(2 * np.log2(max(smallest, 1)) - 0.1), 2 * np.log2(largest) + 0.1)
    sizes = {round(2.0 ** (e / 2)) for e in exponents}
    return sorted(size for size in sizes if smallest <= size <= largest)


def weights_at(n: ArrayLike) -> Floats:
    """Rows that turn a curve vector into its values at `n`: linear in log2 n between two sizes.

    Outside 16 to 32,768 the slope of the nearest octave continues at half its strength: the curves of
    the collection flatten, and `drift_at` says how unsure that is.
    """
    octave = np.log2(np.maximum(np.asarray(n, dtype=np.float64), 1.0))
    inside = np.clip(octave, OCTAVES[0], OCTAVES[-1])
    position = (inside - OCTAVES[0]) * 2
    left = np.minimum(position.astype(np.intp), N_SIZES - 2)
    share = position - left
    rows = np.zeros((octave.size, N_FEATURES))
    each = np.arange(octave.size)
    rows[each, left] = 1 - share
    rows[each, left + 1] += share
    beyond = (octave - inside) / 2
    above, below = beyond > 0, beyond < 0
    rows[above, N_SIZES - 1] += beyond[above]
    rows[above, N_SIZES - 3] -= beyond[above]
    rows[below, 0] -= beyond[below]
    rows[below, 2] += beyond[below]
    return rows


def drift_at(n: ArrayLike) -> Floats:
    """Variance (logit) to add outside 16 to 32,768: a random walk of 0.15 per octave."""
    octave = np.log2(np.maximum(np.asarray(n, dtype=np.float64), 1.0))
    return np.asarray(0.15**2 * np.abs(octave - np.clip(octave, OCTAVES[0], OCTAVES[-1])))
