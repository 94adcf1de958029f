"""What the headers of a request say: which host it names, which keys it offers, and what is noted of it.

One pass, once a request: official clients send some fifteen headers, and three parts of the server ask about them.
"""

from collections.abc import Iterable
from typing import NamedTuple

from starlette.types import Scope

_READ = "smart_enough.head"  # where a request's scope holds what was read
# Where each vendor's client puts its key; ours sends the first. A cookie is nobody's business.
_KEYS = frozenset({b"authorization", b"x-api-key", b"x-goog-api-key", b"api-key", b"cookie"})


class RequestHead(NamedTuple):
    """The values of ``Host``, the keys offered, and the headers in small letters without keys."""

    hosts: list[bytes]
    keys: list[bytes]
    plain: dict[str, str]


def head_of(scope: Scope) -> RequestHead:
    head: RequestHead | None = scope.get(_READ)
    if head is None:
        head = scope[_READ] = _read(scope["headers"])
    return head


def _read(headers: Iterable[tuple[bytes, bytes]]) -> RequestHead:
    hosts: list[bytes] = []
    keys: list[bytes] = []
    plain: dict[str, str] = {}
    for name, value in headers:
        if name not in _KEYS:
            plain[name.decode("latin-1")] = value.decode("latin-1")
            if name == b"host":
                hosts.append(value)
        elif name == b"authorization":
            scheme, _, offered = value.partition(b" ")
            if scheme.lower() == b"bearer":
                keys.append(offered.strip())
        elif name != b"cookie":
            keys.append(value)
    return RequestHead(hosts, keys, plain)
