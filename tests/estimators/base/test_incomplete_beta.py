"""The incomplete beta function beside scipy's, from one example to ten million."""

import math

import numpy as np
import pytest
from scipy.special import betainc, betaincc, betaincinv, stdtrit

from estimators.base.incomplete_beta import (
    incomplete_beta,
    inverse_incomplete_beta,
    student_reach,
)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 20, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000])
def test_both_tails_and_the_inverse_are_those_of_scipy(n: int) -> None:
    rng = np.random.default_rng(n)
    for half in (0.0, 0.5):
        for k in rng.integers(1, n + 1, size=60):
            a, b = float(k + half), n - k + 1 - half
            middle = a / (a + b)
            near = middle + 4 * rng.normal() * math.sqrt(middle * (1 - middle) / n)
            x = float(np.clip(near, 1e-6, 1 - 1e-6))
            digits = max(1e-13, 1e-12 * math.sqrt(n / 100_000))
            both = (betainc(a, b, x), betaincc(a, b, x))
            assert incomplete_beta(a, b, x) == pytest.approx(both, rel=digits, abs=1e-280)
            share = float(10 ** rng.uniform(-9, -0.001))
            found = inverse_incomplete_beta(a, b, share)
            assert found == pytest.approx(betaincinv(a, b, share), rel=digits)


@pytest.mark.parametrize("freedom", [1, 2, 9, 40, 5_000])
def test_students_t_reaches_as_far_as_scipys(freedom: int) -> None:
    for level in (0.5, 0.9, 0.99, 0.9999):
        assert student_reach(level, freedom) == pytest.approx(stdtrit(freedom, (1 + level) / 2), rel=1e-8)  # fmt: skip


def test_the_ends_are_certain() -> None:
    assert incomplete_beta(3, 4, 0.0) == (0.0, 1.0)
    assert incomplete_beta(3, 4, 1.0) == (1.0, 0.0)


def test_far_out_in_a_tail_the_digits_are_kept() -> None:
    for x in (1e-9, 0.999999):
        low, high = incomplete_beta(21, 10, x)
        assert low == pytest.approx(betainc(21, 10, x), rel=1e-13, abs=0)
        assert high == pytest.approx(betaincc(21, 10, x), rel=1e-13, abs=0)
