"""Which examples are the same, or nearly: found without comparing every pair, and kept together in every split."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.classifier.embedding import Embeddings
from estimators.classifier.modality import modality_named

_ALIKE_BELOW = 0.32
"""Where the photos of a set usually lie closer to one another than this, near has to mean much nearer."""
_USUALLY_APART = 0.5
_COMPARE_ALL_BELOW = 2_000
_PIVOTS_EACH = 3


def near_pairs(embeddings: Embeddings) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, of readable items that are nearly the same example, exact copies included.

    Both tests have to agree: the perceptual hash (same layout of light and dark) and the features (same things in it),
    the latter strictly where the photos of a set are all alike anyway, as handwritten digits are.
    Large sets are compared within neighbourhoods (each photo with those that share one of its three nearest of
    sqrt(n) pivots), which costs n^1.5 instead of n².
    """
    readable = np.flatnonzero(embeddings.readable)
    if len(readable) < 2:
        return []
    unit = unit_features(embeddings.features[readable])
    prints = embeddings.fingerprints[readable]
    nearness = modality_named(embeddings.modality).nearness
    furthest = nearness.distance * min(1.0, usual_distance(unit) / _ALIKE_BELOW) ** 3
    found: set[tuple[int, int]] = set()
    for block in _neighbourhoods(unit):
        for rows in np.array_split(np.arange(len(block)), max(1, len(block) // 500)):
            distance = 1.0 - unit[block[rows]] @ unit[block].T
            a, b = np.nonzero(distance <= furthest)
            i, j = block[rows[a]], block[b]
            near = (i < j) & (bits_apart(prints[i], prints[j]) <= nearness.bits)
            found.update(zip(readable[i[near]].tolist(), readable[j[near]].tolist(), strict=True))
    return sorted(found)


def group_belongings(embeddings: Embeddings, groups: ArrayLike | None = None) -> NDArray[np.intp]:
    """A group number for each item, shape (n,): near duplicates, and items with the same `groups` (other than ""), share one."""
    links = near_pairs(embeddings)
    if groups is not None:
        first: dict[object, int] = {}
        links += [
            (first.setdefault(group, position), position)
            for position, group in enumerate(np.asarray(groups).tolist())
            if group != ""
        ]
    return connected(len(embeddings.keys), links)


def connected(count: int, links: list[tuple[int, int]]) -> NDArray[np.intp]:
    """Number the connected components of a graph: shape (count,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not links:
        return np.arange(count)
    a, b = np.array(links).T
    graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def unit_features(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Signed square roots of the features, unit length: what the head sees too."""
    roots = np.sign(features) * np.sqrt(np.abs(features))
    return np.asarray(roots / np.maximum(np.linalg.norm(roots, axis=1, keepdims=True), 1e-12))


def usual_distance(unit: NDArray[np.float32]) -> float:
    """Median of 1 - cosine over pairs of the set, at most a half; a handful of photos cannot say, and count as a half."""
    if len(unit) < 5:
        return _USUALLY_APART
    rng = np.random.default_rng(0)
    a, b = rng.integers(len(unit), size=(2, 4_000))
    apart = 1.0 - (unit[a] * unit[b]).sum(axis=1)[a != b]
    return min(_USUALLY_APART, float(np.median(apart)))


def bits_apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How many of the 128 bits differ, row by row of two arrays of shape (..., 16)."""
    return np.asarray(np.bitwise_count(one ^ other).sum(axis=-1, dtype=np.int64))


def _neighbourhoods(unit: NDArray[np.float32]) -> Iterator[NDArray[np.intp]]:
    n = len(unit)
    if n < _COMPARE_ALL_BELOW:
        yield np.arange(n)
        return
    pivots = np.random.default_rng(0).choice(n, size=int(np.sqrt(n)), replace=False)
    nearest = np.concatenate(
        [
            np.argpartition(-(unit[rows] @ unit[pivots].T), _PIVOTS_EACH, axis=1)[:, :_PIVOTS_EACH]
            for rows in np.array_split(np.arange(n), n // 1_000 + 1)
        ]
    )
    for pivot in range(len(pivots)):
        yield np.flatnonzero((nearest == pivot).any(axis=1))
