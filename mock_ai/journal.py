"""The request journal: what was asked, what was answered, by whom, and how long it took."""

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

AnsweredBy = Literal["dials", "you", "model", "fault"]
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Exchange:
    """One request and its answer.

    ``number`` counts from 1 and never repeats within a journal. ``sha256`` is that of the
    content, so that an exchange can be matched with an example of the project. ``answer`` is
    None where no class was named (``abstain``, or a fault). ``at`` is in UTC.
    """

    at: datetime
    endpoint: str
    name: str
    kind: str
    sha256: str
    answer: str | None
    probability: float | None
    abstain: bool
    answered_by: AnsweredBy
    took_seconds: float
    status: int
    model: str
    simulated: bool
    number: int = 0

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``; the time in ISO 8601."""
        return {**asdict(self), "at": self.at.isoformat(timespec="milliseconds")}


class Journal:
    """Keeps the latest exchanges in memory and hands each to a sink. Safe between threads.

    Parameters
    ----------
    capacity : how many exchanges to keep; older ones are forgotten here (the sink had them).
    sink : called with each exchange, in the server's thread and in order. When it fails the
        request is still answered; ``sink_failure`` then holds the exception.
    """

    def __init__(
        self, capacity: int = 10_000, sink: Callable[[Exchange], None] | None = None
    ) -> None:
        self._kept: deque[Exchange] = deque(maxlen=capacity)
        self._lock = threading.Lock()
        self._sink_lock = threading.Lock()
        self._sink = sink
        self._total = 0
        self.sink_failure: Exception | None = None

    def record(self, exchange: Exchange) -> Exchange:
        """Number the exchange, keep it, and hand it on."""
        with self._sink_lock:  # keeps the sink's order equal to the numbers
            with self._lock:
                self._total += 1
                exchange = replace(exchange, number=self._total)
                self._kept.append(exchange)
            if self._sink is not None:
                try:
                    self._sink(exchange)
                except Exception as error:  # noqa: BLE001 (whatever a sink does, the client gets its answer)
                    self.sink_failure = error
                    _LOG.exception("the journal's sink failed")
        return exchange

    @property
    def total(self) -> int:
        """How many exchanges there were, those that are no longer kept included."""
        return self._total

    def exchanges(self, after: int = 0) -> list[Exchange]:
        """The exchanges kept with a number above ``after``, oldest first."""
        with self._lock:
            newest_first = iter(reversed(self._kept))
            wanted: list[Exchange] = []
            for exchange in newest_first:
                if exchange.number <= after:
                    break
                wanted.append(exchange)
        return wanted[::-1]

    def count_since(self, moment: datetime) -> int:
        """How many of the exchanges kept came at or after ``moment`` (timezone-aware)."""
        with self._lock:
            return sum(exchange.at >= moment for exchange in self._kept)

    def clear(self) -> None:
        """Forget what is kept; numbers go on."""
        with self._lock:
            self._kept.clear()

    def to_jsonl(self) -> Iterator[str]:
        """One JSON object a line, oldest first, each with its line end."""
        for exchange in self.exchanges():
            yield json.dumps(exchange.to_json(), ensure_ascii=False) + "\n"


def now() -> datetime:
    """The time as exchanges carry it."""
    return datetime.now(UTC)
