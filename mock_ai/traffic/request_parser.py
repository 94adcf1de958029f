"""A recorded request in our terms, read the way the server reads it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from estimators.base.errors import UserError
from mock_ai.conversation import Kind, Prompt, Turn
from mock_ai.traffic.multipart import form_parts

_OF_FORMS: dict[str, Kind] = {
    "/v1/audio/transcriptions": "transcription",
    "/v1/audio/translations": "translation",
}


def parse_request(
    endpoint: str, body: bytes, content_type: str = "", headers: Mapping[str, str] | None = None
) -> Prompt:
    """What was asked.

    Raises
    ------
    UserError : the request cannot be read, or is of a kind that has no words to match.
    """
    from mock_ai.server.http_replies import Refusal

    headers = headers or {}
    try:
        if endpoint in _OF_FORMS:
            return _recording(_OF_FORMS[endpoint], body, content_type, headers)
        if endpoint.startswith("/v1/predict"):
            return _question(body, content_type, headers)
        return _conversation(endpoint, _object(body), headers)
    except Refusal as refusal:
        raise UserError(
            "This request cannot be read.", f"The server says: {refusal.message}", "Leave it out."
        ) from refusal


def _conversation(endpoint: str, document: dict[str, Any], headers: Mapping[str, str]) -> Prompt:
    if endpoint == "/v1/chat/completions":
        from mock_ai.server.openai.chat import chat_prompt

        return chat_prompt(
            {"model": "not named", **document}, headers
        )  # Azure has it in the address
    if endpoint == "/v1/responses":
        from mock_ai.server.openai.responses import ResponseStore, response_prompt

        alone = {k: v for k, v in document.items() if k != "previous_response_id"}
        return response_prompt(alone, headers, ResponseStore())
    if endpoint == "/v1/messages":
        from mock_ai.server.anthropic.prompts import read_request

        return read_request(document, headers)
    name, _, method = endpoint.rpartition("/models/")[2].partition(":")
    if method in ("generateContent", "streamGenerateContent"):
        from mock_ai.server.gemini.prompts import read_generate

        return read_generate(document, name, headers)
    raise UserError(
        f"What was asked at {endpoint[:80]} is no conversation.",
        "Stubs are made of chats, classifications, transcripts and translations.",
        "Leave it out.",
    )


def _recording(kind: Kind, body: bytes, content_type: str, headers: Mapping[str, str]) -> Prompt:
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
        headers=headers,
        file_name=name,
    )


def _question(body: bytes, content_type: str, headers: Mapping[str, str]) -> Prompt:
    """An item to classify, as a conversation that shows it."""
    media = content_type.partition(";")[0].strip().lower()
    if media == "multipart/form-data":
        parts = form_parts(body, content_type)
        file = next((part for part in parts if part.file is not None), None)
        text = next((part for part in parts if part.name == "text"), None)
        if file is not None:
            return _shown(file.content, headers)
        return _said(text.content.decode("utf-8", "replace") if text else "", headers)
    if media == "application/json" or body.lstrip()[:1] == b"{":
        return _said(str(_object(body).get("text") or ""), headers)
    if media == "application/x-www-form-urlencoded" and b"text=" in body[:1000]:
        return _said(parse_qs(body.decode("utf-8", "replace"))["text"][0], headers)
    if media == "text/plain":
        return _said(body.decode("utf-8", "replace"), headers)
    return _shown(body, headers)


def _said(text: str, headers: Mapping[str, str]) -> Prompt:
    if not text.strip():
        raise UserError(
            "This request cannot be read.", "There is nothing to classify in it.", "Leave it out."
        )
    return Prompt("classification", turns=(Turn("user", text),), headers=headers)


def _shown(content: bytes, headers: Mapping[str, str]) -> Prompt:
    return Prompt("classification", turns=(Turn("user", "", (content,)),), headers=headers)


def _object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise UserError("This request cannot be read.", "It is no JSON object.", "Leave it out.")
    return document
