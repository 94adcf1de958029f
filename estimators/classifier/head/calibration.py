"""What makes a head's scores come true: a temperature, conformal sets, and a bound on the out-of-distribution score.

The temperature is one number that turns scores into probabilities (Guo et al., "On Calibration of Modern Neural Networks",
https://arxiv.org/abs/1706.04599), fitted on out-of-fold scores. With few examples those can be perfect, and the best temperature
would then claim certainty. Two remedies are used. Platt's ("Probabilistic Outputs for Support Vector Machines", 1999, section
2.2): the targets are not 0 and 1 but what n right answers out of n allow one to believe, (n + 1) / (n + 2). And a prior on the
logarithm of the sharpness, a Cauchy distribution on a floor: its middle is what held on other tasks, and where the examples
contradict it, it gives way. Written here because of those two: over 26 sizes of nine sets the log loss lies 0.009 above that of
the best temperature in hindsight, with neither (plain temperature scaling, as in libraries) 0.018 (decision 0081).

Sets of classes contain the truth as often as promised. Split conformal prediction with the least ambiguous sets (Sadinle et
al., https://arxiv.org/abs/1609.00451): a class belongs to the set if its probability is at least what all but a share `alpha`
of the true classes had. Those probabilities come from models that had not seen the example (cross-conformal, Vovk,
https://arxiv.org/abs/1208.0806), so that no example is spent on this. The promise holds on average over examples that are like
those learned from, not for each class or each kind. The models out of fold learned from fewer examples than the final one,
which is allowed for; a guarantee for any data, at 1 - 2 alpha, would take as many models as folds in the file (jackknife+,
https://arxiv.org/abs/1905.02928). Written here, with numpy alone, because the scores are those of our folds and one number a
level is all that goes into the exported file; libraries wrap an estimator and keep its models.
"""

import numpy as np

from estimators.classifier.arrays import Doubles, Indices, Mask

USUAL_LOG_SHARPNESS, ITS_SPREAD, ANYTHING_ELSE = 0.4, 0.25, 0.1
_SHARPEST, _BLUNTEST = 50.0, 0.02

LEVELS = (0.8, 0.9, 0.95, 0.99)
"""Promised coverages whose thresholds travel with the model."""
ABSTENTION_LEVEL = 0.8
"""A set that promises no more than this and still holds two classes is not an answer (decision 0082)."""
_USUAL_BOUND, _EXAMPLES_ITS_WORTH = 2.6, 40
_CALLED_STRANGE = 0.02
_GAIN_BY_EXAMPLES = 0.3
"""Misses fall with the number of examples to this power (decision 0124)."""


def fit_sharpness(
    scores: Doubles, codes: Indices, examples: int, *, exactness: float = 1e-4
) -> tuple[float, float]:
    """The most plausible sharpness (1 / temperature), and the mean loss against Platt's targets there.

    - `scores`, array of shape (m, classes): out-of-fold scores; m may count each example several times (repeats).
    - `codes`: int array of shape (m,).
    - `examples`: how many different examples there are: what the strength of the belief rests on.
    - `exactness`: of the logarithm of the sharpness.
    """
    from scipy.optimize import minimize_scalar

    label_smoothing = 1.0 / (examples + 2.0)
    rows = np.arange(len(codes))
    shifted = scores - scores.max(axis=1, keepdims=True)
    true = shifted[rows, codes]
    others = (shifted.sum(axis=1) - true) / max(scores.shape[1] - 1, 1)
    wanted = float(((1.0 - label_smoothing) * true + label_smoothing * others).mean())

    def mean_loss(log_sharpness: float) -> float:
        sharpness = float(np.exp(log_sharpness))
        sums = np.exp(sharpness * shifted).sum(axis=1)
        return float(np.log(sums).mean()) - sharpness * wanted

    def objective(log_sharpness: float) -> float:
        away = (log_sharpness - USUAL_LOG_SHARPNESS) / ITS_SPREAD
        prior = 1.0 / (1.0 + away**2) + ANYTHING_ELSE
        return examples * mean_loss(log_sharpness) - float(np.log(prior))

    found = minimize_scalar(
        objective,
        bounds=(np.log(_BLUNTEST), np.log(_SHARPEST)),
        method="bounded",
        options={"xatol": exactness},
    )
    return float(np.exp(found.x)), mean_loss(float(found.x))


def least_probability(truths: Doubles, level: float, *, folds: int | None = None) -> float:
    """The probability that a class needs to be in the set, so that the set contains the truth with the chance `level`.

    With too few examples to promise so much it is 0: every class is in the set.

    - `truths`, array of shape (n,): out-of-fold probabilities of the true classes.
    - `folds`: of the cross-validation: its models had only a share of 1 - 1 / folds to learn from, and missed more for
      it.
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


def in_set(probabilities: Doubles, least: float) -> Mask:
    """Which classes are in the set of each example, shape (n, classes); a set may be empty."""
    return np.asarray(probabilities >= least)


def abstains(
    probabilities: Doubles,
    out_of_distribution_score: Doubles,
    *,
    threshold: float | None,
    least: float | None,
) -> Mask:
    """Where "I don't know" is the better answer, shape (n,): it is strange, or torn between classes.

    - `probabilities`, `out_of_distribution_score`: arrays of shape (n, classes) and (n,)
    - `threshold`: of the score; None if unknown, then nothing is called strange.
    - `least`: the probability that puts a class into the set at `ABSTENTION_LEVEL`; two such classes are too many. None
      if unknown.
    """
    unknown = np.zeros(len(probabilities), dtype=bool)
    if threshold is not None:
        unknown |= out_of_distribution_score > threshold
    if least is not None:
        unknown |= in_set(probabilities, least).sum(axis=1) > 1
    return unknown


def out_of_distribution_bound(usual: Doubles) -> float:
    """The out-of-distribution score that at most about one in fifty ordinary examples exceeds.

    The split-conformal quantile of the out-of-fold values `usual`, shape (n,), drawn towards what it came to on other tasks
    as if that were forty examples more: with forty of one's own the quantile is the strangest of them, and that is luck.
    """
    ordered = np.sort(usual)
    n = len(ordered)
    rank = int(np.ceil((n + 1) * (1.0 - _CALLED_STRANGE) - 1e-9))
    own = float(ordered[min(rank, n) - 1])
    return (n * own + _EXAMPLES_ITS_WORTH * _USUAL_BOUND) / (n + _EXAMPLES_ITS_WORTH)
