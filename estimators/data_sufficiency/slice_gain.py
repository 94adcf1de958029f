"""Which kind of example is lacking? Slices that are right less often than the others, beyond luck.

A slice is compared within the classes, because a class can be both hard and dark: given how many of each class are wrong and
how many are in the slice, the number of wrong ones in the slice is a sum of hypergeometric counts (the exact form of the test
of Mantel and Haenszel 1959, https://doi.org/10.1093/jnci/22.4.719). Many slices are tried, so the chances are corrected for
all of them (Holm 1979).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.acceptance.bounds import interval
from estimators.classifier.arrays import Mask
from estimators.classifier.attributes import Attributes
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.slices import Slice, candidate_slices
from estimators.data_sufficiency.class_gain import Worth, worth_of_more
from estimators.data_sufficiency.forecast_values import SliceGain
from estimators.data_sufficiency.measurement import RoundAnswers
from estimators.data_sufficiency.pool import Pool

FEWEST = 10
"""Tested examples that a slice has at least; below, nothing is said of it."""
_FALSE_ALARMS = 0.05
_OVERLAP = 0.6
_MOST = 3


def lacking_slices(
    pool: Pool,
    slices: Sequence[Slice],
    answers: Sequence[RoundAnswers],
    *,
    copies: ArrayLike | None = None,
    random_state: int = 0,
    n_jobs: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[tuple[SliceGain, Mask]]:
    """The `worse_slices` of what a learning curve answered, with what one more example of each is worth, and which are in it.

    - `answers`: from `measure`; those at the largest size count, each example by the first.
    - `copies`, array of shape (n,), optional: near copies have the same number and count as one: ten of a burst are not
      ten pieces of evidence.
    - `random_state`, `n_jobs`, `progress`, `cancelled`: see `measure`.
    """
    right = np.full(pool.n, np.nan)
    largest = max((answer.n for answer in answers), default=0)
    for answer in answers:
        if answer.n == largest:
            new = np.isnan(right[answer.test])
            right[answer.test[new]] = answer.right[new]
    if copies is not None:
        asked = np.flatnonzero(np.isfinite(right))
        _, first = np.unique(np.asarray(copies)[asked], return_index=True)
        right[np.setdiff1d(asked, asked[first])] = np.nan
    found = worse_slices(slices, pool.codes, right)
    if not found:
        return []
    worth = worth_of_more(
        pool,
        [*(inside for _, inside in found), np.ones(len(right), dtype=bool)],
        random_state=random_state,
        n_jobs=n_jobs,
        progress=progress,
        cancelled=cancelled,
    )
    if not worth:
        return found
    *worth, of_any = worth
    return [
        (_valued(lacking, each, of_any), inside)
        for (lacking, inside), each in zip(found, worth, strict=True)
    ]


def _valued(lacking: SliceGain, worth: Worth, of_any: Worth) -> SliceGain:
    """It with what one more of it is worth, beside one of any kind."""
    helps = bool(worth.gain > max(of_any.gain, 0.0))
    return replace(lacking, more_helps=helps, gain_per_example=worth.gain)


def worse_slices(
    slices: Sequence[Slice], labels: ArrayLike, right: ArrayLike
) -> list[tuple[SliceGain, Mask]]:
    """The slices that are right less often than the others, at most three, the one that most mistakes come from first.

    Parameters
    ----------
    slices : sequence of Slice
        From `slices_of`.
    labels : array-like of shape (n,)
    right : float array-like of shape (n,)
        1 where a head that had not seen the example was right, 0 where it was wrong, not a number where none was asked.

    Returns
    -------
    list of (SliceGain, mask)
        What more of each is worth is not known yet, and which examples are in it. Empty if the mistakes follow no slice beyond luck (at most one false alarm in twenty such lists).
    """
    codes = np.unique(np.asarray(labels), return_inverse=True)[1]
    answers = np.asarray(right, dtype=np.float64)
    asked = np.isfinite(answers)
    wrong = asked & (answers < 0.5)
    tried = []
    for condition in slices:
        known = condition.known & asked
        inside = condition.inside & known
        if FEWEST <= inside.sum() <= known.sum() - FEWEST:
            tried.append((_chance(codes, known, inside, wrong), condition))
    tried.sort(key=lambda entry: entry[0])
    found: list[tuple[Slice, SliceGain]] = []
    for rank, (chance, condition) in enumerate(tried):
        if chance * (len(tried) - rank) > _FALSE_ALARMS:
            break
        errors = wrong & condition.inside
        # Dark photos are often low in contrast too: a thing is said once.
        if any(
            (condition.condition, condition.folder) == (other.condition, other.folder)
            or (errors & other.inside).sum()
            > _OVERLAP * min(errors.sum(), (wrong & other.inside).sum())
            for other, _ in found
        ):
            continue
        known = condition.known & asked
        inside, others = known & condition.inside, known & ~condition.inside
        n, right_inside, n_others, right_others = (
            int(rows.sum()) for rows in (inside, inside & ~wrong, others, others & ~wrong)
        )
        counts = (n, right_inside, n_others, right_others)
        found.append(
            (
                condition,
                SliceGain(
                    condition.condition,
                    *counts,
                    *interval(right_inside, n),
                    folder=condition.folder,
                ),
            )
        )
    found.sort(key=lambda entry: -entry[1].gap * entry[1].n)
    return [(lacking, condition.inside) for condition, lacking in found[:_MOST]]


def slices_of(
    facts: Sequence[Attributes], labels: Sequence[str], names: Sequence[str] = ()
) -> list[Slice]:
    """The slices of some examples: what their facts say (dark, blurred, short), and the folders below those of the classes.

    - `facts`: of each example (`Embeddings.attributes_of`).
    - `names`: their paths.
    """
    found = [condition for variants in candidate_slices(facts).values() for condition in variants]
    folders = [_below(name, label) for name, label in zip(names, labels, strict=False)]
    known = np.ones(len(facts), dtype=bool)
    for folder in sorted(set(filter(None, folders))):
        inside = np.array([place == folder for place in folders])
        if FEWEST <= inside.sum() <= len(inside) / 2:
            found.append(Slice("", inside, known, folder))
    return found


def _chance(codes: NDArray[np.intp], known: Mask, inside: Mask, wrong: Mask) -> float:
    """Of at least so many wrong ones in the slice, were it like the others of each class."""
    from scipy.stats import hypergeom

    total = np.ones(1)
    for code in np.unique(codes[known]):
        own = known & (codes == code)
        drawn, bad = int((own & inside).sum()), int((own & wrong).sum())
        counts = np.arange(min(drawn, bad) + 1)
        total = np.convolve(total, hypergeom.pmf(counts, int(own.sum()), bad, drawn))
    return float(min(1.0, total[int((wrong & inside).sum()) :].sum()))


def _below(name: str, label: str) -> str:
    """The folder right below that of the class, or ""."""
    folders = Path(name).parts[:-1]
    if label not in folders:
        return ""
    after = folders[len(folders) - 1 - folders[::-1].index(label) + 1 :]
    return after[0] if after else ""
