"""A forecast read at any n, in words and as a table."""

from dataclasses import replace

import pytest

from reports.chart_data import CurveChart, Marker
from reports.curve_data import densified, interpolate
from reports.evidence import Evidence


@pytest.fixture
def curve(full: Evidence) -> CurveChart:
    assert full.data is not None
    assert full.data.curve is not None
    return replace(
        full.data.curve,
        goal=Marker(0.99, "99% right"),
        reached_at=Marker(832, "832"),
        reached_range_text="between 680 and 1,160",
    )


def test_a_forecast_is_read_between_its_points_and_held_to_its_ends(curve: CurveChart) -> None:
    there = curve.read(56)
    assert there is not None
    assert there.words == "at 56: 98%, 9 in 10: 95% to 99.5%"
    assert curve.read(5) == curve.read(8)
    assert curve.read(90_000) == curve.read(224)


def test_what_is_no_forecast_cannot_be_read(curve: CurveChart) -> None:
    assert replace(curve, forecast_from=None).read(56) is None


def test_between_two_sizes_the_curve_is_straight_in_doublings() -> None:
    line = ((100.0, 0.8), (400.0, 0.9))
    assert interpolate(line, 200) == pytest.approx(0.85)
    assert densified(line, 2)[1] == pytest.approx((200, 0.85))


def test_the_sentence_says_what_is_measured_what_is_now_and_where_the_goal_is(
    curve: CurveChart,
) -> None:
    said = curve.sentence()
    assert "Measured at 6 sizes: 98% right at 8, 100% at 44." in said
    assert "Now, at 56: 98%, 9 in 10: 95% to 99.5%." in said
    assert "99% right is reached at about 832, between 680 and 1,160." in said


def test_the_table_has_all_bands_and_says_what_was_measured(curve: CurveChart) -> None:
    table = curve.table()
    assert table.headers[1:] == ("right", "5 in 10", "8 in 10", "9 in 10", "repeats", "source")
    assert table.rows[0] == ("8", "97.9%", "", "", "96% to 100%", "10", "measured")
    now = next(row for row in table.rows if row[0] == "56" and row[-1] == "fitted")
    assert all(now[2:5])
    assert table.rows[-1][-1] == "forecast"
