"""A measurement tells of one option: that one's guess is replaced, and no other's."""

import pytest

from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.measurements import measurements, without_measurement

FEW = BuildVsBuy(draws=200)
TEST = {"correct": 163, "n": 180}


def moved_by(**case: object) -> set[str]:
    """The inputs that a measurement changes."""
    rest = {name: given for name, given in case.items() if name != "measured"}
    plain, measured = FEW.evaluate(rest).inputs, FEW.evaluate(case).inputs
    return {name for name in plain if plain[name] != measured[name]}


@pytest.mark.parametrize(
    ("of", "moved"),
    [
        ({}, "accuracy_trained"),
        ({"of": "trained"}, "accuracy_trained"),
        ({"of": "service"}, "accuracy_product"),
        ({"of": "prompt"}, "accuracy_prompt"),
        ({"of": "rule"}, "accuracy_rule"),
        ({"of": "today"}, "baseline_accuracy"),
        ({"of": "service", "metric": "pass_rate"}, "accuracy_product"),
    ],
)
def test_what_was_measured_replaces_the_guess_of_that_option_only(of, moved) -> None:
    assert moved_by(measured={**TEST, **of}) == {moved}
    found = FEW.evaluate({"measured": {**TEST, **of}}).inputs[moved]
    assert (found.provenance, found.counts, found.shared) == ("measured", (163, 17), 0)


def test_a_prompt_that_needs_documents_was_measured_with_them() -> None:
    case = {"measured": {**TEST, "of": "prompt"}}
    assert measurements(case, {"needs_own_knowledge": True}).keys() == {"accuracy_retrieval"}
    assert measurements(case, {"needs_own_knowledge": False}).keys() == {"accuracy_prompt"}


def test_a_share_of_so_many_is_a_count() -> None:
    found = measurements({"measured": {"value": 0.9, "n": 200, "of": "rule"}}, {})
    assert found["accuracy_rule"].counts == (180, 20)


@pytest.mark.parametrize(
    ("took", "said"), [(0, ", usually in 0 s"), (1.5, ", usually in 1.5 s"), (-1, ""), (None, "")]
)
def test_how_long_an_answer_took_is_said_where_it_was_measured(took, said) -> None:
    found = measurements({"measured": {**TEST, "of": "rule", "seconds": took}}, {})
    assert found["accuracy_rule"].source == f"measured: 163 of 180{said}"


@pytest.mark.parametrize("metric", ["recall", "precision", "wer", "mae", "ndcg"])
def test_a_measure_that_is_no_share_of_right_answers_is_left_out_and_said(metric) -> None:
    case = {"measured": {**TEST, "metric": metric}}
    assert moved_by(**case) == set()
    assert any("no share of right answers" in remark for remark in FEW.evaluate(case).remarks)


def test_several_ways_are_measured_beside_each_other() -> None:
    beside = [{**TEST, "of": "rule"}, {**TEST, "of": "today"}, {**TEST, "of": "prompt"}]
    measured = {**TEST, "of": "prompt", "among": 2, "beside": beside}
    assert moved_by(measured=measured) == {"accuracy_prompt", "accuracy_rule", "baseline_accuracy"}
    found = measurements({"measured": measured}, {})
    assert found["accuracy_prompt"].source.endswith("the best of 2 on the same cases")


def test_a_number_that_is_tried_takes_only_its_own_test_away() -> None:
    rule = {**TEST, "of": "rule"}
    case = {"measured": {**TEST, "of": "prompt", "beside": [rule]}}
    assert measurements(without_measurement(case, "accuracy_prompt"), {}).keys() == {
        "accuracy_rule"
    }
    assert measurements(without_measurement(case, "accuracy_rule"), {}).keys() == {
        "accuracy_prompt"
    }
    assert without_measurement(case, "volume_per_month") == case
