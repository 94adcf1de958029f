"""Text with its look, before it is measured or drawn: what sentences are made of."""

import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 20_000  # of one text; nobody reads further, and the report stays a report


@dataclass(frozen=True)
class TextRun:
    """A stretch of text of one look. ``cite`` makes it a raised link; ``icon`` a mark instead of text."""

    text: str
    strong: bool = False
    cite: str = ""  # the name of a destination
    icon: str = ""
    colour: str = ""
    small: bool = False


Runs = tuple[TextRun, ...]


def clean(text: str) -> str:
    """Text without what must not reach a page: control and direction characters, lone surrogates.

    Direction overrides could make a sentence read as another one; invisible characters have no place in print.
    """
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS - 1] + "…"
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return text.translate(_KEPT)


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if category == "Cs" or character in "\ufffe\uffff":
        return "\ufffd"
    if character in "\u200c\u200d":
        return character  # joiners: Persian and Hindi words read otherwise without them
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f":
        return ""
    return character


class _Kept(dict[int, str]):
    """What is kept of each character, worked out once: texts are long, and their characters few."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _kept(chr(code)))


_KEPT = _Kept()
