"""Gemini's schemas as JSON schemas.

The API's Schema is a part of OpenAPI 3.0 with type names in capitals and ``nullable``
(https://ai.google.dev/api/caching#Schema); beside it, newer fields take JSON schema itself.
"""

from collections.abc import Mapping
from typing import Any

from mock_ai.server.json_fields import checked, objects, optional, place, texts, wrong

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
        raise wrong(at, f"A schema may be at most {_DEEPEST} levels deep.")
    schema = camel(schema)
    made: dict[str, Any] = {key: schema[key] for key in _KEPT if schema.get(key) is not None}
    kind = (optional(schema, "type", str, at) or "").lower()
    if kind and kind != "type_unspecified":
        if kind not in _TYPES:
            raise wrong(place(at, "type"), f"This must be one of {', '.join(sorted(_TYPES))}.")
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
