"""One server for every vendor's client: the same answers, limits and faults, each in the words of its own."""

import json
import time

import anthropic
import pytest
from google import genai
from google.genai import types

from mock_ai.conversation import Reply, ToolCall, WireFault
from mock_ai.server.service import ServerLimits
from tests.mock_ai.vendor_clients import BROKEN, SPEAKERS, Chat, Claude, Gemini, Responses, Scripted


def test_a_base_address_may_end_in_a_version_or_a_slash(serve):
    running, _ = serve()
    for end in ("", "/", "/v1", "/v1/"):
        with anthropic.Anthropic(api_key=running.token, base_url=running.base_url + end) as client:
            assert client.models.retrieve("built-in").id == "built-in"
        for version in ("v1", "v1beta"):
            options = types.HttpOptions(base_url=running.base_url + end, api_version=version)
            with genai.Client(api_key=running.token, http_options=options) as client:
                assert client.models.get(model="built-in").name == "models/built-in"


@pytest.mark.parametrize(
    ("path", "headers", "kind"),
    [
        ("/v1/audio/transcriptions", {}, "type"),
        ("/v1/messages", {"anthropic-version": "2023-06-01"}, "type"),
        ("/v1beta/models/m:generateContent", {"x-goog-api-key": "any"}, "status"),
    ],
)
def test_a_body_too_large_or_too_slow_is_refused_in_the_vendors_words(serve, path, headers, kind):
    _, client = serve(limits=ServerLimits(body_bytes=100_000, pause_seconds=0.2))

    def slow():
        yield b'{"model": '
        time.sleep(0.6)
        yield b'"m"}'

    for body, status in ((b"x" * 200_000, 413), (slow(), 408)):
        reply = client.post(path, content=body, headers=headers)
        assert reply.status_code == status
        assert reply.json()["error"][kind]


PHOTO = b"\x89PNG a photo"
TEXT = "One two three four five six seven eight."
CALLS = (ToolCall("a", {"x": "größer"}), ToolCall("b", {}))


@pytest.fixture
def speak(serve, clients):
    """Return a function that opens a vendor's client at a server that gives these replies, or its own."""

    def start(kind, *replies, retries=None, **settings):
        running, _ = serve(**settings)
        if replies:
            running.service.responder = Scripted(*replies)
        more = {} if retries is None else {"max_retries": retries}
        speaker = kind(clients(kind.opened, running, **more))
        speaker.journal = running.journal
        return speaker

    return start


@pytest.mark.parametrize("kind", SPEAKERS)
@pytest.mark.parametrize(
    "reply",
    [
        None,
        Reply("Let me look.", CALLS, stop="tool"),
        Reply("I would rather not.", stop="refusal"),
        Reply(""),
    ],
    ids=["its own", "words and calls", "a refusal", "nothing"],
)
def test_a_stream_says_what_the_whole_answer_says(speak, kind, reply):
    replies = () if reply is None else (reply,)
    whole = speak(kind, *replies).say("Say hello to the whole team")
    streamed = speak(kind, *replies)
    assert streamed.say("Say hello to the whole team", stream=True) == whole
    if reply is not None:
        assert (whole.text, whole.stop) == (reply.text, reply.stop)
        assert [name for name, _ in whole.calls] == [call.name for call in reply.calls]
        assert [json.loads(given) for _, given in whole.calls] == [c.arguments for c in reply.calls]


@pytest.mark.parametrize("kind", SPEAKERS)
def test_limits_cut_the_answer_and_say_so(speak, kind):
    text = speak(kind).say("Hello there").text
    short = speak(kind).say("Hello there", most=3)
    assert (short.stop, short.usage[1]) == ("length", 3)
    assert text.startswith(short.text)
    if kind is not Responses:  # which knows no words to stop at
        word = text.split()[3]
        stopped = speak(kind).say("Hello there", stop=[word])
        assert (stopped.stop, stopped.text) == ("end", text[: text.index(word)])


@pytest.mark.parametrize("kind", SPEAKERS)
def test_a_photo_gets_the_scenarios_sentence(speak, serve, kind):
    _, plain = serve()
    without, said = (speak(kind).say("What is this?", photo) for photo in (None, PHOTO))
    assert said.text == plain.post("/v1/predict", content=PHOTO).json()["text"]
    assert said.usage[0] > without.usage[0] + 100


TOLD = {  # of OpenAI, of Anthropic, of Google
    "rate_limit": (
        (429, "requests", "7"),
        (429, "rate_limit_error", "7"),
        (429, "RESOURCE_EXHAUSTED", "7s"),
    ),
    "server_error": ((500, "server_error"), (500, "api_error"), (500, "INTERNAL")),
    "overloaded": ((503, "server_error"), (529, "overloaded_error"), (503, "UNAVAILABLE")),
    "timeout": ((504, "server_error"), (504, "timeout_error"), (504, "DEADLINE_EXCEEDED")),
}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("kind", SPEAKERS)
@pytest.mark.parametrize("fault", TOLD)
def test_a_fault_before_the_answer_is_an_error_of_the_client(speak, kind, fault, stream):
    wait = 7 if fault == "rate_limit" else None
    reply = Reply(TEXT, fault=WireFault(fault, retry_after=wait))
    speaker = speak(kind, reply, limits=ServerLimits(hold_seconds=0.1))
    with pytest.raises(kind.errors) as failed:
        speaker.say("Hello", stream=stream)
    of_vendor = {Claude: 1, Gemini: 2}.get(kind, 0)
    assert speaker.told(failed.value) == TOLD[fault][of_vendor]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("kind", SPEAKERS)
@pytest.mark.parametrize(
    "fault", ["malformed", "truncated", "wrong_type", "empty", "reset", "stalled"]
)
def test_a_broken_answer_never_passes_for_a_whole_one_and_the_server_goes_on(
    speak, kind, fault, stream
):
    broken = Reply(TEXT, fault=WireFault(fault, after_tokens=3))
    speaker = speak(kind, broken, Reply(TEXT), limits=ServerLimits(hold_seconds=0.1))
    try:
        said = speaker.say("Hello", stream=stream).text
    except (*kind.errors, *BROKEN):
        said = ""
    assert said == ""
    assert TEXT.startswith(speaker.heard)
    if stream and fault in ("malformed", "truncated"):
        assert speaker.heard == "One two three"
    speaker.heard = ""
    assert speaker.say("Hello").text == TEXT
    assert [one.answered_by for one in speaker.journal.exchanges()] == ["fault", "dials"]


@pytest.mark.parametrize("kind", [Chat, Responses, Claude])
def test_the_client_tries_again_after_a_rate_limit_and_an_error(speak, kind):
    faults = [WireFault(fault, retry_after=0.01) for fault in ("rate_limit", "server_error")]
    replies = [Reply(TEXT, fault=fault) for fault in (*faults, None)]
    speaker = speak(kind, *replies, retries=2)
    assert speaker.say("Hello").text == TEXT
    assert [one.status for one in speaker.journal.exchanges()] == [429, 500, 200]
