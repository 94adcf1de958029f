"""Where a case is silent on a number: which of its other answers picks the range that is taken."""

import pytest

from estimators.build_vs_buy.inputs import Input, read_inputs
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
        ("automl_labels", {"labelled_examples": 99_999}, "enough"),
        ("build_labels", {"labelled_examples": 100_000}, "vast"),
        ("automl_labels", {"labelled_examples": 300}, "enough"),
        ("automl_labels", {"labelled_examples": 299}, "few"),
        ("automl_labels", {"labelled_examples": 200, "n_classes": 2}, "enough"),
        ("automl_labels", {"labelled_examples": 199, "n_classes": 2}, "few"),
        ("automl_labels", {"labelled_examples": 400, "n_classes": 20}, "enough"),
        ("automl_labels", {"labelled_examples": 399, "n_classes": 20}, "few"),
        ("automl_labels", {}, "unknown"),
        ("accuracy_api", {"commodity_fit": 4}, "4"),
        ("accuracy_api", {"commodity_fit": 0}, "0"),
        ("accuracy_api", {}, "unknown"),
        ("accuracy_rules", {"explicit_rules_possible": "partly"}, "partly"),
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
