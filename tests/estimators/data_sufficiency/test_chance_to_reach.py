"""The chance of being good enough with more labels, from possible curves and a test."""

import datetime

import numpy as np
import pytest

from estimators.base.codec import convert, plain
from estimators.data_sufficiency import LearningCurveForecaster
from estimators.data_sufficiency.chance_to_reach import (
    PossibleCurves,
    TestedRun,
    chance_to_reach,
    examples_for_chance,
    weights_of,
)
from estimators.data_sufficiency.plan import labels_until, working_days


@pytest.fixture(scope="module")
def forecaster() -> LearningCurveForecaster:
    n = np.repeat([30, 60, 120, 240], 5)
    accuracy = np.repeat([0.62, 0.68, 0.73, 0.77], 5) + np.tile([-0.02, -0.01, 0, 0.01, 0.02], 4)
    return LearningCurveForecaster(random_state=0).fit(n, accuracy, pool=360, n_classes=2)


@pytest.fixture(scope="module")
def curves(forecaster: LearningCurveForecaster) -> PossibleCurves:
    return PossibleCurves.drawn(forecaster, 360)


def test_kept_curves_say_what_the_forecaster_says(
    forecaster: LearningCurveForecaster, curves: PossibleCurves
) -> None:
    for n in (360, 500, 1440, 3000):
        all_of_them = forecaster.sample([n])[:, 0]
        for target in (0.78, 0.82, 0.86):
            found = chance_to_reach(curves, target, n).chance
            assert found == pytest.approx(float(np.mean(all_of_them >= target)), abs=0.06)


def test_curves_survive_storage(curves: PossibleCurves) -> None:
    again = convert(plain(curves), PossibleCurves)
    assert again == curves
    assert np.array_equal(again.at(777), curves.at(777))


def test_a_better_test_never_lowers_the_chance(curves: PossibleCurves) -> None:
    chances = [
        chance_to_reach(curves, 0.84, 1440, tested=TestedRun(360, correct, 180)).chance
        for correct in range(132, 152, 3)
    ]
    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def test_a_higher_target_is_never_likelier_and_more_labels_for_it_never_fewer(
    curves: PossibleCurves,
) -> None:
    tested = TestedRun(360, 140, 180)
    targets = (0.76, 0.78, 0.8, 0.82, 0.84)
    chances = [chance_to_reach(curves, target, 1440, tested=tested).chance for target in targets]
    assert chances == sorted(chances, reverse=True)
    needed = [examples_for_chance(curves, target, 0.5, tested=tested) for target in targets]
    known = [n for n in needed if n is not None]
    assert known == sorted(known)


def test_a_small_test_weighs_less_than_a_large_one(curves: PossibleCurves) -> None:
    alone = chance_to_reach(curves, 0.84, 1440).chance
    small = chance_to_reach(curves, 0.84, 1440, tested=TestedRun(360, 7, 10)).chance
    large = chance_to_reach(curves, 0.84, 1440, tested=TestedRun(360, 126, 180)).chance
    assert large < small < alone


def test_a_test_that_no_curve_explains_is_left_out(curves: PossibleCurves) -> None:
    weights, agree = weights_of(curves, TestedRun(360, 40, 180))
    assert not agree
    assert np.allclose(weights, weights[0])
    assert not chance_to_reach(curves, 0.84, 1440, tested=TestedRun(360, 40, 180)).agree


def test_working_days_skip_the_weekend_and_end_somewhere() -> None:
    friday = datetime.date(2026, 11, 27)
    assert working_days(0, 60, 30, friday) == ("2026-11-27", "2026-11-30")
    assert working_days(0, 10**9, 1, friday) is None
    assert labels_until(datetime.date(2026, 12, 4), 30, friday) == 6 * 30
    assert labels_until(datetime.date(2026, 11, 1), 30, friday) == 0
