"""What arrays hold, by name; and rows of unit length."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indices = NDArray[np.intp]
"""Positions, or numbers of classes, groups and folds."""
Octets = NDArray[np.uint8]
"""Pixels, or fingerprints of 16."""
Mask = NDArray[np.bool_]
Labels = NDArray[np.str_]
Decoded = NDArray[Any]
"""Exactly what the exported file takes: a photo as uint8 [height, width, 3] RGB, a text as an object array [1] of str, a
sound as float32 [samples] mono at 16 kHz, a clip as uint8 [frames, height, width, 3]."""

_TINY = 1e-12


def unit_features(features: Singles) -> Singles:
    """Signed square roots of the features, unit length: what the head sees too."""
    roots = np.sign(features) * np.sqrt(np.abs(features))
    return np.asarray(roots / np.maximum(np.linalg.norm(roots, axis=1, keepdims=True), _TINY))


def unit_roots(X: Doubles) -> Doubles:
    """Signed square roots, each row of unit length, shape (n, dimensions)."""
    return unit_rows(np.sign(X) * np.sqrt(np.abs(X)))


def unit_rows(X: Doubles) -> Doubles:
    """Each row in unit length, shape (n, dimensions); zero if all of it is."""
    lengths = np.sqrt(np.einsum("ij,ij->i", X, X))
    return np.asarray(X / np.maximum(lengths, _TINY)[:, None])
