"""Replies as Gemini's GenerateContentResponse, whole or as the chunks of a stream.

Source: https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from mock_ai.conversation import IMAGE_TOKENS, Prompt, Reply, count_tokens

_FINISHED = {"end": "STOP", "length": "MAX_TOKENS", "tool": "STOP", "refusal": "SAFETY"}


Frame = Callable[[int], dict[str, Any]]


def response_document(prompt: Prompt, replies: Sequence[Reply], number: int) -> dict[str, Any]:
    """The whole response, a candidate for each reply; ``number`` is that of the request."""
    candidates = [
        _candidate(index, _parts(reply, number, index), _FINISHED[reply.stop])
        for index, reply in enumerate(replies)
    ]
    written = sum(reply.token_count for reply in replies)
    return {"candidates": candidates, **frame(prompt, number)(written)}


def response_chunks(
    framed: Frame, reply: Reply, number: int, index: int = 0, before: int = 0
) -> Iterator[dict[str, Any]]:
    """The chunks of one candidate, one for each token; the last says why it ended.

    ``before`` is how many tokens the candidates before it have.
    """
    pieces: list[tuple[list[dict[str, Any]], int]] = [
        ([{"text": piece}], count_tokens(piece)) for piece in reply.tokens()
    ]
    if reply.calls or reply.images or reply.sound is not None:
        rest = replace(reply, text="")
        pieces.append((_parts(rest, number, index), rest.token_count))
    written = before
    for parts, cost in pieces[:-1]:
        written += cost
        yield {"candidates": [_candidate(index, parts)], **framed(written)}
    last = pieces[-1][0] if pieces else [{"text": ""}]
    yield {
        "candidates": [_candidate(index, last, _FINISHED[reply.stop])],
        **framed(before + reply.token_count),
    }


def empty_chunk(framed: Frame) -> dict[str, Any]:
    """A chunk that adds nothing."""
    return {"candidates": [_candidate(0, [{"text": ""}])], **framed(0)}


def frame(prompt: Prompt, number: int) -> Frame:
    """What goes around the candidates: given the tokens written so far, usage and ids."""
    asked, details = prompt.token_count, token_details(prompt)  # counted once for a stream
    names = {"modelVersion": prompt.model, "responseId": _identifier("response", number)}

    def framed(written: int) -> dict[str, Any]:
        return {
            "usageMetadata": {
                "promptTokenCount": asked,
                "candidatesTokenCount": written,
                "totalTokenCount": asked + written,
                "promptTokensDetails": details,
                "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": written}],
            },
            **names,
        }

    return framed


def token_details(prompt: Prompt) -> list[dict[str, Any]]:
    """How many of the prompt's tokens are words, and how many are pictures or sounds."""
    shown = IMAGE_TOKENS * sum(len(turn.images) for turn in prompt.turns)
    details = [{"modality": "TEXT", "tokenCount": prompt.token_count - shown}]
    return [*details, {"modality": "IMAGE", "tokenCount": shown}] if shown else details


def plain_choice(reply: Reply) -> Reply:
    """A reply that is a JSON text, as the text itself: what ``text/x.enum`` asks for."""
    try:
        value = json.loads(reply.text)
    except (ValueError, RecursionError):
        return reply
    return replace(reply, text=value) if isinstance(value, str) else reply


def _candidate(
    index: int, parts: list[dict[str, Any]], finished: str | None = None
) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"parts": parts, "role": "model"}, "index": index}
    if finished is not None:
        candidate["finishReason"] = finished
    return candidate


def _parts(reply: Reply, number: int, index: int) -> list[dict[str, Any]]:
    said = reply.text or not (reply.calls or reply.images or reply.sound)
    parts: list[dict[str, Any]] = [{"text": reply.text}] if said else []
    parts += [_inline("image/png", image) for image in reply.images]
    parts += [_inline("audio/wav", reply.sound)] if reply.sound is not None else []
    parts += [
        {
            "functionCall": {
                "id": _identifier("call", number, index, place),
                "name": call.name,
                "args": call.arguments,
            }
        }
        for place, call in enumerate(reply.calls)
    ]
    return parts


def _inline(media: str, content: bytes) -> dict[str, Any]:
    return {"inlineData": {"mimeType": media, "data": base64.b64encode(content).decode()}}


def _identifier(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:22]
