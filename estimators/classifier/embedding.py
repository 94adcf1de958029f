"""From files to features: read, decode, resize and embed in small batches, in threads or on a cluster, with a cache.

At no time are more than a few decoded photos in memory, however many there are.
"""

import hashlib
import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import Features, backbone_named, sessions
from estimators.classifier.fingerprint import FINGERPRINT_BYTES, fingerprint
from estimators.classifier.parallel import each_result
from estimators.classifier.photos import Item, UnreadableItem, decode_bytes, read_bytes
from estimators.classifier.progress import Cancelled, Progress, stop_if

BATCH = 4
"""Photos in one forward pass: as fast as eight when each core works on its own batch, in less memory (decision 0012)."""
_MOST_THREADS = 4
_FACTS = FINGERPRINT_BYTES + 2


class EmbeddingCache(Protocol):
    """Where embeddings outlive a process, such as the project file.

    Keys are the SHA-256 (hexadecimal) of an example's bytes. Values are float32 vectors to be kept as they are; what is
    in them is this module's business (`split_vector`).
    """

    def get(self, keys: Sequence[str], /) -> Mapping[str, NDArray[np.float32]]: ...

    def put(self, vectors: Mapping[str, NDArray[np.float32]], /) -> None: ...


@dataclass(frozen=True)
class Embeddings:
    """What is known about each item, in the order they were given; rows of unreadable items are zero.

    Attributes
    ----------
    features : array of shape (n, dimensions), float32
    fingerprints : array of shape (n, 16), uint8
        128-bit perceptual hash.
    sizes : array of shape (n, 2), int64
        Width and height in pixels.
    keys : tuple of str
        SHA-256 of the bytes; empty where they could not be read.
    problems : dict of int to str
        Position of each unreadable item, and why.
    """

    features: Features
    fingerprints: NDArray[np.uint8]
    sizes: NDArray[np.int64]
    keys: tuple[str, ...]
    problems: dict[int, str]

    @property
    def readable(self) -> NDArray[np.bool_]:
        """Which items could be read, shape (n,)."""
        mask = np.ones(len(self.keys), dtype=bool)
        mask[list(self.problems)] = False
        return mask

    def take(self, positions: NDArray[np.intp]) -> "Embeddings":
        """The same for some of the items."""
        where = {int(old): new for new, old in enumerate(positions)}
        return Embeddings(
            self.features[positions],
            self.fingerprints[positions],
            self.sizes[positions],
            tuple(self.keys[int(position)] for position in positions),
            {where[old]: why for old, why in self.problems.items() if old in where},
        )


@dataclass(frozen=True)
class _Looked:
    """What a batch came to: (position, vector) or (position, why not)."""

    vectors: list[tuple[int, NDArray[np.float32]]]
    problems: list[tuple[int, str]]


def embed(
    items: Sequence[Item],
    *,
    backbone: str = "efficientnet-lite0",
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Embeddings:
    """Features, fingerprint and size of every item.

    Work goes through joblib in batches of four, in threads unless the caller has chosen another backend
    (``joblib.parallel_config("dask")`` runs the same batches on a cluster). An item whose bytes are in the cache, or
    occur twice, is not decoded again.

    Raises
    ------
    WorkCancelled
        If `cancelled` says so; what was embedded until then stays in the cache.
    """
    keys, problems = _hash_all(items, cancelled)
    first: dict[str, int] = {}
    for position, key in enumerate(keys):
        if key:
            first.setdefault(key, position)
    width = backbone_named(backbone).dimensions + _FACTS
    known = {} if cache is None else dict(cache.get(tuple(first)))
    known = {key: vector for key, vector in known.items() if vector.shape == (width,)}
    todo = [position for key, position in first.items() if key not in known]
    done, unique_problems = len(first) - len(todo), {}
    if progress is not None:
        progress(done, len(first), "Looking at the photos")
    with closing(
        _look_at(items, todo, backbone)
    ) as batches:  # closed, so that cancelling ends the threads
        for looked in batches:
            fresh = {keys[position]: vector for position, vector in looked.vectors}
            known.update(fresh)
            unique_problems.update({keys[position]: why for position, why in looked.problems})
            if cache is not None and fresh:
                cache.put(fresh)
            done += len(looked.vectors) + len(looked.problems)
            if progress is not None:
                progress(done, len(first), f"Looking at photo {done:,} of {len(first):,}")
            stop_if(cancelled)
    for position, key in enumerate(keys):
        if key in unique_problems:
            problems[position] = unique_problems[key]
    table = np.zeros((len(items), width), np.float32)
    for position, key in enumerate(keys):
        if key in known:
            table[position] = known[key]
    features, fingerprints, sizes = _columns(table)
    return Embeddings(features, fingerprints, sizes, tuple(keys), problems)


def split_vector(
    vector: NDArray[np.float32],
) -> tuple[Features, NDArray[np.uint8], tuple[int, int]]:
    """A cached vector as features, fingerprint and (width, height)."""
    features, fingerprints, sizes = _columns(vector[None])
    return features[0], fingerprints[0], (int(sizes[0, 0]), int(sizes[0, 1]))


def threads() -> int:
    """How many batches are worked on at once: one per core, but few enough to bound memory."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        cores = os.cpu_count() or 1
    return max(1, min(_MOST_THREADS, cores))


def _columns(table: NDArray[np.float32]) -> tuple[Features, NDArray[np.uint8], NDArray[np.int64]]:
    features = np.ascontiguousarray(table[:, :-_FACTS])
    fingerprints = table[:, -_FACTS:-2].astype(np.uint8)
    return features, fingerprints, table[:, -2:].astype(np.int64)


def _hash_all(
    items: Sequence[Item], cancelled: Cancelled | None
) -> tuple[list[str], dict[int, str]]:
    keys: list[str] = []
    problems: dict[int, str] = {}
    for position, item in enumerate(items):
        try:
            keys.append(hashlib.sha256(read_bytes(item)).hexdigest())
        except UnreadableItem as error:
            keys.append("")
            problems[position] = str(error)
        if position % 16 == 0:
            stop_if(cancelled)
    return keys, problems


def _look_at(
    items: Sequence[Item], positions: Sequence[int], backbone: str
) -> Generator[_Looked, None, None]:
    from joblib import delayed

    if not positions:
        return
    batches = [positions[start : start + BATCH] for start in range(0, len(positions), BATCH)]
    calls = (
        delayed(_look_at_batch)(batch, [items[position] for position in batch], backbone)
        for batch in batches
    )
    yield from each_result(calls, jobs=min(threads(), len(batches)), prefer="threads")


def _look_at_batch(positions: Sequence[int], items: Sequence[Item], backbone: str) -> _Looked:
    prepare, features = sessions(backbone)
    prepared: list[NDArray[np.uint8]] = []
    facts: list[tuple[int, NDArray[np.float32]]] = []
    problems: list[tuple[int, str]] = []
    for position, item in zip(positions, items, strict=True):
        try:
            image = decode_bytes(read_bytes(item))
        except UnreadableItem as error:
            problems.append((position, str(error)))
            continue
        height, width = image.shape[:2]
        pixels = prepare.run(None, {"image": image})[0][0]
        prepared.append(pixels)
        size = np.array([width, height], np.float32)
        facts.append((position, np.concatenate([fingerprint(pixels).astype(np.float32), size])))
    if not prepared:
        return _Looked([], problems)
    vectors = features.run(None, {"pixels": np.stack(prepared)})[0]
    rows = [
        (position, np.concatenate([vector, fact]))
        for (position, fact), vector in zip(facts, vectors, strict=True)
    ]
    return _Looked(rows, problems)
