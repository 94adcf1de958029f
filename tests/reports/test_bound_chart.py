"""The launch picture on page one: no label is struck through by the bar's line."""

from hypothesis import given
from hypothesis import strategies as st

from reports.pdf.charts.bound import clear_of_bar

WIDTH = 500.0


@given(start=st.floats(0, WIDTH - 120), wide=st.floats(20, 120), bar=st.floats(0, WIDTH))
def test_a_label_stands_clear_of_the_bar_and_inside_the_picture(start, wide, bar) -> None:
    left, right = clear_of_bar(start, wide, bar, WIDTH)
    assert right - left == wide or abs(right - left - wide) < 1e-9
    assert left >= 0
    assert right <= WIDTH + 1e-9
    assert not left < bar < right


def test_a_label_that_is_clear_already_stays_where_it_is() -> None:
    assert clear_of_bar(100.0, 50.0, 300.0, WIDTH) == (100.0, 150.0)
