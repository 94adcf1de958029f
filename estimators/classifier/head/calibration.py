"""Temperature: one number that turns a head's scores into probabilities that come true.

Guo et al., "On Calibration of Modern Neural Networks" (https://arxiv.org/abs/1706.04599), fitted on out-of-fold scores.
With few examples those can be perfect, and the best temperature would then claim certainty. Two remedies are used. Platt's
("Probabilistic Outputs for Support Vector Machines", 1999, section 2.2): the targets are not 0 and 1 but what n right answers
out of n allow one to believe, (n + 1) / (n + 2). And a prior on the logarithm of the sharpness, a Cauchy distribution on a
floor: its middle is what held on other tasks, and where the examples contradict it, it gives way.

Written here because of those two: over 26 sizes of nine sets the log loss lies 0.009 above that of the best temperature in
hindsight, with neither (plain temperature scaling, as in libraries) 0.018 (decision 0081).
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

USUAL_LOG_SHARPNESS, ITS_SPREAD, ANYTHING_ELSE = 0.4, 0.25, 0.1
_SHARPEST, _BLUNTEST = 50.0, 0.02


def fit_sharpness(
    scores: Scores, codes: NDArray[np.intp], examples: int, *, exactness: float = 1e-4
) -> tuple[float, float]:
    """The most plausible sharpness (1 / temperature), and the mean loss against Platt's targets there.

    Parameters
    ----------
    scores : array of shape (m, classes)
        Out-of-fold scores; m may count each example several times (repeats).
    codes : int array of shape (m,)
    examples : int
        How many different examples there are: what the strength of the belief rests on.
    exactness : float
        Of the logarithm of the sharpness.
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
