"""Features of classes that lie around fixed means."""

import numpy as np
from numpy.typing import NDArray


def blobs(
    n: int, dimensions: int, classes: int, apart: float, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """`n` examples a class around fixed means, `apart` in units of their spread."""
    rng = np.random.default_rng(seed)
    means = np.random.default_rng(99).normal(size=(classes, dimensions))
    codes = np.repeat(np.arange(classes), n)
    return apart * means[codes] + rng.normal(size=(n * classes, dimensions)), codes
