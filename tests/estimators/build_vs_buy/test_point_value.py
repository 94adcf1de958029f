"""What one more accuracy point is worth: by hand, and unknown where nobody has said enough."""

import pytest

from estimators.build_vs_buy.valuation import value_per_point

# 1,000 cases a month, all used; right saves 1, a mistake costs 10; 12 months less 2 of delay, no discount.
KNOWN = {
    "volume_per_month": 1000,
    "adoption": 1,
    "value_per_correct": 1,
    "missed_cost": 10,
    "false_alarm_cost": 10,
    "missed_share": 0.5,
    "mistakes_caught": 0,
    "automl_delay": 2,
    "discount_rate": 0,
}


def test_a_point_is_worth_its_right_answers_and_the_mistakes_they_replace():
    # a point is 10 more right answers a month, each worth 1 + 10, for 10 months
    assert value_per_point(KNOWN, horizon_months=12) == pytest.approx(10 * 11 * 10)


def test_half_of_the_mistakes_caught_and_half_of_the_answers_used_are_worth_less():
    caught = {**KNOWN, "mistakes_caught": 0.5, "adoption": 0.5}
    assert value_per_point(caught, horizon_months=12) == pytest.approx(0.5 * 10 * 6 * 10)


def test_an_amount_that_nobody_named_adds_nothing():
    alone = {key: KNOWN[key] for key in KNOWN if key not in ("missed_cost", "false_alarm_cost")}
    assert value_per_point(alone, horizon_months=12) == pytest.approx(10 * 1 * 10)


@pytest.mark.parametrize(
    "missing", [("volume_per_month",), ("value_per_correct", "missed_cost", "false_alarm_cost")]
)
def test_without_a_volume_or_any_amount_the_value_is_unknown(missing):
    assert value_per_point({key: KNOWN[key] for key in KNOWN if key not in missing}) is None
    assert value_per_point({}) is None
