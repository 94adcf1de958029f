"""The pictures of the value: each row shows the numbers of its option, those of the engine."""

from dataclasses import replace

import pytest

from desktop.findings.decide.value_charts import (
    best_in,
    impossible_sentence,
    not_possible,
    options_chart,
    tornado_chart,
)
from estimators.base.money import about_money
from estimators.base.percent import times_in_hundred
from estimators.build_vs_buy.result import Valuation
from estimators.build_vs_buy.valuation import BuildVsBuy
from estimators.case.ways import DOING


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


def test_what_cannot_be_had_is_not_drawn_and_is_said_in_one_line_with_its_reasons_apart(
    valuation,
) -> None:
    assert "Buy a product" not in {row.label for row in options_chart(valuation).rows}
    (sentence,) = not_possible(valuation)
    assert (
        sentence
        == "Not possible: “Prompt with your documents”, “Buy a product” and “Prompt a model”. Nothing ready-made exists to buy."
    )
    line = impossible_sentence(valuation)
    assert line.startswith("Three are not possible: prompt with your documents, buy a product and")
    assert "ready-made" not in line + options_chart(valuation).note


def test_a_line_that_would_hide_every_other_average_is_said_and_not_drawn(valuation) -> None:
    """Beside tens of millions nobody sees that a rule loses 670,000."""
    ends = {"nothing": (0.0, 0.0, 0.0), "rule": (-6.8e6, -6.7e5, 3.1e6), "train_own": (-4.3e7, -1.5e7, -2.2e6)}  # fmt: skip
    options = tuple(
        replace(valuation.option(name), p5=low, mean=mean, p95=high, possible=True)
        for name, (low, mean, high) in ends.items()
    )
    chart = options_chart(replace(valuation, options=options, best="nothing"), most=3)
    assert [row.label for row in chart.rows] == ["Stay as today", "Simple rule"]
    assert chart.rows[1].note == "−$670,000 on average"
    said = "Too far off to be drawn: “Train from examples, with AI”, −$15m on average."
    assert chart.note.endswith(said)
    near = replace(options[2], p5=-8e6, mean=-2e6, p95=1e6)
    together = options_chart(
        replace(valuation, options=(*options[:2], near), best="nothing"), most=3
    )
    assert [row.label for row in together.rows][2] == "Train from examples, with AI"
    assert "Too far off" not in together.note


@pytest.mark.parametrize("how", ["chosen", "tested"])
def test_of_a_few_rows_one_is_of_what_was_chosen_and_one_of_what_was_tested(valuation, how) -> None:
    worst = [option for option in valuation.options if option.possible][-1]
    options = [replace(o, p5=-9.0, mean=20.0 - at, p95=29.0) for at, o in enumerate(valuation.options)]  # fmt: skip
    found = replace(valuation, options=tuple(options))
    labels = [row.label for row in options_chart(found, most=3).rows]
    assert not any(label.startswith(worst.label) for label in labels)
    named = [row.label for row in options_chart(found, most=3, **{how: worst.name}).rows]
    assert named[-1].startswith(worst.label)
    assert len(named) == len(labels)


def test_the_title_names_the_option_with_the_highest_average(valuation) -> None:
    chart = options_chart(valuation)
    best = valuation.option(valuation.best)
    assert chart.rows[0].label == best.label
    assert chart.title.startswith(DOING[best.name]) or best.name == "nothing"
    assert chart.rows[0].value_text == f"{times_in_hundred(best.p_best)} of 100"


def test_the_numbers_that_move_it_name_the_sum_of_the_headline_or_none() -> None:
    case = {
        "volume_per_month": 9000,
        "value_per_correct": [2, 3],
        "missed_cost": 20,
        "explicit_rules_possible": "yes",
    }
    found = BuildVsBuy(draws=2000).evaluate(case)
    title = tornado_chart(found).title
    mean = found.option(found.tornado_option).mean
    assert about_money(mean) in title or title.endswith("the answer most")


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0"), (0.004, "under 1"), (0.0126, "1"), (0.83, "83"), (0.999, "over 99"), (1.0, "100")],
)
def test_a_few_futures_are_not_rounded_up_to_one_in_100(share: float, words: str) -> None:
    assert best_in(share) == f"{words} of 100"


def test_the_axis_holds_every_option(valuation) -> None:
    chart = options_chart(valuation)
    ends = [end for row in chart.rows for end in (row.low, row.high) if end is not None]
    assert chart.axis.low <= min(ends)
    assert chart.axis.high >= max(ends)
