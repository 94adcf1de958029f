"""A client's connection: HTTP/1.1 read by httptools, one request after the other, each within its time.

It takes the place of uvicorn's own protocol, which is slower and bears with a client for good:
heads that never end, answers that are never read, connections that only wait
(docs/decisions/0179-a-connection-of-our-own.md).
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

import httptools
import uvicorn
from starlette.types import ASGIApp, Scope
from uvicorn.protocols.utils import get_local_addr, get_remote_addr
from uvicorn.server import ServerState

from estimators.base.sentence import tr
from mock_ai.server.request_response import RequestResponseCycle, plain_reply

_QUEUED = 32  # requests that a client may send ahead before we stop reading
_PIECE_BYTES = 32 * 1024  # read at a time
_HELD_BYTES = 256 * 1024  # of a body that nobody has taken yet


@dataclass(frozen=True)
class Patience:
    """How much and how long a connection bears with. Sizes in bytes, times in seconds."""

    head_seconds: float = 10.0  # from connecting, or from the first byte, to the end of the headers
    idle_seconds: float = 30.0  # between an answer and the next request
    reader_seconds: float = 30.0  # for a client that takes nothing of its answer
    head_bytes: int = 64 * 1024
    dropped_bytes: int = 64 * 1024 * 1024  # of a body that nobody wants, read on so that ...
    dropped_seconds: float = 5.0  # ... the client hears the answer and not a reset
    connections: int = 4000


class Connection(asyncio.Protocol):
    """One client, as uvicorn's server makes them: ``patience`` is set by a subclass."""

    patience = Patience()

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._app: ASGIApp = config.loaded_app
        self.loop = _loop or asyncio.get_running_loop()
        self.server_state = server_state
        self._app_state = app_state
        self._parser = httptools.HttpRequestParser(self)
        self._waiting: deque[RequestResponseCycle] = deque()  # the first is being answered
        self._last_words = b""  # what is left to say to a client that cannot be understood
        self._reading = True
        self._deaf = False  # whatever comes, it is not listened to any more
        self._writable: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._last_call: asyncio.TimerHandle | None = None  # for a client that takes nothing more
        self._is_lost = False
        self._due = self._since = self._limit = 0.0  # when the timer goes off; since when it waits
        self._in_head = self._invited = False
        self._method = b""
        self._head_bytes = self._piece_bytes = self._dropped = 0
        self.transport: asyncio.Transport

    # -- asyncio's side ------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        self.transport = transport
        if hasattr(transport, "max_size"):
            # asyncio asks for 256 KB at a time, which the system maps and unmaps for each request.
            transport.max_size = _PIECE_BYTES
        self._server, self._client = get_local_addr(transport), get_remote_addr(transport)
        if len(self.server_state.connections) >= self.patience.connections:
            self._make_room()
        self.server_state.connections.add(self)  # type: ignore[arg-type]  # uvicorn names its own two
        self._await(self.patience.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.server_state.connections.discard(self)
        self._is_lost = True
        for timer in (self._timer, self._last_call):
            if timer is not None:
                timer.cancel()
        self._timer = self._last_call = None
        for cycle in self._waiting:
            cycle.lose()
        self.resume_writing()

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        rest: bytes | None = data
        while rest is not None and not self._deaf:  # each invitation in it leaves a rest
            rest = self._read(rest)

    def _read(self, data: bytes) -> bytes | None:
        """Read what came; what is to be read after it, where that is another way than it came."""
        was_in_head = self._in_head
        self._piece_bytes = len(data)
        rest: bytes | None = None
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as ended:
            if self._invited:
                rest = self._without_invitation(data[ended.args[0] :])
            else:  # CONNECT: it is answered, and that is all
                self._deaf = True
                self._waiting[-1].keep_alive = False
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, _HeadTooLargeError):
                self._refuse(_TOO_LARGE)
            elif not isinstance(error.__context__, _OverError):
                self._refuse(_NOT_HTTP)
        if self._in_head and rest is None:
            end = data.rfind(b"\r\n\r\n")  # of what came before this head
            self._head_bytes += len(data) if end < 0 else len(data) - end - 4
            if self._head_bytes > self.patience.head_bytes:
                self._refuse(_TOO_LARGE)
            elif not was_in_head:
                self._await(self.patience.head_seconds)
        return rest

    def pause_writing(self) -> None:
        self._writable = self.loop.create_future()
        self._await(self.patience.reader_seconds)

    def resume_writing(self) -> None:
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    def shutdown(self) -> None:
        """Close once what is being answered is answered (uvicorn's word for it)."""
        if self._waiting:
            self._waiting[-1].keep_alive = False
        else:
            self._end()

    # -- the parser's side ---------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._headers: list[tuple[bytes, bytes]] = []
        self._url = b""
        self._expects = False
        self._in_head = True
        self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        self._headers.append((name, value))
        if name == b"expect" and value.lower() == b"100-continue":
            self._expects = True
        elif name == b"transfer-encoding" and value.lower() != b"chunked":
            raise _NotHttpError  # we unpack nothing

    def on_headers_complete(self) -> None:
        self._in_head = False
        if self._deaf:
            raise _OverError
        if self._head_bytes + self._piece_bytes > self.patience.head_bytes:
            size = len(self._url) + sum(len(name) + len(value) + 4 for name, value in self._headers)
            if size > self.patience.head_bytes:
                raise _HeadTooLargeError
        parser = self._parser
        version = parser.get_http_version()
        self._method = parser.get_method()
        self._invited = parser.should_upgrade() and self._method != b"CONNECT"
        if self._invited:
            return
        cycle = RequestResponseCycle(
            self,
            self._scope(self._method.decode("ascii"), version),
            keep_alive=version == "1.1" and parser.should_keep_alive(),
            expects=self._expects,
        )
        self._waiting.append(cycle)
        if len(self._waiting) == 1:
            self._begin(cycle)
        elif len(self._waiting) > _QUEUED:
            self._stop_reading()

    def on_body(self, body: bytes) -> None:
        cycle = self._waiting[-1]
        if cycle.complete:
            self._dropped += len(body)
            if self._dropped > self.patience.dropped_bytes:
                self._end()
        elif cycle.take(body) > _HELD_BYTES:
            self._stop_reading()

    def on_message_complete(self) -> None:
        if self._invited:
            return
        cycle = self._waiting[-1]
        cycle.whole()
        if cycle.complete:
            self._next()

    def _without_invitation(self, rest: bytes) -> bytes:
        """Decline an invitation to another protocol (h2c, WebSocket): the request is to be read again
        without it, because the parser leaves a body out. Java's clients invite with each."""
        self._parser = httptools.HttpRequestParser(self)
        kept = [(n, v) for n, v in self._headers if n not in (b"upgrade", b"connection")]
        lines = [b"%b %b HTTP/1.1" % (self._method, self._url), *(b"%b: %b" % one for one in kept)]
        return b"\r\n".join([*lines, b"", b""]) + rest

    # -- the answers' side ---------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(data)

    async def drained(self) -> None:
        """Wait while the client does not read; ``reader_seconds`` end that for good."""
        while self._writable is not None:
            await self._writable

    def read_on(self) -> None:
        """A body was taken: there is room for more."""
        if not self._reading and not self._deaf and len(self._waiting) <= _QUEUED:
            self._reading = True
            if not self.transport.is_closing():
                self.transport.resume_reading()

    def answered(self, cycle: RequestResponseCycle) -> None:
        """An answer is complete. What is left of its body is read and dropped, for a while."""
        self.server_state.total_requests += 1
        if cycle.body_complete:
            self._next()
        elif not cycle.keep_alive:
            self._end()
        else:
            self._dropped = 0
            self._await(self.patience.dropped_seconds)
            self.read_on()

    def _next(self) -> None:
        """Go on with the next request, or wait for one."""
        done = self._waiting.popleft()
        if not done.keep_alive:
            self._end()
            return
        if self._waiting:
            self._begin(self._waiting[0])
        elif self._last_words:
            self.write(self._last_words)
            self._end()
            return
        else:
            self._await(self.patience.idle_seconds)
        self.read_on()

    def _begin(self, cycle: RequestResponseCycle) -> None:
        self.loop.create_task(cycle.run(self._app))

    # -- letting go ----------------------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being asked or answered."""
        return not self._waiting

    def _scope(self, method: str, version: str) -> Scope:
        url = self._url
        if not url.startswith(b"/"):  # http://host/path, as to a proxy; or * of OPTIONS
            try:
                parsed = httptools.parse_url(url)
                url = (parsed.path or b"/") + (b"?" + parsed.query if parsed.query else b"")
            except httptools.HttpParserInvalidURLError:
                url = b"/" + url
        raw_path, _, query = url.partition(b"#")[0].partition(b"?")
        path = unquote_to_bytes(raw_path) if b"%" in raw_path else raw_path
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": version,
            "method": method,
            "scheme": "http",
            "path": path.decode("utf-8", "replace"),
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "headers": self._headers,
            "server": self._server,
            "client": self._client,
            "state": dict(self._app_state),
        }

    def _refuse(self, reply: bytes) -> None:
        """Say what is wrong once the requests before are answered, and hang up."""
        self._deaf, self._in_head = True, False
        self._stop_reading()
        broken = (
            self._waiting.pop() if self._waiting and not self._waiting[-1].body_complete else None
        )
        if broken is not None:
            broken.lose()
        if self._waiting:
            self._last_words = reply
            return
        if broken is None or not broken.started:
            self.write(reply)
        self._end()

    def _stop_reading(self) -> None:
        if self._reading:
            self._reading = False
            if not self.transport.is_closing():
                self.transport.pause_reading()

    def _make_room(self) -> None:
        """Let the connection go that has been idle longest; without one, this one."""
        idle = [
            other
            for other in self.server_state.connections
            if isinstance(other, Connection) and other.is_idle
        ]
        if idle:
            min(idle, key=lambda one: one._since)._end()
        else:
            self._refuse(_TOO_MANY)

    def _await(self, seconds: float) -> None:
        """Be patient for so long. There is one timer, which looks what to do when it goes off."""
        self._since, self._limit = self.loop.time(), seconds
        if self._timer is None or self._due > self._since + seconds:
            self._set_timer(seconds)

    def _set_timer(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._due = self.loop.time() + seconds
        self._timer = self.loop.call_later(seconds, self._look_at_the_time)

    def _look_at_the_time(self) -> None:
        self._timer = None
        busy = self._waiting and not self._waiting[0].complete and self._writable is None
        if busy or self.transport.is_closing():
            return  # the application has its own limits, or it is over
        left = self._since + self._limit - self.loop.time()
        if left > 0.001:
            self._set_timer(left)
        elif self._writable is not None:
            self.transport.abort()
        else:
            self._end()

    def _end(self) -> None:
        """Close in order; what the client does not take within a while is dropped."""
        self._deaf = True
        self._stop_reading()
        self.transport.close()
        if self.transport.get_write_buffer_size() > 0 and not self._is_lost:
            if self._last_call is not None:
                self._last_call.cancel()
            self._last_call = self.loop.call_later(
                self.patience.reader_seconds, self.transport.abort
            )


class _HeadTooLargeError(Exception):
    """Raised in the parser's callback, which hands it on."""


class _NotHttpError(Exception):
    """What the parser takes and we do not."""


class _OverError(Exception):
    """Requests that come after the last that is answered."""


_NOT_HTTP = plain_reply(400, tr("This is not HTTP/1.1. Check how the request is written."))
_TOO_LARGE = plain_reply(431, tr("The headers are too large. Send less than 64 KB of them."))
_TOO_MANY = plain_reply(503, tr("Too many clients are waiting. Try again in a moment."))
