"""``POST /v1/chat/completions``, whole or as a stream.

Source: https://platform.openai.com/docs/api-reference/chat
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Reply, split_tokens
from mock_ai.server.http_replies import EventTemplate, JsonReply, Refusal, written
from mock_ai.server.json_fields import Fields, plain_headers, read_object, wrong
from mock_ai.server.openai.answers import (
    chat_usage,
    error_event,
    made_id,
    token_logprobs,
)
from mock_ai.server.openai.requests import (
    MOST_TOKENS,
    event,
    said_in_messages,
    shared_fields,
    stops_of,
)
from mock_ai.server.response_pipeline import Writer, play
from mock_ai.server.service import PromptAnswer

_FINISH = {"end": "stop", "length": "length", "tool": "tool_calls", "refusal": "stop"}
_FINGERPRINT = "fp_simulated"


async def chat_completions(request: Request) -> Response:
    """Answer a conversation."""
    document = await read_object(request)
    prompt = chat_prompt(document, plain_headers(request))
    stream = document.optional("stream", bool) or False
    options = document.part("stream_options")
    if options and not stream:
        raise wrong("stream_options", tr("This is only allowed when stream is true."))
    top = document.within("top_logprobs", int, 0, 20)
    logprobs = document.optional("logprobs", bool) or False
    if top is not None and not logprobs:
        raise wrong("top_logprobs", tr("This is only allowed when logprobs is true."))
    writer = ChatWriter(
        prompt,
        top=(top or 0) if logprobs else None,
        with_usage=bool(options.get("include_usage")),
    )
    return await play(request, prompt, writer, stream=stream)


def chat_prompt(document: Fields, headers: Mapping[str, str]) -> Prompt:
    """The request in our terms.

    Raises
    ------
    Refusal : 400 with the place of the mistake.
    """
    document.required("model", str)
    said = said_in_messages(document)
    shared = shared_fields(document, headers, said, (document, "response_format"))
    most = document.within("max_completion_tokens", int, 1, MOST_TOKENS)
    if most is None:
        most = document.within("max_tokens", int, 1, MOST_TOKENS)
    return Prompt(
        "chat",
        **shared,
        n=document.within("n", int, 1, 128) or 1,
        max_tokens=most,
        stop=stops_of(document),
        seed=document.optional("seed", int),
    )


class ChatWriter(Writer):
    """Writes replies as a chat completion, or as its chunks.

    Parameters
    ----------
    top : how many likely tokens to list beside each; None leaves the probabilities out.
    with_usage : whether a stream ends with the usage.
    """

    def __init__(self, prompt: Prompt, *, top: int | None, with_usage: bool) -> None:
        self._prompt = prompt
        self._top = top
        self._with_usage = with_usage
        self._created = int(time.time())
        self._framed = ""

    def whole(self, given: PromptAnswer) -> Response:
        replies, number = given.replies, given.number
        return JsonReply(
            {
                "id": made_id("chatcmpl-", number),
                "object": "chat.completion",
                "created": self._created,
                "model": self._prompt.model,
                "choices": [
                    {
                        "index": index,
                        "message": _message(reply, number, index),
                        "logprobs": None
                        if self._top is None
                        else self._logprobs(reply.tokens(), reply),
                        "finish_reason": _FINISH[reply.stop],
                    }
                    for index, reply in enumerate(replies)
                ],
                "usage": chat_usage(self._prompt, replies),
                "service_tier": "default",
                "system_fingerprint": _FINGERPRINT,
            }
        )

    def opening(self, replies: Sequence[Reply], number: int) -> Iterator[bytes]:
        for index, reply in enumerate(replies):
            delta = {"role": "assistant", "content": None if reply.calls else "", "refusal": None}
            yield self._chunk(number, index, delta)

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterator[bytes]:
        streams = [self._deltas(reply, number, index) for index, reply in enumerate(replies)]
        if len(streams) == 1:
            yield from streams[0]
            return
        for together in zip_longest(*streams):
            yield b"".join(part for part in together if part is not None)

    def closing(self, replies: Sequence[Reply], number: int) -> Iterator[bytes]:
        for index, reply in enumerate(replies):
            yield self._chunk(number, index, {}, _FINISH[reply.stop])
        if self._with_usage:
            usage = chat_usage(self._prompt, replies)
            yield event({**self._frame(number), "choices": [], "usage": usage})
        yield b"data: [DONE]\n\n"

    def failing(self, request: Request, refusal: Refusal, _number: int) -> bytes:
        return error_event(request, refusal)

    def _deltas(self, reply: Reply, number: int, index: int) -> Iterator[bytes]:
        key = "refusal" if reply.stop == "refusal" else "content"
        if self._top is None or reply.calls:
            mould = EventTemplate(lambda gap: self._chunk(number, index, {key: gap}))
            yield from map(mould.filled, reply.tokens())
        else:
            for place, piece in enumerate(reply.tokens()):
                logprobs = self._logprobs([piece], reply, place)
                yield self._chunk(number, index, {key: piece}, None, logprobs)
        for place, call in enumerate(_calls(reply, number, index)):
            function = call["function"]
            opened = {**call, "index": place, "function": {**function, "arguments": ""}}
            yield self._chunk(number, index, {"tool_calls": [opened]})
            for piece in split_tokens(function["arguments"]):
                part = {"index": place, "function": {"arguments": piece}}
                yield self._chunk(number, index, {"tool_calls": [part]})

    def _chunk(
        self,
        number: int,
        index: int,
        delta: dict[str, Any],
        finish: str | None = None,
        logprobs: dict[str, Any] | None = None,
    ) -> bytes:
        choice = {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": finish}
        if not self._framed:  # a writer writes one answer, and each of its chunks begins alike
            self._framed = written(self._frame(number))[:-1]
        usage = ',"usage":null' if self._with_usage else ""
        data = f'data: {self._framed},"choices":[{written(choice)}]{usage}}}\n\n'
        return data.encode("utf-8", "replace")

    def _frame(self, number: int) -> dict[str, Any]:
        return {
            "id": made_id("chatcmpl-", number),
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": self._prompt.model,
            "service_tier": "default",
            "system_fingerprint": _FINGERPRINT,
        }

    def _logprobs(
        self, pieces: Sequence[str], reply: Reply, first: int = 0
    ) -> dict[str, Any] | None:
        if self._top is None or reply.calls:
            return None
        tokens = token_logprobs(pieces, self._top, first)
        refused = reply.stop == "refusal"
        return {"content": None if refused else tokens, "refusal": tokens if refused else None}


def _message(reply: Reply, number: int, index: int) -> dict[str, Any]:
    refused = reply.stop == "refusal"
    message: dict[str, Any] = {
        "role": "assistant",
        "content": None if refused or (reply.calls and not reply.text) else reply.text,
        "refusal": reply.text if refused else None,
        "annotations": [],
    }
    if reply.calls:
        message["tool_calls"] = _calls(reply, number, index)
    return message


def _calls(reply: Reply, number: int, index: int) -> list[dict[str, Any]]:
    return [
        {
            "id": made_id("call_", number, index, place)[:29],
            "type": "function",
            "function": {"name": call.name, "arguments": written(call.arguments)},
        }
        for place, call in enumerate(reply.calls)
    ]
