"""What an option costs in a sentence: its own mean price, its tokens, the months of its prices and whose they are."""

from datetime import date

import pytest

from desktop.findings.decide.explanations import why_not_possible
from desktop.findings.decide.option_prices import price_sentences
from desktop.findings.decide.option_sheet import option_sheet
from desktop.findings.decide.verdict import Worked, work_out
from estimators.base.money import about_money
from estimators.case.price_book import PRICES
from reports.provenance import Provenance

CASE = {
    "task_kind": "generate",
    "demand_validated": True,
    "user_pain": 4,
    "explicit_rules_possible": "no",
    "error_cost_level": "low",
    "error_reversible": True,
    "commodity_fit": 4,
    "needs_own_knowledge": True,
    "regulatory_tier": "minimal",
    "volume_per_month": 18_000,
    "value_per_correct": [2, 3],
    "missed_cost": [8, 22],
    "false_alarm_cost": [8, 22],
    "currency": "EUR",
}


@pytest.fixture(scope="module")
def worked() -> Worked:
    return work_out(CASE)


def test_the_price_is_that_of_the_option_that_the_verdict_names(worked) -> None:
    said = price_sentences(worked)
    assert said.option == worked.assessment.how == "prompt_with_retrieval"
    month = worked.valuation.option(said.option).month
    assert about_money(1000 * month.per_answer, "EUR") in said.strong
    assert about_money(month.answers, "EUR") in said.month
    assert "for one answer" in said.note
    assert "tokens are read" in said.note
    assert " 2026" in said.note
    product = worked.valuation.option("buy_product").month.per_answer
    assert f"From a product they cost {about_money(1000 * product, 'EUR')}." in said.note


def test_prices_of_ones_own_are_ones_own_and_move_the_sentence(worked) -> None:
    own = [{"name": name, "range": 30} for name in ("tokens_in_small", "tokens_in_large")]
    dear = price_sentences(work_out({**CASE, PRICES: own}))
    assert dear.provenance is Provenance.GUESS
    assert dear.strong != price_sentences(worked).strong
    assert price_sentences(worked).provenance is Provenance.DEFAULT


def test_an_option_shows_what_it_costs_once_and_a_month_and_each_of_its_prices(worked) -> None:
    option = worked.valuation.option("prompt_with_retrieval")
    sheet = option_sheet(worked.valuation, option.label)
    rows = dict(sheet.costs)
    assert rows["Once, before it works"].startswith("−€")
    assert rows["A month: its answers"].startswith("−€")
    assert rows["A month: right answers less mistakes"].startswith("+€")
    named = worked.valuation.inputs["retrieval_price"].lines
    assert len(sheet.prices) == len(named)
    whose, (_, amount, source) = next(p for p in sheet.prices if p[1][0] == "Reading, small model")
    assert (whose, amount) == (Provenance.PUBLISHED, "0.1 to 1 USD per million tokens")
    assert source.startswith("published · 10 Oct 2026 · ")


def test_why_some_ways_are_not_possible_is_told_with_each_reason(worked) -> None:
    told = why_not_possible(worked.valuation).text
    for option in worked.valuation.options:
        if not option.possible:
            assert option.label in told
            assert option.why_not in told


def test_where_nothing_possible_has_a_price_nothing_is_said() -> None:
    banned = work_out({**CASE, "regulatory_tier": "prohibited"})
    assert price_sentences(banned) is None


def test_prices_of_more_than_half_a_year_ago_are_said_to_be_old(worked) -> None:
    assert price_sentences(worked, date(2026, 10, 20)).old == ""
    later = price_sentences(worked, date(2027, 4, 15)).old
    assert later.startswith("4 of these prices are more than half a year old")
    assert price_sentences(worked, date(2030, 1, 1)).old.endswith("look them up again.")
