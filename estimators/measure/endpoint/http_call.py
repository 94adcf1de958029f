"""The one place that opens a connection to somebody else's service: one request, one reply, nothing in between.

Python's own client: it follows no redirect, keeps no cookie and asks no proxy, unlike all that are made for convenience
(decision 0323); the system's own certificates are trusted. A connection is kept for the next call to the same host.
"""

import http.client
import select
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from estimators.measure.endpoint.api_key import ApiKey
from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.wire import ModelRequest

LARGEST_REPLY = 8_000_000
_PIECE = 65_536
_CONNECT_SECONDS = 15.0
_DETAIL_BYTES = 20_000


@dataclass(frozen=True)
class HttpReply:
    """What came back. `first_byte`, `seconds`: from when the request began to be sent, to the first and the last of it."""

    status: int
    headers: dict[str, str]
    body: bytes
    first_byte: float
    seconds: float


class CallFailedError(Exception):
    """No reply came, or only a part of one."""

    def __init__(self, failure: CallFailure) -> None:
        super().__init__(failure.kind.value)
        self.failure = failure


@dataclass
class Connections:
    """Connections that wait for a further call, by scheme and host; for threads."""

    idle: dict[tuple[str, str, int], list[http.client.HTTPConnection]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, place: tuple[str, str, int]) -> http.client.HTTPConnection:
        """One that is open, or a new one."""
        with self.lock:
            waiting = self.idle.get(place, [])
            while waiting:
                connection = waiting.pop()
                if connection.sock is not None and not select.select([connection.sock], [], [], 0)[0]:  # fmt: skip
                    return connection
                connection.close()  # the other side has closed it, or says what nobody asked
        scheme, host, port = place
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=_CONNECT_SECONDS)
        return http.client.HTTPSConnection(
            host, port, timeout=_CONNECT_SECONDS, context=_tls_context()
        )

    def keep(self, place: tuple[str, str, int], connection: http.client.HTTPConnection) -> None:
        with self.lock:
            self.idle.setdefault(place, []).append(connection)

    def close(self) -> None:
        with self.lock:
            for waiting in self.idle.values():
                for connection in waiting:
                    connection.close()
            self.idle.clear()


class HttpCall:
    """One request. `run` in a thread of its own gives the reply; `stop` from any other ends it."""

    def __init__(self, request: ModelRequest, key: ApiKey | None, connections: Connections) -> None:
        self._request, self._key, self._connections = request, key, connections
        self._stopped: FailureKind | None = None
        self._socket: socket.socket | None = None

    def stop(self, kind: FailureKind) -> None:
        """End it as timed out or stopped; the connection is closed."""
        self._stopped = kind
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def run(self) -> HttpReply:
        """Send the request and read the reply; raises `CallFailedError`."""
        parts = urlsplit(self._request.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        place = (parts.scheme, parts.hostname or "", port)
        connection = self._connections.take(place)
        target = parts._replace(scheme="", netloc="", fragment="").geturl()
        try:
            reply = self._exchange(connection, target)
        except (OSError, http.client.HTTPException, _TooLargeError) as error:
            connection.close()
            raise CallFailedError(self._failure(error)) from None
        if self._stopped is not None and not reply.body:  # it was ended inside the headers
            connection.close()
            raise CallFailedError(CallFailure(self._stopped))
        if connection.sock is not None:
            self._socket = None
            self._connections.keep(place, connection)
        return reply

    def _exchange(self, connection: http.client.HTTPConnection, target: str) -> HttpReply:
        began = time.perf_counter()
        if connection.sock is None:
            connection.connect()
        self._socket = connection.sock
        if self._stopped is not None:
            raise OSError
        self._socket.settimeout(None)  # whoever waits for it stops it at its time
        headers = {**self._request.headers, "accept-encoding": "identity", "user-agent": "smart-enough"}  # fmt: skip
        if self._key is not None and self._request.key_header:
            headers[self._request.key_header] = self._request.key_prefix + self._key.reveal()
        connection.request("POST", target, self._request.body, headers)
        response = connection.getresponse()
        first_byte = time.perf_counter() - began
        body = b""
        if not 300 <= response.status < 400:
            most = LARGEST_REPLY if response.status < 300 else _DETAIL_BYTES
            body = _read(response, most, cut=response.status >= 300)
        seconds = time.perf_counter() - began
        if not response.isclosed():
            connection.close()
        named = {name.lower(): value for name, value in response.getheaders()}
        return HttpReply(response.status, named, body, first_byte, seconds)

    def _failure(self, error: Exception) -> CallFailure:
        if self._stopped is not None:
            return CallFailure(self._stopped)
        if isinstance(error, _TooLargeError):
            return CallFailure(FailureKind.TOO_LARGE)
        if isinstance(error, ssl.SSLCertVerificationError):
            return CallFailure(FailureKind.NO_CERTIFICATE)
        unsent = self._socket is None
        return CallFailure(FailureKind.NO_CONNECTION if unsent else FailureKind.BROKEN_OFF)


class _TooLargeError(Exception):
    pass


def _read(response: http.client.HTTPResponse, most: int, *, cut: bool) -> bytes:
    """The body; of one that is too large the beginning, or an error."""
    pieces, size = [], 0
    while piece := response.read1(_PIECE) if response.length is None else response.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            if not cut:
                raise _TooLargeError
            return b"".join(pieces)[:most]
    if response.length:  # less than was announced
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _tls_context() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
