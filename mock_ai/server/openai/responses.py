"""``POST /v1/responses``, whole or as the events that build it up, and the responses that were given.

Sources: https://platform.openai.com/docs/api-reference/responses,
https://platform.openai.com/docs/api-reference/responses-streaming
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Reply, ToolCall, Turn, split_tokens
from mock_ai.server.http_replies import JsonReply, Refusal, written
from mock_ai.server.json_fields import Fields, plain_headers, read_object
from mock_ai.server.openai.answers import made_id, responses_usage, token_logprobs
from mock_ai.server.openai.requests import (
    MOST_TOKENS,
    ParsedMessages,
    content_of,
    event,
    shared_fields,
)
from mock_ai.server.response_pipeline import Writer, play
from mock_ai.server.service import PromptAnswer

Keep = Callable[[str, dict[str, Any], Reply], None]


class ResponseWriter(Writer):
    """Writes a reply as a response, or as its events.

    Parameters
    ----------
    top : how many likely tokens to list beside each; None leaves the probabilities out.
    keep : told of each response by id, so that it can be looked up.
    """

    def __init__(self, prompt: Prompt, *, top: int | None, keep: Keep) -> None:
        self._prompt = prompt
        self._top = top
        self._keep = keep
        self._created = int(time.time())
        self._count = 0

    def whole(self, given: PromptAnswer) -> Response:
        replies, number = given.replies, given.number
        return JsonReply(self._finished(replies[0], number))

    def opening(self, _replies: Sequence[Reply], number: int) -> Iterator[bytes]:
        started = self._document(number, "in_progress")
        yield self._event("response.created", response=started)
        yield self._event("response.in_progress", response=started)

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterator[bytes]:
        reply = replies[0]
        index = 0
        if reply.text or not reply.calls:
            yield from self._message_events(reply, number)
            index = 1
        for order, call in enumerate(reply.calls):
            yield from self._call_events(call, number, order, index + order)

    def closing(self, replies: Sequence[Reply], number: int) -> Iterator[bytes]:
        reply = replies[0]
        done = self._finished(reply, number)
        yield self._event(f"response.{done['status']}", response=done)

    def failing(self, _request: Request, refusal: Refusal, number: int) -> bytes:
        code = "rate_limit_exceeded" if refusal.status == 429 else "server_error"
        error = {"code": code, "message": refusal.message}
        failed = {**self._document(number, "failed"), "error": error}
        return self._event("response.failed", response=failed)

    # Events -----------------------------------------------------------------------------------

    def _event(self, kind: str, **fields: Any) -> bytes:
        number, self._count = self._count, self._count + 1
        return event({"type": kind, "sequence_number": number, **fields}, kind)

    def _message_events(self, reply: Reply, number: int) -> Iterator[bytes]:
        item = made_id("msg_", number)
        refused = reply.stop == "refusal"
        there = {"item_id": item, "output_index": 0, "content_index": 0}
        started = {**self._message(reply, number), "status": "in_progress", "content": []}
        name, key = ("refusal", "refusal") if refused else ("output_text", "text")
        head = self._event("response.output_item.added", output_index=0, item=started)
        head += self._event(
            "response.content_part.added", **there, part=self._part(reply, "", empty=True)
        )
        for order, piece in enumerate(reply.tokens()):
            more = {} if refused else {"logprobs": self._logprobs([piece], order, plain=True)}
            yield head + self._event(f"response.{name}.delta", **there, delta=piece, **more)
            head = b""
        done: dict[str, Any] = {key: reply.text}
        if not refused:
            done["logprobs"] = self._logprobs(reply.tokens(), plain=True)
        tail = self._event(f"response.{name}.done", **there, **done)
        tail += self._event(
            "response.content_part.done", **there, part=self._part(reply, reply.text)
        )
        tail += self._event(
            "response.output_item.done", output_index=0, item=self._message(reply, number)
        )
        yield head + tail

    def _call_events(self, call: ToolCall, number: int, place: int, index: int) -> Iterator[bytes]:
        whole = _call_item(call, number, place)
        there = {"item_id": whole["id"], "output_index": index}
        started = {**whole, "status": "in_progress", "arguments": ""}
        head = self._event("response.output_item.added", output_index=index, item=started)
        kind = "response.function_call_arguments"
        for piece in split_tokens(whole["arguments"]):
            yield head + self._event(f"{kind}.delta", **there, delta=piece)
            head = b""
        yield self._event(f"{kind}.done", **there, arguments=whole["arguments"]) + self._event(
            "response.output_item.done", output_index=index, item=whole
        )

    # Documents --------------------------------------------------------------------------------

    def _finished(self, reply: Reply, number: int) -> dict[str, Any]:
        output: list[dict[str, Any]] = []
        if reply.text or not reply.calls:
            output.append(self._message(reply, number))
        output += [_call_item(call, number, place) for place, call in enumerate(reply.calls)]
        cut = reply.stop == "length"
        made = {
            **self._document(number, "incomplete" if cut else "completed"),
            "output": output,
            "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
            "usage": responses_usage(self._prompt.token_count, reply.token_count),
            "completed_at": None if cut else self._created,
        }
        self._keep(made["id"], made, reply)
        return made

    def _document(self, number: int, status: str) -> dict[str, Any]:
        asked = self._prompt.document
        return {
            "id": made_id("resp_", number),
            "object": "response",
            "created_at": self._created,
            "status": status,
            "background": False,
            "completed_at": None,
            "error": None,
            "incomplete_details": None,
            "instructions": asked.get("instructions"),
            "max_output_tokens": asked.get("max_output_tokens"),
            "max_tool_calls": None,
            "metadata": asked.get("metadata") or {},
            "model": self._prompt.model,
            "output": [],
            "parallel_tool_calls": self._prompt.parallel_calls,
            "previous_response_id": asked.get("previous_response_id"),
            "reasoning": {"effort": None, "summary": None},
            "service_tier": "default",
            "temperature": asked.get("temperature", 1.0),
            "text": _text_form(asked.get("text")),
            "tool_choice": asked.get("tool_choice") or "auto",
            "tools": [_echoed(tool) for tool in asked.get("tools") or ()],
            "top_logprobs": asked.get("top_logprobs") or 0,
            "top_p": asked.get("top_p", 1.0),
            "truncation": asked.get("truncation") or "disabled",
            "usage": None,
            "user": asked.get("user"),
        }

    def _message(self, reply: Reply, number: int) -> dict[str, Any]:
        return {
            "id": made_id("msg_", number),
            "type": "message",
            "status": "incomplete" if reply.stop == "length" else "completed",
            "role": "assistant",
            "content": [self._part(reply, reply.text)],
        }

    def _part(self, reply: Reply, text: str, *, empty: bool = False) -> dict[str, Any]:
        if reply.stop == "refusal":
            return {"type": "refusal", "refusal": text}
        logprobs = [] if empty else self._logprobs(reply.tokens())
        return {"type": "output_text", "annotations": [], "logprobs": logprobs, "text": text}

    def _logprobs(
        self, pieces: Sequence[str], first: int = 0, *, plain: bool = False
    ) -> list[dict[str, Any]]:
        if self._top is None:
            return []
        entries = token_logprobs(pieces, self._top, first)
        if not plain:
            return entries
        return [
            {
                **_without_bytes(entry),
                "top_logprobs": [_without_bytes(other) for other in entry["top_logprobs"]],
            }
            for entry in entries
        ]


def _without_bytes(entry: dict[str, Any]) -> dict[str, Any]:
    return {"token": entry["token"], "logprob": entry["logprob"]}


def _call_item(call: ToolCall, number: int, place: int) -> dict[str, Any]:
    return {
        "id": made_id("fc_", number, place),
        "type": "function_call",
        "status": "completed",
        "call_id": made_id("call_", number, place)[:29],
        "name": call.name,
        "arguments": written(call.arguments),
    }


def _echoed(tool: dict[str, Any]) -> dict[str, Any]:
    if tool.get("type") != "function":
        return tool
    return {"description": None, "parameters": None, "strict": True, **tool}


def _text_form(text: Any) -> dict[str, Any]:
    text = text if isinstance(text, dict) else {}
    form = text.get("format") or {"type": "text"}
    if form.get("type") == "json_schema":
        form = {"description": None, "strict": False, **form}
    return {"format": form, "verbosity": text.get("verbosity") or "medium"}


_MOST_KEPT = 1000
_LOGPROBS = "message.output_text.logprobs"


@dataclass(frozen=True)
class StoredResponse:
    """A response that can be looked up, and the conversation up to its end."""

    document: dict[str, Any]
    turns: tuple[Turn, ...]


class ResponseStore:
    """The latest responses by id, so that a conversation can go on from one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, StoredResponse] = OrderedDict()

    def keep(self, identity: str, kept: StoredResponse) -> None:
        """Remember a response; the oldest is forgotten where there are too many."""
        self._kept[identity] = kept
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)

    def get(self, identity: str) -> StoredResponse:
        """A response by its id.

        Raises
        ------
        Refusal : 404.
        """
        if identity not in self._kept:
            raise Refusal(
                404, "no_response", tr("There is no response “{identity}”.", identity=identity[:80])
            )
        return self._kept[identity]

    def drop(self, identity: str) -> None:
        self.get(identity)
        del self._kept[identity]


def _store(request: Request) -> ResponseStore:
    state = request.app.state
    if not hasattr(state, "openai_responses"):
        state.openai_responses = ResponseStore()
    store: ResponseStore = state.openai_responses
    return store


async def responses(request: Request) -> Response:
    """Answer an input."""
    document = await read_object(request)
    store = _store(request)
    prompt = response_prompt(document, plain_headers(request), store)
    stream = document.optional("stream", bool) or False
    top = document.within("top_logprobs", int, 0, 20)
    wants = _LOGPROBS in (document.optional("include", list) or [])

    def keep(identity: str, made: dict[str, Any], reply: Reply) -> None:
        if document.get("store") is not False:
            said = Turn("assistant", reply.text)
            store.keep(identity, StoredResponse(made, (*prompt.turns, said)))

    writer = ResponseWriter(prompt, top=(top or 0) if wants else None, keep=keep)
    return await play(request, prompt, writer, stream=stream)


async def response(request: Request) -> Response:
    """A response that was given: look it up."""
    return JSONResponse(_store(request).get(request.path_params["response"]).document)


async def delete_response(request: Request) -> Response:
    identity = request.path_params["response"]
    _store(request).drop(identity)
    return JSONResponse({"id": identity, "object": "response", "deleted": True})


def response_prompt(document: Fields, headers: Mapping[str, str], store: ResponseStore) -> Prompt:
    """The request in our terms.

    Raises
    ------
    Refusal : 400 with the place of the mistake, 404 a previous response that is not there.
    """
    document.required("model", str)
    said = _said_in_input(document)
    before = document.optional("previous_response_id", str)
    turns = (*store.get(before).turns, *said.turns) if before else said.turns
    if not turns:
        raise document.wrong(tr("This is missing. Send text or a list of messages."), "input")
    instructions = document.optional("instructions", str)
    system = "\n".join(filter(None, (instructions, said.system)))
    form = (document.part("text"), "format")
    shared = shared_fields(document, headers, ParsedMessages(system, turns), form)
    return Prompt(
        "chat", **shared, max_tokens=document.within("max_output_tokens", int, 1, MOST_TOKENS)
    )


def _said_in_input(document: Fields) -> ParsedMessages:
    """The conversation in ``input``: a text, or a list of messages, calls and their outputs."""
    if isinstance(value := document.get("input"), str):
        return ParsedMessages("", (Turn("user", value),))
    system: list[str] = []
    turns: list[Turn] = []
    for item in document.objects("input"):
        kind = item.get("type") or "message"
        if kind == "message":
            role = item.required("role", str)
            text, photos = content_of(item)
            if role in ("system", "developer"):
                system.append(text)
            elif role == "assistant":
                turns.append(Turn("assistant", text))
            elif role == "user":
                turns.append(Turn("user", text, photos))
            else:
                raise item.wrong(tr("This must be user, assistant, system, developer."), "role")
        elif kind == "function_call_output":
            turns.append(Turn("tool", content_of(item, "output")[0]))
        # calls, reasoning and references say nothing that the fake would need
    return ParsedMessages("\n".join(system), tuple(turns))
