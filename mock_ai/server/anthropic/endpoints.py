"""Where Anthropic's clients call (messages, token counts, models), and its messages, streams and errors.

Sources: https://docs.anthropic.com/en/api/messages, https://docs.anthropic.com/en/docs/build-with-claude/streaming,
https://docs.anthropic.com/en/api/errors, https://docs.anthropic.com/en/api/models-list
"""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Reply, ToolCall, split_tokens
from mock_ai.server.anthropic.prompts import read_request
from mock_ai.server.http_replies import EventTemplate, JsonReply, Refusal, refusal_headers, written
from mock_ai.server.json_fields import plain_headers, read_object, wrong
from mock_ai.server.response_pipeline import Writer, play
from mock_ai.server.service import PromptAnswer, Service

_STOPS = {"end": "end_turn", "length": "max_tokens", "tool": "tool_use", "refusal": "refusal"}


def event(kind: str, fields: dict[str, Any]) -> bytes:
    """One server-sent event, named as its ``type``."""
    return f"event: {kind}\ndata: {written({'type': kind, **fields})}\n\n".encode()


def stop_reason(reply: Reply) -> tuple[str, str | None]:
    """Why it ended, and the stop sequence if that was it."""
    if reply.stop_sequence is not None:
        return "stop_sequence", reply.stop_sequence
    return ("tool_use" if reply.calls else _STOPS[reply.stop]), None


def output_tokens(reply: Reply) -> int:
    """What the answer is billed as: never nothing, as the API says."""
    return max(1, reply.token_count)


def identifier(prefix: str, *parts: object) -> str:
    """An id as this API makes them, the same again when a session is replayed."""
    return f"{prefix}_01{hashlib.sha256(repr((prefix, *parts)).encode()).hexdigest()[:22]}"


def _block(
    index: int, block: dict[str, Any], delta: tuple[str, str], parts: list[str]
) -> Iterator[bytes]:
    """One item for each part; ``delta`` is the type of its event and the field of the part."""
    kind, key = delta
    mould = EventTemplate(
        lambda gap: event(
            "content_block_delta", {"index": index, "delta": {"type": kind, key: gap}}
        )
    )
    before = event("content_block_start", {"index": index, "content_block": block})
    for part in parts[:-1]:
        yield before + mould.filled(part)
        before = b""
    yield before + mould.filled(parts[-1]) + event("content_block_stop", {"index": index})


def _call_block(call: ToolCall, number: int, index: int, shown: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "tool_use",
        "id": identifier("toolu", number, index),
        "name": call.name,
        "input": shown,
    }


def _frame(prompt: Prompt, number: int) -> dict[str, Any]:
    return {
        "id": identifier("msg", number),
        "type": "message",
        "role": "assistant",
        "model": prompt.model,
    }


def _usage(prompt: Prompt, output: int) -> dict[str, Any]:
    return {**_counts(prompt, output), "service_tier": "standard"}


def _counts(prompt: Prompt, output: int) -> dict[str, int]:
    return {
        "input_tokens": prompt.token_count,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": output,
    }


NO_THREAD = "thread_not_found"
_TYPES = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def error_reply(request: Request, refusal: Refusal) -> JsonReply:
    """``{"type": "error", "error": {"type", "message"}, "request_id"}``.

    A server that has too much to do answers 529 here, where others say 503.
    """
    status = 529 if refusal.status == 503 else refusal.status
    usual = "api_error" if status >= 500 else "invalid_request_error"
    own = request_id(request)
    error: dict[str, Any] = {"type": _TYPES.get(status, usual), "message": refusal.message}
    if refusal.kind == NO_THREAD:
        error["details"] = {"error_code": NO_THREAD}
    return JsonReply(
        {"type": "error", "error": error, "request_id": own},
        status_code=status,
        headers={**refusal_headers(refusal), "request-id": own},
    )


def request_id(request: Request) -> str:
    """The id of a request, the same wherever it is shown; the requests are numbered."""
    if "anthropic_request_id" not in request.scope:
        number = next(request.app.state.numbers["anthropic"])
        request.scope["anthropic_request_id"] = identifier("req", number)
    own: str = request.scope["anthropic_request_id"]
    return own


_MOST_A_PAGE = 1000
_THEIRS = re.compile(r"claude-[a-z0-9.@-]{1,80}")


def model_document(name: str) -> dict[str, Any]:
    """What is being served, as a model; its date is unknown, which this API writes as the epoch."""
    return {
        "type": "model",
        "id": name,
        "display_name": name,
        "created_at": "1970-01-01T00:00:00Z",
        "lifecycle": "active",
        "line": None,
        "deprecated_at": None,
        "retires_at": None,
        "capabilities": None,
        "max_input_tokens": 200_000,
        "max_tokens": 64_000,
    }


def model_page(name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The page of the list that was asked for. There is one model."""
    limit = query.get("limit", "20")
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:9]) <= _MOST_A_PAGE:
        raise wrong(
            "limit", tr("This must be between 1 and {most_a_page}.", most_a_page=_MOST_A_PAGE)
        )
    past = name in (query.get("after_id"), query.get("before_id"))
    models = [] if past else [model_document(name)]
    first = name if models else None
    return {"data": models, "has_more": False, "first_id": first, "last_id": first}


_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")


class MessageWriter(Writer):
    """Writes a reply as a message. This API gives one answer to a request."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def whole(self, given: PromptAnswer) -> Response:
        replies, number = given.replies, given.number
        prompt, reply = self._prompt, replies[0]
        content: list[dict[str, Any]] = []
        if reply.text:
            content.append({"type": "text", "text": reply.text})
        content += [
            _call_block(call, number, index, call.arguments)
            for index, call in enumerate(reply.calls)
        ]
        reason, sequence = stop_reason(reply)
        return JsonReply(
            {
                **_frame(prompt, number),
                "content": content,
                "stop_reason": reason,
                "stop_sequence": sequence,
                "usage": _usage(prompt, output_tokens(reply)),
            }
        )

    def opening(self, _replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        prompt = self._prompt
        message = {
            **_frame(prompt, number),
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": _usage(prompt, 1),
        }
        return [event("message_start", {"message": message}), event("ping", {})]

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        # One item for each token; a block's start and stop go with its neighbours.
        reply = replies[0]
        index = 0
        if reply.text:
            block = {"type": "text", "text": ""}
            yield from _block(index, block, ("text_delta", "text"), reply.tokens())
            index += 1
        for place, call in enumerate(reply.calls):
            written = json.dumps(call.arguments, ensure_ascii=False)
            block = _call_block(call, number, place, {})
            parts = ["", *split_tokens(written)]
            yield from _block(index, block, ("input_json_delta", "partial_json"), parts)
            index += 1

    def closing(self, replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        prompt, reply = self._prompt, replies[0]
        reason, sequence = stop_reason(reply)
        return [
            event(
                "message_delta",
                {
                    "delta": {"stop_reason": reason, "stop_sequence": sequence},
                    "usage": _counts(prompt, output_tokens(reply)),
                },
            ),
            event("message_stop", {}),
        ]

    def waiting(self, _number: int) -> bytes:
        return event("ping", {})

    def failing(self, request: Request, refusal: Refusal, _number: int) -> bytes:
        return b"event: error\ndata: " + bytes(error_reply(request, refusal).body) + b"\n\n"


class CountWriter(MessageWriter):
    """Writes what a request would cost."""

    def whole(self, _given: PromptAnswer) -> Response:
        return JsonReply({"input_tokens": self._prompt.token_count})


async def _messages(request: Request) -> Response:
    """``POST /v1/messages``, whole or as a stream."""
    document = await read_object(request)
    if document.part("thread").get("type") == "continue":
        # Conversations are not kept here. The official client then sends the whole of it again.
        raise Refusal(404, NO_THREAD, tr("This thread is not here. Send the whole conversation."))
    prompt = read_request(document, plain_headers(request))
    stream = document.optional("stream", bool) or False
    return await play(request, prompt, MessageWriter(prompt), stream=stream)


async def _count_tokens(request: Request) -> Response:
    """``POST /v1/messages/count_tokens``."""
    document = await read_object(request)
    prompt = read_request(document, plain_headers(request), counting=True)
    return await play(request, prompt, CountWriter(prompt))


async def _models(request: Request) -> Response:
    """``GET /v1/models``."""
    service: Service = request.app.state.service
    return JsonReply(model_page(service.model_name, request.query_params))


async def _model(request: Request) -> Response:
    """``GET /v1/models/{model}``."""
    name = request.path_params["model"]
    if name != request.app.state.service.model_name and not _THEIRS.fullmatch(name):
        raise Refusal(404, "no_model", tr("model: {name}", name=name[:80]))
    return JsonReply(model_document(name))


def _as_theirs(
    endpoint: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint with what goes for all of this API: a version asked for, an id given."""

    async def versioned(request: Request) -> Response:
        version = request.headers.get("anthropic-version")
        if version is None:
            raise Refusal(400, "malformed", tr("anthropic-version: header is required"))
        if not _VERSION.fullmatch(version):
            raise Refusal(
                400, "malformed", tr("anthropic-version: This must be a date such as 2023-06-01.")
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
