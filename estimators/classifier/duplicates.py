"""Which examples are the same, or nearly, or of the same scene: found without comparing every pair."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.classifier.arrays import Doubles, Indices, Octets, Singles, unit_features
from estimators.classifier.embedding import Embeddings
from estimators.classifier.modality import modality_named

Pairs = Indices
"""Positions (i, j), i < j, shape (pairs, 2), in order."""

_ALIKE_BELOW = 0.32
"""Where the photos of a set usually lie closer to one another than this, near has to mean much nearer."""
_USUALLY_APART = 0.5
_SCENE_OF_CLASS = 0.4
"""Of one scene are examples that are closer than this share of what is usual within their class."""
_COMPARE_ALL_BELOW = 2_000
_PIVOTS_EACH = 3
_NONE: Pairs = np.zeros((0, 2), dtype=np.intp)


@dataclass(frozen=True)
class ClosePairs:
    """Pairs of readable examples that lie close.

    - `copies`: the same bytes.
    - `near`: nearly the same example: the same file saved again, resized, cropped a little.
    - `scenes`: the same shelf, wall, object or place from another angle, most likely; empty for kinds where that cannot
      be seen.
    """

    copies: Pairs
    near: Pairs
    scenes: Pairs


def close_pairs(embeddings: Embeddings, labels: ArrayLike | None = None) -> ClosePairs:
    """Find the pairs that are closer than examples of the set usually are.

    For nearly the same, two tests have to agree: the perceptual hash (same layout of light and dark) and the features
    (same things in it), the latter strictly where the photos of a set are all alike anyway, as handwritten digits are.
    For the same scene the features alone count, and they have to be much closer than is usual within the class
    (`labels`), so that a class whose examples all look alike is not taken for one scene.

    Large sets are compared within neighbourhoods (each example with those that share one of its three nearest of
    sqrt(n) pivots), which costs n^1.5 instead of n². Of copies only the first is compared.
    """
    copies = _copies(embeddings.keys)
    first = np.setdiff1d(np.flatnonzero(embeddings.readable), copies[:, 1])
    if len(first) < 2:
        return ClosePairs(copies, _NONE, _NONE)
    unit = unit_features(embeddings.features, first)
    prints = embeddings.fingerprints[first]
    nearness = modality_named(embeddings.modality).nearness
    strictness = min(1.0, usual_distance(unit) / _ALIKE_BELOW) ** 3
    scene = (nearness.scene or 0.0) * strictness
    names = np.zeros(len(embeddings.keys)) if labels is None else np.asarray(labels)
    codes = np.unique(names[first], return_inverse=True)[1]
    scene_of = np.minimum(scene, _SCENE_OF_CLASS * usual_within(unit, codes))
    near_within = nearness.distance * strictness
    near, scenes = [_NONE], [_NONE]
    for i, j, distance in _closer_than(max(near_within, scene), unit):
        alike = (distance <= near_within) & (bits_apart(prints[i], prints[j]) <= nearness.bits)
        near.append(np.stack([i[alike], j[alike]], axis=1))
        same = (
            ~alike & (scene > 0) & (distance <= np.minimum(scene_of[codes[i]], scene_of[codes[j]]))
        )
        scenes.append(np.stack([i[same], j[same]], axis=1))
    return ClosePairs(copies, first[_unique(near)], first[_unique(scenes)])


def near_pairs(embeddings: Embeddings) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, of readable items that are nearly the same example, exact copies included."""
    found = close_pairs(embeddings)
    return [(int(i), int(j)) for i, j in _unique([found.copies, found.near])]


def connected(count: int, links: ArrayLike) -> Indices:
    """Number the connected components of a graph given by its edges, shape (edges, 2): shape (count,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = np.asarray(links, dtype=np.intp).reshape(-1, 2)
    if not len(edges):
        return np.arange(count)
    ones = np.ones(len(edges), dtype=np.int8)
    graph = coo_array((ones, (edges[:, 0], edges[:, 1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def usual_distance(unit: Singles) -> float:
    """Median of 1 - cosine over pairs of the set, at most a half; a handful of photos cannot say, and count as a half."""
    if len(unit) < 5:
        return _USUALLY_APART
    rng = np.random.default_rng(0)
    a, b = rng.integers(len(unit), size=(2, 4_000))
    apart = 1.0 - (unit[a] * unit[b]).sum(axis=1)[a != b]
    return min(_USUALLY_APART, float(np.median(apart)))


def bits_apart(one: Octets, other: Octets) -> NDArray[np.int64]:
    """How many of the 128 bits differ, row by row of two arrays of shape (..., 16)."""
    return np.asarray(np.bitwise_count(one ^ other).sum(axis=-1, dtype=np.int64))


def _copies(keys: tuple[str, ...]) -> Pairs:
    first: dict[str, int] = {}
    pairs = [
        (first[key], position)
        for position, key in enumerate(keys)
        if key and first.setdefault(key, position) != position
    ]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def usual_within(unit: Singles, codes: Indices) -> Doubles:
    """The usual distance within each class (`codes` count from 0), shape (classes,)."""
    return np.array([usual_distance(unit[codes == code]) for code in range(codes.max() + 1)])


def _closer_than(furthest: float, unit: Singles) -> Iterator[tuple[Indices, Indices, Singles]]:
    """Pairs i < j within a distance, and the distance; a pair can come twice."""
    for block in _neighbourhoods(unit):
        for rows in np.array_split(np.arange(len(block)), max(1, len(block) // 500)):
            distance = 1.0 - unit[block[rows]] @ unit[block].T
            a, b = np.nonzero(distance <= furthest)
            i, j = block[rows[a]], block[b]
            yield i[i < j], j[i < j], distance[a, b][i < j]


def _neighbourhoods(unit: Singles) -> Iterator[Indices]:
    n = len(unit)
    if n < _COMPARE_ALL_BELOW:
        yield np.arange(n)
        return
    pivots = np.random.default_rng(0).choice(n, size=int(np.sqrt(n)), replace=False)
    parts = []
    for rows in np.array_split(unit, n // 1_000 + 1):
        order = np.argpartition(-(rows @ unit[pivots].T), _PIVOTS_EACH, axis=1)
        parts.append(order[:, :_PIVOTS_EACH].copy())  # a view would keep all of the order
    nearest = np.concatenate(parts)
    for pivot in range(len(pivots)):
        yield np.flatnonzero((nearest == pivot).any(axis=1))


def _unique(pairs: list[Pairs]) -> Pairs:
    return np.unique(np.concatenate(pairs), axis=0)
