"""Answers prompts by a scenario's stubs, and by the built-in responder where none is meant."""

import hashlib
import logging
import random
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TypeVar

from estimators.base.sentence import tr
from mock_ai.builtin import BuiltinResponder
from mock_ai.conversation import Kind, Look, Prompt, Reply, Responder, WireFault
from mock_ai.delays import scheduled_uniform
from mock_ai.scenario import Scenario
from mock_ai.stubs.conditions import MatchedRequest
from mock_ai.stubs.failure_effects import Case
from mock_ai.stubs.failures import PlannedFailure
from mock_ai.stubs.faults_and_delays import DelayDistribution, PlannedFault, fault_at
from mock_ai.stubs.stub_set import START, Alternative, Stub
from mock_ai.stubs.template_check import TemplateRefusedError
from mock_ai.stubs.template_functions import TemplateValues

_LOG = logging.getLogger(__name__)
_UNANSWERED: tuple[Kind, ...] = ("count",)
_MOST_REMEMBERED = 1024
_LONGEST_BLANK = 16 * 1024  # so that showing what was asked does not end at the template's limit
_NOBODY = Stub("")
Remembered = TypeVar("Remembered", bytes, tuple[int, bytes])


@dataclass(frozen=True)
class _Turn:
    """What was decided for one request: the stub, and which time it was meant (from 0)."""

    stub: Stub
    place: int
    state: str


class StubResponder:
    """Plays the stubs of a scenario. Safe between threads.

    States, counters, alternatives, faults and delays follow the order of the requests, and what
    is drawn for a text follows its content; all follow the scenario's seed. So the same requests
    in the same order get the same replies, from a new responder or after :meth:`reset`. A
    request asked for again (the same prompt and position, or a further choice) changes nothing.

    - `scenario`: whose stubs, faults, failures, delays and seed are played.
    - `fallback`: answers what no stub is meant for; default the built-in responder.
    - `look`: the classifier that is being served, for the default fallback.
    - `clock`: gives the local time for templates, unless the scenario fixes ``today``.
    """

    def __init__(
        self,
        scenario: Scenario,
        fallback: Responder | None = None,
        *,
        look: Look | None = None,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self.scenario = scenario
        self.stubs = scenario.stubs
        self.problems: deque[str] = deque(maxlen=100)
        self.fallback = fallback or BuiltinResponder(scenario.seed, look)
        slow = getattr(fallback, "may_take_long", False)
        self.may_take_long = slow or scenario.stubs.may_take_long
        self._clock = clock
        self._lock = threading.Lock()
        self._states: dict[str, str] = {}
        self._meant: Counter[str] = Counter()
        self._remembered: OrderedDict[tuple[int, bytes], _Turn] = OrderedDict()
        self._called: OrderedDict[bytes, _Turn] = OrderedDict()
        rates = (("timeout", scenario.no_answer_rate), ("server_error", scenario.error_rate))
        self._faults = (
            *(PlannedFault(kind, rate) for kind, rate in rates if rate > 0),
            *self.stubs.faults,
        )

    def state(self, story: str = "") -> str:
        """Where a story stands."""
        with self._lock:
            return self._states.get(story, START)

    def fault_at(self, position: int) -> WireFault | None:
        """The fault of the scenario as a whole that strikes the request at this position."""
        return fault_at(self._faults, self.scenario.seed, "fault", position)

    def reply(self, prompt: Prompt, position: int) -> Reply:
        """The reply to a prompt, as request number ``position`` (the first is 0)."""
        if prompt.kind in _UNANSWERED:
            return self.fallback.reply(prompt, position)
        if not self.stubs.document:
            return self._with_scenario_faults(self.fallback.reply(prompt, position), position)
        asked = MatchedRequest(prompt)
        content = _content_of(prompt)
        turn = self._turn(asked, position, content)
        stub, seed = turn.stub, self.scenario.seed
        fault = self._fault(turn, position)
        alternative = self._alternative(turn, prompt.choice)
        # Words follow the content, so that the same question gets the same words; faults, delays and
        # alternatives follow the order of the requests (decision 0167).
        luck = random.Random(f"{seed}/{stub.name}/{content.hex()}/{prompt.choice}")  # noqa: S311 (replayable)
        reply = self._made(asked, turn, alternative, luck, position)
        reply = self._timed(reply, turn, position)
        if reply.fault is None:
            reply = replace(reply, fault=fault)
        reply = self._failed(reply, asked, turn, luck, position)
        if reply.calls:
            with self._lock:
                _remember(self._called, _question_of(prompt), turn)
        return replace(reply, rule=stub.name)

    def classified(self, prompt: Prompt, position: int) -> Reply | None:
        """The reply of a stub that classifies; None where none is meant for this item."""
        if not self.stubs.classifies:
            return None
        asked = MatchedRequest(prompt)
        with self._lock:
            if not any(self._is_meant(stub, asked) for stub in self.stubs.stubs):
                return None
        return self.reply(prompt, position)

    def _with_scenario_faults(self, reply: Reply, position: int) -> Reply:
        """The short way of a scenario without stubs: its delay and faults, and nothing else."""
        if not self._faults and not self.scenario.delay.median_seconds:
            return reply
        _, delay = self.scenario.fault_and_delay_at(position)
        fault = self.fault_at(position)
        return replace(reply, delay_seconds=delay, fault=reply.fault or fault)

    def _turn(self, asked: MatchedRequest, position: int, content: bytes) -> _Turn:
        """Decide once for each request, and move the story on unless a fault strikes it."""
        key = (position, content)
        with self._lock:
            if key in self._remembered:
                return self._remembered[key]
            if asked.prompt.tool_result is not None:
                # The stub that called goes on, though its story may have left its state.
                calling = self._called.get(_question_of(asked.prompt))
                if calling is not None:
                    return calling
            stub = next((one for one in self.stubs.stubs if self._is_meant(one, asked)), _NOBODY)
            state = self._states.get(stub.story, START)
            turn = _Turn(stub, self._meant[stub.name], state)
            self._meant[stub.name] += 1
            if stub.then_state is not None and self._fault(turn, position) is None:
                self._states[stub.story] = stub.then_state
            _remember(self._remembered, key, turn)
            return turn

    def _is_meant(self, stub: Stub, asked: MatchedRequest) -> bool:
        if asked.prompt.kind not in stub.kinds:
            return False
        state = self._states.get(stub.story, START)
        if stub.when_state is not None and stub.when_state != state:
            return False
        return not stub.conditions or any(one.holds(asked) for one in stub.conditions)

    def _fault(self, turn: _Turn, position: int) -> WireFault | None:
        seed = self.scenario.seed
        own = fault_at(turn.stub.faults, seed, f"fault of {turn.stub.name}", turn.place)
        return own or self.fault_at(position)

    def _alternative(self, turn: _Turn, choice: int) -> Alternative:
        alternatives = turn.stub.alternatives
        if len(alternatives) == 1:
            return alternatives[0]
        purpose = f"alternative of {turn.stub.name}" + (f" {choice}" if choice else "")
        luck = scheduled_uniform(self.scenario.seed, purpose, turn.place)
        luck *= sum(one.weight for one in alternatives)
        for one in alternatives:
            if luck < one.weight:
                return one
            luck -= one.weight
        return alternatives[-1]

    def _made(
        self,
        asked: MatchedRequest,
        turn: _Turn,
        chosen: Alternative,
        luck: random.Random,
        position: int,
    ) -> Reply:
        content = chosen.content
        if content is None:
            return self.fallback.reply(asked.prompt, position)
        today = self.stubs.today
        values = TemplateValues(
            prompt=asked.prompt.last_text[:_LONGEST_BLANK],
            file=asked.prompt.file_name,
            fields=asked.fields,
            count=turn.place + 1,
            turns=sum(one.role == "user" for one in asked.prompt.turns),
            state=turn.state,
            now=self._clock() if today is None else datetime.combine(today, time(12)),
            luck=luck,
        )
        try:
            made = content.make(asked, values, self.scenario.seed)
            if made.operator is None or made.text:
                return made
            return replace(self.fallback.reply(asked.prompt, position), operator=made.operator)
        except TemplateRefusedError as error:
            problem = tr(
                "The template of “{name}” cannot be filled: {error}. Mend the scenario.",
                name=turn.stub.name,
                error=str(error),
            )
            self.problems.append(problem)
            _LOG.warning("%s", problem)
            return Reply(fault=WireFault("server_error", why=problem))

    def _timed(self, reply: Reply, turn: _Turn, position: int) -> Reply:
        stub, of_all = turn.stub, self.stubs

        def seconds(
            what: str,
            own: DelayDistribution | None,
            other: DelayDistribution | None,
            usual: float = 0.0,
        ) -> float:
            purpose = f"{what} of {stub.name}" if own is not None else what
            place = turn.place if own is not None else position
            drawn = own or other
            if drawn is None:
                return usual
            return drawn.seconds(scheduled_uniform(self.scenario.seed, purpose, place), place)

        if stub.delay is not None:
            delay = seconds("delay", stub.delay, None)
        else:
            _, delay = self.scenario.fault_and_delay_at(position)
        return replace(
            reply,
            delay_seconds=delay,
            first_token_seconds=seconds("first token", stub.first_token, of_all.first_token),
            token_seconds=seconds(
                "tokens", stub.between_tokens, of_all.between_tokens, reply.token_seconds
            ),
        )

    def _failed(
        self, reply: Reply, asked: MatchedRequest, turn: _Turn, luck: random.Random, position: int
    ) -> Reply:
        for planned in turn.stub.failures:
            if self._strikes(planned, asked, f"{turn.stub.name}/", turn.place):
                reply = _struck(reply, planned, Case(asked, luck, turn.place))
        for planned in self.stubs.failures:
            if self._strikes(planned, asked, "", position):
                reply = _struck(reply, planned, Case(asked, luck, turn.place))
        return reply

    def _strikes(
        self, planned: PlannedFailure, asked: MatchedRequest, scope: str, place: int
    ) -> bool:
        condition = planned.condition or planned.failure.condition
        if condition is not None and not condition.holds(asked):
            return False
        purpose = f"failure {scope}{planned.failure.id}"
        return scheduled_uniform(self.scenario.seed, purpose, place) < planned.rate


def _struck(reply: Reply, planned: PlannedFailure, case: Case) -> Reply:
    failures = (*reply.failures, planned.failure.id)
    return replace(planned.failure.effect(reply, case), failures=failures)


def _remember(remembered: "OrderedDict[Remembered, _Turn]", key: "Remembered", turn: _Turn) -> None:
    remembered[key] = turn
    if len(remembered) > _MOST_REMEMBERED:
        remembered.popitem(last=False)


def _question_of(prompt: Prompt) -> bytes:
    """The conversation up to what the user said last: the same before and after a tool's result."""
    last = max((n for n, turn in enumerate(prompt.turns) if turn.role == "user"), default=-1)
    return _content_of(replace(prompt, turns=prompt.turns[: last + 1]))


def _content_of(prompt: Prompt) -> bytes:
    """What the draws for a prompt depend on: everything said, shown and named in it."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (prompt.kind, prompt.system, prompt.file_name, str(prompt.seed)):
        digest.update(f"{len(part)} {part}".encode("utf-8", "surrogatepass"))
    for turn in prompt.turns:
        digest.update(f"{turn.role} {len(turn.text)} {turn.text}".encode("utf-8", "surrogatepass"))
        for image in turn.images:
            digest.update(hashlib.blake2b(image, digest_size=16).digest())
    return digest.digest()
