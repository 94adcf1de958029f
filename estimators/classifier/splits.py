"""Splits that keep belongings together: duplicates never sit on both sides, and every class is on each side."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_TO_LEARN_FROM = 2
"""A class keeps at least so many groups for learning: fewer leave nothing to calibrate with."""


def choose_holdout(
    labels: ArrayLike, groups: ArrayLike | None = None, share: float = 0.2, seed: int = 0
) -> NDArray[np.bool_]:
    """Choose which examples are held out for the test.

    Parameters
    ----------
    labels : array-like of shape (n,)
    groups : array-like of shape (n,), optional
        Examples with the same group (duplicates, bursts) stay on one side.
    share : float
        Wanted share of the examples, 0 up to but not including 1; met in every class as far as whole groups allow.
    seed : int

    Returns
    -------
    bool array of shape (n,)
        True where held out. A class with fewer than three groups is not held out at all.
    """
    if not 0 <= share < 1:
        raise ValueError(f"The share held out must be at least 0 and below 1, not {share}.")
    held = np.zeros(len(np.asarray(labels)), dtype=bool)
    for members in _groups_by_class(labels, groups, np.random.default_rng(seed)):
        wanted = share * sum(map(len, members))
        most = len(members) - LEAST_TO_LEARN_FROM
        taken = 0
        for group in members[: max(most, 0)]:
            # Take a group if that comes closer to the wanted number than leaving it, and at least one.
            if share and (taken == 0 or taken + len(group) / 2 <= wanted):
                held[group] = True
                taken += len(group)
    return held


def assign_folds(
    labels: ArrayLike, groups: ArrayLike | None, folds: int, seed: int
) -> NDArray[np.intp]:
    """Deal the examples into `folds` equal folds, class by class, whole groups at a time; shape (n,), values 0 to folds-1."""
    fold = np.zeros(len(np.asarray(labels)), dtype=np.intp)
    start = 0
    for members in _groups_by_class(labels, groups, np.random.default_rng(seed)):
        sizes = np.zeros(folds, dtype=np.intp)
        order = [(start + step) % folds for step in range(folds)]
        for group in members:
            smallest = min(order, key=lambda index: sizes[index])
            fold[group] = smallest
            sizes[smallest] += len(group)
        start += len(members)  # the next class begins where this one ended, so folds stay equal
    return fold


def fewest_groups(labels: ArrayLike, groups: ArrayLike | None) -> int:
    """The number of groups in the class that has fewest."""
    return min(len(members) for members in _groups_by_class(labels, groups, None))


def _groups_by_class(
    labels: ArrayLike, groups: ArrayLike | None, rng: np.random.Generator | None
) -> Sequence[list[NDArray[np.intp]]]:
    """For each class its groups (arrays of positions), shuffled; a group counts for the class of most of its members."""
    classes, label = np.unique(np.asarray(labels), return_inverse=True)
    ids = np.arange(len(label)) if groups is None else np.unique(groups, return_inverse=True)[1]
    by_group = np.split(np.argsort(ids, kind="stable"), np.cumsum(np.bincount(ids))[:-1])
    by_class: list[list[NDArray[np.intp]]] = [[] for _ in classes]
    for members in by_group:
        by_class[int(np.bincount(label[members]).argmax())].append(members)
    if rng is not None:
        for groups_of_class in by_class:
            rng.shuffle(groups_of_class)
    return by_class
