"""The regularised incomplete beta function and its inverse, one number at a time: what exact binomial bounds are made of.

scipy has both, but its import takes longer than everything else that a command does with a bound (decision 0276); where many are
asked at once (arrays), or scipy is there anyway, it is the one to take. The tests compare the two over a grid of up to ten million.
"""

from math import exp, inf, lgamma, log, log1p, pi, sqrt

_STIRLING_FROM = 16.0  # from here on the series below is exact to the last digit
_SERIES = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
_CLOSE = 2e-16
_LAST_STEP = 1e-11
_TINY = 1e-300
_MOST_TERMS = 1_000_000


def incomplete_beta(a: float, b: float, x: float) -> tuple[float, float]:
    """Return I_x(a, b) and 1 - I_x(a, b), each to its own last digits: the chances of a Beta(a, b) below and above x.

    For whole numbers the first is the chance of at least ``a`` right answers of ``a + b - 1`` that are each right with chance x.

    - `a`, `b`: above 0.
    - `x`: 0 to 1.
    """
    if x <= 0 or x >= 1:
        return (0.0, 1.0) if x <= 0 else (1.0, 0.0)
    term = beta_term(a, b, x)
    if x * (a + b + 2) < a + 1:
        below = term / (a * _fraction(a, b, x))
        return below, 1 - below
    above = term / (b * _fraction(b, a, 1 - x))
    return 1 - above, above


def student_reach(level: float, freedom: int) -> float:
    """How far from 0 Student's t lies with the chance ``level``, with so many degrees of freedom (1 or more)."""
    x = inverse_incomplete_beta(freedom / 2, 0.5, 1 - level)
    return sqrt(freedom * (1 - x) / x)


def inverse_incomplete_beta(a: float, b: float, share: float) -> float:
    """Return the x whose I_x(a, b) is ``share``, between 0 and 1: by Newton's steps, held inside what is known to contain it."""
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(200):
        below, above = incomplete_beta(a, b, x)
        # The smaller of the two tails has the digits.
        excess = below - share if below < above else (1 - share) - above
        low, high = (low, x) if excess > 0 else (x, high)
        slope = beta_term(a, b, x) / (x * (1 - x))
        closer = x - excess / slope if slope > 0 else -inf
        if abs(closer - x) <= _LAST_STEP * x:  # the next would be its square
            return closer
        x = closer if low < closer < high else (low + high) / 2
    return x


def beta_term(a: float, b: float, x: float) -> float:
    """Return x^a (1 - x)^b / B(a, b), without the difference of two large logarithms.

    Loader 2000, "Fast and accurate computation of binomial probabilities".
    """
    n, y = a + b, 1 - x
    off = b * x - a * y
    exponent = a * _log_ratio(n * x / a, off / a) + b * _log_ratio(n * y / b, -off / b)
    return sqrt(a * b / (2 * pi * n)) * exp(exponent + _rest(n) - _rest(a) - _rest(b))


def _log_ratio(ratio: float, beyond_one: float) -> float:
    return log1p(beyond_one) if abs(beyond_one) < 0.5 else log(ratio)


def _rest(z: float) -> float:
    """What Stirling's formula leaves of the logarithm of gamma."""
    if z < _STIRLING_FROM:
        return lgamma(z) - (z - 0.5) * log(z) + z - 0.5 * log(2 * pi)
    square, found = 1 / (z * z), 0.0
    for factor in reversed(_SERIES):
        found = found * square + factor
    return found / z


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of I_x(a, b) by Lentz's method (DLMF 8.17.22, https://dlmf.nist.gov/8.17); quick below the mean."""
    value = upper = 1.0
    lower = 0.0
    for m in range(_MOST_TERMS):
        twice = a + 2 * m
        terms = (
            -(a + m) * (a + b + m) * x / (twice * (twice + 1)),
            (m + 1) * (b - m - 1) * x / ((twice + 1) * (twice + 2)),
        )
        for term in terms:
            lower = 1 / (1 + term * lower or _TINY)
            upper = 1 + term / upper or _TINY
            value *= lower * upper
        if abs(lower * upper - 1) <= _CLOSE:
            break
    return value
