"""What a column holds, guessed from its cells and its name, each guess with its reason; anybody may say otherwise."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import isnan

import numpy as np

from estimators.base.language import NumberStyle
from estimators.base.number import digits
from estimators.base.number_reader import read_number
from estimators.base.phrase import cut, quoted
from estimators.base.sentence import tr
from estimators.classifier.column_names import plain_cell
from estimators.classifier.modality import MODALITIES
from estimators.table.cell_values import (
    MISSING,
    POINT,
    YES_NO_WORDS,
    day_of,
    is_month_first,
    number_of,
    number_style,
)
from estimators.table.column import ColumnType
from estimators.table.table import TextColumn

_SAMPLED = 4_000
_COUNTED = 5_000
"""So many different values are counted one by one."""
_MOST = 0.9
"""The share of the values that has to be of a type."""
_MANY_CATEGORIES = 1_000
_MANY_SENTENCES = 100
_SHOWN = 40
FEW_FACTS = 3
"""A table that has sentences or names of files and no more other columns than that is a list of them."""
_FILE = re.compile(r"[^\n]{1,300}\.(\w{2,5})", re.ASCII)
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_CODE_NAME = re.compile(
    r"(?:^|[\W_])(?:id|ids|uuid|guid|key|code|nr|no|number|nummer|ref|reference|sku|iban|isbn|ean|ssn|vin|e-?mail|phone|telefon|url"
    r"|hash|token|index|ticket|(?:first|last|full|sur)?name|vorname|nachname)$|^(?:unnamed.*|row|rownames)$",
    re.I,
)
_PLACE_NAME = re.compile(r"zip|postal|post_?code|plz|postleitzahl|area_?code|cap$|cep$", re.I)
_TIME_NAME = re.compile(r"year|jahr|año|date|month|week|day|tag", re.I)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class TypeReason(StrEnum):
    """Why a column is taken for what it is taken for."""

    NUMBERS = "numbers"
    CURRENCY = "currency"
    PER_CENT = "per_cent"
    DAYS = "days"
    TWO_WORDS = "two_words"
    FEW_WORDS = "few_words"
    LEADING_ZERO = "leading_zero"
    PLACE_CODES = "place_codes"
    ALL_DIFFERENT = "all_different"
    NAMED_CODE = "named_code"
    COUNTED_UP = "counted_up"
    FILES = "files"
    LONG = "long"
    NO_VALUE = "no_value"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class TypeGuess:
    """A type, and what it rests on.

    - `n`, `of`: how many of how many values speak for it, or how many different ones there are.
    - `shown`: one or two of the values.
    - `style`, `month_first`: how numbers and days are read.
    """

    type: ColumnType
    reason: TypeReason
    n: int = 0
    of: int = 0
    shown: str = ""
    style: NumberStyle = POINT
    month_first: bool = False

    @property
    def sentence(self) -> str:
        """Why, for a person."""
        templates = {
            TypeReason.NUMBERS: tr("{n} of {of} values are numbers."),
            TypeReason.CURRENCY: tr("{n} of {of} values have a currency, such as “{shown}”."),
            TypeReason.PER_CENT: tr("{n} of {of} values have a sign for per cent, such as “{shown}”."),
            TypeReason.DAYS: tr("{n} of {of} values are days, such as “{shown}”."),
            TypeReason.TWO_WORDS: tr("Its only values are {shown}."),
            TypeReason.FEW_WORDS: tr("It has {n} different values in {of} rows."),
            TypeReason.LEADING_ZERO: tr("“{shown}” begins with 0, so these are codes, not amounts."),
            TypeReason.PLACE_CODES: tr("Its name says that these are codes of places, not amounts."),
            TypeReason.ALL_DIFFERENT: tr("{n} of {of} values are different, such as “{shown}”."),
            TypeReason.NAMED_CODE: tr(
                "Its name is one that codes and names have, and {n} of {of} values are different."
            ),
            TypeReason.COUNTED_UP: tr("It counts the rows, one by one."),
            TypeReason.FILES: tr("{n} of {of} values are names of files, such as “{shown}”."),
            TypeReason.LONG: tr("Its values are sentences, such as “{shown}”."),
            TypeReason.NO_VALUE: tr("It has no value in any row."),
            TypeReason.BY_HAND: tr("You said so."),
        }  # fmt: skip
        parts = {"n": digits(self.n), "of": digits(self.of), "shown": self.shown}
        return templates[self.reason].format_map(parts)


@dataclass(frozen=True)
class ColumnProfile:
    """What was counted of a column.

    - `rows`, `filled`, `distinct`: its cells, those that say something, and how many different ones of these.
    - `sample`: up to `_SAMPLED` values from everywhere, as they stand in the cells.
    - `commonest`: each value with its count, the commonest first; empty where there are more than `_COUNTED`.
    - `keeps_na`: whether "NA" is a value (a country) and not a missing one.
    """

    name: str
    rows: int
    filled: int
    distinct: int
    sample: tuple[str, ...]
    commonest: tuple[tuple[str, int], ...]
    keeps_na: bool = False

    @property
    def missing(self) -> int:
        return self.rows - self.filled

    @cached_property
    def words(self) -> str:
        """The name in separate words."""
        return _CAMEL.sub("_", self.name)

    def share(self, n: int) -> int:
        """How many of all values, where `n` of the sample are."""
        return round(n / max(1, len(self.sample)) * self.filled)


def profile(column: TextColumn) -> ColumnProfile:
    """Count what is in a column; goes once through its cells."""
    step = max(1, len(column) // _SAMPLED)
    counts: Counter[str] | None = Counter()
    hashes: list[np.ndarray] = []
    sample: list[str] = []
    missing: Counter[str] = Counter()
    offset = 0
    for cells in column.blocks():
        here = Counter(cells)
        for cell in [
            one for one in here if len(one) < 12 and plain_cell(one).casefold() in MISSING
        ]:
            missing[plain_cell(cell).casefold()] += here.pop(cell)
        hashes.append(np.unique(np.fromiter(map(hash, here), np.int64, len(here))))
        if counts is not None:
            counts.update({plain_cell(cell): n for cell, n in here.items()})
            counts = counts if len(counts) <= _COUNTED else None
        sample += [one for one in cells[offset::step] if one in here]
        offset = (offset - len(cells)) % step
    keeps_na = False
    if missing["na"] and counts:
        codes = sum(bool(_COUNTRY_CODE.fullmatch(value)) for value in counts)
        keeps_na = len(counts) > 2 and codes >= _MOST * len(counts)
        if keeps_na:
            counts["NA"] += missing.pop("na")
    filled = len(column) - missing.total()
    distinct = len(counts) if counts is not None else len(np.unique(np.concatenate(hashes)))
    return ColumnProfile(
        column.name,
        len(column),
        filled,
        distinct,
        tuple(plain_cell(cell) for cell in sample[: 2 * _SAMPLED]),
        tuple(counts.most_common()) if counts is not None else (),
        keeps_na,
    )


def guess_type(found: ColumnProfile, style: NumberStyle | None = None) -> TypeGuess:
    """What a column holds.

    - `style`: how the other columns of the table write numbers, where this one does not tell.
    """
    if not found.filled:
        return TypeGuess(ColumnType.CATEGORY, TypeReason.NO_VALUE)
    return (
        _two_words(found)
        or _amounts(found, style)
        or _days(found)
        or _files(found)
        or _words(found)
    )


def _two_words(found: ColumnProfile) -> TypeGuess | None:
    words = {value.casefold() for value, _ in found.commonest}
    if len(words) != 2 or not any(words == set(pair) for pair in YES_NO_WORDS):
        return None
    shown = " / ".join(dict.fromkeys(quoted(value) for value, _ in found.commonest[:2]))
    return TypeGuess(ColumnType.YES_NO, TypeReason.TWO_WORDS, 2, found.filled, shown)


def _amounts(found: ColumnProfile, style: NumberStyle | None) -> TypeGuess | None:
    own = number_style(found.sample) or style or POINT
    values = [number_of(cell, own) for cell in found.sample]
    read = [
        (cell, value) for cell, value in zip(found.sample, values, strict=True) if value is not None
    ]
    numbers = [(cell, value) for cell, value in read if not isnan(value)]
    if not numbers or len(read) < _MOST * len(found.sample):
        return None
    n, first = found.share(len(numbers)), numbers[0][0]
    zero = next((cell for cell, _ in numbers if re.fullmatch(r"0\d+", cell)), "")
    if zero:
        return TypeGuess(*_code_or_category(found, TypeReason.LEADING_ZERO), n, found.filled, zero)
    if _PLACE_NAME.search(found.words):
        return TypeGuess(*_code_or_category(found, TypeReason.PLACE_CODES), n, found.filled, first)
    whole = all(cell.isdecimal() for cell, _ in numbers)
    if whole and (code := _counted_code(found, [value for _, value in numbers])):
        return code
    readings = [read_number(cell, own) for cell, _ in numbers[:500]]
    for type_, reason, marked in (
        (ColumnType.MONEY, TypeReason.CURRENCY, [bool(one.currency) for one in readings]),
        (ColumnType.PERCENT, TypeReason.PER_CENT, [one.percent for one in readings]),
    ):
        if sum(marked) > len(marked) / 2:
            shown = numbers[marked.index(True)][0]
            n_marked = round(sum(marked) / len(marked) * n)
            return TypeGuess(type_, reason, n_marked, found.filled, shown, own)
    return TypeGuess(ColumnType.NUMBER, TypeReason.NUMBERS, n, found.filled, first, own)


def _counted_code(found: ColumnProfile, values: Sequence[float]) -> TypeGuess | None:
    """Whole numbers that are names of rows, not amounts."""
    different = found.distinct == found.filled
    n, of, shown = found.distinct, found.filled, str(int(values[0]))
    # In the order of the rows, each one more than the last: the sample takes every so-many-th.
    steps = set(np.diff(np.asarray(values)).tolist())
    counts = different and of == found.rows > 3 and len(steps) == 1 and steps.pop() > 0
    if counts and not _TIME_NAME.search(found.words):
        return TypeGuess(ColumnType.ID, TypeReason.COUNTED_UP, n, of, shown)
    # Many rows may be one customer's, but then far more customers than an amount has values by chance.
    often = n >= max(20, 0.05 * of)
    if _CODE_NAME.search(found.words) and (different or often):
        return TypeGuess(ColumnType.ID, TypeReason.NAMED_CODE, n, of, shown)
    return None


def _days(found: ColumnProfile) -> TypeGuess | None:
    month_first = is_month_first(found.sample) or False
    values = [day_of(cell, month_first=month_first) for cell in found.sample]
    read = sum(value is not None for value in values)
    days = [cell for cell, value in zip(found.sample, values, strict=True) if value is not None and not isnan(value)]  # fmt: skip
    if not days or read < _MOST * len(values):
        return None
    n = found.share(len(days))
    return TypeGuess(ColumnType.DATE, TypeReason.DAYS, n, found.filled, days[0], month_first=month_first)  # fmt: skip


def _files(found: ColumnProfile) -> TypeGuess | None:
    kind_of = {suffix: modality.name for modality in MODALITIES for suffix in modality.suffixes}
    kinds = Counter(
        kind_of.get(f".{ending[1].lower()}", "")
        for cell in found.sample
        if (ending := _FILE.fullmatch(cell))
    )
    del kinds[""]
    if kinds.total() < _MOST * len(found.sample):
        return None
    kind, most = kinds.most_common(1)[0]
    seen = kind in (ColumnType.PHOTO, ColumnType.SOUND) and most >= _MOST * kinds.total()
    n, shown = found.share(kinds.total()), cut(found.sample[0], _SHOWN)
    return TypeGuess(ColumnType(kind) if seen else ColumnType.FILE, TypeReason.FILES, n, found.filled, shown)  # fmt: skip


def _words(found: ColumnProfile) -> TypeGuess:
    shown = cut(" ".join(found.sample[0].split()), _SHOWN)
    different = found.distinct / found.filled
    words = sum(len(cell.split()) for cell in found.sample) / len(found.sample)
    letters = sum(map(len, found.sample)) / len(found.sample)
    named = bool(_CODE_NAME.search(found.words))
    if named and different > 0.9 and found.filled > 10 and words < 8:
        return TypeGuess(ColumnType.ID, TypeReason.NAMED_CODE, found.distinct, found.filled, shown)
    many = different > 0.5 or found.distinct > _MANY_SENTENCES
    if many and (words >= 4 or letters >= 40) and " " in "".join(found.sample[:50]):
        return TypeGuess(ColumnType.TEXT, TypeReason.LONG, found.distinct, found.filled, shown)
    return TypeGuess(*_code_or_category(found, TypeReason.FEW_WORDS), found.distinct, found.filled, shown)  # fmt: skip


def _code_or_category(found: ColumnProfile, reason: TypeReason) -> tuple[ColumnType, TypeReason]:
    """Words: codes where nearly each is another, or they are many and called codes; otherwise categories."""
    if found.filled > 20 and found.distinct > 0.9 * found.filled:
        return ColumnType.ID, TypeReason.ALL_DIFFERENT
    if found.distinct >= max(20, 0.05 * found.filled) and _CODE_NAME.search(found.words):
        return ColumnType.ID, TypeReason.NAMED_CODE
    if found.distinct > max(_MANY_CATEGORIES, 0.2 * found.filled):
        return ColumnType.ID, TypeReason.ALL_DIFFERENT
    return ColumnType.CATEGORY, reason
