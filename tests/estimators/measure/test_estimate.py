"""Figures and their intervals: exact, by group, drawn again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.binomial import exact_interval
from estimators.measure.case import EvalCase
from estimators.measure.estimate import (
    UNMEASURED,
    CaseScores,
    IntervalMethod,
    ScoreUnit,
    estimate,
    exact_interval_of_share,
)


def scores_of(
    unit: ScoreUnit,
    got: list[float],
    groups: list[str] | None = None,
    of: list[float] | None = None,
) -> CaseScores:
    rows = [
        (EvalCase(str(at), group=groups[at] if groups else ""), 0, value, of[at] if of else 1.0)
        for at, value in enumerate(got)
    ]
    return CaseScores.of_rows("m", unit, rows)


def test_cases_that_stand_alone_have_the_exact_interval() -> None:
    found = estimate(scores_of(ScoreUnit.COUNT, [1.0] * 17 + [0.0] * 3))
    assert (found.value, found.low, found.high) == (0.85, *exact_interval(17, 20, 0.9))
    assert (found.n, found.groups, found.method) == (20, 20, IntervalMethod.EXACT)


def test_the_exact_interval_of_a_whole_number_is_the_usual_one() -> None:
    from scipy.stats import binomtest

    for k, n in ((0, 5), (3, 20), (20, 20), (311, 500)):
        theirs = binomtest(k, n).proportion_ci(0.9, method="exact")
        mine = exact_interval_of_share(k / n, n, 0.9)
        assert mine == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_cases_that_go_together_say_less() -> None:
    got = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0] * 20
    together = [str(at // 3) for at in range(len(got))]
    alone, grouped = estimate(scores_of(ScoreUnit.COUNT, got)), estimate(scores_of(ScoreUnit.COUNT, got, together))  # fmt: skip
    assert grouped.method is IntervalMethod.EXACT_GROUPED
    assert grouped.low is not None
    assert alone.low is not None
    assert grouped.low < alone.low - 0.04
    # Three that always agree are worth one: 40 cases, with Student's t for few groups.
    assert grouped.low == pytest.approx(exact_interval(20, 40, 0.9)[0], abs=0.005)


def test_all_right_in_a_few_groups_is_never_certain() -> None:
    found = estimate(scores_of(ScoreUnit.COUNT, [1.0] * 100, [str(at // 20) for at in range(100)]))
    assert found.low is not None
    assert found.low < exact_interval(5, 5, 0.9)[0] + 1e-9
    assert estimate(scores_of(ScoreUnit.COUNT, [1.0, 0.0], ["a", "a"])).low == 0.0


def test_a_ratio_draws_groups_and_not_their_parts() -> None:
    rng = np.random.default_rng(2)
    rates = np.repeat(rng.uniform(0.05, 0.35, 15), 40)
    of = rng.integers(5, 40, 600).astype(float)
    got = np.round(of * rates)
    groups = [str(at // 40) for at in range(600)]
    wide = estimate(scores_of(ScoreUnit.RATIO, got.tolist(), groups, of.tolist()))
    narrow = estimate(scores_of(ScoreUnit.RATIO, got.tolist(), None, of.tolist()))
    assert wide.value == narrow.value == pytest.approx(got.sum() / of.sum())
    assert wide.method is IntervalMethod.DIRICHLET
    assert width(wide) > 2.5 * width(narrow)


def test_a_mean_of_cases_that_are_right_or_wrong_is_their_share() -> None:
    shares = [1.0] * 9 + [0.0] * 3
    mean, count = (estimate(scores_of(unit, shares)) for unit in (ScoreUnit.MEAN, ScoreUnit.COUNT))
    assert mean == count
    fields = estimate(scores_of(ScoreUnit.RATIO, [4 * share for share in shares], None, [4.0] * 12))
    assert fields == count
    # As near as draws come to it where one weighs a little more.
    of = [4.0] * 11 + [4.1]
    weighed = estimate(scores_of(ScoreUnit.RATIO, [x * y for x, y in zip(shares, of, strict=True)], None, of))  # fmt: skip
    assert weighed.method is IntervalMethod.DIRICHLET
    assert (weighed.low, weighed.high) == pytest.approx((count.low, count.high), abs=0.01)
    five = estimate(scores_of(ScoreUnit.RATIO, [4.0, 4.0, 4.0, 4.0, 5.0], None, [4.0, 4.0, 4.0, 4.0, 5.0]))  # fmt: skip
    assert (five.value, five.high) == (1.0, 1.0)
    assert five.low == pytest.approx(exact_interval(5, 5, 0.9)[0], abs=0.03)


def test_amounts_of_nothing_and_one_are_no_share() -> None:
    free = estimate(scores_of(ScoreUnit.AMOUNT, [0.0] * 20))
    assert (free.value, free.low, free.high) == (
        0.0,
        0.0,
        0.0,
    )  # what costs nothing, not up to 14 cents
    assert estimate(scores_of(ScoreUnit.AMOUNT, [0.0, 1.0] * 10)).method is IntervalMethod.BOOTSTRAP


@pytest.mark.parametrize("cases", [5, 12])
def test_the_ends_of_a_mean_over_few_cases_hold_as_often_as_they_say(cases: int) -> None:
    rng = np.random.default_rng(4)
    drawn = np.where(rng.random((200, cases)) < 0.85, 1.0, 0.5)  # documents that are right, or half
    found = [estimate(scores_of(ScoreUnit.MEAN, row.tolist())) for row in drawn]
    truth = 0.5 * 0.85 + 0.5
    assert np.mean([one.low is not None and one.low <= truth for one in found]) >= 0.95
    assert np.mean([one.high is not None and one.high >= truth for one in found]) >= 0.93


def width(found: object) -> float:
    low, high = getattr(found, "low", None), getattr(found, "high", None)
    assert low is not None
    assert high is not None
    return float(high - low)


def test_with_thousands_of_groups_the_spread_gives_what_drawing_does() -> None:
    values = np.random.default_rng(3).exponential(2.0, 2_000).tolist()
    drawn = estimate(scores_of(ScoreUnit.AMOUNT, values))
    spread = estimate(scores_of(ScoreUnit.AMOUNT, [*values, 2.0]))
    assert (drawn.method, spread.method) == (IntervalMethod.BOOTSTRAP, IntervalMethod.SPREAD)
    assert (spread.low, spread.high) == pytest.approx((drawn.low, drawn.high), abs=0.02)


def test_the_same_seed_gives_the_same_ends() -> None:
    scores = scores_of(ScoreUnit.MEAN, [0.1, 0.5, 0.9, 0.3])
    assert estimate(scores, seed=5) == estimate(scores, seed=5)
    assert estimate(scores, seed=5) != estimate(scores, seed=6)


def test_nothing_measured_is_unknown_and_not_zero() -> None:
    assert estimate(scores_of(ScoreUnit.COUNT, [])) == UNMEASURED
    assert estimate(scores_of(ScoreUnit.RATIO, [0.0], of=[0.0])) == UNMEASURED
    one_group = estimate(scores_of(ScoreUnit.RATIO, [1.0, 2.0], ["a", "a"], [3.0, 3.0]))
    assert (one_group.value, one_group.low, one_group.high) == (0.5, None, None)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 6)), min_size=2, max_size=40))
def test_a_share_lies_between_its_ends_however_cases_go_together(
    rows: list[tuple[bool, int]],
) -> None:
    found = estimate(
        scores_of(ScoreUnit.COUNT, [float(r) for r, _ in rows], [f"g{g}" for _, g in rows])
    )
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value <= found.high + 1e-12 <= 1 + 1e-9
