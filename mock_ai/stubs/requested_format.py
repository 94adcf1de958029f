"""Puts what a stub says into the JSON that the client asked for, where it fits the schema."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mock_ai.conversation import Prompt, Tool
from mock_ai.schema_instance import ValueSource, schema_instance

_FREE = frozenset({"enum", "const", "format", "pattern", "maxLength"})


def wants_json(prompt: Prompt) -> bool:
    """Whether the client reads the answer as JSON."""
    return prompt.schema is not None or prompt.wants_json


def as_json(text: str) -> Any:
    """The object or list that a text is, or None where it is just a text."""
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def text_as_asked(prompt: Prompt, text: str, seed: int) -> str:
    """A text, or the JSON asked for with the text in its first free text field."""
    if not wants_json(prompt) or as_json(text) is not None:
        return text
    if prompt.schema is None:
        return _written({"answer": text})
    made = _made(prompt, seed)
    if isinstance(made, str):
        return _written(text)
    for name, part in _properties(prompt.schema):
        if isinstance(made, dict) and name in made and isinstance(made[name], str):
            if _FREE & set(part):
                continue
            made[name] = text
            break
    return _written(made)


def list_as_asked(prompt: Prompt, items: Sequence[str], name: str, seed: int) -> str | None:
    """The JSON asked for with the items in its first list of texts; None where none is asked."""
    if not wants_json(prompt):
        return None
    if prompt.schema is None:
        return _written({name: list(items)})
    made = _made(prompt, seed)
    for key, part in _properties(prompt.schema):
        of = part.get("items")
        if part.get("type") != "array" or not isinstance(of, Mapping) or not isinstance(made, dict):
            continue
        allowed = of.get("enum", items)
        fitting = [item for item in items if item in allowed]
        if of.get("type", "string") == "string" and _counts(part, len(fitting)):
            made[key] = fitting
            break
    return _written(made)


def fields_as_asked(prompt: Prompt, fields: Mapping[str, str], seed: int) -> str:
    """An object with the fields; with a schema, one that satisfies it and has what fits of them."""
    if prompt.schema is None:
        return _written({name: _guessed(text) for name, text in fields.items()})
    made = _made(prompt, seed)
    if isinstance(made, dict):
        made.update(typed(dict(_properties(prompt.schema)), fields))
    return _written(made)


def arguments_as_asked(
    prompt: Prompt, tool: Tool, fields: Mapping[str, str], seed: int
) -> dict[str, Any]:
    """Arguments that the tool takes; what it requires beyond the fields is made up to fit."""
    if not _properties(tool.schema):
        return {name: _guessed(text) for name, text in fields.items()}
    made = schema_instance(tool.schema, ValueSource(prompt.last_text, seed, ""))
    given = typed(dict(_properties(tool.schema)), fields)
    return {**made, **given} if isinstance(made, dict) else given


def typed(properties: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """The fields that the schema's properties know, each of its kind; others are left out."""
    found: dict[str, Any] = {}
    for name, text in fields.items():
        part = properties.get(name)
        if not isinstance(part, Mapping):
            continue
        kinds = part.get("type", "string")
        value = _of_kind(kinds if isinstance(kinds, list) else [kinds], text)
        if value is not _UNFIT and value in part.get("enum", [value]):
            found[name] = value
    return found


_UNFIT = object()


def _of_kind(kinds: Sequence[Any], text: str) -> Any:
    guess = _guessed(text)
    number = isinstance(guess, int | float) and not isinstance(guess, bool)
    if number and "integer" in kinds and "number" not in kinds and guess == int(guess):
        return int(guess)
    fits = (
        ("null" in kinds and guess is None)
        or ("boolean" in kinds and isinstance(guess, bool))
        or ("number" in kinds and number)
        or ("array" in kinds and isinstance(guess, list))
        or ("object" in kinds and isinstance(guess, dict))
    )
    if fits:
        return guess
    return text if "string" in kinds else _UNFIT


def _guessed(text: str) -> Any:
    """“12” is a number, “true” a truth value, “[1]” a list; anything else stays a text."""
    try:
        value = json.loads(text, parse_constant=lambda _: text)
    except (ValueError, RecursionError):
        return text
    return value


def _properties(schema: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        return []
    return [(name, part) for name, part in properties.items() if isinstance(part, Mapping)]


def _counts(part: Mapping[str, Any], n: int) -> bool:
    try:
        return int(part.get("minItems", 0)) <= n <= int(part.get("maxItems", n))
    except (TypeError, ValueError):
        return False


def _made(prompt: Prompt, seed: int) -> Any:
    return schema_instance(prompt.schema or {}, ValueSource(prompt.last_text, seed, ""))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
