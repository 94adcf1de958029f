"""Numbers of a case: which of its other answers picks the range of one that is silent, and what is refused."""

import json

import pytest

from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.input import Input, mean_of_range
from estimators.build_vs_buy.inputs import read_inputs
from estimators.case.default_inputs import default_inputs
from estimators.case.questions import read_case


def inputs_of(**case: object) -> dict[str, Input]:
    return read_inputs(case, read_case(case).values, "USD")


@pytest.mark.parametrize(
    ("name", "case", "level"),
    [
        ("build_success", {"ml_engineers": 3}, "able"),
        ("build_success", {"ml_engineers": 2}, "small"),
        ("build_success", {"ml_engineers": 0}, "small"),
        ("build_success", {}, "unknown"),
        ("trained_labels", {"labelled_examples": 99_999}, "enough"),
        ("build_labels", {"labelled_examples": 100_000}, "vast"),
        ("trained_labels", {"labelled_examples": 300}, "enough"),
        ("trained_labels", {"labelled_examples": 299}, "few"),
        ("trained_labels", {"labelled_examples": 200, "n_classes": 2}, "enough"),
        ("trained_labels", {"labelled_examples": 199, "n_classes": 2}, "few"),
        ("trained_labels", {"labelled_examples": 400, "n_classes": 20}, "enough"),
        ("trained_labels", {"labelled_examples": 399, "n_classes": 20}, "few"),
        ("trained_labels", {}, "unknown"),
        ("accuracy_product", {"commodity_fit": 4}, "4"),
        ("accuracy_product", {"commodity_fit": 0}, "0"),
        ("accuracy_product", {}, "unknown"),
        ("accuracy_rule", {"explicit_rules_possible": "partly"}, "partly"),
        ("review_share", {"human_in_loop": True}, "true"),
        ("review_share", {"human_in_loop": False}, "false"),
        ("review_share", {}, "unknown"),
    ],
)
def test_another_answer_picks_the_usual_range(name: str, case, level: str) -> None:
    found = inputs_of(**case)[name]
    assert (found.low, found.high) == pytest.approx(default_inputs()[name].ranges[level])


def test_where_a_mistake_costs_little_an_answer_and_a_look_are_worth_no_more() -> None:
    usual, cheap = inputs_of(), inputs_of(missed_cost=[0.05, 0.1])
    for name in ("value_per_correct", "review_cost"):
        assert cheap[name].high == pytest.approx(0.1)
        ratio = cheap[name].low / cheap[name].high
        assert ratio == pytest.approx(usual[name].low / usual[name].high)
    dear = inputs_of(missed_cost=[1e6, 2e6])
    assert dear["value_per_correct"].high == usual["value_per_correct"].high
    named = inputs_of(missed_cost=[0.05, 0.1], review_cost=[3, 4])
    assert (named["review_cost"].low, named["review_cost"].high) == pytest.approx((3, 4))


# What cannot be right --------------------------------------------------------------------------

FEW = BuildVsBuy(draws=2000)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product_price", -1),
        ("product_price", "cheap"),
        ("product_price", [2, 1]),
        ("product_price", [1, 2, 3]),
        ("product_price", float("nan")),
        ("product_price", 1e30),
        ("product_price", 10**400),
        ("product_price", float("-inf")),
        ("product_price", {"low": 1}),
        ("product_price", {"value": 5, "low": 1, "high": 2}),
        ("product_price", {"value": 5, "provenance": "rumour"}),
        ("product_price", True),
        ("accuracy_product", 80),
        ("adoption", [0.5, 1.2]),
        ("measured", {"correct": 6, "n": 5}),
        ("acceptance", {"accepted": 6}),
        ("acceptance", 0.8),
        ("currency", "dollars"),
        ("currency", 5),
        ("labelled_examples", -3),
        ("error_cost_usd", -3),
    ],
)
def test_a_number_that_cannot_be_right_is_named(field, value):
    with pytest.raises(UserError) as caught:
        FEW.evaluate({field: value})
    assert field in caught.value.what
    assert caught.value.next_step


@pytest.mark.parametrize(
    "settings_",
    [
        {"draws": 99},
        {"draws": 1.5},
        *({"horizon_months": months} for months in (0, 601)),
        {"options": ["nothing", "outsource"]},
        {"options": []},
        {"options": ["rule", "rule"]},
    ],
)
def test_settings_that_cannot_be_right_are_named(settings_):
    with pytest.raises(UserError, match=next(iter(settings_))):
        BuildVsBuy(**settings_).evaluate({})


def test_a_comparison_of_nothing_possible_is_refused():
    with pytest.raises(UserError, match="options"):
        BuildVsBuy(options=["buy_product"]).evaluate({"commodity_api_available": False})


@pytest.mark.parametrize("given", [[0, 10], [0, 0], 0, [1e-12, 1e14]])
def test_ranges_that_touch_zero_or_are_huge_are_drawn_all_the_same(given):
    document = plain(FEW.evaluate({"volume_per_month": given, "adoption": [0, 1]}))
    json.dumps(document, allow_nan=False)


def test_the_mean_of_a_range_is_that_of_what_is_drawn_from_it():
    drawn = inputs_of(missed_cost=[10, 1000])["missed_cost"].draw(100_000, 0)
    assert mean_of_range(10, 1000) == pytest.approx(drawn.mean(), rel=0.03)
    assert (mean_of_range(7, 7), mean_of_range(0, 8)) == (7, 4)
