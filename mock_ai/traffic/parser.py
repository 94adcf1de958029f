"""A recorded request in our terms, read the way the server reads it, and what its answer says, whichever vendor's."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.conversation import Kind, Prompt, ToolCall, Turn
from mock_ai.traffic.exchange import form_parts

_NO_HEADERS: dict[str, str] = {}  # nothing that a prompt is matched by is in them
_OF_FORMS: dict[str, Kind] = {
    "/v1/audio/transcriptions": "transcription",
    "/v1/audio/translations": "translation",
}


def parse_request(endpoint: str, body: bytes, content_type: str = "") -> Prompt:
    """What was asked.

    Raises `UserError` if the request cannot be read, or is of a kind that has no words to match.
    """
    from mock_ai.server.http_replies import Refusal

    try:
        if endpoint in _OF_FORMS:
            return _recording(_OF_FORMS[endpoint], body, content_type)
        if endpoint.startswith("/v1/predict"):
            return _question(body, content_type)
        return _conversation(endpoint, _object(body))
    except Refusal as refusal:
        raise UserError(
            tr("This request cannot be read."),
            tr("The server says: {message}", message=refusal.message),
            tr("Leave it out."),
        ) from refusal


def _conversation(endpoint: str, document: dict[str, Any]) -> Prompt:
    from mock_ai.server.json_fields import Fields

    if endpoint == "/v1/chat/completions":
        from mock_ai.server.openai.chat import chat_prompt

        named = {"model": tr("not named"), **document}  # Azure has it in the address
        return chat_prompt(Fields(named), _NO_HEADERS)
    if endpoint == "/v1/responses":
        from mock_ai.server.openai.responses import ResponseStore, response_prompt

        alone = {k: v for k, v in document.items() if k != "previous_response_id"}
        return response_prompt(Fields(alone), _NO_HEADERS, ResponseStore())
    if endpoint == "/v1/messages":
        from mock_ai.server.anthropic.prompts import read_request

        return read_request(Fields(document), _NO_HEADERS)
    name, _, method = endpoint.rpartition("/models/")[2].partition(":")
    if method in ("generateContent", "streamGenerateContent"):
        from mock_ai.server.gemini.prompts import read_generate

        return read_generate(document, name, _NO_HEADERS)
    raise UserError(
        tr("What was asked at {endpoint} is no conversation.", endpoint=endpoint[:80]),
        tr("Stubs are made of chats, classifications, transcripts and translations."),
        tr("Leave it out."),
    )


def _recording(kind: Kind, body: bytes, content_type: str) -> Prompt:
    fields, name = {"prompt": "", "model": ""}, "recording"
    for part in form_parts(body, content_type):
        if part.file is not None:
            name = part.file or name
        elif part.name in fields:
            fields[part.name] = part.content.decode("utf-8", "replace")
    return Prompt(
        kind,
        turns=(Turn("user", fields["prompt"]),),
        model=fields["model"],
        headers=_NO_HEADERS,
        file_name=name,
    )


def _question(body: bytes, content_type: str) -> Prompt:
    """An item to classify, as a conversation that shows it."""
    media = content_type.partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        parts = form_parts(body, content_type)
        file = next((part for part in parts if part.file is not None), None)
        text = next((part for part in parts if part.name == "text"), None)
        if file is not None:
            return _shown(file.content)
        return _said(text.content.decode("utf-8", "replace") if text else "")
    if media == "application/json" or body.lstrip()[:1] == b"{":
        return _said(str(_object(body).get("text") or ""))
    if media == "application/x-www-form-urlencoded" and b"text=" in body[:1000]:
        return _said(parse_qs(body.decode("utf-8", "replace"))["text"][0])
    if media == "text/plain":
        return _said(body.decode("utf-8", "replace"))
    return _shown(body)


def _said(text: str) -> Prompt:
    if not text.strip():
        raise UserError(
            tr("This request cannot be read."),
            tr("There is nothing to classify in it."),
            tr("Leave it out."),
        )
    return Prompt("classification", turns=(Turn("user", text),))


def _shown(content: bytes) -> Prompt:
    return Prompt("classification", turns=(Turn("user", "", (content,)),))


def _object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise UserError(
            tr("This request cannot be read."), tr("It is no JSON object."), tr("Leave it out.")
        )
    return document


@dataclass(frozen=True)
class ParsedResponse:
    """The first choice of an answer: its words and its calls, a class where it is one, and what our own address answered as a
    value (``answer``: a number, a list, fields)."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    label: str | None = None
    confidence: float | None = None
    abstain: bool = False
    answer: Any = None


def parse_response(endpoint: str, content_type: str, body: bytes) -> ParsedResponse | None:
    """What the answer says; None where it cannot be read, or is no answer in words."""
    text = body.decode("utf-8", "replace")
    is_stream = "event-stream" in content_type
    if endpoint.startswith("/v1/audio/") and not is_stream and "json" not in content_type:
        return ParsedResponse(text.strip()) if content_type.startswith("text/") else None
    documents = list(_events(text)) if is_stream else _documents(text)
    if not documents:
        return None
    try:
        return _read(endpoint, documents, is_stream=is_stream)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None


def _read(
    endpoint: str, documents: list[dict[str, Any]], *, is_stream: bool
) -> ParsedResponse | None:
    for part, whole, stream in _READERS:
        if part in endpoint:
            return stream(documents) if is_stream else whole(documents)
    return None


def _classified(documents: list[dict[str, Any]]) -> ParsedResponse:
    document = documents[0]
    if "answer" in document:
        return ParsedResponse(str(document.get("text") or ""), answer=document["answer"])
    return ParsedResponse(
        str(document.get("text") or ""),
        label=document["label"],
        confidence=document.get("confidence"),
        abstain=bool(document.get("abstain")),
    )


def _heard(documents: list[dict[str, Any]]) -> ParsedResponse:
    return ParsedResponse(str(documents[0]["text"]))


def _heard_stream(documents: list[dict[str, Any]]) -> ParsedResponse:
    return ParsedResponse("".join(one.get("delta", "") for one in documents))


# --- OpenAI ---------------------------------------------------------------------------------------


def _chat(documents: list[dict[str, Any]]) -> ParsedResponse:
    message = documents[0]["choices"][0]["message"]
    calls = [_call(one["function"]) for one in message.get("tool_calls") or ()]
    return ParsedResponse(message.get("content") or message.get("refusal") or "", tuple(calls))


def _chat_stream(documents: list[dict[str, Any]]) -> ParsedResponse:
    text: list[str] = []
    names: dict[int, str] = {}
    arguments: dict[int, str] = {}
    for document in documents:
        for choice in document.get("choices") or ():
            if choice.get("index", 0) != 0:
                continue
            delta = choice.get("delta") or {}
            text.append(delta.get("content") or delta.get("refusal") or "")
            for call in delta.get("tool_calls") or ():
                function = call.get("function") or {}
                place = call.get("index", 0)
                names[place] = names.get(place, "") + (function.get("name") or "")
                arguments[place] = arguments.get(place, "") + (function.get("arguments") or "")
    calls = [_call({"name": names[place], "arguments": arguments[place]}) for place in names]
    return ParsedResponse("".join(text), tuple(calls))


def _response(documents: list[dict[str, Any]]) -> ParsedResponse:
    items = documents[0]["output"]
    parts = [part for item in items if item["type"] == "message" for part in item["content"]]
    text = "".join(part.get("text") or part.get("refusal") or "" for part in parts)
    return ParsedResponse(
        text, tuple(_call(item) for item in items if item["type"] == "function_call")
    )


def _response_stream(documents: list[dict[str, Any]]) -> ParsedResponse:
    for document in reversed(documents):
        if document.get("type") in ("response.completed", "response.incomplete"):
            return _response([document["response"]])
    deltas = (one for one in documents if one.get("type") == "response.output_text.delta")
    return ParsedResponse("".join(one["delta"] for one in deltas))


def _call(function: Mapping[str, Any]) -> ToolCall:
    written = function.get("arguments") or "{}"
    arguments = json.loads(written) if isinstance(written, str) else written
    return ToolCall(str(function["name"]), dict(arguments))


# --- Anthropic and Gemini -------------------------------------------------------------------------


def _blocks(blocks: list[dict[str, Any]]) -> ParsedResponse:
    text = "".join(block["text"] for block in blocks if block.get("type") == "text")
    calls = [
        ToolCall(block["name"], dict(block.get("input") or {}))
        for block in blocks
        if block.get("type") == "tool_use"
    ]
    return ParsedResponse(text, tuple(calls))


def _message_stream(documents: list[dict[str, Any]]) -> ParsedResponse:
    blocks: dict[int, dict[str, Any]] = {}
    written: dict[int, str] = {}
    for document in documents:
        place = document.get("index", 0)
        if document.get("type") == "content_block_start":
            blocks[place] = dict(document["content_block"])
        elif document.get("type") == "content_block_delta" and place in blocks:
            delta = document["delta"]
            blocks[place]["text"] = blocks[place].get("text", "") + delta.get("text", "")
            written[place] = written.get(place, "") + delta.get("partial_json", "")
    for place, block in blocks.items():
        if block.get("type") == "tool_use" and written.get(place):
            block["input"] = json.loads(written[place])
    return _blocks([blocks[place] for place in sorted(blocks)])


def _candidates(documents: list[dict[str, Any]]) -> ParsedResponse:
    text: list[str] = []
    calls: list[ToolCall] = []
    for document in documents:
        for candidate in document.get("candidates") or ():
            if candidate.get("index", 0) != 0:
                continue
            for part in (candidate.get("content") or {}).get("parts") or ():
                if not part.get("thought"):
                    text.append(part.get("text") or "")
                if "functionCall" in part:
                    call = part["functionCall"]
                    calls.append(ToolCall(call["name"], dict(call.get("args") or {})))
    return ParsedResponse("".join(text), tuple(calls))


Reader = Callable[[list[dict[str, Any]]], ParsedResponse]
_READERS: tuple[tuple[str, Reader, Reader], ...] = (
    ("/v1/predict", _classified, _classified),
    ("/v1/chat/completions", _chat, _chat_stream),
    ("/v1/responses", _response, _response_stream),
    ("/v1/messages", lambda documents: _blocks(documents[0]["content"]), _message_stream),
    ("/models/", _candidates, _candidates),
    ("/v1/audio/", _heard, _heard_stream),
)
"""A part of the address, and what reads the answers given there: whole, and as events."""


# --- documents and events -------------------------------------------------------------------------


def _documents(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if isinstance(found, list):  # Gemini streams a list where no events are asked for
        return [one for one in found if isinstance(one, dict)]
    return [found] if isinstance(found, dict) else []


def _events(text: str) -> Iterator[dict[str, Any]]:
    for block in re.split(r"\r?\n\r?\n", text):
        data = "".join(line[5:].strip() for line in block.splitlines() if line.startswith("data:"))
        yield from (one for one in _documents(data)) if data not in ("", "[DONE]") else ()
