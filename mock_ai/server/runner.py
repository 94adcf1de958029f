"""Running the server: in front (the command line) or in a thread (the window)."""

import contextlib
import json
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TypedDict, Unpack

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.journal import Journal
from mock_ai.presets import BUILT_IN
from mock_ai.server.app import create_app, stage_application
from mock_ai.server.local_port import bind_local
from mock_ai.server.server_thread import BackgroundServer
from mock_ai.server.service import ServerLimits, Service
from mock_ai.server.serving_state import Source
from mock_ai.server.stage.visitors import StageVisitors
from mock_ai.server.uvicorn_server import Door, LocalUvicorn, bind_door, calling
from mock_ai.stage import OpenShow, Show


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
    source: Source = BUILT_IN,
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
        service, bound, server, ready, _ = _set_up(source, **settings)
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


class ServerThread(BackgroundServer):
    """A running server in a thread of its own; make one with :func:`start_in_background`.

    ``use`` swaps what is served; ``stage`` is its Stage for browsers; ``journal`` has what was asked and answered so far;
    ``stop`` ends it and returns when the thread is gone.

    Raises
    ------
    UserError : the port is in use or not allowed, or the source cannot be served.
    """

    def __init__(self, source: Source, **settings: Unpack[ServerSettings]) -> None:
        self.service, bound, server, self.ready, self.stage = _set_up(source, **settings)
        self.journal = self.service.journal
        self.base_url, self.token = self.ready.base_url, self.ready.token
        self.operator_url, self.stage_url = self.ready.operator_url, self.ready.stage_url
        super().__init__(bound, server, self.service.close)

    def use(self, source: Source, *, name: str | None = None) -> None:
        """Serve something else at the same address from the next request on."""
        self.service.use(source, name=name)


def start_in_background(
    source: Source = BUILT_IN, **settings: Unpack[ServerSettings]
) -> ServerThread:
    """Start serving in a thread and return once it listens. Raises as :class:`ServerThread`."""
    return ServerThread(source, **settings)


def _set_up(
    source: Source,
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
) -> tuple[Service, socket.socket, LocalUvicorn, ReadyLine, StageVisitors]:
    """The server before it runs, and where it will be."""
    bound = bind_local(host, port, allow_network=allow_network)
    try:
        service = Service(source, name=name, journal=journal, limits=limits)
        stage = StageVisitors(show if show is not None else OpenShow())
        ready = _ready_line(bound, token, stage)
        app = create_app(service, ready.token, allow_origins, stage, allow_hosts)
        door = Door("/stage", partial(stage_application, service, stage))
        server = LocalUvicorn(app, service.limits, door, service.close)
        return service, bound, server, ready, stage
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
