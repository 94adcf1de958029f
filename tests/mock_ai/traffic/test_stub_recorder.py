"""Stubs made of real exchanges, served again, and asked the same by a real client."""

import base64
import io
import json
import re
import time
import wave
from dataclasses import replace

import httpx
import numpy as np
import pytest

from estimators.base.errors import UserError
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.runner import start_in_background
from mock_ai.stubs.section import restored
from mock_ai.traffic.har import har_lines, read_har
from mock_ai.traffic.parser import parse_response
from mock_ai.traffic.stub_recorder import labels_of, record, recorded_text, with_stubs
from tests.mock_ai.vendor_clients import chat
from tests.patience import PATIENCE

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
OTHER = PHOTO[::-1]
TOOL = {
    "type": "function",
    "function": {
        "name": "refund",
        "parameters": {
            "type": "object",
            "properties": {
                "order": {"type": "string"},
                "sum": {"type": "number"},
                "lines": {"type": "array"},
            },
            "required": ["order"],
        },
    },
}
SCENARIO = """
name: Original
stubs:
  - {when: {text: templates}, answer: "{{ '{{ name }}' }} and {{ '{%' }} x {{ '#}' }}."}
  - {when: {text: refund}, do: {tool: refund, arguments: {order: A-1, sum: "12.5", lines: "[1, 2]"}, say: Refunded.}}
  - {when: {text: numbers}, answer: "{\\"a\\": 12, \\"b\\": [true, null]}"}
  - {when: {text: story}, story: s, when_state: start, then_state: two, answer: First.}
  - {when: {text: story}, story: s, when_state: two, answer: Second.}
  - {when: {text: busy}, answer: At last., faults: [{fault: rate limit, on: [1], retry_after: 2 s}]}
  - {when: {text: down}, answer: Never., faults: [server error]}
  - {when: {text: slowly}, answer: One two three four., first_token: 0.1 s, between_tokens: 0.05 s}
  - {when: {text: late}, answer: Late., delay: 0.2 s}
  - {kind: transcription, answer: What was heard.}
  - {answer: "On {{ prompt }}: {{ pick(['tea', 'coffee']) }}.\\n"}
"""


def photo_message(photo):
    url = "data:image/png;base64," + base64.b64encode(photo).decode()
    parts = [
        {"type": "text", "text": "What is it?"},
        {"type": "image_url", "image_url": {"url": url}},
    ]
    return [{"role": "user", "content": parts}]


def ask_everything(client):
    for text in ("weather", "templates", "numbers", "story", "story", "busy", "busy", "down"):
        chat(client, text)
    chat(client, "refund", tools=[TOOL])
    chat(client, "weather", stream=True)
    client.post("/v1/responses", json={"model": "m", "input": "a response"})
    client.post("/v1/responses", json={"model": "m", "input": "streamed", "stream": True})
    said = [{"role": "user", "content": "to Anthropic"}]
    for stream in (False, True):
        client.post(
            "/v1/messages",
            json={"model": "m", "max_tokens": 99, "messages": said, "stream": stream},
        )
    asked = {"contents": [{"role": "user", "parts": [{"text": "to Gemini"}]}]}
    for method in ("generateContent", "streamGenerateContent", "streamGenerateContent?alt=sse"):
        client.post(f"/v1beta/models/m:{method}", json=asked)
    for photo in (PHOTO, OTHER):
        chat(client, photo_message(photo))
        client.post("/v1/predict", content=photo, headers={"content-type": "image/png"})
        client.post("/v1/predict", files={"photo": ("a.png", photo[1:], "image/png")})
    client.post("/v1/predict", json={"text": "It broke."})
    sound = {"file": ("call.wav", wav(), "audio/wav")}
    client.post("/v1/audio/transcriptions", files=sound, data={"model": "whisper-1"})


def wav():
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    return held.getvalue()


def outcomes(made):
    """What each answer said, in the order of the requests."""
    found = []
    for call in made.calls:
        said = parse_response(call.endpoint, call.answer_type, call.answer_body(made.find))
        found.append((call.endpoint, call.status, said))
    return found


def test_the_recorded_stubs_answer_every_request_as_it_was_answered(recorded):
    made = recorded(ask_everything, parse_scenario(SCENARIO))
    found = record(made.calls, made.find)
    assert found.left_out == ()
    text = recorded_text("Recorded", found.stubs, labels_of(found.stubs))
    again = recorded(ask_everything, parse_scenario(text))
    assert outcomes(again) == outcomes(made)
    rules = {call.summary["rule"] for call in again.calls}
    assert all(rule.startswith("recorded ") for rule in rules)


class Classifies:
    """A real model as far as the server can tell."""

    classes_ = np.array(["crack", "clean", "erosion"])

    def predict_proba(self, X):
        return np.array([[0.7, 0.2, 0.1] if item == PHOTO else [0.1, 0.3, 0.6] for item in X])

    def abstains(self, X):
        return np.array([item == OTHER[1:] for item in X])


def classify(client):
    for photo in (PHOTO, OTHER):
        client.post("/v1/predict", content=photo, headers={"content-type": "image/png"})
        client.post("/v1/predict", files={"photo": ("a.png", photo[1:], "image/png")})


def test_what_a_real_model_said_is_said_by_a_fake(recorded):
    made = recorded(classify, Classifies())
    found = record(made.calls, made.find)
    again = recorded(
        classify, parse_scenario(recorded_text("R", found.stubs, labels_of(found.stubs)))
    )
    for (_, _, before), (_, _, after) in zip(outcomes(made), outcomes(again), strict=True):
        # How sure it would have been of what it does not know is not told again.
        assert after == (before if not before.abstain else replace(before, confidence=None))
    labels = [(call.summary["answer"], call.summary["abstain"]) for call in again.calls]
    assert labels == [("crack", False), ("erosion", False), ("erosion", False), (None, True)]


def test_the_recorded_waits_are_waited_again(recorded):
    def ask(client):
        chat(client, "late")
        chat(client, "slowly", stream=True)

    made = recorded(ask, parse_scenario(SCENARIO))
    late, slowly = record(made.calls, made.find).stubs
    assert late["delay"] >= 0.2
    assert (slowly["delay"], slowly["first_token"] >= 0.1) == (0.0, True)
    text = recorded_text("R", (late, slowly))
    again = recorded(ask, parse_scenario(text))
    for before, after in zip(made.calls, again.calls, strict=True):
        assert after.summary["took_seconds"] == pytest.approx(
            before.summary["took_seconds"], abs=0.15
        )
    waits = again.calls[1].summary
    assert waits["first_token_seconds"] == pytest.approx(
        made.calls[1].summary["first_token_seconds"], abs=0.1
    )
    bare = record(made.calls, made.find, delays=False).stubs
    assert not {"delay", "first_token", "between_tokens"} & {key for stub in bare for key in stub}


def test_the_same_question_with_the_same_answer_is_one_stub_with_its_waits(recorded):
    made = recorded(
        lambda client: [chat(client, "weather") for _ in range(3)], parse_scenario(SCENARIO)
    )
    (stub,) = record(made.calls, made.find).stubs
    waits = stub["delay"]
    assert isinstance(waits, float) or len(waits["recording"]) == 3


def test_what_a_tool_brought_back_goes_on_with_the_stub_that_called_it(recorded):
    def ask(client):
        made = chat(client, "refund", tools=[TOOL]).json()["choices"][0]["message"]
        history = [
            {"role": "user", "content": "refund"},
            made,
            {"role": "tool", "tool_call_id": made["tool_calls"][0]["id"], "content": "ok"},
        ]
        chat(client, history, tools=[TOOL])

    made = recorded(ask, parse_scenario(SCENARIO))
    found = record(made.calls, made.find)
    assert [stub["do"]["say"] for stub in found.stubs] == ["Refunded."]
    again = recorded(ask, parse_scenario(recorded_text("R", found.stubs)))
    assert outcomes(again) == outcomes(made)


def test_several_calls_at_once_are_recorded_together(recorded):
    two = "name: S\nstubs: [{do: [{tool: refund, arguments: {order: A}}, {tool: refund, arguments: {order: B}}]}]"
    made = recorded(lambda client: chat(client, "refund", tools=[TOOL]), parse_scenario(two))
    found = record(made.calls, made.find)
    again = recorded(
        lambda client: chat(client, "refund", tools=[TOOL]),
        parse_scenario(recorded_text("R", found.stubs)),
    )
    said = outcomes(again)[0][2]
    assert [call.arguments["order"] for call in said.calls] == ["A", "B"]
    assert outcomes(again) == outcomes(made)


def test_what_cannot_be_recorded_is_left_out_with_a_reason(recorded):
    def ask(client):
        client.post("/v1/chat/completions", content=b"{")
        client.post("/v1/embeddings", json={"model": "m", "input": "x"})
        chat(client, "")

    made = recorded(ask)
    found = record(made.calls, made.find)
    assert found.stubs == ()
    assert [number for number, _ in found.left_out] == [1, 2, 3]
    assert all(why for _, why in found.left_out)


def test_recorded_stubs_come_before_those_of_a_scenario_and_clash_with_none(recorded):
    made = recorded(
        lambda client: [chat(client, "story"), chat(client, "story")], parse_scenario(SCENARIO)
    )
    found = record(made.calls, made.find)
    old = parse_scenario(
        SCENARIO
        + "\n  - {name: 'recorded 1.1: story', priority: 7, story: recorded 1, then_state: x, answer: Old.}"
    )
    sections = json.loads(old.stubs.document)
    both = restored(json.dumps(with_stubs(sections, found.stubs)), "")
    assert len(both.stubs) == len(old.stubs.stubs) + 2
    assert both.stubs[0].priority == 7
    assert {both.stubs[0].story, both.stubs[1].story} == {"recorded 1 (2)"}


def real_traffic(tmp_path, url, asked, answered, kind="application/json", **content):
    """A HAR file of one call, as a browser or a proxy writes it, and read again; beside it stands one that is no call."""
    headers = [{"name": "Authorization", "value": "Bearer sk-real"}]
    posted = {"mimeType": "application/json", "text": json.dumps(asked)}
    request = {"method": "POST", "url": url, "headers": headers, "postData": posted}
    said = {"mimeType": kind, "text": answered, **content}
    entry = {
        "startedDateTime": "2026-03-01T12:00:00.000+01:00",
        "time": 812.5,
        "timings": {"send": 0.5, "wait": 412, "receive": 400},
        "request": request,
        "response": {"status": 200, "headers": [], "content": said},
    }
    entries = [entry, {"request": {"method": "GET", "url": "https://x"}}]
    path = tmp_path / "real.har"
    path.write_text(json.dumps({"log": {"entries": entries}}))
    har = read_har(path)
    assert (len(har.calls), har.left_out) == (1, 1)
    assert not {"sk-real", "AIza"} & set(re.findall(r"sk-real|AIza", repr(har.calls)))
    return har


def test_real_traffic_of_a_vendor_in_a_har_file_makes_a_fake(tmp_path):
    asked = {"model": "gpt-x", "messages": [{"role": "user", "content": "Where is it?"}]}
    said = {"choices": [{"message": {"role": "assistant", "content": "On its way."}}]}
    address = "https://api.openai.com/v1/chat/completions"
    har = real_traffic(tmp_path, address, asked, json.dumps(said))
    found = record(har.calls, har.find)
    assert found.stubs[0]["delay"] == pytest.approx(0.8125, abs=0.001)
    source = parse_scenario(recorded_text("R", found.stubs))
    with (
        start_in_background(source, port=0) as running,
        httpx.Client(base_url=running.base_url, timeout=PATIENCE) as client,
    ):
        client.headers["authorization"] = f"Bearer {running.token}"
        began = time.monotonic()
        reply = chat(client, "where is it?")
        assert time.monotonic() - began >= 0.8
    assert reply.json()["choices"][0]["message"]["content"] == "On its way."


OPENAI_STREAM = b"""data: {"choices": [{"index": 0, "delta": {"role": "assistant", "content": "On "}}]}

data: {"choices": [{"index": 0, "delta": {"content": "its way."}}]}

data: [DONE]

"""
ANTHROPIC_STREAM = b"""event: message_start
data: {"type": "message_start", "message": {"id": "msg_1", "content": []}}

event: content_block_start
data: {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}

event: content_block_delta
data: {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "On its way."}}

event: content_block_start
data: {"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "t", "name": "refund", "input": {}}}

event: content_block_delta
data: {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "{\\"order\\": \\"A-1\\"}"}}

"""
RESPONSES_STREAM = b"""event: response.output_text.delta
data: {"type": "response.output_text.delta", "delta": "On its"}

event: response.completed
data: {"type": "response.completed", "response": {"output": [{"type": "reasoning"}, {"type": "message", "content": [{"type": "output_text", "text": "On its way."}]}]}}

"""
GEMINI_STREAM = b"""data: {"candidates": [{"content": {"parts": [{"text": "thinking", "thought": true}, {"text": "On "}]}}]}\r
\r
data: {"candidates": [{"content": {"parts": [{"text": "its way."}]}, "finishReason": "STOP"}]}\r
\r
"""
MESSAGES = {"messages": [{"role": "user", "content": "Where is it?"}]}
CONTENTS = {"contents": [{"role": "user", "parts": [{"text": "Where is it?"}]}]}
STREAM, JSON = "text/event-stream", "application/json"


@pytest.mark.parametrize(
    ("url", "asked", "kind", "answered"),
    [
        ("https://api.openai.com/v1/chat/completions", {"model": "m", "stream": True, **MESSAGES}, STREAM, OPENAI_STREAM),
        ("https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=1", MESSAGES, STREAM, OPENAI_STREAM),
        ("https://api.openai.com/v1/responses", {"model": "m", "input": "Where is it?"}, STREAM, RESPONSES_STREAM),
        ("https://api.anthropic.com/v1/messages", {"model": "m", "max_tokens": 9, **MESSAGES}, STREAM, ANTHROPIC_STREAM),
        ("https://generativelanguage.googleapis.com/v1beta/models/g-2.5:streamGenerateContent?alt=sse&key=AIza", CONTENTS, STREAM, GEMINI_STREAM),
        ("https://x-aiplatform.googleapis.com/v1beta1/projects/p/locations/l/publishers/google/models/g:generateContent", CONTENTS, JSON,
         b'{"candidates": [{"content": {"parts": [{"text": "On its way."}]}}]}'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_base64", [False, True])
def test_every_vendors_real_traffic_can_be_recorded(
    tmp_path, url, asked, kind, answered, in_base64
):
    text = base64.b64encode(answered).decode() if in_base64 else answered.decode()
    encoding = {"encoding": "base64"} if in_base64 else {}
    har = real_traffic(tmp_path, url, asked, text, kind, **encoding)
    (stub,) = record(har.calls, har.find).stubs
    assert stub["when"] == {"text": {"equals": "Where is it?"}}
    if "anthropic" in url:
        assert stub["do"] == {"tool": "refund", "arguments": {"order": "A-1"}, "say": "On its way."}
    else:
        assert stub["answer"] == "On its way."
    parse_scenario(recorded_text("R", [stub]))


def test_an_exported_session_makes_the_same_fake(recorded, tmp_path):
    def ask(client):
        chat(client, "weather")
        chat(client, "story")

    made = recorded(ask, parse_scenario(SCENARIO))
    path = tmp_path / "session.har"
    path.write_text("".join(har_lines(made.calls, made.find, "1.0")), "utf-8")
    har = read_har(path)
    mine, theirs = (
        record(calls, find, delays=False).stubs
        for calls, find in ((made.calls, made.find), (har.calls, har.find))
    )
    assert mine == theirs


def test_more_than_a_scenario_holds_gets_a_sentence(recorded, monkeypatch):
    made = recorded(lambda client: [chat(client, f"question {n}") for n in range(3)])
    monkeypatch.setattr("mock_ai.traffic.stub_recorder.MOST_STUBS", 2)
    with pytest.raises(UserError, match="make 3 stubs"):
        record(made.calls, made.find)
