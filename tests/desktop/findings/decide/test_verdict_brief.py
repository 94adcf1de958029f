"""The brief of a verdict: what to do now, and the five answers that decide."""

import pytest

from desktop.findings.decide.verdict_brief import effort_of, five_answers, what_to_do
from estimators.base.money import about_money
from estimators.build_vs_buy.valuation import BuildVsBuy
from estimators.need_for_ai import assess
from reports.provenance import Provenance


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({"explicit_rules_possible": "yes"}, "Write the rule down"),
        ({"demand_validated": False}, "Show people a fake"),
        ({"regulatory_tier": "prohibited"}, "Leave it: the law bans"),
        ({"title": "Emotion score of job applicants"}, "Ask a lawyer"),
        ({"demand_validated": True, "commodity_fit": 5, "explicit_rules_possible": "no"}, "Try the product"),
    ],
)  # fmt: skip
def test_what_to_do_follows_from_the_verdict(case, words) -> None:
    assert what_to_do(assess(case), case).startswith(words)


def test_a_rule_waits_where_staying_as_today_is_worth_most() -> None:
    case = {"explicit_rules_possible": "yes"}
    assert what_to_do(assess(case), case, today_is_best=True).startswith("Stay as today")


def test_the_five_answers_are_those_that_were_given() -> None:
    case = {
        "explicit_rules_possible": "partly",
        "error_cost_level": "low",
        "error_reversible": True,
        "task_kind": "rank",
        "labelled_examples": 40_000,
        "purpose_flags": [],
    }
    answers = five_answers(case, "EUR", "Could a rule do it?", "", {})
    assert [fact.value for fact in answers] == [
        "partly",
        "not known",
        "low, can be undone",
        "nothing special",
        "40,000 noted choices",
    ]
    assert [fact.provenance for fact in answers].count(Provenance.UNKNOWN) == 1


def test_the_effort_is_that_of_the_way_of_the_verdict_and_nothing_where_it_names_none() -> None:
    case = {"explicit_rules_possible": "yes", "volume_per_month": 900}
    found, values = assess(case), BuildVsBuy(draws=500).evaluate(case)
    rule = values.option("rule")
    assert about_money(rule.upfront) in effort_of(found, values)
    faked = {"demand_validated": False}
    assert effort_of(assess(faked), BuildVsBuy(draws=500).evaluate(faked)) == ""


def test_what_the_law_looks_at_is_said_in_words() -> None:
    flags = {"purpose_flags": ["emotion_recognition", "employment"]}
    answers = five_answers(flags, "EUR", "Rule?", "", {})
    assert "_" not in answers[3].value
    assert answers[3].value != "emotion recognition, employment"
    asked = five_answers(
        {"purpose_flags": []}, "EUR", "Rule?", "One question of the law is open.", {}
    )
    assert asked[3].value == "nothing special; one question of the law is open"
