"""What a language writes its own way: separators, months, small numbers, plural forms and its sentences.

English is written where a sentence is used; another language is one file with its own catalogue (decision 0227), named by
the environment variable SMART_ENOUGH_LANGUAGE.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class NumberStyle:
    """How numbers are written in a country.

    Attributes
    ----------
    decimal, group : str
        The separators of decimals and of thousands; an empty group writes none.
    zero : str
        The first of its ten digits.
    second : int
        How many digits the second group from the right has, and each before it: 3, or 2 in India.
    least : int
        How many digits a whole number has at least for groups to be written: 4, or 5 in Spain.
    """

    decimal: str = "."
    group: str = ","
    zero: str = "0"
    second: int = 3
    least: int = 4


ENGLISH_NUMBERS = NumberStyle()


def _two_forms(n: int) -> int:
    return 0 if n == 1 else 1


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes
    ----------
    code : str
        As in BCP 47: "en".
    numbers : NumberStyle
    months : tuple of str
        January first, as short as a day is written: "10 Dec 2026".
    day : str
        A day with its year; ``{day}``, ``{month}`` and ``{year}`` are its parts.
    day_of_this_year : str
        The same without the year.
    small_numbers : tuple of str
        Zero first; numbers beyond are written in digits.
    plural_form : callable
        Which of its plural forms goes with a count; English has two.
    sentences : mapping
        English sentence to this language's, one text a plural form. A sentence that is missing stays English.
    """

    code: str = "en"
    numbers: NumberStyle = ENGLISH_NUMBERS
    months: tuple[str, ...] = (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    )  # fmt: skip
    day: str = "{day} {month} {year}"
    day_of_this_year: str = "{day} {month}"
    small_numbers: tuple[str, ...] = (
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    )  # fmt: skip
    plural_form: Callable[[int], int] = _two_forms
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


ENGLISH = Language()


@dataclass(frozen=True)
class LanguageFile:
    """A language as its file has it: JSON, each field as in `Language`, by default English.

    Attributes
    ----------
    plural : str
        Which form goes with ``n``, in the words of gettext's Plural-Forms: ``n != 1``.
    sentences : mapping
        English sentence to this language's forms; an empty list stays English.
    """

    code: str
    numbers: NumberStyle = ENGLISH_NUMBERS
    months: tuple[str, ...] = ENGLISH.months
    day: str = ENGLISH.day
    day_of_this_year: str = ENGLISH.day_of_this_year
    small_numbers: tuple[str, ...] = ENGLISH.small_numbers
    plural: str = "n != 1"
    sentences: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_language(path: Path) -> Language:
    """The language of a file.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is not a `LanguageFile`, or its plural is no expression.
    """
    # Only who speaks another language pays for these imports before the first paint.
    from gettext import c2py

    from estimators.base.codec import parse

    read = parse(path.read_bytes(), LanguageFile)
    return Language(
        read.code,
        read.numbers,
        read.months,
        read.day,
        read.day_of_this_year,
        read.small_numbers,
        c2py(read.plural),
        {english: forms for english, forms in read.sentences.items() if forms},
    )


def _language_of_environment() -> Language:
    named = os.environ.get("SMART_ENOUGH_LANGUAGE")
    if not named:
        return ENGLISH
    try:
        return read_language(Path(named))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"SMART_ENOUGH_LANGUAGE names no language: {error}. English is spoken.\n")
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
