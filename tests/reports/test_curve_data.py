"""A forecast read at any n, in words and as a table."""

from dataclasses import replace

import pytest

from reports.chart_data import CurveChart
from reports.curve_data import densified, interpolate
from reports.evidence import Evidence


@pytest.fixture
def curve(full: Evidence) -> CurveChart:
    assert full.data is not None
    assert full.data.curve is not None
    return full.data.curve


def test_a_forecast_is_read_between_its_points_and_held_to_its_ends(curve: CurveChart) -> None:
    there = curve.read(462)
    assert there is not None
    assert there.words == "at 462: 87%, 9 in 10: 84% to 90%"
    assert curve.read(5) == curve.read(60)
    assert curve.read(90_000) == curve.read(1_200)


def test_what_is_no_forecast_cannot_be_read(curve: CurveChart) -> None:
    assert replace(curve, forecast_from=None).read(462) is None


def test_between_two_sizes_the_curve_is_straight_in_doublings() -> None:
    line = ((100.0, 0.8), (400.0, 0.9))
    assert interpolate(line, 200) == pytest.approx(0.85)
    assert densified(line, 2)[1] == pytest.approx((200, 0.85))


def test_the_sentence_says_what_is_measured_what_is_now_and_where_the_goal_is(
    curve: CurveChart,
) -> None:
    said = curve.sentence()
    assert "Measured at 4 sizes: 67% right at 60, 87% at 462." in said
    assert "Now, at 462: 87%, 9 in 10: 84% to 90%." in said
    assert "90% right is reached at about 832, between 680 and 1,160." in said


def test_the_table_has_all_bands_and_says_what_was_measured(curve: CurveChart) -> None:
    table = curve.table()
    assert table.headers[1:] == ("right", "5 in 10", "8 in 10", "9 in 10", "repeats", "source")
    assert table.rows[0] == ("60", "67.4%", "", "", "60% to 75%", "5", "measured")
    now = next(row for row in table.rows if row[0] == "450" and row[-1] == "fitted")
    assert now[2:5] == ("86% to 88%", "85% to 89%", "84% to 90%")
    assert table.rows[-1][-1] == "forecast"
