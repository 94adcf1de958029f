"""From a Messages request to a prompt, as strict as the real API where clients go wrong.

Source: https://docs.anthropic.com/en/api/messages
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Tool, Turn
from mock_ai.server.json_fields import MOST_TOOLS, Fields

_MOST_TOKENS = 1_000_000
_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_IMAGE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_CHOICES = {"auto": "auto", "any": "required", "none": "none"}
# Blocks that carry nothing the fake reads: thoughts, and what the vendor's own tools did.
_SILENT = re.compile(
    r"thinking|redacted_thinking|container_upload|compaction|server_tool_use|.+_tool_result"
)


def read_request(document: Fields, headers: Mapping[str, str], *, counting: bool = False) -> Prompt:
    """The request as a prompt. ``counting`` is for count_tokens, which takes no limits.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    model = document.required("model", str)
    if not model.strip() or len(model) > 256:
        raise document.wrong(tr("Name a model in 1 to 256 characters."), "model")
    if not counting:
        document.required("max_tokens", int)
    limit = None if counting else document.within("max_tokens", int, 0, _MOST_TOKENS)
    document.within("temperature", float, 0, 1)
    document.within("top_p", float, 0, 1)
    stops = document.texts("stop_sequences")
    for index, stop in enumerate(stops):
        if not stop.strip():
            raise document.wrong(tr("This must not be blank."), "stop_sequences", index)
    tools = _tools(document)
    system, turns = _turns(document)
    choice = document.part("tool_choice")
    return Prompt(
        kind="count" if counting else "chat",
        system=system,
        turns=turns,
        tools=tools,
        tool_choice=_tool_choice(document, tools),
        parallel_calls=not choice.optional("disable_parallel_tool_use", bool),
        schema=_schema(document),
        model=model,
        max_tokens=limit,
        stop=stops,
        headers=headers,
        document=document,
    )


def _turns(document: Fields) -> tuple[str, tuple[Turn, ...]]:
    messages = document.some("messages", tr("At least one message is needed."))
    system = [_only_text(document, "system")] if document.get("system") is not None else []
    turns: list[Turn] = []
    open_calls: set[str] = set()
    for message in messages:
        role = message.required("role", str)
        if role == "system":
            system.append(_only_text(message, "content"))
            continue
        if role not in ("user", "assistant"):
            raise message.wrong(tr("This must be user, assistant or system."), "role")
        blocks = _blocks(message)
        if not blocks and not (role == "assistant" and message is messages[-1]):
            raise message.wrong(tr("The content of a message must not be empty."), "content")
        _check_calls(role, blocks, open_calls, message)
        turns += _from_user(blocks) if role == "user" else [_from_assistant(blocks)]
        open_calls = {
            block.required("id", str)
            for block in blocks
            if role == "assistant" and block["type"] == "tool_use"
        }
    if not turns:
        raise document.wrong(tr("At least one message of the user is needed."), "messages")
    return "\n\n".join(filter(None, system)), tuple(turns)


def _blocks(message: Fields) -> list[Fields]:
    content = message.get("content")
    if isinstance(content, str):
        text = {"type": "text", "text": content}
        return [Fields(text, message.place("content", 0))] if content else []
    message.required("content", list)
    blocks = message.objects("content")
    for block in blocks:
        block.required("type", str)
    return blocks


def _check_calls(
    role: str, blocks: Iterable[Fields], open_calls: set[str], message: Fields
) -> None:
    """Every tool_use is answered in the next message, and nothing else is."""
    answered = set()
    for block in blocks:
        if block["type"] != "tool_result":
            continue
        call = block.required("tool_use_id", str)
        if role != "user" or call not in open_calls:
            raise block.wrong(
                tr("tool_use_id {call} is not a tool_use of the message before.", call=call[:80])
            )
        answered.add(call)
    if missing := sorted(open_calls - answered):
        raise message.wrong(
            tr(
                "The tool_use {missing} of the message before needs a tool_result here.",
                missing=missing[0][:80],
            )
        )


def _from_user(blocks: Iterable[Fields]) -> list[Turn]:
    turns: list[Turn] = []
    said: list[Fields] = []
    for block in blocks:
        if block["type"] == "tool_result":
            result = [] if block.get("content") is None else _blocks(block)
            turns.append(Turn("tool", *_parts(result)))
        else:
            said.append(block)
    words, images = _parts(said)
    return [*turns, Turn("user", words, images)] if words or images or not turns else turns


def _from_assistant(blocks: Iterable[Fields]) -> Turn:
    said: list[Fields] = []
    for block in blocks:
        if block["type"] == "tool_use":
            block.required("name", str)
            block.required("input", dict)
        else:
            said.append(block)
    return Turn("assistant", _parts(said)[0])


def _parts(blocks: Iterable[Fields]) -> tuple[str, tuple[bytes, ...]]:
    """The words and the images of content blocks."""
    words: list[str] = []
    images: list[bytes] = []
    for block in blocks:
        kind = block["type"]
        if kind == "text":
            words.append(block.required("text", str))
            if not words[-1]:
                raise block.wrong(tr("The text of a block must not be empty."), "text")
        elif kind == "image":
            images.append(_image(block))
        elif kind == "document":
            words.append(_document(block))
        elif kind == "search_result":
            words.append(_only_text(block, "content"))
        elif not _SILENT.fullmatch(kind):
            raise block.wrong(tr("There is no content block {kind} here.", kind=kind[:80]), "type")
    return "\n".join(words), tuple(images)


def _image(block: Fields) -> bytes:
    source = block.needed("source")
    kind = source.required("type", str)
    if kind == "base64":
        source.one_of("media_type", _IMAGE_TYPES)
        return source.content("data")
    # The server fetches nothing. To a fake, the address stands for the image (decision 0161).
    if kind == "url":
        return source.required("url", str).encode()
    if kind == "file":
        return source.required("file_id", str).encode()
    raise source.wrong(tr("This must be base64, url or file."), "type")


def _document(block: Fields) -> str:
    source = block.needed("source")
    kind = source.required("type", str)
    if kind == "text":
        return source.required("data", str)
    if kind == "content":
        return _only_text(source, "content")
    if kind == "base64":
        source.content("data")
    elif kind not in ("url", "file"):
        raise source.wrong(tr("This must be text, content, base64, url or file."), "type")
    return block.optional("title", str) or ""


def _only_text(document: Fields, key: str) -> str:
    """A field that is a text or a list of text blocks."""
    value = document.get(key)
    if isinstance(value, str):
        return value
    document.required(key, list)
    blocks = (block for block in document.objects(key) if block.get("type") != "image")
    return "\n".join(block.required("text", str) for block in blocks)


def _tools(document: Fields) -> tuple[Tool, ...]:
    tools: dict[str, Tool] = {}
    for offered in document.objects("tools", most=MOST_TOOLS):
        if (offered.optional("type", str) or "custom") != "custom":
            continue  # one of the vendor's own, which runs there and is not called here
        name = offered.required("name", str)
        if not _TOOL_NAME.fullmatch(name):
            raise offered.wrong(tr("Use 1 to 128 letters, digits, _ and -."), "name")
        if name in tools:
            raise document.wrong(
                tr("Two tools are called {name}. Give each its own name.", name=name), "tools"
            )
        offered.required("input_schema", dict)
        schema = offered.schema("input_schema")
        if schema.get("type") != "object":
            raise offered.wrong(tr("This must be object."), "input_schema", "type")
        tools[name] = Tool(name, offered.optional("description", str) or "", schema)
    return tuple(tools.values())


def _tool_choice(document: Fields, tools: tuple[Tool, ...]) -> str:
    choice = document.part("tool_choice")
    if document.get("tool_choice") is None:
        return "auto"
    kind = choice.required("type", str)
    if kind == "tool":
        name = choice.required("name", str)
        if name not in {tool.name for tool in tools}:
            raise choice.wrong(tr("No tool is called {name}.", name=name[:80]), "name")
        return name
    if kind not in _CHOICES:
        raise choice.wrong(tr("This must be auto, any, tool or none."), "type")
    if kind == "any" and not tools:
        if not document.get("tools"):
            raise choice.wrong(tr("There are no tools to choose from."))
        return "auto"
    return _CHOICES[kind]


def _schema(document: Fields) -> Mapping[str, Any] | None:
    holder, key = document.part("output_config"), "format"
    if holder.get(key) is None:
        holder, key = document, "output_format"  # its name while in beta
    if holder.get(key) is None:
        return None
    form = holder.part(key)
    if form.get("type") != "json_schema":
        raise form.wrong(tr("This must be json_schema."), "type")
    form.required("schema", dict)
    return form.schema_to_meet("schema")
