"""What k of n says: chances by enumeration, and a tail that grows beside one that is asked anew."""

import math

import pytest

from estimators.base.binomial import GrowingTail, chance_of_at_least


@pytest.mark.parametrize("p", [0.0, 0.03, 0.5, 0.97, 1.0])
def test_the_chance_of_at_least_k_is_the_sum_of_all_of_them(p: float) -> None:
    for n in (1, 2, 9, 40):
        each = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
        for k in range(n + 2):
            assert chance_of_at_least(k, n, p) == pytest.approx(sum(each[k:]), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("k", "n", "p"), [(1, 1, 0.4), (2, 1, 0.8), (90, 100, 0.85), (21, 40, 0.5)]
)
def test_a_tail_that_grows_stays_where_it_would_be_asked_anew(k: int, n: int, p: float) -> None:
    tail = GrowingTail(k, n, p)
    for step in range(3_000):
        if step % 7 == 3:
            tail.ask_one_more()
            k += 1
        tail.add_example()
        n += 1
        assert tail.chance == pytest.approx(chance_of_at_least(k, n, p), rel=1e-9, abs=1e-13)
