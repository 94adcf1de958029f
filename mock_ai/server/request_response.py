"""One request and its answer on a connection, as ASGI wants them."""

import asyncio
import json
import logging
import time
from http import HTTPStatus
from typing import Protocol

from starlette.types import ASGIApp, Message, Scope
from uvicorn.server import ServerState

from estimators.base.sentence import tr

_LOG = logging.getLogger(__name__)
_STATUS = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus
}
_NO_BODY = frozenset({204, 304})
_LARGE = 16 * 1024  # bytes of an answer that do not wait for more
_DISCONNECT: Message = {"type": "http.disconnect"}


class Transport(Protocol):
    """What a request and its answer need of the connection that they came by."""

    transport: asyncio.Transport
    server_state: ServerState

    def write(self, data: bytes) -> None: ...

    def read_on(self) -> None: ...

    async def drained(self) -> None: ...

    def answered(self, cycle: "RequestResponseCycle") -> None: ...


class RequestResponseCycle:
    """What is being asked and answered. ``receive`` and ``send`` are ASGI's.

    What is sent without a pause leaves in one write, head and all.
    """

    def __init__(
        self, connection: Transport, scope: Scope, *, keep_alive: bool, expects: bool
    ) -> None:
        self._connection = connection
        self.scope = scope
        scope["state"]["cycle"] = self  # a fault has to be able to break its connection
        self.keep_alive = keep_alive
        self.expects = expects  # “Expect: 100-continue”, and not yet told to go on
        self.body_complete = False
        self.arrived = 0.0  # when it was there as a whole, by time.perf_counter
        self.complete = False
        self.disconnected = False
        self.ends_with_client = False  # whether the application stops when the client is gone
        self._task: asyncio.Task[None] | None = None
        self._body: list[bytes] = []
        self._held = 0
        self._given = False  # whether the end of the body was handed over
        self._wake: asyncio.Future[None] | None = None
        self._unsent: list[bytes] = []
        self._leaves_soon = False
        self.started = False
        self._chunked = False

    @property
    def transport(self) -> asyncio.Transport:
        return self._connection.transport

    async def run(self, app: ASGIApp) -> None:
        """Have the application answer."""
        tasks = self._connection.server_state.tasks  # those that uvicorn waits for at its end
        task = self._task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await app(self.scope, self.receive, self.send)
        except asyncio.CancelledError:
            tasks.discard(task)
            if not self.disconnected:  # the server closes, and does not wait for this one
                self.transport.abort()
                raise
        except Exception:  # noqa: BLE001 (the client gets an answer whatever happens)
            _LOG.exception("the application failed")
        if not self.complete and not self.disconnected:
            if not self.started:
                self._connection.write(plain_reply(500, tr("That is our mistake, not yours.")))
            self.keep_alive = False
            self._finish()
        tasks.discard(task)
        # What was noted in it leads back to this: its memory would wait for the collector.
        self.scope.clear()

    # -- the request ---------------------------------------------------------------------------

    def take(self, body: bytes) -> int:
        """Keep a piece of the body until it is asked for; how much is kept now."""
        self._body.append(body)
        self._held += len(body)
        self._awake()
        return self._held

    def whole(self) -> None:
        """The body is complete."""
        self.body_complete = True
        self.arrived = time.perf_counter()
        self.expects = False
        self._awake()

    def lose(self) -> None:
        """The client is gone."""
        self.disconnected = True
        self._awake()
        if self.ends_with_client and self._task is not None:
            self._task.cancel()

    async def receive(self) -> Message:
        """The next piece of the body, or that the client is gone or the answer complete."""
        while not self.disconnected and not self.complete:
            if self._body or (self.body_complete and not self._given):
                return self._piece()
            if self.expects:
                self.expects = False
                self._connection.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self._connection.read_on()
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        return _DISCONNECT

    def _piece(self) -> Message:
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body.clear()
        self._held = 0
        self._given = self.body_complete
        return {"type": "http.request", "body": body, "more_body": not self.body_complete}

    def _awake(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    # -- the answer ----------------------------------------------------------------------------

    async def send(self, message: Message) -> None:
        """Write the head, or a piece of the body."""
        await self._connection.drained()
        if self.disconnected or self.complete:
            return
        if message["type"] == "http.response.start":
            self._open(message)
            return
        body: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        if self.scope["method"] == "HEAD":
            body = b""
        elif self._chunked:
            body = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
            if not more:
                body += b"0\r\n\r\n"
        self._unsent.append(body)
        if not more:
            self._leave()
            self._finish()
        elif len(body) >= _LARGE:
            self._leave()
        else:
            self._leave_soon()

    def _open(self, message: Message) -> None:
        status: int = message["status"]
        pieces = [_STATUS.get(status) or b"HTTP/1.1 %d \r\n" % status]
        bounded = status in _NO_BODY
        headers = message.get("headers", ())
        for name, value in (*self._connection.server_state.default_headers, *headers):
            if b"\n" in value or b"\r" in value:
                raise ValueError("a header must not hold a line end")
            pieces.append(b"%b: %b\r\n" % (name, value))
            if name == b"content-length":
                bounded = True
            elif name == b"connection" and value.lower() == b"close":
                self.keep_alive = False
        if not bounded:
            if self.scope["http_version"] == "1.1":
                self._chunked = True
                pieces.append(b"transfer-encoding: chunked\r\n")
            else:
                self.keep_alive = False  # the end of the connection is the end of the answer
            # A stream may have nothing to say yet; its client should know that it began.
            self._leave_soon()
        if self.expects:  # never told to go on, it may send the body or its next request
            self.keep_alive = False
        if not self.keep_alive and (b"connection", b"close") not in headers:
            pieces.append(b"connection: close\r\n")
        pieces.append(b"\r\n")
        self._unsent.append(b"".join(pieces))
        self.started = True

    def _leave_soon(self) -> None:
        if not self._leaves_soon:
            self._leaves_soon = True
            asyncio.get_running_loop().call_soon(self._leave)

    def _leave(self) -> None:
        """Write what has been sent and not left yet."""
        self._leaves_soon = False
        if self._unsent:
            unsent = b"".join(self._unsent)
            self._unsent.clear()
            if unsent:
                self._connection.write(unsent)

    def hang_up(self) -> None:
        """Close in the midst of the answer, once what has been sent has left."""
        self._leave()
        self.transport.close()

    def _finish(self) -> None:
        self.complete = True
        self._awake()
        self._connection.answered(self)


def plain_reply(status: int, message: str) -> bytes:
    """A whole answer for a client that asked nothing that can be understood."""
    body = json.dumps({"error": {"type": "refused", "message": message}}).encode()
    head = "content-type: application/json\r\nconnection: close\r\ncontent-length: "
    return _STATUS[status] + f"{head}{len(body)}\r\n\r\n".encode() + body
