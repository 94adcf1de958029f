"""A rule as a candidate, and grades from a file."""

from pathlib import Path
from typing import Any

import pytest

from estimators.base.errors import UserError
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.grade_file import read_grades, with_grades
from estimators.measure.rule_file import RuleBook, read_rules, rule_answers

RULES = """
rules:
  - if: {contains: [refund, money back]}
    then: refund
  - if: {matches: "card .*(lost|stolen)"}
    then: lost_card
  - if: {above: 100, contains: euro}
    then: large
  - if: {below: 0}
    then: 0
otherwise: other
"""


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("I want my MONEY  back", "refund"),
        ("My card was stolen", "lost_card"),
        ("It cost 1,250.50 euros", "large"),
        ("It cost 12 euros", "other"),
        ("-3 degrees", "0"),
        ("", "other"),
    ],
)
def test_the_first_rule_that_holds_answers(tmp_path: Path, text: str, answer: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(RULES)
    assert read_rules(path).answer(text) == answer


def test_without_a_rule_that_holds_nothing_is_answered() -> None:
    book = RuleBook({"rules": [{"if": {"contains": "a"}, "then": "A"}]})
    found = rule_answers("rule", {"x": EvalCase("x", "b"), "y": EvalCase("y", "a")}, book)
    assert found.answers["x"][0].answer is None
    assert found.answers["y"][0].answer == "A"
    assert found.answers["y"][0].cost == 0.0
    assert (found.answers["y"][0].seconds or 0) >= 0


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "no list of “rules”"),
        ({"rules": [3]}, "Rule 1 is no rule"),
        ({"rules": [{"then": "x"}]}, "Rule 1 lacks an “if” or a “then”"),
        ({"rules": [{"if": {"sounds": "x"}, "then": "x"}]}, "Rule 1 asks for “sounds”"),
        ({"rules": [{"if": {"matches": "(a"}, "then": "x"}]}, "nothing to look for"),
        ({"rules": [{"if": {"above": "many"}, "then": "x"}]}, "“many” is nothing"),
        ({"rules": [{"if": {"contains": []}, "then": "x"}]}, "nothing to look for"),
    ],
)
def test_a_rule_that_cannot_be_right_is_named(document: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        RuleBook(document, "r.yaml")


def test_a_file_of_no_rules_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("rules: [\n  a: b: c")
    with pytest.raises(UserError, match="is no YAML"):
        read_rules(path)
    with pytest.raises(UserError, match="can’t be opened"):
        read_rules(tmp_path / "gone.yaml")
    path.write_text("rules: !!python/object/apply:os.system [echo]")
    with pytest.raises(UserError, match="no rules that can be used"):
        read_rules(path)


# Grades ---------------------------------------------------------------------------------------


def test_grades_from_a_file_are_put_beside_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text(
        "id,candidate,rater,grade,reason\n"
        "a,x,Ann,pass,\na,x,Ben,fail,made up\na,x,Ben,pass,\nb,x,final,0,wrong tone\n"
        "c,x,Ann,1,\na,z,Ann,1,\nb,x,Ann,,\nb,x,Cy,maybe,\n,x,Ann,1,\n"
    )
    grades, left_out = read_grades(path)
    assert {one.loss.value: one.n for one in left_out} == {"no_id": 1, "bad_grade": 1}
    answers = {"x": CandidateAnswers("x", {name: (CandidateAnswer(name, "t"),) for name in "ab"})}
    found = with_grades(answers, grades)["x"]
    a, b = found.answers["a"][0], found.answers["b"][0]
    assert a.raters == (("Ann", True), ("Ben", True))  # whoever grades twice means the second
    assert (a.grade, b.grade, b.reason) == (True, False, "wrong tone")
    assert {one.loss.value: one.n for one in found.left_out} == {"unknown_case": 1, "unknown_candidate": 1}  # fmt: skip
    assert answers["x"].answers["a"][0].raters == ()


def test_a_file_without_grades_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("id,candidate,rater,grade,reason\na,x,Ann,,\n")
    with pytest.raises(UserError, match="holds no grades"):
        read_grades(path)
