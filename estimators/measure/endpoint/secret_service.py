"""The key ring of a Linux desktop: the Secret Service on the user's own D-Bus (GNOME's keyring, KWallet, KeePassXC; decision 0348).

A key crosses that bus, a socket of this user alone, as it is: whoever may read there may also ask the ring itself.
Written after the specification, https://specifications.freedesktop.org/secret-service-spec/latest/
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_NAME, _PATH, _PREFIX = (
    "org.freedesktop.secrets",
    "/org/freedesktop/secrets",
    "org.freedesktop.Secret.",
)
_SECONDS = 10.0
_PROMPT_SECONDS = 120.0  # that a person has, to type the password of the ring
_NO_PROMPT = "/"


class SecretServiceError(Exception):
    """The ring is not there, or was not opened; its text says nothing of a key."""


class SecretService:
    """A ring that is asked anew each time, as keyring's are: keys by a service and a name.

    Each call raises `SecretServiceError`, `OSError`, or what jeepney does, where there is no ring, or nobody opens it.
    """

    def is_there(self) -> bool:
        """Whether one answers, or is started when it is asked."""
        with _Connection.open() as bus:
            return bool(bus.session)

    def get_password(self, service: str, name: str) -> str | None:
        """The key; None where none is kept. A locked ring asks the person to open it."""
        with _Connection.open() as bus:
            found = bus.find(service, name)
            if not found:
                return None
            ((_, _, secret, _),) = bus.call(found[0], "Item", "GetSecret", "o", (bus.session,))
            return bytes(secret).decode()

    def set_password(self, service: str, name: str, password: str) -> None:
        """Keep a key, in place of an earlier one."""
        with _Connection.open() as bus:
            (ring,) = bus.call(_PATH, "Service", "ReadAlias", "s", ("default",))
            if ring == _NO_PROMPT:
                raise SecretServiceError
            bus.unlock([ring])
            about = {
                f"{_PREFIX}Item.Label": ("s", f"{service}: {name}"),
                f"{_PREFIX}Item.Attributes": ("a{ss}", _attributes(service, name)),
            }
            secret = (bus.session, b"", password.encode(), "text/plain")
            asked = (about, secret, True)
            _, prompt = bus.call(ring, "Collection", "CreateItem", "a{sv}(oayays)b", asked)
            bus.answered(prompt)


def _attributes(service: str, name: str) -> dict[str, str]:
    """What a key is found by; keyring calls them so, too."""
    return {"service": service, "username": name}


class _Connection:
    def __init__(self, connection: Any) -> None:
        self._bus = connection
        _, self.session = self.call(_PATH, "Service", "OpenSession", "sv", ("plain", ("s", "")))

    @classmethod
    @contextmanager
    def open(cls) -> "Iterator[_Connection]":
        from jeepney.io.blocking import open_dbus_connection

        with open_dbus_connection() as connection:
            yield cls(connection)

    def call(self, path: str, interface: str, method: str, signature: str, asked: tuple[Any, ...]) -> Any:  # fmt: skip
        from jeepney import DBusAddress, new_method_call
        from jeepney.wrappers import unwrap_msg

        at = DBusAddress(path, _NAME, _PREFIX + interface)
        message = new_method_call(at, method, signature or None, asked)
        return unwrap_msg(self._bus.send_and_get_reply(message, timeout=_SECONDS))

    def find(self, service: str, name: str) -> list[str]:
        """The items of a key, opened."""
        asked = (_attributes(service, name),)
        unlocked: list[str]
        unlocked, locked = self.call(_PATH, "Service", "SearchItems", "a{ss}", asked)
        if not unlocked and locked:
            self.unlock(locked)
        return unlocked or locked

    def unlock(self, paths: Sequence[str]) -> None:
        _, prompt = self.call(_PATH, "Service", "Unlock", "ao", (list(paths),))
        self.answered(prompt)

    def answered(self, prompt: str) -> None:
        """Have a person answer what the ring asks; raises `SecretServiceError` where they turn it away."""
        if prompt == _NO_PROMPT:
            return
        from jeepney import MatchRule, message_bus
        from jeepney.wrappers import unwrap_msg

        rule = MatchRule(interface=f"{_PREFIX}Prompt", member="Completed", path=prompt)
        unwrap_msg(self._bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=_SECONDS))
        with self._bus.filter(rule) as answers:
            self.call(prompt, "Prompt", "Prompt", "s", ("",))
            dismissed, _ = self._bus.recv_until_filtered(answers, timeout=_PROMPT_SECONDS).body
        if dismissed:
            raise SecretServiceError
