"""From files to features: read, decode, prepare and embed in small batches, in threads or on a cluster, with a cache.

At no time are more than a few decoded examples in memory, however many there are.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

import numpy as np

from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles, Indices, Mask, Octets, Singles
from estimators.classifier.attributes import COLUMNS, Attributes, as_attributes, attribute_row
from estimators.classifier.backbone import Backbone, backbone_named, sessions
from estimators.classifier.item import Item, UnreadableItem, read_bytes, reader_of
from estimators.classifier.modality import TEXT, modality_named
from estimators.classifier.pace import measuring_pace
from estimators.classifier.progress import (
    Cancelled,
    Progress,
    each_result,
    report_nothing,
    stop_if,
)
from estimators.classifier.text.excerpt import kept_as

FINGERPRINT_BYTES = 16
_MOST_THREADS = 4
_OPENING = Lock()
"""Threads that begin at once would each open the network, and hold it twice for good: 0.3 GB of the small text network."""


class EmbeddingCache(Protocol):
    """Where embeddings outlive a process, such as the project file.

    Keys are the SHA-256 (hexadecimal) of an example's bytes, kept apart by the backbone and what it reads (`text.excerpt.kept_as`). Values are float32
    vectors to be kept as they are; what is in them is this module's business: features, fingerprint, size and attributes.
    """

    def get(self, backbone: str, keys: Sequence[str], /) -> Mapping[str, Singles]: ...

    def put(self, backbone: str, vectors: Mapping[str, Singles], /) -> None: ...


@dataclass(frozen=True)
class Embeddings:
    """What is known about each item, in the order they were given; rows of unreadable items are zero.

    Attributes
    ----------
    features : array of shape (n, dimensions), float32
    fingerprints : array of shape (n, 16), uint8
        128-bit perceptual hash.
    sizes : array of shape (n, 2), float64
        As the `ExampleReader` says: width and height of photos, characters and words of texts, seconds and loudest of sounds.
    keys : tuple of str
        SHA-256 of the bytes; empty where they could not be read.
    problems : dict of int to str
        Position of each unreadable item, and why.
    modality : str
    texts : tuple of str
        The texts themselves; empty for other modalities.
    attributes : array of shape (n, columns), float64
        What `attributes.COLUMNS` lists for the modality; not a number where unknown.
    """

    features: Singles
    fingerprints: Octets
    sizes: Doubles
    keys: tuple[str, ...]
    problems: dict[int, str]
    modality: str = "photo"
    texts: tuple[str, ...] = ()
    attributes: Doubles = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        if not len(self.attributes):
            unknown = np.full((len(self.keys), len(COLUMNS[self.modality])), np.nan)
            object.__setattr__(self, "attributes", unknown)

    def attribute(self, name: str) -> Doubles:
        """One fact of every item, shape (n,); not a number where it is unknown."""
        columns = COLUMNS[self.modality]
        if name in columns:
            return np.asarray(self.attributes[:, columns.index(name)])
        return np.full(len(self.keys), np.nan)

    def attributes_of(self, position: int) -> Attributes:
        """What is known about one item, by name (`attributes.attributes_of`, and of photos hour and month)."""
        if position in self.problems:
            return {}
        text = self.texts[position] if self.texts else ""
        return as_attributes(self.modality, self.sizes[position], self.attributes[position], text)

    @property
    def readable(self) -> Mask:
        """Which items could be read, shape (n,)."""
        mask = np.ones(len(self.keys), dtype=bool)
        mask[list(self.problems)] = False
        return mask

    def take(self, positions: Indices) -> "Embeddings":
        """The same for some of the items."""
        where = {int(old): new for new, old in enumerate(positions)}
        return Embeddings(
            self.features[positions],
            self.fingerprints[positions],
            self.sizes[positions],
            tuple(self.keys[int(position)] for position in positions),
            {where[old]: why for old, why in self.problems.items() if old in where},
            self.modality,
            tuple(self.texts[int(position)] for position in positions) if self.texts else (),
            self.attributes[positions],
        )


@dataclass(frozen=True)
class _Looked:
    """What some items came to: (position, vector) or (position, why not)."""

    vectors: list[tuple[int, Singles]]
    problems: list[tuple[int, str]]


def embed(
    items: Sequence[Item],
    *,
    backbone: str = "efficientnet-lite0",
    keys: Sequence[str] | None = None,
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Embeddings:
    """Features, fingerprint and size of every item.

    Work goes through joblib in small pieces, in threads unless the caller has chosen another backend
    (``joblib.parallel_config("dask")`` runs the same pieces on a cluster). An item whose bytes are in the cache, or
    occur twice, is not decoded again.

    Parameters
    ----------
    items : sequence of str, bytes or Path
    backbone : str
        A name, or several joined by "+": their features stand side by side.
    keys : sequence of str, optional
        The items' SHA-256 where they are known (else ""). An item that is in the cache is then not even read, so its
        file may be gone.
    cache : EmbeddingCache, optional

    Raises
    ------
    WorkCancelled
        If `cancelled` says so; what was embedded until then stays in the cache.
    """
    network = backbone_named(backbone)
    found: dict[str, dict[str, Singles]] = {}
    for part in network.parts:
        found[part.name] = _cached(part, keys or (), cache)
    known = set.intersection(*(set(vectors) for vectors in found.values()))
    hashes, problems = _hash_all(items, keys, known, cancelled)
    first: dict[str, int] = {}
    for position, key in enumerate(hashes):
        if key:
            first.setdefault(key, position)
    unreadable: dict[str, str] = {}
    for part in network.parts:
        vectors = found[part.name]
        vectors.update(_cached(part, [key for key in first if key not in vectors], cache))
        todo = [
            position
            for key, position in first.items()
            if key not in vectors and key not in unreadable
        ]
        for looked in _look_at(
            items, todo, part, total=len(first), progress=progress, cancelled=cancelled
        ):
            fresh = {hashes[position]: vector for position, vector in looked.vectors}
            vectors.update(fresh)
            unreadable.update({hashes[position]: why for position, why in looked.problems})
            if cache is not None and fresh:
                cache.put(kept_as(part.name), fresh)
    for position, key in enumerate(hashes):
        if key in unreadable:
            problems[position] = unreadable[key]
    tables = []
    for part in network.parts:
        table = np.zeros((len(items), _width(part)), np.float32)
        for position, key in enumerate(hashes):
            if key and position not in problems:
                table[position] = found[part.name][key]
        tables.append(_columns(table, part.dimensions))
    _, fingerprints, sizes, attributes = tables[0]
    attributes[list(problems)] = np.nan
    features = tables[0][0] if len(tables) == 1 else np.hstack([table[0] for table in tables])
    texts = _texts(items, problems) if network.modality == TEXT.name else ()
    return Embeddings(
        features, fingerprints, sizes, tuple(hashes), problems, network.modality, texts, attributes
    )


def threads() -> int:
    """How many pieces are worked on at once: one per core, but few enough to bound memory."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        cores = os.cpu_count() or 1
    return max(1, min(_MOST_THREADS, cores))


def _columns(table: Singles, dimensions: int) -> tuple[Singles, Octets, Doubles, Doubles]:
    """Features, fingerprints, sizes and attributes: what a cached vector holds, in this order."""
    ends = np.cumsum([dimensions, FINGERPRINT_BYTES, 2])
    features, fingerprints, sizes, attributes = np.split(table, ends, axis=1)
    return (
        np.ascontiguousarray(features),
        fingerprints.astype(np.uint8),
        sizes.astype(np.float64),
        attributes.astype(np.float64),
    )


def _width(part: Backbone) -> int:
    return part.dimensions + FINGERPRINT_BYTES + 2 + len(COLUMNS[part.modality])


def _cached(
    part: Backbone, keys: Sequence[str], cache: EmbeddingCache | None
) -> dict[str, Singles]:
    asked = tuple(dict.fromkeys(key for key in keys if key))
    if cache is None or not asked:
        return {}
    width = _width(part)
    vectors = cache.get(kept_as(part.name), asked)
    return {key: vector for key, vector in vectors.items() if vector.shape == (width,)}


def _hash_all(
    items: Sequence[Item], keys: Sequence[str] | None, known: set[str], cancelled: Cancelled | None
) -> tuple[list[str], dict[int, str]]:
    hashes: list[str] = []
    problems: dict[int, str] = {}
    for position, item in enumerate(items):
        if keys is not None and keys[position] in known:
            hashes.append(keys[position])
            continue
        try:
            hashes.append(hashlib.sha256(read_bytes(item)).hexdigest())
        except UnreadableItem as error:
            hashes.append("")
            problems[position] = str(error)
        if position % 16 == 0:
            stop_if(cancelled)
    return hashes, problems


def _look_at(
    items: Sequence[Item],
    positions: Sequence[int],
    part: Backbone,
    *,
    total: int,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[_Looked]:
    """What the items at some positions come to, piece by piece; the others of `total` are known."""
    from joblib import delayed

    modality, tell = modality_named(part.modality), progress or report_nothing
    done = total - len(positions)
    tell(done, total, tr("Looking at the {many}", many=modality.many))
    step = part.at_once
    pieces = [positions[start : start + step] for start in range(0, len(positions), step)]
    calls = (
        delayed(_look_at_piece)(piece, [items[position] for position in piece], part.name)
        for piece in pieces
    )
    jobs = max(1, min(threads(), len(pieces)))
    # Closed, so that cancelling ends the threads.
    with (
        closing(each_result(calls, jobs=jobs, prefer="threads")) as looks,
        measuring_pace(part.name, first=jobs) as looked_at,
    ):
        for piece, looked in zip(pieces, looks, strict=False):
            yield looked
            looked_at(items[position] for position in piece)
            done += len(looked.vectors) + len(looked.problems)
            tell(
                done,
                total,
                tr(
                    "Looking at {one} {done} of {total}",
                    one=modality.one,
                    done=digits(done),
                    total=digits(total),
                ),
            )
            stop_if(cancelled)


def _look_at_piece(positions: Sequence[int], items: Sequence[Item], name: str) -> _Looked:
    part = backbone_named(name)
    kind = reader_of(part.modality)
    with _OPENING:
        prepare, features = sessions(name)
    takes = features.get_inputs()[0].name
    waiting: list[Singles] = []
    attributes: list[tuple[int, Singles]] = []
    problems: list[tuple[int, str]] = []
    for position, item in zip(positions, items, strict=True):
        try:
            data = read_bytes(item)
            decoded = kind.decode(data)
        except UnreadableItem as error:
            problems.append((position, str(error)))
            continue
        prepared = prepare.run(None, {kind.input_name: decoded})[0]
        print_, size = kind.fingerprint(decoded, prepared), kind.size(decoded)
        row = np.array([*print_, *size], np.float32)
        known = attribute_row(part.modality, data, decoded)
        attributes.append((position, np.concatenate([row, known])))
        # Examples that cannot be stacked go through at once, so that only a batch is ever held.
        waiting.append(prepared if part.batch > 1 else features.run(None, {takes: prepared})[0])
    if not attributes:
        return _Looked([], problems)
    vectors = np.concatenate(waiting)
    if part.batch > 1:
        starts = range(0, len(vectors), part.batch)
        batches = (vectors[start : start + part.batch] for start in starts)
        vectors = np.concatenate([features.run(None, {takes: batch})[0] for batch in batches])
    rows = [
        (position, np.concatenate([vector, attribute]))
        for (position, attribute), vector in zip(attributes, vectors, strict=True)
    ]
    return _Looked(rows, problems)


def _texts(items: Sequence[Item], problems: Mapping[int, str]) -> tuple[str, ...]:
    """The texts as the model sees them; empty where they cannot be read."""
    kind = reader_of(TEXT.name)
    texts = []
    for position, item in enumerate(items):
        try:
            readable = position not in problems
            texts.append(str(kind.decode(read_bytes(item))[0]) if readable else "")
        except UnreadableItem:
            texts.append("")
    return tuple(texts)


class MemoryCache:
    """An `embedding.EmbeddingCache` that is gone with the process."""

    def __init__(self) -> None:
        self._vectors: dict[tuple[str, str], Singles] = {}

    def get(self, backbone: str, keys: Sequence[str], /) -> Mapping[str, Singles]:
        """What is known of these keys."""
        known = self._vectors
        return {key: known[backbone, key] for key in keys if (backbone, key) in known}

    def put(self, backbone: str, vectors: Mapping[str, Singles], /) -> None:
        """Keep these."""
        self._vectors.update({(backbone, key): vector for key, vector in vectors.items()})
