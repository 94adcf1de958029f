"""What today's mistakes cost a month, and the question that follows."""

import pytest

from estimators.build_vs_buy import BuildVsBuy

CASE = {
    "volume_per_month": 10_000,
    "baseline_accuracy": 0.9,
    "missed_share": 0.5,
    "missed_cost": 60,
    "false_alarm_cost": 22,
}
FEW = BuildVsBuy(draws=200)


def test_it_is_cases_times_mistakes_times_what_one_costs_and_is_asked() -> None:
    found = FEW.evaluate(CASE).sanity
    assert found.cost == pytest.approx(10_000 * 0.1 * 41)
    assert found.sentence == "Today’s mistakes cost you about $41,000 a month: is that so?"


def test_the_factor_that_moves_it_most_is_named() -> None:
    wide = FEW.evaluate({**CASE, "missed_cost": [10, 400]}).sanity
    assert wide.moves_most == "missed_cost"
    factor = next(each for each in wide.factors if each.input == "missed_cost")
    assert (factor.low, factor.high) == pytest.approx((10, 400))
    assert factor.at_low < wide.cost < factor.at_high
    assert (
        FEW.evaluate({**CASE, "volume_per_month": [1, 90_000]}).sanity.moves_most
        == "volume_per_month"
    )


def test_little_is_not_asked_in_any_currency() -> None:
    assert not FEW.evaluate({**CASE, "volume_per_month": 2000}).sanity.sentence
    yen = {**CASE, "currency": "JPY"}
    assert not FEW.evaluate(yen).sanity.sentence  # 41,000 yen
    assert (
        "¥4.1m"
        in FEW.evaluate({**yen, "missed_cost": 6000, "false_alarm_cost": 2200}).sanity.sentence
    )
