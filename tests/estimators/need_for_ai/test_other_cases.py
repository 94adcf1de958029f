"""Cases that no list holds, each with the verdict that the criteria give when read by hand.

They differ from one plain case only in what is named, so that each shows one principle at work.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.codec import plain
from estimators.case.gates import view_of
from estimators.case.questions import read_case
from estimators.need_for_ai import assess
from estimators.need_for_ai.findings import data
from estimators.need_for_ai.verdict_rules import decide

PLAIN = {
    "stage": "concept",
    "user_pain": 4,
    "pain_evidence": "metrics",
    "frequency_per_user_month": 10,
    "active_users": 2000,
    "demand_validated": True,
    "explicit_rules_possible": "no",
    "error_cost_level": "low",
    "error_reversible": True,
    "human_in_loop": True,
    "labelled_examples": 0,
    "data_owned": True,
    "data_uniqueness": 1,
    "differentiation": 1,
    "commodity_api_available": True,
    "commodity_fit": 3,
    "data_may_leave_premises": True,
    "ml_engineers": 0,
    "budget_usd": 50_000,
    "regulatory_tier": "minimal",
}
NO_USERS = {"demand_validated": False, "active_users": 0, "pain_evidence": "none"}
HARMFUL = {
    "regulatory_tier": "high",
    "error_cost_level": "critical",
    "error_reversible": False,
    "human_in_loop": False,
}
GIANT = {
    "labelled_examples": 40_000_000,
    "data_uniqueness": 4,
    "differentiation": 5,
    "ml_engineers": 60,
    "budget_usd": 3e7,
}

CASES = {
    "leave requests by days left": ("no_ai_rules", {"explicit_rules_possible": "yes"}),
    "alert on low stock, with years of counts": (
        "no_ai_rules",
        {"explicit_rules_possible": "yes", "labelled_examples": 200_000, "data_uniqueness": 4},
    ),
    "a few mails a day by keyword": (
        "no_ai_rules",
        {"explicit_rules_possible": "partly", "user_pain": 2},
    ),
    "a bakery's order from last weeks' average": (
        "no_ai_rules",
        {"explicit_rules_possible": "partly", "labelled_examples": 320, "commodity_fit": 2},
    ),
    "opening lines for a dating app without users": (
        "fake_it_first",
        {**NO_USERS, "commodity_fit": 4},
    ),
    "a diary that guesses moods, mock-ups only": (
        "fake_it_first",
        {**NO_USERS, "labelled_examples": 60_000, "data_uniqueness": 3},
    ),
    "a plant doctor that all want, without a photo": (
        "collect_first",
        {"commodity_fit": 1, "labelled_examples": 12, "n_classes": 20},
    ),
    "listings in twelve languages": ("buy_api", {"commodity_fit": 5}),
    "moderating photos that others have, too": (
        "buy_api",
        {"commodity_fit": 4, "labelled_examples": 3000, "n_classes": 5},
    ),
    "subtitles at a start-up": ("buy_api", {"commodity_fit": 5, "labelled_examples": 20_000}),
    "keyed invoices that hurt, half done by templates": (
        "buy_api",
        {"explicit_rules_possible": "partly", "user_pain": 5},
    ),
    "twelve queues of support mail": (
        "automl_finetune",
        {
            "explicit_rules_possible": "partly",
            "labelled_examples": 9000,
            "n_classes": 12,
            "data_uniqueness": 3,
        },
    ),
    "eight kinds of birds, 700 clips": (
        "automl_finetune",
        {
            "labelled_examples": 700,
            "n_classes": 8,
            "data_uniqueness": 4,
            "commodity_fit": 2,
        },
    ),
    "photos that stay in the plant": (
        "automl_finetune",
        {
            "labelled_examples": 2500,
            "n_classes": 6,
            "commodity_fit": 5,
            "data_may_leave_premises": False,
        },
    ),
    "x-rays of welds, each one checked": (
        "automl_finetune",
        {
            "labelled_examples": 5200,
            "n_classes": 3,
            "data_uniqueness": 4,
            "commodity_fit": 1,
            "error_cost_level": "high",
        },
    ),
    "a second reader of x-rays, an idea": (
        "automl_finetune",
        {
            **HARMFUL,
            "human_in_loop": True,
            "labelled_examples": 40_000,
            "n_classes": 2,
            "data_uniqueness": 4,
            "commodity_fit": 2,
        },
    ),
    "speech at a giant that sells it": ("build_custom", {**GIANT, "commodity_fit": 4}),
    "prices at a platform of rides": (
        "build_custom",
        {**GIANT, "explicit_rules_possible": "partly", "commodity_fit": 1},
    ),
    "the same with two engineers": (
        "automl_finetune",
        {**GIANT, "ml_engineers": 2, "commodity_fit": 1},
    ),
    "applicants turned down by a machine": (
        "do_not_launch",
        {
            **HARMFUL,
            "stage": "pre_launch",
            "labelled_examples": 30_000,
            "validated_on_target_population": False,
            "measured": {"correct": 990, "n": 1000},
            "accuracy_gate": 0.9,
        },
    ),
    "scores of tenants' behaviour": ("do_not_launch", {"regulatory_tier": "prohibited"}),
    "doses given without anybody": ("do_not_launch", HARMFUL),
    "limits on cards, each one checked, never tried on customers": (
        "do_not_launch",
        {
            "stage": "pre_launch",
            "labelled_examples": 40_000,
            "data_uniqueness": 4,
            "error_cost_level": "high",
            "validated_on_target_population": False,
        },
    ),
    "the same as an idea": (
        "automl_finetune",
        {
            "labelled_examples": 40_000,
            "data_uniqueness": 4,
            "error_cost_level": "high",
            "validated_on_target_population": False,
        },
    ),
    "tags that miss their bar": (
        "do_not_launch",
        {
            "stage": "pre_launch",
            "labelled_examples": 900,
            "n_classes": 5,
            "data_uniqueness": 3,
            "measured": {"correct": 140, "n": 200},
            "accuracy_gate": 0.8,
        },
    ),
    "tags that pass it": (
        "launch",
        {
            "stage": "pre_launch",
            "labelled_examples": 900,
            "n_classes": 5,
            "data_uniqueness": 3,
            "measured": {"correct": 180, "n": 200},
            "accuracy_gate": 0.8,
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_gets_the_verdict_that_the_criteria_give(name):
    verdict, named = CASES[name]
    assert assess({**PLAIN, **named}).verdict == verdict


@pytest.mark.parametrize(("pain", "often"), [(4, 20), (3, 19)])
def test_what_hurts_and_what_comes_often_is_a_reason(pain, often):
    case = {**PLAIN, "user_pain": pain, "frequency_per_user_month": often}
    texts = [reason.text for reason in assess(case).reasons]
    assert ("It hurts: 4 of 5; your metrics show it." in texts) is (pain == 4)
    assert any(text.startswith("It comes up 20 times a month") for text in texts) is (often == 20)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, True),
        ({"regulatory_tier": "minimal"}, False),
        (
            {"stage": "pre_launch", "measured": {"correct": 1, "n": 200}, "accuracy_gate": 0.9},
            False,
        ),
    ],
)
def test_that_nobody_looked_up_the_law_is_said_where_it_could_change_the_verdict(answers, said):
    case = {name: value for name, value in PLAIN.items() if name != "regulatory_tier"}
    found = assess({**case, **answers})
    assert any(reason.text.startswith("Nobody has looked up") for reason in found.reasons) is said
    assert ("purpose_flags" in found.open_answers) is said


@pytest.mark.parametrize(
    ("input_", "start", "scale"),
    [
        ("accuracy_gate", 0.8, 1000),
        ("accuracy_gate", 0.9, 1000),
        ("accuracy_gate", 0.95, 1000),
        ("labelled_examples", 900, 1),
        ("labelled_examples", 120, 1),
    ],
)
def test_a_flip_point_of_a_number_is_the_nearest_border_on_either_side(input_, start, scale):
    """As walking away from the answer, step by step, finds it."""
    case = {**PLAIN, **CASES["tags that pass it"][1], "n_classes": 8, input_: start}
    case["stage"] = "pre_launch" if input_ == "accuracy_gate" else "concept"
    now = assess(case)
    whole = round(start * scale)
    (flip,) = (flip for flip in now.flip_points if flip.input == input_)
    walked = next(
        to / scale if scale > 1 else to
        for steps in range(1, 2000)
        for to in (whole + steps, whole - steps)
        if 0 <= to <= (scale if scale > 1 else to)
        and decide(read_case({**case, input_: to / scale if scale > 1 else to}).values).verdict
        != now.verdict
    )
    assert flip.to == pytest.approx(walked)


@pytest.mark.parametrize(
    ("labels", "level"), [(499, "modest"), (500, "solid"), (4999, "solid"), (5000, "enough")]
)
def test_from_five_hundred_examples_on_there_are_enough_to_tune_a_model(labels, level):
    assert data(view_of({"labelled_examples": labels, "n_classes": 2}), None) == level


@pytest.mark.parametrize(("often", "mode"), [(20, "automate"), (19, "augment")])
def test_a_task_that_comes_twenty_times_a_month_is_repetitive(often, mode):
    case = {"error_cost_level": "low", "error_reversible": True, "frequency_per_user_month": often}
    assert assess(case).advice.mode == mode


@pytest.mark.parametrize("human", [True, False, None])
def test_acting_alone_where_the_stakes_are_high_is_a_reason_against(human):
    reasons = assess({**PLAIN, **HARMFUL, "human_in_loop": human}).reasons
    alone = [r.effect for r in reasons if r.text.startswith("It would act alone")]
    assert alone == (["against"] if human is False else [])


@given(st.sampled_from(sorted(CASES)), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(name, random):
    case = {**PLAIN, **CASES[name][1]}
    shuffled = dict(random.sample(sorted(case.items()), len(case)))
    assert plain(assess(shuffled)) == plain(assess(case))


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"labelled_examples": 40, "data_level": "C4"}, "data_level"),
        ({"demand_validated": True, "user_pain": 0}, "user_pain"),
        ({"demand_validated": True, "active_users": 0}, "active_users"),
        ({"commodity_api_available": False, "commodity_fit": 5}, "commodity_api_available"),
        ({"commodity_api_available": False, "commodity_fit": 3}, "commodity_fit"),
        ({"error_cost_usd": 10_001, "error_cost_level": "low"}, "error_cost_level"),
        ({"data_uniqueness": 5, "data_owned": False}, "data_rights"),
        ({"labelled_examples": 40, "canvas_training": False}, "canvas_training"),
        ({"demand_validated": True, "people_want_to_do_it": True}, "people_want_to_do_it"),
        ({"explicit_rules_possible": "no", "rule_grew_too_complex": True}, "rule_grew_too_complex"),
        ({"human_in_loop": False, "review_share": 0.5}, "review_share"),
        ({"human_in_loop": True, "review_share": 0.4}, "review_share"),
        ({"labelled_examples": 1, "n_classes": 3}, "n_classes"),
    ],
)
def test_answers_that_contradict_each_other_are_noted_by_name(case, field):
    assert any(field in note for note in assess(case).notes)


@pytest.mark.parametrize(
    "case",
    [
        {"commodity_api_available": False, "commodity_fit": 2},
        {"error_cost_usd": 10_000, "error_cost_level": "low"},
        {"human_in_loop": True, "review_share": 0.5},
        {"labelled_examples": 0, "n_classes": 3},
    ],
)
def test_answers_that_go_together_are_not(case):
    assert assess(case).notes == ()


@pytest.mark.parametrize("labels", [400, 790, 810, 900])
def test_nobody_is_told_that_more_of_the_commoner_answers_change_the_verdict(labels):
    """With 40 of the rarest answer, 800 examples are where it is rare: no reader would add others to get there."""
    case = {**PLAIN, **CASES["tags that pass it"][1], "n_classes": 8, "rarest_class_examples": 40}
    case["stage"] = "concept"
    found = assess({**case, "labelled_examples": labels})
    said = {flip.to for flip in found.flip_points if flip.input == "labelled_examples"}
    assert not said & {800, 801}
    assert "rarest_class_examples" in {flip.input for flip in found.flip_points} or labels <= 800
