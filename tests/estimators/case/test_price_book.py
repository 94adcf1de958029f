"""The price book: what a line must have, and a case's own lines in place of ours."""

import datetime

import pytest

from estimators.base.errors import UserError
from estimators.case.price_book import built_in, old_prices_sentence, price_book

LINES = built_in().lines.values()


def test_what_is_published_has_an_address_and_all_have_a_date_and_how_they_were_read() -> None:
    for line in LINES:
        assert 0 < line.range[0] <= line.range[1], line
        assert all((line.unit, line.source, line.checked)), line
        assert datetime.date.fromisoformat(line.date) <= datetime.date(2026, 11, 27), line
        assert line.status in {"published", "estimate", "memory"}, line
        assert line.status != "published" or line.url.startswith("https://"), line


def test_own_lines_stand_in_place_of_ours_and_the_others_stay() -> None:
    own = price_book([{"name": "speech_minute", "range": 0.01, "unit": "USD per minute"}])
    assert own.range("speech_minute") == (0.01, 0.01)
    assert own.lines["speech_minute"].status == "yours"
    assert own.range("label") == built_in().range("label")
    assert built_in().range("speech_minute") != (0.01, 0.01)
    assert price_book(None) is built_in()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"name": "speech_hour", "range": 1}, "no line “speech_hour”"),
        ("speech_minute", "no line"),
        ({"range": 1}, "no line"),
        ({"name": "speech_minute"}, "must be a number or a range"),
        ({"name": "speech_minute", "range": "cheap"}, "must be a number or a range"),
        ({"name": "speech_minute", "range": [1, 2, 3]}, "must be a number or a range"),
        ({"name": "speech_minute", "range": True}, "must be a number or a range"),
        ({"name": "speech_minute", "range": -1}, "cannot be negative"),
        ({"name": "speech_minute", "range": [2, 1]}, "wrong way round"),
        ({"name": "speech_minute", "range": float("nan")}, "finite"),
        ({"name": "own_tokens_per_second", "range": [0, 1]}, "above 0"),
        ({"name": "speech_minute", "range": 1, "unit": "USD per hour"}, "is in USD per minute"),
        ({"name": "speech_minute", "range": 1, "status": "rumour"}, "status that nobody knows"),
        ({"name": "speech_minute", "range": 1, "date": "last year"}, "date that is none"),
    ],
)
def test_a_line_that_cannot_be_right_is_named_in_one_sentence(line: object, said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        price_book([line])
    assert refused.value.next_step


def test_prices_that_are_no_list_are_refused() -> None:
    with pytest.raises(UserError, match="list of lines"):
        price_book({"speech_minute": 1})


def test_a_line_of_more_than_half_a_year_ago_is_old() -> None:
    line = price_book([{"name": "label", "range": 1, "date": "2026-01-31"}]).lines["label"]
    late = datetime.date(2026, 8, 3)
    assert not line.is_old(datetime.date(2026, 8, 2))
    assert line.is_old(late)
    assert "“A label” (31 Jan 2026)" in old_prices_sentence([line], late).replace(
        line.label, "A label"
    )
    assert old_prices_sentence([line, line], late).startswith("These prices are")
    undated = price_book([{"name": "label", "range": 1}]).lines["label"]
    assert not undated.is_old(datetime.date(2099, 1, 1))
    assert not old_prices_sentence([undated], datetime.date(2099, 1, 1))
