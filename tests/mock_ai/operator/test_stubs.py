"""The operator in scenario files: what may be said, and what is complained about, with its line."""

import pytest

from estimators.base.errors import UserError
from mock_ai.conversation import OPERATOR_KINDS, OperatorRouting, Prompt, Turn
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import parse_scenario
from mock_ai.stub_responder import StubResponder


def scenario(stub: str) -> Scenario:
    return parse_scenario(f"name: Demo\nstubs:\n  - {stub}\n")


def reply(stub: str, text: str = "refund 5"):
    prompt = Prompt("chat", turns=(Turn("user", text),))
    return StubResponder(scenario(stub)).reply(prompt, 0)


def test_a_stub_wishes_for_a_person_with_suggestions_and_another_answer():
    said = reply("operator: {wait: 12 s, suggest: ['Yes, {{ prompt }}.'], otherwise: Later.}")
    assert said.operator == OperatorRouting(12.0, ("Yes, refund 5.",))
    assert said.text == "Later."


def test_without_another_answer_the_built_in_one_is_given():
    said = reply("operator: 8 s")
    assert said.operator == OperatorRouting(8.0)
    assert "refund 5" in said.text
    assert reply("operator: {suggest: Hello}").operator == OperatorRouting(None, ("Hello",))


def test_one_of_several_answers_may_be_a_persons():
    stub = "{name: mixed, answers: [{operator: 8 s, weight: 1}, {answer: Hello, weight: 1}]}"
    responder = StubResponder(scenario(stub))
    asked = [Prompt("chat", turns=(Turn("user", f"number {n}"),)) for n in range(40)]
    wishes = [responder.reply(prompt, n).operator for n, prompt in enumerate(asked)]
    assert 10 < sum(wish is not None for wish in wishes) < 30


def test_a_stub_for_the_operator_is_meant_for_what_a_person_can_answer():
    assert scenario("operator: 8 s").stubs.stubs[0].kinds == OPERATOR_KINDS


def test_a_scenario_with_an_operator_is_kept_in_a_project_and_comes_back():
    one = scenario("operator: {wait: 12 s, suggest: [a, b]}")
    assert Scenario.from_json(one.to_json()) == one
    assert Scenario.from_json(one.to_json()).stubs.stubs == one.stubs.stubs


@pytest.mark.parametrize(
    ("stub", "line", "words"),
    [
        ("operator: 0 s", 3, "says operator is 0 s"),
        ("operator: 700", 3, "says operator is 700"),
        ("operator: soon", 3, "no number for “operator”"),
        ("operator: [8]", 3, "should hold operator"),
        ("{name: x, operator: {wait: 8 s, suggestions: [a]}}", 3, "unknown “suggestions”"),
        ("name: x\n    operator:\n      wait: 8 s\n      suggest: ['']", 6, "no words for “suggest”"),
        ("name: x\n    operator:\n      suggest: ['{{ nope }}']", 5, "template for “suggest”"),
        (f"operator: {{suggest: {list('abcdefghij')}}}", 3, "one suggestion too many"),
        ("operator: 8 s\n    answer: Hello", 3, "answers answer and operator"),
        ("operator: 8 s\n    kind: speech", 4, "sends speech to the operator"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_its_line(stub, line, words):
    with pytest.raises(UserError) as complaint:
        scenario(stub)
    assert f"Line {line} of the scenario" in complaint.value.what
    assert words in complaint.value.what
