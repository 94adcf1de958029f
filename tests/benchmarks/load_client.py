"""A client that asks one thing again and again over a few connections, in a process of its own.

    python tests/benchmarks/load_client.py --port 8765 --path /v1/chat/completions --body '{…}' --connections 32

Prints one JSON object: answers, errors, seconds, and the median and 95th percentile of the time that an answer took.
“000000” in the body becomes the number of the question, so that no two are the same and nobody answers from memory. The client
reads no more of an answer than where it ends, so that the server's time is what is measured, and needs nothing but Python.
"""

import argparse
import itertools
import json
import selectors
import socket
import time
from collections.abc import Sequence

NUMBER = b"000000"
_NUMBERS = itertools.count()


class Connection:
    """One connection that is kept: a question goes out when the last answer is complete."""

    def __init__(self, address: tuple[str, int], question: bytes) -> None:
        self.socket = socket.create_connection(address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self._question = bytearray(question)
        self._place = question.find(NUMBER)
        self._answer = bytearray()
        self._length = -1  # of the whole answer; 0 where it ends with its last chunk
        self._good = False
        self.asked_at = 0.0

    def ask(self) -> None:
        self._answer.clear()
        self._length = -1
        if self._place >= 0:
            self._question[self._place : self._place + len(NUMBER)] = b"%06d" % next(_NUMBERS)
        self.asked_at = time.perf_counter()
        self.socket.sendall(self._question)

    def listen(self) -> bool | None:
        """Read what is there: None while the answer goes on, then whether it was a good one.

        Raises
        ------
        ConnectionError : the server hung up.
        """
        piece = self.socket.recv(32_768)
        if not piece:
            raise ConnectionError("the server hung up")
        answer = self._answer
        answer += piece
        if self._length < 0:
            end = answer.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._good = b" 200 " in answer[:16]
            head = bytes(answer[:end]).lower()
            place = head.find(b"content-length:")
            self._length = 0
            if place >= 0:
                self._length = end + 4 + int(head[place + 15 :].split(b"\r\n", 1)[0])
        complete = (
            len(answer) >= self._length if self._length else answer.endswith(b"\r\n0\r\n\r\n")
        )
        return self._good if complete else None


def run(
    address: tuple[str, int],
    question: bytes,
    connections: int,
    seconds: float,
    *,
    warm: float,
    spread: float,
) -> dict[str, float]:
    """Ask for ``seconds`` after a warm-up, and count. The first questions are ``spread`` over so long."""
    poll = selectors.DefaultSelector()
    clients = [Connection(address, question) for _ in range(connections)]
    for client in clients:
        poll.register(client.socket, selectors.EVENT_READ, client)
        client.ask()
        time.sleep(spread / connections)
    took: list[float] = []
    errors = 0
    began = time.perf_counter() + warm
    now = time.perf_counter()
    while now < began + seconds:
        for key, _ in poll.select(timeout=30):
            good = key.data.listen()
            if good is None:
                continue
            now = time.perf_counter()
            if now >= began:
                took.append(now - key.data.asked_at)
                errors += not good
            key.data.ask()
        now = time.perf_counter()
    for client in clients:
        client.socket.close()
    poll.close()
    took.sort()
    return {
        "answers": len(took),
        "errors": errors,
        "seconds": now - began,
        "median": took[len(took) // 2] if took else 0.0,
        "p95": took[len(took) * 95 // 100] if took else 0.0,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--body", required=True)
    parser.add_argument("--token", default="none")
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--warm", type=float, default=0.3)
    parser.add_argument("--spread", type=float, default=0.0)
    asked = parser.parse_args(arguments)
    body = asked.body.encode()
    head = (
        f"POST {asked.path} HTTP/1.1\r\nHost: 127.0.0.1:{asked.port}\r\nAuthorization: Bearer {asked.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    result = run(
        ("127.0.0.1", asked.port),
        head.encode() + body,
        asked.connections,
        asked.seconds,
        warm=asked.warm,
        spread=asked.spread,
    )
    print(json.dumps(result))


if __name__ == "__main__":
    main()
