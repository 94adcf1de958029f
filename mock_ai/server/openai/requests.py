"""OpenAI's requests in our terms: messages, tools and the form of the answer.

Source: https://platform.openai.com/docs/api-reference/chat/create
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import Tool, Turn
from mock_ai.server.http_replies import written
from mock_ai.server.json_fields import MOST_TOOLS, Fields, checked, decoded, wrong

MOST_TOKENS = 10_000_000
_SYSTEM = ("system", "developer")
_SPOKEN = {"text", "input_text", "output_text"}
_MOST_STOPS = 4


@dataclass(slots=True)
class ParsedMessages:
    """What the messages say: the system's text and the turns."""

    system: str
    turns: tuple[Turn, ...]


def said_in_messages(document: Fields) -> ParsedMessages:
    """The conversation in ``messages``."""
    messages = document.objects("messages")
    if not messages:
        raise document.wrong(tr("This is missing. Send at least one message."), "messages")
    system: list[str] = []
    turns: list[Turn] = []
    for message in messages:
        role = message.required("role", str)
        text, images = content_of(message)
        if role in _SYSTEM:
            system.append(text)
        elif role == "assistant":
            turns.append(Turn("assistant", text))
        elif role in ("tool", "function"):
            turns.append(Turn("tool", text))
        elif role == "user":
            if message.get("content") is None:
                raise message.wrong(tr("This is missing. It must be text or parts."), "content")
            turns.append(Turn("user", text, images))
        else:
            raise message.wrong(
                tr("This must be system, developer, user, assistant, tool."), "role"
            )
    return ParsedMessages("\n".join(system), tuple(turns))


def content_of(message: Fields, key: str = "content") -> tuple[str, tuple[bytes, ...]]:
    """The text, and the photos and sounds, of a message, whose content is a text or a list of parts."""
    content = message.get(key)
    if isinstance(content, str):
        return content, ()
    spoken: list[str] = []
    photos: list[bytes] = []
    for part in message.objects(key):
        kind = part.required("type", str)
        if kind in _SPOKEN:
            spoken.append(part.required("text", str))
        elif kind == "refusal":
            spoken.append(part.required("refusal", str))
        elif kind in ("image_url", "input_image"):
            photos.append(_photo(part))
        elif kind == "input_audio":
            sound = part.needed("input_audio")
            photos.append(decoded(sound.required("data", str), sound.place("data")))
        elif kind not in ("file", "input_file"):
            raise part.wrong(tr("This is no kind of part. Try text or image_url."), "type")
    return "\n".join(spoken), tuple(photos)


def _photo(part: Fields) -> bytes:
    holder, key = part, "image_url"
    if isinstance(part.get(key), dict):
        holder, key = part.part(key), "url"
    address = holder.get(key)
    if not isinstance(address, str):
        raise holder.wrong(tr("This must be a data URL: data:image/jpeg;base64,…"), key)
    if address.startswith("data:"):
        head, _, data = address.partition(",")
        if not head.endswith(";base64"):
            raise holder.wrong(tr("The data must be in base64: data:image/jpeg;base64,…"), key)
        return decoded(data, holder.place(key))
    # The server fetches nothing. To a fake, the address stands for the photo behind it (decision 0161).
    return address.encode("utf-8", "replace")


def tools_of(document: Fields) -> tuple[Tool, ...]:
    """The functions offered, in the nested form of chat or the flat one of responses."""
    tools: list[Tool] = []
    for entry in document.objects("tools", MOST_TOOLS):
        if entry.required("type", str) != "function":
            continue  # tools that OpenAI runs itself are never called by the fake
        function = entry.needed("function") if "function" in entry else entry
        name = function.required("name", str)
        if not name or len(name) > 64:
            raise function.wrong(tr("This must be of 1 to 64 characters."), "name")
        schema = function.schema("parameters")
        tools.append(Tool(name, function.optional("description", str) or "", schema))
    return tuple(tools)


def tool_choice_of(document: Fields, tools: tuple[Tool, ...]) -> str:
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


def form_of(holder: Fields, key: str) -> tuple[Mapping[str, Any] | None, bool]:
    """The JSON schema asked for, and whether any JSON object is."""
    if holder.get(key) is None:
        return None, False
    form = holder.part(key)
    kind = form.required("type", str)
    if kind == "json_schema":
        inner = form.needed("json_schema") if "json_schema" in form else form
        inner.required("name", str)
        return inner.schema_to_meet("schema") or {"type": "object"}, False
    if kind not in ("text", "json_object"):
        raise form.wrong(tr("This must be text, json_object or json_schema."), "type")
    return None, kind == "json_object"


def shared_fields(
    document: Fields,
    headers: Mapping[str, str],
    said: ParsedMessages,
    form: tuple[Fields, str],
) -> dict[str, Any]:
    """What prompts of chats and of responses have in common; ``form`` is where the answer's form stands."""
    tools = tools_of(document)
    schema, wants_json = form_of(*form)
    document.within("temperature", float, 0, 2)
    document.within("top_p", float, 0, 1)
    return {
        "system": said.system,
        "turns": said.turns,
        "tools": tools,
        "tool_choice": tool_choice_of(document, tools),
        "parallel_calls": document.optional("parallel_tool_calls", bool) is not False,
        "schema": schema,
        "wants_json": wants_json,
        "model": document.required("model", str),
        "headers": headers,
        "document": document,
    }


def stops_of(document: Fields) -> tuple[str, ...]:
    """The stop sequences: one text, or a list of up to four."""
    stop = document.get("stop")
    return (stop,) if isinstance(stop, str) else document.texts("stop", _MOST_STOPS)


def event(document: Any, name: str = "") -> bytes:
    """One server-sent event."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {written(document)}\n\n".encode("utf-8", "replace")
