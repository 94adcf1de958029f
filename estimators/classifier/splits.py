"""Splits that keep belongings together: duplicates never sit on both sides, and every class is on each side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimators.classifier.arrays import Indices, Mask

LEAST_TO_LEARN_FROM = 2
"""A class keeps at least so many groups for learning: fewer leave nothing to calibrate with."""


def choose_holdout(
    labels: ArrayLike, groups: ArrayLike | None = None, share: float = 0.2, seed: int = 0
) -> Mask:
    """Choose which examples are held out for the test.

    Parameters
    ----------
    labels : array-like of shape (n,)
    groups : array-like of shape (n,), optional
        Examples with the same group (duplicates, bursts, speakers) stay on one side; a group may hold several classes.
    share : float
        Wanted share of the examples, 0 up to but not including 1; met in every class as far as whole groups allow.
    seed : int

    Returns
    -------
    bool array of shape (n,)
        True where held out. A class with fewer than three groups is not held out, but for what comes with groups that
        are larger than it.
    """
    if not 0 <= share < 1:
        raise ValueError(f"The share held out must be at least 0 and below 1, not {share}.")
    dealt = _Dealt.of(labels, groups)
    taken = np.zeros(len(dealt.members), dtype=bool)
    if share:
        sizes = dealt.sizes()
        held, left = np.zeros_like(sizes, dtype=np.float64), dealt.groups_of_class()
        order = np.random.default_rng(seed).permutation(len(dealt.members))
        for at_least_one in (False, True):
            for group in order.tolist():
                classes, counts = dealt.counts[group]
                if taken[group] or (left[classes] <= LEAST_TO_LEARN_FROM).any():
                    continue
                if at_least_one:
                    better = bool((held[classes] == 0).any())
                else:  # closer to what is wanted of its classes than without it
                    over = (held[classes] + counts / 2 - share * sizes[classes]) / sizes[classes]
                    better = bool((over * counts / sizes[classes]).sum() <= 0)
                if better:
                    taken[group] = True
                    held[classes] += counts
                    left[classes] -= 1
    held_out = [dealt.members[group] for group in np.flatnonzero(taken).tolist()]
    return np.isin(np.arange(dealt.n), np.concatenate([np.zeros(0, np.intp), *held_out]))


def assign_folds(labels: ArrayLike, groups: ArrayLike | None, folds: int, seed: int) -> Indices:
    """Deal the examples into `folds` folds, as equal as whole groups allow in every class; shape (n,), 0 to folds-1."""
    dealt = _Dealt.of(labels, groups)
    if len(dealt.members) == dealt.n:
        return _deal_one_by_one(labels, folds, np.random.default_rng(seed))
    sizes = dealt.sizes()
    of_groups = np.zeros(len(dealt.members), dtype=np.intp)
    filled = np.zeros((folds, len(sizes)))
    totals = np.zeros(folds)
    order = np.random.default_rng(seed).permutation(len(dealt.members))
    large = np.array([len(dealt.members[group]) for group in order])
    largest_first = order[np.argsort(-large, kind="stable")].tolist()
    for turn, group in enumerate(largest_first):
        classes, counts = dealt.counts[group]
        full = (filled[:, classes] * (counts / sizes[classes])).sum(axis=1)
        smallest = np.flatnonzero(full <= full.min() + 1e-9)
        smallest = smallest[totals[smallest] == totals[smallest].min()]
        chosen = int(smallest[turn % len(smallest)])
        of_groups[group] = chosen
        filled[chosen, classes] += counts
        totals[chosen] += counts.sum()
    fold = np.zeros(dealt.n, dtype=np.intp)
    for number, members in zip(of_groups, dealt.members, strict=True):
        fold[members] = number
    return fold


def _deal_one_by_one(labels: ArrayLike, folds: int, rng: np.random.Generator) -> Indices:
    """The next class begins where one ended, so that folds stay equal."""
    codes = np.unique(np.asarray(labels), return_inverse=True)[1]
    fold = np.empty(len(codes), dtype=np.intp)
    fold[np.lexsort((rng.random(len(codes)), codes))] = np.arange(len(codes)) % folds
    return fold


def fewest_groups(labels: ArrayLike, groups: ArrayLike | None) -> int:
    """The number of groups that have examples of a class, for the class where that is fewest."""
    return int(_Dealt.of(labels, groups).groups_of_class().min())


@dataclass(frozen=True)
class _Dealt:
    """The examples by group, and each group's classes."""

    n: int
    members: Sequence[Indices]
    counts: Sequence[tuple[Indices, Indices]]
    classes: int

    @classmethod
    def of(cls, labels: ArrayLike, groups: ArrayLike | None) -> "_Dealt":
        names, codes = np.unique(np.asarray(labels), return_inverse=True)
        ids = np.arange(len(codes)) if groups is None else np.unique(groups, return_inverse=True)[1]
        ids = ids.ravel()
        ends = np.cumsum(np.bincount(ids))
        members = np.split(np.argsort(ids, kind="stable"), ends[:-1])
        counts = [
            (codes[m], np.ones(1, dtype=np.intp))
            if len(m) == 1
            else np.unique(codes[m], return_counts=True)
            for m in members
        ]
        return cls(len(codes), members, counts, len(names))

    def sizes(self) -> Indices:
        """Examples of each class, shape (classes,)."""
        sizes = np.zeros(self.classes, dtype=np.intp)
        for classes, counts in self.counts:
            sizes[classes] += counts
        return sizes

    def groups_of_class(self) -> Indices:
        """Groups with an example of each class, shape (classes,)."""
        found = np.zeros(self.classes, dtype=np.intp)
        for classes, _ in self.counts:
            found[classes] += 1
        return found
