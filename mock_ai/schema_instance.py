"""A JSON value that satisfies a JSON schema and takes what it can from what was asked.

Covers draft 2020-12 (https://json-schema.org/draft/2020-12) as far as vendors accept it for
structured output and tools: types, enum, const, bounds, formats, patterns, items, objects,
``$ref`` within the document, allOf, anyOf and oneOf. Keywords beyond that are ignored.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from estimators.base.sentence import tr
from mock_ai.schema_patterns import matching_text

_DEEPEST = 12
_FULL_DEPTH = 6  # below this only what is required is filled in
_MOST_ITEMS = 1000
_MOST_VALUES = 5000  # a schema that refers to itself fifty times ends here
_MOST_CHARACTERS = 256 * 1024  # of all texts together; beyond it they are as short as may be
_PATTERN_COSTS = 25  # as much as so many other values
_MOST_OPTIONS = 100
_FORMATS = {
    "date": "2026-03-14",
    "date-time": "2026-03-14T09:26:53Z",
    "time": "09:26:53Z",
    "email": "ada@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_WHOLE_MESSAGE = {"query", "question", "text", "message", "prompt", "input", "content", "q"}
_HOW_SURE = {"confidence", "probability", "certainty", "likelihood", "score", "sure"}
_PLACE = re.compile(r"\b(?:in|at|for|to|of|from)\s([A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)")
_NAME = re.compile(r"(?<=[a-z,;:]\s)[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FOUND = {
    "date": re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])\b"),
    "email": re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,20}\b"),
    "uri": re.compile(r"https?://[^\s<>\"“”]+"),
}


@dataclass(frozen=True)
class ValueSource:
    """What values may be taken from: the message, and a seed for the rest."""

    message: str = ""
    seed: int = 0
    place: str = ""  # a name to use where the schema asks for words
    sure: float | None = None  # how sure the answer is, a share, where the schema asks for that
    budget: list[int] = field(
        default_factory=lambda: [_MOST_VALUES, _MOST_CHARACTERS], compare=False
    )
    # In the message, once for all.
    found: dict[str, Any] = field(default_factory=dict, compare=False)

    def look(self, what: str, search: Callable[[str], Any]) -> Any:
        """What a search finds in the message."""
        if what not in self.found:
            self.found[what] = search(self.message[:10_000])
        return self.found[what]

    def spend(self, values: int) -> None:
        """Count work that is not that of a single value."""
        self.budget[0] -= values

    def draw(self, path: str) -> float:
        """A number in [0, 1) that depends on the message, the seed and where it is used."""
        text = f"{self.seed}\0{path}\0{self.message[:10_000]}"
        return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=6).digest()) / (
            1 << 48
        )

    def names(self) -> list[str]:
        """Names within the message: capitalised words after a preposition, or any others."""
        found: list[str] = self.look(
            "names", lambda text: list(dict.fromkeys(_PLACE.findall(text) + _NAME.findall(text)))
        )
        return found


def schema_instance(schema: Mapping[str, Any] | bool, source: ValueSource | None = None) -> Any:
    """A value that satisfies the schema; None where nothing can (``false``).

    The same schema and source give the same value.
    """
    root = schema if isinstance(schema, Mapping) else {}
    return _value(schema, root, source or ValueSource(), "", 0)


def _value(  # noqa: PLR0911, PLR0912 (one for each type that JSON has)
    schema: Any, root: Mapping[str, Any], source: ValueSource, path: str, depth: int
) -> Any:
    if not isinstance(schema, Mapping):
        return None
    source.budget[0] -= 1
    if source.budget[0] < 0:
        depth += _DEEPEST
    if depth > 2 * _DEEPEST:
        return None
    schema = resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        return _one_of(schema["enum"], source, path)
    for word in ("anyOf", "oneOf"):
        options = schema.get(word)
        if isinstance(options, list) and options:
            source.spend(min(len(options), _MOST_OPTIONS) // 4)
            chosen = _alternative(
                options[: _MOST_OPTIONS if source.budget[0] >= 0 else 1], root, depth
            )
            rest = {key: value for key, value in schema.items() if key != word}
            return _value(_merged(rest, chosen), root, source, path, depth + 1)
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = "null" if depth > _FULL_DEPTH and "null" in kind else (kind or [None])[0]
    kind = str(kind).lower() if kind else _implied_type(schema)
    if "default" in schema and kind not in ("object", "array"):
        return schema["default"]
    if kind == "object":
        return _object(schema, root, source, path, depth)
    if kind == "array":
        return _array(schema, root, source, path, depth)
    if kind in ("integer", "number"):
        return _number(schema, source, path, whole=kind == "integer")
    if kind == "boolean":
        return source.draw(path) < 0.5
    return None if kind == "null" else _string(schema, source, path)


def resolved(
    schema: Mapping[str, Any], root: Mapping[str, Any], within: int = 0
) -> Mapping[str, Any]:
    """The schema with its reference and its allOf taken in."""
    for _ in range(_DEEPEST):
        reference = schema.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#"):
            break
        target: Any = root
        for step in reference[1:].split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            target = target.get(key) if isinstance(target, Mapping) else None
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        schema = _merged(target if isinstance(target, Mapping) else {}, rest)
    parts = schema.get("allOf")
    if isinstance(parts, list) and within < 2:
        merged: Mapping[str, Any] = {k: v for k, v in schema.items() if k != "allOf"}
        for part in parts[:4]:
            if isinstance(part, Mapping):
                merged = _merged(merged, resolved(part, root, within + 1))
        return merged
    return schema


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    both = {**one, **other}
    if isinstance(one.get("properties"), Mapping) and isinstance(other.get("properties"), Mapping):
        both["properties"] = {**one["properties"], **other["properties"]}
    if isinstance(one.get("required"), list) and isinstance(other.get("required"), list):
        both["required"] = [*one["required"], *other["required"]]
    return both


def _alternative(options: Sequence[Any], root: Mapping[str, Any], depth: int) -> Mapping[str, Any]:
    """The first alternative that says something; deep down the one that ends soonest."""
    usable = [option for option in options if isinstance(option, Mapping)] or [{}]
    if depth > _FULL_DEPTH:
        for option in reversed(usable):
            if resolved(option, root).get("type") not in ("object", "array", None):
                return option
    return next((option for option in usable if option.get("type") != "null"), usable[0])


def _implied_type(schema: Mapping[str, Any]) -> str:
    if schema.keys() & {"properties", "additionalProperties", "required"}:
        return "object"
    if schema.keys() & {"items", "prefixItems"}:
        return "array"
    return "number" if schema.keys() & {"minimum", "maximum", "multipleOf"} else "string"


def _one_of(values: Sequence[Any], source: ValueSource, path: str) -> Any:
    source.spend(len(values) // 20)
    if source.budget[0] < 0:
        return values[0]
    if source.place in values:  # what was seen goes before what the message offers to choose from
        return source.place
    message = source.look("lower", str.lower)
    for value in values:
        if isinstance(value, str) and value and value.lower() in message:
            return value
    return values[int(source.draw(path) * len(values))]


def _object(
    schema: Mapping[str, Any], root: Mapping[str, Any], source: ValueSource, path: str, depth: int
) -> dict[str, Any]:
    properties = schema.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    named = schema.get("required")
    required = dict.fromkeys(name for name in named or () if isinstance(name, str))
    made: dict[str, Any] = {}
    if depth > _DEEPEST:
        return made
    source.spend((len(properties) + len(required)) // 20)
    wanted = dict.fromkeys(name for name in properties if depth <= _FULL_DEPTH or name in required)
    for name in wanted | required:
        made[name] = _value(properties.get(name, {}), root, source, f"{path}/{name}", depth + 1)
    extra = schema.get("additionalProperties", {})
    for number in range(len(made), min(_count(schema, "minProperties", 0), _MOST_ITEMS)):
        value = extra if isinstance(extra, Mapping) else {}
        made[f"key_{number + 1}"] = _value(value, root, source, f"{path}/{number}", depth + 1)
    return made


def _array(
    schema: Mapping[str, Any], root: Mapping[str, Any], source: ValueSource, path: str, depth: int
) -> list[Any]:
    least, most = _count(schema, "minItems", 0), _count(schema, "maxItems", _MOST_ITEMS)
    if depth > _DEEPEST:
        return []
    firsts = list(schema.get("prefixItems") or ())
    usual = len(firsts) or (2 if depth < 3 else 1)
    size = min(max(least, min(usual if depth <= _FULL_DEPTH else 0, most)), _MOST_ITEMS)
    items = schema.get("items", {})
    made: list[Any] = []
    for number in range(size):
        each = firsts[number] if number < len(firsts) else items
        value = _value(each, root, source, f"{path}/{number}", depth + 1)
        if schema.get("uniqueItems") and value in made:
            value = _another(each, root, source, f"{path}/{number}", made)
            if value is None:
                break
        made.append(value)
    return made


def _another(
    schema: Any, root: Mapping[str, Any], source: ValueSource, path: str, taken: list[Any]
) -> Any:
    """A value that is not among those taken; None if there seems to be none."""
    whole = resolved(schema, root) if isinstance(schema, Mapping) else {}
    for value in (value for value in whole.get("enum") or () if value not in taken):
        return value
    for attempt in range(50):
        if source.budget[0] < 0:
            return None
        other = ValueSource("", source.seed + attempt + 1, budget=source.budget)
        value = _value(schema, root, other, path, _FULL_DEPTH)
        if value not in taken:
            return value
        if isinstance(value, str) and not whole.keys() & {"pattern", "format", "maxLength"}:
            value = f"{value} {len(taken) + 1}"
            return (
                value
                if value not in taken
                else tr("{value} or {attempt}", value=value, attempt=attempt)
            )
    return None


def _number(schema: Mapping[str, Any], source: ValueSource, path: str, *, whole: bool) -> float:
    low, high = _bound(schema, "inimum", -math.inf), _bound(schema, "aximum", math.inf)
    step = schema.get("multipleOf")
    step = step if isinstance(step, int | float) and step > 0 else (1 if whole else 0)
    if whole and step != int(step):
        step = 1
    if source.sure is not None and path.rpartition("/")[2].lower() in _HOW_SURE:
        for share in (source.sure * 100,) if whole else (source.sure, source.sure * 100):
            if low <= share <= high and not step > 1:
                return round(share) if whole else round(share, 6)
    for text in source.look("numbers", _NUMBER.findall):
        said = float(text)
        if low <= said <= high and (not step or said % step == 0):
            return int(said) if whole else said
    floor = low if low > -math.inf else min(0.0, high)
    width = min(high - floor, 100.0 if whole else 1.0)
    value = floor + source.draw(path) * width
    if step:
        value = math.ceil(floor / step) * step + math.floor(source.draw(path) * width / step) * step
        if value > high:
            value = math.floor(high / step) * step
    else:
        value = min(max(round(value, 3), floor), high)
    return int(value) if whole else value


def _bound(schema: Mapping[str, Any], ending: str, otherwise: float) -> float:
    sign = 1 if ending == "inimum" else -1
    nudge = 1.0 if str(schema.get("type")).lower() == "integer" else 1e-3
    limits = [
        float(limit) + shift
        for limit, shift in (
            (schema.get("m" + ending), 0.0),
            (schema.get("exclusiveM" + ending), sign * nudge),
        )
        if isinstance(limit, int | float) and not isinstance(limit, bool)
    ]
    return sign * max(sign * limit for limit in limits) if limits else otherwise


def _string(schema: Mapping[str, Any], source: ValueSource, path: str) -> str:
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        source.spend(_PATTERN_COSTS)
        return matching_text(pattern, source.draw(path)) if source.budget[0] >= 0 else ""
    form = str(schema.get("format", ""))
    name = path.rpartition("/")[2].lower()
    for key, look in _FOUND.items():
        if (form == key or (not form and key in name)) and (hit := source.look(key, look.search)):
            return _sized(hit[0], schema, source)
    if form in _FORMATS:
        return _FORMATS[form]
    return _sized(_words(name, source), schema, source)


def _words(name: str, source: ValueSource) -> str:
    if name in _WHOLE_MESSAGE and source.message.strip():
        return source.message.strip()[:2000]
    names = [source.place] if source.place else source.names()
    if names:
        return names[0]
    numbers = source.look("numbers", _NUMBER.findall)
    if numbers and name.endswith(("id", "number", "code")):
        return str(numbers[0])
    return (
        tr("example {name}", name=name.replace("_", " "))
        if name and not name.isdigit()
        else "example"
    )


def _sized(text: str, schema: Mapping[str, Any], source: ValueSource) -> str:
    least = min(_count(schema, "minLength", 0), 100_000)
    text = text[: _count(schema, "maxLength", len(text))]
    most = max(source.budget[1], 0)
    if max(least, len(text)) > most:
        least, text = min(least, most), text[: max(most, 20)]
    if len(text) < least:
        text += tr(" and more") * ((least - len(text)) // 9)
        text = text.ljust(least, ".")
    text = text[: _count(schema, "maxLength", len(text))]
    source.budget[1] -= len(text)
    return text


def _count(schema: Mapping[str, Any], word: str, otherwise: int) -> int:
    value = schema.get(word)
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e9 else otherwise
