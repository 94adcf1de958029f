"""A reply as Anthropic's Message, whole or as the events of a stream.

Sources: https://docs.anthropic.com/en/api/messages,
https://docs.anthropic.com/en/docs/build-with-claude/streaming
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from mock_ai.conversation import Prompt, Reply, ToolCall, split_tokens
from mock_ai.server.event_templates import EventTemplate

_STOPS = {"end": "end_turn", "length": "max_tokens", "tool": "tool_use", "refusal": "refusal"}


def message_document(prompt: Prompt, reply: Reply, number: int) -> dict[str, Any]:
    """The whole message; ``number`` is that of the request, and makes the ids."""
    content: list[dict[str, Any]] = []
    if reply.text:
        content.append({"type": "text", "text": reply.text})
    content += [
        _call_block(call, number, index, call.arguments) for index, call in enumerate(reply.calls)
    ]
    reason, sequence = stop_reason(reply)
    return {
        **_frame(prompt, number),
        "content": content,
        "stop_reason": reason,
        "stop_sequence": sequence,
        "usage": _usage(prompt, output_tokens(reply)),
    }


def opening(prompt: Prompt, number: int) -> list[bytes]:
    """What a stream sends before the answer begins."""
    message = {
        **_frame(prompt, number),
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": _usage(prompt, 1),
    }
    return [event("message_start", {"message": message}), event("ping", {})]


def pieces(reply: Reply, number: int) -> Iterator[bytes]:
    """The answer, one item for each token; a block's start and stop go with its neighbours."""
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


def closing(prompt: Prompt, reply: Reply) -> list[bytes]:
    """What a stream sends after the answer."""
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


def event(kind: str, fields: dict[str, Any]) -> bytes:
    """One server-sent event, named as its ``type``."""
    data = json.dumps({"type": kind, **fields}, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {data}\n\n".encode()


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
