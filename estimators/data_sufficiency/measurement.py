"""Measure a learning curve: train on random parts of the labelled examples, test on the rest."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.arrays import Indices
from estimators.classifier.progress import Cancelled, Progress, WorkCancelled, stop_if
from estimators.data_sufficiency.curve_head import predict, seconds_of
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.pool import MOST_TESTED, Pool, Stop, in_threads, learning_sizes

MakeHead = Callable[[], Any]
"""Makes an unfitted scikit-learn classifier that learns from embeddings and class numbers."""
Judge = Callable[[Indices, Indices], NDArray[np.bool_]]
"""Which of the second positions are right, learned from the first."""

FIRST_LOOK, SECOND_LOOK = 2, 5
"""Repeats of every size before any size gets more: the whole curve is on screen early."""
FEWEST_REPEATS = 3


@dataclass(frozen=True)
class RoundAnswers:
    """What one repeat answered.

    - `n`: examples learned from.
    - `test`, int array of shape (n_test,): positions of the examples tested.
    - `right`: bool array of shape (n_test,).
    """

    n: int
    test: Indices
    right: NDArray[np.bool_]


def measure(
    pool: Pool,
    *,
    sizes: Sequence[int] | None = None,
    repeats: int = 10,
    seconds: float = 16.0,
    random_state: int = 0,
    make_head: MakeHead | None = None,
    judge: Judge | None = None,
    n_jobs: int | None = None,
    on_point: Callable[[MeasuredPoint], None] | None = None,
    on_answers: Callable[[RoundAnswers], None] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[MeasuredPoint]:
    """Measure the accuracy at several numbers of training examples, smallest first.

    Parameters
    ----------
    pool : Pool
        The examples, not `normal` where there is a `make_head`. Those of one group (a turbine, a speaker, near duplicates)
        never stand on both sides.
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
    judge : callable, optional
        Learns and tests in its place, where there is more to an example than an embedding.
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
        If the groups leave nothing to test on, or a size is impossible.
    """
    from joblib import delayed

    wanted = sorted(set(sizes)) if sizes is not None else learning_sizes(pool.n, len(pool.names))
    if not all(1 < size < pool.n for size in wanted) or repeats < 1:
        raise UserError(
            tr("The sizes must lie between 2 and {n}, and there must be a repeat.", n=pool.n - 1),
            tr("At least one example must be left to test on."),
            tr("Choose other sizes, or leave them out."),
        )
    times = _repeats(pool, wanted, repeats, seconds)
    plan = [
        (size, repeat, split)
        for size, repeat in _in_order(times)
        if (split := pool.split(size, random_state, repeat)) is not None
    ]
    if not plan:
        raise UserError(
            tr("The groups leave nothing to learn from or nothing to test on."),
            tr("Examples of one group never stand on both sides of a test."),
            tr("Add examples from more groups, or check how they were grouped."),
        )
    stop_if(cancelled)
    scores: dict[int, list[float]] = {}
    tested: dict[int, list[int]] = {}
    stop = Stop(cancelled, elsewhere=False)
    calls = (
        delayed(_right)(pool, split, repeat, judge or make_head, stop, judged=judge is not None)
        for _, repeat, split in plan
    )
    with closing(in_threads(calls, stop, n_jobs)) as results:
        for done, ((size, _, (_, test)), right) in enumerate(zip(plan, results, strict=True)):
            if right is None:
                raise WorkCancelled(tr("Cancelled. Nothing was changed."))
            scores.setdefault(size, []).append(float(right.mean()))
            tested.setdefault(size, []).append(len(test))
            if on_answers is not None:
                on_answers(RoundAnswers(size, test, right))
            if progress is not None:
                progress(done + 1, len(plan), tr("Learning from {size} examples", size=size))
            stop_if(cancelled)
            is_last = done + 1 == len(plan) or plan[done + 1][0] != size
            if is_last and on_point is not None:
                on_point(_point(size, scores[size], tested[size]))
    return [_point(size, scores[size], tested[size]) for size in sorted(scores)]


def _right(
    pool: Pool,
    split: tuple[Indices, Indices],
    seed: int,
    make_head: Any,
    stop: Stop,
    *,
    judged: bool = False,
) -> NDArray[np.bool_] | None:
    """Which of the tests a head fitted on the rest gets right; None once cancelled."""
    from contextlib import nullcontext

    from threadpoolctl import threadpool_limits

    if stop():
        return None
    learn, test = split
    with threadpool_limits(limits=1) if stop.elsewhere else nullcontext():
        if make_head is None:
            given = predict(
                pool.spaces, pool.codes, learn, test, groups=pool.groups, seed=seed, stop=stop
            )
        elif judged:
            return np.asarray(make_head(learn, test))
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
