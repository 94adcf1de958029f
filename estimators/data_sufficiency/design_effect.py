"""How much more luck a pool has because examples of one group are right or wrong together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles

if TYPE_CHECKING:
    from estimators.data_sufficiency.measurement import RoundAnswers

USUAL, WORTH = 0.1, 4.0
"""The correlation within groups assumed before any is seen, and how many groups that is worth (docs/decisions/0158)."""
EDGE = 0.9
"""The quantile at which few groups are taken to be as unsure as they are: the edge of the 80 % band."""


def design_effect(
    answers: Sequence["RoundAnswers"], labels: ArrayLike, groups: ArrayLike | None
) -> float:
    """By what factor the variance of the pool's luck exceeds that of as many single examples.

    It is 1 + (m - 1) r: m is the mean size of the group that an example is in, r the correlation of being right within a
    group. r is estimated inside the classes from the answers at the largest size. Few groups say little about it, so it is
    shrunk towards a usual one, and their share is widened as Student's t is wider than the normal.

    Parameters
    ----------
    answers : sequence of RoundAnswers
        From `measure(..., on_answers=...)`.
    labels, groups : arrays of shape (n_examples,)
        The same as `measure` got.

    Returns
    -------
    float
        1 where no two examples are of one group, or nothing was answered.

    Source: L. Kish (1965), Survey Sampling, section 5.4; C. R. Henderson (1953), https://doi.org/10.2307/3001853
    """
    if groups is None or not answers:
        return 1.0
    _, member = np.unique(np.asarray(groups), return_inverse=True)
    sizes = np.bincount(member).astype(np.float64)
    together = float(sizes @ sizes / sizes.sum())
    if together <= 1:
        return 1.0
    tested, right = _answered(answers, len(member))
    r, free = correlation(right, np.asarray(labels)[tested], member[tested])
    shrunk = (free * min(max(r, 0.0), 1.0) + WORTH * USUAL) / (free + WORTH)
    return 1.0 + (together - 1.0) * shrunk * few(free)


def check_design_effect(design_effect: float) -> None:
    """Raise a `UserError` for one that cannot be."""
    if not 1 <= design_effect < np.inf:
        raise UserError(
            tr("The design effect is {design_effect}.", design_effect=f"{design_effect:g}"),
            tr("Groups make luck larger, never smaller."),
            tr("Give 1 or more; 1 where each example stands alone."),
        )


def correlation(right: Doubles, labels: ArrayLike, groups: ArrayLike) -> tuple[float, float]:
    """How strongly `right` goes together within groups, class means taken off, and on how many free groups that rests.

    The sum of squares of the residuals, and that of their sums over groups, are set equal to what a variance between groups
    and one within them would make them (method of moments; classes are fixed effects, and may cross groups or hold them).
    (0, 0) if the groups are the classes.
    """
    _, code = np.unique(np.asarray(labels), return_inverse=True)
    _, member = np.unique(np.asarray(groups), return_inverse=True)
    table = np.zeros((code.max() + 1, member.max() + 1))
    np.add.at(table, (code, member), 1.0)
    of_class, of_group = table.sum(axis=1), table.sum(axis=0)
    residual = right - (np.bincount(code, weights=right) / of_class)[code]
    sums = np.bincount(member, weights=residual)
    scaled = table / np.sqrt(of_class)[:, None]
    kept = of_group - (scaled**2).sum(axis=0)
    inner = kept.sum()
    outer = float(of_group @ (2 * kept - of_group) + np.sum((scaled @ scaled.T) ** 2))
    free_within = len(right) - len(of_class)
    # E[singles] = inner between + free_within within;  E[joined] = outer between + inner within.
    singles, joined = float(residual @ residual), float(sums @ sums)
    determinant = inner * inner - free_within * outer
    if inner <= 1e-9 or singles <= 0 or abs(determinant) < 1e-9:
        return 0.0, inner * inner / outer if inner > 1e-9 else 0.0
    between = (inner * singles - free_within * joined) / determinant
    within = (inner * joined - outer * singles) / determinant
    total = between + max(within, 0.0)
    return (between / total if between > 0 else 0.0), inner * inner / outer


def _answered(answers: Sequence["RoundAnswers"], n: int) -> tuple[NDArray[np.intp], Doubles]:
    """The examples tested at the largest size, and how often each was right."""
    largest = max(answer.n for answer in answers)
    times, right = np.zeros(n), np.zeros(n)
    for answer in answers:
        if answer.n == largest:
            times[answer.test] += 1
            right[answer.test] += answer.right
    tested = np.flatnonzero(times)
    return tested, right[tested] / times[tested]


def few(free: float) -> float:
    """How much larger a variance must be at the band's edge if so many free groups (and `WORTH` of usual ones) tell it."""
    from scipy.special import ndtri, stdtrit

    return float((stdtrit(free + WORTH, EDGE) / ndtri(EDGE)) ** 2)
