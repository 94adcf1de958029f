"""Faults of the wire: which requests they strike is seeded, so a replay repeats every one."""

from collections.abc import Sequence
from dataclasses import dataclass

from mock_ai.conversation import FaultKind, WireFault
from mock_ai.schedule import scheduled_uniform

KINDS: dict[str, FaultKind] = {
    "timeout": "timeout",
    "rate limit": "rate_limit",
    "server error": "server_error",
    "overloaded": "overloaded",
    "connection reset": "reset",
    "malformed json": "malformed",
    "truncated stream": "truncated",
    "stalled stream": "stalled",
    "wrong content type": "wrong_type",
    "empty answer": "empty",
}
"""The words of a scenario file, and the kind that the server plays."""


@dataclass(frozen=True)
class PlannedFault:
    """A share ``rate`` of requests, and those numbered in ``on`` (the first is 1)."""

    kind: FaultKind
    rate: float = 1.0
    on: tuple[int, ...] = ()
    retry_after: float | None = None
    after_tokens: int = 5

    @property
    def wire_fault(self) -> WireFault:
        """What the server plays."""
        return WireFault(self.kind, self.retry_after, self.after_tokens)


def fault_at(
    planned: Sequence[PlannedFault], seed: int, purpose: str, place: int
) -> WireFault | None:
    """The fault that strikes request ``place`` (from 0), if any.

    Rates share one draw, so they add up and never strike together; of each 100 requests a
    rate of 10% strikes 10.
    """
    for fault in planned:
        if place + 1 in fault.on:
            return fault.wire_fault
    luck = scheduled_uniform(seed, purpose, place)
    for fault in planned:
        if luck < fault.rate:
            return fault.wire_fault
        luck -= fault.rate
    return None
