"""Scenarios of each kind that are always right, and one way to ask an application without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier

from starlette.testclient import TestClient

from mock_ai.kinds.product import KindSetting
from mock_ai.kinds.registry import KIND_FAKES
from mock_ai.scenario import Scenario
from mock_ai.server.runner import ServerThread, start_in_background

OTHERS = [kind for kind in KIND_FAKES if kind != "classify"]
RIGHT = {
    "number": {"within": [0.1, 1]},
    "rank": {"hit": [1, 1]},
    "extract": {"fields": 1},
    "transcribe": {"word_error": 0},
    "generate": {"good": 1},
    "act": {"done": 1},
}


def scenario(kind, dials=None, examples=(), **more):
    setting = KindSetting.of(kind, RIGHT[kind] if dials is None else dials, examples)
    return Scenario("made", "Made", ("yes", "no"), product=setting, **more)


def words_of(item):
    """What a client without a file asks about an item: its text, or the caption of its recording."""
    return item.caption or item.input


def at(app, path, body):
    client = TestClient(app, base_url="http://127.0.0.1", headers={"authorization": "Bearer t"})
    return client.post(path, json=body)


@contextmanager
def kept_server() -> Iterator[ServerThread]:
    """One server for a whole module, which serves what each test puts there."""
    with start_in_background(port=0) as running:
        both = Barrier(
            2
        )  # its two threads are there before any test, so that none leaves one behind
        for _ in range(2):
            running.service._pool.submit(both.wait)
        yield running
