"""Gaps between groups: intervals that hold the true gap, what is not compared, and how rows fall into groups."""

from dataclasses import replace

import numpy as np
import pytest

from estimators.base.errors import UserError
from estimators.table.column import ColumnType
from estimators.table.column_role import plan_columns
from estimators.table.group_counts import AnsweredRows, mean_error, slice_counts, slice_of
from estimators.table.group_fairness import (
    GroupCounts,
    MeanError,
    Rate,
    SliceCounts,
    error_gap,
    gap_of,
    ratio_of,
)
from estimators.table.onnx_table import RowAnswers
from estimators.table.target import RowTarget, column_data
from tests.estimators.table.made_tables import as_table


def warned(*counts: tuple[int, int]) -> SliceCounts:
    groups = tuple(GroupCounts(n, n, word=f"g{at}", warnings=k) for at, (k, n) in enumerate(counts))
    return SliceCounts("group", ColumnType.CATEGORY, "yes", groups)


@pytest.mark.parametrize(
    ("sizes", "shares"),
    [((60, 60), (0.3, 0.3)), ((200, 40), (0.1, 0.25)), ((100, 50, 30), (0.2, 0.3, 0.5))],
)
def test_gap_and_ratio_lie_in_their_intervals_nine_times_in_ten(
    sizes: tuple[int, ...], shares: tuple[float, ...]
) -> None:
    rng = np.random.default_rng(0)
    gap, ratio, held, times = max(shares) - min(shares), min(shares) / max(shares), [0, 0], 300
    for _ in range(times):
        drawn = rng.binomial(sizes, shares).tolist()
        found = warned(*zip(drawn, sizes, strict=True))
        told, times_less = gap_of(found, Rate.WARNED), ratio_of(found)
        assert told is not None
        assert times_less is not None
        held[0] += told.low - 1e-9 <= gap <= told.high
        held[1] += times_less.low <= ratio <= times_less.high + 1e-9
    assert min(held) >= 0.88 * times


def test_a_gap_says_which_groups_and_widens_with_all_that_is_looked_at() -> None:
    found = warned((30, 60), (10, 60), (2, 4))
    alone, among = gap_of(found, Rate.WARNED), gap_of(found, Rate.WARNED, looks=5)
    assert alone is not None
    assert among is not None
    assert (alone.most, alone.least, alone.value) == (0, 1, pytest.approx(1 / 3))
    assert 0 < among.low < alone.low < alone.value < alone.high < among.high


def test_what_cannot_be_compared_has_no_gap() -> None:
    assert gap_of(warned((3, 60), (2, 9)), Rate.WARNED) is None
    assert gap_of(warned((3, 60), (2, 90)), Rate.MISSED) is None  # nobody of the rarer class
    assert ratio_of(warned((0, 60), (0, 90))) is None
    none_of_one = ratio_of(warned((0, 60), (30, 90)))
    assert none_of_one is not None
    assert (none_of_one.value, none_of_one.low) == (0, 0)
    assert none_of_one.high < 0.8


def test_numbers_are_compared_by_how_far_off_they_are() -> None:
    errors = (MeanError(10, 8, 12), MeanError(20, 17, 23))
    groups = tuple(GroupCounts(50, 0, word=f"g{at}", error=error) for at, error in enumerate(errors))  # fmt: skip
    gap = error_gap(SliceCounts("group", ColumnType.CATEGORY, "", groups))
    assert gap is not None
    assert (gap.value, gap.most, gap.least) == (10, 1, 0)
    assert (gap.low, gap.high) == (pytest.approx(10 - 13**0.5), pytest.approx(10 + 13**0.5))
    few = tuple(replace(one, n=10) for one in groups)
    wide, wider = (error_gap(SliceCounts("group", ColumnType.CATEGORY, "", some), looks=5) for some in (groups, few))  # fmt: skip
    assert wide is not None
    assert wider is not None
    assert wider.high - wider.low > wide.high - wide.low  # Student's t reaches further of few


def test_a_mean_of_ten_answers_lies_in_its_interval_nearly_nine_times_in_ten() -> None:
    rng, held, times = np.random.default_rng(0), 0, 1_000
    for _ in range(times):
        found = mean_error(np.abs(rng.normal(size=10)))
        held += found.low <= np.sqrt(2 / np.pi) <= found.high
    assert held >= 0.88 * times
    one = mean_error(np.array([3.0]))
    assert (one.value, one.low, one.high) == (3, 0, 6)


def test_rows_fall_into_words_values_or_ranges_and_each_into_one() -> None:
    n = 120
    cells = {
        "city": [f"city {at % 11}" for at in range(n)],
        "class": [str(at % 3 + 1) for at in range(n)],
        "age": ["" if at < 20 else str(at) for at in range(n)],
        "day": [f"19{at % 90 + 10}-03-01" for at in range(n)],
        "left": [("no", "no", "yes")[at % 3] for at in range(n)],
    }
    table = as_table(cells)
    plans = plan_columns(table, label="left")
    target = RowTarget("left", "classify", np.array([at % 3 == 2 for at in range(n)], float), ("no", "yes"))  # fmt: skip
    said = RowAnswers(np.tile([0.6, 0.4], (n, 1)), ("no",) * n)
    answered = AnsweredRows.of(target, np.arange(n), said, warned_from=1 / 3, tolerance=0.1)

    def counted(text: str) -> SliceCounts:
        name, cuts = slice_of(text, table)
        return slice_counts(column_data(table, plans.of(name)), answered, cuts)

    for text in ("city", "class", "age", "age:30,50", "day"):
        assert sum(group.n for group in counted(text).groups) == n
    assert [group.word for group in counted("class").groups] == ["1", "2", "3"]
    assert [group.rest for group in counted("city").groups] == [False] * 7 + [True]
    ranges = counted("age:30,50").groups
    assert [(one.low, one.high, one.n) for one in ranges] == [(None, 30, 10), (30, 50, 20), (50, None, 70), (None, None, 20)]  # fmt: skip
    assert ranges[1].counts(Rate.RIGHT) == (14, 20)
    assert ranges[1].counts(Rate.MISSED) == (0, 6)
    assert ranges[1].counts(Rate.IN_VAIN) == (14, 14)
    assert len(counted("day").groups) == 3
    with pytest.raises(UserError, match="no column “height”"):
        slice_of("height:30", table)
