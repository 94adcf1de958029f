import pytest

from desktop.findings.wording import (
    count,
    listed,
    money,
    money_range,
    percent,
    percent_range,
    rounded,
    shorten,
)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (1.6, "€1.60"),
        (2, "€2"),
        (9100, "€9,100"),
        (33_400, "€33k"),
        (-1_200_000, "−€1.2m"),
        (0.005, "€0.005"),
        (0, "€0"),
    ],
)
def test_amounts_are_exact_below_ten_thousand_and_brief_above(amount: float, shown: str) -> None:
    assert money(amount, "EUR") == shown


def test_an_exact_amount_keeps_its_digits_and_a_signed_one_its_sign() -> None:
    assert money(14_000, "EUR", exact=True) == "€14,000"
    assert money(74_000, "EUR", signed=True) == "+€74k"
    assert money(500, "CHF") == "CHF 500"


def test_a_range_says_its_unit_once() -> None:
    assert money_range(2000, 14_000, "EUR") == "€2,000–14,000"
    assert money_range(5, 5, "USD") == "$5"
    assert percent_range(0.88, 0.96) == "88–96%"


def test_a_share_near_an_end_keeps_a_decimal() -> None:
    assert percent(0.995) == "99.5%"
    assert percent(0.854) == "85%"
    assert percent(0.97) == "97%"


def test_a_share_is_never_rounded_to_certainty() -> None:
    assert percent(4999 / 5000) == "over 99.9%"
    assert percent(1 / 5000) == "under 0.1%"
    assert (percent(1.0), percent(0.0)) == ("100%", "0%")


def test_things_are_counted_with_the_right_noun() -> None:
    assert count(1, "photo") == "1 photo"
    assert count(1012, "photo") == "1,012 photos"
    assert count(2, "class") == "2 classes"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_long_sentence_is_cut_at_a_word() -> None:
    cut = shorten("Two clerks who type meter readings from paper cards all day long in the cellar")
    assert len(cut) <= 62
    assert cut.endswith("…")
    assert rounded(263_456) == 260_000
