"""What a language writes its own way: separators, months, small numbers, plural forms and its sentences.

English is written where a sentence is used; another language is one `Language` with its own catalogue (decision 0227).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


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
_current = ENGLISH


def language() -> Language:
    """The language that everything is said in."""
    return _current


def speak(chosen: Language) -> None:
    """Say everything in this language from now on."""
    global _current  # noqa: PLW0603  a process speaks one language; handing it to every number would be in every signature
    _current = chosen
