"""The expected cost of a case: an exact bound from how often each cost was met."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance.bounds import upper_bound
from estimators.acceptance.cost_bound import accept_cost, cost_upper_bound


def test_with_two_costs_it_is_the_exact_bound_of_their_share() -> None:
    assert cost_upper_bound({0: 170, 50: 10}) == pytest.approx(50 * upper_bound(10, 180))


def test_no_miss_among_twenty_still_leaves_room_for_one() -> None:
    few, many = cost_upper_bound({0: 20, 1000: 0}), cost_upper_bound({0: 2000, 1000: 0})
    assert few > 10 * many > 0


def multinomial(counts: tuple[int, ...], p: tuple[float, ...]) -> float:
    ways = math.factorial(sum(counts))
    chance = 1.0
    for n, share in zip(counts, p, strict=True):
        ways //= math.factorial(n)
        chance *= share**n
    return ways * chance


@pytest.mark.parametrize(
    "p", [(0.9, 0.06, 0.04), (0.6, 0.3, 0.1), (0.97, 0.0, 0.03), (0.5, 0.49, 0.01)]
)
@pytest.mark.parametrize("levels", [(0.0, 20.0, 100.0), (0.0, 90.0, 100.0)])
def test_the_truth_lies_below_the_bound_in_at_least_19_tests_of_20(p, levels) -> None:
    """Every outcome of a test of 24, enumerated."""
    n = 24
    truth = sum(level * share for level, share in zip(levels, p, strict=True))
    covered = 0.0
    for a, b in itertools.combinations_with_replacement(range(n + 1), 2):
        counts = (n - b, a, b - a)
        bound = cost_upper_bound(dict(zip(levels, counts, strict=True)))
        covered += multinomial(counts, p) * (bound >= truth)
    assert covered >= 0.95


cases = st.dictionaries(
    st.sampled_from([0.0, 1.0, 4.5, 80.0]), st.integers(0, 200), min_size=1
).filter(lambda found: sum(found.values()) > 0)


@given(cases)
def test_the_bound_lies_between_the_mean_and_the_dearest_case(found: dict[float, int]) -> None:
    result = accept_cost(found, 10.0)
    assert result.low <= result.mean <= result.bound <= max(found) + 1e-9
    assert result.passes == (result.bound <= 10.0)


@given(cases, st.floats(1, 50))
def test_a_dearer_case_never_lowers_the_bound(found: dict[float, int], more: float) -> None:
    dearest = max(found)
    dearer = {**found, dearest + more: found[dearest]}
    del dearer[dearest]
    assert cost_upper_bound(dearer) >= cost_upper_bound(found) - 1e-9


def test_another_look_costs_confidence() -> None:
    found = {0: 170, 4.5: 8, 80: 2}
    assert accept_cost(found, 3.5).passes
    assert accept_cost(found, 3.5, looks=3).bound > accept_cost(found, 3.5).bound
    assert not accept_cost(found, 3.5, looks=3).passes
