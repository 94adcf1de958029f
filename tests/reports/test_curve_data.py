"""A forecast read at any n, in words and as a table."""

from dataclasses import replace

import pytest

from estimators.base.number import digits
from reports.chart_data import CurveChart
from reports.curve_data import densified, interpolate
from reports.evidence import Evidence


@pytest.fixture
def curve(full: Evidence) -> CurveChart:
    return full.data.curve


def test_a_forecast_is_read_between_its_points_and_held_to_its_ends(curve: CurveChart) -> None:
    there = curve.read(56)
    assert there.words == "at 56: 98%, 9 in 10: 95% to 99.5%"
    assert curve.read(5) == curve.read(8)
    assert curve.read(90_000) == curve.read(224)


def test_the_table_of_a_curve_has_a_dozen_of_its_fitted_points_from_end_to_end(
    curve: CurveChart,
) -> None:
    round_ = replace(curve, line=densified(curve.line))
    assert len(round_.line) > 50
    fitted = round_.table().rows[len(curve.points) :]
    assert len(fitted) == 12
    ends = (digits(round_.line[0][0]), digits(round_.line[-1][0]))
    assert (fitted[0][0], fitted[-1][0]) == ends
    few = replace(curve, line=curve.line[:5])
    assert len(few.table().rows) == len(curve.points) + 5


def test_what_is_no_forecast_cannot_be_read(curve: CurveChart) -> None:
    assert replace(curve, forecast_from=None).read(56) is None


def test_between_two_sizes_the_curve_is_straight_in_doublings() -> None:
    line = ((100.0, 0.8), (400.0, 0.9))
    assert interpolate(line, 200) == pytest.approx(0.85)
    assert densified(line, 2)[1] == pytest.approx((200, 0.85))
