"""What must move, and which way, where one thing of a case changes: kinds, base rates, money, law and rights."""

import json
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from estimators.base.codec import printed
from estimators.case.price_book import PRICES, built_in, currencies
from estimators.case.questions import read_case
from estimators.need_for_ai import assess
from estimators.need_for_ai.economics import economics_of
from estimators.need_for_ai.sensitivity import asked_of, plausible
from tests.estimators.need_for_ai.any_case import ANSWER, BEARING, any_case, decided, verdict

TRAINING = ("automl_finetune", "build_custom")
MADE = ("buy_api", *TRAINING, "launch")
MODELS = ("small", "middle", "large", "reasoning")
FOR_MONEY = ("it never pays", "not even a rule pays", "only a rule pays")
AMOUNTS = ("value_of_right_answer", "cost_of_today_per_case")
BANNED_WORDS = "Emotion score of applicants in job interviews"
WATCHED_WORDS = "Rank the CVs of applicants"


def flags(case):
    return [*(case.get("purpose_flags") or ())]


# Law --------------------------------------------------------------------------------------------


@given(any_case())
def test_a_banned_purpose_always_gets_the_answer_of_the_law_and_clearing_it_takes_it_back(case):
    case = {**case, "purpose_flags": flags(case)}
    assume("social_scoring" not in case["purpose_flags"])
    before = decided(case)
    found = decided({**case, "purpose_flags": [*flags(case), "social_scoring"]})
    assert (found.verdict, found.how, found.blocked_by) == ("do_not_launch", None, "law")
    assert decided(case) == before


@given(any_case(), st.sampled_from(["employment", "education", "justice", "product_safety"]))
def test_a_high_risk_purpose_never_lets_through_what_was_held_back(case, flag):
    case = {**case, "purpose_flags": flags(case)}
    watched = {**case, "purpose_flags": [*flags(case), flag]}
    if verdict(case) == "do_not_launch":
        assert verdict(watched) == "do_not_launch"


@given(any_case(), st.sampled_from(["employment", "credit_insurance", "migration"]))
def test_what_decides_about_people_alone_is_never_made(case, flag):
    case |= {
        "purpose_flags": [flag],
        "human_in_loop": False,
        "validated_on_target_population": True,
    }
    assert verdict(case) not in MADE
    case |= {"n_classes": 4, "explicit_rules_possible": "no"}
    assert verdict(case) == "do_not_launch"
    assert "Annex III" in {reason.topic for reason in assess(case).reasons}


def test_what_keeps_a_network_safe_may_act_alone_once_it_was_tried():
    tried = {**READY, "majority_share": 0.6, "measured": {"correct": 99, "n": 100}}
    tried |= {"human_in_loop": False, "validated_on_target_population": True}
    assert verdict({**tried, "purpose_flags": ["critical_infrastructure"]}) == "launch"
    assert decided({**tried, "purpose_flags": ["employment"]}).ground == "decides alone"


@given(any_case(), st.sampled_from([BANNED_WORDS, WATCHED_WORDS]))
def test_words_of_a_watched_purpose_are_asked_about_before_anything_is_made(case, words):
    for name in ("purpose_flags", "regulatory_tier"):
        case.pop(name, None)
    assert verdict({**case, "title": words}) not in MADE
    answered = {**case, "purpose_flags": []}
    assert verdict({**answered, "title": words}) == verdict(answered)


def test_words_about_children_ask_no_lawyer():
    case = {**READY, "stage": "concept", "commodity_fit": 4, "purpose_flags": None}
    assert verdict({**case, "title": "Lunch menus for the children of 60 schools"}) == "buy_api"


@given(any_case())
def test_what_is_about_to_launch_is_not_faked_for_want_of_a_lawyer(case):
    for name in ("purpose_flags", "regulatory_tier"):
        case.pop(name, None)
    case |= {"stage": "pre_launch", "title": WATCHED_WORDS}
    assert verdict(case) in ("do_not_launch",)


# Rights -----------------------------------------------------------------------------------------


@given(any_case(), st.sampled_from(["unclear", "none"]))
def test_without_the_right_to_the_examples_nothing_is_trained_nor_launched_that_was(case, rights):
    found = decided({**case, "data_rights": rights})
    assert found.verdict not in TRAINING
    assert (found.verdict, found.how) != ("launch", "train_own")


@given(any_case(), st.booleans())
def test_whose_the_examples_are_says_who_may_use_them(case, owned):
    case.pop("data_rights", None)
    rights = "ours" if owned else "none"
    assert decided({**case, "data_owned": owned}) == decided({**case, "data_rights": rights})
    unclear = {**case, "data_rights": "unclear"}
    assert decided({**unclear, "data_owned": owned}) == decided(unclear)


# Base rates and measures ------------------------------------------------------------------------


@given(any_case(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_fewer_of_the_rarest_answer_never_move_towards_training(case, first, second):
    few, many = sorted((first, second))
    if verdict({**case, "rarest_class_examples": many}) not in TRAINING:
        assert verdict({**case, "rarest_class_examples": few}) not in TRAINING


@given(any_case(), st.floats(0, 1), st.floats(0, 1), st.integers(0, 200))
def test_a_commoner_answer_with_the_same_test_never_moves_towards_launch(case, a, b, wrong):
    low, high = sorted((a, b))
    case |= {"stage": "pre_launch", "measured": {"correct": 200 - wrong, "n": 200}}
    if verdict({**case, "majority_share": low}) != "launch":
        assert verdict({**case, "majority_share": high}) != "launch"


READY = {
    "stage": "pre_launch",
    "task_kind": "classify",
    "demand_validated": True,
    "explicit_rules_possible": "no",
    "error_cost_level": "low",
    "error_reversible": True,
    "human_in_loop": True,
    "purpose_flags": [],
    "n_classes": 2,
    "majority_share": 0.99,
    "accuracy_gate": 0.9,
}


def test_a_recall_is_not_measured_against_the_commonest_answer():
    counts = {"correct": 990, "n": 1000}
    assert decided({**READY, "measured": counts}).ground == "idle"
    assert verdict({**READY, "measured": {**counts, "metric": "recall"}}) == "launch"
    assert "of the rare" in " ".join(
        reason.text
        for reason in assess({**READY, "measured": {**counts, "metric": "recall"}}).reasons
    )


@pytest.mark.parametrize("of", ["trained", "service", "prompt", "rule"])
def test_one_more_wrong_answer_never_moves_towards_launch(of):
    launched = [
        verdict({**READY, "majority_share": 0.6, "measured": {"of": of, "correct": k, "n": 100}})
        == "launch"
        for k in range(101)
    ]
    assert launched == sorted(launched)
    assert launched[-1]
    assert not launched[0]


@given(any_case(), st.sampled_from(["wer", "mae"]), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_error_never_moves_towards_launch(case, metric, a, b):
    small, large = sorted((a, b))
    case = {**case, "stage": "pre_launch", "accuracy_gate": 0.2, "task_kind": "transcribe"}

    def with_error(value):
        return {**case, "measured": {"metric": metric, "value": value, "n": 500, "of": "service"}}

    if verdict(with_error(small)) != "launch":
        assert verdict(with_error(large)) != "launch"


def test_what_was_measured_below_the_bar_is_not_bought_for_its_fit():
    idea = {**READY, "stage": "concept", "commodity_fit": 5, "labelled_examples": 0}
    assert verdict(idea) == "buy_api"
    below = {"of": "service", "correct": 50, "n": 100}
    assert verdict({**idea, "measured": below}) == "collect_first"


# Money ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["volume_per_month", "value_of_right_answer"])
@given(case=any_case(), a=st.floats(1, 1e7), b=st.floats(1, 1e7))
def test_more_of_it_never_makes_a_way_that_pays_not_pay(case, a, b, name):
    little, much = sorted((a, b))
    if decided({**case, name: little}).ground not in FOR_MONEY:
        assert decided({**case, name: much}).ground not in FOR_MONEY


@given(any_case(), st.floats(1, 1000))
def test_dearer_tokens_never_favour_a_prompt(case, times):
    prompted = ("prompt_api", "prompt_with_retrieval")
    dearer = [
        {"name": name, "range": [end * times for end in line.range]}
        for name, line in built_in().lines.items()
        if name.startswith(
            tuple(f"tokens_{way}_{model}" for way in ("in", "out") for model in MODELS)
        )
    ]
    assert len(dearer) == 8
    if decided(case).how not in prompted:
        assert decided({**case, PRICES: dearer}).how not in prompted


@given(any_case(), st.sampled_from(["EUR", "INR", "JPY"]))
def test_the_same_money_in_another_currency_is_the_same(case, currency):
    rate = currencies()[currency]
    turned = {name: case[name] * rate for name in AMOUNTS if name in case}
    assert decided({**case, **turned, "currency": currency}) == decided(case)


@given(any_case(), st.floats(0, 1000))
def test_what_the_valuation_calls_the_worth_of_an_answer_is_read_too(case, worth):
    case.pop("value_of_right_answer", None)
    other = decided({**case, "value_of_right_answer": worth})
    assert decided({**case, "value_per_correct": worth}) == other
    assert decided({**case, "value_per_correct": 7, "value_of_right_answer": worth}) == other


AGENT = {
    **{name: READY[name] for name in ("demand_validated", "error_cost_level", "purpose_flags")},
    "task_kind": "act",
    "explicit_rules_possible": "no",
    "human_in_loop": True,
    "commodity_fit": 4,
    "labelled_examples": 0,
    "volume_per_month": 2_000_000,
}


@pytest.mark.parametrize(
    ("change", "verdict_and_how"),
    [
        ({"value_of_right_answer": 3}, ("buy_api", "prompt_api")),
        # Less than one call costs: an open model at home does not.
        ({"value_of_right_answer": 0.02}, ("buy_api", "self_host_open_weights")),
        (
            {"value_of_right_answer": 0.02, "engineers": 0, "ml_engineers": 0},
            ("leave_as_it_is", None),
        ),
    ],
)
def test_what_loses_money_with_each_answer_is_not_bought(change, verdict_and_how):
    found = assess({**AGENT, **change})
    assert (found.verdict, found.how) == verdict_and_how
    topics = {reason.topic for reason in found.reasons}
    assert {"token cost", "price"} <= topics or "volume" in topics


def test_what_is_good_enough_and_loses_with_each_answer_is_not_launched():
    tested = {"of": "prompt", "metric": "done", "correct": 98, "n": 100}
    ready = {**AGENT, "stage": "pre_launch", "accuracy_gate": 0.9, "measured": tested}
    assert verdict({**ready, "value_of_right_answer": 3}) == "launch"
    assert decided({**ready, "value_of_right_answer": 0.02}).ground == "no call pays"


@given(any_case())
def test_what_is_bought_or_trained_could_pay(case):
    found, money = decided(case), economics_of(read_case(case).values)
    if found.verdict == "buy_api" or found.ground.startswith("learn"):
        assert money.may_pay(found.how)


# Form -------------------------------------------------------------------------------------------


@given(any_case(), st.randoms())
def test_the_order_of_the_answers_does_not_matter(case, chance):
    names = [*case]
    chance.shuffle(names)
    assert decided({name: case[name] for name in names}) == decided(case)


@given(any_case())
def test_null_is_absent(case):
    nothing = dict.fromkeys([*BEARING, "data_owned", "value_per_correct", "title"])
    assert decided({**nothing, **case}) == decided(case)


@given(any_case(), st.sampled_from([None, False]))
def test_what_is_about_to_launch_is_faked_only_where_it_is_known_that_nobody_wants_it(case, said):
    case = {**case, "stage": "pre_launch", "demand_validated": said, "active_users": 50}
    case |= {"purpose_flags": flags(case)}
    assert (verdict(case) == "fake_it_first") <= (said is False)


def test_a_test_flips_where_not_one_answer_is_right():
    """One right of 50 is sure of 0.1 %, above a bar of 0.05 %; none is not."""
    ready = {**READY, "majority_share": 0, "accuracy_gate": 0.0005}
    found = assess({**ready, "measured": {"correct": 45, "n": 50}})
    flips = {flip.input: flip for flip in found.flip_points}
    assert (found.verdict, flips["measured"].to.correct) == ("launch", 0)


# What would change it ---------------------------------------------------------------------------


@given(any_case(), st.data())
def test_an_open_answer_that_could_change_the_verdict_is_named(case, data):
    answers = read_case(case)
    still_open = [name for name in asked_of(answers) if name not in case and name != "measured"]
    assume(still_open)
    name = data.draw(st.sampled_from(still_open))
    answer = data.draw(ANSWER[name])
    if verdict({**case, name: answer}) != verdict(case):
        assert name in assess(case).open_answers


def all_cases(shared):
    for file in ("cases_kinds.json", "golden_cases.json"):
        yield from json.loads((shared / file).read_text(encoding="utf-8"))["cases"]


def test_every_flip_point_of_the_shared_cases_is_true_and_so_is_every_open_answer(shared):
    for case in all_cases(shared):
        inputs = case["inputs"]
        found = assess(inputs)
        for flip in found.flip_points:
            changed = {**inputs, flip.input: printed(flip)["to"]}
            assert verdict(changed) == flip.verdict != found.verdict, (case["id"], flip.text)
        answers = read_case(inputs)
        for name in asked_of(answers):
            if name in answers.values or name == "measured":
                continue
            changes = any(
                verdict({**inputs, name: value}) != found.verdict
                for value in plausible(name, answers)
            )
            assert changes == (name in found.open_answers), (case["id"], name)


def test_half_a_case_never_makes_what_the_whole_one_forbids(shared):
    """Of every shared case that must not be made, no part is launched; nor is a part made of it without its ban."""
    chance = random.Random(3)
    for case in all_cases(shared):
        known = {name: value for name, value in case["inputs"].items() if value is not None}
        for _ in range(3):
            part = {name: known[name] for name in chance.sample([*known], len(known) // 2)}
            launched = verdict(part) == "launch"
            assert not launched or {"measured", "accuracy_gate"} <= part.keys(), case["id"]
