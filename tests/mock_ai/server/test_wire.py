"""What clients of all vendors hear, byte for byte, as it was kept: answers, streams, and every way to be refused.

``python -m tests.mock_ai.server.test_wire`` keeps the answers of today; the diff of ``kept_answers.jsonl`` belongs to the commit.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import anthropic.types
import httpx
import jsonschema
import openai.types
from google.genai import types
from openai.types import audio, chat, responses
from pydantic import TypeAdapter

from mock_ai.presets import BUILT_IN
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.anthropic.endpoints import ROUTES as ANTHROPIC_ROUTES
from mock_ai.server.gemini.endpoints import ROUTES as GEMINI_ROUTES
from mock_ai.server.openai.routes import ROUTES as OPENAI_ROUTES
from mock_ai.server.runner import start_in_background
from tests.mock_ai.vendor_clients import exact
from tests.patience import PATIENCE

KEPT = Path(__file__).with_name("kept_answers.jsonl")
SPEAKING = """
name: Demo
classes: ["yes", "no"]
today: 2026-03-01
seed: 5
stubs:
  - {when: {text: weather}, do: {tool: get_weather, arguments: {city: Lyon}, say: It is sunny.}}
  - {when: {text: {regex: 'order A-\\d+'}}, answer: "Case {{ count }}, {{ name() }}: {{ sentences(2) }}", story: s, then_state: two}
  - {when: {text: order}, when_state: two, story: s, answers: [{answer: Later., weight: 2}, {recommend: {from: [tea, coffee, cocoa], count: 2}}]}
  - {kind: classification, label: {is: "yes", confidence: 0.7}}
  - {when: {text: Where}, translate: {to: French, phrases: {where is lyon: Ou est Lyon}}}
"""
SOURCES = {"built-in": BUILT_IN, "stubs": parse_scenario(SPEAKING)}
_TIME = re.compile(r'("(?:created|created_at|completed_at)": ?)\d+')


def answers(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each row with what is answered to it now; times, the date and the port are taken out."""
    for name, source in SOURCES.items():
        with (
            start_in_background(source, port=0, token="T") as running,
            httpx.Client(base_url=running.base_url, timeout=PATIENCE) as client,
        ):
            for row in (row for row in rows if row["source"] == name):
                body = row["body"].encode("latin-1")
                head = {"host": "127.0.0.1", **row["headers"]}
                reply = client.request(row["method"], row["path"], headers=head, content=body)
                lines = [
                    f"{key}: {value}" for key, value in reply.headers.multi_items() if key != "date"
                ]
                said = "\n".join([str(reply.status_code), *lines, "", reply.text])
                said = _TIME.sub(r"\g<1>0", said).replace(f":{running.base_url[-5:]}", ":PORT")
                yield {**row, "answer": said}


def kept() -> list[dict[str, str]]:
    return [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]


def test_every_answer_is_the_one_that_was_kept():
    rows = kept()
    changed = [(old, new) for old, new in zip(rows, answers(rows), strict=True) if old != new]
    assert changed == []


WHOLE_AND_STREAMED = {
    "chat/completions": (chat.ChatCompletion, chat.ChatCompletionChunk),
    "responses": (responses.Response, responses.ResponseStreamEvent),
    "audio/transcriptions": (
        audio.TranscriptionCreateResponse,
        audio.TranscriptionStreamEvent,
    ),
    "audio/translations": (audio.TranslationCreateResponse, None),
    "moderations": (openai.types.ModerationCreateResponse, None),
    "messages": (anthropic.types.Message, anthropic.types.RawMessageStreamEvent),
    "messages/count_tokens": (anthropic.types.MessageTokensCount, None),
    "generateContent": (types.GenerateContentResponse, None),
    "streamGenerateContent": (types.GenerateContentResponse, types.GenerateContentResponse),
}


def opened(row: dict[str, str]) -> tuple[str, str, str, str]:
    """The path, the status, the head and the body of an answer."""
    head, _, body = row["answer"].partition("\n\n")
    return row["path"].partition("?")[0], head[:3], head, body


def test_what_is_answered_has_the_fields_that_the_vendors_own_types_know_and_no_more():
    seen = set()
    for row in kept():
        path, status, head, body = opened(row)
        address = re.split("[/:]v1[a-z]*/|:", path)[-1]
        kinds = WHOLE_AND_STREAMED.get(address)
        if status != "200" or kinds is None or "text/plain" in head:
            continue
        seen.add(address)
        events = [said for said in re.findall("^data: (.*)$", body, re.M) if said != "[DONE]"]
        if "event-stream" not in head:
            whole = json.loads(body)
            events = [json.dumps(said) for said in (whole if isinstance(whole, list) else [whole])]
        for event in events:
            if json.loads(event).get("type") != "ping":  # every client of Anthropic skips these
                exact(TypeAdapter(kinds["event-stream" in head]).validate_json(event))
    assert seen == WHOLE_AND_STREAMED.keys()


def test_the_hand_off_spec_describes_what_is_sent_and_answered():
    spec = json.loads(next(opened(row)[3] for row in kept() if row["path"] == "/openapi.json"))
    for method, path, _ in (*OPENAI_ROUTES, *ANTHROPIC_ROUTES, *GEMINI_ROUTES):
        named = [known for known in spec["paths"] if known.startswith(path.replace("{call}", ""))]
        assert any(method.lower() in spec["paths"][known] for known in named), path
    shared, schemes = {"components": spec["components"]}, spec["components"]["securitySchemes"]
    seen = set()
    for row in kept():
        path, status, head, body = opened(row)
        for known, operations in spec["paths"].items():
            operation = operations.get(row["method"].lower(), {"responses": {}})
            answer = operation["responses"].get(status)
            shape = re.sub(r"\\\{\w+\\\}", "[^/:]+", re.escape(known))
            if answer and re.fullmatch(shape, path):
                break
        else:
            continue
        keys = [schemes[key] for one in operation.get("security", spec["security"]) for key in one]
        if not {key.get("name", "authorization") for key in keys} & row["headers"].keys():
            continue  # in another vendor's words
        if "$ref" in answer:
            answer = spec["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        form = answer["content"][re.search("content-type: ([^;\n]*)", head)[1]]
        if "application/json" in head:
            said = json.loads(body)
            for one in said if isinstance(said, list) else [said]:
                jsonschema.validate(one, form["schema"] | shared)
            seen.add((known, status))
        if status == "200" and row["headers"].get("content-type") == "application/json":
            asked = operation["requestBody"]["content"]["application/json"]["schema"]
            jsonschema.validate(json.loads(row["body"]), asked | shared)
    assert len(seen) > 30


if __name__ == "__main__":
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in answers(kept())]
    KEPT.write_text("".join(lines), "utf-8")
