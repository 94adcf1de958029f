"""What is odd about a measured curve, named once and without false alarms."""

import numpy as np
import pytest

from estimators.data_sufficiency.measured import MeasuredPoint, flat_from, shape_of


def curve(accuracies, std=0.01, first=64):
    sizes = [round(first * 2 ** (at / 2)) for at in range(len(accuracies))]
    return tuple(
        MeasuredPoint.from_scores(n, mean + std * np.linspace(-1, 1, 10), 200)
        for n, mean in zip(sizes, accuracies, strict=True)
    )


def single(accuracies):
    """Sizes that were measured once."""
    return tuple(
        MeasuredPoint.from_scores(round(50 * 2**at), [accuracy], None)
        for at, accuracy in enumerate(accuracies)
    )


ORDINARY = ("ordinary", None)


@pytest.mark.parametrize(
    ("points", "shape"),
    [
        pytest.param(curve([0.6, 0.66, 0.71, 0.75, 0.78, 0.8]), ORDINARY, id="rises"),
        pytest.param(
            curve([0.58, 0.64, 0.7, 0.751, 0.75, 0.752, 0.75, 0.751]),
            ("flat", 181),
            id="rises, then rests",
        ),
        pytest.param(single([0.72] * 6), ("flat", 50), id="single ones on a level"),
        pytest.param(
            single([0.72, 0.69, 0.75, 0.7, 0.74, 0.72]), ORDINARY, id="single ones that scatter"
        ),
        pytest.param(single([0.72] * 3), ORDINARY, id="three single ones"),
        pytest.param(
            curve([0.6, 0.65, 0.7, 0.74, 0.75, 0.75]), ORDINARY, id="rests for one doubling"
        ),
        pytest.param(
            curve([0.72, 0.725, 0.715, 0.72, 0.715, 0.72, 0.715, 0.75, 0.71], std=0.04),
            ("flat", 64),
            id="one scattered size",
        ),
        pytest.param(
            curve([0.72, 0.72, 0.715, 0.72, 0.71, 0.715, 0.722, 0.735, 0.755], std=0.02),
            ORDINARY,
            id="rises at its end",
        ),
        pytest.param(curve([0.75, 0.751, 0.75, 0.752, 0.75], std=0.1), ORDINARY, id="noise"),
        pytest.param((), ORDINARY, id="nothing"),
    ],
)
def test_a_curve_is_flat_from_the_size_after_which_nothing_rises(points, shape):
    name = shape_of(points, 1.0)
    assert (name, flat_from(points) if name == "flat" else None) == shape


@pytest.mark.parametrize(("std", "name"), [(0.005, "falling"), (0.15, "ordinary")])
def test_only_a_fall_beyond_the_spread_is_called_one(std, name):
    assert shape_of(curve([0.8, 0.79, 0.77, 0.76, 0.74], std=std), 1.0) == name


def test_few_examples_come_before_everything_else():
    assert shape_of(curve([0.9, 0.8, 0.7], first=8), 3.0) == "few"


def test_a_curve_that_the_prior_does_not_know_is_named():
    assert shape_of(curve([0.6, 0.66, 0.71, 0.75]), 1.4) == "unlike"
