"""Access from the local network: while it is open, phones reach the Stage, and nothing else.

It is a second listener with an application of its own that has the Stage's routes and no others, and
with a token of its own. So whoever stands at this door cannot reach the API, the journal or the operator, whatever they know.
Each opening has a new token: who was let in before is not let in again (decision 0176).
"""

import asyncio
import contextlib
import os
import secrets
import socket
from collections.abc import Callable, Generator, Sequence

import uvicorn
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from estimators.base.errors import UserError
from mock_ai.server.app import OwnHostOnly, starlette_app
from mock_ai.server.http_replies import Refusal, refusal_reply
from mock_ai.server.service import Service
from mock_ai.server.stage.routes import stage_routes
from mock_ai.server.stage.visitors import StageVisitors

_TOWARDS = ("192.0.2.1", "10.255.255.255", "172.31.255.255", "192.168.255.255")
_START_SECONDS = 10.0
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
            "No network was found.",
            "Phones can only come in where this computer is in the same network.",
            "Join a network, then let them in.",
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
            "Phones cannot be let in.",
            f"{addresses[0]} cannot be used: {failure.strerror if failure else 'it is taken'}.",
            "Join the network anew, then try again.",
        )
    return bound


class LanAccess:
    """A listener for the network. Make it in the server's loop, await ``opened``; ``close`` ends it."""

    def __init__(
        self,
        sockets: list[socket.socket],
        service: Service,
        stage: StageVisitors,
        configure: Configure,
    ) -> None:
        token = secrets.token_urlsafe(18)
        names = [one.getsockname()[:2] for one in sockets]
        self.urls = tuple(f"http://{host}:{port}/stage#token={token}" for host, port in names)
        self._sockets = sockets
        self._server = _DoorServer(configure(_application(service, stage, token)))
        self._running: asyncio.Task[None] | None = None

    async def opened(self) -> None:
        """Listen."""
        self._running = asyncio.create_task(self._server.serve(self._sockets))
        async with asyncio.timeout(_START_SECONDS):
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


def _application(service: Service, stage: StageVisitors, token: str) -> ASGIApp:
    return OwnHostOnly(starlette_app(service, stage, stage_routes(stage, token), _nothing_else))


async def _nothing_else(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal_reply(Refusal(status, "not_found", "There is nothing here but the Stage."))
