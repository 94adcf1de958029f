"""The pictures of the value: each row shows the numbers of its option, those of the engine."""

import pytest

from desktop.findings.decide.value_charts import not_possible, options_chart
from estimators.build_vs_buy.result import Valuation
from estimators.build_vs_buy.valuation import BuildVsBuy


@pytest.fixture(scope="module")
def valuation() -> Valuation:
    case = {
        "volume_per_month": [2400, 3600],
        "missed_cost": [2000, 14000],
        "commodity_api_available": False,
    }
    return BuildVsBuy(draws=400, random_state=0).evaluate(case)


def test_an_option_is_drawn_at_its_average_with_9_futures_in_10(valuation) -> None:
    rows = {row.label: row for row in options_chart(valuation).rows}
    for option in valuation.options:
        if option.possible:
            row = rows[option.label]
            assert (row.low, row.mid, row.high) == (option.p5, option.mean, option.p95)
            assert row.emphasis == (option.name == valuation.best)


def test_what_cannot_be_had_is_not_drawn_and_the_note_says_why(valuation) -> None:
    assert "Buy a product" not in {row.label for row in options_chart(valuation).rows}
    (sentence,) = not_possible(valuation)
    assert (
        sentence
        == "Not to be had: “Prompt with your documents”, “Buy a product” and “Prompt a model”. Nothing ready-made exists to buy."
    )
    assert sentence in options_chart(valuation).note


def test_the_axis_holds_every_option(valuation) -> None:
    chart = options_chart(valuation)
    ends = [end for row in chart.rows for end in (row.low, row.high) if end is not None]
    assert chart.axis.low <= min(ends)
    assert chart.axis.high >= max(ends)
