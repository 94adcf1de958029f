"""What ``k`` of ``n`` says about the share behind it: exact (Clopper-Pearson) bounds, for whoever counts right answers.

Clopper and Pearson, 1934, https://doi.org/10.1093/biomet/26.4.404: whatever the true share, a bound lies on the wrong side of it
with at most the probability ``tail``.
"""


def exact_lower(k: int, n: int, tail: float) -> float:
    """The one-sided lower bound of the share.

    Parameters
    ----------
    k, n : int
        How many of how many; the caller has checked them (0 <= k <= n, n > 0).
    tail : float
        How often the bound may lie above the true share, between 0 and 1.
    """
    if k == 0:
        return 0.0
    if k == n:  # the closed form, which spares the import of scipy
        return float(tail ** (1 / n))
    from scipy.special import betaincinv

    return float(betaincinv(k, n - k + 1, tail))


def exact_interval(k: int, n: int, level: float) -> tuple[float, float]:
    """The two-sided interval: each of its ends is a one-sided bound at half of what ``level`` leaves."""
    tail = (1 - level) / 2
    return exact_lower(k, n, tail), 1 - exact_lower(n - k, n, tail)
