"""The terms of a text (words, pairs of words, runs of letters within a word) as whole numbers, in numpy and in ONNX alike.

A run of letters is what scikit-learn's analyser "char_wb" gives: two to five characters of a word with a space on either side.
A word is letters, digits and "_". Case does not count. Characters that no training text has are one unknown letter.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.text.graph import FIRST_CODE, SPACE, UNKNOWN, CharacterTable, TextGraph
from estimators.classifier.text.reader import MAX_CHARACTERS

_SHORTEST, _LONGEST = 2, 5
_LETTERS_OF_WORD = 32
"""Further letters of a word are not looked at."""
_MOST_LETTERS = 30_000
_PAIR = 1 << 61
"""Keys of pairs of words are above it, those of words below."""
_SECOND = 5
"""So many times counts the second word of a pair."""
_BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace())  # none is above it

Keys = NDArray[np.int64]


@dataclass(frozen=True)
class Alphabet:
    """The characters that are told apart.

    - `letters`: in lower case, each once; its place says its code.
    """

    letters: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Those of some texts."""
        seen = {_folded(letter) for text in texts for letter in set(text[:MAX_CHARACTERS])}
        return cls("".join(sorted(c for c in seen if not c.isspace()))[:_MOST_LETTERS])

    @classmethod
    def behind(cls, characters: Iterable[str]) -> Self:
        """The one whose table tells these characters apart."""
        return cls("".join(sorted({_folded(c) for c in characters if not c.isspace()})))

    @cached_property
    def table(self) -> CharacterTable:
        """What becomes of each character."""
        code_of = {letter: code for code, letter in enumerate(self.letters, FIRST_CODE)}
        alike = {c for letter in self.letters for c in (letter, *letter.upper(), *letter.title())}
        codes = {c: (code_of[_folded(c)],) for c in sorted(alike) if _folded(c) in code_of}
        return CharacterTable({**codes, **dict.fromkeys(_BLANK, (SPACE,))})

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        """The same as an array by code point."""
        found = np.full(sys.maxunicode + 1, UNKNOWN, np.int64)
        for character, (code,) in self.table.codes.items():
            found[ord(character)] = code
        return found

    @cached_property
    def in_words(self) -> NDArray[np.int64]:
        """By code, 1 of what words are made of; a character that is not known counts as a letter."""
        marks = [c.isalnum() or c == "_" for c in self.letters]
        return np.array([False, False, True, *marks], np.int64)

    @cached_property
    def run_factors(self) -> Keys:
        """What each place of a run counts; sums stay below 2^61."""
        return self._factors(_LONGEST, 1 << 61, seed=1)

    @cached_property
    def word_factors(self) -> Keys:
        """What each place of a word counts, the last one, of all further letters, nothing; sums stay below 2^57."""
        return np.append(self._factors(_LETTERS_OF_WORD, 1 << 57, seed=2), 0)

    def _factors(self, places: int, limit: int, seed: int) -> Keys:
        largest = limit // (places * (len(self.letters) + FIRST_CODE))
        return np.random.default_rng(seed).integers(largest // 2, largest, places, dtype=np.int64)


def _folded(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


def terms_of(texts: Sequence[str], alphabet: Alphabet) -> tuple[NDArray[np.int64], Keys]:
    """All terms of all texts, repeated as often as they occur: which text, and the key; those of runs are below zero."""
    padded = [f" {text[:MAX_CHARACTERS]} " for text in texts]
    points = np.frombuffer("".join(padded).encode("utf-32-le", "replace"), "<u4")
    document = np.repeat(np.arange(len(texts)), [len(text) for text in padded])
    code = alphabet.codes[points]
    blank = code == SPACE
    again = np.zeros(len(code), bool)
    again[1:] = blank[1:] & blank[:-1] & (document[1:] == document[:-1])
    code, document = code[~again], document[~again]
    documents, keys = _runs(code, document, alphabet)
    for found, key in _words(code, document, alphabet):
        documents.append(found)
        keys.append(key)
    return np.concatenate(documents), np.concatenate(keys)


def _runs(
    code: Keys, document: NDArray[np.int64], alphabet: Alphabet
) -> tuple[list[NDArray[np.int64]], list[Keys]]:
    documents, keys = [], []
    total = code * alphabet.run_factors[0]
    inside = np.ones(len(code), bool)
    for length in range(_SHORTEST, _LONGEST + 1):
        count = max(len(code) - length + 1, 0)
        if length > _SHORTEST:
            inside = inside[:count] & (code[length - 2 : length - 2 + count] != SPACE)
        last = slice(length - 1, length - 1 + count)
        total = total[:count] + code[last] * alphabet.run_factors[length - 1]
        whole = inside[:count] & (document[last] == document[:count])
        documents.append(document[:count][whole])
        keys.append(-1 - total[whole])
    return documents, keys


def _words(
    code: Keys, document: NDArray[np.int64], alphabet: Alphabet
) -> list[tuple[NDArray[np.int64], Keys]]:
    letter = alphabet.in_words[code] == 1
    starts = letter.copy()
    starts[1:] &= ~letter[:-1]
    first = np.flatnonzero(starts)
    word = np.cumsum(starts)[letter] - 1
    place = np.minimum(np.flatnonzero(letter) - first[word], _LETTERS_OF_WORD)
    key = np.zeros(len(first), np.int64)
    np.add.at(key, word, code[letter] * alphabet.word_factors[place])
    of = document[first]
    beside = of[1:] == of[:-1]
    pair = _PAIR + key[:-1] + _SECOND * key[1:]
    return [(of, key), (of[1:][beside], pair[beside])]


def add_terms(graph: TextGraph, alphabet: Alphabet, keys: Keys) -> str:
    """Add what leads from the text to the places of its terms among `keys`, int64 [terms found]."""
    g, c = graph, graph.constant
    found = g.codes(alphabet.table, MAX_CHARACTERS)
    code = g.node("Concat", c([SPACE]), found, c([SPACE]), axis=0)
    blank = g.cast(g.node("Equal", code, c(SPACE)), np.int64)
    once = g.node("Less", g.node("Add", blank, g.shifted(blank, 0)), c(2))
    code = g.node("Compress", code, once)
    position, count = g.positions(code)
    last = g.node("Sub", count, c([1]))
    terms = [_add_runs(g, alphabet, code, position, last), *_add_words(g, alphabet, code, position)]
    column = g.lookup(
        g.node("Concat", *terms, axis=0), {int(key): place for place, key in enumerate(keys)}
    )
    return g.node("Compress", column, g.node("GreaterOrEqual", column, c(0)))


def _add_runs(g: TextGraph, alphabet: Alphabet, code: str, position: str, last: str) -> str:
    c = g.constant
    places = g.node("Add", g.node("Unsqueeze", position, c([1])), c([range(_LONGEST)]))
    window = g.node("Gather", code, g.node("Min", places, last))
    total = g.node("CumSum", g.node("Mul", window, c(alphabet.run_factors[None])), c(1))
    key = g.node("Sub", c(-1), total)
    blank = g.cast(g.node("Equal", window, c(SPACE)), np.int64)
    blank = g.node("Mul", blank, c([[0] + [1] * (_LONGEST - 1)]))  # the first may be one
    inner = g.node("CumSum", blank, c(1), exclusive=1)
    whole = g.node("And", g.node("Equal", inner, c(0)), g.node("LessOrEqual", places, last))
    long_enough = c([[False] * (_SHORTEST - 1) + [True] * (_LONGEST - _SHORTEST + 1)], np.bool_)
    whole = g.node("And", whole, long_enough)
    flat = g.node("Reshape", key, c([-1]))
    return g.node("Compress", flat, g.node("Reshape", whole, c([-1])))


def _add_words(g: TextGraph, alphabet: Alphabet, code: str, position: str) -> list[str]:
    c = g.constant
    letter = g.node("Gather", c(alphabet.in_words), code)
    starts = g.node("Mul", letter, g.node("Sub", c(1), g.shifted(letter, 0)))
    word = g.node("Mul", g.node("CumSum", starts, c(0)), letter)  # 0 is between words
    nothing = g.node("Mul", position, c(0))
    first = g.summed(nothing, word, g.node("Mul", position, starts))
    place = g.node("Sub", position, g.node("Gather", first, word))
    place = g.node("Min", place, c(_LETTERS_OF_WORD))
    part = g.node("Mul", code, g.node("Gather", c(alphabet.word_factors), place))
    part = g.node("Mul", part, letter)
    key = g.summed(nothing, word, part)
    count = g.node("ReduceSum", starts, c([0]), keepdims=1)
    key = g.node("Slice", key, c([1]), g.node("Add", count, c([1])), c([0]))
    once = g.node("Slice", key, c([0]), c([-1]), c([0]))
    after = g.node("Slice", key, c([1]), c([np.iinfo(np.int64).max]), c([0]))
    pair = g.node("Add", g.node("Add", once, c(_PAIR)), g.node("Mul", after, c(_SECOND)))
    return [key, pair]
