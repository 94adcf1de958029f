"""Texts in words, in any script: what is said, without the marks around it, and what stands between."""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

# Scripts that put no space between words (Thai, Lao, Khmer, Burmese, kana, Han) count by their characters.
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(\s*)([{_DENSE}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|[^\s{_DENSE}]+)")
_DENSE_LETTER = re.compile(rf"[{_DENSE}]")
_SPEAKER = re.compile(r"^[^\W\d_][\w .’-]{0,30}:$")
_SENTENCE_END = re.compile(r"(?<=[.!?…؟।])(?=\s)|(?<=[。！？])|(?<=\n)(?!\n)")


WORD_LISTS: dict[str, Any] = json.loads(
    Path(__file__).with_name("word_lists.json").read_text("utf-8")
)
"""Small word lists of a few languages: numbers, opposites, refusals, and what sounds alike."""
NUMBER_WORDS = frozenset(WORD_LISTS["number_words"])
"""Number words; “one” and its like in other languages are articles more often."""


@dataclass(frozen=True)
class Token:
    """A word of a text: what stands before it (space, opening marks), itself, and the marks after it."""

    before: str
    word: str
    after: str

    @property
    def plain(self) -> str:
        """The word as it is counted: without capitals."""
        return self.word.casefold()

    @property
    def is_number(self) -> bool:
        """Whether it is a number, in digits or in a word."""
        return self.plain in NUMBER_WORDS or any(letter.isdigit() for letter in self.word)

    @property
    def is_speaker(self) -> bool:
        """Whether it says who speaks: “Anna:”."""
        return self.after.startswith((":", "：")) and bool(_SPEAKER.match(f"{self.word}:"))


def tokens(text: str) -> list[Token]:
    """The words of a text in order; together with a space at its end they are the whole text."""
    found = []
    for space, run in _TOKEN.findall(text):
        if run[0].isalnum() and run[-1].isalnum():  # most of them
            found.append(Token(space, run, ""))
            continue
        start, end = 0, len(run)
        while start < end and not _counts(run[start]):
            start += 1
        while end > start and not _counts(run[end - 1]):
            end -= 1
        found.append(Token(space + run[:start], run[start:end], run[end:]))
    return found


def joined(parts: list[Token]) -> str:
    """The text of words in order."""
    return "".join(part.before + part.word + part.after for part in parts)


def plain_words(text: str) -> list[str]:
    """What a word error rate counts: words without capitals and marks."""
    return [token.plain for token in tokens(text) if token.word]


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text; joined they are the text."""
    return [part for part in _SENTENCE_END.split(text) if part]


def is_dense(text: str) -> bool:
    """Whether a text puts no space between its words."""
    return bool(_DENSE_LETTER.search(text))


def word_errors(good: str, answer: str) -> int:
    """Words to substitute, leave out or add to make the answer the good one (Levenshtein distance over words)."""
    ours, theirs = plain_words(good), plain_words(answer)
    number = {word: place for place, word in enumerate(dict.fromkeys(ours + theirs))}
    said = np.array([number[word] for word in theirs], dtype=np.int64)
    steps = np.arange(len(said) + 1)
    row = steps.copy()
    for place, word in enumerate(ours, 1):
        best = np.empty_like(row)
        best[0] = place
        best[1:] = np.minimum(row[:-1] + (said != number[word]), row[1:] + 1)
        row = np.minimum.accumulate(best - steps) + steps  # and words that were added
    return int(row[-1])


def _counts(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter)[0] in "MSN"
