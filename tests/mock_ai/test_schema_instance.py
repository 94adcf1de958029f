"""Made-up values against an independent judge of JSON schemas."""

import re

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_ai.schema_instance import ValueSource, schema_instance
from mock_ai.schema_patterns import matching_text

SCHEMAS = [
    True,
    {},
    {"type": "string"},
    {"type": "string", "minLength": 40},
    {"type": "string", "maxLength": 3},
    {"type": "string", "pattern": "^(cat|dog)s?-[0-9a-f]{4}$"},
    {"type": "string", "pattern": r"^\+?[1-9]\d{1,14}$"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "email"},
    {"type": "string", "format": "ipv4"},
    {"type": "integer", "minimum": 3, "maximum": 3},
    {"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5},
    {"type": "integer", "minimum": -20, "maximum": -10},
    {"type": "integer", "maximum": -10},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.5},
    {"type": "number", "multipleOf": 0.25, "minimum": 1.1},
    {"type": "integer", "multipleOf": 7, "minimum": 1},
    {"type": "boolean"},
    {"type": "null"},
    {"type": ["null", "integer"]},
    {"const": {"a": [1]}},
    {"enum": [1, "a", None]},
    {"type": "array", "items": {"type": "integer"}, "minItems": 5, "uniqueItems": True},
    {"type": "array", "items": {"type": "string"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": {"type": "boolean"}, "minItems": 2, "uniqueItems": True},
    {"type": "array", "maxItems": 1},
    {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
    {"type": "object", "minProperties": 3, "additionalProperties": {"type": "integer"}},
    {"type": "object", "required": ["a"], "properties": {"a": {"minimum": 5}}},
    {"anyOf": [{"type": "null"}, {"type": "object", "required": ["b"]}]},
    {"oneOf": [{"type": "integer"}, {"type": "string"}]},
    {"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}, {"required": ["a"]}]},
    {
        "$defs": {"n": {"type": "object", "properties": {"next": {"$ref": "#/$defs/n"}}}},
        "$ref": "#/$defs/n",
    },
    {
        "definitions": {"a/b": {"type": "integer", "minimum": 9}},
        "type": "object",
        "properties": {"x": {"$ref": "#/definitions/a~1b"}},
        "required": ["x"],
    },
    {
        "type": "object",
        "required": ["tree"],
        "properties": {
            "tree": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
            "all": {"type": "array", "items": {"$ref": "#"}},
        },
        "additionalProperties": False,
    },
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
@pytest.mark.parametrize("message", ["", "7 cats in Paris on 2026-05-01, mail a@b.io"])
def test_a_value_satisfies_its_schema_whatever_was_said(schema, message):
    for seed in range(5):
        value = schema_instance(schema, ValueSource(message, seed))
        judge = jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        judge.validate(value)
        assert value == schema_instance(schema, ValueSource(message, seed))


BASIC = st.one_of(
    st.builds(lambda a, b: {"type": "integer", "minimum": min(a, b), "maximum": max(a, b)},
              st.integers(-50, 50), st.integers(-50, 50)),
    st.builds(lambda a, b: {"type": "string", "minLength": min(a, b), "maxLength": max(a, b)},
              st.integers(0, 40), st.integers(0, 40)),
    st.just({"type": "boolean"}),
    st.lists(st.text(max_size=5), min_size=1, max_size=4).map(lambda e: {"enum": e}),
)  # fmt: skip


def nested(inner):
    names = st.text("abcd", min_size=1, max_size=2)
    objects = st.dictionaries(names, inner, max_size=3).map(
        lambda properties: {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    )
    arrays = st.builds(
        lambda items, least: {"type": "array", "items": items, "minItems": least},
        inner,
        st.integers(0, 3),
    )
    return st.one_of(objects, arrays, st.lists(inner, min_size=1, max_size=3).map(_any_of))


def _any_of(options):
    return {"anyOf": options}


@given(st.recursive(BASIC, nested, max_leaves=8), st.text(max_size=30), st.integers(0, 99))
def test_a_value_satisfies_any_schema_of_the_strict_kind(schema, message, seed):
    jsonschema.validate(schema_instance(schema, ValueSource(message, seed)), schema)


def test_values_are_taken_from_what_was_said():
    schema = {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "people": {"type": "integer"},
            "email": {"type": "string"},
            "day": {"type": "string", "format": "date"},
            "kind": {"enum": ["single", "double"]},
        },
    }
    message = "A double room in New York for 3 from 2026-05-01, write to ada@example.org"
    assert schema_instance(schema, ValueSource(message)) == {
        "city": "New York",
        "people": 3,
        "email": "ada@example.org",
        "day": "2026-05-01",
        "kind": "double",
    }


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {f"p{n}": {"$ref": "#"} for n in range(50)}},
        {"allOf": [{"$ref": "#"}] * 20, "properties": {f"p{n}": {"$ref": "#"} for n in range(9)}},
        {"$ref": "#"},
        {"$ref": "#/nowhere"},
        {"anyOf": [{"$ref": "#"}]},
        {"type": "array", "minItems": 10**8, "items": {}},
        {"type": "string", "minLength": 10**9},
        {"type": "string", "pattern": "((a{1000}){1000}){1000}"},
        {"type": "string", "pattern": "("},
        {"properties": {"a": False, "b": 3, "c": None}},
        {"type": [], "enum": [], "anyOf": []},
    ],
    ids=lambda schema: str(schema)[:40],
)
def test_a_schema_made_to_hang_ends_soon_with_something_small(schema):
    assert len(str(schema_instance(schema))) < 2_000_000


@pytest.mark.parametrize(
    "pattern",
    ["^a+b*c?$", r"\d{4}-\d{2}", "[^a-z]{3}", "x|y|zz", r"(ab)\1", r"^\w+\s\S$", "[A-F0-9]{8}", ""],
)
def test_a_text_matches_its_pattern(pattern):
    for tenth in range(10):
        assert re.search(pattern, matching_text(pattern, tenth / 10))
