"""Value under uncertainty: the hand-worked example, and what must hold for every case."""

import json
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from estimators.base.codec import plain
from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.month import Month
from estimators.build_vs_buy.result import OptionValue, headline_of, sentence_of
from estimators.build_vs_buy.valuation import value_per_point
from estimators.build_vs_buy.value_of_information import evpi, evppi
from estimators.case.gates import UNSAFE
from estimators.case.options import FORBIDDEN
from estimators.case.ways import LABELS, OPTIONS

FEW = BuildVsBuy(draws=2000)

# The example of docs/method-decide.md: every number known, so that all futures are alike.
KNOWN = {
    "volume_per_month": 1000,
    "adoption": 1,
    "value_per_correct": 1,
    "missed_cost": 10,
    "false_alarm_cost": 10,
    "missed_share": 0.5,
    "mistakes_caught": 0,
    "baseline_accuracy": 0.9,
    "accuracy_rule": 0.8,
    "accuracy_product": 0.95,
    "accuracy_prompt": 0.85,
    "accuracy_retrieval": 0.96,
    "accuracy_fine_tuned": 0.91,
    "accuracy_open_weights": 0.8,
    "accuracy_trained": 0.9,
    "build_gain": 0.5,
    "person_month_cost": 10_000,
    "rule_person_months": 0.5,
    "rule_delay": 1,
    "product_price": 0.1,
    "product_fee": 50,
    "review_share": 0.1,
    "review_cost": 0.5,
    "product_person_months": 1,
    "product_delay": 2,
    "prompt_price": 0.02,
    "prompt_person_months": 0.5,
    "prompt_delay": 1,
    "retrieval_price": 0.05,
    "retrieval_fee": 40,
    "retrieval_person_months": 2,
    "retrieval_delay": 2,
    "fine_tuned_price": 0.03,
    "fine_tuned_fee": 60,
    "fine_tuned_person_months": 1,
    "fine_tuned_run": 100,
    "fine_tuned_delay": 3,
    "open_weights_price": 0.001,
    "open_weights_fee": 900,
    "open_weights_person_months": 3,
    "open_weights_delay": 3,
    "cost_per_label": 1,
    "relabel_share": 0.1,
    "trained_labels": 1000,
    "trained_person_months": 0.4,
    "trained_delay": 2,
    "trained_fee": 30,
    "trained_price": 0,
    "trained_run": 0,
    "retraining_per_year": 240,
    "build_person_months": 5,
    "overrun": 1,
    "build_labels": 1000,
    "build_delay": 6,
    "infrastructure_per_month": 100,
    "maintenance_share": 0.12,
    "build_success": 0.5,
    "discount_rate": 0,
}


def npv(valuation, name):
    return valuation.option(name).mean


def test_the_hand_worked_example_comes_out_to_the_cent():
    valuation = BuildVsBuy(draws=100, horizon_months=12).evaluate(KNOWN)
    # rules: 1,000 (0.8 - 10 (0.2 - 0.1)) - 50 = -250 a month, upkeep 50, 11 months, after 5,000
    assert npv(valuation, "rule") == pytest.approx(-5000 - 11 * 300)
    # buy: 1,000 (0.95 + 0.5) - 100 - 50 - 50 = 1,250 a month, 10 months, after 10,000
    assert npv(valuation, "buy_product") == pytest.approx(-10_000 + 10 * 1250)
    # train: 1,000 (0.9 + 0) - 30 - 50 - 20 = 800 a month, 10 months, after 1,100 + 4,000
    assert npv(valuation, "train_own") == pytest.approx(-5100 + 10 * 800)
    # prompt: 1,000 (0.85 - 0.5) - 20 - 50 = 280 a month, upkeep 50, 11 months, after 5,000
    assert npv(valuation, "prompt_api") == pytest.approx(-5000 + 11 * 230)
    # with documents: 1,000 (0.96 + 0.6) - 50 - 50 - 40 = 1,420, upkeep 200, 10 months, after 20,000
    assert npv(valuation, "prompt_with_retrieval") == pytest.approx(-20_000 + 10 * 1220)
    # fine-tune: 1,000 (0.91 + 0.1) - 30 - 50 - 60 - 20 = 850, 9 months, after 10,000 + 1,100 + 100
    assert npv(valuation, "fine_tune_hosted") == pytest.approx(-11_200 + 9 * 850)
    # open weights: 1,000 (0.8 - 1) - 1 - 50 - 900 = -1,151, upkeep 300, 9 months, after 30,000
    assert npv(valuation, "self_host_open_weights") == pytest.approx(-30_000 - 9 * 1451)
    # build: half a chance of 6 months at 1,450 - 50 - 511 - 100, half of a late purchase
    assert npv(valuation, "build_from_scratch") == pytest.approx(
        -51_100 + 0.5 * 6 * 789 + 0.5 * (4 * 1250 - 10_000)
    )
    assert npv(valuation, "nothing") == 0
    assert valuation.best == "train_own"
    assert valuation.evpi == 0


def test_the_break_even_volume_breaks_even():
    model = BuildVsBuy(draws=100, horizon_months=12)
    for name in ("buy_product", "train_own", "build_from_scratch"):
        volume = model.evaluate(KNOWN).option(name).break_even_volume
        there = model.evaluate({**KNOWN, "volume_per_month": volume})
        assert npv(there, name) == pytest.approx(0, abs=1e-6)
    assert model.evaluate(KNOWN).option("rule").break_even_volume is None


def test_a_service_out_of_reach_is_no_fallback_and_never_best():
    case = {**KNOWN, "data_may_leave_premises": False, "accuracy_product": 1}
    valuation = BuildVsBuy(draws=100, horizon_months=12).evaluate(case)
    bought = valuation.option("buy_product")
    assert (bought.possible, bought.p_best) == (False, 0)
    assert bought.why_not
    assert valuation.best == "train_own"
    assert npv(valuation, "build_from_scratch") == pytest.approx(-51_100 + 0.5 * 6 * 789)


def test_what_the_law_forbids_is_no_option_whatever_it_is_worth():
    valuation = BuildVsBuy(draws=100, horizon_months=12).evaluate(
        {**KNOWN, "regulatory_tier": "prohibited"}
    )
    assert valuation.best == "nothing"
    assert not any(option.possible for option in valuation.options if option.name != "nothing")
    assert valuation.headline == "The law leaves nothing to choose"
    assert (valuation.evpi, valuation.labels, valuation.intangibles.best) == (0, None, None)


# Ranges -----------------------------------------------------------------------------------------


def test_nine_draws_in_ten_lie_inside_a_range():
    case = {"volume_per_month": [100, 10_000], "adoption": [0.2, 0.9]}
    inputs = BuildVsBuy().evaluate(case).inputs
    for name in case:
        draws = inputs[name].draw(20_000, 0)
        assert np.mean((draws >= inputs[name].low) & (draws <= inputs[name].high)) == pytest.approx(
            0.9, abs=0.01
        )
        assert np.median(draws) == pytest.approx(inputs[name].median, rel=0.03)
    assert inputs["volume_per_month"].median == pytest.approx(1000)


def test_a_measured_accuracy_replaces_the_guess_by_its_posterior():
    case = {"accuracy_trained": [0.6, 0.7], "measured": {"correct": 163, "n": 180}}
    measured = BuildVsBuy().evaluate(case).inputs["accuracy_trained"]
    draws = measured.draw(50_000, 0)
    assert draws.mean() == pytest.approx(164 / 182, abs=1e-3)
    assert draws.std() == pytest.approx(math.sqrt(164 * 18 / 182**2 / 183), rel=0.03)
    assert measured.provenance == "measured"
    assert measured.low < 163 / 180 < measured.high
    assert "163 of 180" in measured.source


def test_the_acceptance_of_a_demo_replaces_the_guessed_adoption():
    inputs = FEW.evaluate({"acceptance": {"accepted": 18, "n": 24}}).inputs
    assert inputs["adoption"].provenance == "simulated"
    assert inputs["adoption"].median == pytest.approx(0.74, abs=0.02)


@pytest.mark.parametrize(
    ("given", "provenance"),
    [
        (3000, "guess"),
        ([2400, 3600], "guess"),
        ({"low": 2400, "high": 3600, "source": "drone log 2025"}, "measured"),
        ({"value": 3000, "low": 2400, "high": 3600, "source": "https://example.org"}, "published"),
        ({"low": 2400, "high": 3600, "provenance": "published"}, "published"),
        (None, "unknown"),
    ],
)
def test_a_number_wears_its_source(given, provenance):
    assert (
        FEW.evaluate({"volume_per_month": given}).inputs["volume_per_month"].provenance
        == provenance
    )


def test_the_cost_of_an_error_stands_for_both_kinds_unless_they_are_told_apart():
    inputs = FEW.evaluate({"error_cost_usd": [3, 9], "missed_cost": [50, 90]}).inputs
    assert (inputs["missed_cost"].low, inputs["false_alarm_cost"].low) == (50, 3)


def test_defaults_are_turned_into_the_currency_of_the_case():
    dollars, yen = FEW.evaluate({}), FEW.evaluate({"currency": "jpy"})
    assert yen.inputs["review_cost"].high == pytest.approx(150 * dollars.inputs["review_cost"].high)
    assert yen.inputs["product_delay"] == dollars.inputs["product_delay"]
    assert yen.symbol == "¥"
    assert npv(yen, "buy_product") == pytest.approx(150 * npv(dollars, "buy_product"))


# What must hold for every case ------------------------------------------------------------------

positive = st.floats(0.01, 1e5)
ranges = st.tuples(positive, positive).map(sorted)
shares = st.tuples(st.floats(0.01, 0.99), st.floats(0.01, 0.99)).map(sorted)
cases = st.fixed_dictionaries(
    {},
    optional={
        "volume_per_month": ranges,
        "value_per_correct": ranges,
        "error_cost_usd": ranges,
        "accuracy_product": shares,
        "accuracy_trained": shares,
        "product_price": ranges,
        "commodity_fit": st.integers(0, 5),
        "labelled_examples": st.sampled_from([0, 50, 5000]),
        "measured": st.sampled_from([{"correct": 45, "n": 50}, None]),
        "human_in_loop": st.booleans(),
        "data_may_leave_premises": st.sampled_from([True, True, False]),
    },
)


@given(cases, st.permutations(OPTIONS))
def test_the_order_of_the_options_changes_nothing(case, order):
    one = BuildVsBuy(draws=500).evaluate(case)
    other = BuildVsBuy(draws=500, options=order).evaluate(case)
    assert one.options == other.options
    assert (one.best, one.evpi, one.evppi, one.tornado) == (
        other.best,
        other.evpi,
        other.evppi,
        other.tornado,
    )


@given(cases, st.sampled_from(OPTIONS))
def test_an_option_that_is_not_best_never_changes_the_winner(case, worse):
    best = BuildVsBuy(draws=500).evaluate(case).best
    assume(worse != best)
    rest = [name for name in OPTIONS if name != worse]
    assert BuildVsBuy(draws=500, options=rest).evaluate(case).best == best


@given(cases, st.floats(1.01, 50))
def test_a_dearer_service_is_never_likelier_to_be_bought(case, factor):
    low, high = case.get("product_price", (0.001, 0.02))
    cheap = FEW.evaluate({**case, "product_price": [low, high]})
    dear = FEW.evaluate({**case, "product_price": [low * factor, high * factor]})
    assert npv(dear, "buy_product") <= npv(cheap, "buy_product")
    assert dear.option("buy_product").p_best <= cheap.option("buy_product").p_best
    if cheap.best != "buy_product":
        assert dear.best != "buy_product"


@given(cases)
def test_the_numbers_hang_together(case):
    valuation = FEW.evaluate(case)
    assert sum(option.p_best for option in valuation.options) == pytest.approx(1)
    assert (
        valuation.best
        == max(
            (option for option in valuation.options if option.possible),
            key=lambda option: option.mean,
        ).name
    )
    for option in valuation.options:
        assert option.p5 <= option.p50 <= option.p95
        assert 0 <= option.p_loss <= 1
    assert all(0 <= worth <= valuation.evpi + 1e-9 for worth in valuation.evppi.values())
    assert valuation.find_out_first is None or valuation.evppi[valuation.find_out_first] == max(
        valuation.evppi.values()
    )
    assert len(valuation.headline) <= 62
    json.dumps(plain(valuation), allow_nan=False)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    def text(seed):
        return json.dumps(plain(BuildVsBuy(random_state=seed).evaluate({})))

    assert text(3) == text(3)
    assert text(3) != text(4)


def test_one_input_given_leaves_the_draws_of_the_others_alone():
    plain, given_one = FEW.evaluate({}), FEW.evaluate({"product_price": [0.1, 0.2]})
    for name in ("rule", "train_own"):
        assert npv(plain, name) == npv(given_one, name)
    assert npv(plain, "buy_product") != npv(given_one, "buy_product")


# The value of information -----------------------------------------------------------------------


def gain_of_knowing(mean, spread):
    """E[max(0, N(mean, spread))] - max(0, mean), in closed form."""
    z = mean / spread
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    below = 0.5 * math.erfc(-z / math.sqrt(2))
    return mean * below + spread * density - max(0.0, mean)


@pytest.mark.parametrize(("mean", "a", "b"), [(0.0, 1.0, 1.0), (0.3, 1.0, 2.0), (-0.5, 2.0, 0.5)])
def test_the_value_of_one_input_matches_the_closed_form_of_a_linear_model(mean, a, b):
    stream = np.random.default_rng(0)
    x, y = stream.standard_normal((2, 200_000))
    values = np.column_stack([np.zeros_like(x), mean + a * x + b * y])
    assert evppi(np.argsort(x), values) == pytest.approx(gain_of_knowing(mean, a), rel=0.05)
    assert evpi(values) == pytest.approx(gain_of_knowing(mean, math.hypot(a, b)), rel=0.05)


def test_a_known_best_option_leaves_nothing_to_find_out():
    valuation = FEW.evaluate({"volume_per_month": 0})
    assert valuation.best == "nothing"
    assert valuation.find_out_first is None
    assert valuation.find_out_sentence == "No single number would change the choice."


def test_the_tornado_shows_the_inputs_own_ends_and_the_widest_bar_first():
    valuation = BuildVsBuy().evaluate({"volume_per_month": [1000, 9000]})
    widths = [abs(bar.high - bar.low) for bar in valuation.tornado]
    assert widths == sorted(widths, reverse=True)
    volume = next(bar for bar in valuation.tornado if bar.input == "volume_per_month")
    assert (volume.input_low, volume.input_high) == (1000, 9000)
    low, high = sorted((volume.low, volume.high))
    assert low < valuation.tornado_base < high


# In words --------------------------------------------------------------------------------------


def option(name: str, mean: float, p_best: float = 0.6, p_loss: float = 0.05) -> OptionValue:
    rest = {
        "upfront": 0.0,
        "p_over_budget": None,
        "break_even_volume": None,
        "price": (0.0, 0.0),
        "price_input": "",
        "month": Month(0.0, 0.0, 0.0, 0.0, 0.0),
        "tokens": None,
    }
    return OptionValue(name, LABELS[name], mean, -1.0, mean, 9.0, p_best, p_loss, **rest, possible=True, why_not="")  # fmt: skip


@pytest.mark.parametrize(
    ("best", "headline", "sentence"),
    [
        (option("nothing", 0.0), "Nothing pays for itself", "Staying as today"),
        (option("buy_product", -5.0), "None of them pays", "Buying a product loses least"),
        (option("buy_product", 5.0), "Buying a product wins most futures, and safely", "Buying a product looks best"),
        (option("rule", 5.0, 0.4, 0.2), "A simple rule looks best on average, but not safely", "A simple rule looks best"),
    ],
)  # fmt: skip
def test_a_loss_is_never_said_to_win(best, headline, sentence) -> None:
    assert headline_of(best).startswith(headline)
    assert sentence_of(best).startswith(sentence)
    assert all("law" in word(best, ruled_out=FORBIDDEN) for word in (headline_of, sentence_of))
    assert "launch" in headline_of(best, ruled_out=UNSAFE)


# What a point of accuracy is worth ------------------------------------------------------------


def test_a_point_is_worth_its_right_answers_and_the_mistakes_they_replace():
    # a point is 10 more right answers a month, each worth 1 + 10, for 10 months
    assert value_per_point(KNOWN, horizon_months=12) == pytest.approx(10 * 11 * 10)


def test_half_of_the_mistakes_caught_and_half_of_the_answers_used_are_worth_less():
    caught = {**KNOWN, "mistakes_caught": 0.5, "adoption": 0.5}
    assert value_per_point(caught, horizon_months=12) == pytest.approx(0.5 * 10 * 6 * 10)


def test_an_amount_that_nobody_named_adds_nothing():
    alone = {key: KNOWN[key] for key in KNOWN if key not in ("missed_cost", "false_alarm_cost")}
    assert value_per_point(alone, horizon_months=12) == pytest.approx(10 * 1 * 10)


@pytest.mark.parametrize(
    "missing", [("volume_per_month",), ("value_per_correct", "missed_cost", "false_alarm_cost")]
)
def test_without_a_volume_or_any_amount_the_value_is_unknown(missing):
    assert value_per_point({key: KNOWN[key] for key in KNOWN if key not in missing}) is None
    assert value_per_point({}) is None
