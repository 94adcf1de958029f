"""What all of OpenAI's answers share: ids, usage and token probabilities that agree with a replay, streams, and failures.

Source: https://platform.openai.com/docs/guides/error-codes
"""

import math
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.conversation import Prompt, Reply
from mock_ai.server.http_replies import JsonReply, Refusal, refusal_headers
from mock_ai.server.response_pipeline import Writer
from mock_ai.server.service import PromptAnswer

_OTHERS = (" the", " a", " of", " and", " to", " in", " is", " it", ".", ",", " for", " that",
           " on", " with", " as", " at", " this", " or", "\n", " not")  # fmt: skip


def made_id(prefix: str, *parts: object) -> str:
    """An id as long as OpenAI's; the same parts give the same id."""
    digest = blake2b("\0".join(map(str, parts)).encode(), digest_size=18).hexdigest()
    return f"{prefix}{digest[:29]}"


def chat_usage(prompt: Prompt, replies: Sequence[Reply]) -> dict[str, Any]:
    """The usage of a chat completion; prompt and completion add up to the total."""
    asked, answered = prompt.token_count, sum(reply.token_count for reply in replies)
    return {
        "prompt_tokens": asked,
        "completion_tokens": answered,
        "total_tokens": asked + answered,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def responses_usage(asked: int, answered: int) -> dict[str, Any]:
    return {
        "input_tokens": asked,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": answered,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": asked + answered,
    }


def token_logprobs(pieces: Sequence[str], top: int, first: int = 0) -> list[dict[str, Any]]:
    """A natural logarithm of a probability for each token, with the ``top`` likeliest.

    The token that was written is always the likeliest; all of them together stay below 1.
    """
    return [_token_logprob(place, piece, top) for place, piece in enumerate(pieces, first)]


def _token_logprob(place: int, piece: str, top: int) -> dict[str, Any]:
    draw = blake2b(f"{place}\0{piece}".encode("utf-8", "replace"), digest_size=2).digest()
    likeliest = 0.6 + 0.39 * int.from_bytes(draw) / 65536
    others = [other for other in _OTHERS if other != piece]
    left, shown = 1 - likeliest, [(piece, likeliest)]
    for other in others[: max(top - 1, 0)]:
        left /= 2
        shown.append((other, left))
    entries = [
        {
            "token": token,
            "logprob": round(math.log(probability), 6),
            "bytes": list(token.encode("utf-8", "replace")),
        }
        for token, probability in shown
    ]
    return {**entries[0], "top_logprobs": entries[:top]}


_TYPES = {
    401: "invalid_request_error",
    403: "permission_error",
    429: "requests",
    500: "server_error",
    503: "server_error",
    504: "server_error",
}
_CODES = {
    "unauthorised": "invalid_api_key",
    "no_model": "model_not_found",
    "rate_limit": "rate_limit_exceeded",
    "too_large": "request_too_large",
    "not_found": "unknown_url",
    "wrong_method": "method_not_supported",
}


def vendor_headers(request: Request) -> list[tuple[bytes, bytes]]:
    """What OpenAI sends with every answer; its clients show the id where something is wrong."""
    number = next(request.app.state.numbers["openai"])
    return [
        (b"x-request-id", made_id("req_", number).encode()),
        (b"openai-version", b"2020-10-01"),
    ]


def error_reply(request: Request, refusal: Refusal) -> JsonReply:
    """``{"error": {"message", "type", "param", "code"}}`` with the refusal's status."""
    reply = JsonReply(
        {
            "error": {
                "message": refusal.message,
                "type": _TYPES.get(refusal.status, "invalid_request_error"),
                "param": refusal.place or None,
                "code": _CODES.get(refusal.kind),
            }
        },
        status_code=refusal.status,
        headers=refusal_headers(refusal),
    )
    reply.raw_headers[2:2] = vendor_headers(request)  # after length and type of the body
    return reply


def error_event(request: Request, refusal: Refusal) -> bytes:
    """What ends a stream that fails."""
    return b"data: " + bytes(error_reply(request, refusal).body) + b"\n\n"


Events = Callable[[Sequence[Reply], int], Iterable[bytes]]


class NonStreamingWriter(Writer):
    """Writes an answer by one function; ``events`` writes it as a stream, where there is one."""

    def __init__(
        self,
        write: Callable[[PromptAnswer], Response],
        events: Events = lambda _replies, _number: (),
    ) -> None:
        self._write, self._events = write, events

    def whole(self, given: PromptAnswer) -> Response:
        return self._write(given)

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        return self._events(replies, number)

    def failing(self, request: Request, refusal: Refusal, _number: int) -> bytes:
        return error_event(request, refusal)
