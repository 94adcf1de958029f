import numpy as np
import pytest

from estimators.base.errors import UserError
from estimators.data_sufficiency import LearningCurveForecaster
from estimators.data_sufficiency.design_effect import correlation, design_effect
from estimators.data_sufficiency.measurement import RoundAnswers


def drawn(rng, groups, size, r, *, nested=False, p=0.8):
    """Right answers whose correlation within groups is r, with classes inside the groups or across them."""
    member = np.repeat(np.arange(groups), size)
    labels = member % 4 if nested else rng.integers(0, 4, len(member))
    chance = rng.beta(p * (1 / r - 1), (1 - p) * (1 / r - 1), groups) if r else np.full(groups, p)
    return (rng.random(len(member)) < chance[member]).astype(float), labels, member


def answered(right):
    return [RoundAnswers(100, np.arange(len(right)), right.astype(bool))]


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("r", [0.0, 0.1, 0.3])
def test_the_correlation_within_groups_is_found(r, nested):
    rng = np.random.default_rng(0)
    found = [correlation(*drawn(rng, 40, 6, r, nested=nested))[0] for _ in range(300)]
    assert np.mean(found) == pytest.approx(r, abs=0.03)


def test_the_free_groups_are_those_that_the_classes_leave():
    rng = np.random.default_rng(1)
    assert correlation(*drawn(rng, 10, 200, 0.1))[1] == pytest.approx(9, abs=0.1)
    assert correlation(*drawn(rng, 40, 6, 0.1, nested=True))[1] == pytest.approx(36)
    member = np.repeat(np.arange(3), 20)
    assert correlation(rng.random(60), member, member) == (0.0, 0.0)


def test_classes_that_are_harder_are_no_luck_of_groups():
    rng = np.random.default_rng(2)
    member = np.repeat(np.arange(40), 10)
    labels = member % 2
    right = (rng.random(400) < np.where(labels, 0.95, 0.5)).astype(float)
    assert correlation(right, np.zeros(400), member)[0] > 0.15
    assert correlation(right, labels, member)[0] < 0.05


def test_the_design_effect_is_how_much_more_a_mean_over_groups_varies():
    rng = np.random.default_rng(3)
    draws = [drawn(rng, 60, 5, 0.25) for _ in range(300)]
    true = np.var([right.mean() for right, _, _ in draws]) / (0.8 * 0.2 / 300)
    found = [design_effect(answered(right), y, g) for right, y, g in draws]
    assert true == pytest.approx(2.0, abs=0.3)
    assert np.mean(found) == pytest.approx(true, rel=0.15)


def test_without_groups_of_two_nothing_changes():
    right, labels, member = drawn(np.random.default_rng(4), 10, 5, 0.3)
    assert design_effect(answered(right), labels, None) == 1
    assert design_effect(answered(right), labels, np.arange(50)) == 1
    assert design_effect([], labels, member) == 1


def test_few_groups_are_never_taken_for_many_examples():
    rng = np.random.default_rng(5)
    four, labels, member = drawn(rng, 4, 40, 0.0)
    many, labels_many, member_many = drawn(rng, 100, 40, 0.0)
    assert design_effect(answered(four), labels, member) > 2  # with four speakers nobody knows
    assert design_effect(answered(many), labels_many, member_many) < 1.5


def test_only_the_answers_at_the_largest_size_count():
    right, labels, member = drawn(np.random.default_rng(6), 30, 5, 0.4)
    small = RoundAnswers(10, np.arange(150), np.random.default_rng(7).random(150) < 0.5)
    alone = design_effect(answered(right), labels, member)
    assert design_effect([small, *answered(right)], labels, member) == alone


def test_a_design_effect_below_one_is_refused():
    with pytest.raises(UserError, match="design effect"):
        LearningCurveForecaster().fit([16, 32], [0.6, 0.7], design_effect=0.5)


def test_a_larger_design_effect_widens_the_band_as_a_smaller_pool_would():
    def width(effect):
        fitted = LearningCurveForecaster().fit(
            [64, 128] * 40, [0.7, 0.8] * 40, n_test=40, pool=168, design_effect=effect
        )
        low, high = fitted.predict([128], (0.1, 0.9))[0]
        return high - low

    assert width(1.0) < width(2.0) < width(5.0)
    assert width(4.0) > 1.3 * width(1.0)
