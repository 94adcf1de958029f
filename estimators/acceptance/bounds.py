"""Exact binomial bounds.

The bound is Clopper and Pearson's (1934, https://doi.org/10.1093/biomet/26.4.404): whatever the true
accuracy, it lies above the truth in at most 1 - confidence of all tests. docs/method-acceptance.md
works an example by hand.
"""

from estimators.acceptance.argument_checks import correct_of_total, share


def lower_bound(correct: int, total: int, confidence: float = 0.95) -> float:
    """Answer “we are `confidence` sure that it is right at least this often”.

    Parameters
    ----------
    correct, total : int
        Right answers, of independent examples that took no part in training.
    confidence : float
        One-sided confidence, between 0 and 1.

    Returns
    -------
    float
        The one-sided Clopper-Pearson lower bound of the accuracy, 0 to 1.

    Raises
    ------
    UserError
        If the counts or the confidence are impossible.
    """
    k, n = correct_of_total(correct, total)
    return _lower(k, n, 1 - share("confidence", confidence, inclusive=False))


def interval(correct: int, total: int, level: float = 0.9) -> tuple[float, float]:
    """Return the two-sided Clopper-Pearson interval; at 0.9 its lower end is the 95 % bound."""
    k, n = correct_of_total(correct, total)
    tail = (1 - share("level", level, inclusive=False)) / 2
    return _lower(k, n, tail), 1 - _lower(n - k, n, tail)


def upper_bound(correct: int, total: int, confidence: float = 0.95) -> float:
    """Answer “we are `confidence` sure that it is right at most this often”: the other one-sided bound."""
    k, n = correct_of_total(correct, total)
    return 1 - _lower(n - k, n, 1 - share("confidence", confidence, inclusive=False))


def shows(correct: int, total: int, bar: float, alpha: float) -> bool:
    """Whether a result this good would turn up with probability at most `alpha` at the bar itself."""
    if correct == 0 or bar in (0, 1):
        return bar == 0
    from scipy.special import betainc

    return bool(betainc(correct, total - correct + 1, bar) <= alpha)


def _lower(k: int, n: int, tail: float) -> float:
    if k == 0:
        return 0.0
    if k == n:  # the closed form, which spares the import of scipy
        return float(tail ** (1 / n))
    from scipy.special import betaincinv

    return float(betaincinv(k, n - k + 1, tail))
