"""What is odd about a measured curve, named once and without false alarms."""

import numpy as np
import pytest

from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.shape import Shape, shape_of


def curve(accuracies, std=0.01, first=64):
    sizes = [round(first * 2 ** (at / 2)) for at in range(len(accuracies))]
    return tuple(
        MeasuredPoint.from_scores(n, mean + std * np.linspace(-1, 1, 10), 200)
        for n, mean in zip(sizes, accuracies, strict=True)
    )


def test_a_rising_curve_is_ordinary():
    assert shape_of(curve([0.6, 0.66, 0.71, 0.75, 0.78, 0.8]), 1.0) == Shape("ordinary")


def test_a_curve_is_flat_from_the_size_after_which_nothing_rises():
    rises_then_rests = [0.58, 0.64, 0.7, 0.751, 0.75, 0.752, 0.75, 0.751]
    assert shape_of(curve(rises_then_rests), 1.0) == Shape("flat", 181)


def test_single_measurements_on_a_level_are_flat_and_scattered_ones_are_not():
    def single(accuracies):
        return tuple(
            MeasuredPoint.from_scores(round(50 * 2**at), [accuracy], None)
            for at, accuracy in enumerate(accuracies)
        )

    assert shape_of(single([0.72] * 6), 1.0) == Shape("flat", 50)
    assert shape_of(single([0.72, 0.69, 0.75, 0.7, 0.74, 0.72]), 1.0).name == "ordinary"
    assert shape_of(single([0.72] * 3), 1.0).name == "ordinary"


def test_a_rest_shorter_than_two_doublings_is_not_called_flat():
    assert shape_of(curve([0.6, 0.65, 0.7, 0.74, 0.75, 0.75]), 1.0).name == "ordinary"


def test_one_scattered_size_does_not_hide_that_a_curve_is_flat():
    level = [0.72, 0.725, 0.715, 0.72, 0.715, 0.72, 0.715, 0.75, 0.71]
    assert shape_of(curve(level, std=0.04), 1.0).name == "flat"


def test_a_curve_that_rises_at_its_end_is_not_flat():
    rises_late = [0.72, 0.72, 0.715, 0.72, 0.71, 0.715, 0.722, 0.735, 0.755]
    assert shape_of(curve(rises_late, std=0.02), 1.0).name == "ordinary"


def test_noise_is_not_called_flat():
    assert shape_of(curve([0.75, 0.751, 0.75, 0.752, 0.75], std=0.1), 1.0).name == "ordinary"


@pytest.mark.parametrize(("std", "name"), [(0.005, "falling"), (0.15, "ordinary")])
def test_only_a_fall_beyond_the_spread_is_called_one(std, name):
    assert shape_of(curve([0.8, 0.79, 0.77, 0.76, 0.74], std=std), 1.0).name == name


def test_few_examples_come_before_everything_else():
    assert shape_of(curve([0.9, 0.8, 0.7], first=8), 3.0).name == "few"
    assert shape_of((), 1.0).name == "ordinary"


def test_a_curve_that_the_prior_does_not_know_is_named():
    assert shape_of(curve([0.6, 0.66, 0.71, 0.75]), 1.4).name == "unlike"
