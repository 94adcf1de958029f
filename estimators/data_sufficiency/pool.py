"""The labelled examples as the many fits of a learning curve share them, random parts of them, and the threads that fit."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.arrays import Indices
from estimators.classifier.backbone import View
from estimators.classifier.progress import Cancelled, each_result
from estimators.data_sufficiency.curve_head import KernelSpace, spaces_of

MOST_TESTED = 3_000
"""More than so many tests of one repeat cost time and tell nothing."""
LEARN_SHARE = 0.8
MOST_SIZES = 10
DRAWS = 6
"""Of whole groups, to choose from."""


@dataclass(frozen=True)
class Pool:
    """The labelled examples, ready to be learned from in parts.

    - `names`: the classes.
    - `X`, array of shape (n, columns): the embeddings as the head sees them.
    - `spaces`: of the curve's own head; empty for another.
    - `codes`: int array of shape (n,).
    - `groups`: int array of shape (n,), or None.
    """

    names: list[str]
    X: NDArray[np.float32]
    spaces: list[KernelSpace]
    codes: Indices
    groups: Indices | None

    @classmethod
    def of(
        cls,
        embeddings: ArrayLike,
        labels: ArrayLike,
        groups: ArrayLike | None,
        *,
        views: Sequence[View] = (),
        normal: bool = True,
    ) -> "Pool":
        """Check them, or raise a `UserError`.

        `views` are stretches of the embeddings and how to normalise each, as `CalibratedHead` takes them; without any, all is
        one view of square roots. Not `normal`, they stay as they are, for a head of another make.
        """
        X, where = _checked_embeddings(embeddings, views, normal=normal)
        names, codes = coded_labels(labels, len(X))
        members = coded_groups(groups, len(X))
        spaces = spaces_of(X, where) if normal else []
        return cls(names, X, spaces, codes, members)

    @property
    def n(self) -> int:
        return len(self.codes)

    def split(self, size: int, seed: int, repeat: int) -> tuple[Indices, Indices] | None:
        """What to learn from and what to test on, or None if the groups forbid it."""
        rng = np.random.default_rng((seed, size, repeat))
        found = draw_subset(size, self.codes, self.groups, rng)
        if found is None or len(found[1]) <= MOST_TESTED:
            return found
        return found[0], np.sort(rng.choice(found[1], MOST_TESTED, replace=False))


class Stop:
    """Tells the fits in this process's threads that they are no longer wanted; other processes finish theirs."""

    def __init__(self, cancelled: Cancelled | None = None, *, elsewhere: bool = True) -> None:
        self.cancelled = cancelled
        self.elsewhere = elsewhere
        self.over = False

    def __call__(self) -> bool:
        return self.over or (self.cancelled is not None and self.cancelled())

    def __reduce__(self) -> tuple[type["Stop"], tuple[()]]:
        return Stop, ()


def in_threads(calls: Iterable[Any], stop: Stop, n_jobs: int | None) -> Generator[Any]:
    """The results of `joblib.delayed` calls, in order; closing it ends those under way that ask `stop`."""
    from threadpoolctl import threadpool_limits

    from estimators.classifier.embedding import threads

    # With two BLAS threads these small fits were 25 times slower than with one.
    with (
        threadpool_limits(limits=1),
        closing(each_result(calls, jobs=n_jobs or threads(), prefer="threads")) as results,
    ):
        try:
            for result in results:  # noqa: UP028  # "yield from" would close these first: they would be waited for before `stop` is set
                yield result
        finally:
            stop.over = True


def _checked_embeddings(
    embeddings: ArrayLike, views: Sequence[View], *, normal: bool
) -> tuple[NDArray[np.float32], tuple[slice, ...]]:
    """A finite matrix with one row per example, as the head sees it if `normal`, and where its views lie; or a `UserError`."""
    from estimators.classifier.head.views import side_by_side, stretches, views_of

    X = np.asarray(embeddings)
    X = X.astype(np.float32 if X.dtype == np.float32 else np.float64, copy=False)
    if X.ndim != 2 or not np.all(np.isfinite(X)):
        raise UserError(
            tr("The embeddings are not a table of numbers."),
            tr("Each example is one row, without gaps."),
            tr("Compute them again from the files."),
        )
    if not normal:
        return X.astype(np.float32, copy=False), ()
    fitted = views_of(views, X.shape[1])
    return side_by_side(fitted, X).astype(np.float32, copy=False), stretches(fitted)


def coded_groups(groups: ArrayLike | None, n_examples: int) -> Indices | None:
    """The groups as numbers 0, 1, 2, ...; None if each example stands alone."""
    if groups is None:
        return None
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    if len(members) != n_examples:
        raise UserError(
            tr(
                "There are {n_examples} examples and {members} groups.",
                n_examples=n_examples,
                members=len(members),
            ),
            tr("Each example belongs to one group."),
            tr("Give one group for each example."),
        )
    return members.astype(np.intp) if members.max() + 1 < n_examples else None


def coded_labels(labels: ArrayLike, n_examples: int) -> tuple[list[str], Indices]:
    """The class names and each example's class, or a `UserError` if there is nothing to learn."""
    names, codes = np.unique(
        np.asarray([str(label) for label in np.asarray(labels)]), return_inverse=True
    )
    if len(codes) != n_examples:
        raise UserError(
            tr(
                "There are {n_examples} examples and {codes} labels.",
                n_examples=n_examples,
                codes=len(codes),
            ),
            tr("Each example needs one label."),
            tr("Give two lists of the same length."),
        )
    if len(names) < 2:
        raise UserError(
            tr("There is only one class.") if len(names) else tr("There are no labelled examples."),
            tr("A learning curve shows how well classes are told apart."),
            tr("Label at least two examples of each of two classes."),
        )
    if n_examples < 4:
        raise UserError(
            tr("There are only {n_examples} labelled examples.", n_examples=n_examples),
            tr("Some must be learned from and some tested on."),
            tr("Label at least two of each class."),
        )
    return [str(name) for name in names], codes.astype(np.intp)


def learning_sizes(n_examples: int, n_classes: int) -> list[int]:
    """At most ten sizes, half an octave apart, down from four fifths of the examples."""
    largest = max(int(LEARN_SHARE * n_examples), 2)
    smallest = min(max(2 * n_classes, 8), largest)
    sizes = [round(largest * 2 ** (-k / 2)) for k in range(MOST_SIZES)]
    return sorted({size for size in sizes if size >= smallest})


def draw_subset(
    size: int, codes: Indices, groups: Indices | None, rng: np.random.Generator
) -> tuple[Indices, Indices] | None:
    """Indices of `size` examples to learn from, classes in proportion, and of those to test on.

    With groups, whole groups are taken until there are enough, and only examples of other groups are
    tested; the surplus is left out. Of several such draws the first is taken whose classes are as much in proportion as luck
    would make those of single examples, else the best one, so that a class of which one group has most is learned from.
    None if that leaves fewer than two classes or no test.
    """
    everything = np.arange(len(codes))
    if groups is None:
        taken, test = everything, None
    else:
        is_taken = _whole_groups(size, codes, groups, rng)
        taken, test = everything[is_taken], everything[~is_taken]
        if len(taken) < size or not len(test):
            return None
    learn = _stratified(taken, codes, size, rng)
    if test is None:
        test = np.setdiff1d(everything, learn, assume_unique=True)
    if len(np.unique(codes[learn])) < 2 or not len(test):
        return None
    return learn, test


def _whole_groups(
    size: int, codes: Indices, groups: Indices, rng: np.random.Generator
) -> NDArray[np.bool_]:
    members, wanted = np.bincount(groups), np.bincount(codes) / len(codes)
    best, least = np.ones(len(codes), dtype=bool), np.inf
    for _ in range(DRAWS):
        order = rng.permutation(len(members))
        enough = int(np.searchsorted(np.cumsum(members[order]), size)) + 1
        is_chosen = np.zeros(len(members), dtype=bool)
        is_chosen[order[:enough]] = True
        is_taken = is_chosen[groups]
        if is_taken.all():
            continue
        counts = np.bincount(codes[is_taken], minlength=len(wanted))
        # A class that is not learned from at all weighs most.
        away = float(np.abs(counts / counts.sum() - wanted).sum() + (counts == 0).sum())
        if away < least:
            best, least = is_taken, away
        # Always the best would, with a handful of groups, always be the same few, and the others never tested.
        if away <= _by_luck(wanted, int(counts.sum())):
            break
    return best


def _by_luck(wanted: NDArray[np.float64], n: int) -> float:
    """How far from the wanted shares those of `n` of all examples, drawn singly, lie on average."""
    return float(np.sqrt(2 / np.pi * wanted * (1 - wanted) / n).sum())


def _stratified(taken: Indices, codes: Indices, size: int, rng: np.random.Generator) -> Indices:
    """`size` of `taken`, each class in proportion (largest remainder) and present where it fits."""
    counts = np.bincount(codes[taken])
    share = counts * size / counts.sum()
    quota = np.floor(share).astype(np.intp)
    if size >= np.count_nonzero(counts):
        quota = np.maximum(quota, counts > 0)
    # Ties among remainders are broken by chance, or the first classes would always gain.
    remainder = share - quota + 1e-9 * rng.random(len(share))
    while quota.sum() != size:
        step = 1 if quota.sum() < size else -1
        possible = quota < counts if step > 0 else quota > 1
        if not possible.any():
            possible = quota > 0
        best = int(np.argmax(np.where(possible, step * remainder, -np.inf)))
        quota[best] += step
        remainder[best] -= step
    chosen = [
        rng.permutation(taken[codes[taken] == c])[:many] for c, many in enumerate(quota) if many
    ]
    return np.sort(np.concatenate(chosen))
