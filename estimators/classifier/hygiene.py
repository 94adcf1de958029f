"""Is the data fit to learn from? The traps that make a model's numbers lie, each named in a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.duplicates import connected, near_pairs
from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.examples import Examples, Finding
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.modality import PHOTO, modality_named
from estimators.classifier.progress import Cancelled, Progress, stop_if

FEW = 15
IMBALANCE = 5.0
TINY = 32
EXTREME_ASPECT = 4.0


@dataclass(frozen=True)
class HygieneReport:
    """What was found, kind by kind; an empty tuple means looked for and not found.

    `leakage` is empty without test examples or a holdout, because then there is nothing to leak into.
    """

    modality: str
    classes: dict[str, int]
    unreadable: tuple[Finding, ...]
    exact_duplicates: tuple[Finding, ...]
    near_duplicates: tuple[Finding, ...]
    label_suspects: tuple[Finding, ...]
    leakage: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "modality": self.modality,
            "classes": self.classes,
            **{kind: [finding.to_json() for finding in getattr(self, kind)] for kind in _KINDS},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        kinds = {kind: tuple(map(Finding.from_json, data[kind])) for kind in _KINDS}
        return cls(data["modality"], dict(data["classes"]), **kinds)


_KINDS = (
    "unreadable",
    "exact_duplicates",
    "near_duplicates",
    "label_suspects",
    "leakage",
    "warnings",
)


def inspect(
    examples: Examples,
    *,
    test: Examples | None = None,
    cache: EmbeddingCache | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> HygieneReport:
    """Look for unreadable files, duplicates, doubtful labels, leakage into the test, and thin or lopsided classes.

    Parameters
    ----------
    examples : Examples
    test : Examples, optional
        Test examples that must not be among `examples`.
    seed : int
        Of the folds behind the doubtful labels.

    Raises
    ------
    WorkCancelled
        If `cancelled` says so.
    """
    modality = modality_named(examples.modality)
    items = (*examples.items, *(test.items if test else ()))
    labels = (*examples.labels, *(test.labels if test else ()))
    names = (*examples.names, *(test.names if test else ()))
    embeddings = embed(
        items,
        backbone=modality.scout,
        keys=(*examples.keys, *("",) * len(test or ())) if examples.keys else None,
        cache=cache,
        progress=progress,
        cancelled=cancelled,
    )
    n = len(examples.items)
    in_test = np.array(
        [position >= n or position in (examples.held_out or ()) for position in range(len(items))],
        dtype=bool,
    )
    exact = _groups(_same_bytes(embeddings.keys), len(items))
    near = _groups([*_same_bytes(embeddings.keys), *near_pairs(embeddings)], len(items))
    stop_if(cancelled)
    mine = embeddings.take(np.arange(n))
    shown = _Shown(names, labels, embeddings.keys, in_test)
    conflicts = shown.conflicts(near)
    suspects = _label_suspects(
        examples, mine, near[:n], seed, {p for f in conflicts for p in f.paths}
    )
    return HygieneReport(
        modality=examples.modality,
        classes=examples.classes,
        unreadable=(
            *examples.skipped,
            *(Finding((names[p],), why) for p, why in sorted(embeddings.problems.items())),
        ),
        exact_duplicates=shown.exact(exact[:n]),
        near_duplicates=shown.near(near[:n]),
        label_suspects=(*conflicts, *suspects),
        leakage=shown.leaks(near),
        warnings=(
            *_class_warnings(examples, mine),
            *(_shape_warnings(examples, mine) if modality is PHOTO else ()),
        ),
    )


@dataclass(frozen=True)
class _Shown:
    """Turns groups of positions into findings."""

    names: Sequence[str]
    labels: Sequence[str]
    keys: Sequence[str]
    in_test: NDArray[np.bool_]

    def _paths(self, members: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.names[member] for member in members)

    def exact(self, groups: NDArray[np.intp]) -> tuple[Finding, ...]:
        return tuple(
            Finding(self._paths(members), f"The same photo, {_times(len(members))}.")
            for members in _members(groups)
        )

    def near(self, groups: NDArray[np.intp]) -> tuple[Finding, ...]:
        return tuple(
            Finding(
                self._paths(members),
                f"{len(members)} photos that are nearly the same; they stay on one side of every split.",
            )
            for members in _members(groups)
            if len({self.keys[member] for member in members}) > 1
        )

    def conflicts(self, groups: NDArray[np.intp]) -> tuple[Finding, ...]:
        found = []
        for members in _members(groups):
            names = sorted({self.labels[member] for member in members})
            if len(names) > 1:
                same = len({self.keys[member] for member in members}) == 1
                listed = " and ".join(f"“{name}”" for name in names)
                what = "The same photo is" if same else "Nearly the same photo is"
                found.append(
                    Finding(self._paths(members), f"{what} in {listed}; only one can be right.")
                )
        return tuple(found)

    def leaks(self, groups: NDArray[np.intp]) -> tuple[Finding, ...]:
        found = []
        for members in _members(groups):
            sides = {bool(self.in_test[member]) for member in members}
            if len(sides) == 2:
                same = len({self.keys[member] for member in members}) == 1
                found.append(
                    Finding(
                        self._paths(members),
                        f"{'The same photo' if same else 'Nearly the same photo'} is in the learning set and in the "
                        "test; the result would look better than it is.",
                    )
                )
        return tuple(found)


def _same_bytes(keys: Sequence[str]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    return [
        (first[key], position)
        for position, key in enumerate(keys)
        if key and first.setdefault(key, position) != position
    ]


def _groups(links: list[tuple[int, int]], count: int) -> NDArray[np.intp]:
    return connected(count, links)


def _members(groups: NDArray[np.intp]) -> list[list[int]]:
    """The groups that have more than one member, in the order of their first."""
    together: defaultdict[int, list[int]] = defaultdict(list)
    for position, group in enumerate(groups.tolist()):
        together[group].append(position)
    return [members for members in together.values() if len(members) > 1]


def _times(n: int) -> str:
    return "twice" if n == 2 else f"{n} times"


def _label_suspects(
    examples: Examples,
    embeddings: Embeddings,
    groups: NDArray[np.intp],
    seed: int,
    known: set[str],
) -> tuple[Finding, ...]:
    """Confident learning (Northcutt et al., https://arxiv.org/abs/1911.00068): models that had not seen a photo are surer
    of another class than they usually are where it is right. Most doubtful first."""
    kept = np.flatnonzero(embeddings.readable)
    labels = np.array(examples.labels)[kept]
    counts = Counter(labels.tolist())
    if len(counts) < 2 or min(counts.values()) < 4:
        return ()
    head = CalibratedHead(random_state=seed).fit(
        embeddings.features[kept], labels, groups=groups[kept]
    )
    if not head.calibrated_:
        return ()
    P = head.out_of_fold_
    codes = np.searchsorted(head.classes_, labels)
    usual = np.array([P[codes == k, k].mean() for k in range(P.shape[1])])
    confident = np.where(usual <= P, P, 0.0)
    seems = confident.argmax(axis=1)
    doubtful = np.flatnonzero((confident.max(axis=1) > 0) & (seems != codes))
    margin = P[doubtful, seems[doubtful]] - P[doubtful, codes[doubtful]]
    found = []
    for row in doubtful[np.argsort(-margin, kind="stable")].tolist():
        path = examples.names[int(kept[row])]
        if path not in known:
            looks, percent = head.classes_[seems[row]], int(100 * P[row, seems[row]])
            found.append(
                Finding(
                    (path,),
                    f"Labelled “{labels[row]}”, but it looks like “{looks}” ({percent}% sure).",
                )
            )
    return tuple(found)


def _class_warnings(examples: Examples, embeddings: Embeddings) -> tuple[Finding, ...]:
    readable = np.flatnonzero(embeddings.readable)
    counts = {
        **dict.fromkeys(examples.classes, 0),
        **Counter(examples.labels[int(position)] for position in readable),
    }
    found = [
        Finding((), f"“{name}” has only {n} photo{'' if n == 1 else 's'}; 15 are a fair start.")
        for name, n in sorted(counts.items())
        if n < FEW
    ]
    largest, smallest = max(counts, key=lambda k: counts[k]), min(counts, key=lambda k: counts[k])
    if counts[smallest] and counts[largest] / counts[smallest] >= IMBALANCE:
        times = counts[largest] / counts[smallest]
        found.append(
            Finding(
                (),
                f"“{largest}” has {times:.0f} times as many photos as “{smallest}”; rare classes get missed.",
            )
        )
    return tuple(found)


def _shape_warnings(examples: Examples, embeddings: Embeddings) -> tuple[Finding, ...]:
    width, height = embeddings.sizes[:, 0], embeddings.sizes[:, 1]
    readable = embeddings.readable
    tiny = readable & (np.minimum(width, height) < TINY)
    long = readable & ~tiny
    long[readable] &= (np.maximum(width, height) >= EXTREME_ASPECT * np.minimum(width, height))[
        readable
    ]
    found = []
    for mask, one, many in (
        (
            tiny,
            "1 photo is less than 32 pixels wide or high.",
            "{} photos are less than 32 pixels wide or high.",
        ),
        (
            long,
            "1 photo is over four times as long as it is wide.",
            "{} photos are over four times as long as wide.",
        ),
    ):
        paths = tuple(examples.names[int(position)] for position in np.flatnonzero(mask))
        if paths:
            found.append(Finding(paths, one if len(paths) == 1 else many.format(len(paths))))
    return tuple(found)
