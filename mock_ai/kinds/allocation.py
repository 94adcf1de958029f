"""Who errs and how: shares that are met exactly over the known items, and steady draws for all others.

Each known item has a rank, in the order of the hash of its content, and from it a number ``u``: the middle of its place among
all of them. It errs where ``u`` is below the share of errors. So of n items round(n · share) err, whatever the seed; turning
the dial up mends answers and never breaks one; and one item asked alone gets what it gets among the others. Independent draws
would be two points off on 5,000 items in one seed of a thousand, and 4 of 20 off in a demo.

Which way it errs follows its rank in a sequence whose every beginning holds each way within one of its share (Tijdeman, "The
chairman assignment problem", 1980, https://doi.org/10.1016/0012-365X(80)90269-1). So the mix is exact, and moving the dial
gives no item another failure. See docs/decisions/0299-ranks-instead-of-draws.md.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b


@dataclass(frozen=True)
class Luck:
    """What decides one answer. ``u`` and ``v`` lie in (0, 1); ``rank`` is None for an item that is not known."""

    u: float
    v: float
    rank: int | None
    key: bytes

    def generator(self) -> random.Random:
        """Chance for the details: the same for the same content and seed."""
        return random.Random(self.key)  # noqa: S311 (replayable, not secret)

    def way(self, mix: tuple[tuple[str, float], ...]) -> str:
        """Which of several ways, each with its share."""
        if self.rank is not None:
            return _ways(mix, self.rank // _BLOCK)[self.rank % _BLOCK]
        left = self.v
        for name, share in mix:
            left -= share
            if left < 0:
                return name
        return mix[-1][0]


class Allocation:
    """The luck of each content.

    Parameters
    ----------
    weights : for each known digest, how often it occurs.
    seed : another seed orders the items otherwise.
    """

    def __init__(self, weights: Mapping[bytes, int], seed: int) -> None:
        self._salt = blake2b(str(seed).encode(), digest_size=16).digest()
        keyed = sorted((self._key(digest), digest) for digest in weights)
        self.order = tuple(digest for _, digest in keyed)
        total, passed = sum(weights.values()) or 1, 0
        self._places: dict[bytes, tuple[int, float]] = {}
        for rank, digest in enumerate(self.order):
            self._places[digest] = rank, (passed + weights[digest] / 2) / total
            passed += weights[digest]

    def luck(self, digest: bytes) -> Luck:
        """The luck of an item by the digest of its content."""
        key = self._key(digest)
        rank, u = self._places.get(digest, (None, (int.from_bytes(key[:7]) + 0.5) / (1 << 56)))
        return Luck(u, (int.from_bytes(key[8:15]) + 0.5) / (1 << 56), rank, key)

    @cached_property
    def lucks(self) -> tuple[Luck, ...]:
        """The luck of each known item, by rank."""
        return tuple(self.luck(digest) for digest in self.order)

    def _key(self, digest: bytes) -> bytes:
        return blake2b(digest, digest_size=24, salt=self._salt).digest()


_BLOCK = 4096


@lru_cache(maxsize=256)
def _ways(mix: tuple[tuple[str, float], ...], block: int) -> tuple[str, ...]:
    """One block of the sequence; each follows from the counts before it."""
    counts = dict.fromkeys((name for name, _ in mix), 0)
    for before in range(block):
        for name in _ways(mix, before):
            counts[name] += 1
    found = []
    slack = 1 / max(2 * len(mix) - 2, 1)
    for place in range(block * _BLOCK + 1, (block + 1) * _BLOCK + 1):
        owed = {name: share * place - counts[name] for name, share in mix if share > 0}
        due = [name for name in owed if owed[name] >= slack - 1e-9] or list(owed)
        shares = dict(mix)
        # The way that would be the first to fall a whole item behind comes next.
        chosen = min(due, key=lambda name: ((1 - slack - owed[name]) / shares[name], name))
        counts[chosen] += 1
        found.append(chosen)
    return tuple(found)


def spread(shares: Iterable[tuple[float, int]], total: int, *, least: int = 0) -> tuple[int, ...]:
    """Give ``total`` errors to items by their (weight, most each can take): rounded so that every beginning has its part.

    ``least`` goes to each item that can take it. What cannot be placed is left out.
    """
    wanted = [(max(weight, 0.0), most) for weight, most in shares]
    given = [min(least, most) for _, most in wanted]
    rest = total - sum(given)
    while rest > 0:
        room = [
            weight if got < most else 0.0 for (weight, most), got in zip(wanted, given, strict=True)
        ]
        whole = sum(room)
        if whole <= 0:
            break
        passed, placed = 0.0, 0
        before = rest
        for place, weight in enumerate(room):
            passed += weight
            due = round(before * passed / whole) - placed
            placed += due
            got = min(due, wanted[place][1] - given[place])
            given[place] += got
            rest -= got
        if rest == before:
            break
    return tuple(given)
