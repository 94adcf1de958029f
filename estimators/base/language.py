"""What a language writes its own way: separators, months, small numbers, plural forms and its sentences.

English is written where a sentence is used; another language is one file with its own catalogue (decision 0227): one of
``languages`` by its code, or a file of one's own, named by the environment variable SMART_ENOUGH_LANGUAGE.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class NumberStyle:
    """How numbers are written in a country.

    - `decimal`, `group`: the separators of decimals and of thousands; an empty group writes none.
    - `zero`: the first of its ten digits.
    - `second`: how many digits the second group from the right has, and each before it: 3, or 2 in India.
    - `least`: how many digits a whole number has at least for groups to be written: 4, or 5 in Spain.
    """

    decimal: str = "."
    group: str = ","
    zero: str = "0"
    second: int = 3
    least: int = 4


ENGLISH_NUMBERS = NumberStyle()
LANGUAGES = Path(__file__).with_name("languages")
VARIABLE = "SMART_ENOUGH_LANGUAGE"


@dataclass(frozen=True)
class MoneyStyle:
    """How an amount of money is written.

    - `amount`: ``{sign}`` is the minus or plus, ``{currency}`` the sign ("€") or code ("CHF") and ``{number}`` the number.
    - `after_code`: what stands between a code and the number, where a sign stands close to it.
    - `thousand`, `million`, `billion`: what follows a rounded number: "33k".
    """

    amount: str = "{sign}{currency}{number}"
    after_code: str = " "
    thousand: str = "k"
    million: str = "m"
    billion: str = "bn"


_ENGLISH_PLURALS = {
    "person": "people",
    **{ending: f"{ending}es" for ending in ("s", "x", "ch", "sh")},
    **{ending: f"{ending}s" for ending in ("ay", "ey", "iy", "oy", "uy")},
    "y": "ies",
    "": "s",
}


@dataclass(frozen=True)
class Language:
    """One language; its file has the same fields as JSON.

    - `code`: as in BCP 47: "en".
    - `name`: what its speakers call it: "English".
    - `right_to_left`: whether it is written so, and with it everything in a window mirrored.
    - `keeps_capitals`: whether a title has its capital within a sentence as well, as where nouns have one.
    - `small_words`: words that have none there all the same.
    - `months`: January first, as short as a day is written: "10 Dec 2026".
    - `day`: a day with its year; ``{day}``, ``{month}`` and ``{year}`` are its parts.
    - `day_of_this_year`: the same without the year.
    - `day_of_this_month`: the same without the month.
    - `small_numbers`: zero first; numbers beyond are written in digits.
    - `unknown`: what stands where a number is not known.
    - `plural`: which of its plural forms goes with a count ``n``, in the words of gettext's Plural-Forms; English has
      two.
    - `plural_endings`: how a noun that somebody typed becomes many: the longest of these endings that it has, to what
      takes its place; the empty one is for all others.
    - `sentences`: English sentence to this language's, one text a plural form. A sentence that is missing stays
      English.
    """

    code: str = "en"
    name: str = "English"
    right_to_left: bool = False
    keeps_capitals: bool = False
    small_words: frozenset[str] = frozenset()
    numbers: NumberStyle = ENGLISH_NUMBERS
    money: MoneyStyle = MoneyStyle()
    months: tuple[str, ...] = (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    )  # fmt: skip
    day: str = "{day} {month} {year}"
    day_of_this_year: str = "{day} {month}"
    day_of_this_month: str = "{day}"
    small_numbers: tuple[str, ...] = (
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    )  # fmt: skip
    unknown: str = "unknown"
    plural: str = "n != 1"
    plural_endings: dict[str, str] = field(default_factory=lambda: dict(_ENGLISH_PLURALS))
    sentences: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def direction(self) -> str:
        """As HTML says it: "ltr" or "rtl"."""
        return "rtl" if self.right_to_left else "ltr"

    @property
    def tag(self) -> str:
        """What a document says that it is written in: British English, or the language by its code."""
        return "en-GB" if self.code == "en" else self.code

    @cached_property
    def plural_form(self) -> Callable[[int], int]:
        """The number of the plural form that goes with a count; a `ValueError` where `plural` is no expression."""
        # Only who speaks another language pays for this import.
        from gettext import c2py

        return c2py(self.plural)


ENGLISH = Language()


def language_file(code: str) -> Path | None:
    """The file of a language that the product brings, by its code; None where it brings none."""
    path = LANGUAGES / f"{code}.json"
    return path if code.isalpha() and path.exists() else None


def read_language(path: Path) -> Language:
    """The language of a file; a sentence with an empty list stays English.

    Raises `OSError` if the file cannot be read.
    Raises `ValueError` if it is no `Language`, or its plural is no expression.
    """
    # Only who speaks another language pays for this import before the first paint.
    from estimators.base.codec import parse

    read = parse(path.read_bytes(), Language)
    read.plural_form(1)
    said = {english: forms for english, forms in read.sentences.items() if forms}
    return replace(read, sentences=said)


def language_named(name: str) -> Language:
    """The language of a code ("de") or a file; raises as `read_language`."""
    return ENGLISH if name == ENGLISH.code else read_language(language_file(name) or Path(name))


def _language_of_environment() -> Language:
    try:
        return language_named(os.environ.get(VARIABLE) or ENGLISH.code)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{VARIABLE} names no language: {error}. English is spoken.\n")
        return ENGLISH


# Read here, since constants are worded as soon as their modules are imported.
_current = _language_of_environment()


def language() -> Language:
    """The language that everything is said in."""
    return _current


def speak(chosen: Language) -> None:
    """Say everything in this language from now on."""
    global _current  # noqa: PLW0603  a process speaks one language; handing it to every number would be in every signature
    _current = chosen
