"""What the cells of a column say, once its type is known: numbers, days, yes or no, and words as classes of cells.

Numbers may have thousands, decimal commas, currencies and per cent; days may be written in eight ways, with the names of months
in six languages. What cannot be read is missing, and counted with the first row of it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from math import floor, isnan, nan

import numpy as np
from numpy.typing import NDArray

from estimators.base.language import NumberStyle
from estimators.base.number_reader import read_number
from estimators.classifier.column_names import plain_cell
from estimators.table.table import TextColumn

Doubles = NDArray[np.float64]

MISSING = frozenset(
    (
        "", "na", "n/a", "nan", "null", "(null)", "<na>", "-", "--", "—", "–", "?", ".", "(blank)", "#n/a", "#na",
        "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!",
    )
)  # fmt: skip
"""Cells that say nothing in any column, in small letters."""
_MISSING_AMOUNTS = frozenset(
    (
        "none", "nil", "unknown", "missing", "not available", "not applicable", "not known", "tbd", "n.a.", "k.a.", "k. a.",
        "keine angabe", "unbekannt", "inconnu", "desconocido", "s/d", "nd", "n.d.", "x", "*", "xx",
    )
)  # fmt: skip
"""Words that are no number and no day, and mean that there is none."""
POINT, COMMA = NumberStyle(".", ","), NumberStyle(",", ".")
_PLAIN = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_PLAIN_COMMA = re.compile(r"-?\d+(?:,\d+)?")
_MARKS = re.compile(r"\d[\d.,' ]*[.,]\d+")
_CLOCK_ALONE = re.compile(r"(-?)(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:[.,]\d{1,6})?))?")
_MOST_KEPT = 50_000

YES_NO_WORDS: tuple[tuple[str, str], ...] = (
    ("yes", "no"), ("y", "n"), ("true", "false"), ("t", "f"), ("1", "0"), ("ja", "nein"), ("j", "n"), ("ja", "nee"), ("oui", "non"),
    ("o", "n"), ("sí", "no"), ("si", "no"), ("s", "n"), ("vero", "falso"), ("wahr", "falsch"), ("verdadero", "falso"),
    ("vrai", "faux"), ("sim", "não"), ("sim", "nao"), ("on", "off"), ("✓", "✗"), ("☑", "☐"), ("是", "否"), ("да", "нет"),
)  # fmt: skip
"""What means yes, and what no."""

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janvier janv enero ene gennaio gen janeiro januari",
            "feb february februar février fevrier févr fév febrero febbraio fevereiro fev februari",
            "mar march märz mär maerz mrz mars marzo março marco maart mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aout agosto ago augustus",
            "sep september sept septembre septiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
        ),
        1,
    )
    for word in words.split()
}
_CLOCK = (
    r"(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([aApP][mM])?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)" + _CLOCK)
_DAY_NAMED = re.compile(r"(\d{1,2})\.?(?:st|nd|rd|th)?[ -]([^\W\d]{3,10})\.?,?[ -](\d{4}|\d\d)" + _CLOCK)  # fmt: skip
_MONTH_NAMED = re.compile(r"([^\W\d]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _CLOCK)
_MONTH_ALONE = re.compile(r"([^\W\d]{3,10})\.?[ -](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_EPOCH = date(1970, 1, 1).toordinal()
_LARGEST = 3e38  # trees and the model file see single precision


@dataclass(frozen=True)
class CellValues:
    """The values of a column.

    - `values`, shape (rows,): numbers, or days since 1970 (with the time of day as a part of one); NaN where missing.
    - `unreadable`: how many cells say something else.
    - `first_unreadable`: the row (the first is 0) and the text of the first of them. `unreadable_rows`: those of all.
    """

    values: Doubles
    unreadable: int = 0
    first_unreadable: tuple[int, str] | None = None
    unreadable_rows: tuple[int, ...] = ()


def decimal_mark(cell: str) -> str:
    """The mark of decimals that a number was written with, "." or ","; empty where it could be either or there is none."""
    found = _MARKS.search(cell)
    if not found:
        return ""
    body = found[0]
    marks = [letter for letter in body if letter in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "." if marks[0] == "," else ","
    whole, _, rest = body.partition(marks[0])
    return marks[0] if len(rest) != 3 or whole.startswith("0") or len(whole) > 3 else ""


def number_style(cells: Iterable[str]) -> NumberStyle | None:
    """How numbers are written here, by those that can be read in one way only; None where none tells."""
    votes = [decimal_mark(cell) for cell in cells]
    points, commas = votes.count("."), votes.count(",")
    return None if points == commas else COMMA if commas > points else POINT


def number_of(cell: str, style: NumberStyle = POINT) -> float | None:
    """The number in a cell; NaN where it is missing, None where it is something else. Per cent are not divided.

    A time of day, or how long something took, is hours: "1:30" is 1.5.
    """
    plain = plain_cell(cell)
    if _PLAIN.fullmatch(plain) and (style.decimal == "." or plain.lstrip("-").isdecimal()):
        return float(plain)
    if style.decimal == "," and _PLAIN_COMMA.fullmatch(plain):
        return float(plain.replace(",", "."))
    if plain.casefold() in MISSING or plain.casefold() in _MISSING_AMOUNTS:
        return nan
    if clock := _CLOCK_ALONE.fullmatch(plain):
        hours = (
            int(clock[2]) + int(clock[3]) / 60 + float((clock[4] or "0").replace(",", ".")) / 3600
        )
        return -hours if clock[1] else hours
    reading = read_number(plain, style)
    if reading.choices:
        # "14.000" where points are for decimals: the mark decides, as the other cells of the column do.
        marks = [letter for letter in plain if letter in ".,"]
        return reading.choices[1] if style.decimal in marks else reading.choices[0]
    return reading.value


def day_of(cell: str, *, month_first: bool = False) -> float | None:
    """Days since 1970 (a part of one for the time); NaN where it is missing, None where it is something else.

    - `month_first`: how "03/04/2024" is read.
    """
    plain = " ".join(plain_cell(cell).split())
    for form, read in _DAY_FORMS:
        if found := form.fullmatch(plain):
            return read(found.groups(), month_first)
    missing = plain.casefold() in MISSING or plain.casefold() in _MISSING_AMOUNTS
    return nan if missing else None


def is_month_first(cells: Iterable[str]) -> bool | None:
    """Whether days are written as "12/31/2024", by those that can be read in one way only; None where none tells."""
    pairs = [found for cell in cells if (found := _YEAR_LAST.fullmatch(plain_cell(cell)))]
    day_first = sum(int(found[1]) > 12 for found in pairs)
    month_first = sum(int(found[3]) > 12 for found in pairs)
    return None if day_first == month_first else month_first > day_first


def _full_year(text: str | None) -> int:
    year = int(text or 0)
    if len(text or "") == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _month(word: str | None) -> int:
    return _MONTHS.get((word or "").casefold(), 0)


def _days(year: int, month: int, day: int, clock: tuple[str | None, ...]) -> float | None:
    try:
        whole = float(date(year, month, day).toordinal() - _EPOCH)
    except ValueError:
        return None
    if not clock or clock[0] is None:
        return whole
    hour, minute, second = (int(part or 0) for part in clock[:3])
    half = (clock[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59 or second > 60:
        return None
    zone = (clock[4] or "").replace(":", "")
    away = 0
    if zone[:1] in ("+", "-"):
        away = (int(zone[1:3]) * 60 + int(zone[3:5])) * (1 if zone[0] == "+" else -1)
    return whole + (hour * 3600 + minute * 60 + second - away * 60) / 86_400


_Parts = tuple[str | None, ...]


def _year_last(parts: _Parts, month_first: bool) -> float | None:
    first, second = int(parts[0] or 0), int(parts[2] or 0)
    month, day = (first, second) if month_first else (second, first)
    return _days(_full_year(parts[3]), month, day, parts[4:])


_DAY_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Parts, bool], float | None]], ...] = (
    (_YEAR_FIRST, lambda p, _: _days(int(p[0] or 0), int(p[2] or 0), int(p[3] or 0), p[4:])),
    (_YEAR_LAST, _year_last),
    (_DAY_NAMED, lambda p, _: _days(_full_year(p[2]), _month(p[1]), int(p[0] or 0), p[3:])),
    (_MONTH_NAMED, lambda p, _: _days(_full_year(p[2]), _month(p[0]), int(p[1] or 0), p[3:])),
    (_MONTH_ALONE, lambda p, _: _days(_full_year(p[1]), _month(p[0]), 1, ())),
    (_YEAR_MONTH, lambda p, _: _days(int(p[0] or 0), int(p[1] or 0), 1, ())),
    (_COMPACT, lambda p, _: _days(int(p[0] or 0), int(p[1] or 0), int(p[2] or 0), ())),
)


def shown_day(days: float) -> str:
    """Days since 1970 as a day: "2024-03-01"; empty for NaN."""
    if isnan(days) or abs(days) > 700_000:
        return ""
    return date.fromordinal(_EPOCH + floor(days)).isoformat()


def numbers(column: TextColumn, style: NumberStyle = POINT) -> CellValues:
    """The numbers of a column."""
    return _read(column, lambda cell: number_of(cell, style))


def days(column: TextColumn, *, month_first: bool = False) -> CellValues:
    """The days of a column."""
    return _read(column, lambda cell: day_of(cell, month_first=month_first))


def _read(column: TextColumn, read: Callable[[str], float | None]) -> CellValues:
    values = np.empty(len(column))
    kept: dict[str, float | None] = {}
    unreadable, first, at = list[int](), None, 0
    for cells in column.blocks():
        for cell in cells:
            if cell in kept:
                value = kept[cell]
            else:
                value = read(cell)
                if len(kept) < _MOST_KEPT:
                    kept[cell] = value
            if value is None or abs(value) > _LARGEST:
                unreadable.append(at)
                first = first or (at, cell)
                value = nan
            values[at] = value
            at += 1
    return CellValues(values, len(unreadable), first, tuple(unreadable))


@dataclass(frozen=True)
class CellCodes:
    """Each cell of a column as the place of its word among all words.

    - `codes`, int32, shape (rows,): -1 where missing.
    - `words`: the commonest first; of words that differ in case or spaces only, the commonest spelling.
    """

    codes: NDArray[np.int32]
    words: tuple[str, ...]


def word_of(cell: str) -> str:
    """A cell as a word, without what surrounds it and with single spaces; empty where it says nothing."""
    plain = " ".join(plain_cell(cell).split())
    return "" if plain.casefold() in MISSING else plain


def codes(column: TextColumn, *, keep: frozenset[str] = frozenset()) -> CellCodes:
    """The words of a column, whatever their case.

    - `keep`: words in small letters that are values here, although they mean "missing" elsewhere ("na" for Namibia).
    """
    of_word: dict[str, int] = {}
    spellings: list[Counter[str]] = []
    found = np.empty(len(column), np.int32)
    at = 0
    for cells in column.blocks():
        code_of: dict[str, int] = {}
        for cell, n in Counter(cells).items():
            word = " ".join(plain_cell(cell).split())
            folded = word.casefold()
            if folded in MISSING and folded not in keep:
                code_of[cell] = -1
                continue
            code = code_of[cell] = of_word.setdefault(folded, len(spellings))
            if code == len(spellings):
                spellings.append(Counter())
            spellings[code][word] += n
        found[at : at + len(cells)] = [code_of[cell] for cell in cells]
        at += len(cells)
    counts = np.bincount(found[found >= 0], minlength=len(spellings))
    order = np.argsort(-counts, kind="stable")
    rank = np.empty(len(order) + 1, np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    rank[-1] = -1
    words = tuple(spellings[place].most_common(1)[0][0] for place in order.tolist())
    return CellCodes(rank[found], words)


def texts(column: TextColumn) -> CellCodes:
    """The cells of a column as they are written, each different one once, in the order in which they come first; -1 where missing."""
    of_text: dict[str, int] = {}
    found = np.empty(len(column), np.int32)
    at = 0
    for cells in column.blocks():
        for cell in cells:
            plain = plain_cell(cell)
            missing = plain.casefold() in MISSING
            found[at] = -1 if missing else of_text.setdefault(plain, len(of_text))
            at += 1
    return CellCodes(found, tuple(of_text))
