"""The acceptance test and the comparison against the baseline."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance import correct_needed
from estimators.acceptance.baseline import compare_with_baseline, mcnemar
from estimators.acceptance.result import accept, bar_is_shown
from estimators.base.codec import plain
from estimators.base.errors import UserError

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


def test_the_headline_fits_the_page():
    for correct in (0, 1, 170, 180):
        assert len(accept(correct, 180, 0.85).sentence) <= 62


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


def test_json_carries_the_promised_keys_and_survives_the_round_trip():
    document = json.loads(json.dumps(plain(accept(45, 50, 0.8)), allow_nan=False))
    assert document["passes"] is True
    assert document["correct_needed"] == 45
    assert document["examples_for_power"]["0.9"] == 82
    assert document["lower_bound"] == pytest.approx(0.8012, abs=1e-3)


def test_the_pass_and_the_count_agree_for_every_result_of_small_tests():
    for total in (1, 14, 20, 33):
        for correct in range(total + 1):
            result = accept(correct, total, 0.8)
            assert result.passes == (result.lower_bound >= 0.8)
            assert result.passes == (result.margin is not None and result.margin >= 0)


@pytest.mark.parametrize("noun", ["photo", ("photo",), ("", "photos"), (1, 2), None])
def test_a_noun_is_two_words(noun):
    with pytest.raises(UserError, match="noun"):
        accept(1, 2, 0.5, noun=noun)


def test_mcnemar_matches_the_binomial_worked_by_hand():
    # twice the chance of at most 2 heads in 12 tosses
    result = mcnemar(10, 2)
    assert result.p_value == pytest.approx(2 * (1 + 12 + 66) / 4096)
    assert result.better
    assert not mcnemar(2, 10).better
    assert not mcnemar(5, 4).better
    assert mcnemar(0, 0).p_value == 1.0


def test_only_examples_on_which_they_differ_count():
    model = [True] * 50 + [True] * 9 + [False] * 41
    baseline = [True] * 50 + [False] * 9 + [False] * 40 + [True]
    result = compare_with_baseline(model, baseline)
    assert (result.only_model, result.only_baseline, result.total) == (9, 1, 100)
    assert result.p_value == mcnemar(9, 1).p_value
    assert result.sentence == (
        "Better than the baseline: 9 right that the baseline gets wrong, 1 the other way round."
    )


def test_a_comparison_needs_the_same_examples():
    with pytest.raises(UserError, match="baseline_right"):
        compare_with_baseline([True, False], [True])
    with pytest.raises(UserError, match="total"):
        mcnemar(6, 5, total=10)


def test_importing_the_package_does_not_import_scipy():
    import subprocess
    import sys

    code = "import sys, estimators.acceptance; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


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
