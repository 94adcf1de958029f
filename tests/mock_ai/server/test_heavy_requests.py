"""One client asks for a lot: it is bounded, in words, and others are answered meanwhile."""

import threading

import httpx
import pytest

from mock_ai.schema_instance import ValueSource, schema_instance
from tests.patience import PATIENCE

NAMES = [f"n{number}" for number in range(30_000)]
LARGE = {"type": "object", "required": NAMES}
SAID = [{"role": "user", "content": "look"}]
PARTS = [{"text": "look"}]
FORM = {"type": "json_schema", "json_schema": {"name": "a", "schema": LARGE}}
TOO_MUCH = {
    "a schema of OpenAI": (
        "/v1/chat/completions",
        {"model": "m", "messages": SAID, "response_format": FORM},
        "response_format.json_schema.schema: This schema has more than",
    ),
    "a schema of responses": (
        "/v1/responses",
        {"model": "m", "input": "a", "text": {"format": {"name": "a", "type": "json_schema", "schema": LARGE}}},
        "This schema has more than",
    ),
    "a tool of OpenAI": (
        "/v1/chat/completions",
        {"model": "m", "messages": SAID, "tools": [{"type": "function", "function": {"name": "a", "parameters": LARGE}}]},
        "tools.0.function.parameters: This schema",
    ),
    "a tool of Anthropic": (
        "/v1/messages",
        {"model": "m", "max_tokens": 9, "messages": SAID, "tools": [{"name": "a", "input_schema": LARGE}]},
        "tools.0.input_schema: This schema",
    ),
    "a schema of Gemini": (
        "/v1beta/models/m:generateContent",
        {"contents": [{"parts": PARTS}], "generationConfig": {"responseMimeType": "application/json", "responseJsonSchema": LARGE}},
        "generationConfig.responseJsonSchema: This schema",
    ),
    "a function of Gemini": (
        "/v1beta/models/m:generateContent",
        {"contents": [{"parts": PARTS}], "tools": [{"functionDeclarations": [{"name": "a", "parametersJsonSchema": LARGE}]}]},
        "parametersJsonSchema: This schema",
    ),
    "messages": (
        "/v1/chat/completions",
        {"model": "m", "messages": SAID * 10_001},
        "messages: This has 10,001 entries. Send at most 10,000.",
    ),
    "tools": (
        "/v1/chat/completions",
        {"model": "m", "messages": SAID, "tools": [{"type": "function"}] * 1001},
        "tools: This has 1,001 entries. Send at most 1,000.",
    ),
    "contents": (
        "/v1beta/models/m:generateContent",
        {"contents": [{"parts": PARTS}] * 10_001},
        "contents: This has 10,001 entries",
    ),
    "a text to embed": (
        "/v1/embeddings",
        {"model": "m", "input": ["a b " * 5000]},
        "input.0: Send at most 8,192 tokens.",
    ),
    "texts to embed": (
        "/v1/embeddings",
        {"model": "m", "input": ["a b " * 3000] * 60},
        "input: Send at most 300,000 tokens",
    ),
    "texts of Gemini to embed": (
        "/v1beta/models/m:batchEmbedContents",
        {"requests": [{"content": {"parts": [{"text": "a b " * 10_000}]}}] * 60},
        "Send at most 1,000,000 characters",
    ),
    "texts to moderate": (
        "/v1/moderations",
        {"input": ["a" * 20_000] * 60},
        "input: Send at most 1,000,000 characters",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_would_keep_others_waiting_is_refused_in_words(serve, name):
    _, client = serve()
    address, document, words = TOO_MUCH[name]
    reply = client.post(
        address,
        json=document,
        headers={"anthropic-version": "2023-06-01"} if address == "/v1/messages" else {},
    )
    assert reply.status_code == 400
    assert words in reply.json()["error"]["message"]


MUCH = {
    "embeddings": ("/v1/embeddings", {"model": "m", "input": ["one two three"] * 600}),
    "embeddings of Gemini": (
        "/v1beta/models/m:batchEmbedContents",
        {"requests": [{"content": {"parts": [{"text": "one two " * 1000}]}}] * 100},
    ),
    "moderations": ("/v1/moderations", {"input": ["i hate all those " * 50] * 1000}),
    "pictures": ("/v1/images/generations", {"prompt": "a", "size": "1024x1024", "n": 6}),
}


@pytest.mark.parametrize("name", MUCH)
def test_others_are_answered_while_much_is_made(serve, name):
    running, client = serve()
    address, document = MUCH[name]
    replies = []

    def ask():
        headers = {"authorization": f"Bearer {running.token}"}
        url = f"{running.base_url}{address}"
        replies.append(httpx.post(url, json=document, headers=headers, timeout=PATIENCE))

    asking = threading.Thread(target=ask)
    asking.start()
    others = 0
    while not replies:
        others += client.get("/health").status_code == 200
    asking.join()
    assert replies[0].status_code == 200
    assert others > 10


def test_vectors_made_by_the_dozen_are_the_same_and_in_their_order(serve):
    _, client = serve()
    words = [f"word {number}" for number in range(30)]
    many = client.post("/v1/embeddings", json={"model": "m", "input": words}).json()
    assert [one["index"] for one in many["data"]] == list(range(30))
    one = client.post("/v1/embeddings", json={"model": "m", "input": words[20]}).json()
    assert one["data"][0]["embedding"] == many["data"][20]["embedding"]
    assert len(one["data"][0]["embedding"]) == 1536


HUGE = {
    "long texts": {
        "type": "object",
        "properties": {name: {"type": "string", "minLength": 100_000} for name in NAMES[:3000]},
    },
    "mails in a message of letters": {
        "type": "object",
        "properties": {f"email{name}": {"type": "string"} for name in NAMES[:3000]},
    },
    "patterns": {
        "type": "object",
        "properties": {
            name: {"type": "string", "pattern": "^(a{1,1000}){1,1000}$"} for name in NAMES[:3000]
        },
    },
    "numbers of their own": {
        "type": "array",
        "minItems": 1000,
        "uniqueItems": True,
        "items": {"type": "integer", "minimum": 1, "maximum": 1100},
    },
    "choices of choices": {
        "$defs": {
            "a": {"anyOf": [{"$ref": "#/$defs/b"}] * 3000},
            "b": {"type": "array", "minItems": 1000, "items": {"$ref": "#/$defs/a"}},
        },
        "$ref": "#/$defs/b",
    },
    "a list of long enums": {
        "type": "array",
        "minItems": 1000,
        "items": {"type": "array", "minItems": 1000, "items": {"enum": NAMES}},
    },
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_made_up_for_a_huge_schema_stays_small(name):
    made = schema_instance(HUGE[name], ValueSource("a" * 10_000))
    assert len(str(made)) < 3_000_000


def test_a_text_has_the_length_that_its_schema_asks_for():
    for least in (1, 10, 31, 5000):
        schema = {"type": "string", "minLength": least, "maxLength": least + 5}
        assert least <= len(schema_instance(schema)) <= least + 5
