"""From files to features: read, decode, prepare and embed in small batches, in threads or on a cluster, with a cache.

At no time are more than a few decoded examples in memory, however many there are.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

import numpy as np

from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles, Indices, Mask, Octets, Singles, row_blocks
from estimators.classifier.attributes import COLUMNS, Attributes, as_attributes, attribute_row
from estimators.classifier.backbone import Backbone, backbone_named, sessions
from estimators.classifier.item import Item, read_bytes, reader_of
from estimators.classifier.modality import TEXT, modality_named
from estimators.classifier.pace import measuring_pace
from estimators.classifier.progress import (
    Cancelled,
    Progress,
    each_result,
    report_nothing,
    stop_if,
)
from estimators.classifier.remark import DataRemark
from estimators.classifier.text.excerpt import kept_as
from estimators.classifier.unreadable import UnreadableItem

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

    - `features`: array of shape (n, dimensions), float32.
    - `fingerprints`, array of shape (n, 16), uint8: 128-bit perceptual hash.
    - `sizes`, array of shape (n, 2), float64: as the `ExampleReader` says: width and height of photos, characters and
      words of texts, seconds and loudest of sounds.
    - `keys`: SHA-256 of the bytes; empty where they could not be read.
    - `problems`: position of each unreadable item, and why.
    - `texts`: the texts themselves; empty for other modalities.
    - `attributes`, array of shape (n, columns), float64: what `attributes.COLUMNS` lists for the modality; not a number
      where unknown.
    """

    features: Singles
    fingerprints: Octets
    sizes: Doubles
    keys: tuple[str, ...]
    problems: dict[int, DataRemark]
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
    """What some items came to: (position, vector) by the name of the look, or (position, why not)."""

    vectors: dict[str, list[tuple[int, Singles]]]
    problems: list[tuple[int, DataRemark]]


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

    - `backbone`: a name, or several joined by "+": their features stand side by side.
    - `keys`: the items' SHA-256 where they are known (else ""). An item that is in the cache is then not even read, so
      its file may be gone.

    Raises `WorkCancelled` if `cancelled` says so; what was embedded until then stays in the cache.
    """
    network = backbone_named(backbone)
    found = {look.name: _cached(look, keys or (), cache) for look in network.looks}
    known = set.intersection(*(set(vectors) for vectors in found.values()))
    hashes, problems = _hash_all(items, keys, known, cancelled)
    first: dict[str, int] = {}
    for position, key in enumerate(hashes):
        if key:
            first.setdefault(key, position)
    todo: dict[tuple[Backbone, ...], list[int]] = {}
    for look in network.looks:
        vectors = found[look.name]
        vectors.update(_cached(look, [key for key in first if key not in vectors], cache))
    for key, position in first.items():
        missing = tuple(look for look in network.looks if key not in found[look.name])
        todo.setdefault(missing, []).append(position)
    done = len(todo.pop((), ()))
    for missing, positions in todo.items():
        for looked in _look_at(
            items, positions, missing, done, len(first), progress=progress, cancelled=cancelled
        ):
            for name, rows in looked.vectors.items():
                fresh = {hashes[position]: vector for position, vector in rows}
                found[name].update(fresh)
                if cache is not None and fresh:
                    cache.put(kept_as(name), fresh)
            problems.update(
                (position, why)
                for at, why in looked.problems
                for position, key in enumerate(hashes)
                if key == hashes[at]
            )
        done += len(positions)
    features, fingerprints, sizes, attributes = _columns(network, found, hashes, problems)
    attributes[list(problems)] = np.nan
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


def _columns(
    network: Backbone,
    found: dict[str, dict[str, Singles]],
    hashes: Sequence[str],
    problems: Mapping[int, DataRemark],
) -> tuple[Singles, Octets, Doubles, Doubles]:
    """Features, fingerprints, sizes and attributes, a row for each of the hashes; what is `found` is spent.

    The features of each look are mixed; the others are those of the first.
    """
    n, looks = len(hashes), network.looks
    last = {key: position for position, key in enumerate(hashes)}
    features = np.zeros((n, network.dimensions), np.float32)
    beside = np.zeros((n, _width(looks[0]) - looks[0].dimensions), np.float32)
    for rows in row_blocks(n):
        tables = []
        for look in looks:
            vectors = found[look.name]
            table = np.zeros((rows.stop - rows.start, _width(look)), np.float32)
            for position in range(rows.start, rows.stop):
                key = hashes[position]
                if key and position not in problems:
                    table[position - rows.start] = vectors[key]
                    if last[key] == position:
                        del vectors[key]
            tables.append(table)
        features[rows] = network.mixed(
            [table[:, : look.dimensions] for look, table in zip(looks, tables, strict=True)]
        )
        beside[rows] = tables[0][:, looks[0].dimensions :]
    fingerprints, sizes, attributes = np.split(beside, np.cumsum([FINGERPRINT_BYTES, 2]), axis=1)
    return (
        features,
        fingerprints.astype(np.uint8),
        sizes.astype(np.float64),
        attributes.astype(np.float64),
    )


def _width(look: Backbone) -> int:
    """Of what is kept of an example: features, fingerprint, size and attributes, in this order."""
    return look.dimensions + FINGERPRINT_BYTES + 2 + len(COLUMNS[look.modality])


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
) -> tuple[list[str], dict[int, DataRemark]]:
    hashes: list[str] = []
    problems: dict[int, DataRemark] = {}
    for position, item in enumerate(items):
        if keys is not None and keys[position] in known:
            hashes.append(keys[position])
            continue
        try:
            hashes.append(hashlib.sha256(read_bytes(item)).hexdigest())
        except UnreadableItem as error:
            hashes.append("")
            problems[position] = error.remark
        if position % 16 == 0:
            stop_if(cancelled)
    return hashes, problems


def _look_at(
    items: Sequence[Item],
    positions: Sequence[int],
    looks: Sequence[Backbone],
    done: int,
    total: int,
    *,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[_Looked]:
    """What the items at some positions come to, piece by piece; of `total`, so many are done."""
    from joblib import delayed

    modality, tell = modality_named(looks[0].modality), progress or report_nothing
    tell(done, total, tr("Looking at the {many}", many=modality.many))
    step, names = min(look.at_once for look in looks), [look.name for look in looks]
    pieces = [positions[start : start + step] for start in range(0, len(positions), step)]
    calls = (
        delayed(_look_at_piece)(piece, [items[position] for position in piece], names)
        for piece in pieces
    )
    jobs = max(1, min(threads(), len(pieces)))
    # Closed, so that cancelling ends the threads.
    with (
        closing(each_result(calls, jobs=jobs, prefer="threads")) as found,
        measuring_pace(names, first=jobs) as looked_at,
    ):
        for piece, looked in zip(pieces, found, strict=False):
            yield looked
            looked_at(items[position] for position in piece)
            done += len(piece)
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


def _look_at_piece(positions: Sequence[int], items: Sequence[Item], names: list[str]) -> _Looked:
    looks = [backbone_named(name) for name in names]
    kind = reader_of(looks[0].modality)
    with _OPENING:
        networks = [sessions(name) for name in names]
    waiting: list[list[Singles]] = [[] for _ in names]
    beside: list[tuple[int, Singles]] = []
    problems: list[tuple[int, DataRemark]] = []
    for position, item in zip(positions, items, strict=True):
        try:
            data = read_bytes(item)
            decoded = kind.decode(data)
        except UnreadableItem as error:
            problems.append((position, error.remark))
            continue
        for number, (look, (prepare, network)) in enumerate(zip(looks, networks, strict=True)):
            prepared = prepare.run(None, {kind.input_name: decoded})[0]
            if number == 0:
                row = [*kind.fingerprint(decoded, prepared), *kind.size(decoded, data)]
                known = attribute_row(look.modality, data, decoded)
                beside.append((position, np.concatenate([np.array(row, np.float32), known])))
            # Examples that cannot be stacked go through at once, so that only a batch is ever held.
            waiting[number].append(prepared if look.batch > 1 else _features(network, prepared))
    vectors = {}
    for look, (_, network), rows in zip(looks, networks, waiting, strict=True):
        if rows:
            stacked = np.concatenate(rows)
            if look.batch > 1:
                starts = range(0, len(stacked), look.batch)
                batches = [stacked[start : start + look.batch] for start in starts]
                stacked = np.concatenate([_features(network, batch) for batch in batches])
            vectors[look.name] = [
                (position, np.concatenate([vector, known]))
                for (position, known), vector in zip(beside, stacked, strict=True)
            ]
    return _Looked(vectors, problems)


def _features(network: Any, prepared: Singles) -> Singles:
    return np.asarray(network.run(None, {network.get_inputs()[0].name: prepared})[0])


def _texts(items: Sequence[Item], problems: Mapping[int, DataRemark]) -> tuple[str, ...]:
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
        known = self._vectors
        return {key: known[backbone, key] for key in keys if (backbone, key) in known}

    def put(self, backbone: str, vectors: Mapping[str, Singles], /) -> None:
        self._vectors.update({(backbone, key): vector for key, vector in vectors.items()})
