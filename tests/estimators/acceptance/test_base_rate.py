"""Would the commonest answer alone pass? What says so, and what it is compared by."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from estimators.acceptance.base_rate import beside_commonest
from estimators.acceptance.bounds import confidence_of_each, lower_bound
from estimators.acceptance.metric import Metric
from estimators.base.errors import UserError


@pytest.mark.parametrize(
    ("correct", "bar", "common", "alone", "better"),
    [
        (920, 0.9, 0.92, True, False),
        (960, 0.9, 0.92, True, True),
        (960, 0.94, 0.92, False, True),
        (920, 0.95, 0.92, False, False),
        (960, 0.92, 0.92, True, True),  # at the bar is enough
    ],
)
def test_each_of_the_four_is_said(
    correct: int, bar: float, common: float, *, alone: bool, better: bool
) -> None:
    found = beside_commonest(correct, 1000, bar, common)
    assert (found.passes_alone, found.better) == (alone, better)
    assert ("too low" in found.sentence) == alone
    assert ("shows nothing" in found.sentence) == (alone and not better)


def test_looks_and_confidence_widen_the_bound() -> None:
    """937 of 1,000 are more than 92 % at a first look, not at the tenth; 935 at the first and not at the second."""
    assert beside_commonest(935, 1000, 0.9, 0.92).better
    assert not beside_commonest(935, 1000, 0.9, 0.92, looks=2).better
    assert beside_commonest(937, 1000, 0.9, 0.92).better
    assert not beside_commonest(937, 1000, 0.9, 0.92, looks=10).better
    assert not beside_commonest(937, 1000, 0.9, 0.92, 0.999).better


def test_a_comparison_of_the_answers_counts_more_than_the_bound() -> None:
    assert beside_commonest(920, 1000, 0.9, 0.92, paired=True).better
    assert not beside_commonest(990, 1000, 0.9, 0.92, paired=False).better


@given(
    n=some.integers(1, 400),
    missed=some.integers(0, 400),
    bar=some.floats(0.01, 1),
    common=some.floats(0, 1),
    more=some.floats(0, 1),
    looks=some.integers(1, 5),
)
def test_a_commoner_answer_is_never_easier_to_beat(
    n: int, missed: int, bar: float, common: float, more: float, looks: int
) -> None:
    correct = max(0, n - missed)
    low, high = sorted((common, more))
    before, after = (beside_commonest(correct, n, bar, m, looks=looks) for m in (low, high))
    assert after.passes_alone >= before.passes_alone
    assert bool(after.better) <= bool(before.better)
    bound = lower_bound(correct, n, confidence_of_each(0.95, looks))
    assert before.better == (bound > low)


@pytest.mark.parametrize("metric", [Metric.RECALL, Metric.PRECISION])
def test_a_bar_on_the_rare_ones_is_never_passed_by_the_commonest(metric: Metric) -> None:
    found = beside_commonest(3, 10, 0.2, 0.99, metric=metric)
    assert (found.passes_alone, found.better) == (False, None)
    assert "could not pass" in found.sentence


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(UserError, match="majority_share"):
        beside_commonest(3, 10, 0.2, 99)
