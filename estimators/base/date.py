"""Days as they are written, "10 Dec 2026", in the person's own time zone, and as they are read."""

from datetime import date, datetime

from estimators.base.language import language
from estimators.base.sentence import tr

_WRITTEN = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y")


def day(when: date | str, today: date | None = None) -> str:
    """A day: "10 Dec 2026", without the year where it is that of ``today``. A text is a kept moment or an ISO day."""
    if isinstance(when, str):
        when = date.fromisoformat(when) if len(when) == 10 else local(when).date()
    spoken = language()
    form = spoken.day_of_this_year if today is not None and today.year == when.year else spoken.day
    return form.format(day=when.day, month=month(when), year=when.year)


def month(when: date) -> str:
    """The month of a day: "Dec"."""
    return language().months[when.month - 1]


def day_range(first: date, last: date) -> str:
    """Two days: "2 to 6 Dec 2026", "28 Nov to 6 Dec 2026"."""
    if first == last:
        return day(last)
    if first.year != last.year:
        begin = day(first)
    else:
        same = first.month == last.month
        begin = language().day_of_this_month.format(day=first.day) if same else day(first, last)
    return tr("{first} to {last}", first=begin, last=day(last))


def iso_day_range(first: str | None, last: str | None) -> str:
    """The same of two ISO days; empty where one is unknown."""
    if not first or not last:
        return ""
    return day_range(date.fromisoformat(first), date.fromisoformat(last))


def today_or_day(when: datetime, now: datetime) -> str:
    """When something was: "today 09:30", "yesterday", "20 Nov 2026"; both in the person's own time zone."""
    ago = (now.date() - when.date()).days
    if ago == 0:
        return tr("today {time}", time=f"{when:%H:%M}")
    return tr("yesterday") if ago == 1 else day(when.date())


def month_and_year(when: date | str) -> str:
    """A month: "Aug 2026"."""
    when = date.fromisoformat(when) if isinstance(when, str) else when
    return f"{month(when)} {when.year}"


def local(moment: str) -> datetime:
    """A kept moment (ISO 8601) in the person's own time zone."""
    return datetime.fromisoformat(moment).astimezone()


def read_day(text: str) -> date | None:
    """A day as people write it ("14 Jan 2027", "2027-01-14"); None where it is none."""
    words = " ".join(text.split())
    for form in _WRITTEN:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None


def written_day(text: str) -> str:
    """An ISO day as people write it, "14 Jan 2027"; as it is where a foreign file has something else."""
    found = read_day(text)
    return day(found) if found is not None else text
