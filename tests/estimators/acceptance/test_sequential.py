"""Label as you go: the sequential test, by enumeration of every path."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance import lower_bound
from estimators.acceptance.bounds import anytime_lower_bound
from estimators.acceptance.sequential import SequentialTest, SequentialVerdict

PASSES, FAILS, GO_ON = SequentialVerdict.PASSES, SequentialVerdict.FAILS, SequentialVerdict.GO_ON


def outcomes(bar: float, assumed: float, truth: float, most: int = 600):
    """Exact chances to pass and to stop within `most` labels, and the mean number of labels, over all paths."""
    verdicts: dict[tuple[int, int], SequentialVerdict] = {}

    def verdict(k: int, n: int) -> SequentialVerdict:
        if (k, n) not in verdicts:
            test = SequentialTest(bar, assumed)
            test.correct, test.total = k, n - 1
            verdicts[k, n] = test.update(correct=False).verdict
        return verdicts[k, n]

    alive = {0: 1.0}
    passed = stopped = labels = 0.0
    for n in range(1, most + 1):
        labels += sum(alive.values())
        after: dict[int, float] = {}
        for k, chance in alive.items():
            for right, share in ((k + 1, truth), (k, 1 - truth)):
                after[right] = after.get(right, 0.0) + chance * share
        alive = {}
        for k, chance in after.items():
            if chance < 1e-12:
                continue
            match verdict(k, n):
                case SequentialVerdict.PASSES:
                    passed += chance
                case SequentialVerdict.FAILS:
                    stopped += chance
                case _:
                    alive[k] = chance
    return passed, stopped, labels


def test_looking_after_every_label_passes_a_model_at_the_bar_in_at_most_one_test_of_twenty() -> (
    None
):
    passed, stopped, labels = outcomes(0.8, 0.9, 0.8, most=400)
    assert passed <= 0.05
    assert passed + stopped > 0.999
    assert labels < 82  # fewer than the test of fixed size


def test_a_model_as_good_as_assumed_passes_in_four_tests_of_five_with_fewer_labels() -> None:
    passed, _, labels = outcomes(0.8, 0.9, 0.9, most=400)
    assert passed >= 0.8
    assert labels < 82


def test_the_verdict_stands_whatever_comes_after_it() -> None:
    test = SequentialTest(0.8, 0.9, noun=("photo", "photos"))
    state = test.extend([True] * 26)
    assert (state.verdict, state.decided_at) == (PASSES, 26)
    assert state.sentence == "80% is passed, after 26 photos."
    assert test.extend([False] * 20).verdict is PASSES
    stopped = SequentialTest(0.8, 0.9).extend([False] * 3)
    assert (stopped.verdict, stopped.decided_at) == (FAILS, 3)
    assert stopped.about_more is None


@given(st.lists(st.booleans(), max_size=40))
def test_the_least_that_it_still_takes_is_what_like_answers_in_a_row_take(answers) -> None:
    state = SequentialTest(0.8, 0.9).extend(answers)
    if state.verdict is GO_ON:
        fewest = min(next_verdict(right, answers) for right in (True, False))
        assert state.at_least_more == fewest - len(answers)


def test_the_bound_that_holds_at_any_time_is_below_the_one_for_a_single_look() -> None:
    for k, n in ((0, 5), (9, 10), (20, 20), (163, 180), (1800, 2000)):
        assert anytime_lower_bound(k, n) <= lower_bound(k, n)
    assert anytime_lower_bound(0, 0) == 0.0


def test_with_many_labels_both_bounds_come_to_the_truth() -> None:
    for n in (10_000, 1_000_000):
        single, always = lower_bound(9 * n // 10, n), anytime_lower_bound(9 * n // 10, n)
        assert always < single < 0.9
        assert 0.9 - always < 3 * (0.9 - single)


def test_the_bound_holds_at_every_label_of_most_sequences() -> None:
    """Monitored after every one of 300 labels: it may lie above the truth in one sequence of twenty."""
    random = np.random.default_rng(1)
    bounds: dict[tuple[int, int], float] = {}
    crossed = 0
    for _ in range(300):
        k = 0
        for n, right in enumerate(random.random(300) < 0.85, start=1):
            k += bool(right)
            if k / n <= 0.85:
                continue
            if (k, n) not in bounds:
                bounds[k, n] = anytime_lower_bound(k, n)
            if bounds[k, n] > 0.85:
                crossed += 1
                break
    assert crossed / 300 <= 0.05 + 3 * (0.05 * 0.95 / 300) ** 0.5


@given(st.integers(1, 3000), st.data())
def test_more_right_answers_never_lower_the_bound_that_holds_at_any_time(n: int, data) -> None:
    k = data.draw(st.integers(0, n - 1))
    assert anytime_lower_bound(k, n) <= anytime_lower_bound(k + 1, n) + 1e-12


@pytest.mark.parametrize(("bar", "assumed"), [(0.8, 0.9), (0.5, 0.75), (0.95, 0.99)])
def test_where_right_and_wrong_answers_pull_alike_the_forecast_is_that_of_either_side(
    bar, assumed
) -> None:
    """There the formula divides nothing by nothing, and another one takes its place."""
    test = SequentialTest(bar, assumed)
    right, wrong = np.log(assumed / bar), np.log((1 - assumed) / (1 - bar))
    level = wrong / (wrong - right)
    around = level - 1e-3, level + 1e-3
    assert test.expected_labels(level) == pytest.approx(
        np.mean([test.expected_labels(truth) for truth in around]), rel=1e-2
    )
    assert test.chance_to_pass(level) == pytest.approx(
        np.mean([test.chance_to_pass(truth) for truth in around]), rel=1e-2
    )


@pytest.mark.parametrize("truth", [0.85, 0.9, 0.95])
def test_the_forecast_comes_close_to_the_sum_over_all_paths(truth: float) -> None:
    passed, _, labels = outcomes(0.8, 0.9, truth, most=250)
    test = SequentialTest(0.8, 0.9)
    assert test.expected_labels(truth) == pytest.approx(labels, rel=0.1)
    assert test.chance_to_pass(truth) == pytest.approx(passed, abs=0.03)


def test_a_model_that_is_always_right_or_never_is_told_in_the_fewest_labels() -> None:
    test = SequentialTest(0.8, 0.9)
    fewest = {right: next_verdict(right) for right in (True, False)}
    assert test.expected_labels(1.0) == pytest.approx(fewest[True], abs=1)
    assert test.expected_labels(0.0) == pytest.approx(fewest[False], abs=1)
    assert (test.chance_to_pass(1.0), test.chance_to_pass(0.0)) == (1.0, 0.0)


def next_verdict(right: bool, after: Iterable[bool] = ()) -> int:
    test = SequentialTest(0.8, 0.9)
    test.extend(after)
    while test.update(right).verdict is GO_ON:
        pass
    return test.state.decided_at
