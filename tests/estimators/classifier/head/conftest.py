from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray


@pytest.fixture(scope="session")
def blobs() -> Callable[..., tuple[NDArray[np.float64], NDArray[np.intp]]]:
    """Return a function that makes `n` examples a class around fixed means, `apart` in units of their spread."""

    def make(
        n: int, dimensions: int, classes: int, apart: float, seed: int = 0
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        rng = np.random.default_rng(seed)
        means = np.random.default_rng(99).normal(size=(classes, dimensions))
        codes = np.repeat(np.arange(classes), n)
        return apart * means[codes] + rng.normal(size=(n * classes, dimensions)), codes

    return make
