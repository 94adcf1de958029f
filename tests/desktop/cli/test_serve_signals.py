"""``serve`` is asked to end: whatever signal says so, what was answered is in the journal."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desktop.project.project import Project
from tests.patience import PATIENCE


def answered(path: Path) -> int:
    if path.suffix == ".smart":
        with Project.open_beside(path) as project:
            return len(project.requests.rows())
    return sum("at" in json.loads(line) for line in path.read_text().splitlines())


@pytest.fixture
def hang_up_is_heard() -> Iterator[None]:
    """As in a terminal: under nohup, a child would begin with the signal ignored, and rightly go on."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("name", ["kept.smart", "kept.jsonl"])
@pytest.mark.parametrize("signals", [("SIGTERM",), ("SIGHUP",), ("SIGTERM", "SIGTERM", "SIGHUP")])
@pytest.mark.usefixtures("hang_up_is_heard")
@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signals")
def test_whatever_ends_the_server_nothing_that_was_answered_is_lost(
    tmp_path, name, signals
) -> None:
    kept_in = tmp_path / name
    if kept_in.suffix == ".smart":
        Project.create(kept_in, name="Kept").close()
    command = [sys.executable, "-m", "desktop", "serve", "--port", "0", "--journal", str(kept_in)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    ) as process:
        try:
            ready = json.loads(process.stdout.readline())
            with httpx.Client(
                base_url=ready["base_url"], headers={"authorization": f"Bearer {ready['token']}"}
            ) as client:
                for _ in range(50):
                    assert client.post("/v1/predict", json={"text": "hello"}).status_code == 200
            for one in signals:
                process.send_signal(getattr(signal, one))
            _, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, answered(kept_in)) == (0, 50)
    assert "Traceback" not in err
