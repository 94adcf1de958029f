"""What belongs together and stays on one side of every split, with a reason for each group that a person can read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimators.classifier.arrays import Doubles, Indices, Labels, Singles, unit_features
from estimators.classifier.duplicates import (
    Pairs,
    close_pairs,
    connected,
    usual_within,
)
from estimators.classifier.embedding import Embeddings
from estimators.classifier.grouping.name_groups import Names, find_name_key, find_series
from estimators.classifier.issue_remark import BURST, COLUMN, COPIES, PERSON, SCENE, SERIES

_SECONDS = 10.0
_SECONDS_A_DAY = 86_400.0
_NO_PAIRS: Pairs = np.zeros((0, 2), dtype=np.intp)
_ALIKE, _ALIKE_AT_ONCE = 0.4, 0.6
"""Of what is usual within a class: where names, or seconds, say that two belong together, so near is near enough."""


def bursts(
    day: Doubles, second: Doubles, camera: Doubles, unit: Singles, alike: Doubles
) -> list[tuple[int, int]]:
    """Pairs that follow each other within ten seconds and show much the same.

    Time alone does not join: a camera over a belt takes a photo of another thing every second.

    - `day`, `second`, `camera`, arrays of shape (n,): as `attributes.COLUMNS` has them; not a number where the file
      does not say.
    - `unit`, array of shape (n, dimensions): features of unit length.
    - `alike`, array of shape (n,): the distance (1 - cosine) below which one is alike to another of its class.
    """
    known = np.flatnonzero(np.isfinite(day) & np.isfinite(second) & np.isfinite(camera))
    time = day[known] * _SECONDS_A_DAY + second[known]
    order = np.lexsort((time, camera[known]))
    rows, time = known[order], time[order]
    a, b = rows[:-1], rows[1:]
    follows = (camera[a] == camera[b]) & (np.diff(time) <= _SECONDS)
    a, b = a[follows], b[follows]
    distance = 1.0 - np.einsum("nd,nd->n", unit[a], unit[b])
    near = distance <= np.minimum(alike[a], alike[b])
    return list(zip(a[near].tolist(), b[near].tolist(), strict=True))


@dataclass(frozen=True)
class ExampleGroup:
    """Some examples that are kept together.

    - `tie`: what ties them: "copies", "column", "burst", "series", "scene", or where in their names it stands.
    - `members`: their positions.
    - `value`: what stands in their names or in the owner's column; empty for the other kinds.
    """

    tie: str
    members: tuple[int, ...]
    value: str = ""


@dataclass(frozen=True)
class Grouping:
    """What belongs together.

    - `ids`, int array of shape (n,): examples with the same number belong together, for whatever reason.
    - `copies`, int array of shape (n,): the same, for copies and near copies alone.
    - `reasons`: groups of two and more, by kind of reason; one example can be in several.
    - `apart`: what would belong together, but is in too few groups for a split that keeps it so.
    """

    ids: Indices
    copies: Indices
    reasons: tuple[ExampleGroup, ...] = ()
    apart: tuple[ExampleGroup, ...] = ()


def find_groups(
    embeddings: Embeddings,
    labels: ArrayLike,
    names: Sequence[str] = (),
    owned: ArrayLike | None = None,
) -> Grouping:
    """Find what belongs together: copies, scenes, bursts, numbered series, speakers and sources in file names, and a column.

    A part of the file names counts only where examples that share it are alike beyond chance (`find_name_key`), or where
    a word such as "patient" says what it is. Nothing is joined because of names alone otherwise.

    - `embeddings`: by the modality's scout. Unreadable examples belong to nothing but their column.
    - `labels`: array-like of shape (n,).
    - `names`: paths of the examples, or "table.csv:12" for a line of a table, which says nothing.
    - `owned`, array-like of shape (n,), optional: what the owner says belongs together; "" for nothing.
    """
    n = len(embeddings.keys)
    label = np.asarray(labels)
    close = close_pairs(embeddings, label)
    copies = connected(n, np.concatenate([close.copies, close.near]))
    reasons = [ExampleGroup(COPIES, tuple(members)) for members in members_of(copies)]
    links: list[Pairs] = [close.copies, close.near, close.scenes]
    if owned is not None:
        column = [str(group) for group in np.asarray(owned).tolist()]
        for value, members in _same(column):
            reasons.append(ExampleGroup(COLUMN, tuple(members), value))
            links.append(_chain(members))
    taken = _by_time(embeddings, label)
    named = _by_names(embeddings, label, names)
    reasons += named.reasons
    links += [taken, named.series, *(_chain(list(reason.members)) for reason in named.reasons)]
    larger = connected(
        n, np.concatenate([_NO_PAIRS, *(_chain(list(reason.members)) for reason in reasons)])
    )
    for pairs, kind in ((taken, BURST), (named.series, SERIES), (close.scenes, SCENE)):
        # Two of one speaker need no second reason.
        new = pairs[larger[pairs[:, 0]] != larger[pairs[:, 1]]]
        together = members_of(connected(n, new))
        reasons += [ExampleGroup(kind, tuple(members)) for members in together]
    return Grouping(connected(n, np.concatenate(links)), copies, tuple(reasons), named.apart)


def members_of(groups: Indices) -> list[list[int]]:
    """The groups that have more than one member, in the order of their first."""
    together: defaultdict[int, list[int]] = defaultdict(list)
    for position, group in enumerate(groups.tolist()):
        together[group].append(position)
    return [members for members in together.values() if len(members) > 1]


def _by_time(embeddings: Embeddings, labels: Labels) -> Pairs:
    readable = np.flatnonzero(embeddings.readable & np.isfinite(embeddings.attribute("taken_day")))
    if len(readable) < 2:
        return _NO_PAIRS
    codes = np.unique(labels[readable], return_inverse=True)[1]
    unit = unit_features(embeddings.features, readable)
    day, second, camera = (
        embeddings.attribute(name)[readable] for name in ("taken_day", "taken_second", "camera")
    )
    pairs = bursts(day, second, camera, unit, (_ALIKE_AT_ONCE * usual_within(unit, codes))[codes])
    return readable[np.array(pairs, dtype=np.intp).reshape(-1, 2)]


@dataclass(frozen=True)
class _Named:
    reasons: tuple[ExampleGroup, ...]
    apart: tuple[ExampleGroup, ...]
    series: Pairs


def _by_names(embeddings: Embeddings, labels: Labels, names: Sequence[str]) -> _Named:
    readable = np.flatnonzero(embeddings.readable)
    nothing = _Named((), (), _NO_PAIRS)
    if not len(names) or len(readable) < 2:
        return nothing
    codes = np.unique(labels[readable], return_inverse=True)[1]
    taken = Names.of([names[int(p)] for p in readable], labels[readable].tolist())
    if not any(taken.stems):
        return nothing
    unit = unit_features(embeddings.features, readable)
    alike = _ALIKE * usual_within(unit, codes)
    pairs = find_series(unit, codes, taken, alike)
    for members in taken.copies().values():
        distance = 1.0 - unit[members[1:]] @ unit[members[0]]
        near = distance <= alike[codes[members[0]]]
        pairs += [(members[0], other) for other, ok in zip(members[1:], near, strict=True) if ok]
    series = readable[np.array(pairs, dtype=np.intp).reshape(-1, 2)]
    found = find_name_key(unit, codes, taken)
    if found is None:
        return _Named((), (), series)
    tie = found.key.where + (PERSON if found.key.said else "")
    groups = tuple(
        ExampleGroup(tie, tuple(readable[members].tolist()), value)
        for value, members in _same(found.key.values)
    )
    return _Named(groups, (), series) if found.splits else _Named((), groups, series)


def _same(values: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Values that several have, with the positions of these; "" is no value."""
    together: defaultdict[str, list[int]] = defaultdict(list)
    for position, value in enumerate(values):
        if value:
            together[value].append(position)
    return [(value, members) for value, members in together.items() if len(members) > 1]


def _chain(members: list[int]) -> Pairs:
    return np.array([(members[0], other) for other in members[1:]], dtype=np.intp).reshape(-1, 2)
