"""Which call starts when: pure bookkeeping, without clock, thread or socket, so that a thousand runs can be imagined in a second.

As vendors ask: at most three tries, the wait that the service names (else a second, then two); whoever is told that there were
too many calls starts none until then. Four cases in a row that fail for good pause the run.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from heapq import heappop, heappush

from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.input_file import InputFile
from estimators.measure.endpoint.spend import SpendLedger
from estimators.measure.endpoint.wire import ModelRequest

MOST_TRIES = 3
FAILURES_THAT_PAUSE = 4
FIRST_WAIT = 1.0
"""Seconds before a second try, where the service names none; twice as long before the third."""
LONGEST_WAIT = 120.0
"""Seconds; a service that asks for more pauses the run."""


class RunEnd(StrEnum):
    """Why a run is over."""

    DONE = "done"
    CAP = "cap"  # the next call could pass the cap
    PAUSED = "paused"  # too many failures in a row, or too long a wait
    REFUSED = "refused"  # every further call would fail the same
    CANCELLED = "cancelled"
    NO_DISK = "no_disk"  # an answer could not be kept


@dataclass(frozen=True)
class PlannedCall:
    """One thing to ask: what, for which case and trial, and the most it can cost.

    - `file`: what the case is, where it is a file: it is read and put into the request when that is sent. `most_in`: the most
      tokens that the request can be read as.
    """

    content: str
    request: ModelRequest
    worst: Decimal
    case: str = ""
    trial: int = 0
    file: InputFile | None = None
    most_in: int = 0


class CallPlan:
    """The calls of a run: `start` gives the next that may start now, `ended` takes how one went.

    - `end`: None while something is to be done. `failed`: what went wrong for good, by what was asked.
    - `retries`: tries beyond the first.
    """

    def __init__(
        self, calls: Iterable[PlannedCall], ledger: SpendLedger, *, concurrency: int = 4
    ) -> None:
        self._queue = deque(calls)
        self._again: list[tuple[float, int, PlannedCall]] = []
        self._ledger, self._concurrency = ledger, max(1, concurrency)
        self._tries: dict[str, int] = {}
        self._in_flight = self._in_a_row = self._order = 0
        self._hold_until = 0.0
        self.end: RunEnd | None = None
        self.last_failure: CallFailure | None = None
        self.failed: dict[str, CallFailure] = {}
        self.retries = 0
        self._see_end()

    @property
    def in_flight(self) -> int:
        return self._in_flight

    @property
    def left(self) -> int:
        """Calls that wait for their first try or a further one."""
        return len(self._queue) + len(self._again)

    def start(self, now: float) -> PlannedCall | None:
        """The next call, its money set aside; None where none may start now."""
        if self.end is not None or self._in_flight >= self._concurrency or now < self._hold_until:
            return None
        again = bool(self._again) and self._again[0][0] <= now
        if not again and not self._queue:
            return None
        call = self._again[0][2] if again else self._queue[0]
        if not self._ledger.reserve(call.worst):
            if not self._in_flight and not self._ledger.in_flight:
                self.end = RunEnd.CAP
            return None
        if again:
            heappop(self._again)
            self.retries += 1
        else:
            self._queue.popleft()
        self._tries[call.content] = self._tries.get(call.content, 0) + 1
        self._in_flight += 1
        return call

    def tries(self, call: PlannedCall) -> int:
        """How often it was started."""
        return self._tries.get(call.content, 0)

    def wake(self) -> float | None:
        """When something may start that may not now; None where that hangs on calls in flight alone."""
        if self.end is not None:
            return None
        due = [self._again[0][0]] if self._again else []
        if self._queue:
            due.append(0.0)
        return max(min(due), self._hold_until) if due else None

    def ended(self, call: PlannedCall, failure: CallFailure | None, cost: Decimal, now: float) -> None:  # fmt: skip
        """A call is over: with an answer (None), or a failure; and what is booked of it."""
        self._ledger.settle(call.worst, cost)
        self._in_flight -= 1
        if failure is None:
            self._in_a_row = 0
        elif failure.kind is not FailureKind.STOPPED:
            self.last_failure = failure
            self._failed(call, failure, now)
        self._see_end()

    def stop(self, end: RunEnd) -> None:
        """Start nothing more."""
        self.end = self.end or end

    def _failed(self, call: PlannedCall, failure: CallFailure, now: float) -> None:
        tries = self._tries[call.content]
        wait = failure.wait if failure.wait is not None else FIRST_WAIT * 2 ** (tries - 1)
        if failure.kind.ends_run:
            self.failed[call.content] = failure
            self.stop(RunEnd.REFUSED)
        elif failure.kind.is_retried and wait > LONGEST_WAIT:
            self.failed[call.content] = failure
            self.stop(RunEnd.PAUSED)
        elif failure.kind.is_retried and tries < MOST_TRIES:
            self._order += 1
            heappush(self._again, (now + wait, self._order, call))
            if failure.kind is FailureKind.RATE_LIMITED:
                self._hold_until = max(self._hold_until, now + wait)
        else:
            self.failed[call.content] = failure
            self._in_a_row += (
                failure.kind is not FailureKind.UNREADABLE
            )  # the service has no part in that
            if self._in_a_row >= FAILURES_THAT_PAUSE:
                self.stop(RunEnd.PAUSED)

    def _see_end(self) -> None:
        if not self._queue and not self._again and not self._in_flight:
            self.end = self.end or RunEnd.DONE
