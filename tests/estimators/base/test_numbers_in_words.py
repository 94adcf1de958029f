"""How numbers read: never as certainty or nothing where they are neither, in order, and the same everywhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.chance import (
    chances,
    forecast_chance_range,
    forecast_chances,
    forecast_percent,
    futures,
    in_numbers,
    there_are_chances,
)
from estimators.base.count import about_count, count, spelled_count, times
from estimators.base.interval import (
    between,
    likely,
    number_range,
    of_all,
    percent_range,
    right_words,
)
from estimators.base.money import money, money_range
from estimators.base.noun import example_noun, plural
from estimators.base.number import about, megabytes, number, rounded, seconds, signed
from estimators.base.number_reader import read_number
from estimators.base.percent import (
    percent,
    percent_beside,
    points,
    set_percent,
    signed_points,
    sure_percent,
    times_in_hundred,
)

shares = st.floats(0, 1)
amounts = st.floats(-1e12, 1e12)
decimals = st.sampled_from([None, 0, 1, 2])


def value_of(text: str) -> float:
    """What a text with one number says, "over" and "under" a little beyond it."""
    found = re.search(r"−?\d[\d,.]*", text)
    assert found is not None, text
    value = read_number(found[0]).value
    assert value is not None
    beyond = {"over": 1e-6, "more": 1e-6, "under": -1e-6, "less": -1e-6}
    return value + beyond.get(text.split(maxsplit=1)[0], 0.0)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.854, "85%"),
        (0.972, "97%"),
        (0.99, "99%"),
        (0.9967, "99.7%"),
        (0.9996, "over 99.9%"),
        (0.0004, "under 0.1%"),
        (1.0, "100%"),
        (0.0, "0%"),
        (None, "unknown"),
    ],
)
def test_a_share_reads(share: float | None, shown: str) -> None:
    assert percent(share) == shown


@given(shares, decimals)
def test_no_share_short_of_all_or_none_reads_as_all_or_none(
    share: float, places: int | None
) -> None:
    text = percent(share, places)
    assert (value_of(text) == 100) == (share == 1)
    assert (value_of(text) == 0) == (share == 0)


@given(shares, shares, decimals)
def test_the_greater_share_never_reads_smaller(
    one: float, other: float, places: int | None
) -> None:
    low, high = sorted((one, other))
    assert value_of(percent(low, places)) <= value_of(percent(high, places))


@given(shares, shares)
def test_a_range_never_reads_reversed(one: float, other: float) -> None:
    assert percent_range(one, other) == percent_range(other, one)
    first, _, last = percent_range(one, other).partition(" to ")
    assert value_of(first) < value_of(last) if last else percent(one) == percent(other)


def test_a_range_names_the_unit_at_both_ends() -> None:
    assert percent_range(0.862, 0.938) == "86% to 94%"
    assert percent_range(0.9, 0.9996) == "90% to over 99.9%"
    assert money_range(2000, 14_000, "EUR") == "€2,000 to €14,000"
    assert money_range(5, 5) == "$5"
    assert number_range(2400, 3600) == "2,400 to 3,600"
    assert between(None, 1.0, percent) == "unknown"
    assert likely(0.862, 0.938, 1) == "9 chances in 10: 86.2% to 93.8%"


@given(shares, st.integers(1, 10**6))
def test_right_answers_never_read_as_all_where_one_is_wrong(share: float, n: int) -> None:
    correct = round(share * n)
    words = right_words(correct, n)
    assert (words == f"all {n:,} right") == (correct == n)
    assert "100%" not in words


def test_right_answers_are_counted() -> None:
    assert of_all(163, 1180) == "163 of 1,180"
    assert right_words(163, 180) == "91% right"
    assert right_words(0, 0) == "not tested"


@given(shares, st.integers(1, 99).map(lambda bar: bar / 100))
def test_a_share_never_reads_as_the_bar_that_it_misses(share: float, bar: float) -> None:
    shown, asked = value_of(percent_beside(share, bar)), value_of(set_percent(bar))
    assert shown != asked or abs(share - bar) < 1e-6


def test_a_share_has_the_decimals_that_tell_it_from_the_bar() -> None:
    assert percent_beside(0.8617, 0.85) == "86.2%"
    assert percent_beside(0.8496, 0.85) == "84.96%"
    assert percent_beside(0.85, 0.85) == "85.0%"


def test_what_somebody_set_reads_as_it_was_set() -> None:
    assert [set_percent(share) for share in (0.9, 0.925, 0.9999)] == ["90%", "92.5%", "99.99%"]


@given(shares)
def test_whole_times_in_hundred_are_none_or_all_only_where_it_is(share: float) -> None:
    assert (times_in_hundred(share) == 100) == (share == 1)
    assert (times_in_hundred(share) == 0) == (share == 0)
    assert 1 <= sure_percent(share) <= 99


@given(shares)
def test_no_chance_is_certain_or_none(probability: float) -> None:
    for words in (chances, futures, in_numbers, forecast_chances):
        text = words(probability)
        assert not re.search(r"\b(\d+)\b.* in \1\b", text)
        assert not re.match(r"0\b", text)
    assert forecast_percent(probability) not in ("0%", "100%")


@given(shares, shares)
def test_the_greater_chance_never_reads_smaller(one: float, other: float) -> None:
    def odds(text: str) -> float:
        n, _, among = text.replace(" of ", " in ").partition(" in ")
        return value_of(n) / value_of(among)

    low, high = sorted((one, other))
    for words in (chances, futures, in_numbers, forecast_chances):
        assert odds(words(low)) <= odds(words(high))


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0.35, "4 chances in 10"),
        (0.1, "1 chance in 10"),
        (0.5, "5 chances in 10"),
        (0.97, "97 chances in 100"),
        (0.95, "95 chances in 100"),
        (0.999, "more than 99 chances in 100"),
        (0.012, "1 chance in 100"),
        (0.0, "less than 1 chance in 100"),
    ],
)
def test_a_chance_reads(probability: float, shown: str) -> None:
    assert chances(probability) == shown


def test_a_forecast_knows_no_chance_beyond_19_in_20() -> None:
    assert forecast_chances(0.97) == "more than 19 chances in 20"
    assert forecast_chances(0.03) == "less than 1 chance in 20"
    assert there_are_chances(0.03) == "there is less than 1 chance in 20"
    assert there_are_chances(0.1) == "there is 1 chance in 10"
    assert there_are_chances(0.7) == "there are 7 chances in 10"
    assert there_are_chances(0.97) == "there are more than 19 chances in 20"
    assert forecast_chances(0.7) == "7 chances in 10"
    assert [forecast_percent(p) for p in (0.97, 0.6, 0.02)] == ["over 95%", "60%", "under 5%"]


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (1.6, "€1.60"),
        (2, "€2"),
        (9100, "€9,100"),
        (33_400, "€33k"),
        (-1_200_000, "−€1.2m"),
        (0.005, "€0.005"),
        (0.0000025, "€0.0000025"),
        (0, "€0"),
    ],
)
def test_amounts_are_exact_below_ten_thousand_and_brief_above(amount: float, shown: str) -> None:
    assert money(amount, "EUR") == shown


def test_an_exact_amount_keeps_its_digits_and_a_signed_one_its_sign() -> None:
    assert money(14_000, "EUR", exact=True) == "€14,000"
    assert money(74_000, "EUR", signed=True) == "+€74k"
    assert money(500, "CHF") == "CHF 500"
    assert money(500, "€") == "€500"


@given(amounts, st.booleans(), st.booleans(), st.sampled_from(["USD", "EUR", "CHF", "SEK"]))
def test_an_amount_is_read_back(amount: float, exact: bool, signed: bool, currency: str) -> None:
    read = read_number(money(amount, currency, exact=exact, signed=signed)).value
    assert read == pytest.approx(amount, rel=0.06)
    assert (read == 0) == (amount == 0)


@given(amounts, amounts)
def test_the_greater_amount_never_reads_smaller(one: float, other: float) -> None:
    low, high = (read_number(money(amount)).value for amount in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert low <= high


@given(st.floats(-1e12, 1e12))
def test_a_plain_number_is_never_rounded_to_nothing(value: float) -> None:
    assert (read_number(number(value)).value == 0) == (value == 0)


def test_plain_numbers() -> None:
    assert [number(v) for v in (36_000, 4.5, 0.00123, float("inf"), None)] == [
        "36,000", "4.5", "0.00123", "unknown", "unknown",
    ]  # fmt: skip
    assert (about(372), about(7.6), rounded(263_456)) == ("370", "8", 260_000)
    assert [signed(v, 1) for v in (0.31, -0.4, 0.01)] == ["+0.3", "−0.4", "0.0"]
    assert [seconds(v) for v in (0.0123, 1.24, 2.0, 250.4, None)] == [
        "12 ms", "1.2 s", "2 s", "250 s", "unknown",
    ]  # fmt: skip
    assert [megabytes(v) for v in (640_000, 4_300_000, 12)] == ["640 kB", "4.3 MB", "1 kB"]


def test_points() -> None:
    assert [points(d) for d in (0.034, -0.01, 0.001, 0.0)] == [
        "3 points", "1 point", "less than a point", "0 points",
    ]  # fmt: skip
    assert points(0.034, 1) == "3.4 points"
    assert points(0.0001, 1) == "less than 0.1 points"
    assert signed_points(-0.034) == "−3.4"


def test_things_are_counted_with_the_right_noun() -> None:
    assert count(1, "photo") == "1 photo"
    assert count(1012, "photo") == "1,012 photos"
    assert count(2, example_noun("video")) == "2 clips"
    assert about_count(372, "label") == "370 labels"
    assert spelled_count(3, "photo") == "three photos"
    assert [times(n) for n in (1, 2, 3, 12)] == ["once", "twice", "three times", "12 times"]
    assert [plural(one) for one in ("class", "person", "reply", "day", "match")] == [
        "classes", "people", "replies", "days", "matches",
    ]  # fmt: skip
    assert example_noun("speech").many == "examples"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.5, 0.7, "5 to 7 chances in 10"),
        (0.7, 0.7, "7 chances in 10"),
        (0.02, 0.7, "less than 1 chance in 20 to 7 chances in 10"),
        (0.3, 0.99, "3 chances in 10 to more than 19 chances in 20"),
    ],
)
def test_two_forecast_chances_are_a_range(low: float, high: float, words: str) -> None:
    assert forecast_chance_range(low, high) == words
