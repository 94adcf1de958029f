"""Temperature: one number that turns a head's scores into probabilities that come true.

Guo et al., "On Calibration of Modern Neural Networks" (https://arxiv.org/abs/1706.04599), fitted on out-of-fold scores.
With few examples those can be perfect, and the best temperature would then claim certainty. Platt's remedy
("Probabilistic Outputs for Support Vector Machines", 1999, section 2.2) is used: the targets are not 0 and 1 but what
n right answers out of n allow one to believe, (n + 1) / (n + 2).
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

_SHARPEST, _BLUNTEST = 50.0, 0.02


def softmax(scores: Scores) -> Scores:
    """Probabilities of shape (n, classes)."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def log_loss(scores: Scores, codes: NDArray[np.intp], sharpness: float = 1.0) -> float:
    """Mean negative log-likelihood of the true classes `codes`, for scores times `sharpness`."""
    return float(_losses(scores * sharpness, codes, 0.0).mean())


def fit_sharpness(
    scores: Scores, codes: NDArray[np.intp], examples: int
) -> tuple[float, NDArray[np.float64]]:
    """The sharpness (1 / temperature) that fits best, and the regularised loss of every row there, shape (m,).

    Parameters
    ----------
    scores : array of shape (m, classes)
        Out-of-fold scores; m may count each example several times (repeats).
    codes : int array of shape (m,)
    examples : int
        How many different examples there are: what the strength of the belief rests on.
    """
    from scipy.optimize import minimize_scalar

    doubt = 1.0 / (examples + 2.0)
    found = minimize_scalar(
        lambda log_sharpness: _losses(scores * np.exp(log_sharpness), codes, doubt).mean(),
        bounds=(np.log(_BLUNTEST), np.log(_SHARPEST)),
        method="bounded",
        options={"xatol": 1e-4},
    )
    sharpness = float(np.exp(found.x))
    return sharpness, _losses(scores * sharpness, codes, doubt)


def _losses(scores: Scores, codes: NDArray[np.intp], doubt: float) -> NDArray[np.float64]:
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    true = log_p[np.arange(len(codes)), codes]
    others = (log_p.sum(axis=1) - true) / max(scores.shape[1] - 1, 1)
    return np.asarray(-((1.0 - doubt) * true + doubt * others))
