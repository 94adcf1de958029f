"""Running the server: in front (the command line) or in a thread (the window)."""

import errno
import json
import os
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Self

import uvicorn

from mock_ai.errors import UserError
from mock_ai.journal import Journal
from mock_ai.presets import BUILT_IN
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.server.app import create_app
from mock_ai.server.connection import Connection, Patience
from mock_ai.server.service import Limits, Model, Service
from mock_ai.server.stage.visitors import Stage
from mock_ai.stage import OpenShow, Show

USUAL_PORT = 8765
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_START_SECONDS = 10.0
_STOP_SECONDS = 5.0


@dataclass(frozen=True)
class ReadyLine:
    """Where the server is. ``operator_url`` and ``stage_url`` carry a token after #, for a browser."""

    base_url: str
    operator_url: str
    token: str
    stage_url: str

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it listens and lets waiting requests go at the end."""

    def __init__(
        self, config: uvicorn.Config, service: Service, on_start: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._service = service
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.close()
        await super().shutdown(sockets)


def run_server(
    source: Scenario | ScenarioFake | Model = BUILT_IN,
    *,
    on_ready: Callable[[ReadyLine], None],
    host: str = "127.0.0.1",
    port: int | None = None,
    token: str | None = None,
    name: str | None = None,
    journal: Journal | None = None,
    limits: Limits | None = None,
    allow_origins: Sequence[str] = (),
    allow_network: bool = False,
    show: Show | None = None,
) -> None:
    """Serve until interrupted (Ctrl-C, or SIGTERM). Call it from the main thread.

    ``on_ready`` gets the ready line once the server listens. Without ``port`` the usual one is
    taken if it is free, and any other if not.

    Raises
    ------
    UserError : the port is in use or not allowed, or the source cannot be served.
    """
    bound = _bind(host, port, allow_network)
    stage = Stage(show if show is not None else OpenShow())
    ready = _ready_line(bound, token, stage)
    try:
        service = Service(source, name=name, journal=journal, limits=limits)
    except BaseException:
        bound.close()
        raise
    server = _build(service, ready, allow_origins, stage, lambda: on_ready(ready))
    try:
        server.run(sockets=[bound])
    except KeyboardInterrupt:
        pass
    finally:
        service.close()
        bound.close()


class ServerThread:
    """A running server in a thread of its own; make one with :func:`start_in_background`.

    ``use`` swaps what is served; ``stage`` is its Stage for browsers; ``stop`` ends it and returns when the thread is gone.
    """

    def __init__(
        self,
        service: Service,
        bound: socket.socket,
        token: str | None,
        allow_origins: Sequence[str],
        show: Show | None,
    ) -> None:
        self.service = service
        self.stage = Stage(show if show is not None else OpenShow())
        self.ready = _ready_line(bound, token, self.stage)
        self._bound = bound
        self._listening = threading.Event()
        self._failure: BaseException | None = None
        self._server = _build(service, self.ready, allow_origins, self.stage, self._listening.set)
        self._thread = threading.Thread(target=self._run, name="smart-enough-server", daemon=True)

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:8765``; clients add ``/v1/...``."""
        return self.ready.base_url

    @property
    def operator_url(self) -> str:
        """The operator's page, token included."""
        return self.ready.operator_url

    @property
    def stage_url(self) -> str:
        """The Stage's page, its own token included."""
        return self.ready.stage_url

    @property
    def token(self) -> str:
        """The key that every client must send."""
        return self.ready.token

    @property
    def journal(self) -> Journal:
        """What was asked and answered so far."""
        return self.service.journal

    @property
    def is_running(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive()

    def use(self, source: Scenario | ScenarioFake | Model, *, name: str | None = None) -> None:
        """Serve something else at the same address from the next request on."""
        self.service.use(source, name=name)

    def stop(self) -> None:
        """Stop listening, let waiting requests go, and end the thread. May be called twice."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                self._server.force_exit = True
                self._thread.join(_STOP_SECONDS)
        self._bound.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start(self) -> None:
        self._thread.start()
        if not self._listening.wait(_START_SECONDS) or self._failure is not None:
            self.stop()
            raise RuntimeError("the server did not start") from self._failure

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._bound])
        except BaseException as error:  # noqa: BLE001 (handed to the thread that started it)
            self._failure = error
        finally:
            self.service.close()
            self._listening.set()


def start_in_background(
    source: Scenario | ScenarioFake | Model = BUILT_IN,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    token: str | None = None,
    name: str | None = None,
    journal: Journal | None = None,
    limits: Limits | None = None,
    allow_origins: Sequence[str] = (),
    allow_network: bool = False,
    show: Show | None = None,
) -> ServerThread:
    """Start serving in a thread and return once it listens.

    Raises
    ------
    UserError : the port is in use or not allowed, or the source cannot be served.
    """
    bound = _bind(host, port, allow_network)
    try:
        service = Service(source, name=name, journal=journal, limits=limits)
        running = ServerThread(service, bound, token, allow_origins, show)
    except BaseException:
        bound.close()
        raise
    running._start()
    return running


def _build(
    service: Service,
    ready: ReadyLine,
    allow_origins: Sequence[str],
    stage: Stage,
    on_start: Callable[[], None],
) -> _Server:
    limits = service.limits
    patience = Patience(
        head_seconds=limits.head_seconds,
        idle_seconds=limits.idle_seconds,
        reader_seconds=limits.reader_seconds,
        connections=limits.connections,
    )
    connection = type("Connection", (Connection,), {"patience": patience})
    config = uvicorn.Config(
        create_app(service, ready.token, allow_origins, stage),
        http=connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return _Server(config, service, on_start)


def _ready_line(bound: socket.socket, token: str | None, stage: Stage) -> ReadyLine:
    token = token or secrets.token_urlsafe(24)
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UserError(
            "This token cannot be sent in a header.",
            "It may hold letters, digits and signs of ASCII, no spaces.",
            "Choose another, or leave it out and get one.",
        )
    host, port = bound.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    base = f"http://{shown}:{port}"
    return ReadyLine(
        base, f"{base}/operator#token={token}", token, f"{base}/stage#token={stage.token}"
    )


def _bind(host: str, port: int | None, allow_network: bool) -> socket.socket:
    if host not in _LOOPBACK and not allow_network:
        raise UserError(
            f"{host} would let other computers in.",
            "The fake serves this computer only, unless you allow the network.",
            "Leave the host out, or allow the network on purpose.",
        )
    if port is None:
        try:
            return _bound(host, USUAL_PORT)
        except UserError:
            return _bound(host, 0)
    if not 0 <= port <= 65535:
        raise UserError(
            f"{port} is no port.", "Ports run from 0 to 65535.", "Give for example 8765."
        )
    return _bound(host, port)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small packets at once only where the protocol is named: 40 ms an answer.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this would let two servers share the port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(1024)
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            why = "Another program, perhaps a second window, is using it."
        elif error.errno == errno.EACCES:
            why = "The system keeps this port for itself."
        else:
            why = f"{error.strerror or error}."
        raise UserError(
            f"The server cannot use port {port}.", why, "Choose another port, or leave it out."
        ) from error
    return bound
