"""The acceptance test and the comparison against the baseline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance import correct_needed, lower_bound
from estimators.acceptance.bounds import confidence_of_each
from estimators.acceptance.result import accept, bar_is_shown

PHOTOS = ("photo", "photos")


@pytest.mark.parametrize(
    ("correct", "total", "bar", "sentence"),
    [
        (163, 180, 0.85, "The bar is passed, by one photo."),
        (162, 180, 0.85, "The bar is passed, with none to spare."),
        (161, 180, 0.85, "The bar is missed, by one photo."),
        (140, 180, 0.85, "The bar is missed, by 22 photos."),
        (180, 180, 0.85, "The bar is passed, by 18 photos."),
        (13, 13, 0.8, "13 photos cannot show 80%, even if all are right."),
        (1, 1, 0.8, "One photo cannot show 80%, even if all are right."),
    ],
)
def test_the_sentence_says_by_how_many(correct, total, bar, sentence):
    assert accept(correct, total, bar, noun=PHOTOS).sentence == sentence


def test_the_numbers_behind_the_sentence_agree():
    result = accept(163, 180, 0.85)
    assert result.passes
    assert (result.correct_needed, result.margin) == (162, 1)
    assert result.lower_bound == result.low < result.observed < result.high
    assert result.detail == "163 of 180 right; 162 would pass, 161 would not."
    assert result.smallest_total == 19
    assert correct_needed(18, 0.85) is None
    assert correct_needed(19, 0.85) == 19


def test_sample_sizes_cover_the_observed_accuracy_and_some_above_the_bar():
    result = accept(78, 100, 0.8)
    assert result.examples_for_power[0.78] is None
    assert result.examples_for_power[0.9] == 82
    assert sum(a > 0.8 for a in result.examples_for_power) >= 3


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


def test_a_pass_by_one_photo_is_no_pass_at_the_third_look() -> None:
    once, thrice = accept(163, 180, 0.85), accept(163, 180, 0.85, looks=3)
    assert once.passes
    assert once.first_look is None
    assert once.looks_sentence == ""
    assert not thrice.passes
    assert thrice.lower_bound == lower_bound(163, 180, 1 - 0.05 / 3)
    assert thrice.first_look is not None
    assert thrice.first_look.lower_bound == once.lower_bound
    assert thrice.first_look.correct_needed == once.correct_needed == 162
    assert thrice.looks_sentence == (
        "Looked at three times, so each look must be sure at 98.3%: sure of at least 84.8% (at a first look 86.2%). "
        "Only a first look would have passed."
    )


def test_a_clear_pass_survives_its_looks_and_says_so_in_fewer_words() -> None:
    result = accept(178, 180, 0.85, looks=2)
    assert result.passes
    assert result.looks_sentence.startswith("Looked at twice, so each look must be sure at 97.5%")
    assert "Only" not in result.looks_sentence


@given(st.integers(1, 400), st.integers(1, 40), st.data())
def test_another_look_never_makes_a_test_easier(total: int, looks: int, data) -> None:
    k = data.draw(st.integers(0, total))
    fewer, more = accept(k, total, 0.8, looks=looks), accept(k, total, 0.8, looks=looks + 1)
    assert more.lower_bound <= fewer.lower_bound
    assert fewer.passes or not more.passes
    assert more.correct_needed is None or more.correct_needed >= (fewer.correct_needed or 0)
