"""OpenAI's requests in our terms: messages, tools and the form of the answer.

Source: https://platform.openai.com/docs/api-reference/chat/create
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import Tool, Turn
from mock_ai.server.http_replies import written
from mock_ai.server.json_fields import (
    MOST_TOOLS,
    between,
    bounded,
    checked,
    decoded,
    few,
    objects,
    optional,
    place,
    required,
    texts,
    wrong,
)

_SYSTEM = ("system", "developer")
_SPOKEN = {"text", "input_text", "output_text"}
_MOST_STOPS = 4


@dataclass(frozen=True)
class ParsedMessages:
    """What the messages say: the system's text and the turns."""

    system: str
    turns: tuple[Turn, ...]


def said_in_messages(document: Mapping[str, Any]) -> ParsedMessages:
    """The conversation in ``messages``."""
    messages = objects(document, "messages")
    if not messages:
        raise wrong("messages", tr("This is missing. Send at least one message."))
    system: list[str] = []
    turns: list[Turn] = []
    for number, message in enumerate(messages):
        at = f"messages.{number}"
        role = required(message, "role", str, at)
        text, images = content_of(message.get("content"), f"{at}.content")
        if role in _SYSTEM:
            system.append(text)
        elif role == "assistant":
            turns.append(Turn("assistant", text))
        elif role in ("tool", "function"):
            turns.append(Turn("tool", text))
        elif role == "user":
            if message.get("content") is None:
                raise wrong(place(at, "content"), tr("This is missing. It must be text or parts."))
            turns.append(Turn("user", text, images))
        else:
            raise wrong(
                place(at, "role"), tr("This must be system, developer, user, assistant, tool.")
            )
    return ParsedMessages("\n".join(system), tuple(turns))


def content_of(content: Any, at: str) -> tuple[str, tuple[bytes, ...]]:
    """The text and the photos of a message, whose content is a text or a list of parts."""
    if content is None:
        return "", ()
    if isinstance(content, str):
        return content, ()
    spoken: list[str] = []
    photos: list[bytes] = []
    for number, part in enumerate(few(checked(content, list, at), at)):
        here = place(at, number)
        kind = required(checked(part, dict, here), "type", str, here)
        if kind in _SPOKEN:
            spoken.append(required(part, "text", str, here))
        elif kind == "refusal":
            spoken.append(required(part, "refusal", str, here))
        elif kind in ("image_url", "input_image"):
            photos.append(_photo(part, here))
        elif kind not in ("input_audio", "file", "input_file"):
            raise wrong(place(here, "type"), tr("This is no kind of part. Try text or image_url."))
    return "\n".join(spoken), tuple(photos)


def _photo(part: Mapping[str, Any], at: str) -> bytes:
    address = part.get("image_url")
    here = place(at, "image_url")
    if isinstance(address, dict):
        here = place(here, "url")
        address = address.get("url")
    if not isinstance(address, str):
        raise wrong(here, tr("This must be a data URL: data:image/jpeg;base64,…"))
    if address.startswith("data:"):
        head, _, data = address.partition(",")
        if not head.endswith(";base64"):
            raise wrong(here, tr("The data must be in base64: data:image/jpeg;base64,…"))
        return decoded(data, here)
    # The server fetches nothing. To a fake, the address stands for the photo behind it (decision 0161).
    return address.encode("utf-8", "replace")


def tools_of(document: Mapping[str, Any]) -> tuple[Tool, ...]:
    """The functions offered, in the nested form of chat or the flat one of responses."""
    tools: list[Tool] = []
    for number, entry in enumerate(objects(document, "tools", most=MOST_TOOLS)):
        at = place("tools", number)
        kind = required(entry, "type", str, at)
        if kind != "function":
            continue  # tools that OpenAI runs itself are never called by the fake
        function, here = entry, at
        if "function" in entry:
            function, here = required(entry, "function", dict, at), place(at, "function")
        name = required(function, "name", str, here)
        if not name or len(name) > 64:
            raise wrong(place(here, "name"), tr("This must be of 1 to 64 characters."))
        schema = optional(function, "parameters", dict, here) or {}
        bounded(schema, place(here, "parameters"))
        tools.append(Tool(name, optional(function, "description", str, here) or "", schema))
    return tuple(tools)


def tool_choice_of(document: Mapping[str, Any], tools: tuple[Tool, ...]) -> str:
    """auto, none, required, or the name of a tool that is offered."""
    choice = document.get("tool_choice")
    if choice is None:
        return "auto"
    if isinstance(choice, str):
        if choice not in ("auto", "none", "required"):
            raise wrong("tool_choice", tr("This must be auto, none, required or a function."))
        if choice == "required" and not document.get("tools"):
            raise wrong("tool_choice", tr("This is only allowed together with tools."))
        return choice
    choice = checked(choice, dict, "tool_choice")
    if choice.get("type") == "allowed_tools":
        allowed = choice.get("allowed_tools", choice)
        mode = allowed.get("mode") if isinstance(allowed, dict) else None
        return mode if mode in ("auto", "required") else "auto"
    name = choice.get("name")
    if isinstance(choice.get("function"), dict):
        name = choice["function"].get("name")
    if name not in [tool.name for tool in tools]:
        raise wrong("tool_choice", tr("This names a function that is not among the tools."))
    return str(name)


def form_of(form: Mapping[str, Any] | None, at: str) -> tuple[Mapping[str, Any] | None, bool]:
    """The JSON schema asked for, and whether any JSON object is."""
    if form is None:
        return None, False
    kind = required(form, "type", str, at)
    if kind == "json_schema":
        here, holder = at, form
        if "json_schema" in form:
            here, holder = place(at, "json_schema"), required(form, "json_schema", dict, at)
        required(holder, "name", str, here)
        schema = optional(holder, "schema", dict, here) or {"type": "object"}
        return bounded(schema, place(here, "schema")), False
    if kind not in ("text", "json_object"):
        raise wrong(place(at, "type"), tr("This must be text, json_object or json_schema."))
    return None, kind == "json_object"


def shared_fields(
    document: Mapping[str, Any],
    headers: Mapping[str, str],
    model: str,
    said: ParsedMessages,
    form: tuple[Mapping[str, Any] | None, str],
) -> dict[str, Any]:
    """What prompts of chats and of responses have in common; ``form`` is the answer's, and where it stands."""
    tools = tools_of(document)
    schema, wants_json = form_of(*form)
    between(optional(document, "temperature", float), 0, 2, "temperature")
    between(optional(document, "top_p", float), 0, 1, "top_p")
    return {
        "system": said.system,
        "turns": said.turns,
        "tools": tools,
        "tool_choice": tool_choice_of(document, tools),
        "parallel_calls": optional(document, "parallel_tool_calls", bool) is not False,
        "schema": schema,
        "wants_json": wants_json,
        "model": model,
        "headers": headers,
        "document": document,
    }


def stops_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The stop sequences: one text, or a list of up to four."""
    if isinstance(document.get("stop"), str):
        return (document["stop"],)
    stops = texts(document, "stop")
    if len(stops) > _MOST_STOPS:
        raise wrong("stop", tr("These must be at most {most_stops}.", most_stops=_MOST_STOPS))
    return stops


def whole_number(
    document: Mapping[str, Any], key: str, low: int = 1, high: int = 10_000_000
) -> int | None:
    """A whole number within bounds, if it is there."""
    value = optional(document, key, int)
    between(value, low, high, key)
    return value


def event(document: Any, name: str = "") -> bytes:
    """One server-sent event."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {written(document)}\n\n".encode("utf-8", "replace")
