"""Ids, usage and token probabilities: numbers that agree with one another and with a replay."""

import math
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from mock_ai.conversation import Prompt, Reply

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
    """The usage of a response."""
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
