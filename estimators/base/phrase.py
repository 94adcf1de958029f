"""Words put together: lists, capitals, articles, and what is too long."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from estimators.base.language import language
from estimators.base.sentence import tr

_SOUNDS_LIKE_YOU = ("uni", "use", "usu", "eu", "ewe", "one", "once", "ut")
_SILENT_H = ("hour", "honest", "honour", "honor", "heir")
_LETTERS_READ_WITH_A_VOWEL = frozenset("AEFHILMNORSX")


def capital(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return tr("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def either(words: Sequence[str]) -> str:
    """Words to choose from: "a", "a or b", "a, b or c"."""
    if len(words) < 2:
        return "".join(words)
    return tr("{first} or {last}", first=", ".join(words[:-1]), last=words[-1])


def quoted(text: str) -> str:
    """A text between the quotation marks of the language: “text”."""
    return tr("“{text}”", text=text)


def shorten(text: str, most: int = 62) -> str:
    """At most ``most`` characters, cut at a word with an ellipsis."""
    plain = re.sub(r"[^\S\xa0]+", " ", text).strip()  # a no-break space stays
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.–- ")
    return f"{cut or plain[: most - 1]}…"


def cut(text: str, most: int) -> str:
    """A name of at most ``most`` characters, cut anywhere with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def nearest_word(word: str, known: Iterable[str]) -> str:
    """What a misspelt word is likely to mean; empty where it is like none of them."""
    near = get_close_matches(word[:200].lower(), list(known), n=1, cutoff=0.75)
    return near[0] if near else ""


def in_quotes(name: str) -> str:
    """A name as it stands between quotation marks: those within it are single."""
    return name.replace("“", "‘").replace("”", "’")


def article(name: str) -> str:
    """“a” or “an”, by how the first word sounds."""
    word = name.split(maxsplit=1)[0] if name.split() else ""
    lower = word.lower()
    if word[:1].isdigit():
        return "an" if lower.startswith("8") or word in {"11", "18"} else "a"
    if len(word) > 1 and word.isupper():  # read letter by letter, as in “an MRI”
        return "an" if word[0] in _LETTERS_READ_WITH_A_VOWEL else "a"
    if lower.startswith(_SILENT_H):
        return "an"
    if lower.startswith(_SOUNDS_LIKE_YOU):
        return "a"
    return "an" if lower[:1] in set("aeiou") else "a"


def with_article(name: str) -> str:
    """ "a crack"; the name alone in another language, which may have genders that nobody knows of a class."""
    return f"{article(name)} {name}" if language().code == "en" else name


def within_a_sentence(name: str) -> str:
    """With a small first letter, unless the word is an abbreviation or spelled its own way, or the language keeps capitals."""
    spoken = language()
    first = name.split(maxsplit=1)[0] if name.split() else name
    if spoken.keeps_capitals and first.lower() not in spoken.small_words:
        return name
    return name if any(letter.isupper() for letter in first[1:]) else name[:1].lower() + name[1:]


def as_written(name: str) -> str:
    """A class name as people write it: "normal activity" for normal_activity. Files, models and JSON keep the id."""
    return " ".join(name.replace("_", " ").split()) or name


def with_names_written(text: str, ids: Iterable[str]) -> str:
    """A text in which each of those class names is written as people do; a file or an address that contains one stays."""
    for name in ids:
        if "_" in name and name in text:
            text = re.sub(rf"(?<![\w./-]){re.escape(name)}(?![\w/-]|\.\w)", as_written(name), text)
    return text
