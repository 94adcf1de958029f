"""Texts as the same person could have typed them: other contractions and function words, typos, case, punctuation.

Words keep their order and their sense. The rules for English apply only where a text looks English; the others are neutral.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CONTRACTIONS = (
    ("do not", "don’t"),
    ("does not", "doesn’t"),
    ("did not", "didn’t"),
    ("is not", "isn’t"),
    ("are not", "aren’t"),
    ("was not", "wasn’t"),
    ("have not", "haven’t"),
    ("has not", "hasn’t"),
    ("cannot", "can’t"),
    ("could not", "couldn’t"),
    ("would not", "wouldn’t"),
    ("will not", "won’t"),
    ("I am", "I’m"),
    ("I have", "I’ve"),
    ("I will", "I’ll"),
    ("it is", "it’s"),
    ("that is", "that’s"),
    ("what is", "what’s"),
    ("you are", "you’re"),
    ("they are", "they’re"),
    ("we are", "we’re"),
)
_SAME_SENSE = (
    ("because", "since"),
    ("although", "though"),
    ("maybe", "perhaps"),
    ("very", "really"),
    ("until", "till"),
    ("need to", "have to"),
    ("would like to", "want to"),
    ("how do I", "how can I"),
    ("is there a way to", "is it possible to"),
    ("hello", "hi"),
    ("thank you", "thanks"),
    ("almost", "nearly"),
    ("anyone", "anybody"),
    ("everyone", "everybody"),
    ("around", "about"),
    ("however", "but"),
)
_AS_IN_A_CHAT = (("you", "u"), ("are", "r"), ("please", "pls"), ("and", "&"))
_TEMPLATES = ("Hello, {}", "Hi, {}", "{} Thanks.", "{} Thank you.")
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the a an and or to of in is are was it i you my your we for on with that this not do can have how what",
    )
)
_ENGLISH_SHARE = 0.15


def variants(decoded: Any, rng: np.random.Generator, n: int) -> list[tuple[str, NDArray[Any]]]:
    """At most `n` different variants of a text (a str, or an object array of one), each with what was done to it.

    Fewer where few rules apply, as with very short texts; never the text itself.
    """
    text = decoded if isinstance(decoded, str) else str(np.ravel(decoded)[0])
    rules = [*_NEUTRAL, *(_FOR_ENGLISH if looks_english(text) else ())]
    seen = {text}
    found: list[tuple[str, NDArray[Any]]] = []
    for _ in range(4 * n):
        if len(found) == n or not text.strip():
            break
        changed = text
        names: list[str] = []
        for at in rng.permutation(len(rules))[: int(rng.integers(1, 4))]:
            name, rule = rules[at]
            tried = rule(changed, rng)
            if tried != changed:
                changed, names = tried, [*names, name]
        if changed not in seen and changed.strip():
            seen.add(changed)
            found.append((", ".join(names), np.array([changed], dtype=object)))
    return found


def looks_english(text: str) -> bool:
    """Whether enough of its words are the commonest English ones."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)


Rule = Callable[[str, np.random.Generator], str]


def _swap(pairs: tuple[tuple[str, str], ...], *, both_ways: bool) -> Rule:
    """One phrase that occurs, changed for its equal."""
    directed = [*pairs, *((b, a) for a, b in pairs)] if both_ways else list(pairs)

    def change(text: str, rng: np.random.Generator) -> str:
        plain: str = text.replace("'", "’")
        for at in rng.permutation(len(directed)):
            old, new = directed[at]
            match = re.search(rf"(?<![\w’]){re.escape(old)}(?![\w’])", plain, re.IGNORECASE)
            if match:
                fitted: str = new[0].upper() + new[1:] if match[0][0].isupper() else new
                changed: str = plain[: match.start()] + fitted + plain[match.end() :]
                return changed if "’" in text else changed.replace("’", "'")
        return text

    return change


def _typo(text: str, rng: np.random.Generator) -> str:
    """Two letters swapped, one dropped or one doubled, inside one word of at least four letters.

    Only of scripts with upper and lower case: in others a single character can be a word.
    """
    found = re.finditer(r"[^\W\d_]{4,}", text)
    words = [word for word in found if word[0].lower() != word[0].upper()]
    if not words:
        return text
    word = words[int(rng.integers(len(words)))]
    letters = list(word[0])
    at = int(rng.integers(1, len(letters) - 2))
    kind = int(rng.integers(3))
    if kind == 0:
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    elif kind == 1:
        del letters[at]
    else:
        letters.insert(at, letters[at])
    return text[: word.start()] + "".join(letters) + text[word.end() :]


def _lower(text: str, _rng: np.random.Generator) -> str:
    return text.lower()


def _sentence_case(text: str, _rng: np.random.Generator) -> str:
    return text[:1].upper() + text[1:]


def _without_final_stop(text: str, _rng: np.random.Generator) -> str:
    """The last full stop or question mark, which many leave out; an exclamation mark says something, so it stays."""
    shortened = text.rstrip(" .?。？")
    return shortened if shortened else text


def _without_commas(text: str, _rng: np.random.Generator) -> str:
    changed: str = re.sub(r"\s*[,;，；]", "", text)
    return changed


def _without_accents(text: str, _rng: np.random.Generator) -> str:
    """As typed on a keyboard that has none; only accents on Latin letters."""
    out = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        accented = len(parts) > 1 and "LATIN" in unicodedata.name(parts[0], "")
        out.append(parts[0] if accented else character)
    return "".join(out)


def _template(text: str, rng: np.random.Generator) -> str:
    if len(text) < 12:
        return text
    return _TEMPLATES[int(rng.integers(len(_TEMPLATES)))].format(text)


_NEUTRAL: tuple[tuple[str, Rule], ...] = (
    ("a typo", _typo),
    ("lower case", _lower),
    ("sentence case", _sentence_case),
    ("no final stop", _without_final_stop),
    ("no commas", _without_commas),
    ("no accents", _without_accents),
)
_FOR_ENGLISH: tuple[tuple[str, Rule], ...] = (
    ("contractions", _swap(_CONTRACTIONS, both_ways=True)),
    ("other function words", _swap(_SAME_SENSE, both_ways=True)),
    ("as in a chat", _swap(_AS_IN_A_CHAT, both_ways=False)),
    ("a template", _template),
)
