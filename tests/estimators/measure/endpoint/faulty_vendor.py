"""A vendor on a real socket that does what the first part of the path says: web pages, half bodies, redirects, lies, or nothing."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.patience import PATIENCE

HUGE = 10_000_000


def chat(text: Any = "yes", **more: Any) -> dict[str, Any]:
    """A reply on OpenAI's wire, one token a word."""
    return {
        "model": "faulty-1",
        "choices": [{"message": {"content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 1},
        **more,
    }


class FaultyVendor(ThreadingHTTPServer):
    """Listens on this computer while its `with` block lasts.

    - `seen`: by path, the bodies that came, in their order. `released`: lets go of calls that are held.
    - `held_after`: how many calls are answered before the others are held.
    - `delays`: seconds for each further call, in turn; `delivered`: how long each truly took, from its arrival to its last byte, by
      the body of the request; calls that fail on purpose apart.
    """

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: dict[str, list[bytes]] = {}
        self.keys: list[str] = []
        self.released = threading.Event()
        self.delays: list[float] = []
        self.held_after = 0
        self.delivered: dict[str, float] = {}
        self._serving = threading.Thread(target=self.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> "FaultyVendor":
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self.shutdown()
        self._serving.join()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultyVendor
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        arrived = time.perf_counter()
        body = self.rfile.read(int(self.headers["content-length"]))
        what = self.path.split("/")[1]
        seen = self.server.seen.setdefault(what, [])
        seen.append(body)
        self.server.keys.append(self.headers.get("authorization", ""))
        if getattr(self, f"be_{what}")(seen) is None:
            took = time.perf_counter() - arrived
            self.server.delivered[body.decode()] = took

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written down."""

    def reply(self, document: Any, status: int = 200, **headers: str) -> None:
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"content-length": str(len(content)), **named}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def be_good(self, seen: list[bytes]) -> None:
        self.reply(chat())

    def be_timed(self, seen: list[bytes]) -> None:
        time.sleep(self.server.delays[len(seen) - 1])
        self.reply(chat())

    def be_timed_and_faulty(self, seen: list[bytes]) -> str | None:
        """In its time an answer; each tenth call fails at once, now this way and now that."""
        n = len(seen)
        if n % 10:
            time.sleep(self.server.delays[n - 1])
            return self.reply(chat())
        if n % 20:
            self.reply({"error": {"message": "later"}}, 503)
        else:
            self.close_connection = True
        return "failed"

    def be_html(self, seen: list[bytes]) -> None:
        self.reply(b"<html><script>alert(1)</script>Please log in</html>")

    def be_empty(self, seen: list[bytes]) -> None:
        self.reply(b"")

    def be_half(self, seen: list[bytes]) -> None:
        self.reply(json.dumps(chat()).encode()[:40], content_length="500")
        self.close_connection = True

    def be_half_a_page(self, seen: list[bytes]) -> None:
        self.reply(b"<html>", content_length="500")
        self.close_connection = True

    def be_unannounced_half(self, seen: list[bytes]) -> None:
        self.send_response(200)
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(json.dumps(chat()).encode()[:40])
        self.close_connection = True

    def be_dropped(self, seen: list[bytes]) -> None:
        self.close_connection = True

    def be_latin(self, seen: list[bytes]) -> None:
        self.reply('{"choices": [{"message": {"content": "größer"}}]}'.encode("latin-1"))

    def be_huge(self, seen: list[bytes]) -> None:
        self.reply(chat("x" * HUGE))

    def be_changed(self, seen: list[bytes]) -> None:
        self.reply({"data": {"answer": "yes"}})

    def be_locked(self, seen: list[bytes]) -> None:
        key = self.headers.get("authorization", "")
        self.reply({"error": {"message": f"Incorrect API key provided: {key}.\nGo away"}}, 401)

    def be_poor(self, seen: list[bytes]) -> None:
        self.reply(
            {"error": {"message": "You are out of money", "code": "insufficient_quota"}}, 429
        )

    def be_unknown(self, seen: list[bytes]) -> None:
        self.reply({"error": {"message": "no such model"}}, 404)

    def be_strict(self, seen: list[bytes]) -> None:
        self.reply({"error": {"message": "too long"}}, 400)

    def be_elsewhere(self, seen: list[bytes]) -> None:
        self.reply(b"", 307, location="https://elsewhere.example/v1/chat/completions?key=1")

    def be_busy(self, seen: list[bytes]) -> None:
        """Too many calls twice, then an answer."""
        if len(seen) < 3:
            self.reply({"error": {"message": "slow down"}}, 429, retry_after="0")
        else:
            self.reply(chat())

    def be_closed_for_the_day(self, seen: list[bytes]) -> None:
        self.reply({"error": {"message": "come back"}}, 429, retry_after="86400")

    def be_down(self, seen: list[bytes]) -> None:
        self.reply(b"<html>502</html>", 502)

    def be_held(self, seen: list[bytes]) -> None:
        self.server.released.wait(PATIENCE)
        self.reply(chat())

    def be_held_later(self, seen: list[bytes]) -> None:
        if len(seen) > self.server.held_after:
            self.server.released.wait(PATIENCE)
        self.reply(chat())

    def be_dripping(self, seen: list[bytes]) -> None:
        """A letter of the headers now and then, so that no single wait is long."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
        while not self.server.released.wait(0.02):
            self.wfile.write(b"x")
            self.wfile.flush()
        self.close_connection = True

    def be_lying(self, seen: list[bytes]) -> None:
        self.reply(chat(usage={"prompt_tokens": 10**7, "completion_tokens": -3}))

    def be_telling(self, seen: list[bytes]) -> None:
        """It repeats the key in its answer."""
        self.reply(chat(f"you sent {self.headers.get('authorization')}", model=self.headers.get("authorization")))  # fmt: skip

    def be_refusing(self, seen: list[bytes]) -> None:
        self.reply({"choices": [{"message": {"content": None, "refusal": "I can't."}}]})

    def be_blocking(self, seen: list[bytes]) -> None:
        self.reply({"choices": [{"message": {"content": None}, "finish_reason": "content_filter"}]})

    def be_cut(self, seen: list[bytes]) -> None:
        self.reply({"choices": [{"message": {"content": "ye"}, "finish_reason": "length"}]})

    def be_surrogate(self, seen: list[bytes]) -> None:
        self.reply(b'{"choices": [{"message": {"content": "half \\ud83d"}}]}')


Behaviour = Callable[[_Handler, list[bytes]], None]
