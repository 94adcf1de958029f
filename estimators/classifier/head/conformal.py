"""Conformal prediction: sets of classes that contain the truth as often as promised, and a bound on strangeness.

Split conformal prediction with the least ambiguous sets (Sadinle et al., https://arxiv.org/abs/1609.00451): a class belongs to
the set if its probability is at least what all but a share `alpha` of the true classes had. Those probabilities come from
models that had not seen the example (cross-conformal, Vovk, https://arxiv.org/abs/1208.0806), so that no example is spent on
this. The promise holds on average over examples that are like those learned from, not for each class or each kind. The
models out of fold learned from fewer examples than the final one, so the sets err towards too large, if at all; a guarantee
for any data, at 1 - 2 alpha, would take as many models as folds in the file (jackknife+, https://arxiv.org/abs/1905.02928).
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LEVELS = (0.8, 0.9, 0.95, 0.99)
"""Promised coverages whose thresholds travel with the model."""


def least_probability(truths: Matrix, level: float) -> float:
    """The probability that a class needs to be in the set, so that the set contains the truth with the chance `level`.

    `truths` are out-of-fold probabilities of the true classes, shape (n,). With too few of them to promise so much it is 0:
    every class is in the set.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"A level is between 0 and 1, not {level}.")
    ordered = np.sort(truths)
    # The tolerance keeps 0.9 * 20 = 18.000000000000004 at 18.
    rank = int(np.ceil((len(ordered) + 1) * level - 1e-9))
    return float(ordered[len(ordered) - rank]) if rank <= len(ordered) else 0.0


def in_set(probabilities: Matrix, least: float) -> NDArray[np.bool_]:
    """Which classes are in the set of each example, shape (n, classes); a set may be empty."""
    return np.asarray(probabilities >= least)


def upper_bound(values: Matrix, share: float) -> float:
    """The value that at most `share` of future ones exceed, were they exchangeable with these (split conformal)."""
    ordered = np.sort(values)
    rank = int(np.ceil((len(ordered) + 1) * (1.0 - share) - 1e-9))
    # Too few to reach that far: nothing stranger than the strangest.
    return float(ordered[min(rank, len(ordered)) - 1])
