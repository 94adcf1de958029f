"""A lower bound of the accuracy that holds after every label at once: a confidence sequence.

It comes from the mixture of all likelihood ratios against a better accuracy (Robbins 1970; Howard et al. 2021,
https://doi.org/10.1214/20-AOS1991): were the truth at the bound, the mixture would *ever* be 20 times likelier in at most one sequence
of twenty (Ville's inequality).
"""

from math import log

from estimators.acceptance.argument_checks import correct_of_total, share, whole

_PRIOR = 0.5  # of the mixture: half a right and half a wrong answer (Jeffreys)


def anytime_lower_bound(correct: int, total: int, confidence: float = 0.95) -> float:
    """Return a lower bound of the accuracy that holds after every label at once, however often one looks.

    The lowest accuracy that the mixture of all better ones (with half a right and half a wrong answer to begin with) does
    not beat by 1 / (1 - confidence). 0 before the first label.
    """
    n = whole("total", total)
    if not n:
        return 0.0
    k, n = correct_of_total(correct, total)
    goal = -log(1 - share("confidence", confidence, inclusive=False))
    low, high = 0.0, k / n
    if k == 0:
        return 0.0
    for _ in range(50):
        middle = (low + high) / 2
        if _log_mixture(k, n, middle) >= goal:
            low = middle
        else:
            high = middle
    return low


def _log_mixture(k: int, n: int, p: float) -> float:
    """The logarithm of the mixture's likelihood over that of `p`, all weight above `p`."""
    from scipy.special import betaincc, betaln

    a = b = _PRIOR
    above, before = betaincc(k + a, n - k + b, p), betaincc(a, b, p)
    if p <= 0 or above <= 0:
        return 700.0 if p <= 0 else -700.0
    mass = betaln(k + a, n - k + b) - betaln(a, b) + log(above) - log(before)
    return float(mass - k * log(p) - (n - k) * (log(1 - p) if n > k else 0.0))
