"""What things cost: dated lines with their sources, in US dollars, and a case's own lines in place of ours."""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from estimators.base.codec import convert
from estimators.base.date import day
from estimators.base.errors import UserError
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import data_file, tr, tr_plural

Range = tuple[int | float, int | float]  # as written: an amount in whole dollars stays whole

PRICES = "prices"  # what a case calls its own lines
_OLD = 183  # days after which a price is said to be old: half a year
_LARGEST = 1e12
YOURS = tr("yours")  # the source of a line that names none
_STATUSES = ("published", "estimate", "memory")


@dataclass(frozen=True)
class PriceLine:
    """One line: a 90 % range in its unit.

    Attributes
    ----------
    status : str
        published (the address gives it), memory (recalled, not re-read), estimate (a judgement) or yours.
    date, checked : str
        Of what was read (ISO; empty: not said), and how it was read.
    """

    name: str
    label: str
    unit: str
    range: Range
    status: str
    source: str
    date: str = ""
    url: str = ""
    checked: str = ""

    def is_old(self, today: datetime.date) -> bool:
        """Whether it is of more than half a year ago."""
        return bool(self.date) and (today - datetime.date.fromisoformat(self.date)).days > _OLD


@dataclass(frozen=True, eq=False)
class PriceBook:
    """Every line by name."""

    lines: Mapping[str, PriceLine]

    def range(self, name: str) -> Range:
        return self.lines[name].range


@cache
def built_in() -> PriceBook:
    """Return the prices that are taken where a case has none of its own."""
    lines = convert(_document()["lines"], list[PriceLine])
    return PriceBook({line.name: line for line in lines})


def updated() -> str:
    """Return the date of the built-in prices."""
    return str(_document()["updated"])


def currencies() -> dict[str, float]:
    """Return the known currencies, in units for one US dollar; the usual ones first."""
    known = _document()["currencies"]
    return {**known["per_usd"], **known["further_per_usd"]}


def usual_currencies() -> tuple[str, ...]:
    """Return the currencies to choose from where there is little room."""
    return tuple(_document()["currencies"]["per_usd"])


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = data_file(Path(__file__).with_name("price_book.json"))
    return document


def price_book(given: object) -> PriceBook:
    """Return the built-in book with a case's own lines in it.

    Parameters
    ----------
    given : list of mappings, or None
        Lines as price_book.json has them: `name` and `range` (one number, or the two ends), and where they are known
        `unit`, `status`, `source`, `url`, `date`.

    Raises
    ------
    UserError
        Naming the line that is unknown, is in another unit or cannot be a price.
    """
    if given is None:
        return built_in()
    if not isinstance(given, list | tuple):
        raise UserError(
            tr("“prices” must be a list of lines."),
            tr("It is {given}.", given=f"{given!r:.60}"),
            tr('Write [{"name": "speech_minute", "range": [0.003, 0.016]}], or leave it out.'),
        )
    own = dict(built_in().lines)
    for entry in given:
        line = _own_line(entry)
        own[line.name] = line
    return PriceBook(own)


def _own_line(entry: object) -> PriceLine:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    ours = built_in().lines.get(name) if isinstance(name, str) else None
    if not isinstance(entry, Mapping) or ours is None:
        raise UserError(
            tr(
                "The price book has no line {name}.",
                name=quoted(name) if name else f"{entry!r:.60}",
            ),
            tr("It has {names}.", names=", ".join(built_in().lines)),
            tr("Use one of these names."),
        )
    unit = entry.get("unit", ours.unit)
    if unit != ours.unit:
        raise _refused(ours, tr("is in {unit}", unit=ours.unit), unit, tr("Give it in that unit."))
    status, day = entry.get("status", "yours"), str(entry.get("date", ""))
    if status not in (*_STATUSES, "yours"):
        hint = tr("Use {statuses}, or leave it out.", statuses=", ".join(_STATUSES))
        raise _refused(ours, tr("has a status that nobody knows"), status, hint)
    try:
        day and datetime.date.fromisoformat(day)
    except ValueError:
        hint = tr("Write it as 2026-11-27.")
        raise _refused(ours, tr("has a date that is none"), day, hint) from None
    return replace(
        ours,
        range=_own_range(ours, entry.get("range")),
        status=status,
        source=str(entry.get("source", YOURS)),
        url=str(entry.get("url", "")),
        date=day,
        checked="",
    )


def _own_range(ours: PriceLine, given: object) -> Range:
    ends = given if isinstance(given, list | tuple) else (given, given)
    hint = tr("Give a number, or two: the lower first.")
    if len(ends) != 2 or any(isinstance(e, bool) or not isinstance(e, int | float) for e in ends):
        raise _refused(ours, tr("must be a number or a range"), given, hint)
    low, high = ends
    if not all(math.isfinite(end) and end <= _LARGEST for end in ends):
        raise _refused(ours, tr("must be a finite number"), given, hint)
    if low == 0 and not ours.unit.startswith("USD"):
        raise _refused(ours, tr("must be above 0"), given, hint)
    if low < 0:
        raise _refused(ours, tr("cannot be negative"), given, hint)
    if low > high:
        raise _refused(ours, tr("has its ends the wrong way round"), given, hint)
    return low, high


def _refused(line: PriceLine, problem: str, given: object, hint: str) -> UserError:
    return UserError(
        tr(
            "The price “{name}” ({label}) {problem}.",
            name=line.name,
            label=line.label,
            problem=problem,
        ),
        tr("It is {given}.", given=f"{given!r:.60}"),
        hint,
    )


def old_prices_sentence(lines: Sequence[PriceLine], today: datetime.date) -> str:
    """Return the remark on the prices that are more than half a year old; empty where none is."""
    old = [line for line in lines if line.is_old(today)]
    if not old:
        return ""
    dated = [tr("“{label}” ({date})", label=line.label, date=day(line.date)) for line in old]
    return tr_plural(
        "This price is more than half a year old, look it up again: {prices}.",
        "These prices are more than half a year old, look them up again: {prices}.",
        len(old),
        prices=listed(dated),
    )
