"""Where the law calls for a person who checks, and nobody was asked, a verdict to make something holds only with one."""

import pytest

from estimators.case.options import MADE
from estimators.law import screen_purpose
from estimators.law.purpose import PURPOSE_FLAGS
from estimators.need_for_ai import assess

HIGH = [
    flag
    for flag in PURPOSE_FLAGS
    if (found := screen_purpose([flag])).tier == "high"
    and not any(each.tier == "prohibited" for each in found.duties)
]
WANTED = {
    "demand_validated": True,
    "explicit_rules_possible": "no",
    "error_cost_level": "medium",
    "volume_per_month": 20_000,
    "value_of_right_answer": 5,
}
ROADS = {
    "bought": {"commodity_fit": 4},
    "with documents": {"task_kind": "generate", "commodity_fit": 4, "needs_own_knowledge": True},
    "tuned": {"task_kind": "rank", "commodity_fit": 1, "labelled_examples": 90_000},
    "tuned at home": {
        "task_kind": "extract",
        "commodity_fit": 1,
        "labelled_examples": 90_000,
        "data_may_leave_premises": False,
    },
}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("flag", HIGH)
def test_high_risk_holds_only_if_a_person_checks_where_nobody_was_asked(flag, road) -> None:
    case = {**WANTED, **ROADS[road], "purpose_flags": [flag]}
    found = assess(case)
    assert found.verdict in MADE
    assert found.headline.startswith("If a person checks, ")
    assert len(found.headline) <= 62
    assert found.open_answers[0] == "human_in_loop"
    assert found.reasons[0].topic == "review"
    assert found.reasons[0].effect == "unknown"
    checks = assess({**case, "human_in_loop": True})
    assert (checks.verdict, checks.how) == (found.verdict, found.how)
    assert not checks.headline.startswith("If a person")
    alone = assess({**case, "human_in_loop": False})
    assert alone.verdict == "do_not_launch"
    assert not alone.waits_for_who_checks
    assert not assess({**case, "purpose_flags": []}).waits_for_who_checks
