"""Requests that wait for the operator: into the queue, signs of life, and out with an answer."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace

from starlette.requests import Request

from mock_ai.conversation import (
    BY_SWITCH,
    OPERATOR_KINDS,
    OperatorRouting,
    Prompt,
    Reply,
    WireFault,
    within_limits,
)
from mock_ai.journal import now
from mock_ai.operator.desk import Desk, OperatorOutcome
from mock_ai.operator.waiting_request import (
    MOST_SHOWN,
    Source,
    SuggestedAnswer,
    WaitingRequest,
    as_answer,
    as_reply,
    kind_of,
    suggested,
)
from mock_ai.server.fault_injection import until_gone
from mock_ai.server.service import PromptAnswer, Service

_MOST_CHOICES = 9


class ClientGoneError(Exception):
    """The client hung up while it waited for the operator."""


def routing_for(service: Service, prompt: Prompt, given: PromptAnswer) -> OperatorRouting | None:
    """Whether a person is to answer: a stub says so, or the switch does. A fault goes first."""
    reply = given.replies[0]
    if reply.fault is not None or prompt.kind not in OPERATOR_KINDS or not given.may_wait:
        return None
    return reply.operator or (BY_SWITCH if service.desk.everything else None)


class OperatorHandoff:
    """One vendor's request at the operator's desk."""

    def __init__(
        self,
        request: Request,
        service: Service,
        prompt: Prompt,
        given: PromptAnswer,
        routing: OperatorRouting,
    ) -> None:
        self._request, self._desk, self._prompt, self.given = request, service.desk, prompt, given
        self._by_switch = routing is BY_SWITCH
        self._classes, self._product = service.classes, service.kind
        self.waiting = self._waiting(routing)

    async def whole(self) -> PromptAnswer:
        """Wait for the operator, then return the whole answer; its delays for tokens are taken out.

        Raises
        ------
        ClientGoneError : nobody is there any more.
        """
        outcome = await outcome_of(
            self._request, self._desk, self.waiting, by_switch=self._by_switch
        )
        given = self._after(outcome)
        at_once = [replace(r, first_token_seconds=0.0, token_seconds=0.0) for r in given.replies]
        return replace(given, replies=tuple(at_once))

    async def beats(self) -> AsyncGenerator[PromptAnswer | None]:
        """Yield None whenever a sign of life is due, at last the answer.

        Starlette cancels this generator when the client of the stream hangs up.
        """
        with self._desk.queued(self.waiting, by_switch=self._by_switch) as place:
            while (outcome := await self._desk.outcome(place, self._desk.beat_seconds)) is None:
                yield None
        given = self._after(outcome)
        first = given.replies[0]
        if first.fault is not None and first.fault.kind == "timeout":  # it has begun to answer
            stalled = replace(first, fault=WireFault("stalled", after_tokens=0))
            given = replace(given, replies=(stalled, *given.replies[1:]))
        yield given

    def _after(self, outcome: OperatorOutcome) -> PromptAnswer:
        given, said = self.given, outcome.said
        automatic = [replace(reply, delay_seconds=0.0) for reply in given.replies]
        if said is None or said.choice == "automatic":
            return replace(given, replies=tuple(automatic), timed_out=outcome.end == "timed out")
        prompt = self._prompt
        replies = [
            within_limits(as_reply(said, self.waiting, prompt, one), prompt) for one in automatic
        ]
        asks_class = given.answer is not None and prompt.kind == "classification"
        classified = said.choice in ("class", "unknown") or (asks_class and said.choice != "fault")
        answer = as_answer(said, self.waiting) if classified else None
        return replace(given, replies=tuple(replies), by="you", answer=answer)

    def _waiting(self, routing: OperatorRouting) -> WaitingRequest:
        prompt, given, desk = self._prompt, self.given, self._desk
        reply, seen = given.replies[0], given.answer
        asks_class = seen is not None and prompt.kind == "classification"
        content = prompt.last_images[0] if prompt.last_images else prompt.sound
        is_real = given.by in ("model", "candidate")
        stub_says: Source = "model" if is_real else "stub" if reply.rule else "dials"
        if seen is not None:
            automatic = replace(
                suggested(seen, "model" if is_real else "dials"), text=_words(reply)
            )
        else:
            automatic = SuggestedAnswer(_words(reply), stub_says)
        others = [SuggestedAnswer(text, "stub") for text in routing.suggestions]
        product = "" if reply.given is None else self._product
        if seen is None and product in (
            "",
            "generate",
            "transcribe",
        ):  # what is typed in a form begins as the dials have it
            own = [automatic] if reply.text else []
            others = [*own, *others, *(SuggestedAnswer(text, "you") for text in desk.said_before())]
        return WaitingRequest(
            number=desk.next_number(),
            at=now(),
            endpoint=self._request.scope["path"][:200],
            kind=kind_of(content) if prompt.shown_kind == "file" else prompt.shown_kind,
            name=prompt.shown_name,
            automatic=automatic,
            seconds=desk.seconds_for(routing),
            text=prompt.last_text[:MOST_SHOWN],
            system=prompt.system[:MOST_SHOWN],
            turns=() if asks_class else prompt.turns,
            content=content,
            classes=self._classes if seen is not None else (),
            shares=seen.probabilities if seen is not None else {},
            suggestions=_different(others),
            rule=reply.rule,
            wants_json=prompt.schema is not None or prompt.wants_json,
            product=product,
            usual=reply.given,
        )


async def outcome_of(
    request: Request, desk: Desk, waiting: WaitingRequest, *, by_switch: bool
) -> OperatorOutcome:
    """How waiting ended. The client hears nothing meanwhile: a sign of life would begin the answer,
    and with it fix its status (decision 0170).

    Raises
    ------
    ClientGoneError : nobody is there any more.
    """
    with desk.queued(waiting, by_switch=by_switch) as place:
        gone = asyncio.ensure_future(until_gone(request.receive))
        ends = asyncio.ensure_future(desk.outcome(place))
        try:
            await asyncio.wait((gone, ends), return_when=asyncio.FIRST_COMPLETED)
            if not ends.done():
                raise ClientGoneError
            outcome = ends.result()
        finally:
            gone.cancel()
            ends.cancel()
    assert outcome is not None  # it only is where waiting was limited
    return outcome


def _words(reply: Reply) -> str:
    """What a reply says, its calls as a person reads them."""
    calls = [f"{c.name}({json.dumps(c.arguments, ensure_ascii=False)})" for c in reply.calls]
    return "\n".join(filter(None, (reply.text, *calls)))


def _different(suggestions: list[SuggestedAnswer]) -> tuple[SuggestedAnswer, ...]:
    """No text twice, and no more than there are keys."""
    return tuple({one.text: one for one in reversed(suggestions)}.values())[::-1][:_MOST_CHOICES]
