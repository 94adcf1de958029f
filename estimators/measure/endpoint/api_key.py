"""The key of a service: from the system's key ring, or an environment variable that a person names; never in a file.

No text shows it: not `str`, not `repr`, no exception, no log. Only the systems' own rings are used: the keychain of macOS, the
credential manager of Windows, the Secret Service of Linux; never one that writes a file. A ring may ask a person to open it:
whoever asks it waits, so a window asks in a job or a thread.
"""

import contextlib
import os
import platform
from typing import Any, NoReturn
from urllib.parse import quote

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.endpoint.secret_service import SecretService

SERVICE = "smart-enough"
GONE = "…"
_SYSTEM_BACKENDS = ("keyring.backends.macOS", "keyring.backends.Windows")
_LONGEST = 4_000
_SHORTEST_HIDDEN = 6  # a shorter "key" is a word that answers may hold


class ApiKey:
    """A key that nothing prints. `reveal` gives it to the call that sends it.

    Raises `UserError` where it cannot be a key; the sentence does not hold it.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        secret = secret.strip()
        if not secret or len(secret) > _LONGEST or not secret.isascii() or not secret.isprintable():
            raise UserError(
                tr("This cannot be a key."),
                tr("A key is one line of letters, digits and signs."),
                tr("Copy it again."),
            )
        self._secret = secret

    def reveal(self) -> str:
        """The key itself, for a header."""
        return self._secret

    def hidden_in(self, text: str) -> str:
        """The text without the key, should a service have repeated it."""
        if len(self._secret) < _SHORTEST_HIDDEN:
            return text
        for written in {self._secret, quote(self._secret, safe="")}:
            text = text.replace(written, GONE)
        return text

    def __repr__(self) -> str:
        return "ApiKey(…)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("A key is not kept.")


def key_from_environment(name: str) -> ApiKey:
    """The key in an environment variable; raises `UserError` where there is none."""
    secret = os.environ.get(name, "")
    if not secret.strip():
        raise UserError(
            tr("The environment variable “{name}” is empty or not set.", name=name[:80]),
            tr("The key should be in it."),
            tr("Set it, or keep the key in the system’s key ring."),
        )
    return ApiKey(secret)


def key_from_ring(host: str) -> ApiKey | None:
    """The key kept for a host; None where none is, or the system has no key ring."""
    ring = _ring()
    with contextlib.suppress(Exception):  # a ring may be locked, or its service gone
        secret = ring.get_password(SERVICE, host) if ring is not None else None
        return ApiKey(secret) if secret else None
    return None


def keep_key(host: str, key: ApiKey) -> None:
    """Keep a key in the system's key ring; raises `UserError` where it has none, and nothing is kept."""
    ring = _ring()
    if ring is not None:
        with contextlib.suppress(Exception):
            ring.set_password(SERVICE, host, key.reveal())
            return
    raise UserError(
        tr("The key was not kept: this system has no key ring that is open."),
        tr("Keys are never written into a file."),
        tr("Give it in an environment variable, or each time."),
    )


def has_key_ring() -> bool:
    """Whether this system can keep a key."""
    ring = _ring()
    with contextlib.suppress(Exception):  # there is no bus, or nothing answers on it
        return ring.is_there() if isinstance(ring, SecretService) else ring is not None
    return False


def _ring() -> Any:
    """The system's key ring, None where it has none. A ring that somebody installed beside it may write files."""
    if platform.system() not in ("Darwin", "Windows"):
        return SecretService()
    from keyring.backend import get_all_keyring

    found = [ring for ring in get_all_keyring() if type(ring).__module__ in _SYSTEM_BACKENDS]
    return max(found, key=lambda ring: ring.priority, default=None)
