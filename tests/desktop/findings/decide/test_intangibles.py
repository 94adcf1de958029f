"""The next labels, what knowing is worth, what money does not show, and every number with its source."""

from typing import Any

import pytest

from desktop.findings.decide.cues import cue_groups, own_reasons, ready_sentence
from desktop.findings.decide.intangibles import (
    intangibles_chart,
    weights_sentence,
)
from estimators.build_vs_buy import BuildVsBuy
from estimators.need_for_ai import assess

CASE: dict[str, Any] = {
    "currency": "EUR",
    "volume_per_month": {"low": 2400, "high": 3600, "source": "log", "provenance": "measured"},
    "baseline_accuracy": {"low": 0.88, "high": 0.96},
    "missed_cost": {"low": 20, "high": 140},
    "value_per_correct": {"low": 1.6, "high": 3.8},
    "explicit_rules_possible": "partly",
    "labelled_examples": 300,
}


@pytest.mark.parametrize("rules", ["yes", "no"])
def test_only_what_leads_besides_money_is_said_to_lead(rules) -> None:
    found = BuildVsBuy(draws=500).evaluate({**CASE, "explicit_rules_possible": rules}).intangibles
    chart = intangibles_chart(found)
    scores = [row.mid for row in chart.rows]
    assert scores == sorted(scores, reverse=True)
    (emphasised,) = [row for row in chart.rows if row.emphasis]
    top = chart.rows[0].label
    if emphasised.label == top:
        assert chart.title == f"Besides money, “{top}” leads"
    else:
        assert chart.title == f"Besides money, “{top}” scores most"
        assert f"of those that are, “{emphasised.label}” leads." in chart.note
        assert f"“{top}” scores most with {chart.rows[0].value_text} of 100" in found.sentence
    assert all(row.source == "our judgement" for row in chart.rows)
    headers, first = chart.table().headers, chart.table().rows[0]
    assert first[0] == "weight"
    assert len(headers) == len(first)


def test_a_ranking_moves_the_weights_and_says_so() -> None:
    ranked = {**CASE, "intangible_ranking": ["privacy", "speed", "lock_in", "differentiation"]}
    found = BuildVsBuy(draws=500).evaluate(ranked).intangibles
    assert weights_sentence(found).startswith("The weights follow from your ranking.")
    alike = BuildVsBuy(draws=500).evaluate(CASE).intangibles
    assert weights_sentence(alike).startswith("All four count alike")
    assert intangibles_chart(found) != intangibles_chart(alike)


def test_cues_are_grouped_once_each_and_not_told_again_among_the_reasons() -> None:
    from estimators.need_for_ai.cues import names_of

    answers = {**dict.fromkeys(names_of("for_ai"), True), names_of("against_ai")[0]: True}
    found = assess({**CASE, **answers, "data_level": "C2"})
    grouped = [cue.name for group in cue_groups(found.cues) for cue in group.cues]
    assert sorted(grouped) == sorted(cue.name for cue in found.cues.all)
    told = [reason for reason in own_reasons(found) if reason.finding == "cues"]
    assert len(told) <= 2
    assert len([r for r in found.reasons if r.finding == "cues"]) > 2
    assert "Data C2: the data can be reached" in ready_sentence(found.cues)
    assert "How ready the data are: unknown." in ready_sentence(assess({}).cues)
