"""Where Gemini's clients call: ``models/{model}:method``, and the models themselves."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.conversation import Prompt, Reply
from mock_ai.server.gemini.content import (
    empty_chunk,
    frame,
    plain_choice,
    response_chunks,
    response_document,
    token_details,
)
from mock_ai.server.gemini.embeddings import read_embeddings
from mock_ai.server.gemini.errors import error_reply, wants_list
from mock_ai.server.gemini.models import METHODS, is_known, model_document, model_page
from mock_ai.server.gemini.prompts import is_enum, read_count, read_generate
from mock_ai.server.http_replies import JsonReply, Refusal
from mock_ai.server.json_fields import plain_headers, read_object
from mock_ai.server.response_pipeline import EVENT_STREAM, play
from mock_ai.server.service import Service

_JSON = "application/json; charset=utf-8"


class ContentWriter:
    """Writes replies as candidates; a stream as events, or as one JSON list."""

    def __init__(self, prompt: Prompt, *, listed: bool = False, plain: bool = False) -> None:
        self._prompt, self._listed, self._plain = prompt, listed, plain

    def whole(self, replies: Sequence[Reply], number: int) -> Response:
        return JsonReply(response_document(self._prompt, self._read(replies), number))

    def opening(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return [b"["] if self._listed else []

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        framed, before, between = frame(self._prompt, number), 0, b""
        for index, reply in enumerate(self._read(replies)):
            for chunk in response_chunks(framed, reply, number, index, before):
                yield between + _written(chunk) if self._listed else _event(chunk)
                between = b",\r\n"
            before += reply.token_count

    def closing(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return [b"]"] if self._listed else []

    def waiting(self, number: int) -> bytes:
        # A comment would be legal, but Google's clients take each line for data (decision 0172).
        if self._listed:
            return b"\r\n"
        return _event(empty_chunk(frame(self._prompt, number)))

    def failing(self, request: Request, refusal: Refusal, _number: int) -> bytes:
        body = bytes(error_reply(request, refusal).body)
        if self._listed:  # a list of one, of which the opening has sent the bracket
            return body[1:]
        return b"data: " + body + b"\r\n\r\n"

    def _read(self, replies: Sequence[Reply]) -> Sequence[Reply]:
        return [plain_choice(reply) for reply in replies] if self._plain else replies


def _written(chunk: Mapping[str, Any]) -> bytes:
    return json.dumps(chunk, ensure_ascii=False, separators=(",", ":")).encode()


def _event(chunk: Mapping[str, Any]) -> bytes:
    return b"data: " + _written(chunk) + b"\r\n\r\n"


class DocumentWriter(ContentWriter):
    """Writes a document that does not depend on the reply: a count, an embedding."""

    def __init__(self, prompt: Prompt, document: Mapping[str, Any]) -> None:
        super().__init__(prompt)
        self._document = document

    def whole(self, _replies: Sequence[Reply], _number: int) -> Response:
        return JsonReply(self._document)


async def call(request: Request) -> Response:
    """``POST …/models/{model}:method``."""
    name, _, method = request.path_params["call"].rpartition(":")
    if not name or method not in METHODS:
        raise Refusal(
            404, "not_found", f"There is no method {method[:80]}. Try {', '.join(METHODS)}."
        )
    service: Service = request.app.state.service
    document = await read_object(request, service.limits)
    headers = plain_headers(request)
    if method == "countTokens":
        prompt = read_count(document, name, headers)
        counted = {"totalTokens": prompt.token_count, "promptTokensDetails": token_details(prompt)}
        return await play(request, prompt, DocumentWriter(prompt, counted))
    if method in ("embedContent", "batchEmbedContents"):
        prompt, embedded = await read_embeddings(document, name, headers, method, service)
        return await play(request, prompt, DocumentWriter(prompt, embedded))
    prompt = read_generate(document, name, headers)
    listed = wants_list(request)
    return await play(
        request,
        prompt,
        ContentWriter(prompt, listed=listed, plain=is_enum(document)),
        stream=method == "streamGenerateContent",
        media_type=_JSON if listed else EVENT_STREAM,
    )


async def models(request: Request) -> Response:
    """``GET …/models``."""
    service: Service = request.app.state.service
    return JsonReply(model_page(service.model_name, request.query_params))


async def model(request: Request) -> Response:
    """``GET …/models/{model}``."""
    service: Service = request.app.state.service
    name = request.path_params["model"]
    if not is_known(name, service.model_name):
        raise Refusal(404, "no_model", f"There is no model models/{name[:80]} here.")
    return JsonReply(model_document(name))


ROUTES = tuple(
    (method, f"/{version}/{path}", endpoint)
    for version in ("v1", "v1beta")
    for method, path, endpoint in (
        ("POST", "models/{call}", call),
        ("GET", "models", models),
        ("GET", "models/{model}", model),
    )
)
