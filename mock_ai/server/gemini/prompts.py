"""From a Gemini request to a prompt, with its tools and schemas.

Sources: https://ai.google.dev/api/generate-content, https://ai.google.dev/gemini-api/docs/function-calling. The API's Schema
is a part of OpenAPI 3.0 with type names in capitals and ``nullable`` (https://ai.google.dev/api/caching#Schema); beside it,
newer fields take JSON schema itself.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Tool, Turn
from mock_ai.server.json_fields import MOST_TOOLS, Fields, bounded, can_be_met, checked

_TYPES = {"string", "number", "integer", "boolean", "array", "object", "null"}
_KEPT = ("title", "description", "default", "example", "pattern", "minimum", "maximum", "format")
_COUNTS = ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
_DEEPEST = 50


class CamelFields(Fields):
    """An object with its keys as ``maxOutputTokens``; the API takes ``max_output_tokens`` too."""

    __slots__ = ()

    def __init__(self, document: Mapping[str, Any], at: str = "") -> None:
        super().__init__({_camel(key): value for key, value in document.items()}, at)


def _camel(key: str) -> str:
    if "_" not in key:
        return key
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest) if first else key


def json_schema(schema: CamelFields, depth: int = 0) -> dict[str, Any]:
    """The JSON schema that says the same.

    Raises
    ------
    Refusal : 400 with the place of what is wrong.
    """
    if depth > _DEEPEST:
        raise schema.wrong(tr("A schema may be at most {deepest} levels deep.", deepest=_DEEPEST))
    made: dict[str, Any] = {key: schema[key] for key in _KEPT if schema.get(key) is not None}
    kind = (schema.optional("type", str) or "").lower()
    if kind and kind != "type_unspecified":
        if kind not in _TYPES:
            raise schema.wrong(
                tr("This must be one of {allowed}.", allowed=", ".join(sorted(_TYPES))), "type"
            )
        made["type"] = [kind, "null"] if schema.optional("nullable", bool) else kind
    for key in _COUNTS:
        if (count := schema.get(key)) is not None:
            made[key] = _count(count, schema.place(key))
    for key in ("enum", "required"):
        if schema.get(key) is not None:
            made[key] = list(schema.texts(key))
    if "enum" in made:
        made.pop("format", None)  # here it only says that there is an enum
    if schema.get("items") is not None:
        made["items"] = json_schema(schema.part("items"), depth + 1)
    if schema.get("properties") is not None:
        made["properties"] = {
            name: json_schema(one, depth + 1) for name, one in _properties(schema).items()
        }
    if schema.get("anyOf") is not None:
        made["anyOf"] = [json_schema(choice, depth + 1) for choice in schema.objects("anyOf")]
    return made


def _properties(schema: CamelFields) -> dict[str, CamelFields]:
    own = schema.required("properties", dict)
    ordered = dict.fromkeys([*schema.texts("propertyOrdering"), *own])
    places = {name: schema.place("properties", name) for name in ordered if name in own}
    return {name: CamelFields(checked(own[name], dict, at), at) for name, at in places.items()}


def _count(value: Any, at: str) -> int:
    """A whole number, which this API also writes as a text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return checked(value, int, at)


_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")
_MODES = {
    "MODE_UNSPECIFIED": "auto",
    "AUTO": "auto",
    "VALIDATED": "auto",
    "ANY": "required",
    "NONE": "none",
}


def read_tools(asked: CamelFields) -> tuple[tuple[Tool, ...], str]:
    """The tools and the choice among them.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    tools: dict[str, Tool] = {}
    for offered in asked.objects("tools", MOST_TOOLS):
        for declared in offered.objects("functionDeclarations", MOST_TOOLS):
            tool = _tool(declared)
            if tool.name in tools:
                raise asked.wrong(tr("Two functions are called {name}.", name=tool.name), "tools")
            tools[tool.name] = tool
    calling = asked.part("toolConfig").part("functionCallingConfig")
    mode = (calling.optional("mode", str) or "AUTO").upper()
    if mode not in _MODES:
        raise calling.wrong(tr("This must be AUTO, ANY, NONE or VALIDATED."), "mode")
    allowed = calling.texts("allowedFunctionNames")
    if not allowed:
        return tuple(tools.values()), _MODES[mode] if tools else "auto"
    if mode not in ("ANY", "VALIDATED"):
        raise calling.wrong(tr("These need the mode ANY."), "allowedFunctionNames")
    for name in allowed:
        if name not in tools:
            raise calling.wrong(
                tr("No function is called {name}.", name=name[:80]), "allowedFunctionNames"
            )
    return tuple(tools[name] for name in dict.fromkeys(allowed)), _MODES[mode]


def _tool(declared: CamelFields) -> Tool:
    name = declared.required("name", str)
    if not _NAME.fullmatch(name):
        raise declared.wrong(
            tr("Begin with a letter or _; use 1 to 128 letters, digits, _ . : -."), "name"
        )
    schema: Mapping[str, Any] = {"type": "object", "properties": {}}
    if declared.get("parameters") is not None:
        schema = _bounded_schema(declared, "parameters")
    elif declared.get("parametersJsonSchema") is not None:
        schema = declared.schema("parametersJsonSchema")
    return Tool(name, declared.optional("description", str) or "", schema)


def _bounded_schema(holder: CamelFields, key: str) -> dict[str, Any]:
    own = holder.part(key)
    bounded(own, own.at)
    return json_schema(own)


_MOST_TOKENS = 1_000_000
_MOST_CANDIDATES = 8
_MOST_STOPS = 5
_LARGEST_INT = 2**31 - 1
_JSON, _ENUM = "application/json", "text/x.enum"
_SHOWN = ("image/", "audio/", "video/")
_MIME_TYPES = ("text/plain", _JSON, _ENUM)
# Parts that carry nothing the fake reads: what the vendor's own tools did.
_SILENT = (
    "executableCode", "codeExecutionResult", "toolCall", "toolResponse", "audioTranscription"
)  # fmt: skip


def read_generate(document: Mapping[str, Any], model: str, headers: Mapping[str, str]) -> Prompt:
    """A request for content as a prompt.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    asked = CamelFields(document)
    config = asked.part("generationConfig")
    config.within("temperature", float, 0, 2)
    config.within("topP", float, 0, 1)
    limit = config.within("maxOutputTokens", int, 1, _MOST_TOKENS)
    number = config.within("candidateCount", int, 1, _MOST_CANDIDATES)
    seed = config.within("seed", int, -_LARGEST_INT - 1, _LARGEST_INT)
    stops = config.texts("stopSequences", _MOST_STOPS)
    media = config.one_of("responseMimeType", _MIME_TYPES, "text/plain")
    schema = _schema(config, media)
    tools, choice = read_tools(asked)
    system = asked.part("systemInstruction")
    return replace(
        read_contents(asked, model, headers),
        kind="chat",
        system=said_in(system) if asked.get("systemInstruction") is not None else "",
        tools=tools,
        tool_choice=choice,
        schema=schema,
        wants_json=media == _JSON,
        n=number or 1,
        max_tokens=limit,
        stop=stops,
        seed=seed,
        document=document,
    )


def read_count(document: Fields, model: str, headers: Mapping[str, str]) -> Prompt:
    """What countTokens is asked: contents alone, or a whole request for content."""
    asked = CamelFields(document)
    whole = asked.optional("generateContentRequest", dict)
    prompt = (
        read_contents(asked, model, headers)
        if whole is None
        else read_generate(whole, model, headers)
    )
    return replace(prompt, kind="count", document=document)


def read_contents(asked: CamelFields, model: str, headers: Mapping[str, str]) -> Prompt:
    """The conversation of a request, and nothing else of it."""
    contents = asked.some("contents", tr("At least one content is needed."))
    turns = tuple(turn for content in contents for turn in _turns(content))
    return Prompt(kind="chat", turns=turns, model=model, headers=headers)


def is_enum(document: Fields) -> bool:
    """Whether the answer is one of an enum's values, written plainly and not as JSON."""
    config = CamelFields(document).part("generationConfig")
    return config.get("responseMimeType") == _ENUM


def said_in(content: CamelFields) -> str:
    """The words of a content; it must have a part."""
    return "\n".join(read_part(part)[0] for part in _content_parts(content))


def _content_parts(content: CamelFields) -> list[CamelFields]:
    return content.some("parts", tr("At least one part is needed."))


def read_part(part: CamelFields) -> tuple[str, tuple[bytes, ...]]:
    """The words and the images or sounds of a part."""
    if part.get("text") is not None:
        text = part.required("text", str)
        return ("" if part.get("thought") is True else text), ()
    if part.get("inlineData") is not None:
        blob = part.part("inlineData")
        media = blob.required("mimeType", str).lower()
        content = blob.content("data")
        if media.startswith("text/"):
            return content.decode("utf-8", "replace"), ()
        return "", ((content,) if media.startswith(_SHOWN) else ())
    if part.get("fileData") is not None:
        # The server fetches nothing. To a fake, the address stands for the file (decision 0161).
        file = part.part("fileData")
        address = file.required("fileUri", str)
        media = file.optional("mimeType", str) or ""
        return "", ((address.encode(),) if media.startswith(_SHOWN) else ())
    if any(part.get(kind) is not None for kind in ("functionCall", "functionResponse", *_SILENT)):
        return "", ()
    raise part.wrong(tr("A part needs text, inlineData, functionCall or functionResponse."))


def _turns(content: CamelFields) -> list[Turn]:
    role = content.optional("role", str) or "user"
    if role not in ("user", "model", "function"):
        raise content.wrong(tr("This must be user or model."), "role")
    turns: list[Turn] = []
    words: list[str] = []
    images: list[bytes] = []
    for part in _content_parts(content):
        if part.get("functionResponse") is not None:
            turns.append(Turn(role="tool", text=_result(part.part("functionResponse"))))
            continue
        if part.get("functionCall") is not None:
            call = part.part("functionCall")
            call.required("name", str)
            call.optional("args", dict)
        said, shown = read_part(part)
        words += [said] if said else []
        images += shown
    if words or images or not turns:
        speaker = "assistant" if role == "model" else "user"
        turns.append(Turn(speaker, "\n".join(words), tuple(images)))  # type: ignore[arg-type]  # one of the two
    return turns


def _result(result: Fields) -> str:
    result.required("name", str)
    return json.dumps(result.required("response", dict), ensure_ascii=False)


def _schema(config: CamelFields, media: str) -> Mapping[str, Any] | None:
    asked = ("responseSchema", "responseJsonSchema", "_responseJsonSchema")
    given = [key for key in asked if config.get(key) is not None]
    if not given:
        return None
    if media == "text/plain":
        raise config.wrong(
            tr("A response schema needs {json} or {enum} here.", json=_JSON, enum=_ENUM),
            "responseMimeType",
        )
    if given[0] != asked[0]:
        return config.schema_to_meet(given[0])
    if len(given) > 1:
        raise config.wrong(tr("Give responseSchema or responseJsonSchema, not both."))
    return can_be_met(_bounded_schema(config, given[0]), config.place(given[0]))
