"""Rounds, dates and what the next label is worth."""

import datetime
from itertools import pairwise

import numpy as np
import pytest

from estimators.data_sufficiency import LearningCurveForecaster
from estimators.data_sufficiency.forecast_values import ClassGain, Reliability, SliceGain
from estimators.data_sufficiency.plan import totals_by_growth, totals_to_target, within
from estimators.data_sufficiency.plan_sentences import plan_remarks
from estimators.data_sufficiency.sentences import forecast_document, purchase_title, remarks
from tests.estimators.data_sufficiency.measured_curves import BLADES, forecast, point

TUESDAY = datetime.date(2026, 11, 24)


def asked(**wishes):
    return forecast(BLADES, n_classes=4, unit="photos", currency="$", start=TUESDAY, **wishes)


def test_each_round_buys_the_median_of_what_is_still_needed():
    needed = np.arange(101.0, 181.0)  # 80 futures, evenly from 101 to 180
    assert totals_to_target(needed, 100) == [141, 161, 171, 176]


def test_no_round_buys_more_than_as_many_again():
    assert totals_to_target(np.full(50, 900.0), 100) == [200, 400, 800, 900]
    assert totals_by_growth(100, 900) == [200, 400, 800, 900]
    assert totals_by_growth(100, 100) == []


def test_a_budget_cuts_the_last_round_it_reaches():
    assert within([200, 400, 800], 100, 150) == [200, 250]
    assert within([200, 400, 800], 100, 0) == []


def test_the_rounds_add_up_and_end_where_one_in_ten_is_left_open():
    plan = asked(target=0.9, price=0.5).plan
    assert plan.rule == "target"
    assert [r.number for r in plan.rounds] == list(range(1, len(plan.rounds) + 1))
    totals = [462, *(r.total for r in plan.rounds)]
    assert [r.buy for r in plan.rounds] == np.diff(totals).tolist()
    assert plan.cost == pytest.approx(0.5 * (totals[-1] - 462))
    assert plan.rounds[0].cost < plan.expected_cost < plan.cost
    reached = [r.reached for r in plan.rounds]
    assert reached == sorted(reached)
    assert plan.falls_short == pytest.approx(1 - reached[-1])
    for each in plan.rounds:
        assert each.low < each.middle < each.high
        assert each.starts is each.ends is None


def test_dates_are_working_days_and_follow_each_other():
    plan = asked(target=0.9, labels_per_day=100).plan
    days = [(np.datetime64(r.starts), np.datetime64(r.ends)) for r in plan.rounds]
    assert str(days[0][0]) == "2026-11-24"
    assert all(np.is_busday(day) for pair in days for day in pair)
    bought = plan.rounds[-1].total - 462
    assert np.busday_count(days[0][0], days[-1][1]) + 1 == np.ceil(bought / 100)
    assert all(before[1] <= after[0] for before, after in pairwise(days))


def test_labelling_that_starts_on_a_weekend_starts_on_monday():
    found = forecast(
        BLADES, target=0.9, labels_per_day=1000, start=datetime.date(2026, 11, 28), unit="photos"
    )
    assert found.plan.rounds[0].starts == "2026-11-30"
    assert any("first by 30 Nov" in remark for remark in plan_remarks(found))
    assert not set(plan_remarks(found)) & set(remarks(found))


def test_a_date_in_the_far_future_is_no_date():
    plan = asked(target=0.92, labels_per_day=0.1).plan
    assert plan.rounds[-1].ends is None


def test_the_budget_is_named_when_it_is_what_ends_the_plan():
    limited = asked(target=0.9, price=0.5, budget=100)
    assert limited.plan.rule == "budget"
    assert limited.plan.cost <= 100
    assert limited.plan.rounds[-1].total == 662
    said = " ".join(plan_remarks(limited))
    assert "The budget of $100 pays for 200 more photos" in said
    ample = asked(target=0.9, price=0.5, budget=1e6)
    assert ample.plan.rule == "target"
    alone = asked(price=0.5, budget=100)
    assert alone.plan.rule == alone.next_purchase.why == "budget"
    nothing = asked(target=0.9, price=0.5, budget=0.1)
    assert (nothing.plan, nothing.next_purchase.n) == (None, 0)
    assert purchase_title(nothing) == "The budget buys no more labels"


@pytest.mark.parametrize(("gain", "name"), [(0.004, "scratch"), (0.0011, None)])
def test_a_class_teaches_most_only_where_it_surely_does(gain, name):
    by_class = [
        ClassGain("scratch", 40, gain, 0.5 * gain, 2 * gain, 6),
        ClassGain("fine", 360, 0.001, 0.0005, 0.002, 6),
    ]
    found = asked(by_class=by_class)
    assert found.teaches_most == forecast_document(found)["teaches_most"] == name
    assert any("teaches it most" in said for said in remarks(found)) is (name is not None)


def test_what_is_not_worth_its_price_is_declined_with_both_amounts():
    found = asked(price=0.15, value_per_point=3.0)
    declined = found.next_purchase.declined
    assert found.next_purchase.n == 0
    assert found.plan is None
    assert declined.n == 200
    assert declined.cost == pytest.approx(30)
    assert declined.worth < 30
    assert remarks(found)[0].startswith("The next 200 photos would cost $30 and bring about $")
    assert forecast_document(found)["next_purchase"]["declined"]["n"] == 200


def test_worth_comes_before_a_target_and_the_target_still_gets_its_chance():
    found = asked(target=0.93, price=0.15, value_per_point=100.0)
    assert found.plan.rule == found.next_purchase.why == "worth"
    assert found.plan.falls_short > 0.5
    assert found.plan.expected_cost == found.plan.cost
    assert found.next_purchase.worth_low < found.next_purchase.worth
    assert found.next_purchase.worth < found.next_purchase.worth_high


def test_no_rounds_are_planned_for_what_hardly_can_be_reached_or_is():
    assert asked(target=0.99).plan is None
    assert asked(target=0.8).plan is None
    flat = [point(n, 0.75, 0.005) for n in (200, 283, 400, 566, 800)]
    assert forecast(flat, target=0.78, pool=1000).plan is None


def test_before_any_data_one_batch_is_bought_to_measure_with():
    found = forecast([], target=0.8, n_classes=2, majority=0.5, modality="photo", unit="photos")
    assert found.plan.rounds[0].buy == found.next_purchase.n >= 16
    assert any("then measure: the forecast is narrower" in said for said in plan_remarks(found))
    assert any("With 20 of each kind, as folklore has it" in remark for remark in remarks(found))


def test_a_round_s_chance_is_that_of_the_forecaster_s_curves():
    found = asked(target=0.9)
    forecaster = LearningCurveForecaster().fit(
        [p.n for p in BLADES for _ in p.scores],
        [s for p in BLADES for s in p.scores],
        n_test=200,
        n_classes=4,
    )
    first = found.plan.rounds[0]
    curves = forecaster.sample([first.total])[:, 0]
    assert first.reached == pytest.approx(np.mean(curves >= 0.9))
    assert first.middle == pytest.approx(forecaster.predict([first.total], (0.5,))[0, 0])


def test_a_lacking_slice_is_said_and_kept():
    said = "Dark photos: 12 of 20 right, the others 46 of 50. You lack dark photos."
    dark = SliceGain("dark", 20, 12, 50, 46, 0.42, 0.76, more_helps=True)
    found = asked(by_slice=[dark])
    assert said in remarks(found)
    assert forecast_document(found)["by_slice"][0]["slice"] == "dark"


def test_what_is_given_a_day_says_hours_or_days_of_the_middle():
    hours = asked(target=0.89, labels_per_day=600)
    assert any("takes roughly 4 hours of labelling" in said for said in remarks(hours))
    days = asked(target=0.89, labels_per_day=60)
    assert any("takes about 5 working days" in said for said in remarks(days))


def test_the_sentence_on_reliability_is_of_the_modality_where_that_was_measured():
    pools = ({"modality": "text", "pools": 4, "forecasts": 16, "within_80": 0.8125, "mae": 4.5},)
    quality = Reliability(1200, 136, 0.81, 0.9, pools)
    assert "on 4 sets of texts" in quality.sentence("text")
    assert "13 of 16 results" in quality.sentence("text")
    assert "on 1,200 tasks from 136 datasets" in quality.sentence("photo")
    assert "90% of the results" in quality.sentence(None)


def test_an_even_chance_is_not_yet_enough_to_stop_buying():
    found = asked(target=0.866)
    assert 0.4 < found.required.reached_now < 0.7
    assert found.plan.rounds[0].reached > found.required.reached_now


def test_a_target_that_is_reached_is_not_spoken_of_in_the_plan():
    found = asked(target=0.8, price=0.05, value_per_point=1000.0)
    assert found.plan.rule == "worth"
    assert found.plan.expected_cost == pytest.approx(found.plan.cost)
    assert not any("80%" in said for said in remarks(found))
