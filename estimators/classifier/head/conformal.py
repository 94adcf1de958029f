"""Conformal prediction: sets of classes that contain the truth as often as promised, and a bound on the out-of-distribution score.

Split conformal prediction with the least ambiguous sets (Sadinle et al., https://arxiv.org/abs/1609.00451): a class belongs to
the set if its probability is at least what all but a share `alpha` of the true classes had. Those probabilities come from
models that had not seen the example (cross-conformal, Vovk, https://arxiv.org/abs/1208.0806), so that no example is spent on
this. The promise holds on average over examples that are like those learned from, not for each class or each kind. The
models out of fold learned from fewer examples than the final one, which is allowed for; a guarantee for any data, at
1 - 2 alpha, would take as many models as folds in the file (jackknife+, https://arxiv.org/abs/1905.02928).

Written here, with numpy alone, because the scores are those of our folds and one number a level is all that goes into the
exported file; libraries wrap an estimator and keep its models.
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LEVELS = (0.8, 0.9, 0.95, 0.99)
"""Promised coverages whose thresholds travel with the model."""
ABSTENTION_LEVEL = 0.8
"""A set that promises no more than this and still holds two classes is not an answer (decision 0082)."""
_USUAL_BOUND, _EXAMPLES_ITS_WORTH = 2.6, 40
_CALLED_STRANGE = 0.02
_GAIN_BY_EXAMPLES = 0.3
"""Misses fall with the number of examples to this power (decision 0124)."""


def least_probability(truths: Matrix, level: float, *, folds: int | None = None) -> float:
    """The probability that a class needs to be in the set, so that the set contains the truth with the chance `level`.

    With too few examples to promise so much it is 0: every class is in the set.

    Parameters
    ----------
    truths : array of shape (n,)
        Out-of-fold probabilities of the true classes.
    level : float
    folds : int, optional
        Of the cross-validation: its models had only a share of 1 - 1 / folds to learn from, and missed more for it.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"A level is between 0 and 1, not {level}.")
    ordered = np.sort(truths)
    n = len(ordered)
    missed = 1.0 - level
    if folds is not None:
        missed *= (folds / (folds - 1)) ** _GAIN_BY_EXAMPLES
    # The tolerance keeps 0.9 * 20 = 18.000000000000004 at 18.
    rank = int(np.ceil((n + 1) * (1.0 - missed) - 1e-9))
    return float(ordered[n - rank]) if rank <= n else 0.0


def in_set(probabilities: Matrix, least: float) -> NDArray[np.bool_]:
    """Which classes are in the set of each example, shape (n, classes); a set may be empty."""
    return np.asarray(probabilities >= least)


def abstains(
    probabilities: Matrix,
    out_of_distribution_score: Matrix,
    *,
    threshold: float | None,
    least: float | None,
) -> NDArray[np.bool_]:
    """Where "I don't know" is the better answer, shape (n,): it is strange, or torn between classes.

    Parameters
    ----------
    probabilities, out_of_distribution_score : arrays of shape (n, classes) and (n,)
    threshold : float or None
        Of the score; None if unknown, then nothing is called strange.
    least : float or None
        The probability that puts a class into the set at `ABSTENTION_LEVEL`; two such classes are too many. None if unknown.
    """
    unknown = np.zeros(len(probabilities), dtype=bool)
    if threshold is not None:
        unknown |= out_of_distribution_score > threshold
    if least is not None:
        unknown |= in_set(probabilities, least).sum(axis=1) > 1
    return unknown


def out_of_distribution_bound(usual: Matrix) -> float:
    """The out-of-distribution score that at most about one in fifty ordinary examples exceeds.

    The split-conformal quantile of the out-of-fold values `usual`, shape (n,), drawn towards what it came to on other tasks
    as if that were forty examples more: with forty of one's own the quantile is the strangest of them, and that is luck.
    """
    ordered = np.sort(usual)
    n = len(ordered)
    rank = int(np.ceil((n + 1) * (1.0 - _CALLED_STRANGE) - 1e-9))
    own = float(ordered[min(rank, n) - 1])
    return (n * own + _EXAMPLES_ITS_WORTH * _USUAL_BOUND) / (n + _EXAMPLES_ITS_WORTH)
