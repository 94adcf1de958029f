"""What the words of an idea suggest that it is for. They only lead to a question: nobody is told what the law says of words.

The words are data (`lexicon.json`), English and German. A pattern is words between word borders; `*` stands for the rest
of a word. ä, ö, ü and ß are read as ae, oe, ue and ss, other accents are dropped, and a hyphen counts as a space.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from estimators.law.purpose import PURPOSE_FLAGS

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class _Rule:
    """It speaks where one of `words` stands, one of each of `near` does too, and none of `without`."""

    words: re.Pattern[str]
    near: tuple[re.Pattern[str], ...]
    without: re.Pattern[str] | None

    def speaks(self, text: str) -> bool:
        return bool(
            self.words.search(text)
            and all(each.search(text) for each in self.near)
            and not (self.without and self.without.search(text))
        )


@dataclass(frozen=True)
class _FlagWords:
    """The rules of one purpose, and phrases that only look like it: they are taken out first."""

    masks: re.Pattern[str] | None
    rules: tuple[_Rule, ...]

    def speaks(self, text: str) -> bool:
        left = self.masks.sub(" . ", text) if self.masks else text
        return any(rule.speaks(left) for rule in self.rules)


def suspected_flags(*texts: str) -> tuple[str, ...]:
    """Return the purposes that the words of title, description and kind of task suggest, in the order of `PURPOSE_FLAGS`.

    For a case whose purposes nobody was asked about: a reason to ask, never an answer.
    """
    return _suspected(" . ".join(texts))


@lru_cache(
    maxsize=32
)  # one case is decided hundreds of times, to see what would change its verdict
def _suspected(words: str) -> tuple[str, ...]:
    text = _plain(words)
    return tuple(flag for flag in PURPOSE_FLAGS if _lexicon()[flag].speaks(text))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    letters = unicodedata.normalize("NFD", folded)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s\-‐‑–_/]+", " ", bare.replace("’", "'"))


def _pattern(words: list[str]) -> re.Pattern[str]:
    each = (re.escape(_plain(word)).replace(r"\*", r"\w*").replace(r"\ ", " ") for word in words)
    return re.compile(rf"\b(?:{'|'.join(each)})(?!\w)")


@cache
def _lexicon() -> dict[str, _FlagWords]:
    written = json.loads(Path(__file__).with_name("lexicon.json").read_text("utf-8"))["lexicon"]
    groups: dict[str, list[str]] = written["groups"]

    def listed(words: list[str]) -> list[str]:
        """The words, a group named by @ written out."""
        return [w for word in words for w in (groups[word[1:]] if word[0] == "@" else [word])]

    return {
        flag: _FlagWords(
            _pattern(listed(each["masks"])) if "masks" in each else None,
            tuple(
                _Rule(
                    _pattern(listed(rule["words"])),
                    tuple(_pattern(listed(near)) for near in rule.get("near", ())),
                    _pattern(listed(rule["without"])) if "without" in rule else None,
                )
                for rule in each["rules"]
            ),
        )
        for flag, each in written["flags"].items()
    }
