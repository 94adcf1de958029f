"""How moments read: in the person's own time zone, as short as they can be."""

from datetime import datetime


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
