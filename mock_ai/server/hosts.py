"""Which names the server answers to, at every address and at every door.

A page of a stranger can make its own name lead to this machine (DNS rebinding) and then read what is here as if it
were its own. It cannot do that with an address, nor with ``localhost``: so only those are let in, and names that whoever
started the server allows.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from mock_ai.server.http_replies import Refusal, refusal_reply

_REFUSED = Refusal(
    421,
    "wrong_host",
    "This server does not answer to that name. Use the address that it was started at, as 127.0.0.1, "
    "or allow the name: smart-enough serve --allow-host NAME.",
)


class OwnHostOnly:
    """Lets through to an application what was sent to an address, to this computer as such, or to an allowed name."""

    def __init__(self, app: ASGIApp, allowed: Iterable[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(name.lower().rstrip(".") for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_own(scope):
            await refusal_reply(_REFUSED)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        """Browsers always send one; without any, HTTP/1.0 was meant."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1:
            return not hosts and scope["http_version"] != "1.1"
        name = host_name(hosts[0])
        return name in self._allowed or is_own_name(name)


@lru_cache(maxsize=1024)
def host_name(host: bytes) -> str:
    """The name in a ``Host`` header, without the port and the brackets of IPv6, in small letters."""
    text = host.decode("latin-1").lower()
    if text.startswith("["):
        name, bracket, port = text[1:].partition("]")
        return name if bracket and (not port or port[1:].isdecimal()) else ""
    name, colon, port = text.rpartition(":")
    return name if colon and port.isdecimal() else text


@lru_cache(maxsize=1024)
def is_own_name(name: str) -> bool:
    """Whether it is an address, or this computer as such."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
