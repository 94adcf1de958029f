"""Better than without it? The comparison with a baseline, against what can be worked out by hand."""

from math import comb, sqrt

import pytest

from estimators.acceptance.baseline import BaselineComparison, compare_with_baseline
from estimators.base.errors import UserError


def compared(b: int, c: int, total: int | None = None, **asked: float) -> BaselineComparison:
    """Where only the model is right `b` times and only the baseline `c` times."""
    both = (total or b + c) - b - c
    model, baseline = [True] * b + [False] * c, [False] * b + [True] * c
    return compare_with_baseline(model + [True] * both, baseline + [True] * both, **asked)


def test_the_difference_is_that_of_the_pairs_with_half_a_count_in_each_cell() -> None:
    low, high = compared(30, 10, 100).difference()
    n, model, baseline = 102, 30.5, 10.5
    mean = (model - baseline) / n
    variance = (model + baseline) / n - mean**2  # of +1, 0 and -1
    assert (low + high) / 2 == pytest.approx(mean)
    assert (high - low) / 2 == pytest.approx(1.6448536 * sqrt(variance / n))


def test_the_interval_of_the_difference_holds_the_truth_in_nine_tests_of_ten() -> None:
    n, model, baseline = 30, 0.3, 0.1
    held = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            chance = comb(n, b) * comb(n - b, c) * model**b * baseline**c
            chance *= (1 - model - baseline) ** (n - b - c)
            low, high = compared(b, c, n).difference()
            held += chance * (low <= model - baseline <= high)
    assert 0.88 <= held <= 0.94


def test_a_difference_lies_within_all_and_nothing() -> None:
    assert compared(1, 0, 1).difference()[1] == 1.0
    assert compared(0, 1, 1).difference()[0] == -1.0


def test_a_difference_is_clear_from_the_very_confidence_on_that_it_reaches() -> None:
    """Five to nothing turn up in 2 of 32 deals of five coins: p is 0.0625."""
    there, beyond = (compared(5, 0, confidence=c) for c in (0.9375, 0.938))
    assert there.p_value == 0.0625
    assert there.better
    assert there.sentence.startswith("Better than the baseline: 5 right")
    assert not beyond.better
    assert beyond.sentence.startswith("No clear difference")
    worse = compared(0, 5, confidence=0.9375)
    assert not worse.better
    assert worse.sentence.startswith("Worse than the baseline")
    assert compared(0, 0, 3).sentence == "Both give the same right answers."


def test_mcnemar_matches_the_binomial_worked_by_hand() -> None:
    # twice the chance of at most 2 heads in 12 tosses
    found = compared(10, 2, 100)
    assert (found.only_model, found.only_baseline, found.total) == (10, 2, 100)
    assert found.p_value == pytest.approx(2 * (1 + 12 + 66) / 4096)
    assert found.better
    assert not compared(2, 10).better
    assert not compared(5, 4).better
    assert compared(0, 0, 3).p_value == 1.0


@pytest.mark.parametrize(("model", "baseline"), [([True, False], [True]), ([], [])])
def test_a_comparison_needs_the_same_examples(model: list[bool], baseline: list[bool]) -> None:
    with pytest.raises(UserError, match=r"baseline_right|total"):
        compare_with_baseline(model, baseline)
