"""From a Messages request to a prompt, as strict as the real API where clients go wrong.

Source: https://docs.anthropic.com/en/api/messages
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Tool, Turn
from mock_ai.server.json_fields import (
    MOST_TOOLS,
    between,
    bounded,
    checked,
    decoded,
    objects,
    optional,
    place,
    required,
    texts,
    wrong,
)

_MOST_TOKENS = 1_000_000
_MOST_MESSAGES = 100_000
_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_IMAGE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_CHOICES = {"auto": "auto", "any": "required", "none": "none"}
# Blocks that carry nothing the fake reads: thoughts, and what the vendor's own tools did.
_SILENT = re.compile(
    r"thinking|redacted_thinking|container_upload|compaction|server_tool_use|.+_tool_result"
)


def read_request(
    document: Mapping[str, Any], headers: Mapping[str, str], *, counting: bool = False
) -> Prompt:
    """The request as a prompt. ``counting`` is for count_tokens, which takes no limits.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    model = required(document, "model", str)
    if not model.strip() or len(model) > 256:
        raise wrong("model", tr("Name a model in 1 to 256 characters."))
    limit = None if counting else required(document, "max_tokens", int)
    between(limit, 0, _MOST_TOKENS, "max_tokens")
    between(optional(document, "temperature", float), 0, 1, "temperature")
    between(optional(document, "top_p", float), 0, 1, "top_p")
    stops = texts(document, "stop_sequences")
    for index, stop in enumerate(stops):
        if not stop.strip():
            raise wrong(place("stop_sequences", index), tr("This must not be blank."))
    tools = _tools(document)
    system, turns = _turns(document)
    return Prompt(
        kind="count" if counting else "chat",
        system=system,
        turns=turns,
        tools=tools,
        tool_choice=_tool_choice(document, tools),
        parallel_calls=not _one_call(document),
        schema=_schema(document),
        model=model,
        max_tokens=limit,
        stop=stops,
        headers=headers,
        document=document,
    )


def _turns(document: Mapping[str, Any]) -> tuple[str, tuple[Turn, ...]]:
    required(document, "messages", list)
    messages = objects(document, "messages")
    if not messages:
        raise wrong("messages", tr("At least one message is needed."))
    if len(messages) > _MOST_MESSAGES:
        raise wrong(
            "messages",
            tr(
                "There may be at most {most_messages} messages.",
                most_messages=digits(_MOST_MESSAGES),
            ),
        )
    system = [_only_text(document, "system")] if document.get("system") is not None else []
    turns: list[Turn] = []
    open_calls: set[str] = set()
    for index, message in enumerate(messages):
        at = place("messages", index)
        role = required(message, "role", str, at)
        if role == "system":
            system.append(_only_text(message, "content", at))
            continue
        if role not in ("user", "assistant"):
            raise wrong(place(at, "role"), tr("This must be user, assistant or system."))
        blocks = _blocks(message, at)
        if not blocks and not (role == "assistant" and index == len(messages) - 1):
            raise wrong(place(at, "content"), tr("The content of a message must not be empty."))
        _check_calls(role, blocks, open_calls, at)
        turns += _from_user(blocks, at) if role == "user" else [_from_assistant(blocks, at)]
        open_calls = {
            required(block, "id", str, place(at, "content", number))
            for number, block in enumerate(blocks)
            if role == "assistant" and block["type"] == "tool_use"
        }
    if not turns:
        raise wrong("messages", tr("At least one message of the user is needed."))
    return "\n\n".join(filter(None, system)), tuple(turns)


def _blocks(message: Mapping[str, Any], at: str) -> list[dict[str, Any]]:
    content = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}] if content else []
    required(message, "content", list, at)
    blocks = objects(message, "content", at)
    for number, block in enumerate(blocks):
        required(block, "type", str, place(at, "content", number))
    return blocks


def _check_calls(
    role: str, blocks: Iterable[Mapping[str, Any]], open_calls: set[str], at: str
) -> None:
    """Every tool_use is answered in the next message, and nothing else is."""
    answered = set()
    for number, block in enumerate(blocks):
        if block["type"] != "tool_result":
            continue
        here = place(at, "content", number)
        call = required(block, "tool_use_id", str, here)
        if role != "user" or call not in open_calls:
            raise wrong(
                here,
                tr("tool_use_id {call} is not a tool_use of the message before.", call=call[:80]),
            )
        answered.add(call)
    if missing := sorted(open_calls - answered):
        raise wrong(
            at,
            tr(
                "The tool_use {missing} of the message before needs a tool_result here.",
                missing=missing[0][:80],
            ),
        )


def _from_user(blocks: Iterable[Mapping[str, Any]], at: str) -> list[Turn]:
    turns: list[Turn] = []
    said: list[str] = []
    images: list[bytes] = []
    for number, block in enumerate(blocks):
        here = place(at, "content", number)
        if block["type"] == "tool_result":
            words, shown = _parts(_blocks_of_result(block, here), place(here, "content"))
            turns.append(Turn(role="tool", text="\n".join(words), images=tuple(shown)))
        else:
            words, shown = _parts([block], place(at, "content"), first=number)
            said += words
            images += shown
    if said or images or not turns:
        turns.append(Turn(role="user", text="\n".join(said), images=tuple(images)))
    return turns


def _from_assistant(blocks: Iterable[Mapping[str, Any]], at: str) -> Turn:
    words: list[str] = []
    for number, block in enumerate(blocks):
        if block["type"] == "tool_use":
            here = place(at, "content", number)
            required(block, "name", str, here)
            required(block, "input", dict, here)
        else:
            words += _parts([block], place(at, "content"), first=number)[0]
    return Turn(role="assistant", text="\n".join(words))


def _blocks_of_result(block: Mapping[str, Any], at: str) -> list[dict[str, Any]]:
    return [] if block.get("content") is None else _blocks(block, at)


def _parts(
    blocks: Iterable[Mapping[str, Any]], at: str, first: int = 0
) -> tuple[list[str], list[bytes]]:
    """The words and the images of content blocks."""
    words: list[str] = []
    images: list[bytes] = []
    for number, block in enumerate(blocks, first):
        here, kind = place(at, number), block["type"]
        if kind == "text":
            text = required(block, "text", str, here)
            if not text:
                raise wrong(place(here, "text"), tr("The text of a block must not be empty."))
            words.append(text)
        elif kind == "image":
            images.append(_image(block, here))
        elif kind == "document":
            words.append(_document(block, here))
        elif kind == "search_result":
            words.append(_only_text(block, "content", here))
        elif not _SILENT.fullmatch(kind):
            raise wrong(
                place(here, "type"), tr("There is no content block {kind} here.", kind=kind[:80])
            )
    return words, images


def _image(block: Mapping[str, Any], at: str) -> bytes:
    source, here = required(block, "source", dict, at), place(at, "source")
    kind = required(source, "type", str, here)
    if kind == "base64":
        if required(source, "media_type", str, here) not in _IMAGE_TYPES:
            raise wrong(
                place(here, "media_type"),
                tr("This must be one of {image_types}.", image_types=", ".join(_IMAGE_TYPES)),
            )
        return decoded(required(source, "data", str, here), place(here, "data"))
    # The server fetches nothing. To a fake, the address stands for the image (decision 0161).
    if kind == "url":
        return required(source, "url", str, here).encode()
    if kind == "file":
        return required(source, "file_id", str, here).encode()
    raise wrong(place(here, "type"), tr("This must be base64, url or file."))


def _document(block: Mapping[str, Any], at: str) -> str:
    source, here = required(block, "source", dict, at), place(at, "source")
    kind = required(source, "type", str, here)
    if kind == "text":
        return required(source, "data", str, here)
    if kind == "content":
        return _only_text(source, "content", here)
    if kind == "base64":
        decoded(required(source, "data", str, here), place(here, "data"))
    elif kind not in ("url", "file"):
        raise wrong(place(here, "type"), tr("This must be text, content, base64, url or file."))
    return optional(block, "title", str, at) or ""


def _only_text(document: Mapping[str, Any], key: str, at: str = "") -> str:
    """A field that is a text or a list of text blocks."""
    value = document.get(key)
    if isinstance(value, str):
        return value
    required(document, key, list, at)
    return "\n".join(
        required(block, "text", str, place(at, key, number))
        for number, block in enumerate(objects(document, key, at))
        if block.get("type") != "image"
    )


def _tools(document: Mapping[str, Any]) -> tuple[Tool, ...]:
    tools: list[Tool] = []
    names: set[str] = set()
    for index, offered in enumerate(objects(document, "tools", most=MOST_TOOLS)):
        at = place("tools", index)
        kind = optional(offered, "type", str, at) or "custom"
        if kind != "custom":
            continue  # one of the vendor's own, which runs there and is not called here
        name = required(offered, "name", str, at)
        if not _TOOL_NAME.fullmatch(name):
            raise wrong(place(at, "name"), tr("Use 1 to 128 letters, digits, _ and -."))
        if name in names:
            raise wrong(
                "tools", tr("Two tools are called {name}. Give each its own name.", name=name)
            )
        names.add(name)
        schema = bounded(required(offered, "input_schema", dict, at), place(at, "input_schema"))
        if schema.get("type") != "object":
            raise wrong(place(at, "input_schema", "type"), tr("This must be object."))
        tools.append(Tool(name, optional(offered, "description", str, at) or "", schema))
    return tuple(tools)


def _tool_choice(document: Mapping[str, Any], tools: tuple[Tool, ...]) -> str:
    choice = optional(document, "tool_choice", dict)
    if choice is None:
        return "auto"
    kind = required(choice, "type", str, "tool_choice")
    if kind == "tool":
        name = required(choice, "name", str, "tool_choice")
        if name not in {tool.name for tool in tools}:
            raise wrong("tool_choice.name", tr("No tool is called {name}.", name=name[:80]))
        return name
    if kind not in _CHOICES:
        raise wrong("tool_choice.type", tr("This must be auto, any, tool or none."))
    if kind == "any" and not tools:
        if not document.get("tools"):
            raise wrong("tool_choice", tr("There are no tools to choose from."))
        return "auto"
    return _CHOICES[kind]


def _one_call(document: Mapping[str, Any]) -> bool:
    choice = optional(document, "tool_choice", dict) or {}
    return optional(choice, "disable_parallel_tool_use", bool, "tool_choice") or False


def _schema(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    config = optional(document, "output_config", dict) or {}
    form, at = config.get("format"), "output_config.format"
    if form is None:
        form, at = document.get("output_format"), "output_format"  # its name while in beta
    if form is None:
        return None
    form = checked(form, dict, at)
    if form.get("type") != "json_schema":
        raise wrong(place(at, "type"), tr("This must be json_schema."))
    return bounded(required(form, "schema", dict, at), place(at, "schema"))
