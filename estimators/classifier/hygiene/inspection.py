"""Is the data fit to learn from? The traps that make a model's numbers lie, each named in a sentence."""

from collections import Counter

import numpy as np

from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.examples import Examples
from estimators.classifier.finding import Finding
from estimators.classifier.groups import find_groups
from estimators.classifier.hygiene.duplicates import Together
from estimators.classifier.hygiene.report import HygieneReport
from estimators.classifier.hygiene.suspects import label_suspects
from estimators.classifier.leakage import Split, check_split
from estimators.classifier.modality import PHOTO, modality_named
from estimators.classifier.progress import Cancelled, Progress, stop_if

FEW = 15
IMBALANCE = 5.0
TINY = 32
EXTREME_ASPECT = 4.0


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
    stop_if(cancelled)
    every = (examples, *([test] if test else ()))
    owned = [group for one in every for group in (one.groups or ("",) * len(one))]
    grouping = find_groups(embeddings, labels, names, owned if any(owned) else None)
    mine = embeddings.take(np.arange(n))
    shown = Together(modality, names, labels, embeddings.keys, in_test & embeddings.readable, n)
    conflicts = shown.conflicts(grouping.copies)
    known = {path for finding in conflicts for path in finding.paths}
    split = Split(~in_test & embeddings.readable, in_test & embeddings.readable)
    return HygieneReport(
        modality=examples.modality,
        classes=examples.classes,
        unreadable=(
            *examples.skipped,
            *(Finding((names[p],), why) for p, why in sorted(embeddings.problems.items())),
        ),
        exact_duplicates=shown.exact(),
        near_duplicates=shown.near(grouping.copies),
        label_suspects=(
            *conflicts,
            *label_suspects(examples, mine, grouping.ids[:n], seed, known),
        ),
        leakage=shown.leaks(grouping),
        warnings=_class_warnings(examples, mine),
        quality=_shape_warnings(examples, mine) if modality is PHOTO else (),
        belongings=shown.belongings(grouping.reasons),
        gate=check_split(split, grouping, keys=embeddings.keys, names=names, modality=modality),
    )


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
