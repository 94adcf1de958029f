"""How long an answer takes (a log-normal delay, set by two numbers that anybody can name), and when things happen."""

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from estimators.base.errors import UserError
from estimators.base.sentence import tr

_NORMAL = NormalDist()
_Z95 = _NORMAL.inv_cdf(0.95)
LONGEST_SECONDS = 600.0


@dataclass(frozen=True)
class Delay:
    """“Usually 0.9 s, 1 in 20 slower than 2.4 s.”

    A log-normal distribution given by its median and its 95th percentile, both in seconds.
    ``Delay(0, 0)`` answers at once; equal numbers make every answer take that long.

    Raises `UserError` if a number is negative or above ten minutes, or the slow one is the smaller.
    """

    median_seconds: float = 0.0
    slow_seconds: float = 0.0

    def __post_init__(self) -> None:
        for seconds in (self.median_seconds, self.slow_seconds):
            if not 0 <= seconds <= LONGEST_SECONDS:
                raise UserError(
                    tr("A delay of {seconds} seconds is not possible.", seconds=f"{seconds:g}"),
                    tr(
                        "It must lie between 0 and {longest_seconds} seconds.",
                        longest_seconds=f"{LONGEST_SECONDS:g}",
                    ),
                    tr("Give for example 0.9."),
                )
        if self.slow_seconds < self.median_seconds:
            raise UserError(
                tr(
                    "1 in 20 slower than {slow_seconds} s does not fit usually {median_seconds} s.",
                    slow_seconds=f"{self.slow_seconds:g}",
                    median_seconds=f"{self.median_seconds:g}",
                ),
                tr("The slow answers take at least as long as the usual ones."),
                tr("Raise the slow end or lower the usual one."),
            )
        if self.median_seconds == 0 < self.slow_seconds:
            raise UserError(
                tr("Usually 0 s with slow answers in between is not possible."),
                tr("The delay is log-normal, and its median is then above 0."),
                tr("Give a usual delay above 0, for example 0.05."),
            )

    @property
    def sigma(self) -> float:
        """The standard deviation of the delay's logarithm."""
        if self.median_seconds == 0:
            return 0.0
        return math.log(self.slow_seconds / self.median_seconds) / _Z95

    def quantile(self, probability: float) -> float:
        """The delay in seconds that a share ``probability`` (in (0, 1)) of answers stays under."""
        if self.median_seconds == self.slow_seconds:
            return self.median_seconds
        seconds = self.median_seconds * math.exp(
            self.sigma * _NORMAL.inv_cdf(min(max(probability, 1e-9), 1 - 1e-9))
        )
        return min(seconds, LONGEST_SECONDS)

    def seconds(self, luck: float, place: int) -> float:  # noqa: ARG002 (the protocol's)
        """The quantile at ``luck``, as the other distributions have it."""
        return self.quantile(luck)


_BLOCK = 100
_GOLDEN = (5**0.5 - 1) / 2


def scheduled_uniform(seed: int, purpose: str, position: int) -> float:
    """A number in (0, 1) for the request at this position; each purpose has its own order."""
    block, place = divmod(position, _BLOCK)
    # The offset within a percentile wanders from block to block and so fills the gaps.
    offset = (0.5 + block * _GOLDEN) % 1.0
    return (_order(seed, purpose, block)[place] + max(offset, 1e-6)) / _BLOCK


@lru_cache(maxsize=2048)
def _order(seed: int, purpose: str, block: int) -> tuple[int, ...]:
    order = list(range(_BLOCK))
    random.Random(f"{seed}/{purpose}/{block}").shuffle(order)  # noqa: S311 (replayable, not secret)
    return tuple(order)
