"""Whether two fields say the same: numbers as numbers, days as days, everything else by its letters and digits.

As the SROIE task counts fields (ICDAR 2019, https://rrc.cvc.uab.es/?ch=13), but "RM9.00" and "9.00" are one amount.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from estimators.base.number_reader import PROGRAM, read_number

_UNIT = re.compile(r"^[^\W\d_]{1,3}\.?\s*(?=[\d.,(+−-])|(?<=\d)\s*[^\W\d_]{1,3}$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_ELSEWHERE = {"mai": 5, "mär": 3, "okt": 10, "dez": 12, "ene": 1, "abr": 4, "ago": 8, "avr": 4, "aoû": 8, "fév": 2, "déc": 12, "dic": 12, "set": 9}  # fmt: skip
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_OLDEST, _NEWEST = 1900, 2100
_LEAVES = 2_000


def same_value(expected: Any, given: Any) -> bool:
    """Whether a field that was given says what was expected."""
    first, second = _plain(expected), _plain(given)
    if first == second:
        return True
    numbers = _number(first), _number(second)
    if numbers[0] is not None and numbers[1] is not None:
        return abs(numbers[0] - numbers[1]) <= 1e-9 * max(1.0, abs(numbers[0]))
    for day_first in (True, False):
        day = _day(first, day_first)
        if day is not None and day == _day(second, day_first):
            return True
    letters = _letters(first)
    return bool(letters) and numbers == (None, None) and letters == _letters(second)


def is_blank(value: Any) -> bool:
    """Whether a field says nothing."""
    return not _plain(value) or _plain(value).casefold() in ("null", "none", "n/a")


def fields_of(text: str | None) -> dict[str, Any] | None:
    """The fields of an answer: an object in JSON, those of objects inside it by their paths ("items[0].price").

    None where it is none.
    """
    if text is None:
        return None
    try:
        value = json.loads(without_fence(text))
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    found: dict[str, Any] = {}
    for path, leaf in _leaves(value, ""):
        found[path] = leaf
        if len(found) >= _LEAVES:
            break
    return found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{at}]")
    else:
        yield path, value


def without_fence(text: str) -> str:
    """A model that writes JSON often puts it into a fence of Markdown."""
    fenced = re.fullmatch(r"\s*```\w*\s*\n(.*?)\n?\s*```\s*", text, re.DOTALL)
    return fenced[1] if fenced else text


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(unicodedata.normalize("NFKC", str(value)).split())


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or unicodedata.combining(c))


def _number(text: str) -> float | None:
    """The amount; None where it is none, or a name in digits: one that begins with a nought is not its number."""
    bare = _UNIT.sub("", text)
    if re.match(r"0\d", bare):
        return None
    return read_number(bare, PROGRAM).value


def _day(text: str, day_first: bool) -> date | None:
    """The day in digits or with the name of a month, the day or the month first where both could be."""
    parts = _PARTS.findall(text.casefold())
    if len(parts) == 1 and len(parts[0]) == 8 and parts[0].isdecimal():
        one = parts[0]
        parts = [one[:4], one[4:6], one[6:]] if one.startswith(("19", "20")) else [one[:2], one[2:4], one[4:]]  # fmt: skip
    if len(parts) != 3:
        return None
    named = next((at for at, part in enumerate(parts) if not part.isdecimal()), None)
    try:
        if named is not None:
            month = _month(parts.pop(named))
            day, year = (int(parts[1]), parts[0]) if len(parts[0]) == 4 else (int(parts[0]), parts[1])  # fmt: skip
        elif len(parts[0]) == 4:
            year, month, day = parts[0], int(parts[1]), int(parts[2])
        else:
            year = parts[2]
            first, second = int(parts[0]), int(parts[1])
            swapped = (first > 12) if not day_first else (second <= 12)
            day, month = (first, second) if swapped or first > 12 else (second, first)
        found = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    except ValueError:
        return None
    return found if _OLDEST <= found.year <= _NEWEST else None


def _month(word: str) -> int:
    """Raises ValueError where it is none."""
    start = word[:3]
    return _MONTHS_ELSEWHERE.get(start) or _MONTHS.index(start) + 1
