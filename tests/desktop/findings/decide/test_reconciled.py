"""One answer: money never names another winner than the verdict does."""

from dataclasses import replace

import pytest

from desktop.findings.decide.reconciled import reconciled
from estimators.build_vs_buy.valuation import BuildVsBuy
from estimators.need_for_ai import assess

KNOWN = {
    "task_kind": "generate",
    "demand_validated": True,
    "user_pain": 4,
    "pain_evidence": "metrics",
    "explicit_rules_possible": "no",
    "error_cost_level": "low",
    "error_reversible": True,
    "commodity_fit": 4,
    "needs_own_knowledge": True,
    "regulatory_tier": "minimal",
}
MONEY = {
    "volume_per_month": 18_000,
    "value_per_correct": [2, 3],
    "missed_cost": [8, 22],
    "false_alarm_cost": [8, 22],
}


@pytest.fixture(scope="module")
def both():
    case = {**KNOWN, **MONEY}
    return assess(case), BuildVsBuy(draws=2000).evaluate(case)


def with_best(valuation, name, *, often=0.9, chosen="prompt_with_retrieval"):
    """The valuation as if another option had come out best, that often."""
    options = tuple(
        replace(each, mean=9e6, p_best=often)
        if each.name == name
        else replace(each, p_best=0.05 if each.name != chosen else 1 - often, possible=True)
        for each in valuation.options
    )
    return replace(valuation, options=options, best=name)


def test_where_money_agrees_it_says_so_with_the_sum(both) -> None:
    assessment, valuation = both
    said = reconciled(assessment, with_best(valuation, "prompt_with_retrieval"))
    assert (said.voice, said.headline) == ("agree", assessment.headline)
    assert "also worth most" in said.money
    assert "best in 90 futures of 100" in said.money


def test_where_money_disagrees_the_verdict_stays_the_headline(both) -> None:
    assessment, valuation = both
    said = reconciled(assessment, with_best(valuation, "buy_product"))
    assert said.voice == "disagree"
    assert said.headline.startswith(assessment.headline.removesuffix("."))
    assert "ahead" in said.money
    assert "worth most" not in said.money


def test_what_is_best_about_as_often_cannot_be_told_apart(both) -> None:
    assessment, valuation = both
    said = reconciled(assessment, with_best(valuation, "buy_product", often=0.52))
    assert said.voice == "close"
    assert "48 and 52 of 100 futures" in said.money


def test_without_numbers_of_ones_own_money_says_nothing() -> None:
    said = reconciled(assess(KNOWN), BuildVsBuy(draws=500).evaluate(KNOWN))
    assert said.voice == "unknown"
    assert "nobody has put a number" in said.money


def test_what_the_law_bans_is_worth_nothing_yet() -> None:
    case = {**KNOWN, **MONEY, "regulatory_tier": None, "title": "Undress photos of people"}
    valuation = BuildVsBuy(draws=500).evaluate(case)
    said = reconciled(assess(case), with_best(valuation, "buy_product"))
    assert (said.voice, said.headline) == ("law", "Ask a lawyer before anything else.")
    assert said.money == "It looks worth $9m, but that does not count yet."
    said = reconciled(assess(case), with_best(valuation, "nothing"))
    assert (said.voice, said.money) == ("none", "")


@pytest.mark.parametrize("value", [0.001, 0.05, 1, 50])
@pytest.mark.parametrize("fit", [1, 3, 5])
def test_no_answer_names_two_winners(value, fit) -> None:
    case = {**KNOWN, **MONEY, "value_per_correct": value, "commodity_fit": fit}
    assessment, valuation = assess(case), BuildVsBuy(draws=500).evaluate(case)
    said = reconciled(assessment, valuation)
    best = valuation.option(valuation.best)
    names_winner = "worth most" in said.money
    assert not names_winner or assessment.how in (None, best.name)
