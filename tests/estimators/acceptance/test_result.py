"""The acceptance test and the comparison against the baseline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance.bounds import confidence_of_each
from estimators.acceptance.result import accept, bar_is_shown

PHOTOS = ("photo", "photos")


@pytest.mark.parametrize(
    ("correct", "total", "bar", "sentence"),
    [
        (163, 180, 0.85, "The bar is passed, by 1 photo."),
        (162, 180, 0.85, "The bar is passed, with none to spare."),
        (161, 180, 0.85, "The bar is missed, by 1 photo."),
        (140, 180, 0.85, "The bar is missed, by 22 photos."),
        (180, 180, 0.85, "The bar is passed, by 18 photos."),
        (13, 13, 0.8, "13 photos are too few to show 80%, even if all are right."),
        (1, 1, 0.8, "One photo is too few to show 80%, even if it is right."),
    ],
)
def test_the_sentence_says_by_how_many(correct, total, bar, sentence):
    assert accept(correct, total, bar, noun=PHOTOS).sentence == sentence


@given(
    st.integers(1, 500), st.floats(0.01, 1), st.floats(0.5, 0.999), st.integers(1, 40), st.data()
)
def test_the_short_answer_is_that_of_the_whole_test(n, bar, confidence, looks, data):
    k = data.draw(st.integers(0, n))
    whole = accept(k, n, bar, confidence, looks=looks)
    assert bar_is_shown(k, n, bar, confidence, looks=looks) == whole.passes
    # ... and that of the count needed; of the bound too, unless it meets the bar to the last digit.
    assert whole.passes == (whole.margin is not None and whole.margin >= 0)
    if abs(whole.lower_bound - bar) > 1e-9:
        assert whole.passes == (whole.lower_bound >= bar)


# Looked at several times ----------------------------------------------------------------------


def test_each_of_three_looks_pays_a_third_of_the_error() -> None:
    assert confidence_of_each(0.95, 1) == 0.95
    assert confidence_of_each(0.95, 3) == pytest.approx(1 - 0.05 / 3)


@given(st.integers(1, 400), st.integers(1, 40), st.data())
def test_another_look_never_makes_a_test_easier(total: int, looks: int, data) -> None:
    k = data.draw(st.integers(0, total))
    fewer, more = accept(k, total, 0.8, looks=looks), accept(k, total, 0.8, looks=looks + 1)
    assert more.lower_bound <= fewer.lower_bound
    assert fewer.passes or not more.passes
    assert more.correct_needed is None or more.correct_needed >= (fewer.correct_needed or 0)
