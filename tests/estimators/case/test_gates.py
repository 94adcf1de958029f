"""What cannot be had is the same for the money as for the verdict."""

import random

import pytest

from estimators.build_vs_buy import BuildVsBuy
from estimators.case.gates import MAY_BE_FORBIDDEN, UNSAFE, closed_options
from estimators.case.options import FORBIDDEN, impossible_options
from estimators.case.questions import read_case
from estimators.need_for_ai import assess

FEW = BuildVsBuy(draws=200)
ANY = {
    "task_kind": ["classify", "number", "rank", "extract", "transcribe", "generate", "act"],
    "stage": ["concept", "pre_launch"],
    "regulatory_tier": ["minimal", "limited", "high", "prohibited"],
    "error_cost_level": ["low", "medium", "high", "critical"],
    "error_reversible": [True, False],
    "human_in_loop": [True, False],
    "explicit_rules_possible": ["yes", "partly", "no"],
    "demand_validated": [True, False],
    "labelled_examples": [0, 900, 300_000],
    "commodity_fit": [1, 3, 5],
    "commodity_api_available": [True, False],
    "data_may_leave_premises": [True, False],
    "data_rights": ["ours", "none"],
    "ml_engineers": [0, 5],
    "budget_usd": [0, 900_000],
    "volume_per_month": [10, 90_000],
}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"data_may_leave_premises": False},
        {"commodity_api_available": False, "explicit_rules_possible": "no"},
        {"task_kind": "rank", "data_rights": "none"},
        {"purpose_flags": ("health",), "task_kind": "generate"},
    ],
)
def test_an_option_is_closed_for_the_money_where_it_is_for_the_verdict(values) -> None:
    assert closed_options(values) == (impossible_options(values), "")


@pytest.mark.parametrize(
    "case",
    [
        {"regulatory_tier": "prohibited"},
        {"purpose_flags": ["social_scoring"]},
        {"purpose_flags": ["emotion_recognition", "employment"], "commodity_fit": 5},
    ],
)
def test_what_is_banned_leaves_nothing_whatever_it_is_worth(case) -> None:
    found = FEW.evaluate({**case, "volume_per_month": 1_000_000})
    assert found.best == "nothing"
    assert {option.why_not for option in found.options if option.name != "nothing"} == {FORBIDDEN}
    assert "law" in found.headline


@pytest.mark.parametrize(
    ("goes_in", "more", "prompted"),
    [
        (["sound"], {}, False),
        (["table", "sound"], {}, False),
        (["table", "text"], {}, True),
        (["photo"], {}, True),
        (None, {}, True),
        (["sound"], {"natural_language": True}, True),  # calls: somebody writes them down first
        (["table"], {"task_kind": "generate"}, True),
    ],
)
def test_a_language_model_is_not_prompted_with_sounds_or_rows(goes_in, more, prompted) -> None:
    case = {"task_kind": "classify", "goes_in": goes_in, "needs_own_knowledge": True, **more}
    closed = impossible_options(read_case(case).values)
    assert ("prompt_api" not in closed) is prompted
    assert ("prompt_with_retrieval" not in closed) is prompted
    assert "buy_product" not in closed


def test_words_that_sound_banned_are_settled_before_any_money() -> None:
    case = {"title": "Emotion score in job interviews", "commodity_fit": 4}
    found = FEW.evaluate(case)
    assert found.best == "nothing"
    assert found.sentence.startswith(MAY_BE_FORBIDDEN)
    assert FEW.evaluate({**case, "purpose_flags": []}).option("buy_product").possible


UNTESTED = {
    "stage": "pre_launch",
    "regulatory_tier": "high",
    "validated_on_target_population": False,
}


def test_what_may_not_launch_leaves_no_option_whatever_it_is_worth() -> None:
    found = FEW.evaluate({**UNTESTED, "volume_per_month": 1_000_000, "commodity_fit": 5})
    assert found.best == "nothing"
    assert {option.why_not for option in found.options if option.name != "nothing"} == {UNSAFE}
    assert "law" not in found.headline


def test_a_grave_idea_that_acts_alone_leaves_a_written_rule_at_most() -> None:
    idea = {"error_cost_level": "critical", "error_reversible": False, "human_in_loop": False}
    open_to_rules = FEW.evaluate({**idea, "explicit_rules_possible": "partly"})
    assert {each.name for each in open_to_rules.options if each.possible} == {"nothing", "rule"}
    assert closed_options({**idea, "explicit_rules_possible": "no"})[1] == UNSAFE


@pytest.mark.parametrize("seed", range(40))
def test_verdict_and_money_never_disagree_on_what_may_be_done(seed) -> None:
    chance = random.Random(seed)
    case = {name: chance.choice(values) for name, values in ANY.items() if chance.random() < 0.8}
    verdict, money = assess(case), FEW.evaluate(case)
    if verdict.verdict == "do_not_launch" and verdict.reasons[0].topic != "gate":
        assert money.best in ("nothing", "rule")
    if verdict.how is not None and verdict.verdict != "launch":
        assert money.option(verdict.how).possible
