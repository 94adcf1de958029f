"""From a prompt to bytes on the wire: timing, streams, faults and the journal, for every vendor.

A wire format brings a :class:`Writer`, which turns replies into its own documents, and calls
:func:`play`. What goes wrong before an answer begins is raised as a ``Refusal``, which the
application writes in the vendor's shape.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import aclosing
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mock_ai.conversation import Prompt, Reply
from mock_ai.server.fault_injection import NoReply, broken_reply, hang_up, hold, reset, sent_by
from mock_ai.server.http_replies import Refusal, Stream, fault_refusal
from mock_ai.server.journal_recorder import GAVE_UP, JournalRecorder, headers_of
from mock_ai.server.operator_handoff import ClientGoneError, OperatorHandoff, routing_for
from mock_ai.server.service import PromptAnswer, Service
from mock_ai.wire_faults import FAULTS

_BATCH_BYTES = 16 * 1024
_AT_ONCE = 64  # tokens without a pause between them that are written in one go
_FAULTS_BEFORE = {one.kind for one in FAULTS.values() if one.strikes == "before"}
EVENT_STREAM = "text/event-stream; charset=utf-8"


class Writer:
    """One vendor's way to write replies: more than one where the client asked for ``n``.

    ``number`` is that of the request, for ids. A stream is the opening, then one item of
    ``pieces`` for each token, then the closing.
    """

    def whole(self, given: PromptAnswer) -> Response:
        raise NotImplementedError

    def failed(self, given: PromptAnswer, refusal: Refusal) -> Response:
        """What is sent where a fault strikes before the answer begins; raised, it gets the vendor's shape."""
        del given
        raise refusal

    def opening(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return ()

    def pieces(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return ()

    def closing(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return ()

    def waiting(self, _number: int) -> bytes:
        """A sign of life in a stream whose answer is not there yet: a comment, which readers skip."""
        return b": waiting\n\n"

    def failing(self, request: Request, refusal: Refusal, number: int) -> bytes:
        """The end of a stream that has begun and fails."""
        raise NotImplementedError


async def play(
    request: Request,
    prompt: Prompt,
    writer: Writer,
    *,
    ask: Callable[[Prompt], Awaitable[PromptAnswer]] | None = None,
    stream: bool = False,
    media_type: str = EVENT_STREAM,
) -> Response:
    """Have the prompt answered (by ``ask``, else by what is being served) and write the answer when it is due, faults included.

    Raises
    ------
    Refusal : the model cannot read what was sent, or the reply is a rate limit, an error or none.
    """
    service: Service = request.app.state.service
    recorder = JournalRecorder(request, prompt, stream=stream)
    try:
        return await _played(
            request, prompt, writer, recorder, ask=ask, stream=stream, media_type=media_type
        )
    except asyncio.CancelledError:  # the server closes, and does not wait for this one
        recorder.answered(GAVE_UP)
        raise
    except Refusal:  # it is written together with what the client hears of it
        raise
    except BaseException:
        service.journal.end(recorder.waiting)
        raise


async def _played(
    request: Request,
    prompt: Prompt,
    writer: Writer,
    recorder: JournalRecorder,
    *,
    ask: Callable[[Prompt], Awaitable[PromptAnswer]] | None,
    stream: bool,
    media_type: str,
) -> Response:
    service: Service = request.app.state.service
    given = await (ask or service.reply)(prompt)
    recorder.given, recorder.queued = given, given.queued_seconds
    routing = routing_for(service, prompt, given)
    if routing is not None:
        handoff = OperatorHandoff(request, service, prompt, given, routing)
        recorder.waiting.by = "you"
        if stream:
            return _Stream(
                request, given, writer, recorder=recorder, media_type=media_type, handoff=handoff
            )
        try:
            given = recorder.given = await handoff.whole()
        except ClientGoneError:
            recorder.answered(GAVE_UP)
            return NoReply()
    first = given.replies[0]
    fault = first.fault
    whole = None
    if not stream and (fault is None or fault.kind not in _FAULTS_BEFORE):
        whole = writer.whole(given)  # written before it is due
    if fault is not None and fault.kind == "timeout":
        await hold(request, service)
    else:
        early = 0.0 if stream else first.first_token_seconds
        if not stream and first.token_seconds:
            early += first.token_seconds * max(first.token_count - 1, 0)
        if first.delay_seconds or early:
            await service.pause(first.delay_seconds + early - recorder.seconds)
    if fault is not None and fault.kind in _FAULTS_BEFORE:
        if FAULTS[fault.kind].told is not None:
            sent = writer.failed(given, fault_refusal(fault))
            recorder.answered(sent.status_code, (bytes(sent.body),), headers_of(sent))
            return sent
        recorder.answered(0)
        reset(request)
        return NoReply()
    if stream and (fault is None or FAULTS[fault.kind].strikes == "stream"):
        return _Stream(request, given, writer, recorder=recorder, media_type=media_type)
    reply = whole or writer.whole(given)
    sent = reply if fault is None else broken_reply(request, service, reply, fault)
    recorder.answered(reply.status_code, (sent_by(sent),), headers_of(sent))
    return sent


class _Stream(Stream):
    """An answer in pieces. It is written into the journal when it ends, however that comes."""

    def __init__(
        self,
        request: Request,
        given: PromptAnswer,
        writer: Writer,
        *,
        recorder: JournalRecorder,
        media_type: str,
        handoff: OperatorHandoff | None = None,
    ) -> None:
        self._request, self._writer, self._recorder = request, writer, recorder
        self._service: Service = request.app.state.service
        self._sent: list[bytes] = []
        self._status = GAVE_UP
        events = self._events(given) if handoff is None else self._attended(handoff)
        super().__init__(events, media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._write()

    def _write(self) -> None:
        self._recorder.answered(self._status, self._sent, headers_of(self))

    async def _attended(self, handoff: OperatorHandoff) -> AsyncGenerator[bytes]:
        """The stream begins at once and goes on when the operator has answered: until then the
        client shows that somebody is typing."""
        given, writer = handoff.given, self._writer
        yield self._note(b"".join(writer.opening(given.replies, given.number)))
        async with aclosing(handoff.beats()) as beats:
            async for beat in beats:
                if beat is None:
                    yield self._note(writer.waiting(given.number))
                else:
                    given = self._recorder.given = beat
        fault = given.replies[0].fault
        if fault is not None and fault.kind in _FAULTS_BEFORE:
            refusal = fault_refusal(fault)
            self._status = refusal.status  # though the client has heard 200 by now
            yield self._note(writer.failing(self._request, refusal, given.number))
            return
        async with aclosing(self._events(given, is_open=True)) as parts:
            async for part in parts:
                yield part

    async def _events(self, given: PromptAnswer, *, is_open: bool = False) -> AsyncGenerator[bytes]:
        """The events, each when it is due; those that are due together go together."""
        service = self._service
        fault = given.replies[0].fault
        began, reached = time.perf_counter(), 0.0
        batch = bytearray()
        holds_token = False
        for due, events, is_token in _timetable(given, self._writer, is_open=is_open):
            if batch and (due > reached or len(batch) >= _BATCH_BYTES):
                if holds_token:
                    self._recorder.piece_left()
                yield self._note(batch)
                batch.clear()
            if due > reached:
                await service.pause(began + due - time.perf_counter())
                reached = due
            batch += events
            holds_token = holds_token or is_token
        self._status = 200
        if batch:
            if holds_token:
                self._recorder.piece_left()
            yield self._note(batch)
        self._write()
        if fault is not None and fault.kind == "stalled":
            await service.pause(service.limits.hold_seconds)
        if fault is not None and fault.kind != "malformed":
            await hang_up(self._request)

    def _note(self, batch: bytes | bytearray) -> bytes:
        self._sent.append(bytes(batch))
        return self._sent[-1]


def _timetable(
    given: PromptAnswer, writer: Writer, *, is_open: bool
) -> Iterator[tuple[float, bytes, bool]]:
    """What a stream sends, when (in seconds from its beginning), and whether a token is in it.

    A fault cuts it short. One list for every vendor, so that all keep the same times (decision 0162).
    """
    first = given.replies[0]
    fault = first.fault
    if not is_open:
        yield 0.0, b"".join(writer.opening(given.replies, given.number)), False
    due, left_out = first.first_token_seconds, b""
    pieces = iter(writer.pieces(given.replies, given.number))
    if fault is None and not first.token_seconds:
        while events := b"".join(islice(pieces, _AT_ONCE)):
            yield due, events, True
    for place, events in enumerate(pieces):
        if fault is not None and place == fault.after_tokens:
            left_out = events
            break
        due = first.first_token_seconds + place * first.token_seconds
        yield due, events, True
    if fault is None:
        yield due, b"".join(writer.closing(given.replies, given.number)), False
    elif fault.kind == "malformed":
        # The vendor's own next event without its last brackets: any other its client might skip
        # (decision 0164).
        left_out = left_out or next(iter(writer.closing(given.replies, given.number)), b"data: {}")
        yield due, left_out.rstrip()[:-2] + b"\n\n", False
