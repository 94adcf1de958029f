"""What candidates take: quantiles whose ends are times that were measured, costs, tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.usage import quantile, usage


@pytest.mark.parametrize("n", [5, 20, 58, 59, 200, 2_000])
@pytest.mark.parametrize("share", [0.5, 0.95])
def test_the_ends_are_those_order_statistics_that_hold_and_no_others(n: int, share: float) -> None:
    found = quantile([float(at) for at in range(1, n + 1)], share)
    # The k-th of n lies above the quantile unless k or more lie below it.
    if found.low is None:
        assert binom.sf(0, n, share) < 0.95
    else:
        assert binom.sf(found.low - 1, n, share) >= 0.95 > binom.sf(found.low, n, share)
    if found.high is None:
        assert binom.sf(n - 1, n, share) > 0.05
    else:
        assert (
            binom.sf(found.high - 1, n, share) <= 0.05 + 1e-12 < binom.sf(found.high - 2, n, share)
        )


def test_the_slowest_in_twenty_has_an_upper_end_from_59_times_on() -> None:
    assert quantile([1.0] * 58, 0.95).high is None
    assert quantile([1.0] * 59, 0.95).high == 1.0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=50), st.sampled_from([0.5, 0.9, 0.95]))
def test_a_quantile_lies_between_its_ends(values: list[float], share: float) -> None:
    found = quantile(values, share)
    assert found.value is not None
    assert found.low is None or found.low <= found.value
    assert found.high is None or found.value <= found.high


def test_failed_calls_cost_but_their_time_says_nothing() -> None:
    cases = {name: EvalCase(name) for name in "abcd"}
    given_answers = [
        CandidateAnswer("a", "x", seconds=1.0, cost=0.002, tokens_in=10, tokens_out=4),
        CandidateAnswer("b", "x", seconds=3.0, cost=0.004, tokens_in=20),
        CandidateAnswer("c", None, seconds=30.0, cost=0.006, error="timeout"),
        CandidateAnswer("d", "x"),
    ]
    found = usage(cases, CandidateAnswers("x", {one.case: (one,) for one in given_answers}))
    assert (found.median.value, found.median.n) == (2.0, 2)
    assert found.cost_per_1000.value == pytest.approx(4.0)
    assert found.cost_per_1000.n == 3
    assert (found.tokens_in, found.tokens_out) == (15.0, 4.0)
    nothing = usage(cases, CandidateAnswers("x", {"d": (given_answers[3],)}))
    assert (nothing.median.value, nothing.cost_per_1000.value, nothing.tokens_in) == (
        None,
        None,
        None,
    )
