"""How days read, and how they are read."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.date import day, day_range, read_day, today_or_day, written_day

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(days)
def test_a_day_is_read_back(when: date) -> None:
    assert read_day(day(when)) == when == read_day(when.isoformat())


@pytest.mark.parametrize("text", ["14 January 2027", "14.01.2027"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == date(2027, 1, 14)
    assert read_day("the fourteenth") is None


def test_a_day_of_this_year_needs_no_year() -> None:
    when = date(2026, 12, 10)
    assert day(when) == day("2026-12-10") == "10 Dec 2026"
    assert day(when, today=date(2026, 1, 1)) == "10 Dec"
    assert day(when, today=date(2027, 1, 1)) == "10 Dec 2026"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 12, 2), date(2026, 12, 6), "2 to 6 Dec 2026"),
        (date(2026, 11, 28), date(2026, 12, 6), "28 Nov to 6 Dec 2026"),
        (date(2026, 12, 28), date(2027, 1, 6), "28 Dec 2026 to 6 Jan 2027"),
        (date(2026, 12, 6), date(2026, 12, 6), "6 Dec 2026"),
    ],
)
def test_two_days_name_month_and_year_once(first: date, last: date, shown: str) -> None:
    assert day_range(first, last) == shown


def test_today_is_a_time() -> None:
    now = datetime(2026, 11, 24, 18, 0).astimezone()
    assert today_or_day(now.replace(hour=9, minute=30), now) == "today 09:30"
    assert today_or_day(now.replace(day=23), now) == "yesterday"
    assert today_or_day(now.replace(day=20), now) == "20 Nov 2026"


def test_what_is_no_day_stays_as_it_is() -> None:
    assert written_day("2027-01-14") == "14 Jan 2027"
    assert written_day("soon") == "soon"
