"""Puts recorded requests to a fake and to a model, and finds where their answers differ.

Answers are compared by what they say: the class where they name one, otherwise words and calls;
never ids, times or how sure they sound. A share of agreement counts different questions, each once:
asking the same again proves nothing new.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from estimators.base.percent import percent
from mock_ai.acceptance_model import exact_interval
from mock_ai.traffic.exchange import WireExchange
from mock_ai.traffic.response_parser import parse_response
from mock_ai.traffic.stored_body import Find

if TYPE_CHECKING:
    from mock_ai.traffic.replay_client import Ask

RECORDED = "recorded"
LEVEL = 0.9
_LONGEST_SHOWN = 800
_PASSING = frozenset({"id", "created", "created_at", "responseId", "request_id", "item_id", "expires_at"})  # fmt: skip


@dataclass(frozen=True)
class ReplayOutcome:
    """What an answer says. ``is_class`` where it names one or says that it does not know it.

    ``why_none`` says why there is no answer to compare.
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
            return "one does not know" if unknown else "another class"
        return "another call" if self.calls != other.calls else "other words"


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
class Agreement:
    """How often two answerers say the same, of ``n`` different questions; 90% exact interval.

    ``share``, ``low`` and ``high`` are None where there was nothing to compare.
    """

    between: tuple[str, str]
    agreed: int
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class RightShare:
    """Of ``n`` different questions whose truth is known, how many were answered with it; 90% exact interval."""

    who: str
    right: int
    n: int
    low: float
    high: float


@dataclass(frozen=True)
class Replayed:
    """``answerers`` begins with what was recorded. ``left_out`` counts exchanges by the reason why
    there was nothing to compare. ``right`` is empty where no truth is known."""

    answerers: tuple[str, ...]
    compared: tuple[ComparedAnswers, ...]
    agreements: tuple[Agreement, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    right: tuple[RightShare, ...] = ()

    @property
    def differing(self) -> tuple[ComparedAnswers, ...]:
        """The exchanges where not all say the same."""
        return tuple(one for one in self.compared if one.differs)


@dataclass
class Replay:
    """Compares one call after the other. ``truth`` maps the SHA-256 of an item to its class."""

    answerers: "Mapping[str, Ask]"
    truth: Mapping[str, str] = field(default_factory=dict)
    _compared: list[ComparedAnswers] = field(default_factory=list)
    _left_out: Counter[str] = field(default_factory=Counter)

    def put(self, call: WireExchange, find: Find) -> None:
        """Ask everybody what was asked then."""
        body = call.body(find)
        if body is None:
            self._left_out[
                "what was sent is not kept: it was asked on the Stage, or is too old"
            ] += 1
            return
        then = replay_outcome(call, find)
        now = [_asked(ask, call, body) for ask in self.answerers.values()]
        if then.why_none:
            self._left_out[f"recorded: {then.why_none}"] += 1
            return
        for name, outcome in zip(self.answerers, now, strict=True):
            if outcome.why_none:
                self._left_out[f"{name}: {outcome.why_none}"] += 1
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
        return ReplayOutcome(why_none="refused")
    fault = str(row.get("fault") or "")
    if fault or call.status >= 400 or call.status == 0:
        return ReplayOutcome(why_none="a fault" if fault else "no answer")
    body = call.answer_body(find)
    if body is None:
        return ReplayOutcome(why_none="what was answered is no longer kept")
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


def _asked(ask: "Ask", call: WireExchange, body: bytes) -> ReplayOutcome:
    came = ask(call, body)
    return ReplayOutcome(why_none="no answer") if came is None else replay_outcome(*came)


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
