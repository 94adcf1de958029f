"""What Google's client makes of requests and answers that go wrong."""

import httpx2  # what these clients send with
import pytest
from google.genai import errors, types

from mock_ai.conversation import Reply, ToolCall, WireFault
from mock_ai.server.service import ServerLimits
from tests.mock_ai.vendor_clients import Scripted, gemini_at

MODEL = "gemini-of-a-later-day"
TEXT = "One two three four five six seven eight."


@pytest.fixture
def connect(serve, clients):
    """Google's client at a server that gives this reply."""

    def start(reply=None, **settings):
        running, _ = serve(**settings)
        if reply is not None:
            running.service.responder = Scripted(reply)
        return clients(gemini_at, running).models

    return start


def whole(models):
    return models.generate_content(model=MODEL, contents="Hello")


def streamed(models):
    return list(models.generate_content_stream(model=MODEL, contents="Hello"))


def failing(kind, **more):
    return Reply(TEXT, fault=WireFault(kind, **more))


@pytest.mark.parametrize("ask", [whole, streamed])
def test_faults_before_the_answer_raise_the_clients_own_errors(connect, ask):
    with pytest.raises(errors.ClientError) as limited:
        ask(connect(failing("rate_limit", retry_after=7)))
    assert (limited.value.code, limited.value.status) == (429, "RESOURCE_EXHAUSTED")
    assert limited.value.details["error"]["details"][0]["retryDelay"] == "7s"
    with pytest.raises(errors.ServerError) as failed:
        ask(connect(failing("server_error")))
    assert (failed.value.code, failed.value.status) == (500, "INTERNAL")
    with pytest.raises(errors.ServerError) as busy:
        ask(connect(failing("overloaded")))
    assert (busy.value.code, busy.value.status) == (503, "UNAVAILABLE")
    with pytest.raises(errors.ServerError) as slow:
        ask(connect(failing("timeout"), limits=ServerLimits(hold_seconds=0.1)))
    assert (slow.value.code, slow.value.status) == (504, "DEADLINE_EXCEEDED")


@pytest.mark.parametrize("kind", ["malformed", "truncated", "reset", "wrong_type"])
@pytest.mark.parametrize("ask", [whole, streamed])
def test_an_answer_that_arrives_broken_is_noticed(connect, ask, kind):
    with pytest.raises((httpx2.TransportError, errors.UnknownApiResponseError, ValueError)):
        ask(connect(failing(kind)))


def test_words_before_a_call_and_several_calls_are_parts_of_one_content(connect):
    models = connect(Reply("Let me look.", (ToolCall("a", {"x": "größer"}), ToolCall("b"))))
    answer = whole(models)
    first, second = answer.function_calls
    assert answer.candidates[0].content.parts[0].text == "Let me look."
    assert (first.name, first.args, second.name, second.args) == ("a", {"x": "größer"}, "b", {})
    assert first.id != second.id
    last = streamed(models)[-1]
    assert [call.name for call in last.function_calls] == ["a", "b"]
    assert last.usage_metadata == answer.usage_metadata


@pytest.mark.parametrize("ask", [whole, lambda models: streamed(models)[-1]])
def test_pictures_and_sounds_are_sent_along(connect, ask):
    reply = Reply("Here it is.", images=(b"a picture",), sound=b"a sound")
    answer = ask(connect(reply))
    sent = [part.inline_data for part in answer.candidates[0].content.parts if part.inline_data]
    assert [(blob.mime_type, blob.data) for blob in sent] == [
        ("image/png", b"a picture"),
        ("audio/wav", b"a sound"),
    ]


def test_a_refusal_and_an_empty_answer_are_valid_responses(connect):
    refused = whole(connect(Reply("I would rather not.", stop="refusal")))
    assert refused.candidates[0].finish_reason is types.FinishReason.SAFETY
    assert whole(connect(Reply(""))).text == ""
    (chunk,) = streamed(connect(Reply("")))
    assert chunk.candidates[0].finish_reason is types.FinishReason.STOP
