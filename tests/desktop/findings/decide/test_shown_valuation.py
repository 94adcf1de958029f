"""What Decide says of a valuation: an option on its sheet, a criterion, from where on it pays, and which number moves it most."""

import re
from dataclasses import replace

from desktop.findings.decide.cues import cue_groups
from desktop.findings.decide.explanations import of_criterion
from desktop.findings.decide.intangibles import pays_from
from desktop.findings.decide.option_sheet import option_sheet
from desktop.findings.decide.value_charts import tornado_chart
from estimators.build_vs_buy import BuildVsBuy
from estimators.case.ways import LABELS
from estimators.need_for_ai import assess

FEW = BuildVsBuy(draws=500)
VALUATION = FEW.evaluate({"volume_per_month": [1000, 2000], "value_of_right_answer": 2})


def test_staying_as_today_is_what_all_others_are_measured_against() -> None:
    today = option_sheet(VALUATION, LABELS["nothing"])
    assert (today.title, today.costs, today.prices) == (LABELS["nothing"], (), ())
    assert "Every other option is measured against it." in today.text
    bought = option_sheet(VALUATION, LABELS["buy_product"])
    assert "futures of 100" in bought.text
    assert bought.costs


def test_a_criterion_says_its_weight_its_anchors_and_where_each_option_stands() -> None:
    said = of_criterion(VALUATION, "privacy")
    assert said.title == "Data stay private"
    assert said.text.startswith("It weighs 25%.")
    rows = dict(said.rows)
    assert rows["100: nothing is kept that was not kept before"] == ""
    assert rows[LABELS["rule"]] == "100"
    assert rows[LABELS["buy_product"]] == "20 (0 to 40)"


def test_how_many_cases_there_are_is_assumed_until_somebody_says_it() -> None:
    assert pays_from(VALUATION).endswith("; you have 1,000 to 2,000.")
    assert "; we assume 500 to 20,000." in pays_from(FEW.evaluate({}))


def test_the_title_of_the_bars_names_the_widest_one() -> None:
    chart = tornado_chart(VALUATION)
    assert abs(chart.rows[0].high - chart.rows[0].low) >= max(
        abs(row.high - row.low) for row in chart.rows
    )
    assert chart.title.startswith(f"“{chart.rows[0].label}” moves ")


def test_where_no_number_moves_it_the_title_of_the_bars_says_so() -> None:
    still = replace(VALUATION, tornado=())
    assert tornado_chart(still).title == "No single number moves the answer"


def test_cues_stand_by_what_they_speak_for_and_an_open_one_for_nothing() -> None:
    case = {"demand_validated": True, "labelled_examples": 5000, "natural_language": True}
    groups = cue_groups(assess(case).cues)
    assert [(group.title, group.effect) for group in groups] == [
        ("Speaks for AI", "for"),
        ("In place", "met"),
        ("Speaks for neither", "neither"),
        ("Not answered", "open"),
    ]
    assert all(group.cues for group in groups)


def test_more_cases_than_there_are_is_said_as_so_many_times() -> None:
    case = {
        "volume_per_month": [26, 31],
        "value_of_right_answer": 15,
        "explicit_rules_possible": "partly",
    }
    assert re.search(
        r"would pay from about [\d.]+ times as many cases a month", pays_from(FEW.evaluate(case))
    )
