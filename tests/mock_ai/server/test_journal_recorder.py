"""What the journal notes of each request: the wire without keys, the times, the rule, what struck."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Thread

import httpx
import pytest

from mock_ai.journal import Journal
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.service import ServerLimits
from tests.mock_ai.raw_client import connected, question
from tests.mock_ai.vendor_clients import chat
from tests.patience import PATIENCE, until

SCENARIO = """
name: Help desk
stubs:
  - {name: greets, when: {text: hello}, answer: Hello there.}
  - {name: invents, when: {text: fact}, answer: Water boils., failures: [hallucination]}
  - {name: waits, when: {text: slow}, answer: One two three., delay: 0.2 s, first_token: 0.1 s, between_tokens: 0.05 s}
  - {name: tarries, when: {text: long}, answer: At last., delay: 600 s}
  - {name: refuses, when: {text: busy}, answer: Never., faults: [{fault: rate limit, retry_after: 3 s}]}
  - {name: breaks, when: {text: break}, answer: Half., faults: [malformed JSON]}
"""


def test_the_wire_is_noted_whole_and_without_keys(serve):
    running, client = serve(parse_scenario(SCENARIO))
    reply = chat(client, "hello")
    one = running.journal.exchanges()[0]
    assert json.loads(one.wire.body)["messages"][0]["content"] == "hello"
    assert one.wire.answer == reply.content
    assert one.wire.headers["content-type"] == "application/json"
    assert one.wire.answer_headers["content-type"] == "application/json"
    assert running.token not in repr(one.wire.headers)
    assert (one.vendor, one.rule, one.fault, one.failures) == ("openai", "greets", "", ())


def test_a_key_in_the_address_is_not_noted(serve):
    running, _ = serve()
    asked = {"contents": [{"role": "user", "parts": [{"text": "hello"}]}]}
    address = (
        f"{running.base_url}/v1beta/models/m:streamGenerateContent?alt=sse&key={running.token}"
    )
    assert httpx.post(address, json=asked).status_code == 200
    one = running.journal.exchanges()[0]
    assert (one.wire.query, one.vendor) == ("alt=sse", "gemini")


def test_what_struck_is_named(serve):
    running, client = serve(parse_scenario(SCENARIO))
    for text in ("a fact", "busy", "break"):
        chat(client, text)
    invented, busy, broken = running.journal.exchanges()
    assert invented.failures == ("hallucination",)
    assert (busy.fault, busy.status, busy.answered_by) == ("rate_limit", 429, "fault")
    assert b"Try again in 3 s" in busy.wire.answer
    assert broken.fault == "malformed"
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        json.loads(broken.wire.answer)


def test_a_stream_is_noted_as_it_left_with_its_first_token(serve):
    running, client = serve(parse_scenario(SCENARIO))
    with client.stream(
        "POST",
        "/v1/chat/completions",
        json={"model": "m", "stream": True, "messages": [{"role": "user", "content": "slow"}]},
    ) as reply:
        received = b"".join(reply.iter_raw())
    one = running.journal.exchanges()[0]
    assert one.wire.answer == received
    assert one.stream
    assert 0.3 <= one.first_token_seconds < one.took_seconds


class Slow:
    """A model that answers once it may."""

    classes_ = ("a", "b")

    def __init__(self):
        self.may_end = Event()

    def predict_proba(self, X):
        assert self.may_end.wait(PATIENCE)
        return [[0.9, 0.1]] * len(X)


def test_the_wait_for_a_busy_model_is_told_apart_from_its_work(serve):
    model = Slow()
    running, client = serve(model)
    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(lambda n: client.post("/v1/predict", json={"text": f"{n}"}), range(4))
        until(lambda: len(running.journal.waiting()) == 4)
        time.sleep(0.2)
        model.may_end.set()
        list(asked)
    exchanges = sorted(running.journal.exchanges(), key=lambda one: one.queued_seconds)
    # Two at a time: the first two worked while all were there, and the last two waited for them.
    assert all(one.took_seconds - one.queued_seconds >= 0.2 for one in exchanges[:2])
    assert all(one.queued_seconds >= 0.2 for one in exchanges[2:])


def test_a_request_that_is_being_answered_waits_in_sight(serve):
    running, _ = serve(parse_scenario(SCENARIO))
    asked = {"model": "m", "messages": [{"role": "user", "content": "long"}]}
    with connected(running) as raw:
        raw.sendall(question(running, "/v1/chat/completions", asked))
        until(running.journal.waiting)
        (waiting,) = running.journal.waiting()
        assert (waiting.name, waiting.endpoint) == ("long", "/v1/chat/completions")
        running.stop()  # nobody wants to wait for that answer
    assert running.journal.waiting() == []


PICTURE = "data:image/png;base64,cGhvdG8="
SHOWN = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": PICTURE}}]}]


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/v1/predict", {"content": b"photo", "headers": {"content-type": "image/png"}}),
        ("/v1/chat/completions", {"json": {"model": "m", "messages": SHOWN}}),
    ],
)
def test_a_request_that_the_closing_server_drops_is_written_down(serve, address, sent):
    model = Slow()
    running, client = serve(model)

    def ask():
        with suppress(httpx.HTTPError):  # it may still be told that the server failed
            client.post(address, **sent)

    asking = Thread(target=ask)
    asking.start()
    until(running.journal.waiting)
    running.stop()
    model.may_end.set()
    asking.join()
    assert [one.status for one in running.journal.exchanges()] == [499]
    assert running.journal.waiting() == []


def test_bodies_beyond_the_budget_are_let_go_and_the_exchanges_stay(serve):
    running, client = serve(journal=Journal(wire_bytes=20_000), limits=ServerLimits())
    for number in range(6):
        client.post(
            "/v1/predict", content=bytes([number]) * 6_000, headers={"content-type": "image/png"}
        )
    held = [one.wire.held for one in running.journal.exchanges()]
    assert held == [False, False, False, True, True, True]
    assert running.journal.exchanges()[0].wire.body == b""


def test_a_refused_request_keeps_what_was_sent_and_why_it_was_refused(serve):
    running, client = serve()
    client.post("/v1/chat/completions", content=b'{"model": 3}')
    one = running.journal.exchanges()[0]
    assert (one.answered_by, one.status) == ("refused", 400)
    assert one.wire.body == b'{"model": 3}'
    assert "model" in one.answer
