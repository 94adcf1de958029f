"""Checks of answers: what each holds for, schemas against the library that knows them all, languages."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from estimators.base.errors import UserError
from estimators.measure.answer_language import language_of
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.checks import AnswerCheck, CheckKind, check_shares
from estimators.measure.json_schema import JsonSchema, SchemaError


@pytest.mark.parametrize(
    ("kind", "value", "right", "wrong"),
    [
        ("contains", "your  Refund", "We sent your refund.", "We sent it."),
        ("lacks", "as an AI", "Sure.", "As an AI, I cannot."),
        ("matches", "order [0-9]+", "Your Order 12 is here.", "Your order is here."),
        ("schema", '{"type": "object", "required": ["a"]}', '```json\n{"a": 1}\n```', '{"b": 1}'),
        ("at_least", "3", "one two three", "one two"),
        ("at_most", "2", "one two", "one two three"),
        ("language", "de", "Das ist nicht die Antwort.", "This is not the answer."),
    ],
)
def test_each_check_holds_for_what_it_looks_for(
    kind: str, value: str, right: str, wrong: str
) -> None:
    check = AnswerCheck(CheckKind(kind), value)
    assert check.holds(right)
    assert not check.holds(wrong)
    assert not check.holds(None)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("contains", " "),
        ("matches", "(a"),
        ("schema", "{"),
        ("schema", '{"if": {}}'),
        ("at_most", "few"),
        ("language", "xx"),
    ],
)
def test_what_is_no_check_is_refused_with_an_example(kind: str, value: str) -> None:
    with pytest.raises(UserError, match="Write, for example"):
        AnswerCheck(CheckKind(kind), value)


def test_shares_are_of_the_answers_that_came_and_respect_groups() -> None:
    cases = {name: EvalCase(name, group="g") for name in "abcd"}
    answers = CandidateAnswers(
        "x",
        {name: (CandidateAnswer(name, text),) for name, text in (("a", "yes"), ("b", None), ("c", "yes sir"))},
    )  # fmt: skip
    check = AnswerCheck(CheckKind.CONTAINS, "yes")
    found = check_shares([check], cases, answers)[check]
    assert (found.value, found.n, found.groups) == (pytest.approx(2 / 3), 3, 1)


# Schemas --------------------------------------------------------------------------------------

SCHEMA: dict[str, Any] = {
    "$defs": {"item": {"type": "object", "properties": {"price": {"type": "number", "minimum": 0}}, "required": ["price"]}},
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 3, "pattern": "^[a-c]"},
        "size": {"enum": ["s", 1, None]},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}, "maxItems": 2},
        "either": {"anyOf": [{"type": "integer"}, {"const": True}]},
        "one": {"oneOf": [{"maximum": 5}, {"minimum": 3}]},
        "never": {"not": {"type": "null"}},
    },
    "required": ["name"],
    "additionalProperties": False,
}  # fmt: skip
VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 1.0, 2.5, -1, 4, "", "a", "b", "abcd", "s"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["price", "name"]), inner, max_size=2),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "other"]), VALUES, max_size=4))
def test_a_schema_allows_what_the_library_allows(document: dict[str, Any]) -> None:
    assert JsonSchema(SCHEMA).allows(document) is Draft202012Validator(SCHEMA).is_valid(document)


@pytest.mark.parametrize(
    "schema",
    [
        3,
        {"type": "text"},
        {"properties": []},
        {"$ref": "https://example.com/schema"},
        {"$ref": "#/$defs/gone"},
        {"pattern": "(a"},
        {"dependentRequired": {}},
    ],
)
def test_a_schema_that_cannot_be_checked_is_refused(schema: Any) -> None:
    with pytest.raises(SchemaError):
        JsonSchema(schema)


def test_a_schema_that_leads_to_itself_ends() -> None:
    schema = {"$ref": "#"}
    assert JsonSchema(schema).allows({"a": 1}) is False
    tree = {"type": "object", "properties": {"child": {"$ref": "#"}}}
    assert JsonSchema(tree).allows(json.loads('{"child": {"child": {}}}'))
    assert not JsonSchema(tree).allows({"child": 3})


# Languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Where is my order? I have been waiting for it.", "en"),
        ("Wo ist meine Bestellung? Ich warte schon lange und nichts kommt.", "de"),
        ("Où est ma commande ? Je l’attends depuis une semaine.", "fr"),
        ("¿Dónde está mi pedido? No me ha llegado.", "es"),
        ("Dove è il mio ordine? Non è ancora arrivato.", "it"),
        ("Где мой заказ?", "ru"),
        ("注文はどこですか", "ja"),
        ("订单在哪里", "zh"),
        ("42", None),
        ("Banana", None),
    ],
)
def test_a_language_is_told_by_its_script_and_its_commonest_words(
    text: str, code: str | None
) -> None:
    assert language_of(text) == code
