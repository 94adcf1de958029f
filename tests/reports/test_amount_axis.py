"""Ticks of an axis of numbers stand at round numbers, wherever the axis begins and ends."""

import pytest

from reports.chart_parts import amount_axis


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0, 21.7, ["0", "5", "10", "15", "20"]),
        (12.3, 49.0, ["20", "30", "40"]),
        (-0.02, 0.013, ["−0.02", "−0.01", "0", "0.01"]),
        (0.0, 900_000.0, ["0", "200,000", "400,000", "600,000", "800,000"]),
    ],
)
def test_ticks_are_round(low: float, high: float, words: list[str]) -> None:
    axis = amount_axis(low, high)
    assert [text for _, text in axis.ticks] == words
    assert (axis.low, axis.high) == (low, high)
    assert all(low <= at <= high for at, _ in axis.ticks)
