"""A perceptual hash of a sound: 128 bits that stay almost the same when it is made louder, re-encoded, trimmed or padded.

As in Haitsma and Kalker's fingerprint (https://ismir2002.ismir.net/proceedings/02-FP04-2.pdf), a bit says whether the
step from one band to the next grows or shrinks over time; here over 16 stretches of the whole sound and 8 steps between bands.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.sound.spectrum import BINS, PADDED_FRAMES

_STRETCHES, _BANDS = 16, 9
_LOWEST, _HIGHEST = 150.0, 3_500.0
"""Hertz: what telephones, 8 kHz recordings and every codec keep."""
_FLOOR = 1e-3
"""Of the loudest: weaker than that, codecs and rooms differ."""
_TAIL = 0.05
"""Share of the sounding that may be missing at either end."""


def fingerprint(power: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The hash of a power spectrum [1, frames, 257], as `spectrum` gives it, in 16 bytes."""
    bands = power[0, PADDED_FRAMES:-PADDED_FRAMES].astype(np.float64) @ _bands()
    level = np.log10(bands / max(float(bands.max()), 1e-12) + _FLOOR) - np.log10(_FLOOR)
    cells = _between(level, *_sounding(level))
    over_time = cells[2:] - cells[:-2]
    return np.packbits((over_time[:, 1:] > over_time[:, :-1]).ravel())


def _sounding(level: NDArray[np.float64]) -> tuple[float, float]:
    """First and last frame that matter, without leading and trailing silence."""
    total = np.concatenate([[0.0], level.mean(axis=1).cumsum()])
    if total[-1] < 1e-9:  # silence
        return 0.0, float(len(level))
    first, last = np.interp([_TAIL, 1.0 - _TAIL], total / total[-1], np.arange(len(total)))
    return float(first), float(max(last, first + 1e-6))


def _between(level: NDArray[np.float64], first: float, last: float) -> NDArray[np.float64]:
    """Mean level of stretches of equal length from `first` to `last`, frames cut where need be."""
    edges = np.linspace(first, last, _STRETCHES + 3)
    whole = np.minimum(edges.astype(int), len(level) - 1)
    sums = np.concatenate([np.zeros((1, level.shape[1])), level.cumsum(axis=0)])
    at_edges = sums[whole] + (edges - whole)[:, None] * level[whole]
    return np.asarray(np.diff(at_edges, axis=0) / np.diff(edges)[:, None])


@lru_cache(maxsize=1)
def _bands() -> NDArray[np.float64]:
    """Which bins belong to which of nine bands, evenly spaced in pitch, shape (257, 9)."""
    hertz = np.linspace(0.0, 8_000.0, BINS)
    edges = np.geomspace(_LOWEST, _HIGHEST, _BANDS + 1)
    inside = (hertz[:, None] >= edges[:-1]) & (hertz[:, None] < edges[1:])
    return np.asarray(inside / np.maximum(inside.sum(axis=0), 1))
