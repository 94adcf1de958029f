"""Words taken for others that sound like them, in any script: what a transcriber hears instead."""

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from mock_ai.kinds.words import NUMBER_WORDS, WORD_LISTS

_NUMBERS: list[list[str]] = WORD_LISTS["numbers_heard_alike"]
"""Numbers taken for one another: one that is heard wrong is another number."""
_ALIKE: dict[str, list[str]] = {}
for _group in (*_NUMBERS, *WORD_LISTS["heard_alike"]):
    for _word in _group:
        _ALIKE.setdefault(_word, []).extend(other for other in _group if other != _word)
_NEAR: dict[str, str] = {
    a: b for one, other in WORD_LISTS["letters_alike"] for a, b in ((one, other), (other, one))
}
_DIGITS = dict(zip("0123456789", "8732597635", strict=True))
_TEENS = {**{f"1{n}": f"{n}0" for n in range(3, 10)}, **{f"{n}0": f"1{n}" for n in range(3, 10)}}
_VOWELS = re.compile(r"[aeiouyäöüàáâãéèêíìîóòôõúùû]+")


class SoundAlikes:
    """What is heard in place of a word.

    Parameters
    ----------
    vocabulary : words that the recordings hold; real ones are taken rather than letters changed.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._words = list(dict.fromkeys(word for word in vocabulary if word))

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            key = skeleton(word)
            if len(key) > 1:
                groups[key].append(word)
        return groups

    def other(self, word: str, chance: random.Random) -> str:
        plain = word.casefold()
        if any(letter.isdecimal() for letter in plain):
            return _other_number(word, chance)
        found = _ALIKE.get(plain) or [
            other for other in self._by_sound.get(skeleton(plain), ()) if other != plain
        ]
        if plain in NUMBER_WORDS:
            found = [other for other in found if other in NUMBER_WORDS] or found
        if found:
            return _in_case(chance.choice(found), word)
        places = [
            n for n, letter in enumerate(plain) if letter in _NEAR and len(plain) == len(word)
        ]
        if places and len(plain) > 2:
            place = chance.choice(places)
            return _in_case(plain[:place] + _NEAR[plain[place]] + plain[place + 1 :], word)
        return self.any_word(chance, plain)

    def any_word(self, chance: random.Random, other_than: str = "") -> str:
        for _ in range(8):
            word = chance.choice(self._words) if self._words else other_than
            if word != other_than:
                return word
        return other_than + (other_than[-1:] or "…")


def has_sound_alike(word: str) -> bool:
    """Whether a word is one that is often taken for another."""
    return word.casefold() in _ALIKE


def skeleton(word: str) -> str:
    """What is left of a word without its vowels, accents and doubled letters; words with the same one sound alike."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", word.casefold())
        if unicodedata.category(letter) != "Mn"
    )
    first, rest = bare[:1], _VOWELS.sub("", bare[1:])
    voiced = "".join(min(letter, _NEAR.get(letter, letter)) for letter in first + rest)
    return re.sub(r"(.)\1+", r"\1", voiced)


def _other_number(number: str, chance: random.Random) -> str:
    """15 for 50, and 5 for 9."""
    for match in re.finditer(r"\d+", number):
        teen = _TEENS.get(match[0])
        if teen:
            return number[: match.start()] + teen + number[match.end() :]
    places = [place for place, letter in enumerate(number) if letter.isdecimal()]
    place = chance.choice(places)
    heard = _DIGITS.get(number[place], "1")
    if place == places[0] and heard == "0":
        heard = "1"
    return number[:place] + heard + number[place + 1 :]


def _in_case(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
