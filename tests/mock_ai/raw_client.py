"""A bare connection to a server: what goes over it is bytes, as a client writes them that nobody checks."""

import json
import re
import socket
from contextlib import contextmanager

from tests.patience import PATIENCE


@contextmanager
def connected(running, receives=0):
    """A connection; it receives no more than so many bytes before they are read."""
    host, port = running.base_url.removeprefix("http://").split(":")
    with socket.socket() as raw:
        if receives:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        raw.settimeout(PATIENCE)
        raw.connect((host, int(port)))
        yield raw


def read_all(raw):
    """Everything until the server closes, or resets because more was sent than it wanted."""
    pieces = []
    try:
        while piece := raw.recv(65_536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def statuses(replies):
    """The status of each answer."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", replies)]


def head(running, length=None, *more, path="/v1/predict"):
    """The head of a question with the token of this server; without a length it goes on with more headers."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {running.token}"]
    lines += [*more, *([] if length is None else [f"Content-Length: {length}", ""]), ""]
    return "\r\n".join(lines).encode()


def question(running, path, document, *more):
    """A whole question in JSON."""
    body = json.dumps(document).encode()
    return head(running, len(body), "Content-Type: application/json", *more, path=path) + body
