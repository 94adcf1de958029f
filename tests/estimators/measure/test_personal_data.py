import pytest

from estimators.measure.personal_data import PersonalKind, masked, personal_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("My card 4111 1111 1111 1111 was charged twice", PersonalKind.CARD),
        ("4242-4242-4242-4242", PersonalKind.CARD),
        ("transfer to DE89 3704 0044 0532 0130 00 please", PersonalKind.ACCOUNT),
        ("Call me: +49 30 901820", PersonalKind.PHONE),
        ("Ring 030 1234 5678.", PersonalKind.PHONE),
        ("(0341) 12 34 56 78 after five", PersonalKind.PHONE),
        ("write to jo.doe+shop@example.co.uk", PersonalKind.MAIL),
    ],
)
def test_a_number_or_address_of_a_person_is_found(text, kind):
    assert [span.kind for span in personal_data(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "My order 4111 1111 1111 1112 has not come",  # no card: its check digit is wrong
        "Parcel 00340434161094042557",
        "Order 2026-11-28, delivered 01.12.2026",
        "It costs $1,200.50 and 45 minutes",
        "Invoice 20261128001",
        "0000 0000 0000 0000",
    ],
)
def test_an_order_number_a_day_and_a_price_stay(text):
    assert masked(text) == text


def test_a_masked_text_keeps_the_words_around():
    said = masked("Card 4111 1111 1111 1111, phone +1 555 010 9999, jo@example.com. Thanks")
    assert said == "Card ‹card›, phone ‹phone›, ‹mail›. Thanks"
    assert not personal_data(said)
