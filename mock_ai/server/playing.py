"""From a prompt to bytes on the wire: timing, streams, faults and the journal, for every vendor.

A wire format brings a :class:`Writer`, which turns replies into its own documents, and calls
:func:`play`. What goes wrong before an answer begins is raised as a ``Refusal``, which the
application writes in the vendor's shape.
"""

import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mock_ai.conversation import Prompt, Reply, WireFault
from mock_ai.journal import Exchange, now
from mock_ai.server.breaking import NoReply, hang_up, hold, reset, spoilt
from mock_ai.server.replies import Refusal
from mock_ai.server.service import Given, Service

_BATCH_BYTES = 16 * 1024
_FAULT_STATUS = {
    "timeout": 504,
    "rate_limit": 429,
    "server_error": 500,
    "overloaded": 503,
    "reset": 0,
}
EVENT_STREAM = "text/event-stream; charset=utf-8"


class Writer(Protocol):
    """One vendor's way to write replies: more than one where the client asked for ``n``.

    ``number`` is that of the request, for ids. A stream is the opening, then one item of
    ``pieces`` for each token, then the closing.
    """

    def whole(self, replies: Sequence[Reply], number: int) -> Response: ...

    def opening(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]: ...

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]: ...

    def closing(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]: ...


async def play(
    request: Request,
    prompt: Prompt,
    writer: Writer,
    *,
    stream: bool = False,
    media_type: str = EVENT_STREAM,
) -> Response:
    """Have the prompt answered and write the answer when it is due, faults included.

    Raises
    ------
    Refusal : the model cannot read what was sent, or the reply is a rate limit, an error or none.
    """
    service: Service = request.app.state.service
    began, at = time.perf_counter(), now()

    def record(given: Given | None, status: int) -> None:
        took = time.perf_counter() - began
        service.journal.record(_exchange(request, prompt, given, status=status, at=at, took=took))

    try:
        given = await service.reply(prompt)
    except Refusal as refusal:
        record(None, refusal.status)
        raise
    first = given.replies[0]
    fault = first.fault
    if fault is not None and fault.kind == "timeout":
        await hold(request, service)
    else:
        early = 0.0 if stream else first.first_token_seconds
        if not stream and first.token_seconds:
            early += first.token_seconds * max(first.token_count - 1, 0)
        await service.pause(began + first.delay_seconds + early - time.perf_counter())
    if fault is not None and fault.kind in _FAULT_STATUS:
        status = _FAULT_STATUS[fault.kind]
        record(given, status)
        if fault.kind != "reset":
            raise fault_refusal(fault)
        reset(request)
        return NoReply()
    if stream and (fault is None or fault.kind in ("truncated", "stalled", "malformed")):
        body = _streamed(request, service, given, writer, lambda status: record(given, status))
        return StreamingResponse(body, media_type=media_type, headers={"cache-control": "no-cache"})
    reply = writer.whole(given.replies, given.number)
    record(given, reply.status_code)
    return reply if fault is None else spoilt(request, service, reply, fault)


def fault_refusal(fault: WireFault) -> Refusal:
    """What a client hears of a fault that strikes before the answer begins."""
    if fault.kind == "rate_limit":
        wait = 1.0 if fault.retry_after is None else fault.retry_after
        return Refusal(
            429, "rate_limit", f"Too many requests. Try again in {wait:g} s.", retry_after=wait
        )
    if fault.kind == "timeout":
        return Refusal(504, "no_answer", "No answer came. Try again.")
    if fault.kind == "overloaded":
        return Refusal(
            503, "overloaded", "There is too much to do. Try again.", retry_after=fault.retry_after
        )
    return Refusal(
        500,
        "simulated_error",
        "The server had an error. Try again.",
        retry_after=fault.retry_after,
    )


async def _streamed(
    request: Request,
    service: Service,
    given: Given,
    writer: Writer,
    record: Callable[[int], None],
) -> AsyncIterator[bytes]:
    """The events, each when it is due; those that are due together go together."""
    fault = given.replies[0].fault
    began, reached = time.perf_counter(), 0.0
    batch = bytearray()
    status = 499  # a client that hangs up has not been answered
    try:
        for due, events in _timetable(given, writer):
            if batch and (due > reached or len(batch) >= _BATCH_BYTES):
                yield bytes(batch)
                batch.clear()
            if due > reached:
                await service.pause(began + due - time.perf_counter())
                reached = due
            batch += events
        status = 200
        if batch:
            yield bytes(batch)
    finally:
        record(status)
    if fault is not None and fault.kind == "stalled":
        await service.pause(service.limits.hold_seconds)
    if fault is not None and fault.kind != "malformed":
        await hang_up(request)


def _timetable(given: Given, writer: Writer) -> Iterator[tuple[float, bytes]]:
    """What a stream sends and when, in seconds from its beginning; a fault cuts it short."""
    first = given.replies[0]
    fault = first.fault
    for events in writer.opening(given.replies, given.number):
        yield 0.0, events
    due, left_out = first.first_token_seconds, b""
    for place, events in enumerate(writer.pieces(given.replies, given.number)):
        if fault is not None and place == fault.after_tokens:
            left_out = events
            break
        due = first.first_token_seconds + place * first.token_seconds
        yield due, events
    if fault is None:
        for events in writer.closing(given.replies, given.number):
            yield due, events
    elif fault.kind == "malformed":
        # The vendor's own next event without its last brackets: any other its client might skip.
        left_out = left_out or next(iter(writer.closing(given.replies, given.number)), b"data: {}")
        yield due, left_out.rstrip()[:-2] + b"\n\n"


def _exchange(
    request: Request,
    prompt: Prompt,
    given: Given | None,
    *,
    status: int,
    at: datetime,
    took: float,
) -> Exchange:
    """What the journal keeps."""
    service: Service = request.app.state.service
    photos = prompt.last_images
    text = prompt.last_text
    reply = given.replies[0] if given is not None else None
    calls = ", ".join(f"{call.name}(…)" for call in reply.calls) if reply else ""
    seen = given.answer if given is not None else None
    shown = prompt.file_name or " ".join(text[:400].split())[:60]
    said = (seen.label if seen else None) or (reply.text[:200] if reply else "") or calls
    content = photos[0] if photos else text.encode("utf-8", "replace")
    return Exchange(
        at=at,
        endpoint=request.scope["path"][:200],
        name="".join(letter for letter in shown if letter.isprintable()),
        kind="photo" if photos else ("sound" if prompt.file_name else "text"),
        sha256=sha256(content).hexdigest(),
        answer=said or None if status < 400 else None,
        probability=seen.probability if seen else None,
        abstain=seen.abstain if seen else False,
        answered_by=given.by if given is not None else "model",
        took_seconds=took,
        status=status,
        model=given.model if given is not None else service.model_name,
        simulated=reply.simulated if reply is not None else service.simulated,
    )
