"""The ``serve`` command, run in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.patience import PATIENCE


@contextmanager
def serving(*argv: object, ended_by: tuple[str, ...] = ("SIGINT",)) -> Iterator[dict[str, Any]]:
    """Serve until the end of the block, and give the ready line; whatever ends it, it ends well."""
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "serve", "--port", "0", *map(str, argv)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    try:
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield json.loads(line)
    finally:
        for name in ended_by:
            process.send_signal(getattr(signal, name))
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in said


def client_of(ready: dict[str, Any], token: str = "") -> httpx.Client:
    """A client that knows the key."""
    headers = {"authorization": f"Bearer {token or ready['token']}"}
    return httpx.Client(base_url=ready["base_url"], headers=headers, timeout=PATIENCE)
