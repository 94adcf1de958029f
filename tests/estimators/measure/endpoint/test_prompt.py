"""What is asked: examples that give nothing away, schemas by kind, what of an answer is scored, and what is masked."""

import json

import pytest

from estimators.base.errors import UserError
from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import model_address
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.mask import masked
from estimators.measure.endpoint.prompt import (
    PromptTemplate,
    SamplingSettings,
    few_shot,
    schema_of_kind,
    scored_text,
)
from estimators.measure.field_match import fields_of
from estimators.measure.json_schema import JsonSchema


def cases(*pairs: tuple[str, str | None]) -> dict[str, EvalCase]:
    return {f"c{at}": EvalCase(f"c{at}", *pair) for at, pair in enumerate(pairs)}


def test_a_prompt_without_a_place_for_the_case_is_refused() -> None:
    with pytest.raises(UserError, match="no place for the case"):
        PromptTemplate("Which is it?")
    for wrong in ({"max_tokens": 0}, {"temperature": 3.0}, {"schema": "[]"}, {"schema": "{"}):
        with pytest.raises(UserError):
            SamplingSettings(**wrong)


def test_examples_are_of_each_answer_and_never_of_a_measured_case() -> None:
    work = [EvalCase(f"w{at}", f"text {at}", "ab"[at % 2]) for at in range(6)]
    work += [EvalCase("c0", "another text", "a"), EvalCase("w9", " TEXT  that is measured", "a"), EvalCase("w10", "x")]  # fmt: skip
    measured = cases(("text that is measured", "a"))
    assert few_shot(work, measured, 3) == (("text 0", "a"), ("text 1", "b"), ("text 2", "a"))
    shown = few_shot(work, measured, 99)
    assert len(shown) == 6
    with pytest.raises(UserError, match="No case is left"):
        few_shot(measured.values(), measured, 1)
    assert few_shot((), measured, 0) == ()
    call = {"c0": EvalCase("c0", "measured", "a", group="call 1")}
    same = [EvalCase("w1", "of the same call", "a", group="call 1"), EvalCase("w2", "of another", "b", group="call 2")]  # fmt: skip
    assert few_shot(same, call, 9) == (("of another", "b"),)


def test_another_example_is_another_prompt_with_another_hash() -> None:
    shown = (("Where is it?", "delivery"),)
    bare, one = (
        PromptTemplate("Which? {input}"),
        PromptTemplate("Which? {input}", "Be short.", shown),
    )
    assert bare.written == "Which? {input}"
    assert one.written == "Be short.\nWhere is it? → delivery\nWhich? {input}"
    assert len({bare.digest, one.digest, PromptTemplate("Which? {input}", "Be short.").digest}) == 3


def test_examples_go_into_plain_json_where_the_prompt_stands_and_are_masked_as_cases_are() -> None:
    prompt = PromptTemplate("Q: {input}", examples=(("Write to a@b.de", "delivery"),))
    address = model_address("http://127.0.0.1:1/", body='{"ask": "{prompt}"}')
    made = EndpointCandidate("x", address, prompt, masks=True)
    asked = json.loads(made.request("Where is c@d.de?").body)["ask"]
    assert asked == "Q: Write to [email 1]\n\ndelivery\n\nQ: Where is [email 1]?"
    with pytest.raises(UserError, match="no place for examples"):
        EndpointCandidate("x", model_address("http://127.0.0.1:1/"), prompt)


@pytest.mark.parametrize(
    ("kind", "expected", "answer", "text"),
    [
        ("classify", "red", '{"label": "red"}', "red"),
        ("number", "4.5", '{"number": 4.5}', "4.5"),
        ("rank", '["a", "b"]', '{"items": ["a", "b"]}', '["a", "b"]'),
        ("extract", '{"total": "9"}', '{"total": "9"}', '{"total": "9"}'),
    ],
)
def test_a_kind_has_a_schema_and_what_meets_it_is_scored(
    kind: str, expected: str, answer: str, text: str
) -> None:
    schema = schema_of_kind(kind, cases(("x", expected)))
    assert JsonSchema(json.loads(schema)).allows(json.loads(answer))
    assert scored_text(kind, answer) == text
    fenced = scored_text(kind, f"```json\n{answer}\n```")
    assert fenced == text or fields_of(fenced) == fields_of(text)


def test_other_answers_are_scored_as_they_are() -> None:
    assert scored_text("classify", " red \n") == "red"
    assert scored_text("classify", '{"a": 1, "b": 2}') == '{"a": 1, "b": 2}'
    assert scored_text("number", "[" * 100_000) == "[" * 100_000
    assert scored_text("rank", '["a"]') == '["a"]'
    assert scored_text("generate", '{"label": "red"}') == '{"label": "red"}'
    for kind in ("transcribe", "generate", "act"):
        assert schema_of_kind(kind, cases(("x", "y"))) == ""
    assert schema_of_kind("extract", cases(("x", '{"a": {"b": 1}}'))) == ""


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("write to ada@example.com or ADA@example.com, not bob@x.org.", "write to [email 1] or [email 1], not [email 2]."),
        ("call +49 30 1234567 or (030) 123 45 67", "call [phone 1] or [phone 2]"),
        ("call 415-555-0123 now", "call [phone 1] now"),
        ("card 4111 1111 1111 1111, not 4111 1111 1111 1112", "card [card 1], not 4111 1111 1111 1112"),
        ("to DE89 3704 0044 0532 0130 00 today", "to [IBAN 1] today"),
        ("DE89370400440532013001 is none", "DE89370400440532013001 is none"),
        ("12 items for 1,234.56 on 2026-11-28, order 20261128", "12 items for 1,234.56 on 2026-11-28, order 20261128"),
        ("version 3.11.7 at 10.0.0.1, ratio 0.25", "version 3.11.7 at 10.0.0.1, ratio 0.25"),
    ],
)  # fmt: skip
def test_what_names_a_persons_things_is_masked(text: str, sent: str) -> None:
    assert masked(text) == sent


@pytest.mark.parametrize("text", ["1" * 50_000, "a@" * 20_000, "+1 " * 20_000, "DE89 " * 10_000, "0 " * 30_000])  # fmt: skip
def test_masking_does_not_run_away(text: str) -> None:
    assert masked(text)
