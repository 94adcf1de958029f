"""The queue: requests wait here until a person answers, their time is up, or the client goes."""

import asyncio
import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.conversation import (
    LONGEST_WAIT,
    SHORTEST_WAIT,
    USUAL_WAIT,
    OperatorRouting,
)
from mock_ai.operator.waiting_request import OperatorAnswer, WaitingRequest, checked, moment

End = Literal["answered", "timed out", "client gone", "let go"]
MOST_WAITING = 1_000
BEAT_SECONDS = 3.0  # between two signs of life to a client that reads a stream
_MOST_SAID = 6
_REMEMBERED = 5_000
_WHY = {
    "answered": tr("Somebody has answered it."),
    "timed out": tr("Its time was up, and the automatic answer went out."),
    "client gone": tr("The client has hung up."),
    "let go": tr("It was let go, and the automatic answer went out."),
}


@dataclass(frozen=True)
class OperatorOutcome:
    """How waiting ended; ``said`` only where a person answered."""

    end: End
    said: OperatorAnswer | None = None


@dataclass(eq=False)
class QueueEntry:
    """A place in the queue; belongs to the event loop of the server that waits there."""

    waiting: WaitingRequest
    came: float
    deadline: float
    by_switch: bool  # not by a stub: let go when the switch is turned off
    loop: asyncio.AbstractEventLoop
    done: "asyncio.Future[OperatorOutcome]"

    @property
    def latest(self) -> float:
        """When its time is up for good, however long somebody is at it."""
        return self.came + max(self.waiting.seconds, LONGEST_WAIT)


class Desk:
    """Where requests wait. The server waits in its loop; everything else is safe from any thread.

    ``everything`` sends each request here that a person can answer; otherwise only those come
    that a stub sends. ``seconds`` is how long each waits where its stub says nothing.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places: OrderedDict[int, QueueEntry] = OrderedDict()
        self._ended: OrderedDict[int, End] = OrderedDict()
        self._numbers = itertools.count(1)
        self._callbacks: list[Callable[[], None]] = []
        self._everything = False
        self._seconds = USUAL_WAIT
        self._closed = False
        self._version = 0
        self._said: OrderedDict[str, None] = OrderedDict()
        self.beat_seconds = BEAT_SECONDS

    # -- the switch ---------------------------------------------------------------------------

    @property
    def everything(self) -> bool:
        """Whether a person answers everything."""
        return self._everything

    @property
    def seconds(self) -> float:
        """How long a request waits for a person."""
        return self._seconds

    @property
    def version(self) -> int:
        """Changes with everything that can be seen here."""
        return self._version

    def attend(self, everything: bool, seconds: float | None = None) -> None:
        """Send every request to the operator from the next one on, or no longer; turned off, requests that only
        the switch sent here get their automatic answer at once.

        Raises `UserError` if the seconds are out of range.
        """
        if seconds is not None:
            if not SHORTEST_WAIT <= seconds <= LONGEST_WAIT:
                raise UserError(
                    tr("A request cannot wait {seconds} seconds for you.", seconds=f"{seconds:g}"),
                    tr(
                        "Allowed: {shortest_wait} to {longest_wait} seconds; clients give up later than that.",
                        shortest_wait=f"{SHORTEST_WAIT:g}",
                        longest_wait=f"{LONGEST_WAIT:g}",
                    ),
                    tr("Choose another time."),
                )
            self._seconds = float(seconds)
        self._everything = everything
        if not everything:
            with self._lock:
                numbers = [n for n, place in self._places.items() if place.by_switch]
            for number in numbers:
                self._end(number, OperatorOutcome("let go"))
        self._changed()

    # -- the server's side: in its event loop -------------------------------------------------

    def next_number(self) -> int:
        """The number for a request that will wait."""
        return next(self._numbers)

    def seconds_for(self, routing: OperatorRouting) -> float:
        """How many seconds a request waits that was sent here so."""
        return self._seconds if routing.seconds is None else routing.seconds

    @contextmanager
    def queued(self, waiting: WaitingRequest, *, by_switch: bool) -> Iterator[QueueEntry]:
        """Queue a request for as long as the block lasts; a full or closed desk answers “let go” at once."""
        loop, came = asyncio.get_running_loop(), moment()
        place = QueueEntry(
            waiting, came, came + waiting.seconds, by_switch, loop, loop.create_future()
        )
        with self._lock:
            full = self._closed or len(self._places) >= MOST_WAITING
            if not full:
                self._places[waiting.number] = place
        if full:
            place.done.set_result(OperatorOutcome("let go"))
        else:
            self._changed()
        try:
            yield place
        finally:
            self._end(waiting.number, OperatorOutcome("client gone"))
            place.done.cancel()

    async def outcome(
        self, place: QueueEntry, within: float | None = None
    ) -> OperatorOutcome | None:
        """How waiting ended, or None if it goes on after ``within`` seconds."""
        until = None if within is None else moment() + within
        while not place.done.done():
            left = place.deadline - moment()  # read again each time: the operator may prolong it
            if left <= 0:
                # Where somebody answers in this very moment, the answer is on its way.
                self._end(place.waiting.number, OperatorOutcome("timed out"))
                break
            rest = left if until is None else min(left, until - moment())
            if rest <= 0:
                return None
            await asyncio.wait((place.done,), timeout=rest)
        return await place.done

    def said_before(self) -> tuple[str, ...]:
        """The texts that the operator wrote lately, the newest first: they often fit again."""
        with self._lock:
            return tuple(reversed(self._said))

    async def changed(self, after: int, within: float) -> None:
        """Return when the version is another than ``after``, or the time has passed."""
        loop, event = asyncio.get_running_loop(), asyncio.Event()

        def tell() -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(event.set)

        stop = self.watch(tell)
        try:
            if self._version == after and not self._closed:
                async with asyncio.timeout(within):
                    await event.wait()
        except TimeoutError:
            pass
        finally:
            stop()

    def close(self) -> None:
        """End every wait with the automatic answer, and take no further request."""
        with self._lock:
            self._closed = True
            numbers = list(self._places)
        for number in numbers:
            self._end(number, OperatorOutcome("let go"))
        self._changed()

    # -- the operator's side: any thread ------------------------------------------------------

    def waiting(self) -> tuple[tuple[WaitingRequest, float], ...]:
        """The waiting requests, oldest first, each with the seconds that are left."""
        at = moment()
        with self._lock:
            places = tuple(self._places.values())
        return tuple((place.waiting, max(place.deadline - at, 0.0)) for place in places)

    def find(self, number: int) -> tuple[WaitingRequest, float]:
        """The waiting request of that number, with the seconds that are left.

        Raises `UserError` if it is gone, and why.
        """
        with self._lock:
            place = self._places.get(number)
            if place is None:
                raise self._gone(number)
        return place.waiting, max(place.deadline - moment(), 0.0)

    def why_gone(self, number: int) -> str:
        """Why a request no longer waits, in a sentence; empty while it does, or where nobody remembers."""
        with self._lock:
            end = None if number in self._places else self._ended.get(number)
        return "" if end is None else _WHY[end]

    def answer(self, number: int, said: OperatorAnswer) -> None:
        """Give the operator's answer to the waiting request of that number.

        Raises `UserError` if it is gone, or cannot have this answer.
        """
        waiting = self.find(number)[0]
        checked(said, waiting)
        if not self._end(number, OperatorOutcome("answered", said)):
            with self._lock:
                raise self._gone(number)
        if said.choice == "text" and waiting.takes_words:
            with self._lock:
                self._said[said.text] = None
                self._said.move_to_end(said.text)
                if len(self._said) > _MOST_SAID:
                    self._said.popitem(last=False)

    def hold(self, number: int) -> float:
        """Prolong the wait to its whole length again, and return the seconds left (decision 0171).

        A client is never kept longer than ten minutes in all.

        Raises `UserError` if it is gone.
        """
        with self._lock:
            place = self._places.get(number)
            if place is None:
                raise self._gone(number)
            again = min(moment() + place.waiting.seconds, place.latest)
            place.deadline = max(place.deadline, again)
            left = place.deadline - moment()
        self._changed()
        return left

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back on every change, in whatever thread it happens; returns what stops that."""
        with self._lock:
            self._callbacks.append(callback)

        def stop() -> None:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return stop

    # -- inside -------------------------------------------------------------------------------

    def _end(self, number: int, outcome: OperatorOutcome) -> bool:
        """Take it out of the queue and tell who waits; False where it is out already."""
        with self._lock:
            place = self._places.pop(number, None)
            if place is None:
                return False
            self._ended[number] = outcome.end
            if len(self._ended) > _REMEMBERED:
                self._ended.popitem(last=False)
        with suppress(RuntimeError):  # the loop is closed: the server is gone, its clients with it
            place.loop.call_soon_threadsafe(_settle, place.done, outcome)
        self._changed()
        return True

    def _gone(self, number: int) -> UserError:
        end = self._ended.get(number)
        why = _WHY[end] if end is not None else tr("There is none with this number.")
        return UserError(tr("This request no longer waits."), why, tr("Take the next one."))

    def _changed(self) -> None:
        with self._lock:
            self._version += 1
            callbacks = tuple(self._callbacks)
        for callback in callbacks:
            callback()


def _settle(done: "asyncio.Future[OperatorOutcome]", outcome: OperatorOutcome) -> None:
    if not done.done():
        done.set_result(outcome)
