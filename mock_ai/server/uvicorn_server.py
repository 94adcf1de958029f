"""uvicorn at work: it listens on this computer, may have a door to the network, and ends without keeping anybody.

While the door is open, phones reach the Stage, and nothing else. It is a second listener with an application of its own that
has the Stage's routes and no others, and with a token of its own. So whoever stands at this door cannot reach the API, the
journal or the operator, whatever they know. Each opening has a new token: who was let in before is not let in again (decision 0176).
"""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Generator, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, NamedTuple, TypeVar

import uvicorn
from starlette.types import ASGIApp

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.server.connection import Connection, Patience
from mock_ai.server.service import ServerLimits

_TOWARDS = ("192.0.2.1", "10.255.255.255", "172.31.255.255", "192.168.255.255")
START_SECONDS = 10.0
Configure = Callable[[ASGIApp], uvicorn.Config]


def network_addresses() -> tuple[str, ...]:
    """This computer's addresses in its networks: those from which it would write to a neighbour. Nothing is sent."""
    found: list[str] = []
    for target in _TOWARDS:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking,
            contextlib.suppress(OSError),  # it is in no such network
        ):
            asking.connect((target, 9))
            address = str(asking.getsockname()[0])
            if not address.startswith(("127.", "0.")) and address not in found:
                found.append(address)
    return tuple(found)


def listening(host: str, port: int, backlog: int) -> socket.socket:
    """A socket that listens at this address. Raises ``OSError`` where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small packets at once only where the protocol is named: 40 ms an answer.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this would let two servers share the port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(backlog)
    except OSError:
        made.close()
        raise
    return made


def bind_door(addresses: Sequence[str], port: int) -> list[socket.socket]:
    """Sockets at these addresses, at the given port where it is free.

    Raises
    ------
    UserError : there is no network, or none of the addresses can be used.
    """
    if not addresses:
        raise UserError(
            tr("No network was found."),
            tr("Phones can only come in where this computer is in the same network."),
            tr("Join a network, then let them in."),
        )
    bound: list[socket.socket] = []
    failure: OSError | None = None
    for address in addresses:
        for wanted in (port, 0):
            try:
                bound.append(listening(address, wanted, 128))
                break
            except OSError as error:
                failure = error
    if not bound:
        raise UserError(
            tr("Phones cannot be let in."),
            tr(
                "{addresses} cannot be used: {strerror}.",
                addresses=addresses[0],
                strerror=str(failure.strerror if failure else tr("it is taken")),
            ),
            tr("Join the network anew, then try again."),
        )
    return bound


class Door(NamedTuple):
    """What a phone gets: the path of its page, and the application that a token opens, which has nothing else."""

    page: str
    application: Callable[[str], ASGIApp]


class LanAccess:
    """A listener for the network. Make it in the server's loop, await ``opened``; ``close`` ends it."""

    def __init__(self, sockets: list[socket.socket], door: Door, configure: Configure) -> None:
        token = secrets.token_urlsafe(18)
        names = [one.getsockname()[:2] for one in sockets]
        self.urls = tuple(f"http://{host}:{port}{door.page}#token={token}" for host, port in names)
        self._sockets = sockets
        self._server = _DoorServer(configure(door.application(token)))
        self._running: asyncio.Task[None] | None = None

    async def opened(self) -> None:
        """Listen."""
        self._running = asyncio.create_task(self._server.serve(self._sockets))
        async with asyncio.timeout(START_SECONDS):
            while not self._server.started and not self._running.done():
                await asyncio.sleep(0.005)
        if self._running.done():
            await self._running

    async def close(self) -> None:
        """Stop listening and hang up on everybody."""
        self._server.should_exit = True
        if self._running is not None:
            await self._running
            self._running = None
        for one in self._sockets:
            one.close()


class _DoorServer(uvicorn.Server):
    """A second server in the loop of the first, which alone hears signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # not every system has all of them


@contextmanager
def calling(stop: Callable[[], None]) -> Iterator[None]:
    """Meanwhile such a signal calls ``stop``, as often as it comes, and does nothing else. A hang-up that is ignored, as
    under ``nohup``, stays ignored. Outside the main thread, which alone hears signals, this changes nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(_signal: int, _frame: FrameType | None) -> None:
        stop()

    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    numbers = [
        one
        for one in numbers
        if one == signal.SIGINT or signal.getsignal(one) is not signal.SIG_IGN
    ]
    before = {one: signal.signal(one, heard) for one in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


Done = TypeVar("Done")
_MOST_FILES = 8192
_OTHER_FILES = 192  # a window, a project and a model have open besides connections


class LocalUvicorn(uvicorn.Server):
    """The server of an application. ``on_start``, if set, is called when it listens, with the page's addresses for phones.

    ``door_at`` are sockets at which the network is let in from the start.
    """

    def __init__(
        self, app: ASGIApp, limits: ServerLimits, door: Door, at_shutdown: Callable[[], None]
    ) -> None:
        self._configure = _configuring(limits)
        super().__init__(self._configure(app))
        self._leads_to, self._at_shutdown = door, at_shutdown
        self.on_start: Callable[[tuple[str, ...]], None] = lambda _: None
        self.door_at: list[socket.socket] = []
        self._door: LanAccess | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """uvicorn raises a signal again once it has ended, which would end the program before its journal is written:
        whoever runs this hears the signals (:mod:`mock_ai.server.uvicorn_server`)."""
        yield

    def stop(self) -> None:
        """End in order; asked again, without waiting for clients. Safe in a signal handler and from any thread."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.on_start(await self.open_door(self.door_at) if self.door_at else ())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._at_shutdown()
        await self.shut_door()
        await super().shutdown(sockets)

    async def open_door(self, sockets: list[socket.socket]) -> tuple[str, ...]:
        """Let the network in at these sockets; returns the page's addresses there."""
        await self.shut_door()
        self._door = LanAccess(sockets, self._leads_to, self._configure)
        await self._door.opened()
        return self._door.urls

    async def shut_door(self) -> None:
        """Let nobody in any more."""
        door, self._door = self._door, None
        if door is not None:
            await door.close()

    def from_elsewhere(self, work: Coroutine[Any, Any, Done]) -> Done:
        """The result of work in the server's loop, for another thread."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(START_SECONDS)


def _configuring(limits: ServerLimits) -> Callable[[ASGIApp], uvicorn.Config]:
    patience = Patience(
        head_seconds=limits.head_seconds,
        idle_seconds=limits.idle_seconds,
        reader_seconds=limits.reader_seconds,
        connections=min(limits.connections, _connections_that_fit()),
    )
    connection = type("Connection", (Connection,), {"patience": patience})

    def configure(app: ASGIApp) -> uvicorn.Config:
        return uvicorn.Config(
            app,
            http=connection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )

    return configure


def _connections_that_fit() -> int:
    """How many connections the system lets this process have, once it was asked for more.

    A server that runs into that limit could not take a single client more; below it, the one
    that has been idle longest makes room.
    """
    if sys.platform == "win32":
        return _MOST_FILES
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        except (OSError, ValueError):
            pass  # macOS has a limit below the one it tells
    return max((wanted if soft == resource.RLIM_INFINITY else soft) - _OTHER_FILES, 32)
