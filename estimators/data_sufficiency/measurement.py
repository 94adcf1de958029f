"""Measure a learning curve: train on random parts of the labelled examples, test on the rest."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.classifier.backbone import View
from estimators.classifier.parallel import each_result
from estimators.classifier.progress import Cancelled, Progress, stop_if
from estimators.data_sufficiency.curve_head import Space, predict, seconds_of, spaces_of
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.subsets import Indices, coded_labels, draw_subset, learning_sizes
from estimators.errors import UserError

MakeHead = Callable[[], Any]
"""Makes an unfitted scikit-learn classifier that learns from embeddings and class numbers."""

FIRST_LOOK, SECOND_LOOK = 2, 5
"""Repeats of every size before any size gets more: the whole curve is on screen early."""
FEWEST_REPEATS = 3
MOST_TESTED = 3_000
"""More than so many tests of one repeat cost time and tell nothing."""


@dataclass(frozen=True)
class Answers:
    """What one repeat answered.

    Attributes
    ----------
    n : int
        Examples learned from.
    test : int array of shape (n_test,)
        Positions of the examples tested.
    right : bool array of shape (n_test,)
    """

    n: int
    test: Indices
    right: NDArray[np.bool_]


def measure(
    embeddings: ArrayLike,
    labels: ArrayLike,
    *,
    views: Sequence[View] = (),
    groups: ArrayLike | None = None,
    sizes: Sequence[int] | None = None,
    repeats: int = 10,
    seconds: float = 30.0,
    random_state: int = 0,
    make_head: MakeHead | None = None,
    n_jobs: int | None = None,
    on_point: Callable[[MeasuredPoint], None] | None = None,
    on_answers: Callable[[Answers], None] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[MeasuredPoint]:
    """Measure the accuracy at several numbers of training examples, smallest first.

    Parameters
    ----------
    embeddings : array of shape (n_examples, n_dimensions)
    labels : array of shape (n_examples,)
    views : sequence of View, optional
        Stretches of the embeddings and how to normalise each, as `CalibratedHead` takes them; without any, all is one view
        of square roots.
    groups : array of shape (n_examples,), optional
        Examples of one group (a turbine, a speaker, near duplicates) never stand on both sides.
    sizes : list of int, optional
        By default ten sizes half an octave apart, down from four fifths of the examples. Sizes that the
        groups do not allow are left out.
    repeats : int
        Random subsets at each size, classes in proportion.
    seconds : float
        About how long it may take on one core of an ordinary computer. Where the pool is so large that it would take longer,
        the largest sizes are repeated less often, but three times at least. It is reckoned, not timed, so that the
        same examples give the same curve on every computer.
    make_head : callable, optional
        Makes the classifier. By default discriminant analyses that are averaged as a training averages its heads
        (`curve_head`).
    n_jobs : int, optional
        Fits at a time, in threads unless `joblib.parallel_config` says otherwise, so that a cluster can do the work; by default
        one per core, at most four. The numbers do not depend on it.
    on_point : callable, optional
        Called with each point as soon as it is there, and again when it has more repeats: first every size with
        two repeats, then with five, then with all. The same n replaces the earlier point.
    on_answers : callable, optional
        Called with what each repeat answered.
    progress, cancelled : callables, optional
        See `estimators.classifier.progress`; raises its `WorkCancelled`.

    Returns
    -------
    list of MeasuredPoint
        All scores share the luck of these examples; the forecaster allows for it.

    Raises
    ------
    UserError
        If there are fewer than two classes or four examples, or the groups leave nothing to test on.
    """
    pool = Pool.of(embeddings, labels, groups, views=views, make_head=make_head)
    wanted = sorted(set(sizes)) if sizes is not None else learning_sizes(pool.n, len(pool.names))
    if not all(1 < size < pool.n for size in wanted) or repeats < 1:
        raise UserError(
            f"The sizes must lie between 2 and {pool.n - 1}, and there must be a repeat.",
            "At least one example must be left to test on.",
            "Choose other sizes, or leave them out.",
        )
    times = _repeats(pool, wanted, repeats, seconds)
    plan = [
        (size, repeat, split)
        for size, repeat in _in_order(times)
        if (split := pool.split(size, random_state, repeat)) is not None
    ]
    if not plan:
        raise UserError(
            "The groups leave nothing to learn from or nothing to test on.",
            "Examples of one group never stand on both sides of a test.",
            "Add examples from more groups, or check how they were grouped.",
        )
    stop_if(cancelled)
    scores: dict[int, list[float]] = {}
    tested: dict[int, list[int]] = {}
    tasks = [(split, repeat) for _, repeat, split in plan]
    with closing(answers_of(pool, tasks, make_head, n_jobs)) as results:
        for done, ((size, _, (_, test)), right) in enumerate(zip(plan, results, strict=True)):
            scores.setdefault(size, []).append(float(right.mean()))
            tested.setdefault(size, []).append(len(test))
            if on_answers is not None:
                on_answers(Answers(size, test, right))
            if progress is not None:
                progress(done + 1, len(plan), f"Learning from {size} examples")
            stop_if(cancelled)
            is_last = done + 1 == len(plan) or plan[done + 1][0] != size
            if is_last and on_point is not None:
                on_point(_point(size, scores[size], tested[size]))
    return [_point(size, scores[size], tested[size]) for size in sorted(scores)]


@dataclass(frozen=True)
class Pool:
    """The labelled examples, ready to be learned from in parts.

    Attributes
    ----------
    names : list of str
        The classes.
    X : array of shape (n, columns)
        The embeddings as the head sees them.
    spaces : list of Space
        Of the curve's own head; empty for another.
    codes : int array of shape (n,)
    groups : int array of shape (n,), or None
    """

    names: list[str]
    X: NDArray[np.float32]
    spaces: list[Space]
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
        make_head: MakeHead | None = None,
    ) -> "Pool":
        """Check them, or raise a `UserError`."""
        X, where = _checked_embeddings(embeddings, views, normal=make_head is None)
        names, codes = coded_labels(labels, len(X))
        members = coded_groups(groups, len(X))
        spaces = spaces_of(X, where) if make_head is None else []
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


def answers_of(
    pool: Pool,
    tasks: Sequence[tuple[tuple[Indices, Indices], int]],
    make_head: MakeHead | None,
    n_jobs: int | None,
) -> Generator[NDArray[np.bool_]]:
    """For each ((learn, test), seed): which of `test` a head fitted on `learn` gets right."""
    from joblib import delayed
    from threadpoolctl import threadpool_limits

    from estimators.classifier.embedding import threads

    home = os.getpid()
    calls = (delayed(_right)(pool, split, make_head, seed, home) for split, seed in tasks)
    # With two BLAS threads these small fits were 25 times slower than with one.
    with (
        threadpool_limits(limits=1),
        closing(each_result(calls, jobs=n_jobs or threads(), prefer="threads")) as results,
    ):
        for right in results:  # noqa: UP028  # so that closing this one closes that one
            yield right


def _right(
    pool: Pool, split: tuple[Indices, Indices], make_head: MakeHead | None, seed: int, home: int
) -> NDArray[np.bool_]:
    from contextlib import nullcontext

    from threadpoolctl import threadpool_limits

    learn, test = split
    with nullcontext() if os.getpid() == home else threadpool_limits(limits=1):
        if make_head is None:
            given = predict(pool.spaces, pool.codes, learn, test, groups=pool.groups, seed=seed)
        else:
            head = make_head().fit(pool.X[learn], pool.codes[learn])
            given = head.predict(pool.X[test])
    return np.asarray(given == pool.codes[test])


def _point(size: int, scores: Sequence[float], tested: Sequence[int]) -> MeasuredPoint:
    return MeasuredPoint.from_scores(size, scores, round(float(np.mean(tested))))


def _repeats(pool: Pool, sizes: Sequence[int], repeats: int, seconds: float) -> dict[int, int]:
    """How often each size is learned, within the time."""
    each = {size: seconds_of(pool.spaces, size, min(pool.n - size, MOST_TESTED)) for size in sizes}
    times = dict.fromkeys(sizes, repeats)
    while sum(times[size] * each[size] for size in sizes) > seconds:
        possible = [size for size in sizes if times[size] > FEWEST_REPEATS]
        if not possible:
            break
        times[max(possible, key=lambda size: times[size] * each[size])] -= 1
    return times


def _in_order(times: dict[int, int]) -> Iterator[tuple[int, int]]:
    """(size, repeat): a first look at every size, smallest first, a second one, then the rest."""
    most = max(times.values())
    for begin, end in ((0, FIRST_LOOK), (FIRST_LOOK, SECOND_LOOK), (SECOND_LOOK, most)):
        for size, many in times.items():
            for repeat in range(begin, min(end, many)):
                yield size, repeat


def _checked_embeddings(
    embeddings: ArrayLike, views: Sequence[View], *, normal: bool
) -> tuple[NDArray[np.float32], tuple[slice, ...]]:
    """A finite matrix with one row per example, as the head sees it if `normal`, and where its views lie; or a `UserError`."""
    from estimators.classifier.head.views import fit_views, side_by_side, stretches

    X = np.asarray(embeddings, dtype=np.float64)
    if X.ndim != 2 or not np.all(np.isfinite(X)):
        raise UserError(
            "The embeddings are not a table of numbers.",
            "Each example is one row, without gaps.",
            "Compute them again from the files.",
        )
    if not normal:
        return X.astype(np.float32), ()
    # How the columns spread is learned without the labels, so nothing of the test is.
    fitted = fit_views(views, X)
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
