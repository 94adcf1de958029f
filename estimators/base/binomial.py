"""What ``k`` of ``n`` says about the share behind it: exact (Clopper-Pearson) bounds, for whoever counts right answers.

Clopper and Pearson, 1934, https://doi.org/10.1093/biomet/26.4.404: whatever the true share, a bound lies on the wrong side of it
with at most the probability ``tail``.
"""

from math import comb

from estimators.base.incomplete_beta import beta_term, incomplete_beta, inverse_incomplete_beta

_COUNTED_OUT = 500


def exact_lower(k: int, n: int, tail: float) -> float:
    """The one-sided lower bound of the share.

    - `k`, `n`: how many of how many; the caller has checked them (0 <= k <= n, n > 0).
    - `tail`: how often the bound may lie above the true share, between 0 and 1.
    """
    if k == 0:
        return 0.0
    if k == n:
        return float(tail ** (1 / n))
    return inverse_incomplete_beta(k, n - k + 1, tail)


def exact_interval(k: int, n: int, level: float) -> tuple[float, float]:
    """The two-sided interval: each of its ends is a one-sided bound at half of what ``level`` leaves."""
    tail = (1 - level) / 2
    return exact_lower(k, n, tail), 1 - exact_lower(n - k, n, tail)


def chance_of_at_least(k: int, n: int, p: float) -> float:
    """The chance of at least ``k`` of ``n`` where each happens with the chance ``p`` (0 <= p <= 1, n > 0)."""
    if k <= 0 or k > n:
        return float(k <= 0)
    return float(p**n) if k == n else incomplete_beta(k, n - k + 1, p)[0]


def sign_test(more: int, less: int) -> float:
    """The chance that a fair coin falls as unevenly as ``more`` against ``less``, either way: two-sided and exact."""
    few, n = min(more, less), more + less
    if 2 * few == n:
        return 1.0
    if n <= _COUNTED_OUT:  # a ratio of whole numbers, to the last digit
        return min(1.0, 2 * float(sum(comb(n, i) for i in range(few + 1)) / 2**n))
    return min(1.0, 2 * chance_of_at_least(n - few, n, 0.5))


class GrowingTail:
    """The chance of at least ``k`` of ``n`` at a ``p`` between 0 and 1, for a search that takes one example more at a time.

    A step is two products and a sum; asked of the incomplete beta function anew, it would be a hundred times that.
    """

    def __init__(self, k: int, n: int, p: float) -> None:
        self._k, self._n, self._p = k, n, p
        self.chance = chance_of_at_least(k, n, p)
        # Of exactly k - 1, one short.
        self._short = beta_term(k, n - k + 2, p) / (p * (1 - p) * (n + 1))

    def add_example(self) -> None:
        """One example more, of which the same ``k`` are asked."""
        self.chance += self._p * self._short
        self._n += 1
        self._short *= self._n * (1 - self._p) / (self._n - self._k + 1)

    def ask_one_more(self) -> None:
        """One more of the same examples."""
        self._short *= (self._n - self._k + 1) / self._k * self._p / (1 - self._p)
        self.chance -= self._short
        self._k += 1
