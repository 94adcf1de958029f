"""Exact binomial bounds: of one look at a test, of several looks, and of a look after every label.

The bound of one look is Clopper and Pearson's (1934, https://doi.org/10.1093/biomet/26.4.404): whatever the true
accuracy, it lies above the truth in at most 1 - confidence of all tests. docs/method-acceptance.md
works an example by hand.
"""

from math import inf, log

from estimators.acceptance.argument_checks import correct_of_total, share, whole
from estimators.base.binomial import chance_of_at_least, exact_interval, exact_lower


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
    return exact_lower(k, n, 1 - share("confidence", confidence, inclusive=False))


def interval(correct: int, total: int, level: float = 0.9) -> tuple[float, float]:
    """Return the two-sided Clopper-Pearson interval; at 0.9 its lower end is the 95 % bound."""
    k, n = correct_of_total(correct, total)
    return exact_interval(k, n, share("level", level, inclusive=False))


def upper_bound(correct: int, total: int, confidence: float = 0.95) -> float:
    """Answer “we are `confidence` sure that it is right at most this often”: the other one-sided bound."""
    k, n = correct_of_total(correct, total)
    return 1 - exact_lower(n - k, n, 1 - share("confidence", confidence, inclusive=False))


def shows(correct: int, total: int, bar: float, alpha: float) -> bool:
    """Whether a result this good would turn up with probability at most `alpha` at the bar itself."""
    if correct == 0 or bar == 0:
        return bar == 0
    return chance_of_at_least(correct, total, bar) <= alpha


def anytime_lower_bound(correct: int, total: int, confidence: float = 0.95) -> float:
    """Return a lower bound of the accuracy that holds after every label at once, however often one looks.

    The lowest accuracy that the mixture of all better ones (with half a right and half a wrong answer to begin with) does
    not beat by 1 / (1 - confidence). 0 before the first label. This is a confidence sequence (Robbins 1970; Howard et al.
    2021, https://doi.org/10.1214/20-AOS1991): were the truth at the bound, the mixture would *ever* be 20 times likelier in
    at most one sequence of twenty (Ville's inequality).
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


def anytime_shows(correct: int, total: int, bar: float, confidence: float) -> bool:
    """Whether the bound that holds after every label at once lies at the bar or above: one question of the fifty it asks."""
    if not total or bar <= 0 or correct == 0:
        return bar <= 0
    if bar >= 1:
        return False
    return _log_mixture(correct, total, bar) >= -log(1 - confidence)


def _log_mixture(k: int, n: int, p: float) -> float:
    """The logarithm of the mixture's likelihood over that of `p`, all weight above `p`."""
    from scipy.special import betaincc, betaln  # fifty for each bound, and bounds for every label

    a = b = 0.5  # half a right and half a wrong answer (Jeffreys)
    above, before = betaincc(k + a, n - k + b, p), betaincc(a, b, p)
    if above <= 0:  # so far beyond what was seen that no number is small enough
        return -inf
    mass = betaln(k + a, n - k + b) - betaln(a, b) + log(above) - log(before)
    return float(mass - k * log(p) - (n - k) * log(1 - p))


def confidence_of_each(confidence: float, looks: int) -> float:
    """Return how sure each of `looks` at the same test must be, for all of them to hold with `confidence`.

    Whoever trains four times and takes the run that came out best has had four chances to pass by luck. So of k looks each
    must be sure at 1 - 0.05 / k: then all k bounds hold at once with 95 % confidence, and with them that of the run that
    was chosen (Bonferroni).

    As long as a look says no more than "not passed", the next model cannot have learned from the test, and the sum is exact
    (the argument of Blum and Hardt 2015, https://arxiv.org/abs/1502.04585). Whoever studies the wrong answers and mends them
    one by one learns more than that, and no sum pays for it (Dwork et al. 2015, https://doi.org/10.1126/science.aaa9375):
    only fresh examples do. docs/decisions/0188 has the measured errors.

    Raises UserError where the number of looks is not from 1 to 10,000.
    """
    sure = share("confidence", confidence, inclusive=False)
    k = whole("looks", looks, least=1, most=10_000)
    return sure if k == 1 else 1 - (1 - sure) / k
