"""The labelled examples as the many fits of a learning curve share them, and the threads that make these fits."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.base.errors import UserError
from estimators.classifier.backbone import View
from estimators.classifier.progress import Cancelled, each_result
from estimators.data_sufficiency.curve_head import KernelSpace, spaces_of
from estimators.data_sufficiency.subsets import Indices, coded_labels, draw_subset

MOST_TESTED = 3_000
"""More than so many tests of one repeat cost time and tell nothing."""


@dataclass(frozen=True)
class Pool:
    """The labelled examples, ready to be learned from in parts.

    Attributes
    ----------
    names : list of str
        The classes.
    X : array of shape (n, columns)
        The embeddings as the head sees them.
    spaces : list of KernelSpace
        Of the curve's own head; empty for another.
    codes : int array of shape (n,)
    groups : int array of shape (n,), or None
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
        """Check them, or raise a `UserError`."""
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

    X = np.asarray(embeddings, dtype=np.float64)
    if X.ndim != 2 or not np.all(np.isfinite(X)):
        raise UserError(
            "The embeddings are not a table of numbers.",
            "Each example is one row, without gaps.",
            "Compute them again from the files.",
        )
    if not normal:
        return X.astype(np.float32), ()
    fitted = views_of(views, X.shape[1])
    return side_by_side(fitted, X).astype(np.float32), stretches(fitted)


def coded_groups(groups: ArrayLike | None, n_examples: int) -> Indices | None:
    """The groups as numbers 0, 1, 2, ...; None if each example stands alone."""
    if groups is None:
        return None
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    if len(members) != n_examples:
        raise UserError(
            f"There are {n_examples} examples and {len(members)} groups.",
            "Each example belongs to one group.",
            "Give one group for each example.",
        )
    return members.astype(np.intp) if members.max() + 1 < n_examples else None
