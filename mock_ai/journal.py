"""The request journal: what was asked, what was answered, by whom, how long it took; and which exchanges are meant."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal

AnsweredBy = Literal["dials", "you", "model", "candidate", "fault", "refused"]
CAPACITY = 10_000
WIRE_BYTES = 32 * 1024 * 1024
_LOG = logging.getLogger(__name__)


class Wire:
    """What went over the wire, by reference and as it was: whoever keeps it takes the time to.

    Headers are in small letters and without keys, and none is in ``query``. ``answer`` is what
    left until the client had all of it, or hung up. A journal that holds too much lets go of it.
    """

    __slots__ = ("answer", "answer_headers", "body", "headers", "held", "query")

    def __init__(
        self,
        query: str,
        headers: Mapping[str, str],
        body: bytes,
        answer_headers: Mapping[str, str],
        answer: bytes,
    ) -> None:
        self.query, self.headers, self.body = query, headers, body
        self.answer_headers, self.answer = answer_headers, answer
        self.held = True

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return len(self.body) + len(self.answer)

    def let_go(self) -> None:
        """Forget both bodies."""
        self.held = False
        self.body = self.answer = b""


@dataclass(slots=True)
class Exchange:
    """One request and its answer.

    ``number`` counts from 1 and never repeats within a journal. ``sha256`` is that of the
    content, so that an exchange can be matched with an example of the project. ``answer`` is
    None where no class was named (``abstain``, or a fault). ``at`` is in UTC.

    ``rule`` is the stub that answered, ``fault`` what went wrong on the wire, ``failures`` the
    failures of the AI that struck. ``queued_seconds`` passed before anybody began to answer,
    ``first_token_seconds`` until the first piece of the answer left (None where none did), both
    counted from the arrival, as is ``took_seconds``, the whole time. ``refused`` requests are
    those that the server could not read; ``answer`` then says why.
    “you” are the operator; ``timed_out`` says that the request waited for one in vain.
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
    rule: str = ""
    fault: str = ""
    failures: tuple[str, ...] = ()
    queued_seconds: float = 0.0
    first_token_seconds: float | None = None
    stream: bool = False
    timed_out: bool = False
    wire: Wire | None = field(default=None, compare=False, repr=False)

    @property
    def vendor(self) -> str:
        """Whose client asked."""
        return vendor_of_endpoint(self.endpoint)

    def to_json(self) -> dict[str, Any]:
        """A plain object for ``json.dumps``, without the wire; the time in ISO 8601."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "at": self.at.isoformat(timespec="milliseconds"),
            "failures": list(self.failures),
            "vendor": self.vendor,
        }


_PLAIN = tuple(one.name for one in fields(Exchange) if one.name != "wire")


def vendor_of_endpoint(endpoint: str) -> str:
    """Whose address an answer was asked at: ours, openai, anthropic or gemini."""
    if not endpoint.startswith("/v1") or endpoint.startswith(("/v1/predict", "/v1/rank")):
        return "ours"
    if endpoint.startswith("/v1/messages"):
        return "anthropic"
    if endpoint.startswith(("/v1beta", "/v1/models/")):
        return "gemini"
    return "openai"


class Waiting:
    """A request that is being answered. ``by`` says who is at it, once that is known."""

    __slots__ = ("at", "by", "endpoint", "kind", "name")

    def __init__(self, at: datetime, endpoint: str, name: str, kind: str) -> None:
        self.at, self.endpoint, self.name, self.kind = at, endpoint, name, kind
        self.by: AnsweredBy | None = None


class Journal:
    """Keeps the latest exchanges in memory and hands each to a sink. Safe between threads.

    What went over the wire is let go, the oldest first, beyond ``wire_bytes``; the exchanges
    themselves stay.

    - `capacity`: how many exchanges to keep; older ones are forgotten here (the sink had them).
    - `sink`: where it fails, that is logged, and the request is answered.
    - `wire_bytes`: how much of requests and answers to keep.
    """

    def __init__(
        self,
        capacity: int = CAPACITY,
        sink: Callable[[Exchange], None] | None = None,
        *,
        wire_bytes: int = WIRE_BYTES,
    ) -> None:
        # Numbered when they are asked for: a copy of each would be most of what recording costs.
        self._kept: deque[tuple[int, Exchange]] = deque(maxlen=capacity)
        self._wires: deque[Wire] = deque()
        self._wire_bytes, self._most_wire_bytes = 0, wire_bytes
        self._waiting: dict[int, Waiting] = {}
        self._lock = threading.Lock()
        self._sink_lock = threading.Lock()
        self._sink = sink
        self._total = 0

    def begin(self, waiting: Waiting) -> None:
        """Say that a request has come; :meth:`end` says that it is over, whatever came of it."""
        self._waiting[id(waiting)] = waiting

    def end(self, waiting: Waiting) -> None:
        """The request is over."""
        self._waiting.pop(id(waiting), None)

    def waiting(self) -> list[Waiting]:
        """The requests that are being answered, oldest first."""
        return sorted(self._waiting.copy().values(), key=lambda one: one.at)

    def record(self, exchange: Exchange) -> int:
        """Number the exchange, keep it, and hand it on; returns the number."""
        with self._sink_lock:  # keeps the sink's order equal to the numbers
            with self._lock:
                self._total += 1
                number = self._total
                self._kept.append((number, exchange))
                if exchange.wire is not None:
                    self._hold(exchange.wire)
            if self._sink is not None:
                try:
                    self._sink(replace(exchange, number=number))
                except Exception:  # noqa: BLE001 (whatever a sink does, the client gets its answer)
                    _LOG.exception("the journal's sink failed")
        return number

    def _hold(self, wire: Wire) -> None:
        self._wires.append(wire)
        self._wire_bytes += wire.size
        # Bodies go before rows do: a row is small, and says what was answered (decision 0173).
        while self._wires and (
            self._wire_bytes > self._most_wire_bytes or len(self._wires) > len(self._kept)
        ):
            oldest = self._wires.popleft()
            self._wire_bytes -= oldest.size
            oldest.let_go()

    @property
    def total(self) -> int:
        """How many exchanges there were, those that are no longer kept included."""
        return self._total

    def exchanges(self, after: int = 0) -> list[Exchange]:
        """The exchanges kept with a number above ``after``, oldest first."""
        wanted: list[tuple[int, Exchange]] = []
        with self._lock:
            for number, exchange in reversed(self._kept):
                if number <= after:
                    break
                wanted.append((number, exchange))
        return [replace(exchange, number=number) for number, exchange in reversed(wanted)]

    def count_since(self, moment: datetime) -> int:
        """How many of the exchanges kept came at or after ``moment`` (timezone-aware)."""
        with self._lock:
            return sum(exchange.at >= moment for _, exchange in self._kept)


def now() -> datetime:
    """The time as exchanges carry it."""
    return datetime.now(UTC)


SEARCHED = "_searched"
_FIELDS = ("name", "answer", "rule", "model", "endpoint", "fault", "kind")


@dataclass(frozen=True)
class ExchangeFilter:
    """What a row must be to be meant; what is empty does not matter.

    ``place`` is a vendor or an address, ``fault`` a fault of the wire, a failure of the AI, or
    “any”. ``since`` and ``until`` bound the time, ``numbers`` name rows one by one.
    """

    by: str = ""
    rule: str = ""
    place: str = ""
    fault: str = ""
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    numbers: frozenset[int] | None = None

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Whether an exchange (:meth:`mock_ai.journal.Exchange.to_json`) is meant."""
        endpoint = str(row.get("endpoint", ""))
        return (
            (self.numbers is None or row.get("id", row.get("number")) in self.numbers)
            and self.by in ("", row.get("answered_by"))
            and self.rule in ("", row.get("rule", ""))
            and self.place in ("", endpoint, vendor_of(row))
            and self._in_time(row)
            and (not self.fault or self._struck(row))
            and self._says(row)
        )

    def _in_time(self, row: Mapping[str, Any]) -> bool:
        if self.since is None and self.until is None:
            return True
        at = datetime.fromisoformat(str(row["at"]))
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)

    def _says(self, row: Mapping[str, Any]) -> bool:
        words = self.text.casefold().split()
        if not words:
            return True
        said = row.get(SEARCHED) or searchable(row)
        return all(word in said for word in words)

    def _struck(self, row: Mapping[str, Any]) -> bool:
        faults = [str(row.get("fault") or ""), *map(str, row.get("failures") or ())]
        if self.fault == "any":
            return any(faults) or row.get("answered_by") == "fault"
        return self.fault in faults


def searchable(row: Mapping[str, Any]) -> str:
    """All that a search looks at; who searches often keeps it in the row, under ``SEARCHED``."""
    values = [str(row.get(name) or "") for name in _FIELDS]
    return " ".join([*values, *map(str, row.get("failures") or ())]).casefold()


def vendor_of(row: Mapping[str, Any]) -> str:
    """Whose client asked, as the row says or as its address does."""
    return str(row.get("vendor") or vendor_of_endpoint(str(row.get("endpoint", ""))))
