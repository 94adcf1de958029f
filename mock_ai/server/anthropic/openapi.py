"""Anthropic's endpoints in the OpenAPI document: what this server takes and gives of them."""

from typing import Any

from mock_ai.server.path_items import (
    COUNT,
    EVENTS,
    OBJECT,
    OBJECTS,
    TEXT,
    Schema,
    contents,
    form,
    path_item,
)

_FAILURES = {
    400: "The request cannot be read; the message begins with the field",
    401: "The key is missing or wrong",
    404: "There is no such thing",
    413: "The content is too large",
    429: "Too many requests; Retry-After says when to try again",
    500: "The server failed",
    504: "No answer came",
    529: "The server has too much to do",
}
_VERSION = {
    "name": "anthropic-version",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "format": "date"},
}


_COMMON: dict[str, Any] = {
    "tag": "Anthropic",
    "security": [{"Anthropic": []}],
    "error": "AnthropicError",
    "failures": _FAILURES,
    "parameters": [_VERSION],
}


def anthropic_paths() -> dict[str, Any]:
    """Path items of the addresses that only Anthropic has."""
    asked: dict[str, Schema] = {
        "model": TEXT,
        "messages": {**OBJECTS, "minItems": 1},
        "system": {"description": "A text, or text blocks"},
        "tools": OBJECTS,
        "tool_choice": OBJECT,
        "output_config": {"type": "object", "description": "format: json_schema with its schema"},
    }
    limits: dict[str, Schema] = {
        "max_tokens": COUNT,
        "stop_sequences": {"type": "array", "items": TEXT},
        "temperature": {"type": "number", "minimum": 0, "maximum": 1},
        "stream": {"type": "boolean"},
    }
    usage = form(["input_tokens", "output_tokens"], input_tokens=COUNT, output_tokens=COUNT)
    message = form(
        ["id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage"],
        id=TEXT,
        type={"const": "message"},
        role={"const": "assistant"},
        model=TEXT,
        content=OBJECTS,
        stop_reason={"enum": ["end_turn", "max_tokens", "stop_sequence", "tool_use", "refusal"]},
        stop_sequence={"type": ["string", "null"]},
        usage=usage,
    )
    return {
        "/v1/messages": path_item(
            "post",
            "messages",
            "Answer a conversation",
            takes=contents(json=form(["model", "max_tokens", "messages"], **asked, **limits)),
            gives={**contents(json=message), **EVENTS},
            **_COMMON,
        ),
        "/v1/messages/count_tokens": path_item(
            "post",
            "countMessageTokens",
            "How many tokens a conversation has",
            takes=contents(json=form(["model", "messages"], **asked)),
            gives=contents(json=form(["input_tokens"], input_tokens=COUNT)),
            **_COMMON,
        ),
    }


def anthropic_error_schema() -> Schema:
    """The shape of Anthropic's errors."""
    error = form(["type", "message"], type=TEXT, message=TEXT, details=OBJECT)
    return form(
        ["type", "error", "request_id"], type={"const": "error"}, error=error, request_id=TEXT
    )
