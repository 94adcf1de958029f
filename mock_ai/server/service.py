"""What is being served: a scenario or a model, swapped while clients stay connected."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, TypeVar

from mock_ai.builtin import BuiltinResponder
from mock_ai.conversation import (
    BY_SWITCH,
    ClassAnswer,
    OperatorRouting,
    Prompt,
    Reply,
    Responder,
    WireFault,
    within_limits,
)
from mock_ai.dials import content_digest
from mock_ai.journal import AnsweredBy, Journal
from mock_ai.operator.desk import Desk
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.server.http_replies import Refusal
from mock_ai.server.serving_state import Model, Served, as_answer, ask_timed, serving, told_by_stub
from mock_ai.stub_responder import StubResponder
from mock_ai.stubs.stub_set import NO_STUBS

Done = TypeVar("Done")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServerLimits:
    """How much and how long the server bears with a client. Sizes in bytes, times in seconds."""

    body_bytes: int = 20 * 1024 * 1024
    head_seconds: float = 10.0  # from connecting, or from the first byte, to the end of the headers
    pause_seconds: float = 10.0  # between two pieces of a body
    body_seconds: float = 60.0  # for a whole body
    hold_seconds: float = 30.0  # how long a request that gets no answer is left waiting
    idle_seconds: float = 30.0  # between an answer and the next request on the same connection
    reader_seconds: float = 30.0  # for a client that takes nothing of its answer
    connections: int = 4000  # at a time; beyond it, the one that has been idle longest is closed


@dataclass(frozen=True)
class ClassificationRequest:
    """One item to classify, as it arrived."""

    item: bytes | str
    digest: bytes
    name: str
    kind: str


class Classification(NamedTuple):
    """What a classifier said and who it was; then what the operator made of it.

    ``queued_seconds`` passed until the item was looked at. ``routing`` is set where a person should
    answer; ``timed_out`` says that nobody did in time, ``refusal`` that somebody had it fail.
    """

    answer: ClassAnswer
    by: AnsweredBy
    model: str
    queued_seconds: float = 0.0
    routing: OperatorRouting | None = None
    timed_out: bool = False
    refusal: Refusal | None = None
    rule: str = ""  # the stub that answered
    wire: WireFault | None = None  # how the answer goes wrong on its way


@dataclass(frozen=True)
class PromptAnswer:
    """What a prompt was answered with: one reply for each of the ``n`` that it asked for.

    ``number`` counts the requests from 1. ``answer`` is the classifier's, where a photo was shown,
    or the operator's. ``timed_out`` says that the operator did not answer in time.
    """

    replies: tuple[Reply, ...]
    by: AnsweredBy
    model: str
    number: int
    answer: ClassAnswer | None = None
    digest: bytes = b""  # of what the classifier looked at
    queued_seconds: float = 0.0  # until anybody began to answer
    timed_out: bool = False


class Service:
    """Answers questions with whatever is being served, and journals nothing by itself.

    Parameters
    ----------
    source : a :class:`Scenario`, a :class:`ScenarioFake` that knows the truth, or any model.
    name : what clients see as the model's name; a scenario brings its own.
    journal : where the endpoints record exchanges.
    """

    def __init__(
        self,
        source: Scenario | ScenarioFake | Model,
        *,
        name: str | None = None,
        journal: Journal | None = None,
        limits: ServerLimits | None = None,
    ) -> None:
        self.journal = journal if journal is not None else Journal()
        self.limits = limits if limits is not None else ServerLimits()
        self.closing = asyncio.Event()
        self._sleepers: set[asyncio.Future[None]] = set()
        self.desk = Desk()
        """Where requests wait for the operator."""
        self.responder: Responder | None = None
        """Replies to vendors' requests in place of what is being served, if set."""
        self._served = serving(source, name)
        # Inference holds the interpreter only briefly; two at a time suit two cores.
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="smart-enough-model")
        self._stubs_pool = ThreadPoolExecutor(
            # One thread, because stories follow the order of the requests (decision 0180).
            max_workers=1,
            thread_name_prefix="smart-enough-stubs",
        )

    def use(self, source: Scenario | ScenarioFake | Model, *, name: str | None = None) -> None:
        """Serve something else from the next request on. Safe from any thread."""
        self._served = serving(source, name)

    @property
    def model_name(self) -> str:
        """What is being served, by name."""
        return self._served.name

    @property
    def simulated(self) -> bool:
        """Whether answers come from a fake."""
        return self._served.simulated

    @property
    def classes(self) -> tuple[str, ...]:
        """The class names, in the order of the probabilities."""
        return self._served.classes

    @property
    def talks(self) -> bool:
        """Whether the scenario has stubs, which answer in words."""
        fake = self._served.fake
        return fake is not None and fake.scenario.stubs != NO_STUBS

    async def answer(self, question: ClassificationRequest) -> Classification:
        """What is said to a question. It does not wait the delay out, nor for the operator.

        Raises
        ------
        Refusal : the model cannot read the item (422), or failed (500).
        """
        served = self._served
        position = next(served.positions)
        asked = partial(told_by_stub, served.responder, question.item, question.name, position)
        told = await self._in_turn(served.responder, asked)
        routing = told.operator if told is not None else None
        if told is None or (routing is not None and told.fault is None and not told.text):
            found = await self._classified(served, question, position)
            found = found._replace(rule=told.rule if told is not None else "")
        else:
            found = _told(served, told)
        if found.answer.fault is None and isinstance(served.responder, StubResponder):
            wire = served.responder.fault_at(position)
            if wire is not None:  # a fault goes first: nobody is asked for an answer
                return found._replace(wire=wire, by="fault")
        return found._replace(routing=routing or (BY_SWITCH if self.desk.everything else None))

    async def reply(self, prompt: Prompt) -> PromptAnswer:
        """What a vendor's request is answered with. It does not wait any delay out.

        Raises
        ------
        Refusal : the model cannot read the photo (422), or failed (500).
        """
        served = self._served
        position = next(served.positions)
        looked: dict[bytes | str, ClassAnswer] = {}
        by: AnsweredBy = "dials"
        digest, queued = b"", 0.0
        reads_text = getattr(served.model, "modality_", None) == "text"
        for item in _shown(prompt, reads_text=reads_text):
            question = ClassificationRequest(item, content_digest(item), "", "photo")
            found = await self._classified(served, question, position)
            looked[item], by = found.answer, found.by
            digest = digest or question.digest
            queued += found.queued_seconds
        responder = self.responder or served.responder
        if responder is None:
            look = looked.__getitem__
            responder = BuiltinResponder(0, lambda item, _: look(item), reads_text=reads_text)
        said = await self._said(responder, prompt, position)
        replies = [within_limits(reply, prompt) for reply in said]
        if served.fake is not None and self.responder is not None:  # the scenario's own has it
            replies = [
                _with_scenario_faults(one, served.fake.scenario, position) for one in replies
            ]
        if replies[0].fault is not None:
            by = "fault"
        answer = next(iter(looked.values()), None)
        return PromptAnswer(tuple(replies), by, served.name, position + 1, answer, digest, queued)

    async def _said(self, responder: Responder, prompt: Prompt, position: int) -> list[Reply]:
        """One reply for each that the prompt asks for."""

        def replies() -> list[Reply]:
            further = (replace(prompt, choice=choice) for choice in range(1, prompt.n))
            return [responder.reply(asked, position) for asked in (prompt, *further)]

        return await self._in_turn(responder, replies)

    async def _in_turn(self, responder: Responder | None, work: Callable[[], Done]) -> Done:
        """What the responder does. What may take long does not hold others up; it has one thread,
        so that the order of the requests stays that of the story."""
        if not getattr(responder, "may_take_long", False):
            return work()
        return await asyncio.get_running_loop().run_in_executor(self._stubs_pool, work)

    async def _classified(
        self, served: Served, question: ClassificationRequest, position: int
    ) -> Classification:
        if served.fake is not None:
            answer = served.fake.answer_digests([question.digest], position)[0]
            return Classification(answer, "dials" if answer.fault is None else "fault", served.name)
        loop = asyncio.get_running_loop()
        put = time.perf_counter()
        answer, begun = await loop.run_in_executor(self._pool, ask_timed, served, question.item)
        by: AnsweredBy = "dials" if served.simulated else "model"
        return Classification(answer, by, served.name, begun - put)

    async def in_background(self, work: Callable[..., Done], *args: object) -> Done:
        """The result of work that would hold others up, done in a worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *args)

    async def pause(self, seconds: float) -> None:
        """Sleep, but not beyond the closing of the server."""
        if seconds <= 0 or self.closing.is_set():
            return
        loop = asyncio.get_running_loop()
        woken = loop.create_future()
        self._sleepers.add(woken)
        alarm = loop.call_later(seconds, _wake, woken)
        try:
            await woken
        finally:
            alarm.cancel()
            self._sleepers.discard(woken)

    def close(self) -> None:
        """End every wait and sleep, and shut the worker threads down without waiting for them."""
        self.desk.close()
        self.closing.set()
        for woken in tuple(self._sleepers):
            _wake(woken)
        for pool in (self._pool, self._stubs_pool):
            pool.shutdown(wait=False, cancel_futures=True)


def _wake(sleeper: "asyncio.Future[None]") -> None:
    if not sleeper.done():
        sleeper.set_result(None)


def _told(served: Served, told: Reply) -> Classification:
    """What a stub that classifies says to an item."""
    answer = as_answer(told, served.classes)
    by: AnsweredBy = "dials" if answer.fault is None else "fault"
    wrong = told.fault if told.fault is not None and told.fault.why else None
    return Classification(answer, by, served.name, rule=told.rule, wire=wrong)


def _shown(prompt: Prompt, *, reads_text: bool) -> Sequence[bytes | str]:
    """What a conversation shows to the classifier: the latest photos, or words it can read."""
    if prompt.kind != "chat":
        return ()
    if not prompt.last_images and reads_text and prompt.tool_result is None and prompt.last_text:
        return (prompt.last_text,)
    return prompt.last_images


def _with_scenario_faults(reply: Reply, scenario: Scenario, position: int) -> Reply:
    """The reply with the scenario's delays and faults, where it has none of its own."""
    fault, delay = scenario.fault_and_delay_at(position)
    if reply.fault is None and fault is not None:
        reply = replace(
            reply, fault=WireFault("timeout" if fault == "no answer" else "server_error")
        )
    return reply if reply.delay_seconds or not delay else replace(reply, delay_seconds=delay)
