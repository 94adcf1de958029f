"""What an average month of an option brings and costs: the lines behind its value."""

import pytest

from estimators.build_vs_buy.valuation import BuildVsBuy
from estimators.case.price_book import PRICES

CASE = {
    "task_kind": "generate",
    "needs_own_knowledge": True,
    "volume_per_month": 1000,
    "value_per_correct": 2,
    "missed_cost": 10,
    "false_alarm_cost": 10,
    "baseline_accuracy": 0.9,
    "accuracy_prompt": 0.95,
    "mistakes_caught": 0,
    "adoption": 1,
    "review_share": 0.5,
    "review_cost": 0.2,
    "prompt_price": 0.03,
    "prompt_delay": 0,
    "discount_rate": 0,
    "prompt_person_months": 1,
    "person_month_cost": 12_000,
    "maintenance_share": 0.1,
}


def test_a_month_adds_up_to_the_value_of_the_option() -> None:
    option = BuildVsBuy(draws=200).evaluate(CASE).option("prompt_api")
    month = option.month
    assert month.brings == pytest.approx(1000 * (0.95 * (2 + 10) - 0.9 * 10))
    assert (month.answers, month.checks, month.upkeep) == pytest.approx((30, 100, 100))
    assert month.per_answer == pytest.approx(0.03)
    net = month.brings - month.answers - month.checks - month.upkeep
    assert option.mean == pytest.approx(36 * net - option.upfront)


def test_tokens_are_those_of_the_price_book_and_of_the_case_that_changes_it() -> None:
    read, written = BuildVsBuy(draws=200).evaluate(CASE).option("prompt_with_retrieval").tokens
    assert 0 < written[0] < read[0] < read[1]
    own = [{"name": "tokens_out_generate", "range": 180}]
    found = BuildVsBuy(draws=200).evaluate({**CASE, PRICES: own})
    assert found.option("prompt_api").tokens[1] == (180, 180)
    assert (
        found.option("prompt_with_retrieval").tokens[0][0] > found.option("prompt_api").tokens[0][0]
    )
    assert found.option("buy_product").tokens is None
