"""Counts with their nouns: "1 photo", "1,012 photos", "three photos", "twice"."""

from estimators.base.language import language
from estimators.base.noun import Noun, noun
from estimators.base.number import about, digits


def count(n: int, things: str | Noun) -> str:
    """So many things: "1 photo", "1,012 photos"; a word is the singular."""
    return f"{digits(n)} {_noun(things)(n)}"


def about_count(n: float, things: str | Noun) -> str:
    """So many things to two digits that count: "370 labels"."""
    text = about(n)
    return f"{text} {_noun(things)(1 if text == digits(1) else 2)}"


def spelled(n: int) -> str:
    """A small number as a word: "three"; from ten on in digits."""
    words = language().small_numbers
    return words[n] if 0 <= n < len(words) else digits(n)


def spelled_count(n: int, things: str | Noun) -> str:
    """So many things, few of them as a word: "one photo", "82 photos"."""
    return f"{spelled(n)} {_noun(things)(n)}"


def times(n: int) -> str:
    """How often: "once", "twice", "three times"."""
    return {1: "once", 2: "twice"}.get(n, f"{spelled(n)} times")


def _noun(things: str | Noun) -> Noun:
    return noun(things) if isinstance(things, str) else things
