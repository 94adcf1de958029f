"""Puts recorded requests to a fake and to a model, and finds where their answers differ.

Answers are compared by what they say: the class where they name one, otherwise words and calls;
never ids, times or how sure they sound. A share of agreement counts different questions, each once:
asking the same again proves nothing new. Who is asked answers through the server itself but without its network: no delay is
waited out, no fault holds the line, and nobody has to answer behind the curtain.
"""

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Self

from starlette.types import Message

from estimators.base.binomial import exact_interval
from estimators.base.percent import percent
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt
from mock_ai.journal import Exchange, Journal
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.server.app import create_app
from mock_ai.server.service import PromptAnswer, ServerLimits, Service
from mock_ai.server.serving_state import Model
from mock_ai.traffic.exchange import (
    Agreement,
    Find,
    RightShare,
    WireExchange,
    from_stored,
    to_stored,
)
from mock_ai.traffic.parser import parse_response

_TOKEN = "replay"  # noqa: S105 (it opens nothing: this server has no address)


class _AtOnce(Service):
    """What is being served, without waits and without an operator."""

    async def pause(self, seconds: float) -> None:
        """Go on."""
        del seconds

    async def reply(self, prompt: Prompt) -> PromptAnswer:
        """What is answered where nobody steps in."""
        return replace(await super().reply(prompt), may_wait=False)


class ReplayClient:
    """One answerer that recorded requests are put to, in their order."""

    def __init__(self, source: Scenario | ScenarioFake | Model, name: str) -> None:
        self._heard: list[Exchange] = []
        self._service = _AtOnce(
            source,
            name=name,
            journal=Journal(capacity=1, sink=self._heard.append),
            limits=ServerLimits(hold_seconds=0),
        )
        self._app = create_app(self._service, _TOKEN)
        self._runner = asyncio.Runner()

    def ask(self, call: WireExchange, body: bytes) -> tuple[WireExchange, Find] | None:
        """What comes back to the same request now; None where nothing is written of it."""
        self._heard.clear()
        self._runner.run(self._put(call, body))
        if not self._heard:
            return None
        row, wire, media = to_stored(self._heard[0])
        return from_stored(row, wire), media.get

    async def _put(self, call: WireExchange, body: bytes) -> None:
        sent = False

        async def receive() -> Message:
            nonlocal sent
            if sent:
                return {"type": "http.disconnect"}
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            del message

        await self._app(_scope(call, len(body)), receive, send)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._service.close()
        self._runner.close()


def _scope(call: WireExchange, size: int) -> dict[str, Any]:
    # The version is what a client of that vendor would have sent; it counts for nothing elsewhere.
    headers = {"anthropic-version": "2023-06-01", **call.headers}
    headers |= {"authorization": f"Bearer {_TOKEN}", "content-length": str(size)}
    headers.pop("transfer-encoding", None)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": call.endpoint,
        "raw_path": call.endpoint.encode(),
        "query_string": call.query.encode("latin-1", "replace"),
        "root_path": "",
        "headers": [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }


Ask = Callable[[WireExchange, bytes], "tuple[WireExchange, Find] | None"]


RECORDED = "recorded"
REFUSED, FAULT, NO_ANSWER = "refused", "fault", "no_answer"
NOT_KEPT = "not_kept"  # of an answer; of nobody: of what was asked
LEVEL = 0.9
_LONGEST_SHOWN = 800
_PASSING = frozenset({"id", "created", "created_at", "responseId", "request_id", "item_id", "expires_at"})  # fmt: skip


@dataclass(frozen=True)
class ReplayOutcome:
    """What an answer says. ``is_class`` where it names one or says that it does not know it.

    ``why_none`` is why there is no answer to compare: one of `NONE`.
    """

    shown: str = ""
    is_class: bool = False
    label: str | None = None
    words: str = ""
    calls: str = ""
    digest: str = ""
    simulated: bool = True
    why_none: str = ""

    def agrees(self, other: "ReplayOutcome") -> bool:
        """Whether both say the same."""
        if self.is_class and other.is_class:
            return self.label == other.label
        if self.digest or other.digest:
            return self.digest == other.digest
        return (self.words, self.calls) == (other.words, other.calls)

    def difference(self, other: "ReplayOutcome") -> str:
        """How the two differ, in words; empty where they agree."""
        if self.agrees(other):
            return ""
        if self.is_class and other.is_class:
            unknown = self.label is None or other.label is None
            return tr("one does not know") if unknown else tr("another class")
        return tr("another call") if self.calls != other.calls else tr("other words")


@dataclass(frozen=True)
class ComparedAnswers:
    """One exchange with what each said to it, in the order of the answerers."""

    number: int
    name: str
    question: str  # the same for the same request
    outcomes: tuple[ReplayOutcome, ...]
    truth: str | None = None

    @property
    def differs(self) -> str:
        """How the first two that differ do; empty where all agree."""
        pairs = combinations(self.outcomes, 2)
        return next((words for a, b in pairs if (words := a.difference(b))), "")


@dataclass(frozen=True)
class Replayed:
    """``answerers`` begins with what was recorded. ``left_out`` counts exchanges by whose answer there was not to compare
    ("": the request itself is not kept), and why. ``right`` is empty where no truth is known."""

    answerers: tuple[str, ...]
    compared: tuple[ComparedAnswers, ...]
    agreements: tuple[Agreement, ...]
    left_out: tuple[tuple[tuple[str, str], int], ...] = ()
    right: tuple[RightShare, ...] = ()

    @property
    def differing(self) -> tuple[ComparedAnswers, ...]:
        """The exchanges where not all say the same."""
        return tuple(one for one in self.compared if one.differs)


@dataclass
class Replay:
    """Compares one call after the other. ``truth`` maps the SHA-256 of an item to its class."""

    answerers: Mapping[str, Ask]
    truth: Mapping[str, str] = field(default_factory=dict)
    _compared: list[ComparedAnswers] = field(default_factory=list)
    _left_out: Counter[tuple[str, str]] = field(default_factory=Counter)

    def put(self, call: WireExchange, find: Find) -> None:
        """Ask everybody what was asked then."""
        body = call.body(find)
        if body is None:
            self._left_out["", NOT_KEPT] += 1
            return
        then = replay_outcome(call, find)
        now = [_asked(ask, call, body) for ask in self.answerers.values()]
        if then.why_none:
            self._left_out[RECORDED, then.why_none] += 1
            return
        for name, outcome in zip(self.answerers, now, strict=True):
            if outcome.why_none:
                self._left_out[name, outcome.why_none] += 1
                return
        key = hashlib.sha256(call.endpoint.encode() + b"\0" + body).hexdigest()
        truth = self.truth.get(str(call.summary.get("sha256")))
        name = str(call.summary.get("name") or "")
        self._compared.append(ComparedAnswers(call.number, name, key, (then, *now), truth))

    def result(self) -> Replayed:
        """What came of it so far."""
        names = (RECORDED, *self.answerers)
        pairs = combinations(range(len(names)), 2)
        return Replayed(
            names,
            tuple(self._compared),
            tuple(_agreement(self._compared, names, a, b) for a, b in pairs),
            tuple(self._left_out.most_common()),
            tuple(_right(self._compared, names)),
        )


def replay_outcome(call: WireExchange, find: Find) -> ReplayOutcome:
    """What the answer of a call says."""
    row = call.summary
    if row.get("answered_by") == "refused":
        return ReplayOutcome(why_none=REFUSED)
    fault = str(row.get("fault") or "")
    if fault or call.status >= 400 or call.status == 0:
        return ReplayOutcome(why_none=FAULT if fault else NO_ANSWER)
    body = call.answer_body(find)
    if body is None:
        return ReplayOutcome(why_none=NOT_KEPT)
    said = parse_response(call.endpoint, call.answer_type, body)
    simulated = bool(row.get("simulated", True))
    sure = row.get("probability")
    if said is None:
        shown = call.answer.shown()[:_LONGEST_SHOWN]
        return ReplayOutcome(shown, digest=_digest(body), simulated=simulated)
    is_class = isinstance(sure, int | float) or said.label is not None or said.abstain
    abstains = bool(row.get("abstain")) or said.abstain
    label = None if abstains else str(said.label or row.get("answer") or "")
    calls = json.dumps([[one.name, one.arguments] for one in said.calls], sort_keys=True)
    words = " ".join(said.text.split())
    shown = words or ", ".join(one.name for one in said.calls)
    if is_class and label:
        shown = f"{label}, {percent(sure)}" if isinstance(sure, int | float) else label
    return ReplayOutcome(
        shown[:_LONGEST_SHOWN],
        is_class,
        label if is_class else None,
        words,
        calls if said.calls else "",
        simulated=simulated,
    )


def _asked(ask: Ask, call: WireExchange, body: bytes) -> ReplayOutcome:
    came = ask(call, body)
    return ReplayOutcome(why_none=NO_ANSWER) if came is None else replay_outcome(*came)


def _agreement(
    compared: Iterable[ComparedAnswers], names: tuple[str, ...], a: int, b: int
) -> Agreement:
    """Of each different question, whether the two agreed whenever it was asked (decision 0174)."""
    agreed: dict[str, bool] = {}
    for one in compared:
        same = one.outcomes[a].agrees(one.outcomes[b])
        agreed[one.question] = agreed.get(one.question, True) and same
    k, n = sum(agreed.values()), len(agreed)
    low, high = exact_interval(k, n, LEVEL) if n else (None, None)
    return Agreement((names[a], names[b]), k, n, k / n if n else None, low, high)


def _right(compared: Iterable[ComparedAnswers], names: tuple[str, ...]) -> Iterable[RightShare]:
    known = {one.question: one for one in compared if one.truth is not None}
    for place, name in enumerate(names):
        if known:
            right = sum(one.outcomes[place].label == one.truth for one in known.values())
            yield RightShare(name, right, len(known), *exact_interval(right, len(known), LEVEL))


def _digest(body: bytes) -> str:
    """A hash of what does not change from one asking to the next."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return hashlib.sha256(body).hexdigest()
    steady = json.dumps(_steady(document), sort_keys=True)
    return hashlib.sha256(steady.encode()).hexdigest()


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _steady(one) for name, one in value.items() if name not in _PASSING}
    return [_steady(one) for one in value] if isinstance(value, list) else value
