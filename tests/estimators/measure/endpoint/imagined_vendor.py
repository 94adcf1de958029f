"""A vendor that is only imagined, with a clock of its own: random latency, failures and counts of tokens, and what it truly charges."""

import random
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import heappop, heappush

from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.call_threads import CallResult
from estimators.measure.endpoint.token_price import TokenPrices
from estimators.measure.endpoint.wire import ModelReply, ModelRequest

FREE_FAILURES = (
    FailureKind.RATE_LIMITED,
    FailureKind.SERVER_ERROR,
    FailureKind.NO_CONNECTION,
    FailureKind.REFUSED_REQUEST,
)
CHARGED_FAILURES = (
    FailureKind.BROKEN_OFF,
    FailureKind.EMPTY_BODY,
    FailureKind.NO_JSON,
    FailureKind.CHANGED_SHAPE,
)


class KilledError(BaseException):
    """The process is gone."""


@dataclass
class ImaginedVendor:
    """Answers calls in imagined time.

    - `failing`: how often a call fails. `honest`: whether it counts tokens as it charges them.
    - `due`: calls in flight, by when they end.
    - `killed_at`: the imagined second at which the process that asks is killed.
    - `charged`: what it truly charges. `asked`, `received`: bodies that were sent, and those whose answers arrived.
    """

    chance: random.Random
    prices: TokenPrices
    max_tokens: int
    failing: float = 0.2
    honest: bool = True
    killed_at: float = float("inf")
    charged: Decimal = Decimal(0)
    asked: list[bytes] = field(default_factory=list)
    received: set[bytes] = field(default_factory=set)
    most_at_once: int = 0
    _now: float = 0.0
    due: list[tuple[float, int, ModelRequest, float]] = field(default_factory=list)

    def now(self) -> float:
        return self._now

    def start(self, number: int, request: ModelRequest, seconds: float) -> None:
        took = self.chance.lognormvariate(0, 1.2)
        heappush(self.due, (self._now + min(took, seconds), number, request, took if took < seconds else -1.0))  # fmt: skip
        self.asked.append(request.body)
        self.most_at_once = max(self.most_at_once, len(self.due))

    def wait(self, until: float | None) -> list[CallResult]:
        due = self.due[0][0] if self.due else float("inf")
        if until is not None and until < due:
            self._to(until)
            return []
        assert self.due, "a run waits for nothing"
        self._to(due)
        _, number, request, took = heappop(self.due)
        return [self._result(number, request, took)]

    def stop(self) -> None:
        """Nothing hears it."""

    def close(self) -> None:
        """Nothing is open."""

    def _to(self, moment: float) -> None:
        if moment >= self.killed_at:
            for _, _, request, _ in self.due:  # they are worked out, and charged
                self.charged += self._cost(request)[2]
            raise KilledError
        self._now = moment

    def _cost(self, request: ModelRequest) -> tuple[int, int, Decimal]:
        tokens_in = self.chance.randint(1, len(request.body))
        tokens_out = self.chance.randint(1, self.max_tokens)
        return tokens_in, tokens_out, self.prices.cost(tokens_in, tokens_out)

    def _result(self, number: int, request: ModelRequest, took: float) -> CallResult:
        tokens_in, tokens_out, cost = self._cost(request)
        if took < 0:
            self.charged += cost
            return CallResult(number, CallFailure(FailureKind.TIMED_OUT))
        if self.chance.random() < self.failing:
            kind = self.chance.choice(FREE_FAILURES + CHARGED_FAILURES)
            self.charged += cost if kind in CHARGED_FAILURES else 0
            wait = self.chance.choice((None, 0.0, 7.0, 30.0)) if kind is FailureKind.RATE_LIMITED else None  # fmt: skip
            return CallResult(number, CallFailure(kind, wait=wait))
        self.charged += cost
        self.received.add(request.body)
        if not self.honest:
            tokens_in = self.chance.choice((tokens_in, 0, 10**8, 1))
            tokens_out = self.chance.choice((tokens_out, 0, 10**8, 1))
        reply = ModelReply("yes", tokens_in=tokens_in, tokens_out=tokens_out)
        return CallResult(number, reply, took / 2, took)
