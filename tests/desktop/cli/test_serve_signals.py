"""``serve`` is asked to end: whatever signal says so, what was answered is in the journal."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.project.project import Project
from tests.desktop.cli.served import client_of, serving


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
    with serving("--journal", kept_in, ended_by=signals) as ready, client_of(ready) as client:
        for _ in range(50):
            assert client.post("/v1/predict", json={"text": "hello"}).status_code == 200
    assert answered(kept_in) == 50
