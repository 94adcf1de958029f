"""The graded cues: what they speak for, where they may settle the verdict, and what they never do."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.errors import UserError
from estimators.case.questions import cue_entries, questions
from estimators.need_for_ai import assess
from estimators.need_for_ai.cues import names_of, sided_names, sources

FOR, AGAINST = names_of("for_ai"), names_of("against_ai")
YES_NO = [entry["name"] for entry in cue_entries() if entry["kind"] == "yes_no"]

# Rules do part of it, few examples, nothing to buy: whether AI is the better tool is open.
BORDER = {
    "demand_validated": True,
    "explicit_rules_possible": "partly",
    "commodity_api_available": False,
    "labelled_examples": 300,
    "n_classes": 5,
    "error_cost_level": "low",
    "error_reversible": True,
}

any_answers = st.dictionaries(st.sampled_from(YES_NO), st.booleans())
bearing = st.fixed_dictionaries(
    {},
    optional={
        "demand_validated": st.booleans(),
        "explicit_rules_possible": st.sampled_from(["no", "partly", "yes"]),
        "labelled_examples": st.sampled_from([0, 120, 500, 5000, 10**7]),
        "n_classes": st.sampled_from([2, 10]),
        "commodity_fit": st.integers(0, 5),
        "data_uniqueness": st.integers(0, 5),
        "commodity_api_available": st.booleans(),
        "regulatory_tier": st.sampled_from(["minimal", "high", "prohibited"]),
    },
)


def test_every_item_of_the_lists_is_asked_and_says_where_it_is_from():
    asked = Counter((entry["source"], entry["group"]) for entry in cue_entries())
    assert asked["pair_user_needs", "for_ai"] == 8
    assert asked["pair_user_needs", "against_ai"] == 6
    assert asked["ml_problem_framing", "framing"] == 7
    assert asked["ai_canvas", "canvas"] == 7
    assert asked["drl", "data"] == 1
    assert {e["item"] for e in cue_entries() if e["source"] == "rules_of_ml"} == {
        "rule 2",
        "rule 3",
        "rule 4",
    }
    assert [e["item"] for e in cue_entries() if e.get("also") == "rules_of_ml"] == ["2"]  # rule 1
    for cue in assess({}).cues.all:
        assert cue.text == f"{questions()[cue.name].label}?"
        assert cue.source == sources()[cue.source_id].title
        assert sources()[cue.source_id].date
        assert questions()[cue.name].advisory


def test_a_yes_counts_for_its_side_and_a_no_for_neither():
    cues = assess({FOR[0]: True, FOR[1]: True, FOR[2]: False, AGAINST[0]: True}).cues
    assert [cue.name for cue in cues.for_ai] == list(FOR[:2])
    assert [cue.name for cue in cues.against_ai] == [AGAINST[0]]
    assert [cue.name for cue in cues.neither] == [FOR[2]]
    assert cues.balance == pytest.approx(1 / 3)
    assert assess({FOR[0]: False}).cues.balance == 0


def test_boxes_and_steps_are_counted_and_what_is_missing_is_a_reason():
    case = {"canvas_action": False, "canvas_input": True, "goal_without_ai": True}
    found = assess({**case, "labelled_examples": 50, "error_cost_usd": 9, "data_level": "B"})
    assert found.cues.ready == {"canvas": 3, "framing": 1, "data_level": "B"}
    settled = {cue.name: cue.follows_from for cue in found.cues.met if cue.follows_from}
    assert settled == {"canvas_judgment": "error_cost_usd", "canvas_training": "labelled_examples"}
    assert "It is not clear what is done with an answer." in [
        cue.text for cue in found.cues.missing
    ]
    missing = assess({"canvas_action": False, "answer_leads_to_action": False}).reasons
    said = {reason.text for reason in missing if reason.finding == "cues"}
    assert said == {"Nobody acts on the answer, so a right one changes nothing."}


def test_both_costs_and_the_worth_of_a_right_answer_settle_what_each_is_worth():
    weighed = {"missed_cost": [20, 140], "false_alarm_cost": [1, 3], "value_per_correct": None}
    assert "canvas_judgment" in [cue.name for cue in assess(weighed).cues.open]
    met = {cue.name: cue for cue in assess({**weighed, "value_per_correct": 2}).cues.met}
    assert met["canvas_judgment"].follows_from == "missed_cost"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_labels_never_lower_the_data_level(first, second):
    order = (None, *questions()["data_level"].values)
    few, many = sorted((first, second))
    levels = [assess({"labelled_examples": n}).cues.ready["data_level"] for n in (few, many)]
    assert order.index(levels[0]) <= order.index(levels[1])


@pytest.mark.parametrize(
    ("answers", "verdict", "lean"),
    [
        ({}, "no_ai_rules", "open"),
        (dict.fromkeys(FOR[:2], True), "no_ai_rules", "open"),
        (dict.fromkeys(FOR[:3], True), "automl_finetune", "for"),
        (dict.fromkeys((*FOR[:3], AGAINST[0]), True), "automl_finetune", "for"),
        (dict.fromkeys((*FOR[:3], *AGAINST[:2]), True), "no_ai_rules", "open"),
        (dict.fromkeys(AGAINST[:3], True), "no_ai_rules", "against"),
    ],
)
def test_where_rules_do_part_of_it_cues_that_agree_settle_what_is_better(answers, verdict, lean):
    found = assess({**BORDER, **answers})
    assert (found.verdict, found.cues.lean) == (verdict, lean)


def test_cues_against_ai_win_over_a_model_that_rules_do_in_part_and_say_so():
    case = {**BORDER, "labelled_examples": 5000}
    assert assess(case).verdict == "automl_finetune"
    found = assess({**case, **dict.fromkeys(AGAINST[:3], True)})
    assert found.verdict == "no_ai_rules"
    assert "speaks against AI" in found.why
    assert [reason.finding for reason in found.reasons[:4]] == ["rules", "cues", "cues", "cues"]


@given(bearing, any_answers)
def test_cues_never_open_a_gate_and_settle_nothing_where_rules_do_not_do_part(case, answers):
    plain, graded = assess(case).verdict, assess({**case, **answers}).verdict
    if case.get("explicit_rules_possible") != "partly":
        assert graded == plain
    if "do_not_launch" in (plain, graded):
        assert graded == plain
    if case.get("demand_validated") is False:
        assert graded in ("fake_it_first", "no_ai_rules", "do_not_launch")


def test_a_cue_that_alone_would_change_the_verdict_is_a_flip_point():
    found = assess({**BORDER, **dict.fromkeys(FOR[:2], True)})
    flips = {flip.input: flip for flip in found.flip_points}
    assert flips[FOR[2]].verdict == "automl_finetune"
    assert FOR[2] in found.open_answers
    assert assess({**BORDER, **dict.fromkeys(FOR[:3], True)}).verdict == "automl_finetune"


def test_where_rules_do_not_do_part_no_cue_is_a_flip_point():
    for rules in ("no", "yes"):
        found = assess({**BORDER, "explicit_rules_possible": rules, **dict.fromkeys(FOR[:2], True)})
        assert {flip.input for flip in found.flip_points}.isdisjoint(sided_names({}))


def test_what_people_say_about_the_work_picks_between_helping_and_acting():
    low = {"error_cost_level": "low", "error_reversible": True}
    dull, joy = {"dull_or_dangerous": True}, {"people_enjoy_it": True}
    assert assess({**low, **dull}).advice.mode == "automate"
    both = assess({**low, **dull, **joy}).advice
    assert both.mode == "augment"
    assert set(both.cues) == {"dull_or_dangerous", "people_enjoy_it"}
    assert assess({**dull, "error_cost_level": "critical"}).advice.mode == "augment"


def test_the_success_sentence_takes_its_three_parts_from_the_case():
    case = {"demand_validated": True, "commodity_fit": 5, "accuracy_gate": 0.9}
    said = {
        "success_metric": "the share of transcripts that need no edit",
        "success_threshold": "70%",
        "success_action": "switch it off.",
    }
    found = assess({**case, **said})
    assert found.success_sentence == (
        "If the share of transcripts that need no edit falls below 70%, we will switch it off."
    )
    rising = assess(
        {**case, "success_metric": "the share of complaints", "success_direction": "above"}
    )
    assert rising.success_sentence.startswith("If the share of complaints goes above 90%")
    assert (found.success.threshold, assess(case).success.threshold) == ("70%", "90%")
    assert assess({"regulatory_tier": "prohibited"}).success.metric is None


@pytest.mark.parametrize(
    ("field", "value"), [(FOR[0], "yes"), (FOR[0], 1), ("data_level", "D"), ("data_level", 3)]
)
def test_an_answer_to_a_cue_that_cannot_be_right_is_named(field, value):
    with pytest.raises(UserError, match=field):
        assess({field: value})
