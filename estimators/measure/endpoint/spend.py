"""The money of a run: a cap that cannot be passed, whatever answers come or do not.

A call starts only where what was spent, the worst of all calls in flight and its own worst stay within the cap. Each is booked
at what the service says it used, within what was asked for; at its worst where the service says nothing that can be.
"""

from dataclasses import dataclass
from decimal import Decimal
from threading import Lock

from estimators.measure.endpoint.token_price import TokenPrices
from estimators.measure.endpoint.wire import ModelReply


class SpendLedger:
    """Counts money against a cap; may be shared by runs side by side.

    - `cap`: the most that may be spent. `spent`: what was spent before, by a run that is resumed.
    """

    def __init__(self, cap: Decimal, spent: Decimal = Decimal(0)) -> None:
        self.cap = cap
        self._spent, self._in_flight = spent, Decimal(0)
        self._lock = Lock()

    @property
    def spent(self) -> Decimal:
        """What is spent, calls in flight apart."""
        return self._spent

    @property
    def in_flight(self) -> Decimal:
        """The most that calls in flight can cost."""
        return self._in_flight

    def reserve(self, worst: Decimal) -> bool:
        """Set aside what a call can cost; False where that would pass the cap."""
        with self._lock:
            if self._spent + self._in_flight + worst > self.cap:
                return False
            self._in_flight += worst
            return True

    def settle(self, worst: Decimal, cost: Decimal) -> None:
        """A call that was set aside has ended, and cost so much, at most what was set aside."""
        with self._lock:
            self._in_flight -= worst
            self._spent += min(cost, worst)


@dataclass(frozen=True)
class BookedUsage:
    """Tokens and cost of a call as they are booked; `doubted`: the service's own count cannot be, or is missing."""

    tokens_in: int | None
    tokens_out: int | None
    cost: Decimal
    doubted: bool = False


def booked(reply: ModelReply, prices: TokenPrices, *, most_in: int, most_out: int) -> BookedUsage:
    """Book a reply by the tokens that the service says, as far as they can be.

    - `most_in`, `most_out`: what was asked for.

    A count above what was asked for, or of nothing for an answer with words, is booked at the most that was asked for. Where tokens
    cost nothing their count is no cause for doubt.
    """
    into, out = reply.tokens_in, reply.tokens_out
    doubt_in = into is None or not 0 < into <= most_in
    doubt_out = out is None or out > most_out or (out == 0 and bool((reply.text or "").strip()))
    cost = prices.cost(
        most_in if doubt_in or into is None else into,
        most_out if doubt_out or out is None else out,
        0 if doubt_in else reply.cached,
    )
    return BookedUsage(
        None if doubt_in else into,
        None if doubt_out else out,
        cost,
        (doubt_in or doubt_out) and prices.counts_tokens,
    )
