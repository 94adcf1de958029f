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

_TYPES = {"string", "number", "integer", "boolean", "array", "object", "null"}
_KEPT = ("title", "description", "default", "example", "pattern", "minimum", "maximum", "format")
_COUNTS = ("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties")
_DEEPEST = 50


def json_schema(schema: Mapping[str, Any], at: str, depth: int = 0) -> dict[str, Any]:
    """The JSON schema that says the same.

    Raises
    ------
    Refusal : 400 with the place of what is wrong.
    """
    if depth > _DEEPEST:
        raise wrong(at, tr("A schema may be at most {deepest} levels deep.", deepest=_DEEPEST))
    schema = camel(schema)
    made: dict[str, Any] = {key: schema[key] for key in _KEPT if schema.get(key) is not None}
    kind = (optional(schema, "type", str, at) or "").lower()
    if kind and kind != "type_unspecified":
        if kind not in _TYPES:
            raise wrong(
                place(at, "type"),
                tr("This must be one of {allowed}.", allowed=", ".join(sorted(_TYPES))),
            )
        made["type"] = [kind, "null"] if optional(schema, "nullable", bool, at) else kind
    for key in _COUNTS:
        if (count := schema.get(key)) is not None:
            made[key] = _count(count, place(at, key))
    if schema.get("enum") is not None:
        made["enum"] = list(texts(schema, "enum", at))
        made.pop("format", None)  # here it only says that there is an enum
    if schema.get("items") is not None:
        items = checked(schema["items"], dict, place(at, "items"))
        made["items"] = json_schema(items, place(at, "items"), depth + 1)
    properties = optional(schema, "properties", dict, at)
    if properties is not None:
        ordered = list(dict.fromkeys([*texts(schema, "propertyOrdering", at), *properties]))
        made["properties"] = {
            name: json_schema(
                checked(properties[name], dict, place(at, "properties", name)),
                place(at, "properties", name),
                depth + 1,
            )
            for name in ordered
            if name in properties
        }
    if schema.get("required") is not None:
        made["required"] = list(texts(schema, "required", at))
    if schema.get("anyOf") is not None:
        made["anyOf"] = [
            json_schema(choice, place(at, "anyOf", index), depth + 1)
            for index, choice in enumerate(objects(schema, "anyOf", at))
        ]
    return made


def camel(document: Mapping[str, Any]) -> dict[str, Any]:
    """The object with its keys as ``maxOutputTokens``; the API takes ``max_output_tokens`` too."""
    return {_camel(key): value for key, value in document.items()}


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest) if first else key


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


def read_tools(asked: Mapping[str, Any]) -> tuple[tuple[Tool, ...], str]:
    """The tools and the choice among them, of a request with its keys in camel case.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    tools: dict[str, Tool] = {}
    for index, offered in enumerate(objects(asked, "tools", most=MOST_TOOLS)):
        at = place("tools", index)
        declarations = objects(camel(offered), "functionDeclarations", at, most=MOST_TOOLS)
        for number, declared in enumerate(declarations):
            tool = _tool(camel(declared), place(at, "functionDeclarations", number))
            if tool.name in tools:
                raise wrong("tools", tr("Two functions are called {name}.", name=tool.name))
            tools[tool.name] = tool
    config = camel(optional(asked, "toolConfig", dict) or {})
    at = "toolConfig.functionCallingConfig"
    calling = camel(optional(config, "functionCallingConfig", dict, "toolConfig") or {})
    mode = (optional(calling, "mode", str, at) or "AUTO").upper()
    if mode not in _MODES:
        raise wrong(place(at, "mode"), tr("This must be AUTO, ANY, NONE or VALIDATED."))
    allowed = texts(calling, "allowedFunctionNames", at)
    if not allowed:
        return tuple(tools.values()), _MODES[mode] if tools else "auto"
    if mode not in ("ANY", "VALIDATED"):
        raise wrong(place(at, "allowedFunctionNames"), tr("These need the mode ANY."))
    for name in allowed:
        if name not in tools:
            raise wrong(
                place(at, "allowedFunctionNames"),
                tr("No function is called {name}.", name=name[:80]),
            )
    return tuple(tools[name] for name in dict.fromkeys(allowed)), _MODES[mode]


def _tool(declared: Mapping[str, Any], at: str) -> Tool:
    name = required(declared, "name", str, at)
    if not _NAME.fullmatch(name):
        raise wrong(
            place(at, "name"),
            tr("Begin with a letter or _; use 1 to 128 letters, digits, _ . : -."),
        )
    own = optional(declared, "parameters", dict, at)
    plain = declared.get("parametersJsonSchema")
    schema: Mapping[str, Any] = {"type": "object", "properties": {}}
    if own is not None:
        schema = json_schema(bounded(own, place(at, "parameters")), place(at, "parameters"))
    elif plain is not None:
        here = place(at, "parametersJsonSchema")
        schema = bounded(checked(plain, dict, here), here)
    return Tool(name, optional(declared, "description", str, at) or "", schema)


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
    asked = camel(document)
    config, at = camel(optional(asked, "generationConfig", dict) or {}), "generationConfig"
    between(optional(config, "temperature", float, at), 0, 2, place(at, "temperature"))
    between(optional(config, "topP", float, at), 0, 1, place(at, "topP"))
    limit = optional(config, "maxOutputTokens", int, at)
    between(limit, 1, _MOST_TOKENS, place(at, "maxOutputTokens"))
    number = optional(config, "candidateCount", int, at)
    between(number, 1, _MOST_CANDIDATES, place(at, "candidateCount"))
    seed = optional(config, "seed", int, at)
    between(seed, -_LARGEST_INT - 1, _LARGEST_INT, place(at, "seed"))
    stops = texts(config, "stopSequences", at)
    if len(stops) > _MOST_STOPS:
        raise wrong(
            place(at, "stopSequences"),
            tr("There may be at most {most_stops}.", most_stops=_MOST_STOPS),
        )
    media = optional(config, "responseMimeType", str, at) or "text/plain"
    if media not in _MIME_TYPES:
        raise wrong(
            place(at, "responseMimeType"),
            tr("This must be one of {mime_types}.", mime_types=", ".join(_MIME_TYPES)),
        )
    schema = _schema(config, media)
    tools, choice = read_tools(asked)
    return replace(
        read_contents(asked, model, headers),
        kind="chat",
        system=_system(asked),
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


def read_count(document: Mapping[str, Any], model: str, headers: Mapping[str, str]) -> Prompt:
    """What countTokens is asked: contents alone, or a whole request for content."""
    whole = optional(camel(document), "generateContentRequest", dict)
    prompt = (
        read_contents(camel(document), model, headers)
        if whole is None
        else read_generate(whole, model, headers)
    )
    return replace(prompt, kind="count", document=document)


def read_contents(asked: Mapping[str, Any], model: str, headers: Mapping[str, str]) -> Prompt:
    """The conversation of a request, and nothing else of it."""
    required(asked, "contents", list)
    contents = objects(asked, "contents")
    if not contents:
        raise wrong("contents", tr("At least one content is needed."))
    turns = tuple(
        turn
        for index, content in enumerate(contents)
        for turn in _turns(content, place("contents", index))
    )
    return Prompt(kind="chat", turns=turns, model=model, headers=headers)


def is_enum(document: Mapping[str, Any]) -> bool:
    """Whether the answer is one of an enum's values, written plainly and not as JSON."""
    config = camel(optional(camel(document), "generationConfig", dict) or {})
    return config.get("responseMimeType") == _ENUM


def content_parts(content: Mapping[str, Any], at: str) -> list[dict[str, Any]]:
    """The parts of a content; there must be one."""
    required(content, "parts", list, at)
    parts = [camel(part) for part in objects(content, "parts", at)]
    if not parts:
        raise wrong(place(at, "parts"), tr("At least one part is needed."))
    return parts


def read_part(part: Mapping[str, Any], at: str) -> tuple[str, tuple[bytes, ...]]:
    """The words and the images or sounds of a part."""
    if part.get("text") is not None:
        text = required(part, "text", str, at)
        return ("" if part.get("thought") is True else text), ()
    if part.get("inlineData") is not None:
        blob = camel(checked(part["inlineData"], dict, place(at, "inlineData")))
        here = place(at, "inlineData")
        media = required(blob, "mimeType", str, here).lower()
        content = decoded(required(blob, "data", str, here), place(here, "data"))
        if media.startswith("text/"):
            return content.decode("utf-8", "replace"), ()
        return "", ((content,) if media.startswith(_SHOWN) else ())
    if part.get("fileData") is not None:
        # The server fetches nothing. To a fake, the address stands for the file (decision 0161).
        file, here = (
            camel(checked(part["fileData"], dict, place(at, "fileData"))),
            place(at, "fileData"),
        )
        address = required(file, "fileUri", str, here)
        media = optional(file, "mimeType", str, here) or ""
        return "", ((address.encode(),) if media.startswith(_SHOWN) else ())
    if any(part.get(kind) is not None for kind in ("functionCall", "functionResponse", *_SILENT)):
        return "", ()
    raise wrong(at, tr("A part needs text, inlineData, functionCall or functionResponse."))


def _turns(content: Mapping[str, Any], at: str) -> list[Turn]:
    role = optional(content, "role", str, at) or "user"
    if role not in ("user", "model", "function"):
        raise wrong(place(at, "role"), tr("This must be user or model."))
    turns: list[Turn] = []
    words: list[str] = []
    images: list[bytes] = []
    for number, part in enumerate(content_parts(content, at)):
        here = place(at, "parts", number)
        if part.get("functionResponse") is not None:
            turns.append(Turn(role="tool", text=_result(part, here)))
            continue
        if part.get("functionCall") is not None:
            call = checked(part["functionCall"], dict, place(here, "functionCall"))
            required(call, "name", str, place(here, "functionCall"))
            optional(call, "args", dict, place(here, "functionCall"))
        said, shown = read_part(part, here)
        words += [said] if said else []
        images += shown
    if words or images or not turns:
        speaker = "assistant" if role == "model" else "user"
        turns.append(Turn(speaker, "\n".join(words), tuple(images)))  # type: ignore[arg-type]  # one of the two
    return turns


def _result(part: Mapping[str, Any], at: str) -> str:
    here = place(at, "functionResponse")
    result = checked(part["functionResponse"], dict, here)
    required(result, "name", str, here)
    return json.dumps(required(result, "response", dict, here), ensure_ascii=False)


def _system(asked: Mapping[str, Any]) -> str:
    instruction = asked.get("systemInstruction")
    if instruction is None:
        return ""
    at = "systemInstruction"
    parts = content_parts(checked(instruction, dict, at), at)
    return "\n".join(
        read_part(part, place(at, "parts", number))[0] for number, part in enumerate(parts)
    )


def _schema(config: Mapping[str, Any], media: str) -> Mapping[str, Any] | None:
    at = "generationConfig"
    own = optional(config, "responseSchema", dict, at)
    plain = next(
        (
            config[key]
            for key in ("responseJsonSchema", "_responseJsonSchema")
            if config.get(key) is not None
        ),
        None,
    )
    if own is None and plain is None:
        return None
    if media == "text/plain":
        raise wrong(
            place(at, "responseMimeType"),
            tr("A response schema needs {json} or {enum} here.", json=_JSON, enum=_ENUM),
        )
    if own is not None and plain is not None:
        raise wrong(at, tr("Give responseSchema or responseJsonSchema, not both."))
    if own is not None:
        here = place(at, "responseSchema")
        return json_schema(bounded(own, here), here)
    here = place(at, "responseJsonSchema")
    return bounded(checked(plain, dict, here), here)
