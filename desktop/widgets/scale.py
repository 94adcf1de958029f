"""Where a number lies on a track, and which numbers a handle stops at: evenly spread, or by its size.

Amounts that may be a cent or a million are spread by their logarithm, so that each tenfold takes the same room; a
handle then stops at numbers of two digits that count, because nobody guesses more. Shares are spread evenly.
"""

from dataclasses import dataclass, replace
from math import floor, log10

_SERIES = (1.0, 2.0, 5.0)  # the larger steps of a spread by size: 1, 2, 5, 10, 20, ...
_LEAST, _MOST = 1e-9, 1e15  # no scale grows beyond: such a number lies at its end
_LEAP = 10  # smaller steps in a larger one, where numbers are spread evenly


@dataclass(frozen=True)
class TrackScale:
    """From ``low`` to ``high``; ``by_size`` spreads by the logarithm and then both are above zero.

    ``unit`` is the smallest step of an even spread. ``whole``: there are no halves of it (cases, labels).
    """

    low: float
    high: float
    by_size: bool = False
    unit: float = 1.0
    whole: bool = False

    def place(self, value: float) -> float:
        """Where a value lies: 0 at the low end, 1 at the high end; beyond them it stays at the end."""
        value = min(self.high, max(self.low, value))
        if self.by_size:
            return log10(value / self.low) / log10(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def value(self, place: float) -> float:
        """The number that a handle stops at nearest to a place."""
        place = min(1.0, max(0.0, place))
        if self.by_size:
            return self._snapped(self.low * (self.high / self.low) ** place)
        return self._snapped(self.low + (self.high - self.low) * place)

    def step(self, value: float, steps: int) -> float:
        """So many single steps further (negative: back): 10, 11, 12 or 1,000, 1,100."""
        if self.by_size and value < self.low:  # zero: up is the low end, down is nowhere
            return self.low if steps > 0 else value
        value = min(value, self.high)
        for _ in range(abs(steps)):
            value = self._next(value) if steps > 0 else self._before(value)
        return value

    def leap(self, value: float, leaps: int) -> float:
        """So many large steps further: 1, 2, 5, 10, 20 by size, ten single steps where spread evenly."""
        if not self.by_size:
            return self.step(value, leaps * _LEAP)
        if value < self.low:
            return self.low if leaps > 0 else value
        value = min(value, self.high)
        for _ in range(abs(leaps)):
            value = self._within(_in_series(value, up=leaps > 0))
        return value

    def holding(self, *values: float) -> "TrackScale":
        """The same scale, widened by whole tenfolds where a value lies beyond it."""
        low, high = self.low, self.high
        for value in (min(_MOST, value) for value in values):
            if not self.by_size:
                low, high = min(low, value), max(high, value)
            elif value > high:
                high = 10.0 ** -floor(-log10(value))
            elif 0 < value < low:
                low = 10.0 ** floor(log10(max(_LEAST, value)))
        return replace(self, low=low, high=high)

    def _next(self, value: float) -> float:
        if self.by_size:
            return self._snapped(value + self._grain(value))
        return self._snapped(value + self.unit)

    def _before(self, value: float) -> float:
        if self.by_size:
            return self._snapped(value - self._grain(value * (1 - 1e-9)))  # below 100 come 99s
        return self._snapped(value - self.unit)

    def _grain(self, value: float) -> float:
        grain = 10.0 ** (floor(log10(value) + 1e-12) - 1)
        return max(1.0, grain) if self.whole else grain

    def _snapped(self, value: float) -> float:
        if self.by_size:
            value = self._within(value)
            value = round(value / self._grain(value)) * self._grain(value)
        else:
            value = self.low + round((value - self.low) / self.unit) * self.unit
        return float(f"{self._within(value):.12g}")

    def _within(self, value: float) -> float:
        return min(self.high, max(self.low, value))


def _in_series(value: float, *, up: bool) -> float:
    """The next of 1, 2, 5, 10, 20, 50, ... above or below."""
    power = floor(log10(value) + 1e-12)
    stops = [s * 10.0**p for p in (power - 1, power, power + 1) for s in _SERIES]
    if up:
        return min(s for s in stops if s > value * (1 + 1e-9))
    return max(s for s in stops if s < value * (1 - 1e-9))
