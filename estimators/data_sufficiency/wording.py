"""Counts, chances, amounts, hours and dates as a person would say them."""

import datetime
import math

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
HOURS_A_DAY = 8
"""Working hours in which the labels of a day are given."""


def percent(share: float) -> str:
    """0.874 as "87%"; a share just under 1 never reads as 100%, one just above 0 never as 0%."""
    if 0 < share < 0.005:
        return "under 1%"
    return f"{min(round(100 * share), 99) if share < 1 else 100}%"


def as_target(share: float) -> str:
    """A target as it was set: "90%", "92.5%", never 100% by rounding."""
    text = f"{100 * share:.4g}%"
    return "over 99.9%" if text == "100%" and share < 1 else text


def about(count: float) -> str:
    """A count to two figures, as one says it: 372 as "370"."""
    if count < 10:
        return f"{round(count)}"
    step = 10 ** (len(str(round(count))) - 2)
    return f"{round(count / step) * step:,}"


def several(count: float, many: str, one: str | None = None) -> str:
    """A count with its noun: "1 round", "3 rounds". `one` is the singular, by default without its s."""
    text = about(count)
    return f"{text} {(one or many.removesuffix('s')) if text == '1' else many}"


def chances(probability: float) -> str:
    """A probability in tenths: "7 chances in 10"; a fifth as "1 chance in 5", a half as "an even chance"."""
    tenths = min(max(round(10 * probability), 0), 10)
    match tenths:
        case 0:
            return "less than 1 chance in 20"
        case 2:
            return "1 chance in 5"
        case 5:
            return "an even chance"
        case 10:
            return "more than 19 chances in 20"
    return f"{tenths} chance{'s' if tenths > 1 else ''} in 10"


def money(amount: float, currency: str) -> str:
    """An amount to two figures: "$30", "€0.40", "CHF 1,200"; without a currency "30"."""
    if amount < 0:
        return "−" + money(-amount, currency)
    text = about(amount) if amount >= 10 else f"{amount:.2f}".removesuffix(".00")
    word = len(currency) > 1 and currency[-1].isalpha()
    return f"{currency} {text}" if word else f"{currency}{text}"


def points(gain: float) -> str:
    """A gain of accuracy (0 to 1) in points: "3 points", "less than a point"."""
    whole = round(100 * gain)
    if whole < 1:
        return "less than a point"
    return f"{whole} point{'s' if whole > 1 else ''}"


def work(labels: float, labels_per_day: float) -> str:
    """How long that many labels take: "roughly 6 hours of labelling", "about 12 working days"."""
    days = labels / labels_per_day
    if days * HOURS_A_DAY < 1:
        return "less than an hour of labelling"
    if days < 1:
        hours = round(days * HOURS_A_DAY)
        return f"roughly {hours} hour{'s' if hours > 1 else ''} of labelling"
    if math.ceil(days) == 1:
        return "a working day"
    return f"about {about(math.ceil(days))} working days"


def day(iso: str, today: datetime.date | None = None) -> str:
    """An ISO date as "Thursday 10 December", with the year where it is not this one."""
    date = datetime.date.fromisoformat(iso)
    year = "" if today is not None and date.year == today.year else f" {date.year}"
    return f"{WEEKDAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]}{year}"
