"""uvicorn at work: it listens on this computer, may have a door to the network, and ends without keeping anybody."""

import asyncio
import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

from mock_ai.server.connection import Connection, Patience
from mock_ai.server.service import ServerLimits, Service
from mock_ai.server.stage.lan_access import LanAccess
from mock_ai.server.stage.visitors import StageVisitors

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
START_SECONDS = 10.0
_MOST_FILES = 8192
_OTHER_FILES = 192  # a window, a project and a model have open besides connections


class LocalUvicorn(uvicorn.Server):
    """The server of an application. ``on_start``, if set, is called when it listens, with the Stage's addresses for phones.

    ``door_at`` are sockets at which the network is let in from the start.
    """

    def __init__(self, app: ASGIApp, service: Service, stage: StageVisitors) -> None:
        self._configure = _configuring(service.limits)
        super().__init__(self._configure(app))
        self._service, self.stage = service, stage
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
        self._service.close()
        await self.shut_door()
        await super().shutdown(sockets)

    async def open_door(self, sockets: list[socket.socket]) -> tuple[str, ...]:
        """Let the network in at these sockets; returns the Stage's addresses there."""
        await self.shut_door()
        self._door = LanAccess(sockets, self._service, self.stage, self._configure)
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
