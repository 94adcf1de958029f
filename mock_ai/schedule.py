"""When things happen: numbers that look random to an audience and keep their promise to the PM.

Faults and delays depend on the position of a request, not on its content, so that trying
again after “No answer came” can succeed. Within each 100 requests every percentile comes up
exactly once, in a seeded order: “1 in 10 never answers” is 10 of the next 100, and a replay
with the same seed repeats every one of them.
"""

import random
from functools import lru_cache

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
