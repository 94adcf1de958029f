"""What arrays hold, by name; and rows of unit length."""

from collections.abc import Callable, Iterable, Iterator
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
_ROWS = 2_048


def row_blocks(n: int) -> Iterator[slice]:
    """All of n rows, some thousand at a time: what is worked out of a table then takes the room of a part of it."""
    for start in range(0, n, _ROWS):
        yield slice(start, min(start + _ROWS, n))


def by_blocks(work: Callable[[Doubles], Doubles], A: Doubles) -> Doubles:
    """What the work makes of the rows of A, some thousand at a time."""
    if len(A) <= _ROWS:
        return work(A)
    return np.concatenate([work(A[rows]) for rows in row_blocks(len(A))])


def inner_products(blocks: Iterable[NDArray[Any]]) -> Doubles:
    """``Z.T @ Z`` of the blocks of rows of Z, added up in double precision."""
    each = iter(blocks)
    first = next(each)
    total: Doubles = (first.T @ first).astype(np.float64, copy=False)
    del first  # a block goes before the next is made
    for block in each:
        total += block.T @ block
        del block
    return total


def unit_features(features: Singles, rows: Indices | None = None) -> Singles:
    """Signed square roots of the features (of some rows), unit length: what the head sees too."""
    unit = features.copy() if rows is None else features[rows]
    for block in row_blocks(len(unit)):
        part = unit[block]
        part[:] = np.sign(part) * np.sqrt(np.abs(part))
        part /= np.maximum(np.linalg.norm(part, axis=1, keepdims=True), _TINY)
    return unit


def unit_roots(X: Doubles) -> Doubles:
    """Signed square roots, each row of unit length, shape (n, dimensions)."""
    return unit_rows(np.sign(X) * np.sqrt(np.abs(X)))


def unit_rows(X: Doubles) -> Doubles:
    """Each row in unit length, shape (n, dimensions); zero if all of it is."""
    lengths = np.sqrt(np.einsum("ij,ij->i", X, X))
    return np.asarray(X / np.maximum(lengths, _TINY)[:, None])
