"""A session bus on a real socket with a Secret Service behind it, as a desktop has: keys by attributes, a lock, a prompt."""

import socket
import threading
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    Parser,
    new_error,
    new_method_return,
    new_signal,
)

_ITEM = "/org/freedesktop/secrets/collection/login/"
_PROMPT = "/org/freedesktop/secrets/prompt/1"
_SECRET = "org.freedesktop.Secret."


class SecretRing:
    """Listens while its `with` block lasts; `address` goes into DBUS_SESSION_BUS_ADDRESS.

    - `kept`: keys by their attributes. `locked`: whether a prompt has to be answered first; `refused`: by whoever turns it away.
    """

    def __init__(self, folder: Path) -> None:
        self.kept: dict[tuple[tuple[str, str], ...], bytes] = {}
        self.locked = self.refused = False
        self.prompts = 0
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(folder / "bus"))
        self.address = f"unix:path={folder / 'bus'}"
        self._serving = threading.Thread(target=self._serve)

    def __enter__(self) -> "SecretRing":
        self._socket.listen()
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._serving.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self._speak(connection)

    def _speak(self, connection: socket.socket) -> None:
        said = b""
        while b"BEGIN\r\n" not in said:
            said += connection.recv(1024)
            if said.endswith(b"\r\n") and b"BEGIN" not in said:
                connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
        parser = Parser()
        parser.add_data(said.partition(b"BEGIN\r\n")[2], fds=[])
        while True:
            while (message := parser.get_next_message()) is not None:
                for number, answer in enumerate(self._answers(message)):
                    serial = message.header.serial * 10 + number
                    connection.sendall(answer.serialise(serial=serial))
            read = connection.recv(65536)
            if not read:
                return
            parser.add_data(read, fds=[])

    def _answers(self, message: Message) -> list[Message]:
        fields = message.header.fields
        path, member = fields[HeaderFields.path], fields[HeaderFields.member]
        if member == "Prompt":
            self.prompts += 1
            self.locked = self.locked and self.refused
            emitter = DBusAddress(path, interface=f"{_SECRET}Prompt")
            ended = new_signal(emitter, "Completed", "bv", (self.refused, ("ao", [])))
            return [new_method_return(message), ended]
        form, body = self._answer(path, member, message.body)
        if form is None:
            return [new_error(message, f"{_SECRET}Error.IsLocked")]
        return [new_method_return(message, form, body)]

    def _answer(self, path: str, member: str, asked: tuple[Any, ...]) -> tuple[str | None, Any]:
        names = [_ITEM + str(at) for at in range(len(self.kept))]
        if member == "Hello":
            return "s", (":1.1",)
        if member == "OpenSession":
            assert asked == ("plain", ("s", ""))
            return "vo", (("s", ""), "/org/freedesktop/secrets/session/1")
        if member == "ReadAlias":
            return "o", (_ITEM.rstrip("/"),)
        if member == "SearchItems":
            wanted = tuple(sorted(asked[0].items()))
            found = [name for name, one in zip(names, self.kept, strict=True) if one == wanted]
            return "aoao", ([], found) if self.locked else (found, [])
        if member == "Unlock":
            return "aoo", ([], _PROMPT) if self.locked else (asked[0], "/")
        if self.locked and member != "AddMatch":
            return None, ()
        if member == "CreateItem":
            about, (_, _, secret, _), replace = asked
            assert replace
            self.kept[tuple(sorted(about[f"{_SECRET}Item.Attributes"][1].items()))] = secret
            return "oo", (names[-1] if names else _ITEM + "0", "/")
        if member == "GetSecret":
            secret = list(self.kept.values())[names.index(path)]
            return "(oayays)", ((asked[0], b"", secret, "text/plain"),)
        if member == "Delete":
            del self.kept[list(self.kept)[names.index(path)]]
            return "o", ("/",)
        return "", ()
