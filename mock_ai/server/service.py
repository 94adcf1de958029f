"""What is being served: a scenario, a model or a candidate, swapped while clients stay connected."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mock_ai.builtin import BuiltinResponder
from mock_ai.conversation import (
    ClassAnswer,
    Prompt,
    Reply,
    Responder,
    WireFault,
    within_limits,
)
from mock_ai.dials import content_digest
from mock_ai.embeddings import embedding
from mock_ai.journal import AnsweredBy, Journal
from mock_ai.operator.desk import Desk
from mock_ai.server.candidate_reply import asked_item, candidate_reply
from mock_ai.server.serving_state import (
    Served,
    Source,
    as_answer,
    ask_timed,
    model_failure,
    serving,
)
from mock_ai.stub_responder import StubResponder
from mock_ai.stubs.stub_set import NO_STUBS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Done = TypeVar("Done")


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


@dataclass(slots=True)
class PromptAnswer:
    """What a prompt was answered with: one reply for each of the ``n`` that it asked for.

    ``number`` counts the requests from 1. ``answer`` is the classifier's, where it was asked or a photo was shown,
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
    may_wait: bool = True  # for a person who answers in its place

    @classmethod
    def of_class(
        cls, answer: ClassAnswer, model: str, fault: WireFault | None = None, **more: Any
    ) -> Self:
        """A classifier's answer as the reply to whoever asked for nothing else."""
        by: AnsweredBy = "fault" if fault else "dials" if answer.simulated else "model"
        reply = Reply(
            answer.text,
            delay_seconds=answer.delay_seconds,
            fault=fault,
            simulated=answer.simulated,
            label=answer.label,
            confidence=answer.probability,
        )
        return cls((reply,), by, model, **{"number": 0, "answer": answer, **more})


class Service:
    """Answers questions with whatever is being served, and journals nothing by itself.

    Parameters
    ----------
    source : a :class:`Scenario`, a :class:`ScenarioFake` that knows the truth, a candidate, or any model.
    name : what clients see as the model's name; a scenario brings its own.
    journal : where the endpoints record exchanges.
    """

    def __init__(
        self,
        source: Source,
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

    def use(self, source: Source, *, name: str | None = None) -> None:
        """Serve something else from the next request on. Safe from any thread."""
        self._served = serving(source, name)

    @property
    def model_name(self) -> str:
        return self._served.name

    @property
    def simulated(self) -> bool:
        """Whether answers come from a fake."""
        return self._served.simulated

    @property
    def is_candidate(self) -> bool:
        """Whether answers come from a candidate, which the Stage does not show."""
        return self._served.candidate is not None

    @property
    def classes(self) -> tuple[str, ...]:
        """The class names, in the order of the probabilities."""
        return self._served.classes

    @property
    def kind(self) -> str:
        return self._served.kind

    @property
    def row(self) -> "Mapping[str, Any] | None":
        """The JSON Schema of a row, where a model of rows is served."""
        return self._served.row

    @property
    def embed(self) -> "Callable[[str, int], npt.NDArray[np.float32]]":
        """What makes the vector of a text, of so many dimensions."""
        responder = self._served.responder
        said_by = responder.fallback if isinstance(responder, StubResponder) else responder
        return getattr(said_by, "embed", embedding)

    @property
    def talks(self) -> bool:
        """Whether the scenario answers in words: by stubs, or as a kind other than classify."""
        if self.kind != "classify":
            return True
        fake = self._served.fake
        return fake is not None and fake.scenario.stubs != NO_STUBS

    async def reply(self, prompt: Prompt) -> PromptAnswer:
        """What a vendor's request is answered with. It does not wait any delay out.

        Raises
        ------
        Refusal : the model cannot read the photo (422), or failed (500); the candidate has no answer to it (404).
        """
        served = self._served
        position = next(served.positions)
        if served.candidate is not None:
            reply, named = await self.in_background(candidate_reply, served.candidate, prompt)
            digest = content_digest(asked_item(prompt))
            replies = [within_limits(reply, prompt)] * prompt.n
            return PromptAnswer(
                tuple(replies), "candidate", served.name, position + 1, named, digest
            )
        if prompt.kind == "classification" and served.kind == "classify":
            return await self._classification(served, prompt, position)
        looked: dict[bytes | str, ClassAnswer] = {}
        digest, queued = b"", 0.0
        reads_text = getattr(served.model, "modality_", None) == "text"
        shown = _shown(prompt, reads_text=reads_text) if served.kind == "classify" else ()
        for item in shown:
            hashed = content_digest(item)
            looked[item], waited = await self._classified(served, item, hashed, position)
            digest, queued = digest or hashed, queued + waited
        responder = self.responder or served.responder
        if responder is None:
            look = looked.__getitem__
            responder = BuiltinResponder(0, lambda item, _: look(item), reads_text=reads_text)
        try:
            said = await self._said(responder, prompt, position)
        except ValueError as error:  # a model of numbers could not read it
            raise model_failure(error) from error
        replies = [within_limits(reply, prompt) for reply in said]
        answer = next(iter(looked.values()), None)
        is_model = not (replies[0].simulated if answer is None else answer.simulated)
        by: AnsweredBy = "fault" if replies[0].fault else "model" if is_model else "dials"
        return PromptAnswer(tuple(replies), by, served.name, position + 1, answer, digest, queued)

    async def _classification(self, served: Served, prompt: Prompt, position: int) -> PromptAnswer:
        """What a stub that classifies says to an item, or else the classifier."""
        item = prompt.last_images[0] if prompt.last_images else prompt.last_text
        responder, number, digest = served.responder, position + 1, content_digest(item)
        told = None
        if isinstance(responder, StubResponder):
            asked = partial(responder.classified, prompt, position)
            told = await self._in_turn(responder, asked)
        if told is not None and (told.operator is None or told.fault is not None or told.text):
            told = replace(told, first_token_seconds=0.0, token_seconds=0.0)  # it comes at once
            by: AnsweredBy = "fault" if told.fault else "dials"
            answer = as_answer(told, served.classes)
            return PromptAnswer((told,), by, served.name, number, answer, digest)
        answer, queued = await self._classified(served, item, digest, position)
        fault = responder.fault_at(position) if isinstance(responder, StubResponder) else None
        found = PromptAnswer.of_class(
            answer, served.name, fault, number=number, digest=digest, queued_seconds=queued
        )
        if told is None:
            return found
        first = replace(found.replies[0], rule=told.rule, operator=told.operator)
        return replace(found, replies=(first,))

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
        pool = self._stubs_pool if getattr(responder, "simulated", True) else self._pool
        return await asyncio.get_running_loop().run_in_executor(pool, work)

    async def _classified(
        self, served: Served, item: bytes | str, digest: bytes, position: int
    ) -> tuple[ClassAnswer, float]:
        """What the classifier says, and the seconds until it began to look."""
        if served.fake is not None:
            return served.fake.answer_digests([digest], position)[0], 0.0
        put = time.perf_counter()
        answer, begun = await self.in_background(ask_timed, served, item)
        return answer, begun - put

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


def _shown(prompt: Prompt, *, reads_text: bool) -> Sequence[bytes | str]:
    """What a conversation shows to the classifier: the latest photos, or words it can read."""
    if prompt.kind != "chat":
        return ()
    if not prompt.last_images and reads_text and prompt.tool_result is None and prompt.last_text:
        return (prompt.last_text,)
    return prompt.last_images
