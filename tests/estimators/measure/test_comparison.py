"""Which candidate is better: exact tests against scipy's, groups, slices, and what choosing costs."""

import json

import numpy as np
import pytest

from estimators.base.binomial import sign_test
from estimators.base.errors import UserError
from estimators.measure import paired
from estimators.measure.case import EvalCase
from estimators.measure.comparison import (
    PairVerdict,
    by_slice,
    compare,
    compare_pair,
    swap_test,
)
from estimators.measure.estimate import CaseScores, IntervalMethod, ScoreUnit, Trial


def scores_of(
    got: list[float],
    unit: ScoreUnit = ScoreUnit.COUNT,
    *,
    groups: list[str] | None = None,
    slices: list[str] | None = None,
    of: list[float] | None = None,
    unanswered: frozenset[Trial] = frozenset(),
    lower_is_better: bool = False,
) -> CaseScores:
    rows = [
        (
            EvalCase(
                f"c{at}", group=groups[at] if groups else "", slice=slices[at] if slices else ""
            ),
            0,
            value,
            of[at] if of else 1.0,
        )
        for at, value in enumerate(got)
    ]
    return CaseScores.of_rows(
        "m", unit, rows, unanswered=unanswered, lower_is_better=lower_is_better
    )


def right(*counts: int) -> tuple[list[float], list[float]]:
    """Both right, only the first, only the second, none."""
    both, first, second, none = counts
    return (
        [1.0] * (both + first) + [0.0] * (second + none),
        [1.0] * both + [0.0] * first + [1.0] * second + [0.0] * none,
    )


def test_the_exact_tests_are_scipys() -> None:
    from scipy.stats import binomtest

    for b, c in ((0, 0), (5, 0), (49, 46), (26, 21), (22, 22), (300, 240), (900, 1100)):
        theirs = binomtest(b, b + c, 0.5).pvalue if b + c else 1.0
        assert sign_test(b, c) == pytest.approx(theirs, abs=1e-9)
        assert sign_test(c, b) == sign_test(b, c)


def test_pairs_are_counted_case_by_case() -> None:
    first, second = right(3, 5, 1, 2)
    found = paired([int(x) for x in first], [int(x) for x in second])
    assert found == {"better": 5, "worse": 1, "same": 5, "p_value": sign_test(5, 1)}
    plain = paired(np.array([1, 0]), np.array([0.0, 0.0]))
    assert json.loads(json.dumps(plain)) == {"better": 1, "worse": 0, "same": 1, "p_value": 1.0}
    with pytest.raises(UserError, match="One has 1 cases and the other 2"):
        paired([1], [1, 0])
    with pytest.raises(UserError, match="either right or wrong"):
        paired([1, 2], [1, 0])


def test_better_is_said_after_holm_over_the_pairs_shown() -> None:
    good, bad = right(50, 14, 3, 33)
    other, _ = right(51, 12, 4, 33)
    pairs = compare({"a": scores_of(good), "b": scores_of(bad), "c": scores_of(other)})
    assert [(one.first, one.second) for one in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    clear = pairs[0]
    assert clear.p_value == sign_test(14, 3)
    assert clear.adjusted == pytest.approx(min(1.0, 3 * clear.p_value))
    assert clear.verdict is PairVerdict.FIRST
    assert clear.sentence == (
        "“a” is better than “b” by 4.2 to 17.4 points: better on 14, worse on 3 of 100."
    )
    assert pairs[1].verdict is PairVerdict.EVEN
    assert pairs[1].sentence.startswith("Call it even between “a” and “c”")
    # Alone it would do; among many pairs it does not.
    many = {f"n{at}": scores_of(bad) for at in range(8)} | {"a": scores_of(good)}
    assert all(
        one.verdict is PairVerdict.EVEN for one in compare(many) if "a" in (one.first, one.second)
    )


def test_only_cases_that_both_answered_are_compared() -> None:
    first, second = right(5, 5, 0, 0)
    gone = frozenset({Trial("c9", 0), Trial("c8", 0)})
    found = compare_pair(("a", "b"), (scores_of(first), scores_of(second, unanswered=gone)))
    assert (found.n, found.better) == (8, 3)
    nothing = frozenset(Trial(f"c{at}", 0) for at in range(10))
    with pytest.raises(UserError, match="no case in common"):
        compare_pair(("a", "b"), (scores_of(first), scores_of(second, unanswered=nothing)))


def test_where_fewer_errors_are_better_the_one_with_fewer_wins() -> None:
    rng = np.random.default_rng(1)
    of = [20.0] * 60
    few = rng.integers(0, 3, 60).astype(float)
    many = few + rng.integers(0, 3, 60)
    found = compare_pair(
        ("few", "many"),
        (
            scores_of(few.tolist(), ScoreUnit.RATIO, of=of, lower_is_better=True),
            scores_of(many.tolist(), ScoreUnit.RATIO, of=of, lower_is_better=True),
        ),
    )
    assert found.verdict is PairVerdict.FIRST
    assert found.better > found.worse == 0
    assert found.difference.value is not None
    assert found.difference.value < 0
    assert "“few” is better than “many” by" in found.sentence


def test_a_difference_that_rests_on_a_few_groups_is_no_difference() -> None:
    """Each of three calls favours the first in all its passages: 60 to 0, and yet three calls."""
    groups = [str(at // 20) for at in range(60)]
    first, second = scores_of([1.0] * 60, groups=groups), scores_of([0.0] * 60, groups=groups)
    found = compare_pair(("a", "b"), (first, second))
    assert found.p_value == 0.25
    assert found.verdict is PairVerdict.EVEN
    assert compare_pair(("a", "b"), (scores_of([1.0] * 60), scores_of([0.0] * 60))).p_value < 1e-9


def test_all_ways_of_swapping_are_counted_where_there_are_few() -> None:
    from scipy.stats import permutation_test

    values = np.array([0.3, -0.1, 0.25, 0.4, 0.0, 0.2, -0.05, 0.15])
    theirs = permutation_test(
        (values,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
    )
    assert swap_test(values) == pytest.approx(theirs.pvalue, abs=1e-9)
    assert swap_test(np.zeros(5)) == 1.0
    drawn = swap_test(np.concatenate([values, [0.01] * 12, [-0.01] * 12]), seed=1)
    assert drawn == pytest.approx(theirs.pvalue, abs=0.03)


def test_the_difference_of_scores_is_drawn_from_the_same_cases() -> None:
    rng = np.random.default_rng(6)
    hard = rng.uniform(0, 1, 80)
    first, second = np.clip(hard + 0.03, 0, 1), hard
    found = compare_pair(("a", "b"), (scores_of(first.tolist(), ScoreUnit.MEAN), scores_of(second.tolist(), ScoreUnit.MEAN)))  # fmt: skip
    assert found.difference.method is IntervalMethod.BOOTSTRAP
    assert found.difference.low is not None
    assert found.difference.high is not None
    assert found.difference.low < (found.difference.value or 0.0) < found.difference.high
    assert found.difference.high - found.difference.low < 0.01  # alone, each is ten times as wide


def test_who_wins_where_is_asked_slice_by_slice() -> None:
    slices = ["short"] * 20 + ["long"] * 20
    first = scores_of([1.0] * 20 + [0.0] * 20, slices=slices)
    second = scores_of([0.0] * 20 + [1.0] * 20, slices=slices)
    found = by_slice(("a", "b"), (first, second))
    assert {name: one.verdict for name, one in found.items()} == {
        "long": PairVerdict.SECOND,
        "short": PairVerdict.FIRST,
    }
    assert found["long"].adjusted == pytest.approx(2 * sign_test(20, 0))
    assert by_slice(("a", "b"), (scores_of([1.0]), scores_of([0.0]))) == {}
