"""``POST /v1/responses``, whole or as a stream, and the responses that were given.

Source: https://platform.openai.com/docs/api-reference/responses
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mock_ai.conversation import Prompt, Reply, Turn
from mock_ai.server.http_replies import Refusal
from mock_ai.server.json_fields import (
    between,
    checked,
    few,
    optional,
    place,
    plain_headers,
    read_object,
    required,
    wrong,
)
from mock_ai.server.openai.requests import (
    ParsedMessages,
    content_of,
    form_of,
    tool_choice_of,
    tools_of,
    whole_number,
)
from mock_ai.server.openai.response_document import ResponseWriter
from mock_ai.server.response_pipeline import play

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
            raise Refusal(404, "no_response", f"There is no response “{identity[:80]}”.")
        return self._kept[identity]

    def drop(self, identity: str) -> None:
        """Forget a response."""
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
    document = await read_object(request, request.app.state.service.limits)
    store = _store(request)
    prompt = response_prompt(document, plain_headers(request), store)
    stream = optional(document, "stream", bool) or False
    top = whole_number(document, "top_logprobs", 0, 20)
    wants = _LOGPROBS in (optional(document, "include", list) or [])

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
    """Forget a response that was given."""
    identity = request.path_params["response"]
    _store(request).drop(identity)
    return JSONResponse({"id": identity, "object": "response", "deleted": True})


def response_prompt(
    document: Mapping[str, Any], headers: Mapping[str, str], store: ResponseStore
) -> Prompt:
    """The request in our terms.

    Raises
    ------
    Refusal : 400 with the place of the mistake, 404 a previous response that is not there.
    """
    model = required(document, "model", str)
    said = _said_in_input(document.get("input"))
    before = optional(document, "previous_response_id", str)
    turns = (*store.get(before).turns, *said.turns) if before else said.turns
    if not turns:
        raise wrong("input", "This is missing. Send text or a list of messages.")
    system = "\n".join(
        part for part in (optional(document, "instructions", str), said.system) if part
    )
    tools = tools_of(document)
    text = optional(document, "text", dict) or {}
    schema, wants_json = form_of(optional(text, "format", dict, "text"), "text.format")
    between(optional(document, "temperature", float), 0, 2, "temperature")
    between(optional(document, "top_p", float), 0, 1, "top_p")
    return Prompt(
        "chat",
        system,
        turns,
        tools,
        tool_choice_of(document, tools),
        parallel_calls=optional(document, "parallel_tool_calls", bool) is not False,
        schema=schema,
        wants_json=wants_json,
        model=model,
        max_tokens=whole_number(document, "max_output_tokens"),
        headers=headers,
        document=document,
    )


def _said_in_input(value: Any) -> ParsedMessages:
    """The conversation in ``input``: a text, or a list of messages, calls and their outputs."""
    if value is None:
        return ParsedMessages("", ())
    if isinstance(value, str):
        return ParsedMessages("", (Turn("user", value),))
    system: list[str] = []
    turns: list[Turn] = []
    for number, entry in enumerate(few(checked(value, list, "input"), "input")):
        at = place("input", number)
        item = checked(entry, dict, at)
        kind = item.get("type") or "message"
        if kind == "message":
            role = required(item, "role", str, at)
            text, photos = content_of(item.get("content"), place(at, "content"))
            if role in ("system", "developer"):
                system.append(text)
            elif role == "assistant":
                turns.append(Turn("assistant", text))
            elif role == "user":
                turns.append(Turn("user", text, photos))
            else:
                raise wrong(place(at, "role"), "This must be user, assistant, system, developer.")
        elif kind == "function_call_output":
            output = item.get("output")
            text, _ = content_of(output, place(at, "output"))
            turns.append(Turn("tool", text))
        # calls, reasoning and references say nothing that the fake would need
    return ParsedMessages("\n".join(system), tuple(turns))
