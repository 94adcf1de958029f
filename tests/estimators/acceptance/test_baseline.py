"""Better than without it? The comparison with a baseline, against what can be worked out by hand."""

from math import comb, sqrt

import pytest

from estimators.acceptance.baseline import mcnemar


def test_the_difference_is_that_of_the_pairs_with_half_a_count_in_each_cell() -> None:
    low, high = mcnemar(30, 10, total=100).difference()
    n, model, baseline = 102, 30.5, 10.5
    mean = (model - baseline) / n
    variance = (model + baseline) / n - mean**2  # of +1, 0 and -1
    assert (low + high) / 2 == pytest.approx(mean)
    assert (high - low) / 2 == pytest.approx(1.6449 * sqrt(variance / n))


def test_the_interval_of_the_difference_holds_the_truth_in_nine_tests_of_ten() -> None:
    n, model, baseline = 30, 0.3, 0.1
    held = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            chance = comb(n, b) * comb(n - b, c) * model**b * baseline**c
            chance *= (1 - model - baseline) ** (n - b - c)
            low, high = mcnemar(b, c, total=n).difference()
            held += chance * (low <= model - baseline <= high)
    assert 0.88 <= held <= 0.94


def test_a_difference_lies_within_all_and_nothing() -> None:
    assert mcnemar(1, 0, total=1).difference()[1] == 1.0
    assert mcnemar(0, 1, total=1).difference()[0] == -1.0
    assert mcnemar(3, 1).difference() is None


def test_a_difference_is_clear_from_the_very_confidence_on_that_it_reaches() -> None:
    """Five to nothing turn up in 2 of 32 deals of five coins: p is 0.0625."""
    there, beyond = (mcnemar(5, 0, confidence=c) for c in (0.9375, 0.938))
    assert there.p_value == 0.0625
    assert there.better
    assert there.sentence.startswith("Better than the baseline: 5 right")
    assert not beyond.better
    assert beyond.sentence.startswith("No clear difference")
    worse = mcnemar(0, 5, confidence=0.9375)
    assert not worse.better
    assert worse.sentence.startswith("Worse than the baseline")
    assert mcnemar(0, 0).sentence == "Both give the same right answers."
