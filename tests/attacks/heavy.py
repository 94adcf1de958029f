"""Requests that a client with the token may send, and that could keep the server from everybody else."""

import json
from collections.abc import Callable, Iterator
from typing import Any

MB = 1024 * 1024
JSON = "application/json"


def chat(text: str = "hello", **more: Any) -> bytes:
    return json.dumps(
        {"model": "m", "messages": [{"role": "user", "content": text}], **more}
    ).encode()


def shaped(schema: Any) -> bytes:
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    return chat(response_format=form)


def tool(schema: Any, count: int = 1) -> bytes:
    tools = [
        {"type": "function", "function": {"name": f"look_{n}", "parameters": schema}}
        for n in range(count)
    ]
    return chat("look", tools=tools)


def _names(count: int) -> list[str]:
    return [f"n{number}" for number in range(count)]


def _nested(depth: int, width: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {f"p{n}": schema for n in range(width)}}
    return schema


def _chain(length: int) -> dict[str, Any]:
    definitions = {f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 5} for n in range(length)}
    return {"$defs": definitions, "$ref": "#/$defs/d0"}


def multipart(parts: list[bytes]) -> bytes:
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


FORM = "multipart/form-data; boundary=x"
_FIELD = b'Content-Disposition: form-data; name="'

# name: (address, content type, what makes the body)
HEAVY: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "form of 15 MB of %41": (
        "/v1/predict",
        "application/x-www-form-urlencoded",
        lambda: b"text=" + b"%41" * (5 * MB),
    ),
    "form of 5,000,000 fields": (
        "/v1/predict",
        "application/x-www-form-urlencoded",
        lambda: b"text=a" + b"&a=" * (5_000_000),
    ),
    "text of 19 MB of spaces": ("/v1/predict", "text/plain", lambda: b" " * (19 * MB) + b"a"),
    "text of 19 MB of words": ("/v1/predict", "text/plain", lambda: b"ab " * (6 * MB)),
    "chat of 19 MB": ("/v1/chat/completions", JSON, lambda: chat("ab " * (6 * MB))),
    "chat of 19 MB of spaces": ("/v1/chat/completions", JSON, lambda: chat(" " * (19 * MB) + "a")),
    "chat of 19 MB of capitals": (
        "/v1/chat/completions",
        JSON,
        lambda: chat("In Paris. " * (MB * 2)),
    ),
    "chat of 100,000 messages": (
        "/v1/chat/completions",
        JSON,
        lambda: json.dumps(
            {"model": "m", "messages": [{"role": "user", "content": "a"}] * 100_000}
        ).encode(),
    ),
    "chat of 100,000 parts": (
        "/v1/chat/completions",
        JSON,
        lambda: json.dumps(
            {
                "model": "m",
                "messages": [
                    {"role": "user", "content": [{"type": "text", "text": "a"}] * 100_000}
                ],
            }
        ).encode(),
    ),
    "messages of Anthropic, 100,000": (
        "/v1/messages",
        JSON,
        lambda: json.dumps(
            {
                "model": "m",
                "max_tokens": 9,
                "messages": [{"role": "user", "content": "a"}] * 100_000,
            }
        ).encode(),
    ),
    "contents of Gemini, 100,000": (
        "/v1beta/models/m:generateContent",
        JSON,
        lambda: json.dumps(
            {"contents": [{"role": "user", "parts": [{"text": "a"}]}] * 60_000}
        ).encode(),
    ),
    "schema of 50,000 required names": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped({"type": "object", "required": _names(50_000)}),
    ),
    "schema of 50,000 properties": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped({"type": "object", "properties": {n: {} for n in _names(50_000)}}),
    ),
    "schema nested to 10 of 4": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped(_nested(6, 8)),
    ),
    "schema of references": ("/v1/chat/completions", JSON, lambda: shaped(_chain(2000))),
    "schema of 1,000 unique items": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped(
            {
                "type": "array",
                "minItems": 1000,
                "uniqueItems": True,
                "items": {"type": "string", "pattern": "^[ab]$"},
            }
        ),
    ),
    "schema of lists of lists": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped(
            {
                "type": "array",
                "minItems": 1000,
                "items": {
                    "type": "array",
                    "minItems": 1000,
                    "uniqueItems": True,
                    "items": {"enum": [1, 2, 3]},
                },
            }
        ),
    ),
    "schema of an enum of 200,000": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped({"enum": _names(200_000)}),
    ),
    "schema of long strings": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped(
            {
                "type": "object",
                "properties": {n: {"type": "string", "minLength": 100_000} for n in _names(4000)},
            }
        ),
    ),
    "schema of patterns": (
        "/v1/chat/completions",
        JSON,
        lambda: shaped(
            {
                "type": "object",
                "properties": {
                    n: {"type": "string", "pattern": "^(a{1,1000}){1,1000}$"} for n in _names(2000)
                },
            }
        ),
    ),
    "10,000 tools": ("/v1/chat/completions", JSON, lambda: tool({"type": "object"}, 10_000)),
    "a tool of 50,000 required names": (
        "/v1/chat/completions",
        JSON,
        lambda: tool({"type": "object", "required": _names(50_000)}),
    ),
    "a tool of Anthropic of 50,000 names": (
        "/v1/messages",
        JSON,
        lambda: json.dumps(
            {
                "model": "m",
                "max_tokens": 9,
                "messages": [{"role": "user", "content": "look"}],
                "tools": [
                    {
                        "name": "look",
                        "input_schema": {"type": "object", "required": _names(50_000)},
                    }
                ],
            }
        ).encode(),
    ),
    "a schema of Gemini of 50,000 names": (
        "/v1beta/models/m:generateContent",
        JSON,
        lambda: json.dumps(
            {
                "contents": [{"parts": [{"text": "a"}]}],
                "generationConfig": {
                    "responseMimeType": "application/json",
                    "responseSchema": {
                        "type": "OBJECT",
                        "properties": {n: {"type": "STRING"} for n in _names(50_000)},
                        "required": _names(50_000),
                    },
                },
            }
        ).encode(),
    ),
    "embeddings of 2,000 x 8 KB": (
        "/v1/embeddings",
        JSON,
        lambda: json.dumps(
            {"model": "m", "input": [f"w{n} x{n * 7} " * 600 for n in range(2000)]}
        ).encode(),
    ),
    "embeddings of 2,000 x 4,096 numbers": (
        "/v1/embeddings",
        JSON,
        lambda: json.dumps({"model": "m", "dimensions": 4096, "input": ["a"] * 2000}).encode(),
    ),
    "embeddings of 900,000 tokens": (
        "/v1/embeddings",
        JSON,
        lambda: json.dumps({"model": "m", "input": list(range(900_000))}).encode(),
    ),
    "embeddings of Gemini, 100 x 160 KB": (
        "/v1beta/models/m:batchEmbedContents",
        JSON,
        lambda: json.dumps(
            {
                "requests": [
                    {
                        "model": "models/m",
                        "content": {
                            "parts": [{"text": "".join(f"w{n}{k} " for k in range(20_000))}]
                        },
                    }
                    for n in range(100)
                ]
            }
        ).encode(),
    ),
    "moderations of 19 MB": (
        "/v1/moderations",
        JSON,
        lambda: json.dumps({"input": ["i hate all those " * 1100] * 1000}).encode(),
    ),
    "count of 19 MB": (
        "/v1/messages/count_tokens",
        JSON,
        lambda: json.dumps(
            {"model": "m", "messages": [{"role": "user", "content": "ab " * (6 * MB)}]}
        ).encode(),
    ),
    "responses of 19 MB": (
        "/v1/responses",
        JSON,
        lambda: json.dumps({"model": "m", "input": "ab " * (6 * MB)}).encode(),
    ),
    "stop sequences": (
        "/v1/chat/completions",
        JSON,
        lambda: chat("a" * MB, stop=["ab"] * 4),
    ),
    "128 choices": ("/v1/chat/completions", JSON, lambda: chat("a" * 100_000, n=128)),
    "multipart of returns": (
        "/v1/predict",
        FORM,
        lambda: multipart([_FIELD + b'photo"; filename="a.png"\r\n\r\n' + b"\r\n-" * (6 * MB)]),
    ),
    "multipart of a million parts": (
        "/v1/predict",
        FORM,
        lambda: multipart([_FIELD + b'a"\r\n\r\n1'] * 200_000),
    ),
    "multipart of long heads": (
        "/v1/predict",
        FORM,
        lambda: multipart([_FIELD + b'photo"; filename="' + b"a" * (15 * MB) + b'"\r\n\r\n1']),
    ),
    "photos in base64, 14 MB": (
        "/v1/chat/completions",
        JSON,
        lambda: json.dumps(
            {
                "model": "m",
                "messages": [
                    {
                        "role": "user",
                        "content": [
                            {
                                "type": "image_url",
                                "image_url": {"url": "data:image/png;base64," + "AAAA" * (4 * MB)},
                            }
                        ],
                    }
                ],
            }
        ).encode(),
    ),
    "JSON of 1,000,000 numbers": (
        "/v1/chat/completions",
        JSON,
        lambda: chat(metadata={"a": list(range(950_000))}),
    ),
    "JSON of long numbers": (
        "/v1/chat/completions",
        JSON,
        lambda: (
            b'{"model": "m", "messages": [{"role": "user", "content": "a"}], "x": ['
            + b",".join([b"9" * 4000] * 4000)
            + b"]}"
        ),
    ),
    "JSON 100,000 deep": (
        "/v1/chat/completions",
        JSON,
        lambda: b'{"model": "m", "x": ' + b"[" * 100_000,
    ),
    "image of 4,096": (
        "/v1/images/generations",
        JSON,
        lambda: json.dumps({"prompt": "a", "size": "1792x1024", "n": 10}).encode(),
    ),
    "speech of 19 MB": (
        "/v1/audio/speech",
        JSON,
        lambda: json.dumps({"model": "m", "voice": "a", "input": "a " * (9 * MB)}).encode(),
    ),
}


def heavy() -> Iterator[tuple[str, str, str, bytes]]:
    """Name, address, content type and body of each."""
    for name, (address, kind, make) in HEAVY.items():
        yield name, address, kind, make()
