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
    # Nearly every text is kept whole: asked of all of it at once, as each character takes its time.
    if text.translate(_AS_SPACE).isprintable():
        return text
    return "".join(_kept(character) for character in text)


_AS_SPACE = {ord("\xa0"): " ", ord("\n"): " "} | dict.fromkeys(range(0xFE00, 0xFE10), "\n")
"""What is kept though it is not printable, and the variation selectors, which are printable and not kept."""


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
