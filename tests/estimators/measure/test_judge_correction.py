"""People and a judge in one interval: by hand, at the ends, and against the truth in small simulations."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.binomial import exact_interval
from estimators.base.errors import UserError
from estimators.measure import corrected_rate
from estimators.measure.judge_correction import wilson_interval

BITS = st.lists(st.integers(0, 1), min_size=1, max_size=40)


def test_the_rate_weighs_each_stratum_by_how_many_answers_fall_into_it() -> None:
    # Of ten that the judge let pass people let nine pass, of ten that it failed one; it lets 150 of 200 pass.
    human = [1] * 9 + [0] + [1] + [0] * 9
    judge = [1] * 10 + [0] * 10
    value, low, high = corrected_rate(human, judge, [1] * 140 + [0] * 40)
    assert value == pytest.approx(0.75 * 0.9 + 0.25 * 0.1)
    assert low < value < high


def test_the_interval_is_that_of_the_parts_put_together_by_mover() -> None:
    z, weight = 1.6448536269514722, 0.75
    human, judge = [1] * 9 + [0] + [1] + [0] * 9, [1] * 10 + [0] * 10
    value, low, _ = corrected_rate(human, judge, [1] * 140 + [0] * 40)
    parts = (
        weight * (0.9 - wilson_interval(9, 10, z)[0]),
        0.25 * (0.1 - wilson_interval(1, 10, z)[0]),
    )
    split = z**2 * (0.9 - 0.1) ** 2 * weight * (1 - weight) / 200
    assert (value - low) ** 2 == pytest.approx(sum(part**2 for part in parts) + split)


def test_wilsons_interval_is_scipys() -> None:
    from scipy.stats import binomtest

    for k, n in ((0, 30), (17, 20), (30, 30), (850, 1000)):
        mine = wilson_interval(k, n, 1.6448536269514722)
        theirs = binomtest(k, n).proportion_ci(0.9, method="wilson")
        assert mine == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_without_further_verdicts_it_is_the_exact_interval_of_people_alone() -> None:
    assert corrected_rate([1, 1, 0, 1], [1, 0, 0, 1], []) == (0.75, *exact_interval(3, 4, 0.9))


def test_a_good_judge_narrows_the_interval_and_a_coin_hardly_does() -> None:
    chance = random.Random(5)
    human = [int(chance.random() < 0.85) for _ in range(50)]
    exact = exact_interval(sum(human), 50, 0.9)
    _, low, high = corrected_rate(human, human, [int(chance.random() < 0.85) for _ in range(2000)])
    assert high - low < 0.6 * (exact[1] - exact[0])
    coin = [chance.randint(0, 1) for _ in range(2050)]
    _, low, high = corrected_rate(human, coin[:50], coin[50:])
    assert high - low > 0.8 * (exact[1] - exact[0])


@given(BITS, st.data(), st.lists(st.integers(0, 1), max_size=40), st.floats(0.5, 0.99))
def test_it_always_lies_in_order_between_none_and_all(
    human: list[int], data: st.DataObject, rest: list[int], sure: float
) -> None:
    judge = data.draw(st.lists(st.integers(0, 1), min_size=len(human), max_size=len(human)))
    value, low, high = corrected_rate(human, judge, rest, sure)
    assert 0 <= low <= value <= high <= 1


def test_at_thirty_grades_nine_intervals_of_ten_hold_the_truth() -> None:
    """The corner in which the usual normal interval falls to two in three: .95 right, a good judge."""
    chance = random.Random(3)
    held = 0
    for _ in range(300):
        truth = [chance.random() < 0.95 for _ in range(530)]
        verdicts = [int(chance.random() < (0.95 if right else 0.1)) for right in truth]
        _, low, high = corrected_rate([int(t) for t in truth[:30]], verdicts[:30], verdicts[30:])
        held += low <= 0.95 <= high
    assert held >= 265


def test_what_is_no_grade_is_refused_in_a_sentence() -> None:
    with pytest.raises(UserError, match="No person has graded"):
        corrected_rate([], [], [1, 0])
    with pytest.raises(UserError, match="2 grades and 1 verdict"):
        corrected_rate([1, 0], [1], [])
    with pytest.raises(UserError, match="judge_of_rest"):
        corrected_rate([1], [1], [2])
    with pytest.raises(UserError, match="confidence"):
        corrected_rate([1], [1], [1], 1.0)
