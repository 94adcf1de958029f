"""Numbers as people write them: what "1.234,50", "1 234.5", "12,34,567", "(€2,000)" and "12k" say.

One separator that is followed by exactly three digits can be either ("1,234"). Then the manner of the person's country
decides, if it uses that separator at all; if it does not, both readings are given, and somebody has to be asked.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from pathlib import Path

from estimators.base.language import ENGLISH_NUMBERS, NumberStyle

_HIDDEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ONE = str.maketrans(
    {
        **dict.fromkeys("−–‒﹣－", "-"),
        **dict.fromkeys("’ʼ′＇`´٬", "'"),
        "٪": "%",
        "％": "%",
        "．": ".",
        "，": ",",
    }
)
_MARKS: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("currency_marks.json").read_text("utf-8")
)
_CURRENCY = tuple(sorted((*_MARKS["codes"], *_MARKS["words"]), key=len, reverse=True))
_SCALE = {"k": 1e3, "m": 1e6, "bn": 1e9}
_MOST_LETTERS = 500
_DIGITS = re.compile(r"(?=.*\d)([\d.,٫' ]+?)(?:e([+-]?\d{1,3}))?\s*(k|m|bn)?", re.DOTALL)
_GROUPS = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+|[1-9]\d?(?:{0}\d\d)+{0}\d{{3}}"
_GROUPED = {mark: re.compile(_GROUPS.format(re.escape(mark))) for mark in ".,' "}
_EITHER = re.compile(r"([1-9]\d{0,2})([.,])(\d{3})")


PROGRAM = NumberStyle(group="")
"""As programs write: a decimal point and no thousands, so that "1.234" is clear and "1,234" is not."""
_COUNTS = NumberStyle(decimal="", group="")


@dataclass(frozen=True)
class Reading:
    """What a text says.

    - `value`: the number; None where there is none or it is unclear.
    - `choices`: both readings where it is unclear: with a separator of thousands first, with one of decimals second.
    - `percent`: whether it was written with a sign for per cent; the value is not divided.
    - `currency`: the sign, code or word of a currency that it was written with, in small letters; empty where there was
      none.
    """

    value: float | None
    choices: tuple[float, ...] = ()
    percent: bool = False
    currency: str = ""


def read_number(text: str, style: NumberStyle = ENGLISH_NUMBERS) -> Reading:
    """Read a number with whatever signs, currency, groups and per cent it was typed.

    Signs may be "-", "−", a minus behind or parentheses around; thousands and decimals may be cut by comma or point,
    thousands also by spaces and apostrophes, in threes or as in India; digits may be of any script; "k" and "m" are
    thousand and million.
    """
    if len(text) > _MOST_LETTERS:
        return Reading(None)
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    plain = re.sub(r"\s", " ", _HIDDEN.sub("", digits).translate(_ONE)).strip().lower()
    body, signs, percent, currency = _bare(plain)
    match = _DIGITS.fullmatch(body)
    if match is None or len(signs) > 1:
        return Reading(None, percent=percent, currency=currency)
    scale = _SCALE.get(match[3] or "", 1.0) * (-1.0 if signs == "-" else 1.0)
    power = int(match[2] or 0)
    values = [_valued(one, power, scale) for one in _readings(match[1].strip(), style)]
    if not values or not all(map(isfinite, values)):
        return Reading(None, percent=percent, currency=currency)
    if len(set(values)) == 1:
        return Reading(values[0], percent=percent, currency=currency)
    return Reading(None, tuple(values), percent, currency)


def read_count(text: str) -> int | None:
    """Read a whole number: nobody writes one with decimals, so "1,000" and "1.000" are a thousand. None where it is none."""
    reading = read_number(text, _COUNTS)
    value = reading.choices[0] if reading.choices else reading.value
    return None if value is None or reading.percent or value != int(value) else int(value)


def read_share(text: str, style: NumberStyle = PROGRAM) -> float | None:
    """Read a share: 0.8 and 80% are the same. Of "85,123%" only the decimals can be one. None where there is no number."""
    reading = read_number(text, style)
    value = reading.choices[1] if reading.choices else reading.value
    return value / 100 if value is not None and reading.percent else value


def _valued(plain: str, power: int, scale: float) -> float:
    value = Decimal(plain).scaleb(power) * Decimal(scale)
    return float(value) if value else 0.0


def _bare(text: str) -> tuple[str, str, bool, str]:
    """Without currency, per cent and signs, each at either end: the rest, the signs, whether %, the currency."""
    signs = percent = money = ""
    text = re.sub(r"([.,])-+(?=\D*$)", "", text)  # "5.–" is five francs
    while True:
        before = text
        if text.startswith("(") and text.endswith(")"):
            text, signs = text[1:-1].strip(), signs + "-"
        if text[:1] in ("-", "+"):
            text, signs = text[1:].strip(), signs + text[0]
        if text.endswith("-"):
            text, signs = text[:-1].strip(), signs + "-"
        if not percent:
            text, percent = _without(text, ("%", "percent", "per cent", "pct"))
        if not money:
            text, money = _without(text, _CURRENCY)
            for end in (0, -1):
                if not money and text and unicodedata.category(text[end]) == "Sc":
                    money = text[end]
                    text = (text[1:] if end == 0 else text[:-1]).strip()
        if text == before:
            return text, signs, bool(percent), money


def _without(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    """The text without a word at either end, and that word."""
    for word in words:
        if text.startswith(word) and not text[len(word) : len(word) + 1].isalpha():
            return text[len(word) :].strip(), word
        if text.endswith(word) and not text[: -len(word)][-1:].isalpha():
            return text[: -len(word)].strip(), word
    return text, ""


def _readings(body: str, style: NumberStyle) -> list[str]:
    """The number in plain digits with a point: none, one, or both where it is unclear."""
    if "٫" in body:  # the one that is for decimals alone
        whole, _, rest = body.partition("٫")
        return _joined(whole, rest)
    marks = [mark for mark in body if mark in ".,"]
    if len(set(marks)) == 2:
        whole, _, rest = body.rpartition(marks[-1])
        return _joined(whole, rest) if marks.count(marks[-1]) == 1 else []
    if len(marks) != 1:
        return _joined(body, "")
    either = _EITHER.fullmatch(body)
    whole, _, rest = body.partition(marks[0])
    if either is None:
        return _joined(whole, rest)
    grouped, cut = whole + rest, f"{whole}.{rest}"
    # Nobody writes a thousandth that is none: who types "14,000" where commas are for decimals may still mean thousands.
    is_cut = marks[0] == style.decimal and not (style.group and rest == "000")
    return [grouped] if marks[0] == style.group else [cut] if is_cut else [grouped, cut]


def _joined(whole: str, rest: str) -> list[str]:
    """A whole part, which may be in groups of one kind, and decimals."""
    kinds = {mark for mark in whole if not mark.isdigit()}
    if rest and not rest.isdigit():
        return []
    if len(kinds) > 1 or (kinds and not _GROUPED[kinds.pop()].fullmatch(whole)):
        return []
    digits = "".join(filter(str.isdigit, whole))
    return [f"{digits or '0'}.{rest or '0'}"] if digits or rest else []
