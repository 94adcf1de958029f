"""Small word lists of a few languages: what turns a statement round, what is polite, and how it would sound in another one."""

import random
import re
import unicodedata
from functools import cache
from typing import Final

from mock_ai.kinds.words import WORD_LISTS

_REMOVED = r"\s?\bnot\b|n’t\b|n't\b|\s?\bnicht\b|\bне\s|\bno\s(?=[a-zé])"


@cache
def turns() -> list[tuple[re.Pattern[str], str]]:
    """What turns a statement round: what is looked for, and what stands in its place."""
    found: list[tuple[re.Pattern[str], str]] = [(re.compile(_REMOVED), "")]
    for one, other in WORD_LISTS["opposites"]:
        following = r"(?!\s(?:not|nicht)\b|[’'])" if other.startswith(one) else r"\b"
        found.append(
            (re.compile(rf"(?<![\w’']){re.escape(one)}\b{following}", re.IGNORECASE), other)
        )
        if not (other.startswith(one) or other.endswith(one)):
            found.append((re.compile(rf"(?<![\w’']){re.escape(other)}\b", re.IGNORECASE), one))
    for one, other in WORD_LISTS["dense_opposites"]:
        found.append((re.compile(rf"(?<![不没]){re.escape(one)}"), other))
    return found


COURTESY: Final = re.compile(
    r"\b(please|thanks?|thank you|sorry|apolog\w+|welcome|glad|happy|kind(ly)?|regards|dear|hello|hi|hope|feel free|let (me|us) know"
    r"|bitte|danke|gern|entschuldig\w+|hallo|liebe|grüße|freundlich\w*|merci|bonjour|désolé\w*|cordialement|gracias|hola|perdón"
    r"|saludos|grazie|ciao|obrigad[oa]|olá|спасибо|пожалуйста|здравствуйте|извините)\b"
    r"|ありがとう|申し訳|お願い|谢谢|請|请|您好|抱歉|ขอบคุณ|شكرا|धन्यवाद|कृपया",
    re.IGNORECASE,
)

GREETING: Final = re.compile(
    r"^\s*(dear|hello|hi|hallo|liebe[rs]?|guten tag|bonjour|hola|ciao|olá|здравствуйте)\b[^,.!]{0,40}[,!]\s*",
    re.IGNORECASE,
)

DAYS_AND_MONTHS: Final[dict[str, list[str]]] = {
    word: row for row in WORD_LISTS["rounds"] for word in row
}

REFUSALS: Final[dict[str, list[str]]] = WORD_LISTS["refusals"]
"""By script: without a topic, and with one."""
_SMALL: dict[str, list[str]] = WORD_LISTS["german_and_spanish"]
_FROM_ENGLISH = [{word: both[which] for word, both in _SMALL.items()} for which in (0, 1)]
_TO_ENGLISH = {
    other.casefold(): word
    for table in _FROM_ENGLISH
    for word, other in table.items()
    if len(other) > 2
}
_SCRIPTS = {
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "CJK": "han",
}


def script_of(text: str) -> str:
    """The script that most letters of the beginning are in; “latin” where there are none."""
    counts: dict[str, int] = {}
    for letter in text[:400]:
        if letter.isalpha():
            name = unicodedata.name(letter, "LATIN").split()[0]
            name = _SCRIPTS.get(name, name.lower())
            counts[name] = counts.get(name, 0) + 1
    if "kana" in counts:
        return "kana"
    return max(counts, key=lambda name: counts[name], default="latin")


def other_language(text: str, chance: random.Random) -> str:
    """The small words of English as German or Spanish ones, of others as English ones; Cyrillic and Greek in Latin letters."""
    if script_of(text) in ("cyrillic", "greek"):
        return "".join(_latin(letter) for letter in text)
    english = sum(word in _SMALL for word in re.findall(r"[a-z]+", text[:2000].lower()))
    foreign = sum(word in _TO_ENGLISH for word in re.findall(r"[^\W\d_]+", text[:2000].lower()))
    table = chance.choice(_FROM_ENGLISH) if english >= foreign else _TO_ENGLISH

    def word(found: "re.Match[str]") -> str:
        other = table.get(found[0].casefold())
        if other is None:
            return found[0]
        return other[:1].upper() + other[1:] if found[0][0].isupper() else other

    return re.sub(r"(?<![\w-])[^\W\d_]+(?![\w-])", word, text)


def _latin(letter: str) -> str:
    """A Cyrillic or Greek letter by the last word of its name: “SHA” is s h."""
    if not letter.isalpha() or letter.isascii():
        return letter
    name = unicodedata.name(letter, "").split(" WITH ")[0].split()
    if len(name) < 2 or name[0] not in ("CYRILLIC", "GREEK"):
        return letter
    sound: str = WORD_LISTS["sounds_of_letters"].get(name[-1], name[-1].lower())
    return sound.title() if letter.isupper() else sound
