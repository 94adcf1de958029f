"""What each vendor's wire says: the request of a case as bytes, and what a reply in JSON holds.

OpenAI chat completions and responses, Anthropic messages, Gemini generateContent, and plain JSON. A reply is data: only the
fields named here are read, and each may be missing or of another type.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from estimators.measure.endpoint.address import ModelAddress, WireName
from estimators.measure.endpoint.message_parts import Asked, turns_of
from estimators.measure.endpoint.prompt import PromptTemplate, SamplingSettings, is_strict

_OPENAI_HOST = "api.openai.com"
_LARGEST_COUNT = 10**9
_BEARER = ("authorization", "Bearer ")


@dataclass(frozen=True)
class ModelRequest:
    """One request, without the key: what would be sent is all of it.

    `key_header`, `key_prefix`: where the key goes when it is sent.
    """

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    key_header: str = ""
    key_prefix: str = ""


class ReplyEnd(StrEnum):
    """Why an answer ends."""

    WHOLE = "whole"
    CUT_OFF = "cut_off"  # at the most tokens that were asked for
    REFUSED = "refused"  # by the model, in words or without
    BLOCKED = "blocked"  # by the service


@dataclass(frozen=True)
class ModelReply:
    """What a reply holds.

    - `text`: the answer; None where it was refused or blocked without words.
    - `tokens_in`, `tokens_out`: as the service counts them, None where it does not say; `cached`: of those in.
    - `model`: as the service names it.
    """

    text: str | None
    end: ReplyEnd = ReplyEnd.WHOLE
    tokens_in: int | None = None
    tokens_out: int | None = None
    cached: int = 0
    model: str = ""


class ReplyShapeError(ValueError):
    """A reply has no answer where the wire has it; the message names the place."""


def request_of(
    address: ModelAddress, prompt: PromptTemplate, settings: SamplingSettings, asked: Asked
) -> ModelRequest:
    """The request that asks one case."""
    return _WIRES[address.wire].request(address, prompt, settings, asked)


def reply_of(address: ModelAddress, document: Any) -> ModelReply:
    """What a reply holds; raises `ReplyShapeError` where it is none of this wire."""
    return _WIRES[address.wire].reply(address, document)


# OpenAI ---------------------------------------------------------------------------------------


def _chat(
    address: ModelAddress, prompt: PromptTemplate, settings: SamplingSettings, asked: Asked
) -> ModelRequest:
    system = [{"role": "system", "content": prompt.system}] if prompt.system else []
    turns = [
        {"role": role, "content": said} for role, said in turns_of(address.wire, prompt, asked)
    ]
    # Its newer name; what else speaks this wire knows the older one.
    most = "max_completion_tokens" if address.host == _OPENAI_HOST else "max_tokens"
    body: dict[str, Any] = {"model": address.model, "messages": system + turns, most: settings.max_tokens}  # fmt: skip
    schema = settings.schema_document
    if schema is not None:
        form = {"name": "answer", "schema": schema, "strict": is_strict(schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
    return _openai(address, "/chat/completions", body, settings)


def _responses(
    address: ModelAddress, prompt: PromptTemplate, settings: SamplingSettings, asked: Asked
) -> ModelRequest:
    turns = [
        {"role": role, "content": said} for role, said in turns_of(address.wire, prompt, asked)
    ]
    body: dict[str, Any] = {
        "model": address.model,
        "input": turns,
        "max_output_tokens": settings.max_tokens,
        "store": False,
    }
    if prompt.system:
        body["instructions"] = prompt.system
    schema = settings.schema_document
    if schema is not None:
        form = {"type": "json_schema", "name": "answer", "schema": schema, "strict": is_strict(schema)}  # fmt: skip
        body["text"] = {"format": form}
    return _openai(address, "/responses", body, settings)


def _openai(
    address: ModelAddress, path: str, body: dict[str, Any], settings: SamplingSettings
) -> ModelRequest:
    if settings.temperature is not None:
        body["temperature"] = settings.temperature
    return _made(address, path, body, _BEARER)


def _chat_reply(_address: ModelAddress, document: Any) -> ModelReply:
    choice = _needed(document, "choices", 0)
    message = _needed(choice, "message", place="choices.0.message")
    refusal = _text(_at(message, "refusal"))
    text = _text(_at(message, "content"))
    if text is None and isinstance(_at(message, "content"), list):
        text = _joined(_at(message, "content"), "text")
    reason = _at(choice, "finish_reason")
    if refusal is not None:
        text, end = text or refusal, ReplyEnd.REFUSED
    elif reason == "content_filter":
        end = ReplyEnd.BLOCKED
    else:
        end = ReplyEnd.CUT_OFF if reason == "length" else ReplyEnd.WHOLE
    usage = _at(document, "usage")
    return _whole_reply(
        text,
        end,
        "choices.0.message.content",
        tokens_in=_count(_at(usage, "prompt_tokens")),
        tokens_out=_count(_at(usage, "completion_tokens")),
        cached=_count(_at(usage, "prompt_tokens_details", "cached_tokens")),
        model=_at(document, "model"),
    )


def _responses_reply(_address: ModelAddress, document: Any) -> ModelReply:
    output = _needed(document, "output")
    parts = [part for item in _list(output) for part in _list(_at(item, "content"))]
    text = _joined([part for part in parts if _at(part, "type") == "output_text"], "text")
    refusal = _joined(parts, "refusal")
    reason = _at(document, "incomplete_details", "reason")
    if refusal is not None:
        text, end = text or refusal, ReplyEnd.REFUSED
    elif reason == "content_filter":
        end = ReplyEnd.BLOCKED
    else:
        end = ReplyEnd.CUT_OFF if reason == "max_output_tokens" else ReplyEnd.WHOLE
    usage = _at(document, "usage")
    return _whole_reply(
        text,
        end,
        "output.0.content.0.text",
        tokens_in=_count(_at(usage, "input_tokens")),
        tokens_out=_count(_at(usage, "output_tokens")),
        cached=_count(_at(usage, "input_tokens_details", "cached_tokens")),
        model=_at(document, "model"),
    )


# Anthropic ------------------------------------------------------------------------------------


def _messages(
    address: ModelAddress, prompt: PromptTemplate, settings: SamplingSettings, asked: Asked
) -> ModelRequest:
    turns = [
        {"role": role, "content": said} for role, said in turns_of(address.wire, prompt, asked)
    ]
    body: dict[str, Any] = {"model": address.model, "max_tokens": settings.max_tokens, "messages": turns}  # fmt: skip
    if prompt.system:
        body["system"] = prompt.system
    if settings.temperature is not None:
        body["temperature"] = min(settings.temperature, 1.0)
    schema = settings.schema_document
    if schema is not None:
        body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
    versioned = {"anthropic-version": "2023-06-01"}
    return _made(address, "/v1/messages", body, ("x-api-key", ""), versioned)


def _messages_reply(_address: ModelAddress, document: Any) -> ModelReply:
    content = _needed(document, "content")
    reason = _at(document, "stop_reason")
    ends = {"refusal": ReplyEnd.REFUSED, "max_tokens": ReplyEnd.CUT_OFF}
    usage = _at(document, "usage")
    read = _count(_at(usage, "cache_read_input_tokens")) or 0
    fresh = _count(_at(usage, "input_tokens"))
    kept = _count(_at(usage, "cache_creation_input_tokens")) or 0
    return _whole_reply(
        _joined([part for part in _list(content) if _at(part, "type") == "text"], "text"),
        ends.get(str(reason), ReplyEnd.WHOLE),
        "content.0.text",
        tokens_in=None if fresh is None else fresh + read + kept,
        tokens_out=_count(_at(usage, "output_tokens")),
        cached=read,
        model=_at(document, "model"),
    )


# Gemini ---------------------------------------------------------------------------------------

_GEMINI_BLOCKS = frozenset(("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY"))  # fmt: skip


def _generate_content(
    address: ModelAddress, prompt: PromptTemplate, settings: SamplingSettings, asked: Asked
) -> ModelRequest:
    roles = {"user": "user", "assistant": "model"}
    contents = [
        {"role": roles[role], "parts": [{"text": said}] if isinstance(said, str) else said}
        for role, said in turns_of(address.wire, prompt, asked)
    ]
    config: dict[str, Any] = {"maxOutputTokens": settings.max_tokens}
    if settings.temperature is not None:
        config["temperature"] = settings.temperature
    schema = settings.schema_document
    if schema is not None:
        config |= {"responseMimeType": "application/json", "responseJsonSchema": schema}
    body: dict[str, Any] = {"contents": contents, "generationConfig": config}
    if prompt.system:
        body["systemInstruction"] = {"parts": [{"text": prompt.system}]}
    model = quote(address.model.removeprefix("models/"), safe="")
    return _made(address, f"/v1beta/models/{model}:generateContent", body, ("x-goog-api-key", ""))


def _generate_content_reply(_address: ModelAddress, document: Any) -> ModelReply:
    blocked = _at(document, "promptFeedback", "blockReason")
    candidate = _at(document, "candidates", 0)
    if candidate is None and blocked is None:
        raise ReplyShapeError("candidates.0")
    parts = _list(_at(candidate, "content", "parts"))
    text = _joined([part for part in parts if _at(part, "thought") is not True], "text")
    reason = _at(candidate, "finishReason")
    if blocked is not None or reason in _GEMINI_BLOCKS:
        end = ReplyEnd.BLOCKED
    else:
        end = ReplyEnd.CUT_OFF if reason == "MAX_TOKENS" else ReplyEnd.WHOLE
    usage = _at(document, "usageMetadata")
    written = _count(_at(usage, "candidatesTokenCount"))
    thought = _count(_at(usage, "thoughtsTokenCount"))
    return _whole_reply(
        text,
        end,
        "candidates.0.content.parts.0.text",
        tokens_in=_count(_at(usage, "promptTokenCount")),
        tokens_out=None if written is None and thought is None else (written or 0) + (thought or 0),
        cached=_count(_at(usage, "cachedContentTokenCount")),
        model=_at(document, "modelVersion"),
    )


# Plain JSON -----------------------------------------------------------------------------------


def _plain_json(
    address: ModelAddress, prompt: PromptTemplate, _settings: SamplingSettings, asked: Asked
) -> ModelRequest:
    turns = prompt.turns(asked if isinstance(asked, str) else "")
    texts = {"{prompt}": "\n\n".join(said for _, said in turns), "{system}": prompt.system}
    if isinstance(asked, str):
        texts |= {"{input}": asked}
    else:
        texts |= {"{input}": asked.base64, "{media_type}": asked.media_type}
    body = _filled(json.loads(address.body), texts)
    return _made(address, "", body, _BEARER)


def _filled(value: Any, texts: Mapping[str, str]) -> Any:
    """The document with the texts in it, each place at once, so that nothing inside a case is taken for a place."""
    if isinstance(value, dict):
        return {key: _filled(part, texts) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, texts) for part in value]
    if not isinstance(value, str):
        return value
    found, rest = "", value
    while rest:
        place = min((name for name in texts if name in rest), key=rest.index, default=None)
        if place is None:
            break
        before, _, rest = rest.partition(place)
        found += before + texts[place]
    return found + rest


def _plain_json_reply(address: ModelAddress, document: Any) -> ModelReply:
    place = [int(part) if part.isdecimal() else part for part in address.answer_path.split(".")]
    found = _at(document, *place)
    if isinstance(found, dict | list):
        found = json.dumps(found, ensure_ascii=False)
    elif isinstance(found, bool | int | float):
        found = json.dumps(found)
    if found is None:
        raise ReplyShapeError(address.answer_path)
    return ModelReply(str(found))


# What they share ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _VendorWire:
    request: Callable[[ModelAddress, PromptTemplate, SamplingSettings, Asked], ModelRequest]
    reply: Callable[[ModelAddress, Any], ModelReply]


_WIRES: Mapping[WireName, _VendorWire] = {
    WireName.OPENAI: _VendorWire(_chat, _chat_reply),
    WireName.RESPONSES: _VendorWire(_responses, _responses_reply),
    WireName.ANTHROPIC: _VendorWire(_messages, _messages_reply),
    WireName.GEMINI: _VendorWire(_generate_content, _generate_content_reply),
    WireName.JSON: _VendorWire(_plain_json, _plain_json_reply),
}


def _made(
    address: ModelAddress,
    path: str,
    body: Any,
    key: tuple[str, str],
    headers: Mapping[str, str] | None = None,
) -> ModelRequest:
    parts = urlsplit(address.base_url)
    url = urlunsplit(parts._replace(path=parts.path + path if path else parts.path or "/"))
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    usual = {"content-type": "application/json", "accept": "application/json", **(headers or {})}
    return ModelRequest(
        url, text, usual, *((address.key_header, "") if address.key_header else key)
    )


def _whole_reply(
    text: str | None, end: ReplyEnd, place: str, *, cached: int | None, model: Any, **counts: int | None
) -> ModelReply:  # fmt: skip
    """The reply; without a text only where it says why."""
    if text is None and end is ReplyEnd.WHOLE:
        raise ReplyShapeError(place)
    return ModelReply(text, end, cached=cached or 0, model=(_text(model) or "")[:200], **counts)


def _needed(document: Any, *path: str | int, place: str = "") -> Any:
    found = _at(document, *path)
    if found is None:
        raise ReplyShapeError(place or ".".join(map(str, path)))
    return found


def _at(document: Any, *path: str | int) -> Any:
    """What lies at a path; None where nothing does."""
    for step in path:
        if isinstance(document, dict):
            document = document.get(str(step))
        elif isinstance(document, list) and isinstance(step, int) and step < len(document):
            document = document[step]
        else:
            return None
    return document


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _joined(parts: Any, name: str) -> str | None:
    texts = [text for part in _list(parts) if (text := _text(_at(part, name))) is not None]
    return "".join(texts) if texts else None


def _count(value: Any) -> int | None:
    """A count of tokens; None where it is no whole number that could be one."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= _LARGEST_COUNT else None
