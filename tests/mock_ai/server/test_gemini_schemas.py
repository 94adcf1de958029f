from mock_ai.server.gemini.prompts import json_schema


def test_googles_schema_becomes_the_json_schema_that_says_the_same():
    schema = {
        "type": "OBJECT",
        "property_ordering": ["b", "a"],
        "properties": {
            "a": {"type": "STRING", "nullable": True, "format": "enum", "enum": ["x", "y"]},
            "b": {"type": "ARRAY", "min_items": "2", "items": {"type": "INTEGER", "maximum": 5}},
            "c": {"anyOf": [{"type": "NUMBER"}, {"type": "BOOLEAN"}]},
        },
        "required": ["a"],
    }
    made = json_schema(schema, "schema")
    assert made == {
        "type": "object",
        "properties": {
            "b": {"type": "array", "minItems": 2, "items": {"type": "integer", "maximum": 5}},
            "a": {"type": ["string", "null"], "enum": ["x", "y"]},
            "c": {"anyOf": [{"type": "number"}, {"type": "boolean"}]},
        },
        "required": ["a"],
    }
    assert list(made["properties"]) == ["b", "a", "c"]
