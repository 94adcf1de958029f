"""Exports: HAR 1.2 as its specification has it, JSON lines, and a HAR file read back."""

import base64
import json

import jsonschema
import pytest

from estimators.base.errors import UserError
from mock_ai.scenario_file import parse_scenario
from mock_ai.stubs.faults_and_delays import read_recording
from mock_ai.traffic.exchange import from_stored
from mock_ai.traffic.har import har_entry, har_lines, json_line, read_har

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
TEXT, NUMBER = {"type": "string"}, {"type": "number", "minimum": -1}
PAIRS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name", "value"],
        "properties": {"name": TEXT, "value": TEXT},
    },
}


def an_object(**properties: object) -> dict[str, object]:
    """An object that has these and nothing else, but for fields of our own and a comment."""
    needed = [name for name in properties if not name.endswith("_")]
    named = {name.rstrip("_"): schema for name, schema in properties.items()}
    return {
        "type": "object",
        "required": needed,
        "properties": {**named, "comment": TEXT},
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


# The fields of http://www.softwareishard.com/blog/har-12-spec/; those with _ at the end are optional there.
ENTRY = an_object(
    startedDateTime={"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)$"},
    time={"type": "number", "minimum": 0},
    request=an_object(
        method=TEXT, url={"type": "string", "pattern": "^http://127"}, httpVersion=TEXT, cookies={"type": "array"},
        headers=PAIRS, queryString=PAIRS, headersSize=NUMBER, bodySize=NUMBER,
        postData_={
            "oneOf": [
                an_object(mimeType=TEXT, text=TEXT),
                an_object(
                    mimeType=TEXT,
                    params={"type": "array", "items": an_object(name=TEXT, value_=TEXT, fileName_=TEXT, contentType_=TEXT)},
                ),
            ]
        },
    ),
    response=an_object(
        status={"type": "integer"}, statusText=TEXT, httpVersion=TEXT, cookies={"type": "array"}, headers=PAIRS,
        content=an_object(size=NUMBER, mimeType=TEXT, text_=TEXT, encoding_=TEXT, compression_=NUMBER),
        redirectURL=TEXT, headersSize=NUMBER, bodySize=NUMBER,
    ),
    cache=an_object(),
    timings=an_object(blocked_=NUMBER, dns_=NUMBER, connect_=NUMBER, ssl_=NUMBER, send=NUMBER, wait=NUMBER, receive=NUMBER),
)  # fmt: skip
HAR = an_object(
    log=an_object(
        version={"const": "1.2"},
        creator=an_object(name=TEXT, version=TEXT),
        entries={"type": "array", "items": ENTRY},
    )
)
SCENARIO = """
name: Help desk
stubs:
  - {when: {text: slow}, answer: One two three., first_token: 0.05 s, between_tokens: 0.02 s}
  - {when: {text: busy}, answer: Never., faults: [rate limit]}
  - {when: {text: break}, answer: Half., faults: [connection reset]}
  - {answer: "Größe “1”."}
"""


def chat(client, text, **more):
    try:
        return client.post(
            "/v1/chat/completions",
            json={"model": "m", "messages": [{"role": "user", "content": text}], **more},
        )
    except OSError:
        return None


def ask_all(client):
    chat(client, "hello")
    chat(client, "slow", stream=True)
    chat(client, "busy")
    client.post("/v1/predict", files={"photo": ("a.png", PHOTO, "image/png")})
    client.post("/v1/predict", content=PHOTO, headers={"content-type": "image/png"})
    url = "data:image/png;base64," + base64.b64encode(PHOTO).decode()
    chat(
        client, [{"type": "text", "text": "what"}, {"type": "image_url", "image_url": {"url": url}}]
    )
    client.post("/v1/audio/speech", json={"model": "m", "input": "Hello", "voice": "alloy"})
    client.post(
        "/v1/messages",
        json={"model": "m", "max_tokens": 50, "messages": [{"role": "user", "content": "hi"}]},
    )
    client.post(
        "/v1beta/models/m:generateContent", json={"contents": [{"parts": [{"text": "hi"}]}]}
    )
    client.post("/v1/chat/completions", content=b"{broken")


def har_of(made):
    return json.loads("".join(har_lines(made.calls, made.find, "1.0")))


def test_the_har_file_is_as_its_specification_says(recorded):
    document = har_of(recorded(ask_all, parse_scenario(SCENARIO)))
    jsonschema.validate(document, HAR)
    entries = document["log"]["entries"]
    assert len(entries) == 10
    called = {entry["request"]["url"].split("/")[2] for entry in entries}
    hosts = {h["value"] for e in entries for h in e["request"]["headers"] if h["name"] == "host"}
    assert called == hosts  # at the port where it was, whichever that was
    for entry in entries:
        parts = [part for part in entry["timings"].values() if part > 0]
        assert entry["time"] == pytest.approx(sum(parts), abs=0.01)


def test_no_token_is_in_an_export(recorded):
    made = recorded(ask_all)
    written = "".join(har_lines(made.calls, made.find, "1.0"))
    written += "".join(json_line(call, made.find) for call in made.calls)
    for word in ("authorization", "Bearer", "api-key"):
        assert word not in written


def test_what_was_sent_and_said_stands_in_it_whole(recorded):
    made = recorded(ask_all, parse_scenario(SCENARIO))
    entries = har_of(made)["log"]["entries"]
    first = entries[0]
    assert json.loads(first["request"]["postData"]["text"])["messages"][0]["content"] == "hello"
    content = json.loads(first["response"]["content"]["text"])["choices"][0]["message"]["content"]
    assert content == "Größe “1”."
    assert entries[1]["response"]["content"]["text"].endswith("data: [DONE]\n\n")
    assert entries[1]["timings"]["wait"] >= 50
    assert entries[1]["timings"]["receive"] > 0
    assert entries[2]["response"]["status"] == 429
    assert entries[3]["request"]["postData"]["params"] == [
        {"name": "photo", "fileName": "a.png", "contentType": "image/png"}
    ]
    assert base64.b64decode(entries[4]["request"]["postData"]["text"]) == PHOTO
    assert base64.b64encode(PHOTO).decode() in entries[5]["request"]["postData"]["text"]
    assert entries[6]["response"]["content"]["encoding"] == "base64"


def test_the_times_are_told_apart():
    row = {"at": "2026-03-01T12:00:00+00:00", "endpoint": "/v1/predict", "status": 200}
    row |= {"queued_seconds": 0.2, "first_token_seconds": 0.5, "took_seconds": 1.0}
    entry = har_entry(from_stored(row, None), {}.get)
    timings = {name: part for name, part in entry["timings"].items() if part > 0}
    assert timings == {"blocked": 200.0, "wait": 300.0, "receive": 500.0}
    assert entry["time"] == 1000.0


def test_json_lines_carry_both_bodies_and_are_a_recording_of_delays(recorded, tmp_path):
    made = recorded(ask_all, parse_scenario(SCENARIO))
    lines = [json_line(call, made.find) for call in made.calls]
    first = json.loads(lines[0])
    assert json.loads(first["request"]["body"])["model"] == "m"
    assert json.loads(first["response"]["body"])["object"] == "chat.completion"
    path = tmp_path / "waits.jsonl"
    path.write_text("".join(line[:900] if '"base64"' in line else line for line in lines[:3]))
    assert len(read_recording(path).recorded) == 3


def test_a_har_file_of_our_own_is_read_back(recorded, tmp_path):
    made = recorded(ask_all, parse_scenario(SCENARIO))
    path = tmp_path / "session.har"
    path.write_text("".join(har_lines(made.calls, made.find, "1.0")), "utf-8")
    har = read_har(path)
    by_place = {(call.endpoint, call.status): call for call in har.calls}
    hello = by_place["/v1/chat/completions", 200]
    assert hello.body(har.find) is not None
    assert (har.calls[0].summary["name"], har.calls[0].summary["answer"]) == ("hello", "Größe “1”.")
    assert ("/v1/messages", 200) in by_place
    assert ("/v1beta/models/m:generateContent", 200) in by_place
    assert har.left_out == 3  # a form without its file, speech, and a body that is no JSON


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b'{"log": 3}',
        b'{"log": {"entries": {}}}',
        b'{"log": {"entries": []}}',
        b'{"log": {"entries": [1, null, {}, {"request": {"method": "POST", "url": 3}}]}}',
        b'{"log": {"entries": ' + b"[" * 50_000,
        b'{"log": {"entries": [{"request": {"method": "POST", "url": "https://api.openai.com/v1/chat/completions", '
        b'"postData": {"text": "[1]"}}, "response": {"content": {}}, "startedDateTime": "yesterday"}]}}',
    ],
)
def test_a_file_that_is_no_har_gets_a_sentence(tmp_path, content):
    path = tmp_path / "odd.har"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"odd\.har"):
        read_har(path)
