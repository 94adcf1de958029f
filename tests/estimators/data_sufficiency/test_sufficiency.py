import json

import pytest

from estimators.base.errors import UserError
from estimators.base.number import about
from estimators.base.percent import percent
from estimators.data_sufficiency import LearningCurveForecaster
from estimators.data_sufficiency.measured import MeasuredPoint, read_curve_csv
from estimators.data_sufficiency.sentences import (
    forecast_document,
    headline,
    purchase_title,
    remarks,
    work,
)
from estimators.data_sufficiency.sufficiency import fitted, what_if
from tests.estimators.data_sufficiency.measured_curves import BLADES, forecast, point


def test_the_json_has_what_the_command_line_promises():
    document = forecast_document(forecast(BLADES, target=0.9, price=0.8, n_classes=4))
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert {"n", "mean", "std", "repeats"} <= document["measured"][0].keys()
    assert {"n", "p5", "p10", "p50", "p90", "p95"} <= document["forecast"][0].keys()
    assert {"target", "p10", "p50", "p90", "reachable"} <= document["required"].keys()
    assert {"n", "cost", "worth"} <= document["next_purchase"].keys()
    assert {"rounds", "cost", "expected_cost", "falls_short", "rule"} == document["plan"].keys()
    assert {"tasks", "datasets", "within_80", "within_90"} <= document["reliability"].keys()
    assert document["by_class"] == document["by_slice"] == []
    sizes = [p["n"] for p in document["forecast"]]
    assert sizes == sorted(sizes)
    assert 462 in sizes
    assert sizes[-1] >= 16 * 462 * 0.7


def test_the_numbers_are_the_forecaster_s():
    result = forecast(BLADES, target=0.9, n_classes=4)
    n = [p.n for p in BLADES for _ in p.scores]
    scores = [s for p in BLADES for s in p.scores]
    forecaster = LearningCurveForecaster().fit(n, scores, n_test=200, n_classes=4)
    assert result.now.p50 == pytest.approx(forecaster.predict([462], (0.5,))[0, 0])
    assert result.required.p50 == forecaster.required(0.9)[1]
    assert result.required.reachable == forecaster.reachable(0.9)


def test_not_yet_enough_says_what_is_enough_and_what_the_rest_costs():
    result = forecast(BLADES, target=0.89, price=0.8, n_classes=4, unit="photos")
    assert (
        headline(result)
        == f"Enough to be right {percent(result.now.p50)} of the time, not yet 89%."
    )
    assert result.next_purchase.why == "target"
    assert result.next_purchase.n == result.required.p50 - 462
    assert result.next_purchase.cost == pytest.approx(0.8 * result.next_purchase.n)
    assert result.next_purchase.worth is None
    assert purchase_title(result).startswith(
        f"About {about(result.next_purchase.n)} more photos buy "
    )
    assert "more take you from" in remarks(result)[0]
    cost = about(result.next_purchase.cost)
    assert f"the middle, {about(result.next_purchase.n)}, costs €{cost}." in remarks(result)[0]


def test_enough_is_said_only_when_nine_chances_in_ten_say_so():
    assert headline(forecast(BLADES, target=0.8)) == "Enough to be right 80% of the time."
    close = forecast(BLADES, target=0.865)
    assert 0.1 < close.required.reached_now < 0.9
    assert headline(close) != "Enough to be right 86.5% of the time."


def test_out_of_reach_is_null_and_a_sentence():
    flat = [point(n, 0.7, 0.005) for n in (64, 91, 128, 181, 256, 362, 512)]
    result = forecast(flat, target=0.99, pool=5000)
    assert (result.required.p10, result.required.p50, result.required.p90) == (None, None, None)
    assert headline(result) == "99% is out of reach with this setup."
    assert any("would hardly reach 99%" in remark for remark in remarks(result))
    assert "More of the same labels will not help: the curve is flat from 64 on." in remarks(result)


def test_one_threshold_decides_what_is_out_of_reach():
    """Whatever the chance, headline, counts and remarks say the same."""
    curve = [point(n, a, 0.01) for n, a in [(64, 0.7), (128, 0.74), (256, 0.77), (512, 0.79)]]
    chances = []
    for hundredths in range(82, 97):
        found = forecast(curve, target=hundredths / 100, pool=640)
        gone = found.required.reachable < 0.1
        chances.append(found.required.reachable)
        assert ("out of reach" in headline(found)) is gone
        assert (found.required.p50 is None) is gone
        assert any("would hardly reach" in said for said in remarks(found)) is gone
    assert any(0.05 < chance < 0.1 for chance in chances)


def test_a_flat_curve_promises_nothing():
    rests = [0.6, 0.66, 0.7, 0.71, 0.71, 0.711, 0.71, 0.711, 0.71]
    found = forecast(
        [point(round(32 * 2 ** (k / 2)), a, 0.01) for k, a in enumerate(rests)],
        target=0.8,
        pool=640,
        unit="photos",
    )
    assert found.shape == "flat"
    assert purchase_title(found) == "More of the same photos would hardly help"
    assert not any("more take you" in said for said in remarks(found))
    assert found.plan is None


def test_without_a_target_what_is_required_is_unknown():
    assert set(forecast_document(forecast(BLADES))["required"].values()) == {None}


def test_a_falling_curve_says_so():
    falling = [point(n, a, 0.005) for n, a in [(64, 0.8), (128, 0.78), (256, 0.74), (512, 0.69)]]
    assert any("falls as examples are added" in remark for remark in remarks(forecast(falling)))
    assert forecast(falling).shape == "falling"
    assert purchase_title(forecast(falling)) == "The curve falls: look at the labels first"
    assert not any("falls" in remark for remark in remarks(forecast(BLADES)))
    assert forecast(BLADES).shape == "ordinary"


def test_one_size_or_ten_examples_are_named_as_the_reason_for_a_wide_band():
    result = forecast([MeasuredPoint.from_scores(8, [0.5, 1.0], 2)])
    assert any("Only one size" in remark for remark in remarks(result))
    assert any("luck decides" in remark for remark in remarks(result))
    assert result.now.p90 - result.now.p10 > 0.2


def test_before_any_data_the_task_alone_gives_a_range():
    result = forecast([], target=0.8, n_classes=2, majority=0.5, unit="photos")
    assert result.now is None
    assert result.measured == ()
    assert result.have == 0
    assert result.curve[0].n == 16
    assert result.required.p10 < result.required.p50 < result.required.p90
    assert headline(result).startswith("Tasks like this reach 80% with ")
    assert any("Nothing is measured yet" in remark for remark in remarks(result))
    assert result.next_purchase.gain is None
    json.dumps(forecast_document(result), allow_nan=False)


def test_a_dear_label_is_not_worth_buying_and_a_cheap_one_is():
    dear = forecast(BLADES, price=100.0, value_per_point=10.0)
    cheap = forecast(BLADES, price=0.01, value_per_point=1000.0)
    between = forecast(BLADES, price=0.5, value_per_point=1000.0)
    assert dear.next_purchase.n == 0
    assert purchase_title(dear) == "More labels would cost more than they bring"
    assert 462 < between.plan.rounds[-1].total < cheap.plan.rounds[-1].total
    assert between.next_purchase.worth > between.next_purchase.cost
    assert any("they are worth their price." in remark for remark in remarks(between))
    assert between.next_purchase.worth == pytest.approx(1000 * 100 * between.next_purchase.gain)


def test_without_a_price_the_cost_is_unknown_not_zero():
    assert forecast(BLADES).next_purchase.cost is None
    assert forecast(BLADES, price=0.0).next_purchase.cost == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"target": 1.1}, "not between 0 and 1"),
        ({"price": -1.0}, "price of a label"),
        ({"value_per_point": float("inf")}, "value of a point"),
        ({"have": -5}, "cannot be −5"),
        ({"budget": -1.0}, "budget"),
        ({"labels_per_day": 0.0}, "0 labels a day"),
    ],
)
def test_impossible_wishes_are_answered_with_a_sentence(options, words):
    with pytest.raises(UserError, match=words):
        forecast(BLADES, **options)


def test_the_work_is_said_as_a_person_would():
    assert [work(n, 60) for n in (3, 45, 60, 61, 6000)] == [
        "less than an hour of labelling",
        "roughly 6 hours of labelling",
        "a working day",
        "about 2 working days",
        "about 100 working days",
    ]


# A curve from a file ----------------------------------------------------------------------------


def test_a_curve_file_gathers_repeats_by_size(tmp_path):
    file = tmp_path / "curve.csv"
    file.write_text("\ufeffn,accuracy,note\n100,0.8,a\n50,0.7,b\n100,0.9,c\n", encoding="utf-8")
    points = read_curve_csv(file)
    assert [(p.n, p.repeats, p.n_test) for p in points] == [(50, 1, None), (100, 2, None)]
    assert points[1].mean == pytest.approx(0.85)
    assert points[0].std is None
    assert forecast(points).now.n == 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n,accuracy\n16,0.6\n32,71\n", "Line 3 of curve.csv: accuracy is “71”"),
        ("n,accuracy\n16,abc\n", "Line 2 of curve.csv: accuracy is “abc”"),
        ("n,accuracy\n16\n", "Line 2 of curve.csv: accuracy is “”"),
        ("n,accuracy\n0,0.5\n", "Line 2 of curve.csv: n is “0”"),
        ("n,accuracy\n16.5,0.5\n", "n is “16.5”"),
        ("n,accuracy\nnan,0.5\n", "n is “nan”"),
        ("n,accuracy\n1e300,0.5\n", "n is “1e300”"),
        ("size,accuracy\n16,0.5\n", "no column “n”"),
        ("n,accuracy\n", "no measurements"),
        ("", "is empty"),
    ],
)
def test_a_bad_curve_file_is_refused_with_its_line(tmp_path, text, words):
    file = tmp_path / "curve.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_curve_csv(file)
    assert words in str(error.value)


def test_a_missing_or_binary_curve_file_is_refused(tmp_path):
    with pytest.raises(UserError, match="no file"):
        read_curve_csv(tmp_path / "absent.csv")
    (tmp_path / "photo.csv").write_bytes(bytes(range(256)) * 10)
    with pytest.raises(UserError, match="is not a CSV file"):
        read_curve_csv(tmp_path / "photo.csv")


def test_another_target_is_answered_as_the_forecast_answers_it() -> None:
    task = {"n_classes": 4, "majority": 0.3, "modality": "photo"}
    forecaster = fitted(BLADES, pool=500, design_effect=1.0, random_state=0, **task)
    answers = what_if(forecaster, 500)
    asked = forecast(BLADES, target=0.87, pool=500, have=500, **task).required
    assert next(answer for answer in answers if answer.target == 0.87) == asked
    chances = [answer.reachable for answer in answers]
    assert chances == sorted(chances, reverse=True)
    assert answers[0].reached_now == 1.0 > answers[-1].reached_now


def test_a_forecast_does_not_fall_where_nothing_measured_does() -> None:
    found = forecast([], n_classes=3, modality="photo")
    for level in ("p5", "p10", "p50", "p90", "p95"):
        values = [getattr(point, level) for point in found.curve]
        assert values == sorted(values), level


def test_a_measured_fall_is_forecast() -> None:
    points = [
        MeasuredPoint.from_scores(n, [mean + step for step in (-0.005, 0, 0.005)], 2000)
        for n, mean in [(100, 0.9), (200, 0.88), (400, 0.83), (800, 0.78), (1600, 0.72)]
    ]
    found = forecast(points, have=1600)
    assert found.shape == "falling"
    curve = [point.p50 for point in found.curve]
    assert curve != sorted(curve)
