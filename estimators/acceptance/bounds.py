"""Exact binomial bounds and the sample sizes that follow from them.

The bound is Clopper and Pearson's (1934, https://doi.org/10.1093/biomet/26.4.404): whatever the true
accuracy, it lies above the truth in at most 1 - confidence of all tests. docs/method-acceptance.md
works an example by hand.
"""

from math import log, sqrt
from typing import TYPE_CHECKING

from estimators.acceptance.counts import correct_of_total, share, whole

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LARGEST_TEST = 10_000_000
_FIRST_CHUNK, _LARGEST_CHUNK = 256, 65_536


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


def correct_needed(total: int, bar: float, confidence: float = 0.95) -> int | None:
    """Return the fewest right answers of `total` that pass, or None if even all would not do.

    `bar` is the accuracy to be shown, 0 to 1. Raises UserError for impossible numbers.
    """
    n = whole("total", total, least=1)
    bar = share("bar", bar)
    alpha = 1 - share("confidence", confidence, inclusive=False)
    if not shows(n, n, bar, alpha):
        return None
    low, high = 0, n
    while low < high:  # more right answers never make a test fail
        middle = (low + high) // 2
        if shows(middle, n, bar, alpha):
            high = middle
        else:
            low = middle + 1
    return low


def examples_needed(
    bar: float, true_accuracy: float, power: float = 0.8, confidence: float = 0.95
) -> int | None:
    """Answer “how many examples must the test have, so that a good model passes it?”.

    Returns
    -------
    int or None
        The smallest test in which a model that is right `true_accuracy` of the time shows `bar` with
        probability `power`. The power rises in a saw-tooth, so that a slightly larger test can be a
        little weaker. None if the model is not better than the bar, or would need more than
        10,000,000 examples.
    """
    bar = share("bar", bar)
    truth = share("true_accuracy", true_accuracy)
    power = share("power", power, inclusive=False)
    alpha = 1 - share("confidence", confidence, inclusive=False)
    if truth <= bar:
        return None
    if bar == 0:
        return 1  # any test at all shows “at least 0”
    import numpy as np
    from scipy.special import betainc

    start = _start_of_search(bar, truth, power, alpha)
    chunk = _FIRST_CHUNK
    while start <= LARGEST_TEST:
        n = np.arange(start, start + chunk)
        needed = _correct_needed_each(n, bar, alpha)
        possible = needed <= n
        chance = np.zeros(len(n))
        k = needed[possible]
        chance[possible] = betainc(k, n[possible] - k + 1, truth)
        enough = np.flatnonzero(chance >= power)
        if len(enough):
            return int(n[enough[0]])
        start += chunk
        chunk = min(2 * chunk, _LARGEST_CHUNK)
    return None


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


def _correct_needed_each(
    n: "npt.NDArray[np.int64]", bar: float, alpha: float
) -> "npt.NDArray[np.int64]":
    """Return `correct_needed` for each total; a number above the total says that none would do."""
    import numpy as np
    from scipy.special import bdtrik

    highest_failing = bdtrik(1 - alpha, n, bar)  # NaN where the bar is all but 0
    needed = np.ceil(np.nan_to_num(highest_failing, nan=0.0) - 1e-9) + 1
    return np.asarray(needed, dtype=np.int64)


def _start_of_search(bar: float, truth: float, power: float, alpha: float) -> int:
    """Skip sizes far below the normal approximation; below 20,000 none is skipped."""
    from scipy.special import ndtri

    spread = -ndtri(alpha) * sqrt(bar * (1 - bar)) + ndtri(power) * sqrt(truth * (1 - truth))
    guess = (max(spread, 0.0) / (truth - bar)) ** 2
    if truth == 1 and bar < 1:
        guess = log(alpha) / log(bar)
    return 1 if guess < 20_000 else int(min(0.9 * guess, LARGEST_TEST + 1))
