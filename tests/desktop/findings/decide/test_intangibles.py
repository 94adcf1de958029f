"""The next labels, what knowing is worth, what money does not show, and every number with its source."""

from typing import Any

import pytest

from desktop.findings.decide.cues import cue_groups, own_reasons, ready_sentence
from desktop.findings.decide.intangibles import (
    inputs_table,
    intangibles_chart,
    pays_from,
    weights_sentence,
    worth_chart,
    worth_of_knowing,
)
from desktop.findings.decide.value_charts import tornado_chart
from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.result import Valuation
from estimators.need_for_ai import assess
from reports.provenance import Provenance

CASE: dict[str, Any] = {
    "currency": "EUR",
    "volume_per_month": {"low": 2400, "high": 3600, "source": "log", "provenance": "measured"},
    "baseline_accuracy": {"low": 0.88, "high": 0.96},
    "missed_cost": {"low": 20, "high": 140},
    "value_per_correct": {"low": 1.6, "high": 3.8},
    "explicit_rules_possible": "partly",
    "labelled_examples": 300,
}


@pytest.fixture(scope="module")
def valuation() -> Valuation:
    return BuildVsBuy(draws=4000).evaluate(CASE)


def test_the_chart_of_labels_says_worth_and_cost_of_the_best_number(valuation) -> None:
    chart = worth_chart(valuation)
    best = next(point for point in chart.points if point.n == chart.best)
    assert best.n == valuation.labels.n
    assert best.worth_text in chart.title
    assert best.cost_text in chart.title
    assert all("€" in cell for row in chart.table().rows for cell in row[1:])
    nets = [point.worth - point.cost for point in chart.points]
    assert best.worth - best.cost == max(nets)


def test_labels_that_cannot_change_the_choice_have_a_sentence_and_no_curve() -> None:
    known = {**CASE, "accuracy_automl": 0.99}
    chart = worth_chart(BuildVsBuy(draws=1000).evaluate(known))
    assert chart.points == ()
    assert chart.title == "Testing on more labels would not change the choice"
    assert "What learning from them adds is forecast on Data." in chart.note


def test_nothing_to_train_has_no_worth_of_labels() -> None:
    bought = BuildVsBuy(draws=500, options=("nothing", "buy_api")).evaluate(CASE)
    assert worth_chart(bought) is None


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


def test_money_and_what_money_does_not_show_never_touch(valuation) -> None:
    ranked = {**CASE, "intangible_ranking": ["speed"]}
    again = BuildVsBuy(draws=4000).evaluate(ranked)
    assert [o.mean for o in again.options] == [o.mean for o in valuation.options]


def test_every_number_is_listed_with_its_source_measured_first(valuation) -> None:
    rows = inputs_table(valuation)
    assert len(rows) == len(valuation.inputs)
    source, (name, span, _, where) = rows[0]
    assert source is Provenance.MEASURED
    assert (name, span, where) == ("Cases a month", "2,400 to 3,600", "measured: log")
    assert any(cells[-1].startswith("our default") for _, cells in rows)
    worth = [cells[2] for _, cells in rows if cells[2] != "–"]
    assert len(worth) == sum(value > 0 for value in valuation.evppi.values())
    assert {source for source, _ in rows} >= {Provenance.MEASURED, Provenance.GUESS}


def test_the_tornado_names_source_and_currency_in_its_table(valuation) -> None:
    chart = tornado_chart(valuation)
    assert chart.table().headers[-1] == "source"
    for row, cells in zip(chart.rows, chart.table().rows, strict=True):
        assert "€" in cells[2]
        assert "€" in cells[4]
        assert cells[5] == row.source
        assert row.source in chart.sentence()
    defaults = [row for row in chart.rows if row.provenance is Provenance.UNKNOWN]
    assert all(row.source == "our default" for row in defaults)


def test_what_knowing_is_worth_names_the_heaviest_number(valuation) -> None:
    said = worth_of_knowing(valuation)
    assert said.startswith("Knowing every number would be worth up to €")
    nothing = BuildVsBuy(draws=500, options=("nothing",)).evaluate(CASE)
    assert worth_of_knowing(nothing) == (
        "Knowing any of these numbers better would not change the choice."
    )


def test_the_break_even_volume_stands_beside_the_one_there_is(valuation) -> None:
    said = pays_from(valuation)
    assert "pays from about" in said
    assert said.endswith("you have 2,400 to 3,600.")
    unknown = {key: value for key, value in CASE.items() if key != "volume_per_month"}
    assert "we assume" in pays_from(BuildVsBuy(draws=500).evaluate(unknown))


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
