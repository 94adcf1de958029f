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

from estimators.acceptance import interval
from estimators.base.number import digits
from estimators.classifier.attributes import Attributes
from estimators.classifier.backbone import View
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.slices import Slice, candidate_slices
from estimators.data_sufficiency.class_gain import Worth, worth_of_more
from estimators.data_sufficiency.forecast_result import SliceGain
from estimators.data_sufficiency.measurement import RoundAnswers
from estimators.data_sufficiency.pool import Pool

Mask = NDArray[np.bool_]

FEWEST = 10
"""Tested examples that a slice has at least; below, nothing is said of it."""
_FALSE_ALARMS = 0.05
_OVERLAP = 0.6
_MOST = 3


def slice_gains(
    slices: Sequence[Slice], labels: ArrayLike, right: ArrayLike, *, many: str = "examples"
) -> list[SliceGain]:
    """The slices that are right less often than the others, at most three, the one that most mistakes come from first.

    Parameters
    ----------
    slices : sequence of Slice
        From `slices_of`.
    labels : array-like of shape (n,)
    right : float array-like of shape (n,)
        1 where a head that had not seen the example was right, 0 where it was wrong, not a number where none was asked.
    many : str
        What the examples are called.

    Returns
    -------
    list of SliceGain
        Empty if the mistakes follow no slice beyond luck (at most one false alarm in twenty such lists).
    """
    return [gain for gain, _ in _lacking(slices, labels, right, many)]


def lacking_slices(
    embeddings: ArrayLike,
    labels: ArrayLike,
    slices: Sequence[Slice],
    answers: Sequence[RoundAnswers],
    *,
    copies: ArrayLike | None = None,
    views: Sequence[View] = (),
    groups: ArrayLike | None = None,
    many: str = "examples",
    random_state: int = 0,
    n_jobs: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[SliceGain]:
    """`slice_gains` of what a learning curve answered, with what one more example of each slice is worth.

    Parameters
    ----------
    answers : sequence of RoundAnswers
        From `measure`; those at the largest size count, each example by the first.
    copies : array of shape (n,), optional
        Near copies have the same number and count as one: ten of a burst are not ten pieces of evidence.
    embeddings, labels, views, groups, random_state, n_jobs, progress, cancelled
        See `measure`.
    """
    right = np.full(len(np.asarray(labels)), np.nan)
    largest = max((answer.n for answer in answers), default=0)
    for answer in answers:
        if answer.n == largest:
            new = np.isnan(right[answer.test])
            right[answer.test[new]] = answer.right[new]
    if copies is not None:
        asked = np.flatnonzero(np.isfinite(right))
        _, first = np.unique(np.asarray(copies)[asked], return_index=True)
        right[np.setdiff1d(asked, asked[first])] = np.nan
    found = _lacking(slices, labels, right, many)
    if not found:
        return []
    worth = worth_of_more(
        Pool.of(embeddings, labels, groups, views=views),
        [*(inside for _, inside in found), np.ones(len(right), dtype=bool)],
        random_state=random_state,
        n_jobs=n_jobs,
        progress=progress,
        cancelled=cancelled,
    )
    if not worth:
        return [gain for gain, _ in found]
    *worth, of_any = worth
    return [
        replace(
            gain,
            gain_per_example=each.gain,
            sentence=f"{gain.sentence.rpartition('. ')[0]}. {_advice(_called(gain.slice, many), each, of_any)}",
        )
        for (gain, _), each in zip(found, worth, strict=True)
    ]


def _advice(called: str, worth: Worth | None, of_any: Worth | None = None) -> str:
    """What to make of a slice that comes out worse; lacking is it if one more of it helps more than one of any kind."""
    if worth is None or of_any is None:
        return f"{_begun(called)} are harder for it."
    if worth.gain > max(of_any.gain, 0.0):
        return f"You lack {called}."
    return f"{_begun(called)} are harder for it, and more of them may not help."


def _lacking(
    slices: Sequence[Slice], labels: ArrayLike, right: ArrayLike, many: str
) -> list[tuple[SliceGain, Mask]]:
    """The slices, and which examples are in them."""
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
    found: list[tuple[SliceGain, Mask]] = []
    for rank, (chance, condition) in enumerate(tried):
        if chance * (len(tried) - rank) > _FALSE_ALARMS:
            break
        errors = wrong & condition.inside
        # Dark photos are often low in contrast too: a thing is said once.
        if any(
            condition.words == other.slice
            or (errors & inside).sum() > _OVERLAP * min(errors.sum(), (wrong & inside).sum())
            for other, inside in found
        ):
            continue
        found.append((_gain(condition, asked, wrong, many), condition.inside))
    found.sort(key=lambda entry: -entry[0].gap * entry[0].n)
    return found[:_MOST]


def slices_of(
    facts: Sequence[Attributes], labels: Sequence[str], names: Sequence[str] = ()
) -> list[Slice]:
    """The slices of some examples: what their facts say (dark, blurred, short), and the folders below those of the classes.

    Parameters
    ----------
    facts : sequence of dict
        Of each example (`Embeddings.attributes_of`).
    labels : sequence of str
    names : sequence of str, optional
        Their paths.
    """
    found = [condition for variants in candidate_slices(facts).values() for condition in variants]
    folders = [_below(name, label) for name, label in zip(names, labels, strict=False)]
    known = np.ones(len(facts), dtype=bool)
    for folder in sorted(set(filter(None, folders))):
        inside = np.array([place == folder for place in folders])
        if FEWEST <= inside.sum() <= len(inside) / 2:
            found.append(Slice(f"in “{folder}”", inside, known))
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


def _gain(condition: Slice, asked: Mask, wrong: Mask, many: str) -> SliceGain:
    words, known = condition.words, condition.known & asked
    inside, others = known & condition.inside, known & ~condition.inside
    n, right = int(inside.sum()), int((inside & ~wrong).sum())
    n_others, right_others = int(others.sum()), int((others & ~wrong).sum())
    low, high = interval(right, n)
    called = _called(words, many)
    sentence = (
        f"{_begun(called)}: {digits(right)} of {digits(n)} right, "
        f"the others {digits(right_others)} of {digits(n_others)}. {_advice(called, None)}"
    )
    share, gap = n / int(known.sum()), right_others / n_others - right / n
    return SliceGain(words, n, share, right / n, low, high, gap, sentence, None)


def _called(words: str, many: str) -> str:
    return f"{many} {words}" if words.startswith("in ") else f"{words} {many}"


def _begun(called: str) -> str:
    return f"{called[:1].upper()}{called[1:]}"


def _below(name: str, label: str) -> str:
    """The folder right below that of the class, or ""."""
    folders = Path(name).parts[:-1]
    if label not in folders:
        return ""
    after = folders[len(folders) - 1 - folders[::-1].index(label) + 1 :]
    return after[0] if after else ""
