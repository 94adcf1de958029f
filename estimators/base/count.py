"""Counts with their nouns: "1 photo", "1,012 photos", "three photos", "twice"."""

from collections.abc import Sequence

from estimators.base.language import language
from estimators.base.noun import Noun, noun
from estimators.base.number import about, digits
from estimators.base.sentence import tr, tr_count


def count(n: int, things: str | Noun) -> str:
    """So many things: "1 photo", "1,012 photos"; a word is the singular."""
    return _counted(digits(n), n, things)


def about_count(n: float, things: str | Noun) -> str:
    """So many things to two digits that count: "370 labels"."""
    text = about(n)
    return _counted(text, 1 if text == digits(1) else 2, things)


def spelled(n: int) -> str:
    """A small number as a word: "three"; from ten on in digits."""
    words = language().small_numbers
    return words[n] if 0 <= n < len(words) else digits(n)


def spelled_count(n: int, things: str | Noun) -> str:
    """So many things, few of them as a word: "one photo", "82 photos"."""
    return _counted(spelled(n), n, things)


def times(n: int) -> str:
    """How often: "once", "twice", "three times"."""
    if n in (1, 2):
        return tr("once") if n == 1 else tr("twice")
    return spelled_count(n, "time")


def _counted(text: str, n: int, things: str | Noun) -> str:
    return tr_count(*(noun(things) if isinstance(things, str) else things), n, text)


def apportioned(whole: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers that add up to ``whole`` and are as close to these shares of it as can be (largest remainder)."""
    exact = [whole * share / (sum(shares) or 1.0) for share in shares]
    found = [int(each + 1e-9) for each in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
    for place in by_rest[: whole - sum(found)]:
        found[place] += 1
    return found
