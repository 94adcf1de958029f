"""What Anthropic's client makes of requests and answers that go wrong."""

import anthropic
import httpx2  # what these clients send with
import pytest

from mock_ai.conversation import Reply, ToolCall, WireFault
from mock_ai.server.service import ServerLimits
from tests.mock_ai.vendor_clients import Scripted, anthropic_at

MODEL = "claude-of-a-later-day"
HELLO = [{"role": "user", "content": "Hello"}]
TEXT = "One two three four five six seven eight."


@pytest.fixture
def ask(serve, clients):
    """A strict client of a server that gives these replies."""

    def start(*replies, retries=0, **settings):
        running, _ = serve(**settings)
        if replies:
            running.service.responder = Scripted(*replies)
        return clients(anthropic_at, running, max_retries=retries)

    return start


def say(client, **more):
    return client.messages.create(**{"model": MODEL, "max_tokens": 100, "messages": HELLO, **more})


def failing(kind, **more):
    return Reply(TEXT, fault=WireFault(kind, **more))


@pytest.mark.parametrize("stream", [False, True])
def test_faults_before_the_answer_raise_the_clients_own_errors(ask, stream):
    with pytest.raises(anthropic.RateLimitError) as limited:
        say(ask(failing("rate_limit", retry_after=7)), stream=stream)
    assert limited.value.type == "rate_limit_error"
    assert limited.value.response.headers["retry-after"] == "7"
    with pytest.raises(anthropic.InternalServerError) as failed:
        say(ask(failing("server_error")), stream=stream)
    assert failed.value.type == "api_error"
    assert failed.value.request_id == failed.value.body["request_id"]
    with pytest.raises(anthropic.OverloadedError) as busy:
        say(ask(failing("overloaded")), stream=stream)
    assert (busy.value.status_code, busy.value.type) == (529, "overloaded_error")
    with pytest.raises(anthropic.InternalServerError) as slow:
        say(ask(failing("timeout"), limits=ServerLimits(hold_seconds=0.1)), stream=stream)
    assert slow.value.type == "timeout_error"
    with pytest.raises(anthropic.APIConnectionError):
        say(ask(failing("reset")), stream=stream)


def test_the_client_retries_a_rate_limit_and_gets_its_answer(ask):
    client = ask(failing("rate_limit", retry_after=0.01), Reply(TEXT), retries=1)
    assert say(client).content[0].text == TEXT


@pytest.mark.parametrize("kind", ["malformed", "truncated", "wrong_type", "empty"])
def test_an_answer_that_arrives_broken_is_noticed(ask, kind):
    with pytest.raises(
        (anthropic.APIConnectionError, anthropic.APIResponseValidationError, ValueError)
    ):
        say(ask(failing(kind)))


@pytest.mark.parametrize("kind", ["malformed", "truncated"])
def test_a_stream_that_breaks_off_is_noticed_after_its_first_tokens(ask, kind):
    heard = []
    with pytest.raises((httpx2.RemoteProtocolError, ValueError)):  # noqa: PT012 (the stream raises)
        for event in say(ask(failing(kind, after_tokens=3)), stream=True):
            heard += [event.delta.text] if event.type == "content_block_delta" else []
    assert "".join(heard) == "One two three"


def test_words_before_a_call_and_several_calls_are_blocks_of_their_own(ask):
    calls = (ToolCall("a", {"x": "größer"}), ToolCall("b", {}))
    client = ask(Reply("Let me look.", calls, stop="tool"))
    whole = say(client)
    assert [block.type for block in whole.content] == ["text", "tool_use", "tool_use"]
    with client.messages.stream(model=MODEL, max_tokens=100, messages=HELLO) as stream:
        streamed = stream.get_final_message()
    assert [block.type for block in streamed.content] == ["text", "tool_use", "tool_use"]
    assert streamed.content[1].input == {"x": "größer"}
    assert streamed.content[2].input == {}
    assert streamed.content[1].id != streamed.content[2].id


def test_a_refusal_and_an_empty_answer_are_valid_messages(ask):
    assert say(ask(Reply("I would rather not.", stop="refusal"))).stop_reason == "refusal"
    assert say(ask(Reply(""))).content == []
    events = list(say(ask(Reply("")), stream=True))
    assert [event.type for event in events] == ["message_start", "message_delta", "message_stop"]


def test_what_the_server_could_not_read_is_in_its_journal(serve):
    running, client = serve()
    headers = {"x-api-key": running.token, "anthropic-version": "2023-06-01"}
    right = {"model": MODEL, "max_tokens": 10, "messages": HELLO}
    for change in ({}, {"max_tokens": 1.5}):
        client.post("/v1/messages", json={**right, **change}, headers=headers)
    assert [one.answered_by for one in running.journal.exchanges()] == ["dials", "refused"]
