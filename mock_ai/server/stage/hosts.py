"""Which names the Stage answers to.

A page of a stranger can make its own name lead to this machine (DNS rebinding) and then read what is here as if it
were its own. It cannot do that with an address, nor with ``localhost``: so only those are let in.
"""

from ipaddress import ip_address

from starlette.requests import Request

from mock_ai.server.replies import Refusal


def check_host(request: Request) -> None:
    """Refuse a request that was sent to a name.

    Raises
    ------
    Refusal : 421.
    """
    if not is_own_host(request.headers.get("host", "")):
        raise Refusal(
            421, "wrong_host", "The Stage has no name. Open it by the address that you were shown."
        )


def is_own_host(host: str) -> bool:
    """Whether a ``Host`` header names an address, or this computer as such."""
    name, bracket, _ = host.removeprefix("[").partition("]")
    if not (host.startswith("[") and bracket):
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if name.lower() == "localhost" or name.lower().endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
