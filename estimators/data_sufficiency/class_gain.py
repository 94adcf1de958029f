"""Which class's, or slice's, next example gains most?

Each split is learned once with all and, for each class, once with half of its examples; the same examples are tested. One
more example of one class brings little, and which brings most is mostly beyond what a few hundred examples can tell: the
intervals say so (decision 0135). If a few of many examples had not been learned from, only the means of their classes change:
the covariance of ten thousand examples is the same without a hundred of them, and all the time goes into it. Found once, it
makes leaving out half of a class a matter of milliseconds (`DecrementalHead`; decision 0156 has how little that differs).
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimators.base.sentence import tr
from estimators.classifier.arrays import Indices, Singles
from estimators.classifier.progress import Cancelled, Progress, WorkCancelled, stop_if
from estimators.data_sufficiency.curve_head import (
    KernelSpace,
    Weights,
    primal_factor,
    scores_of,
    weigh,
)
from estimators.data_sufficiency.forecast_values import ClassGain
from estimators.data_sufficiency.pool import LEARN_SHARE, Pool, Stop, in_threads

SURE = 1.645
"""Standard errors of a 90 % interval."""
_MOST_FITS = 240
_FEWEST_REPEATS = 3
MANY = 2_000
"""Examples learned from, and at least as many as dimensions, from which the covariance counts as known."""
FEW = 0.05
"""The largest share of them that can be left out."""


@dataclass(frozen=True)
class Worth:
    """Accuracy that one more example of a kind brings, with its 90 % interval, from `repeats` splits."""

    gain: float
    low: float
    high: float
    repeats: int


def class_gains(
    pool: Pool,
    *,
    repeats: int = 6,
    random_state: int = 0,
    n_jobs: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[ClassGain]:
    """Measure what each class's examples are worth, most valuable first.

    Empty if the groups allow fewer than two splits. Of many classes fewer repeats are made, but three at least.
    See `measure` for the parameters.
    """
    kinds = [pool.codes == code for code in range(len(pool.names))]
    found = worth_of_more(
        pool,
        kinds,
        repeats=repeats,
        random_state=random_state,
        n_jobs=n_jobs,
        progress=progress,
        cancelled=cancelled,
    )
    gains = [
        ClassGain(name, int(kind.sum()), worth.gain, worth.low, worth.high, worth.repeats)
        for name, kind, worth in zip(pool.names, kinds, found, strict=False)
    ]
    return sorted(gains, key=lambda gain: -gain.gain_per_example)


def worth_of_more(
    pool: Pool,
    kinds: Sequence[NDArray[np.bool_]],
    *,
    repeats: int = 6,
    random_state: int = 0,
    n_jobs: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Worth]:
    """What one more example of each kind (a mask of the pool) is worth, in the same order; empty if it cannot be measured.

    If accuracy rises with the logarithm of a kind's count k, the next example is worth (all - half) / (k ln 2). The interval
    allows for splits that share examples (Nadeau and Bengio 2003, https://doi.org/10.1023/A:1024068626366).
    """
    from joblib import delayed

    size = max(int(LEARN_SHARE * pool.n), 2)
    repeats = min(repeats, max(_FEWEST_REPEATS, _MOST_FITS // max(len(kinds), 1)))
    splits = [split for r in range(repeats) if (split := pool.split(size, random_state, r))]
    if len(splits) < 2 or not kinds:
        return []
    stop_if(cancelled)
    stop = Stop(cancelled, elsewhere=False)
    calls = (
        delayed(_lost)(pool, split, kinds, (random_state, number), stop)
        for number, split in enumerate(splits)
    )
    drops: list[list[float]] = []
    with closing(in_threads(calls, stop, n_jobs)) as results:
        for found in results:
            if found is None:
                raise WorkCancelled(tr("Cancelled. Nothing was changed."))
            drops.append(found)
            if progress is not None:
                progress(len(drops), len(splits), tr("Learning with fewer of each class"))
            stop_if(cancelled)
    lost = np.asarray(drops)
    counts = np.array([max(int(kind.sum()), 1) for kind in kinds])
    per_example = 1 / (counts * LEARN_SHARE * np.log(2))
    mean = lost.mean(axis=0) * per_example
    # That all splits agree to the last example would be luck: at least one could have fallen otherwise.
    floor = 1 / max(pool.n * (1 - LEARN_SHARE), 1)
    spread = np.maximum(lost.std(axis=0, ddof=1), floor)
    ratio = float(np.mean([len(test) / len(learn) for learn, test in splits]))
    error = SURE * spread * np.sqrt(1 / len(lost) + ratio) * per_example
    return [
        Worth(float(m), float(m - e), float(m + e), len(lost))
        for m, e in zip(mean, error, strict=True)
    ]


def _lost(
    pool: Pool,
    split: tuple[Indices, Indices],
    kinds: Sequence[NDArray[np.bool_]],
    seed: tuple[int, int],
    stop: Stop,
) -> list[float] | None:
    """How many fewer of the tests are right, as a share, when half of a kind is not learned from; None once cancelled."""
    learn, test = split
    weights = weigh(pool.spaces, pool.codes, learn, groups=pool.groups, seed=seed[1], stop=stop)
    best = max(weights, key=lambda entry: weights[entry])  # one head tells the difference
    space = pool.spaces[best[0]]
    quick = (
        DecrementalHead(space, pool.codes, learn, test, best[1])
        if DecrementalHead.suits(space, learn)
        else None
    )
    whole = quick.right() if quick else _right(pool, learn, test, {best: 1.0})
    found = []
    for number, kind in enumerate(kinds):
        if stop():
            return None
        own = np.random.default_rng((*seed, number)).permutation(learn[kind[learn]])
        out = own[len(own) // 2 + len(own) % 2 :]
        if not len(out):
            found.append(0.0)
        elif quick and len(out) <= FEW * len(learn):
            found.append(whole - quick.right(out))
        else:
            kept = np.setdiff1d(learn, out, assume_unique=True)
            found.append(whole - _right(pool, kept, test, {best: 1.0}))
    return found


def _right(pool: Pool, learn: Indices, test: Indices, weights: Weights) -> float:
    present, scores = scores_of(pool.spaces, pool.codes, learn, test, weights)
    return float(np.mean(present[scores.argmax(axis=1)] == pool.codes[test]))


class DecrementalHead:
    """One head on `learn`, asked about `test` with some of `learn` left out.

    - `codes`, int array of shape (n,): classes of the whole pool.
    """

    def __init__(
        self, space: KernelSpace, codes: Indices, learn: Indices, test: Indices, shrinkage: float
    ) -> None:
        self._present, self._own = np.unique(codes[learn], return_inverse=True)
        self._Z, self._learn, self._truth = space.Z, learn, codes[test]
        counts = np.bincount(self._own)
        means, self._solve = primal_factor(space, self._own, learn, shrinkage)
        self._test = self._solve(np.ascontiguousarray(space.Z[test].T))
        self._scores = self._test.T @ means.T + self._offset(counts, means)

    @staticmethod
    def suits(space: KernelSpace, learn: Indices) -> bool:
        return bool(len(learn) >= max(MANY, space.Z.shape[1]))

    def right(self, left_out: Indices | None = None) -> float:
        """The share of the tests that are right without these examples."""
        scores = self._scores
        if left_out is not None and len(left_out):
            out = np.isin(self._learn, left_out, assume_unique=True)
            counts = np.bincount(self._own[~out], minlength=len(self._present))
            scores = scores.copy()
            for code in np.unique(self._own[out]):
                kept = self._learn[~out & (self._own == code)]
                if not len(kept):
                    scores[:, code] = -np.inf
                    continue
                mean = self._Z[kept].mean(axis=0, keepdims=True)
                offset = self._offset(counts[code : code + 1], mean)
                scores[:, code] = (mean @ self._test)[0] + offset[0]
        return float(np.mean(self._present[scores.argmax(axis=1)] == self._truth))

    def _offset(self, counts: Indices, means: Singles) -> Singles:
        between = np.einsum("cd,dc->c", means, self._solve(np.ascontiguousarray(means.T)))
        return np.asarray(np.log(counts / len(self._learn)) - 0.5 * between, np.float32)
