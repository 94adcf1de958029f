"""How moments read: in the person's own time zone, as short as they can be."""

from datetime import date, datetime

_WRITTEN = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y")


def day(moment: str) -> str:
    """The day of a kept moment: 24 Nov."""
    when = datetime.fromisoformat(moment).astimezone()
    return f"{when.day} {when:%b}"


def day_and_year(moment: str) -> str:
    """24 November 2026."""
    when = datetime.fromisoformat(moment).astimezone()
    return f"{when.day} {when:%B %Y}"


def today_or_day(moment: str, now: datetime) -> str:
    """``today 09:30`` or ``20 Nov``."""
    when = datetime.fromisoformat(moment).astimezone()
    return f"today {when:%H:%M}" if when.date() == now.astimezone().date() else day(moment)


def day_in(text: str) -> date | None:
    """A day as people write it ("14 Jan 2027", "2027-01-14"); None where it is none."""
    words = " ".join(text.split())
    for form in _WRITTEN:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None


def written_day(day: str) -> str:
    """An ISO day as people write it, "14 Jan 2027"; as it is where a foreign file has something else."""
    found = day_in(day)
    return f"{found.day} {found:%b %Y}" if found is not None else day
