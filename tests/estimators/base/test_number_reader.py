"""Numbers as people of many countries type them."""

from math import isfinite

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from estimators.base.language import ENGLISH_NUMBERS, NumberStyle
from estimators.base.number import write_number
from estimators.base.number_reader import PROGRAM, read_count, read_number, read_share

GERMAN = NumberStyle(",", ".")
FRENCH = NumberStyle(",", "\u202f")
SWEDISH = NumberStyle(",", "\u00a0")
SPANISH = NumberStyle(",", ".", least=5)
SWISS = NumberStyle(".", "’")
INDIAN = NumberStyle(second=2)
ARABIC = NumberStyle("٫", "٬", "٠")
STYLES = (ENGLISH_NUMBERS, GERMAN, FRENCH, SWEDISH, SPANISH, SWISS, INDIAN, ARABIC, PROGRAM)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0,50", 0.5),
        ("0.50", 0.5),
        ("0,125", 0.125),
        (",5", 0.5),
        ("5,", 5),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234.567", 1234567),
        ("1,234,567.8", 1234567.8),
        ("12,34,567", 1234567),
        ("1 234,567", 1234.567),
        ("1\u202f234", 1234),
        ("1\u00a0234.5", 1234.5),
        ("1'234.50", 1234.5),
        ("1’234", 1234),
        ("1234,567", 1234.567),
        ("1,2345", 1.2345),
        ("2 000", 2000),
        ("€2000", 2000),
        ("2000 €", 2000),
        ("CHF 5.–", 5),
        ("eur 12,5", 12.5),
        ("R$ 7", 7),
        ("12 kr", 12),
        ("₹ 12,34,567", 1234567),
        ("85 %", 85),
        ("%85", 85),
        ("12k", 12_000),
        ("1,5 M", 1_500_000),
        ("12k €", 12_000),
        ("−3", -3),
        ("€−33", -33),
        ("−€33", -33),
        ("33-", -33),
        ("(2.000,5)", -2000.5),
        ("+4", 4),
        ("١٬٢٣٤٫٥", 1234.5),
        ("１２．５", 12.5),
        ("\u200e5\u061c", 5),
        ("2.5e-3", 0.0025),
    ],
)
def test_a_number_that_is_clear_is_read_the_same_everywhere(
    typed: str, number: float, style: NumberStyle
) -> None:
    assert read_number(typed, style).value == number


@pytest.mark.parametrize(
    "typed",
    ["", "about ten", "1.2.3", "1,23,4", "1 2", "12 34", "1.234,567,8", "--3", "(-3)", "5 x", "1d5", "10²", "inf", "nan",
     "1e999", "9" * 400, "0,123,456", ".", "%", "€", "1 234 5", "1'2", "5€€", "٫"],
)  # fmt: skip
def test_what_is_no_number_is_not_taken_for_one(typed: str) -> None:
    for style in STYLES:
        reading = read_number(typed, style)
        assert (reading.value, reading.choices) == (None, ())


@pytest.mark.parametrize(
    ("typed", "style", "number"),
    [
        ("1,234", ENGLISH_NUMBERS, 1234),
        ("1.234", ENGLISH_NUMBERS, 1.234),
        ("1,234", GERMAN, 1.234),
        ("1.234", GERMAN, 1234),
        ("1,234", FRENCH, 1.234),
        ("1.234", SWISS, 1.234),
        ("1,234", INDIAN, 1234),
        ("1.234", PROGRAM, 1.234),
        ("1.000", PROGRAM, 1),
        ("-1.234 €", GERMAN, -1234),
    ],
)
def test_three_digits_behind_one_separator_are_read_as_the_country_does(
    typed: str, style: NumberStyle, number: float
) -> None:
    assert read_number(typed, style).value == number


@pytest.mark.parametrize(
    ("typed", "style", "choices"),
    [
        ("1.234", FRENCH, (1234, 1.234)),
        ("1.234", SWEDISH, (1234, 1.234)),
        ("1,234", SWISS, (1234, 1.234)),
        ("1,234", PROGRAM, (1234, 1.234)),
        ("1,234", ARABIC, (1234, 1.234)),
        ("(12.500)", FRENCH, (-12500, -12.5)),
        ("14,000", GERMAN, (14000, 14)),  # an English habit: nobody writes three decimals of zero
        ("1.000", ENGLISH_NUMBERS, (1000, 1)),
    ],
)
def test_what_the_country_leaves_open_is_asked(
    typed: str, style: NumberStyle, choices: tuple[float, float]
) -> None:
    reading = read_number(typed, style)
    assert reading.value is None
    assert reading.choices == choices


NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**15), 10**15).map(float),
    st.decimals(-(10**9), 10**9, places=2).map(float),
    st.decimals(-(10**6), 10**6, places=3).map(float),
)


@given(value=NUMBERS, style=st.sampled_from(STYLES), decimals=st.integers(0, 2))
@example(value=1.234, style=FRENCH, decimals=0)
@example(value=1234.0, style=SWISS, decimals=2)
@example(value=1.7976931348623157e308, style=INDIAN, decimals=0)
@example(value=-5e-324, style=GERMAN, decimals=0)
def test_what_is_written_is_read_back_as_it_was(
    value: float, style: NumberStyle, decimals: int
) -> None:
    written = write_number(value, style, decimals=decimals)
    assert read_number(written, style).value == value
    for dressed in (f"€{written}", f"{written} %", f"{written} EUR", f"\u200f{written}\u00a0"):
        assert read_number(dressed, style).value == value


@given(
    text=st.text("0123456789.,'٫٬ -−+()%€kmeE\u202f’x", max_size=14), style=st.sampled_from(STYLES)
)
def test_whatever_is_typed_is_read_asked_or_refused(text: str, style: NumberStyle) -> None:
    reading = read_number(text, style)
    assert all(map(isfinite, reading.choices))
    assert len(reading.choices) in (0, 2)
    assert reading.value is None or (isfinite(reading.value) and not reading.choices)


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("80%", 0.8),
        ("0.8", 0.8),
        (" 12 %", 0.12),
        ("12,5%", 0.125),
        ("85,123%", 0.85123),
        ("x", None),
    ],
)
def test_a_share_is_the_same_in_per_cent_and_has_decimals_where_thousands_would_be_absurd(
    typed: str, share: float | None
) -> None:
    assert read_share(typed) == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize(("typed", "n"), [("40", 40), ("1,000", 1000), ("0.5", None), ("x", None)])
def test_a_count_is_whole(typed: str, n: int | None) -> None:
    assert read_count(typed) == n
