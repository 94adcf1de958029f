"""Calls in flight: started, waited for and ended at their time; a thread each, so that every clock is its own.

A run knows only `CallsInFlight`: tests put imagined services with an imagined clock in its place.
"""

import queue
import threading
import time
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from estimators.measure.endpoint.address import ModelAddress, NetworkPermission
from estimators.measure.endpoint.api_key import ApiKey
from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.http_call import CallFailedError, Connections, HttpCall, HttpReply
from estimators.measure.endpoint.reply_reader import read_reply
from estimators.measure.endpoint.wire import ModelReply, ModelRequest

_GRACE_SECONDS = 5.0  # that a call which was stopped may take to notice


@dataclass(frozen=True)
class CallResult:
    """How a call ended. `first_byte`, `seconds`: as measured where it ran; 0 where nothing came."""

    number: int
    outcome: ModelReply | CallFailure
    first_byte: float = 0.0
    seconds: float = 0.0


class CallsInFlight(Protocol):
    """What a run asks of whoever makes the calls."""

    def now(self) -> float: ...

    def start(self, number: int, request: ModelRequest, seconds: float) -> None:
        """Send a request, which may take so long."""
        ...

    def wait(self, until: float | None) -> list[CallResult]:
        """Whatever ended by then; at the latest a moment from now, so that a person can stop the run."""
        ...

    def stop(self) -> None:
        """End all that are in flight."""
        ...

    def close(self) -> None: ...


class _Flight(NamedTuple):
    call: HttpCall
    deadline: float


@dataclass
class CallThreads:
    """Calls to one address over the network, which has to be allowed.

    Threads wait for calls, as one that has just begun takes time from the call that it makes.
    """

    address: ModelAddress
    permission: NetworkPermission
    key: ApiKey | None = None
    _connections: Connections = field(default_factory=Connections)
    _waiting: "queue.SimpleQueue[tuple[int, HttpCall] | None]" = field(default_factory=queue.SimpleQueue)  # fmt: skip
    _done: "queue.SimpleQueue[CallResult | BaseException]" = field(default_factory=queue.SimpleQueue)  # fmt: skip
    _flights: dict[int, _Flight] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)

    def now(self) -> float:
        return time.monotonic()

    def start(self, number: int, request: ModelRequest, seconds: float) -> None:
        """Send a request. Raises `UserError` where its host is not allowed."""
        self.permission.check(self.address)
        call = HttpCall(request, self.key, self._connections)
        self._flights[number] = _Flight(call, self.now() + seconds)
        if len(self._threads) < len(self._flights):
            # A thread that still waits for a name when the process ends does not hold it up.
            name = f"smart-enough-call-{len(self._threads)}"
            self._threads.append(threading.Thread(target=self._run, name=name, daemon=True))
            self._threads[-1].start()
        self._waiting.put((number, call))

    def wait(self, until: float | None) -> list[CallResult]:
        """What ended; at the latest a tenth of a second from now. Calls past their time are stopped."""
        now = self.now()
        for flight in self._flights.values():
            if now >= flight.deadline:
                flight.call.stop(FailureKind.TIMED_OUT)
        most = 0.1 if until is None else max(0.0, min(0.1, until - now))
        found: list[CallResult] = []
        try:
            found.append(self._take(self._done.get(timeout=most)))
            while True:
                found.append(self._take(self._done.get_nowait()))
        except queue.Empty:
            return found

    def stop(self) -> None:
        for flight in self._flights.values():
            flight.call.stop(FailureKind.STOPPED)

    def close(self) -> None:
        """End all that is in flight, and the connections."""
        self.stop()
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(_GRACE_SECONDS)
        self._connections.close()

    def _take(self, ended: CallResult | BaseException) -> CallResult:
        if isinstance(ended, BaseException):
            raise ended
        self._flights.pop(ended.number, None)
        return ended

    def _run(self) -> None:
        while (job := self._waiting.get()) is not None:
            number, call = job
            try:
                reply = call.run()
                self._done.put(self._result(number, reply))
            except CallFailedError as error:
                self._done.put(CallResult(number, error.failure))
            except BaseException as error:  # noqa: BLE001 - a mistake of ours is raised where the run is
                self._done.put(error)

    def _result(self, number: int, reply: HttpReply) -> CallResult:
        outcome = read_reply(self.address, reply, self.key, time.time())
        return CallResult(number, outcome, reply.first_byte, reply.seconds)
