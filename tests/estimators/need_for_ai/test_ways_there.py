"""Today's way and a way to fit a model are held against what is there, not against what could be."""

import pytest

from estimators.case.questions import read_case
from estimators.need_for_ai import assess
from estimators.need_for_ai.findings import find

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


def test_an_open_model_at_home_is_not_chosen_for_its_best_case_alone() -> None:
    research = {
        **CHECKED_BY_HAND,
        "volume_per_month": 2_000_000,
        "value_of_right_answer": 0.005,
        "commodity_fit": 4,
        "measured": None,
        "engineers": 6,
    }
    assert assess(research).verdict == "leave_as_it_is"
    dearer = assess({**research, "value_of_right_answer": 0.02})
    assert (dearer.verdict, dearer.how) == ("buy_api", "self_host_open_weights")


TESTED = {
    **WANTED,
    "stage": "pre_launch",
    "task_kind": "act",
    "volume_per_month": 1_200,
    "value_of_right_answer": 120,
    "commodity_api_available": True,
    "commodity_fit": 3,
    "validated_on_target_population": True,
    "measured": {"of": "prompt", "metric": "done", "correct": 192, "n": 200},
    "accuracy_gate": 0.9,
}


def test_what_was_tested_as_a_prompt_runs_at_home_where_the_data_may_not_leave() -> None:
    assert assess(TESTED).how == "prompt_api"
    assert assess({**TESTED, "data_may_leave_premises": False}).how == "self_host_open_weights"


def test_no_test_lets_an_agent_do_alone_what_costs_dearly_and_cannot_be_undone() -> None:
    grave = {**TESTED, "error_cost_level": "critical", "error_reversible": False}
    found = assess({**grave, "human_in_loop": False})
    assert found.verdict == "do_not_launch"
    assert "let a person say yes" in found.why
    assert assess({**grave, "human_in_loop": True}).verdict == "launch"


def test_nobody_is_given_a_voice_or_a_face_that_is_not_theirs_to_give() -> None:
    voice = {
        **WANTED,
        "task_kind": "generate",
        "purpose_flags": ["deepfake"],
        "commodity_api_available": True,
        "commodity_fit": 5,
    }
    assert assess(voice).verdict == "buy_api"
    assert assess({**voice, "data_rights": "none"}).verdict == "collect_first"


def test_no_volume_yet_is_no_volume_for_ever_where_nobody_uses_it() -> None:
    idea = {
        **WANTED,
        "task_kind": "act",
        "demand_validated": False,
        "active_users": 0,
        "volume_per_month": 0,
        "value_of_right_answer": 300,
    }
    assert assess(idea).verdict == "fake_it_first"
    assert assess({**idea, "active_users": 40}).verdict == "leave_as_it_is"


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ({"ml_engineers": 0}, "fine_tune_hosted"),
        ({"ml_engineers": 0, "data_may_leave_premises": False}, "train_own"),
        ({"ml_engineers": 2}, "train_own"),
    ],
)
def test_a_number_is_fitted_by_others_where_nobody_here_can_and_data_may_leave(change, how) -> None:
    sales = {
        **WANTED,
        "task_kind": "number",
        "labelled_examples": 5_000,
        "volume_per_month": 100_000,
        "value_of_right_answer": 2,
        "commodity_api_available": False,
    }
    found = assess({**sales, **change})
    assert (found.verdict, found.how) == ("automl_finetune", how)


def test_a_purpose_that_words_only_suggest_asks_for_no_more_examples() -> None:
    cvs = {"title": "Rank job applicants by their CVs", "n_classes": 2, "labelled_examples": 100}
    suspected, named = (
        find(read_case({**cvs, **more}).values) for more in ({}, {"purpose_flags": ["employment"]})
    )
    assert (suspected.suspected, named.suspected) == (("employment",), ())
    assert (suspected.data, named.data) == ("modest", "few")


@pytest.mark.parametrize(("labels", "found"), [(300, "modest"), (1_000, "rare")])
def test_twenty_of_an_answer_are_too_few_only_where_it_is_rare(labels, found) -> None:
    case = {"n_classes": 2, "labelled_examples": labels, "rarest_class_examples": 20}
    assert find(read_case(case).values).data == found


@pytest.mark.parametrize(
    ("change", "blocked"), [({"data_rights": "none"}, "rights"), ({"labelled_examples": 3}, None)]
)
def test_what_may_not_be_used_blocks_by_right_and_too_few_examples_do_not(change, blocked) -> None:
    case = {**WANTED, "n_classes": 2, "labelled_examples": 5_000, "rarest_class_examples": 2_000}
    worth = {"volume_per_month": 10_000, "value_of_right_answer": 3, "commodity_api_available": False}  # fmt: skip
    found = assess({**case, **worth, **change})
    assert (found.verdict, found.blocked_by) == ("collect_first", blocked)


def test_where_there_is_one_answer_only_a_rule_gives_it() -> None:
    assert find(read_case({"n_classes": 1}).values).rules == "yes"


@pytest.mark.parametrize(("labels", "speaks"), [(0, False), (3, True)])
def test_few_examples_are_a_reason_while_faking_only_where_there_are_any(labels, speaks) -> None:
    found = assess({"n_classes": 2, "labelled_examples": labels})
    assert found.verdict == "fake_it_first"
    assert ("data" in {reason.finding for reason in found.reasons}) == speaks
