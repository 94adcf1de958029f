"""Words of a transcript that are wrong: left out, added or swapped, counted by the library that aligns them (decision 0308)."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_WORDS = re.compile(r"[a-z0-9_]+(?:'[a-z0-9_]+)*")
_DENSE = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no space between words: each character counts as one."""
_SENTENCE_END = re.compile(r"[.!?:]\W*$")


class WordErrors(NamedTuple):
    """How a transcript differs from what was said, in words (or characters)."""

    swapped: int
    left_out: int
    added: int
    said: int

    @property
    def wrong(self) -> int:
        """All errors, of `said` words."""
        return self.swapped + self.left_out + self.added


def spoken_words(text: str) -> list[str]:
    """The words without case and punctuation; an apostrophe stays inside its word."""
    lower = text.lower().replace("’", "'")
    if lower.isascii():
        return _WORDS.findall(lower)
    lower = unicodedata.normalize("NFKC", lower)
    spaced = _DENSE.sub(lambda found: f" {found[0]} ", lower)
    kept = "".join(c if c in "'_" or unicodedata.category(c)[0] in "LMN" else " " for c in spaced)
    return [bare for word in kept.split() if (bare := word.strip("'"))]


def word_errors(said: str, written: str) -> WordErrors:
    """Compare two transcripts word by word."""
    return _errors(spoken_words(said), spoken_words(written))


def character_errors(said: str, written: str) -> WordErrors:
    """Compare two transcripts character by character, one space between words."""
    return _errors(" ".join(spoken_words(said)), " ".join(spoken_words(written)))


def _errors(said: Sequence[str], written: Sequence[str]) -> WordErrors:
    from rapidfuzz.distance import Levenshtein

    counts = {"replace": 0, "delete": 0, "insert": 0}
    for step in Levenshtein.editops(said, written):
        counts[step.tag] += 1
    return WordErrors(counts["replace"], counts["delete"], counts["insert"], len(said))


def numbers_and_names(said: str) -> list[str]:
    """The words that must not be wrong: those with a digit, and those with a capital that do not begin a sentence."""
    found, begins = [], True
    for word in said.split():
        plain = spoken_words(word)
        name = word.lstrip("“\"'([")[:1].isupper() and not begins and plain not in (["i"], ["i'm"], ["i'll"], ["i've"], ["i'd"])  # fmt: skip
        if any(map(str.isdigit, word)) or name:
            found += plain
        begins = bool(_SENTENCE_END.search(word))
    return found


def keeps_numbers_and_names(said: str, written: str) -> bool:
    """Whether all of them are there, as often and in their order."""
    words = iter(spoken_words(written))
    return all(word in words for word in numbers_and_names(said))
