"""Today's way and a way to fit a model are held against what is there, not against what could be."""

import pytest

from estimators.need_for_ai import assess

WANTED = {
    "stage": "concept",
    "demand_validated": True,
    "pain_evidence": "metrics",
    "user_pain": 4,
    "explicit_rules_possible": "no",
    "error_cost_level": "low",
    "error_reversible": True,
    "purpose_flags": [],
    "data_rights": "ours",
}
CHECKED_BY_HAND = {
    **WANTED,
    "task_kind": "act",
    "volume_per_month": 9_000,
    "value_of_right_answer": 0.2,
    "cost_of_today_per_case": 0.15,
    "commodity_api_available": True,
    "commodity_fit": 1,
    "labelled_examples": 0,
    "measured": {"of": "today", "metric": "done", "correct": 190, "n": 200},
    "accuracy_gate": 0.9,
}


def test_today_is_left_where_it_is_good_enough_and_nothing_else_is_there() -> None:
    assert assess(CHECKED_BY_HAND).verdict == "leave_as_it_is"


@pytest.mark.parametrize(
    "change",
    [
        {"commodity_fit": 5, "value_of_right_answer": 40, "cost_of_today_per_case": 30},
        {"measured": {"of": "today", "metric": "done", "correct": 120, "n": 200}},
    ],
    ids=["something dearer today is sold ready-made", "today is not good enough"],
)
def test_today_is_not_left_where_something_better_can_be_had_or_it_is_not_good_enough(
    change,
) -> None:
    assert assess({**CHECKED_BY_HAND, **change}).verdict != "leave_as_it_is"


def test_open_weights_are_tuned_at_home_where_no_hosted_call_pays() -> None:
    found = assess(
        {
            **WANTED,
            "task_kind": "generate",
            "volume_per_month": 180_000_000,
            "value_of_right_answer": 0.0002,
            "commodity_api_available": True,
            "commodity_fit": 2,
            "labelled_examples": 900_000,
            "data_uniqueness": 4,
            "differentiation": 2,
            "ml_engineers": 3,
            "engineers": 60,
            "budget_usd": 800_000,
        }
    )
    assert (found.verdict, found.how) == ("automl_finetune", "self_host_open_weights")
