"""One dialled answer at a time: what :class:`mock_ai.dials.DialledAnswers` says of a table, without numpy's getting ready for one row.

Every sum and product stands in the order of the table's, and the powers and logarithms are numpy's own, so that an item
gets the same answer to the last bit alone and in a table.
"""

from bisect import bisect_right
from hashlib import blake2b
from itertools import accumulate
from struct import Struct

import numpy as np

from mock_ai.confusion import ErrorRates
from mock_ai.dials import (
    MARGIN,
    N_DRAWS,
    STRANGE,
    DialledAnswers,
    halving_shares,
    lowest_confidence,
    shown_confidence,
)

_WORDS = Struct(f"<{N_DRAWS + 1}Q")
_UNIT = 2.0**-53
_ALL = (1 << 64) - 1
_STRIDE = 0x9E3779B97F4A7C15


class SingleAnswers:
    """The answers of these dials at these rates, one item a call."""

    def __init__(self, dials: DialledAnswers, rates: ErrorRates) -> None:
        k = len(dials.classes)
        self._dials, self._k = dials, k
        self._salt = blake2b(str(dials.seed).encode(), digest_size=16).digest()
        self._prior: list[float] = dials.cumulative_prior.tolist()
        self._accuracy: list[float] = rates.accuracy.tolist()
        self._cumulative: list[list[float]] = rates.cumulative.tolist()
        self._last: list[int] = rates.last.tolist()
        self._behind = rates.behind
        self._lowest = lowest_confidence(k)
        self._halving: list[float] = halving_shares(k).tolist()
        self._even = 1 / (k - 1)
        self._strides = [n * _STRIDE & _ALL for n in range(k)]

    def answer(self, digest: bytes) -> tuple[list[float], bool]:
        """The probabilities in the order of the classes, and whether it says "I don't know"."""
        dials, k, lowest = self._dials, self._k, self._lowest
        hashed = blake2b(digest, digest_size=_WORDS.size, salt=self._salt).digest()
        *words, mixing = _WORDS.unpack(hashed)
        u, v, e, place, wrong, other = ((word >> 11) * _UNIT for word in words)
        known = dials.known.get(digest)
        if known is not None:
            truth, u, v, e = known
        else:
            truth = min(bisect_right(self._prior, other), k - 1)
        accuracy = self._accuracy[truth]
        mean = min(max((accuracy - lowest) / (1 - lowest), 1e-9), 1.0)
        scaled = float(np.power(np.array((u,)), (1 - mean) / mean)[0])
        confidence = lowest + (1 - lowest) * scaled
        right = v < (confidence if accuracy > lowest else accuracy)
        answered = truth if right else self._picked(truth, wrong)
        at = k - 2
        if not right:
            sums = list(accumulate(self._later_shares(confidence)))
            at = sum(place >= one for one in sums[:-1])
        order = self._later_guesses(mixing, answered, truth, right=right)
        order = [*order[:at], order[-1], *order[at:-1]]
        shown: float = shown_confidence(confidence, dials.calibration, k)
        unknown = e < dials.unknown_rate
        if unknown:
            shown = lowest + STRANGE * (1 - lowest) * u
        probabilities = [0.0] * k
        probabilities[answered] = shown
        for guess, share in zip(order, self._later_shares(shown), strict=True):
            probabilities[guess] = (1 - shown) * share
        return probabilities, unknown

    def _picked(self, truth: int, drawn: float) -> int:
        cumulative = self._cumulative[truth]
        reached = drawn * cumulative[-1]
        return min(sum(reached >= one for one in cumulative), self._last[truth])

    def _later_shares(self, confidence: float) -> list[float]:
        even, halving = self._even, self._halving
        room = (1 - MARGIN) * confidence / max(1 - confidence, 1e-12) - even
        steepness = min(max(room / max(halving[0] - even, 1e-12), 0.0), 1.0)
        return [steepness * one + (1 - steepness) * even for one in halving]

    def _later_guesses(self, mixing: int, answered: int, truth: int, *, right: bool) -> list[int]:
        """The other classes, likeliest first, with the truth last where it was missed."""
        noise = [(_mixed(mixing + stride & _ALL) >> 11) * _UNIT for stride in self._strides]
        drawn = np.log(-np.log(np.array(noise) + 1e-300) + 1e-300)
        score: list[float] = (self._behind[answered] - drawn).tolist()
        if not right:
            score[truth] = -1e300
        others = [place for place in range(self._k) if place != answered]
        return sorted(others, key=lambda place: -score[place])


def _mixed(word: int) -> int:
    """The finaliser of SplitMix64, as the table's."""
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 & _ALL
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB & _ALL
    return word ^ (word >> 31)
