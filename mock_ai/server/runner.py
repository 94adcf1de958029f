"""Running the server: in front (the command line) or in a thread (the window)."""

import contextlib
import errno
import json
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Self, TypedDict, Unpack

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.journal import Journal
from mock_ai.presets import BUILT_IN
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.server.app import create_app
from mock_ai.server.service import ServerLimits, Service
from mock_ai.server.serving_state import Model
from mock_ai.server.stage.visitors import StageVisitors
from mock_ai.server.uvicorn_server import (
    START_SECONDS,
    LocalUvicorn,
    bind_door,
    calling,
    listening,
    network_addresses,
)
from mock_ai.stage import OpenShow, Show

USUAL_PORT = 8765
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_STOP_SECONDS = 5.0


@dataclass(frozen=True)
class ReadyLine:
    """Where the server is. ``operator_url`` and the Stage's addresses carry a token after #, for a browser.

    ``network_urls`` are the Stage's for phones, where the network was let in.
    """

    base_url: str
    operator_url: str
    token: str
    stage_url: str
    network_urls: tuple[str, ...] = ()

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))


class ServerSettings(TypedDict, total=False):
    """What a server is told, whether it runs in front or in a thread.

    Without ``port`` the usual one is taken if it is free, and any other if not. ``allow_hosts`` are names besides addresses
    and ``localhost`` by which clients may call it.
    """

    host: str
    port: int | None
    token: str | None
    name: str | None
    journal: Journal | None
    limits: ServerLimits | None
    allow_origins: Sequence[str]
    allow_hosts: Sequence[str]
    allow_network: bool
    show: Show | None


def run_server(
    source: Scenario | ScenarioFake | Model = BUILT_IN,
    *,
    on_ready: Callable[[ReadyLine], None],
    network: Sequence[str] = (),
    operator_seconds: float | None = None,
    on_end: Callable[[], None] = lambda: None,
    **settings: Unpack[ServerSettings],
) -> None:
    """Serve until a signal asks to end (Ctrl-C, SIGTERM, SIGHUP), and return. Call it from the main thread.

    ``on_ready`` gets the ready line once the server listens. ``network`` are addresses of this computer at which phones may
    come to the Stage, and to nothing else. With ``operator_seconds`` everything waits so long for a person, who answers
    from the operator's page. ``on_end`` is called after the last answer, while a further signal still ends nothing: there a
    journal is written to its end.

    Raises
    ------
    UserError : the port is in use or not allowed, or the source cannot be served.
    """
    with contextlib.ExitStack() as ending:
        service, bound, server, ready = _set_up(source, **settings)
        ending.enter_context(bound)
        ending.callback(service.close)
        door_at = bind_door(network, int(bound.getsockname()[1])) if network else []
        for one in door_at:
            ending.enter_context(one)
        if operator_seconds is not None:
            service.desk.attend(everything=True, seconds=operator_seconds)
        server.on_start = lambda urls: on_ready(replace(ready, network_urls=urls))
        server.door_at = door_at
        ending.enter_context(calling(server.stop))
        ending.callback(on_end)
        server.run(sockets=[bound])


class ServerThread:
    """A running server in a thread of its own; make one with :func:`start_in_background`.

    ``use`` swaps what is served; ``stage`` is its Stage for browsers; ``journal`` has what was asked and answered so far;
    ``stop`` ends it and returns when the thread is gone.

    Raises
    ------
    UserError : the port is in use or not allowed, or the source cannot be served.
    """

    def __init__(
        self, source: Scenario | ScenarioFake | Model, **settings: Unpack[ServerSettings]
    ) -> None:
        self._listening = threading.Event()
        self._failure: BaseException | None = None
        self.service, self._bound, self._server, self.ready = _set_up(source, **settings)
        self._server.on_start = lambda _: self._listening.set()
        self.stage, self.journal = self._server.stage, self.service.journal
        self.base_url, self.token = self.ready.base_url, self.ready.token
        self.operator_url, self.stage_url = self.ready.operator_url, self.ready.stage_url
        self._thread = threading.Thread(target=self._run, name="smart-enough-server", daemon=True)
        self._thread.start()
        if not self._listening.wait(START_SECONDS) or self._failure is not None:
            self.stop()
            raise RuntimeError("the server did not start") from self._failure

    @property
    def is_running(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive()

    def use(self, source: Scenario | ScenarioFake | Model, *, name: str | None = None) -> None:
        """Serve something else at the same address from the next request on."""
        self.service.use(source, name=name)

    def let_network_in(self, addresses: Sequence[str] | None = None) -> tuple[str, ...]:
        """Open the Stage, and nothing else, to the computer's networks (or at the given addresses of this computer).

        Returns the Stage's addresses for phones, with a token that is new each time. Waits for the server's thread.

        Raises
        ------
        UserError : there is no network.
        """
        here = int(self._bound.getsockname()[1])
        self.keep_network_out()
        sockets = bind_door(network_addresses() if addresses is None else addresses, here)
        return self._server.from_elsewhere(self._server.open_door(sockets))

    def keep_network_out(self) -> None:
        """Close the Stage to the networks again, and hang up on everybody who came that way."""
        self._server.from_elsewhere(self._server.shut_door())

    def stop(self) -> None:
        """Stop listening, let waiting requests go, and end the thread. May be called twice."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                self._server.stop()
                self._thread.join(_STOP_SECONDS)
        self._bound.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._bound])
        except BaseException as error:  # noqa: BLE001 (handed to the thread that started it)
            self._failure = error
        finally:
            self.service.close()
            self._listening.set()


def start_in_background(
    source: Scenario | ScenarioFake | Model = BUILT_IN, **settings: Unpack[ServerSettings]
) -> ServerThread:
    """Start serving in a thread and return once it listens. Raises as :class:`ServerThread`."""
    return ServerThread(source, **settings)


def _set_up(
    source: Scenario | ScenarioFake | Model,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    token: str | None = None,
    name: str | None = None,
    journal: Journal | None = None,
    limits: ServerLimits | None = None,
    allow_origins: Sequence[str] = (),
    allow_hosts: Sequence[str] = (),
    allow_network: bool = False,
    show: Show | None = None,
) -> tuple[Service, socket.socket, LocalUvicorn, ReadyLine]:
    """The server before it runs, and where it will be."""
    bound = _bind(host, port, allow_network)
    try:
        service = Service(source, name=name, journal=journal, limits=limits)
        stage = StageVisitors(show if show is not None else OpenShow())
        ready = _ready_line(bound, token, stage)
        app = create_app(service, ready.token, allow_origins, stage, allow_hosts)
        return service, bound, LocalUvicorn(app, service, stage), ready
    except BaseException:
        bound.close()
        raise


def _ready_line(bound: socket.socket, token: str | None, stage: StageVisitors) -> ReadyLine:
    token = token or secrets.token_urlsafe(24)
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UserError(
            tr("This token cannot be sent in a header."),
            tr("It may hold letters, digits and signs of ASCII, no spaces."),
            tr("Choose another, or leave it out and get one."),
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
            tr("{host} would let other computers in.", host=host),
            tr("The fake serves this computer only, unless you allow the network."),
            tr("Leave the host out, or allow the network on purpose."),
        )
    if port is None:
        try:
            return _bound(host, USUAL_PORT)
        except UserError:
            return _bound(host, 0)
    if not 0 <= port <= 65535:
        raise UserError(
            tr("{port} is no port.", port=str(port)),
            tr("Ports run from 0 to 65535."),
            tr("Give for example 8765."),
        )
    return _bound(host, port)


def _bound(host: str, port: int) -> socket.socket:
    try:
        return listening(host, port, 1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            why = tr("Another program, perhaps a second window, is using it.")
        elif error.errno == errno.EACCES:
            why = tr("The system keeps this port for itself.")
        else:
            why = f"{error.strerror or error}."
        raise UserError(
            tr("The server cannot use port {port}.", port=str(port)),
            why,
            tr("Choose another port, or leave it out."),
        ) from error
