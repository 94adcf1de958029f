"""Rows that nearly all have one answer, and that hardly any other row is among: those with a value, with a word, or with a cell that
is filled at all. Of a number the answer is to be among the highest or the lowest.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from estimators.base.binomial import exact_interval, exact_lower
from estimators.base.number import number
from estimators.base.sentence import tr
from estimators.table.leak import FEWEST, LEVEL, Leak, LeakFix, LeakKind
from estimators.table.target import ColumnData, RowTarget

PERFECT, SURELY = 0.97, 0.85
"""Of the way from the usual answer to all right: what was found, and the lower end of its interval."""
_SURELY_RARE, RARE = 0.7, 0.05
"""Of an answer that at most one in twenty rows has, fewer rows are as little by chance."""
_FEWEST_ALIKE, FEWEST_RARE = 20, 10
_BEYOND_CHANCE = 0.5
"""Of the same way, whichever of the values or words that are tried is the one."""
_COVERS = 0.5
"""A value knows the answer if so many of the rows of that answer have it."""
Mask = NDArray[np.bool_]


def knows(share: float, low: float, usual: float) -> bool:
    """Whether so many right answers, of which `usual` come by always saying the same, are a leak; `low`: of its interval."""
    room, surely = 1.0 - usual, SURELY if usual > RARE else _SURELY_RARE
    return share - usual >= PERFECT * room and low - usual >= surely * room


def _pure(
    subset: Mask, target: RowTarget, *, tries: int = 1
) -> tuple[int, int, int, float, float] | None:
    """The class that rows of a subset have, k of n, and its interval, where nearly no others are among them and it covers the class."""
    rows = subset & target.known
    n = int(rows.sum())
    counts = np.bincount(target.values[rows].astype(np.intp), minlength=len(target.classes))
    every = np.bincount(target.values[target.known].astype(np.intp), minlength=len(target.classes))
    best = int(counts.argmax())
    k, usual = int(counts[best]), float(every[best] / every.sum())
    low, high = exact_interval(k, n, LEVEL)
    enough = _FEWEST_ALIKE if usual > RARE else FEWEST_RARE
    if n < enough or not knows(k / n, low, usual) or k < _COVERS * every[best]:
        return None
    lowest = exact_lower(k, n, (1 - LEVEL) / 2 / tries)
    if lowest - usual < _BEYOND_CHANCE * (1.0 - usual):
        return None
    return best, k, n, low, high


def leak_of_subset(
    kind: LeakKind, name: str, subset: Mask, target: RowTarget, *, word: str = "", tries: int = 1
) -> Iterator[Leak]:
    """Whether rows (a mask of all) nearly all have one answer, and half of those with that answer are among them.

    - `word`: what they have in common. `tries`: how many such subsets are looked at.
    """
    n, known = int((subset & target.known).sum()), int(target.known.sum())
    if n < FEWEST_RARE or n == known or known < FEWEST:
        return
    if target.task == "number":
        target = _parted(subset, target)
    found = _pure(subset, target, tries=tries)
    if found is None:
        return
    best, k, n, low, high = found
    n_others = int((target.known & (target.values != best)).sum())
    yield Leak(
        kind=kind,
        fix=LeakFix.LEAVE_OUT,
        column=name,
        value=k / n,
        low=low,
        high=high,
        n=n,
        k=k,
        word=word,
        answer=target.classes[best],
        others=n - k,
        n_others=n_others,
    )


def _parted(subset: Mask, target: RowTarget) -> RowTarget:
    """Numbers as two answers, less than some number or not: the number that tells the subset from the rest best."""
    order = np.flatnonzero(target.known)[np.argsort(target.values[target.known])]
    y, inside = target.values[order], subset[order]
    below = np.flatnonzero(np.diff(y) > 0) + 1
    n, m, k = len(y), int(inside.sum()), np.cumsum(inside, dtype=np.intp)[below - 1]
    # F1 of the rows below the number, and of those from it on.
    told = np.maximum(k / (m + below), (m - k) / (m + n - below))
    best = int(np.argmax(told))
    cut = float(y[below[best]])
    words = (tr("less than {n}", n=number(cut)), tr("{n} and more", n=number(cut)))
    answers = np.where(target.known, target.values >= cut, np.nan)
    return RowTarget(target.name, "classify", answers, words)


def filled_for_one(name: str, filled: Mask, target: RowTarget) -> Iterator[Leak]:
    """Whether a column is filled, or empty, for one answer."""
    yield from leak_of_subset(LeakKind.FILLED_AFTER, name, filled, target)
    yield from leak_of_subset(LeakKind.EMPTY_AFTER, name, ~filled, target)


def values_that_know(data: ColumnData, target: RowTarget) -> Iterator[Leak]:
    """Which of the words of a column stand for one answer."""
    assert data.codes is not None
    counts = np.bincount(data.codes[data.codes >= 0], minlength=len(data.words))
    likely = np.flatnonzero(counts >= FEWEST_RARE)[:50]
    for code in likely.tolist():
        yield from leak_of_subset(
            LeakKind.VALUE_KNOWS,
            data.plan.name,
            data.codes == code,
            target,
            word=data.words[code],
            tries=len(likely),
        )
