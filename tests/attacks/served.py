"""A server in a process of its own, as a person starts it, and bare sockets to attack it with: 127.0.0.1 only."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.patience import PATIENCE


class Served:
    """A running ``smart-enough serve``. ``end`` stops it with a signal; what it wrote to stderr is in ``said``."""

    def __init__(self, *arguments: object) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  closed in end
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "serve", "--port", "0", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise RuntimeError(f"the server did not start: {self.said()}")
        self.ready: dict[str, Any] = json.loads(line)
        self.url: str = self.ready["base_url"]
        self.token: str = self.ready["token"]
        self.stage_token: str = self.ready["stage_url"].partition("#token=")[2]
        host, port = self.url.removeprefix("http://").split(":")
        self.address = (host, int(port))

    def client(self, token: str | None = None, **settings: Any) -> httpx.Client:
        headers = {"authorization": f"Bearer {token or self.token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE, **settings)

    def memory(self) -> int:
        """MB that the process holds; 0 where the system does not say."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0
        return int(status.partition("VmRSS:")[2].split()[0]) // 1024

    def raw(self, content: bytes, seconds: float = 10.0) -> bytes:
        """What a bare connection hears, until the server closes it or says nothing for a while."""
        heard = bytearray()
        with socket.create_connection(self.address, timeout=seconds) as bare:
            try:
                bare.sendall(content)
                bare.shutdown(socket.SHUT_WR)
                while piece := bare.recv(65_536):
                    heard += piece
            except OSError:
                pass
        return bytes(heard)

    def said(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    def end(self, number: int = signal.SIGINT, seconds: float = 60) -> int:
        """Send a signal and wait; the status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(seconds)
        finally:
            self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()


@contextmanager
def served(*arguments: object) -> Iterator[Served]:
    running = Served(*arguments)
    try:
        yield running
    finally:
        running.end()
        running._errors.close()


@contextmanager
def scenario_file(text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        path = Path(folder, "scenario.yaml")
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        yield path


class Victim:
    """Somebody else, who asks all the while: the longest they had to wait, and whether any answer was other than 200."""

    def __init__(self, running: Served, ask: Callable[[httpx.Client], httpx.Response]) -> None:
        self._running, self._ask = running, ask
        self._over = threading.Event()
        self.longest, self.failed, self.answers = 0.0, 0, 0
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Victim":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        with self._running.client() as client:
            while not self._over.is_set():
                began = time.perf_counter()
                self.failed += self._ask(client).status_code != 200
                self.longest = max(self.longest, time.perf_counter() - began)
                self.answers += 1
                time.sleep(0.005)
