"""A perceptual hash of a clip: 128 bits that stay almost the same when it is re-encoded or resized.

64 bits are the difference hash of the mean frame; the other 64 say in which sixteenth of the picture something bright comes by in
which quarter of the clip. The first alone would take two clips of a camera that stands still for one (decision 0089).
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_ACROSS = (8, 9)
_CELLS, _QUARTERS = 4, 4
_CLEARLY = 0.5
"""Of 255 levels of grey; less is noise of the codec."""
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def fingerprint(frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The hash of frames (t, height, width, 3), at least 9 by 9 pixels, in 16 bytes."""
    grey = frames @ _LUMA
    mean = grey.mean(axis=0)
    across = _cells(mean[None], *_ACROSS)[0]
    away = _cells(grey - mean, _CELLS, _CELLS)
    edges = np.linspace(0, len(away), _QUARTERS + 1).astype(int)
    quarters = [
        away[min(start, len(away) - 1) : max(stop, start + 1)].mean(axis=0)
        for start, stop in pairwise(edges)
    ]
    brighter = np.stack(quarters) > _CLEARLY
    return np.packbits(np.concatenate([(across[:, 1:] > across[:, :-1]).ravel(), brighter.ravel()]))


def _cells(grey: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float32]:
    """Mean of a grid of cells of each picture, shape (t, rows, columns)."""
    y = np.linspace(0, grey.shape[1], rows + 1).astype(int)
    x = np.linspace(0, grey.shape[2], columns + 1).astype(int)
    sums = np.add.reduceat(np.add.reduceat(grey, y[:-1], axis=1), x[:-1], axis=2)
    return np.asarray(sums / np.outer(np.diff(y), np.diff(x)), np.float32)
