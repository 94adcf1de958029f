"""The exact bounds, checked by enumeration and against each other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import bdtr, betaincinv

from estimators.acceptance import correct_needed, examples_needed, lower_bound
from estimators.acceptance.bounds import anytime_lower_bound, anytime_shows, interval, shows
from estimators.base.errors import UserError


def binomial(k: int, n: int, p: float) -> float:
    return math.comb(n, k) * p**k * (1 - p) ** (n - k)


@pytest.mark.parametrize(("total", "needed"), [(20, 20), (50, 45), (100, 87), (200, 170)])
def test_an_80_percent_bar_needs_the_known_number_of_right_answers(total, needed):
    assert correct_needed(total, 0.8) == needed


def test_the_lower_bound_keeps_its_promise_for_every_test_of_up_to_500() -> None:
    """Every n and every truth from 0.5 to 0.99, enumerated; the bounds are our own where a few are compared."""
    p = np.round(np.arange(0.5, 0.9901, 0.01), 2)
    for n in range(1, 501):
        k = np.arange(1, n + 1)
        bounds = np.r_[0.0, betaincinv(k, n - k + 1, 0.05)]
        last = np.searchsorted(bounds, p, side="right") - 1
        assert bdtr(last, n, p).min() >= 0.95 - 1e-9
        some = n * 7 // 9
        assert lower_bound(some, n) == pytest.approx(bounds[some], rel=1e-12)


@pytest.mark.parametrize("total", [3, 20, 90])
def test_the_interval_holds_the_truth_in_at_least_nine_tests_of_ten(total):
    intervals = [interval(k, total) for k in range(total + 1)]
    for p in (0.5, 0.72, 0.9, 0.99):
        covered = sum(
            binomial(k, total, p) for k, (low, high) in enumerate(intervals) if low <= p <= high
        )
        assert covered >= 0.9 - 1e-12


@pytest.mark.parametrize("total", [1, 10, 59, 1000])
def test_all_right_gives_the_closed_form_and_none_right_gives_zero(total):
    assert lower_bound(total, total) == pytest.approx(0.05 ** (1 / total))
    assert lower_bound(0, total) == 0.0
    assert interval(total, total)[1] == 1.0


@given(st.integers(1, 400), st.floats(0.01, 0.99), st.floats(0.5, 0.999), st.data())
def test_the_counts_needed_and_the_bound_tell_the_same_story(total, bar, confidence, data):
    needed = correct_needed(total, bar, confidence)
    k = data.draw(st.integers(0, total))
    passes = needed is not None and k >= needed
    bound = lower_bound(k, total, confidence)
    assert passes == (bound >= bar) or math.isclose(bound, bar, rel_tol=1e-9)


@given(st.integers(2, 2000), st.data())
def test_more_right_answers_never_lower_the_bound(total, data):
    k = data.draw(st.integers(0, total - 1))
    assert lower_bound(k, total) < lower_bound(k + 1, total)
    assert lower_bound(k, total + 1) <= lower_bound(k, total)


def power(total: int, bar: float, truth: float) -> float:
    needed = correct_needed(total, bar)
    return (
        0.0 if needed is None else sum(binomial(k, total, truth) for k in range(needed, total + 1))
    )


@pytest.mark.parametrize(
    ("bar", "truth", "first", "always"),
    [(0.8, 0.9, 82, 94), (0.85, 0.95, 59, 68), (0.8, 0.95, 30, 37)],
)
def test_the_first_test_with_the_power_and_the_size_from_which_every_larger_one_has_it(
    bar, truth, first, always
):
    assert examples_needed(bar, truth) == first
    assert examples_needed(bar, truth, throughout=True) == always
    enough = [power(m, bar, truth) >= 0.8 for m in range(1, always + 250)]
    assert enough.index(True) == first - 1
    assert not enough[always - 2]
    assert all(enough[always - 1 :])


@given(st.floats(0.3, 0.98), st.floats(0.2, 1.0), st.floats(0.5, 0.95))
def test_the_first_test_with_the_power_is_the_first_of_all(bar, share, wanted):
    """Tried one by one, all sizes."""
    truth = bar + share * (1 - bar)
    found = examples_needed(bar, truth, wanted)
    sizes = np.arange(1, found + 1)
    needed = [correct_needed(int(n), bar) for n in sizes]
    chance = [
        0.0 if k is None else 1 - bdtr(k - 1, n, truth) for k, n in zip(needed, sizes, strict=True)
    ]
    assert chance[-1] >= wanted - 1e-9
    assert all(each < wanted + 1e-9 for each in chance[:-1])


@given(st.floats(0.3, 0.9), st.floats(0.02, 0.09), st.floats(0.01, 0.05))
def test_a_better_model_never_needs_a_larger_test_and_a_higher_bar_never_a_smaller(bar, gap, step):
    good, better = bar + gap, min(bar + gap + step, 1.0)
    needed = examples_needed(bar, better)
    assert examples_needed(bar, good) >= needed
    assert examples_needed(bar + step / 2, better) >= needed


def test_a_model_no_better_than_the_bar_cannot_be_certified():
    assert examples_needed(0.8, 0.8) is None
    assert examples_needed(0.8, 0.7) is None
    assert examples_needed(1.0, 1.0) is None
    assert examples_needed(0.0, 0.0) is None
    assert examples_needed(0.0, 0.5) == examples_needed(0.0, 0.5, throughout=True) == 1


@pytest.mark.parametrize("sure", [{"confidence": 1}, {"confidence": 0}, {"power": 1}])
def test_nothing_is_planned_for_certainty(sure):
    with pytest.raises(UserError):
        examples_needed(0.8, 0.9, **sure)


def test_where_even_all_right_would_not_do_no_number_is_needed():
    assert correct_needed(13, 0.8) is None
    assert correct_needed(14, 0.8) == 14
    assert correct_needed(10, 1.0) is None
    assert correct_needed(10, 0.0) == 0


def test_a_result_that_turns_up_exactly_so_rarely_is_enough() -> None:
    """One right of one turns up with the bar's own probability."""
    assert shows(1, 1, 0.05, 0.05)
    assert not shows(1, 1, 0.0501, 0.05)


def test_all_right_of_a_few_shows_no_bar_of_100_percent_and_any_number_one_of_0() -> None:
    assert not shows(500, 500, 1.0, 0.05)
    assert shows(0, 3, 0.0, 0.05)
    assert 0.68 < anytime_lower_bound(10, 10) < 0.69
    assert anytime_shows(10, 10, 0.68, 0.95)
    assert not anytime_shows(10, 10, 0.69, 0.95)
    assert not anytime_shows(10, 10, 1.0, 0.95)
    with pytest.raises(UserError):
        anytime_lower_bound(10, 10, 1.0)
