"""What in a JSON schema no answer can satisfy, before an answer is made to it.

Only what every answer would run into counts: an optional field that can be left out harms nobody. Keywords as in
:mod:`mock_ai.schema_instance`; what is not known there contradicts nothing.
"""

from collections.abc import Mapping
from typing import Any

from estimators.base.sentence import tr
from mock_ai.schema_instance import resolved

_DEEPEST = 12
_MOST_LOOKED_AT = 2_000  # parts; a schema that refers to itself has no end
_TYPES = frozenset({"object", "array", "string", "number", "integer", "boolean", "null"})
_BOUNDS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)


def contradiction(schema: Any) -> str:
    """A sentence that says why nothing satisfies the schema, with the place; empty where something may."""
    root = schema if isinstance(schema, Mapping) else {}
    return _Search(root).found(schema, "", 0)


class _Search:
    """Goes through one schema, as far as it bears."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._left = _MOST_LOOKED_AT

    def found(self, schema: Any, path: str, depth: int) -> str:
        here = path or tr("the top")
        self._left -= 1
        if schema is False:
            return tr("Nothing is allowed at {place}.", place=here)
        if not isinstance(schema, Mapping) or depth > _DEEPEST or self._left < 0:
            return ""
        schema = resolved(schema, self._root)
        if schema.get("enum") == []:
            return tr("“enum” lists nothing at {place}.", place=here)
        for least, most in _BOUNDS:
            low, high = schema.get(least), schema.get(most)
            if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
                return tr(
                    "“{least}” is above “{most}” at {place}.", least=least, most=most, place=here
                )
        # Google's schemas write their types large.
        kinds = str(schema.get("type", "")).lower()
        if isinstance(schema.get("type"), str) and kinds and kinds not in _TYPES:
            return tr("“{kind}” is no type, at {place}.", kind=kinds[:40], place=here)
        return (
            self._in_options(schema, path, depth)
            or self._in_object(schema, path, depth)
            or self._in_array(schema, path, depth)
        )

    def _in_options(self, schema: Mapping[str, Any], path: str, depth: int) -> str:
        for word in ("anyOf", "oneOf"):
            options = schema.get(word)
            first = ""
            for option in options if isinstance(options, list) else ():
                found = self.found(option, path, depth + 1)
                if not found:
                    break
                first = first or found
            else:
                if first:
                    return first
        return ""

    def _in_object(self, schema: Mapping[str, Any], path: str, depth: int) -> str:
        properties, required = schema.get("properties"), schema.get("required")
        if not isinstance(required, list) or not _must_be("object", schema):
            return ""
        known = properties if isinstance(properties, Mapping) else {}
        for name in (one for one in required if isinstance(one, str)):
            place = f"{path}.{name}" if path else name
            if name not in known and schema.get("additionalProperties") is False:
                return tr("“{place}” is required, and no property allows it.", place=place[:80])
            if found := self.found(known.get(name, True), place[:80], depth + 1):
                return found
        return ""

    def _in_array(self, schema: Mapping[str, Any], path: str, depth: int) -> str:
        least, firsts = schema.get("minItems"), schema.get("prefixItems")
        if not isinstance(least, int | float) or not _must_be("array", schema):
            return ""
        if least <= (len(firsts) if isinstance(firsts, list) else 0):
            return ""
        return self.found(schema.get("items", True), f"{path}[]", depth + 1)


def _must_be(kind: str, schema: Mapping[str, Any]) -> bool:
    """Whether a value can be nothing but this; where it may be null as well, that satisfies the schema."""
    said = schema.get("type", kind)
    return isinstance(said, str) and said.lower() == kind
