"""Whether a JSON document keeps to a schema: the part of JSON Schema that vendors take for structured answers.

Source: https://json-schema.org/draft/2020-12/json-schema-validation and https://platform.openai.com/docs/guides/structured-outputs. Not the
library of that name: it would look up references over the network, and a check must not.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import ge, le
from typing import Any

from estimators.base.pattern import Pattern, PatternError
from estimators.base.sentence import tr

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_PASSED_OVER = frozenset(
    ("$schema", "$id", "title", "description", "default", "examples", "format", "$comment", "$defs", "strict")
)  # fmt: skip
_DEEPEST = 50


class SchemaError(ValueError):
    """A schema that cannot be used; the message is a sentence for the author."""


class JsonSchema:
    """A schema, looked through when it is made.

    Raises `SchemaError` where it is none, or asks for more than is checked here (references outside, conditions).
    """

    def __init__(self, schema: Any) -> None:
        self._root = schema
        self._patterns: dict[str, Pattern] = {}
        self._look_through(schema, 0)

    def allows(self, document: Any) -> bool:
        """Whether the document keeps to it."""
        try:
            return self._allows(self._root, document, 0)
        except RecursionError:
            return False

    def _look_through(self, schema: Any, depth: int) -> None:
        if isinstance(schema, bool):
            return
        if not isinstance(schema, dict) or depth > _DEEPEST:
            raise SchemaError(tr("A schema is an object of keywords."))
        for name, value in schema.items():
            if name in _PASSED_OVER:
                if name == "$defs":
                    self._each(value.values() if isinstance(value, dict) else [None], depth)
            elif name not in _KEYWORDS:
                raise SchemaError(tr("The keyword “{name}” is not checked.", name=str(name)[:40]))
            elif name == "properties":
                self._each(value.values() if isinstance(value, dict) else [None], depth)
            elif name in ("items", "additionalProperties", "not"):
                self._look_through(value, depth + 1)
            elif name in ("anyOf", "oneOf", "allOf"):
                self._each(value if isinstance(value, list) else [None], depth)
            elif name == "type" and not set(_listed(value)) <= _TYPES.keys():
                raise SchemaError(tr("“{value}” is no type.", value=str(value)[:40]))
            elif name == "pattern":
                self._pattern(str(value))
            elif name == "$ref":
                self._named(value)

    def _each(self, schemas: Any, depth: int) -> None:
        for schema in schemas:
            self._look_through(schema, depth + 1)

    def _pattern(self, source: str) -> Pattern:
        if source not in self._patterns:
            try:
                self._patterns[source] = Pattern(source)
            except PatternError as error:
                raise SchemaError(str(error)) from error
        return self._patterns[source]

    def _named(self, reference: Any) -> Any:
        found = self._root
        if reference != "#":
            name = str(reference).removeprefix("#/$defs/")
            names = self._root.get("$defs") if isinstance(self._root, dict) else None
            if not str(reference).startswith("#/$defs/") or not isinstance(names, dict) or name not in names:  # fmt: skip
                raise SchemaError(tr("“{value}” leads nowhere in it.", value=str(reference)[:60]))
            found = names[name]
        return found

    def _allows(self, schema: Any, value: Any, depth: int) -> bool:
        if isinstance(schema, bool):
            return schema
        if depth > _DEEPEST:
            return False
        return all(
            self._keeps(name, asked, schema, value, depth)
            for name, asked in schema.items()
            if name not in _PASSED_OVER
        )

    def _keeps(
        self, name: str, asked: Any, schema: Mapping[str, Any], value: Any, depth: int
    ) -> bool:
        def inside(one: Any, part: Any = value) -> bool:
            return self._allows(one, part, depth + 1)

        found = True
        match name:
            case "$ref":
                found = inside(self._named(asked))
            case "anyOf":
                found = any(map(inside, asked))
            case "oneOf":
                found = sum(map(inside, asked)) == 1
            case "allOf":
                found = all(map(inside, asked))
            case "not":
                found = not inside(asked)
            case "pattern" if isinstance(value, str):
                found = self._pattern(str(asked)).found_in(value)
            case "properties" if isinstance(value, dict):
                found = all(inside(one, value[key]) for key, one in asked.items() if key in value)
            case "additionalProperties" if isinstance(value, dict):
                others = value.keys() - schema.get("properties", {}).keys()
                found = all(inside(asked, value[key]) for key in others)
            case "items" if isinstance(value, list):
                found = all(inside(asked, one) for one in value)
            case _ if name in _PLAIN:
                found = bool(_PLAIN[name](asked, value))
        return found


def _listed(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [str(value)]


def _is_of(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _same(one: Any, other: Any) -> bool:
    """As JSON has it: 1 and 1.0 are one number, true is none."""
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _size(
    kind: type[str] | type[list[Any]], fits: Callable[[Any, Any], bool]
) -> Callable[[Any, Any], bool]:
    return lambda asked, value: not isinstance(value, kind) or fits(len(value), asked)


def _number(fits: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda asked, value: not _is_of("number", value) or fits(value, asked)


# Each says nothing of values of another type.
_PLAIN: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": lambda asked, value: any(_is_of(kind, value) for kind in _listed(asked)),
    "enum": lambda asked, value: any(_same(one, value) for one in asked),
    "const": _same,
    "required": lambda asked, value: not isinstance(value, dict) or set(asked) <= value.keys(),
    "minLength": _size(str, ge),
    "maxLength": _size(str, le),
    "minItems": _size(list, ge),
    "maxItems": _size(list, le),
    "minimum": _number(ge),
    "maximum": _number(le),
}
_KEYWORDS = frozenset(
    ("$ref", "anyOf", "oneOf", "allOf", "not", "pattern", "properties", "additionalProperties", "items", *_PLAIN)
)  # fmt: skip
