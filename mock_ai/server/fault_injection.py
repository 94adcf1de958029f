"""Answers that break on the way: held back, cut, spoilt, or a connection that is gone."""

import asyncio
import os
import socket
import struct

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mock_ai.conversation import WireFault
from mock_ai.server.request_response import RequestResponseCycle
from mock_ai.server.service import Service

_FLUSH_SECONDS = 5


async def hold(request: Request, service: Service) -> None:
    """Leave the client waiting until it hangs up, the limit passes, or the server closes."""
    gone = asyncio.ensure_future(until_gone(request.receive))
    closing = asyncio.ensure_future(service.closing.wait())
    try:
        await asyncio.wait(
            (gone, closing),
            timeout=service.limits.hold_seconds,
            return_when=asyncio.FIRST_COMPLETED,
        )
    finally:
        gone.cancel()
        closing.cancel()


def broken_reply(request: Request, service: Service, reply: Response, fault: WireFault) -> Response:
    """A whole answer that arrives broken."""
    if fault.kind == "empty":
        return Response(b"", media_type="application/json")
    if fault.kind == "wrong_type":
        return Response("<!doctype html><title>502</title><p>Bad gateway", media_type="text/html")
    body = bytes(reply.body)
    half = body[: max(len(body) // 2, 1)]
    if fault.kind == "malformed":
        return Response(half, media_type=reply.headers.get("content-type"))
    return _Cut(request, service, body, half, reply, stalls=fault.kind == "stalled")


class _Cut(Response):
    """Promises a whole body, sends a part of it, and hangs up: at once, or after a silence."""

    def __init__(
        self,
        request: Request,
        service: Service,
        body: bytes,
        part: bytes,
        reply: Response,
        *,
        stalls: bool,
    ) -> None:
        super().__init__(body, media_type=reply.headers.get("content-type"))
        self._request, self._service, self.part, self._stalls = request, service, part, stalls

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.part, "more_body": True})
        if self._stalls:
            await hold(self._request, self._service)
        await hang_up(self._request)


def sent_by(reply: Response) -> bytes:
    """The bytes that a whole answer sends."""
    return reply.part if isinstance(reply, _Cut) else bytes(reply.body)


class NoReply(Response):
    """No answer at all: the connection is gone."""

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        await asyncio.sleep(0)
        await until_gone(receive)


def _cycle(request: Request) -> RequestResponseCycle | None:
    cycle: RequestResponseCycle | None = request.scope.get("state", {}).get("cycle")
    return cycle


def reset(request: Request) -> None:
    """End the connection with a reset rather than in order."""
    cycle = _cycle(request)
    if cycle is None or cycle.disconnected:
        return
    transport = cycle.transport
    bare = transport.get_extra_info("socket")
    if bare is not None:
        bare.setsockopt(
            socket.SOL_SOCKET,
            socket.SO_LINGER,
            struct.pack("hh" if os.name == "nt" else "ii", 1, 0),
        )
    transport.abort()


async def hang_up(request: Request) -> None:
    """Send what is waiting and close, in the midst of an answer."""
    cycle = _cycle(request)
    if cycle is None:
        return
    cycle.hang_up()
    for _ in range(_FLUSH_SECONDS * 100):
        if cycle.disconnected:
            return
        await asyncio.sleep(0.01)
    cycle.transport.abort()  # a client that does not read would hold it open


async def until_gone(receive: Receive) -> None:
    """Return when the client has hung up, or has its answer."""
    while (await receive())["type"] != "http.disconnect":
        pass
