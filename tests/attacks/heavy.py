"""Requests that a client with the token may send, and that could keep the server from everybody else."""

import json
from collections.abc import Callable, Iterator
from typing import Any

MB = 1024 * 1024
CHAT, MESSAGES, PREDICT = "/v1/chat/completions", "/v1/messages", "/v1/predict"
GEMINI = "/v1beta/models/m:"
FORM = "multipart/form-data; boundary=x"
FIELDS = "application/x-www-form-urlencoded"
_FIELD = b'Content-Disposition: form-data; name="'


def chat(said: Any = "hello", times: int = 1, **more: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": said}] * times, **more}


def shaped(schema: Any) -> dict[str, Any]:
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    return chat(response_format=form)


def tool(schema: Any, count: int = 1) -> dict[str, Any]:
    tools = [
        {"type": "function", "function": {"name": f"look_{n}", "parameters": schema}}
        for n in range(count)
    ]
    return chat("look", tools=tools)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _names(count: int) -> list[str]:
    return [f"n{number}" for number in range(count)]


def _required(count: int) -> dict[str, Any]:
    return {"type": "object", "required": _names(count)}


def _items(count: int, items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "minItems": count, "items": items, **more}


def _nested(depth: int, width: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = _object({f"p{n}": schema for n in range(width)})
    return schema


def _chain(length: int) -> dict[str, Any]:
    definitions = {f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 5} for n in range(length)}
    return {"$defs": definitions, "$ref": "#/$defs/d0"}


def _gemini_schema(names: list[str]) -> dict[str, Any]:
    schema = {
        "type": "OBJECT",
        "properties": {n: {"type": "STRING"} for n in names},
        "required": names,
    }
    form = {"responseMimeType": "application/json", "responseSchema": schema}
    return {"contents": [{"parts": [{"text": "a"}]}], "generationConfig": form}


def _gemini_embeddings(count: int) -> dict[str, Any]:
    texts = ("".join(f"w{n}{k} " for k in range(20_000)) for n in range(count))
    return {
        "requests": [
            {"model": "models/m", "content": {"parts": [{"text": text}]}} for text in texts
        ]
    }


def multipart(parts: list[bytes]) -> bytes:
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


def photo(address: str) -> list[dict[str, Any]]:
    return [{"type": "image_url", "image_url": {"url": address}}]


# name: (address, what makes the document, or its text)
OF_JSON: dict[str, tuple[str, Callable[[], Any]]] = {
    "chat of 19 MB": (CHAT, lambda: chat("ab " * (6 * MB))),
    "chat of 19 MB of spaces": (CHAT, lambda: chat(" " * (19 * MB) + "a")),
    "chat of 19 MB of capitals": (CHAT, lambda: chat("In Paris. " * (MB * 2))),
    "chat of 100,000 messages": (CHAT, lambda: chat("a", 100_000)),
    "chat of 100,000 parts": (CHAT, lambda: chat([{"type": "text", "text": "a"}] * 100_000)),
    "messages of Anthropic, 100,000": (MESSAGES, lambda: chat("a", 100_000, max_tokens=9)),
    "contents of Gemini, 100,000": (
        f"{GEMINI}generateContent",
        lambda: {"contents": [{"role": "user", "parts": [{"text": "a"}]}] * 60_000},
    ),
    "schema of 50,000 required names": (CHAT, lambda: shaped(_required(50_000))),
    "schema of 50,000 properties": (
        CHAT,
        lambda: shaped(_object({n: {} for n in _names(50_000)})),
    ),
    "schema nested to 10 of 4": (CHAT, lambda: shaped(_nested(6, 8))),
    "schema of references": (CHAT, lambda: shaped(_chain(2000))),
    "schema of 1,000 unique items": (
        CHAT,
        lambda: shaped(_items(1000, {"type": "string", "pattern": "^[ab]$"}, uniqueItems=True)),
    ),
    "schema of lists of lists": (
        CHAT,
        lambda: shaped(_items(1000, _items(1000, {"enum": [1, 2, 3]}, uniqueItems=True))),
    ),
    "schema of an enum of 200,000": (CHAT, lambda: shaped({"enum": _names(200_000)})),
    "schema of long strings": (
        CHAT,
        lambda: shaped(
            _object({n: {"type": "string", "minLength": 100_000} for n in _names(4000)})
        ),
    ),
    "schema of patterns": (
        CHAT,
        lambda: shaped(
            _object(
                {n: {"type": "string", "pattern": "^(a{1,1000}){1,1000}$"} for n in _names(2000)}
            )
        ),
    ),
    "10,000 tools": (CHAT, lambda: tool({"type": "object"}, 10_000)),
    "a tool of 50,000 required names": (CHAT, lambda: tool(_required(50_000))),
    "a tool of Anthropic of 50,000 names": (
        MESSAGES,
        lambda: chat(
            "look", max_tokens=9, tools=[{"name": "look", "input_schema": _required(50_000)}]
        ),
    ),
    "a schema of Gemini of 50,000 names": (
        f"{GEMINI}generateContent",
        lambda: _gemini_schema(_names(50_000)),
    ),
    "embeddings of 2,000 x 8 KB": (
        "/v1/embeddings",
        lambda: {"model": "m", "input": [f"w{n} x{n * 7} " * 600 for n in range(2000)]},
    ),
    "embeddings of 2,000 x 4,096 numbers": (
        "/v1/embeddings",
        lambda: {"model": "m", "dimensions": 4096, "input": ["a"] * 2000},
    ),
    "embeddings of 900,000 tokens": (
        "/v1/embeddings",
        lambda: {"model": "m", "input": list(range(900_000))},
    ),
    "embeddings of Gemini, 100 x 160 KB": (
        f"{GEMINI}batchEmbedContents",
        lambda: _gemini_embeddings(100),
    ),
    "moderations of 19 MB": (
        "/v1/moderations",
        lambda: {"input": ["i hate all those " * 1100] * 1000},
    ),
    "count of 19 MB": ("/v1/messages/count_tokens", lambda: chat("ab " * (6 * MB))),
    "responses of 19 MB": ("/v1/responses", lambda: {"model": "m", "input": "ab " * (6 * MB)}),
    "stop sequences": (CHAT, lambda: chat("a" * MB, stop=["ab"] * 4)),
    "128 choices": (CHAT, lambda: chat("a" * 100_000, n=128)),
    "photos in base64, 14 MB": (
        CHAT,
        lambda: chat(photo("data:image/png;base64," + "AAAA" * (4 * MB))),
    ),
    "JSON of 1,000,000 numbers": (CHAT, lambda: chat(metadata={"a": list(range(950_000))})),
    "JSON of long numbers": (
        CHAT,
        lambda: (
            b'{"model": "m", "messages": [{"role": "user", "content": "a"}], "x": ['
            + b",".join([b"9" * 4000] * 4000)
            + b"]}"
        ),
    ),
    "JSON 100,000 deep": (CHAT, lambda: b'{"model": "m", "x": ' + b"[" * 100_000),
    "image of 4,096": (
        "/v1/images/generations",
        lambda: {"prompt": "a", "size": "1792x1024", "n": 10},
    ),
    "speech of 19 MB": (
        "/v1/audio/speech",
        lambda: {"model": "m", "voice": "a", "input": "a " * (9 * MB)},
    ),
}
# name: (content type, what makes the body), all to be predicted
OF_OTHER_KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "form of 15 MB of %41": (FIELDS, lambda: b"text=" + b"%41" * (5 * MB)),
    "form of 5,000,000 fields": (FIELDS, lambda: b"text=a" + b"&a=" * (5_000_000)),
    "text of 19 MB of spaces": ("text/plain", lambda: b" " * (19 * MB) + b"a"),
    "text of 19 MB of words": ("text/plain", lambda: b"ab " * (6 * MB)),
    "multipart of returns": (
        FORM,
        lambda: multipart([_FIELD + b'photo"; filename="a.png"\r\n\r\n' + b"\r\n-" * (6 * MB)]),
    ),
    "multipart of a million parts": (
        FORM,
        lambda: multipart([_FIELD + b'a"\r\n\r\n1'] * 200_000),
    ),
    "multipart of long heads": (
        FORM,
        lambda: multipart([_FIELD + b'photo"; filename="' + b"a" * (15 * MB) + b'"\r\n\r\n1']),
    ),
}


def heavy() -> Iterator[tuple[str, str, str, bytes]]:
    """Name, address, content type and body of each."""
    for name, (kind, make) in OF_OTHER_KINDS.items():
        yield name, PREDICT, kind, make()
    for name, (address, make_document) in OF_JSON.items():
        made = make_document()
        body = made if isinstance(made, bytes) else json.dumps(made).encode()
        yield name, address, "application/json", body
