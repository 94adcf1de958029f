"""What cannot be had is the same for the money as for the verdict."""

import pytest

from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.gates import MAY_BE_FORBIDDEN, closed_options
from estimators.case.options import FORBIDDEN, HOWS, impossible_options
from estimators.case.ways import OPTIONS

FEW = BuildVsBuy(draws=200)


def test_every_option_has_its_gate() -> None:
    assert {*OPTIONS} == {"nothing", *HOWS}


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


def test_words_that_sound_banned_are_settled_before_any_money() -> None:
    case = {"title": "Emotion score in job interviews", "commodity_fit": 4}
    found = FEW.evaluate(case)
    assert found.best == "nothing"
    assert found.sentence.startswith(MAY_BE_FORBIDDEN)
    assert FEW.evaluate({**case, "purpose_flags": []}).option("buy_product").possible
