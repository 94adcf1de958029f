"""Where Anthropic's clients call: messages, token counts, models."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.conversation import Prompt, Reply
from mock_ai.server.anthropic.errors import NO_THREAD, error_reply, request_id
from mock_ai.server.anthropic.message import closing, event, message_document, opening, pieces
from mock_ai.server.anthropic.models import is_known, model_document, model_page
from mock_ai.server.anthropic.prompts import read_request
from mock_ai.server.http_replies import JsonReply, Refusal
from mock_ai.server.json_fields import optional, plain_headers, read_object
from mock_ai.server.response_pipeline import play
from mock_ai.server.service import Service

_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")


class MessageWriter:
    """Writes a reply as a message. This API gives one answer to a request."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def whole(self, replies: Sequence[Reply], number: int) -> Response:
        return JsonReply(message_document(self._prompt, replies[0], number))

    def opening(self, _replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        return opening(self._prompt, number)

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        return pieces(replies[0], number)

    def closing(self, replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return closing(self._prompt, replies[0])

    def waiting(self, _number: int) -> bytes:
        return event("ping", {})

    def failing(self, request: Request, refusal: Refusal, _number: int) -> bytes:
        return b"event: error\ndata: " + bytes(error_reply(request, refusal).body) + b"\n\n"


class CountWriter(MessageWriter):
    """Writes what a request would cost."""

    def whole(self, _replies: Sequence[Reply], _number: int) -> Response:
        return JsonReply({"input_tokens": self._prompt.token_count})


async def _messages(request: Request) -> Response:
    """``POST /v1/messages``, whole or as a stream."""
    document = await _document(request)
    thread = optional(document, "thread", dict) or {}
    if thread.get("type") == "continue":
        # Conversations are not kept here. The official client then sends the whole of it again.
        raise Refusal(404, NO_THREAD, "This thread is not here. Send the whole conversation.")
    prompt = read_request(document, plain_headers(request))
    stream = optional(document, "stream", bool) or False
    return await play(request, prompt, MessageWriter(prompt), stream=stream)


async def _count_tokens(request: Request) -> Response:
    """``POST /v1/messages/count_tokens``."""
    document = await _document(request)
    prompt = read_request(document, plain_headers(request), counting=True)
    return await play(request, prompt, CountWriter(prompt))


async def _models(request: Request) -> Response:
    """``GET /v1/models``."""
    service: Service = request.app.state.service
    return JsonReply(model_page(service.model_name, request.query_params))


async def _model(request: Request) -> Response:
    """``GET /v1/models/{model}``."""
    service: Service = request.app.state.service
    name = request.path_params["model"]
    if not is_known(name, service.model_name):
        raise Refusal(404, "no_model", f"model: {name[:80]}")
    return JsonReply(model_document(name))


async def _document(request: Request) -> dict[str, Any]:
    service: Service = request.app.state.service
    return await read_object(request, service.limits)


def _as_theirs(
    endpoint: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint with what goes for all of this API: a version asked for, an id given."""

    async def versioned(request: Request) -> Response:
        version = request.headers.get("anthropic-version")
        if version is None:
            raise Refusal(400, "malformed", "anthropic-version: header is required")
        if not _VERSION.fullmatch(version):
            raise Refusal(
                400, "malformed", "anthropic-version: This must be a date such as 2023-06-01."
            )
        reply = await endpoint(request)
        reply.headers["request-id"] = request_id(request)
        return reply

    return versioned


messages = _as_theirs(_messages)
count_tokens = _as_theirs(_count_tokens)
models = _as_theirs(_models)
model = _as_theirs(_model)

ROUTES = (
    ("POST", "/v1/messages", messages),
    ("POST", "/v1/messages/count_tokens", count_tokens),
    ("GET", "/v1/models", models),
    ("GET", "/v1/models/{model}", model),
)
