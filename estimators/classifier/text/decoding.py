"""The text in the bytes of a file, whatever program wrote it."""

import codecs
import re

from estimators.classifier.item import UnreadableItem

MAX_CHARACTERS = 20_000
"""About 3,000 words, several times what any of the networks reads."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MOST_CONTROL = 0.02
_LOOKED_AT = 4_096
_MANY_NULS = 0.25


def decode_text(data: bytes) -> str:
    """The text of a file: without white space around it, cut after `MAX_CHARACTERS`.

    Raises
    ------
    UnreadableItem
        If there is none, or it is not a text.
    """
    text = encoded_text(data).strip().strip("\ufeff").strip()
    if not text:
        raise UnreadableItem("The text is empty.")
    if "\0" in text:
        raise UnreadableItem("It holds a NUL character, which no text has.")
    if len(_CONTROL.findall(text[:_LOOKED_AT])) > _MOST_CONTROL * min(len(text), _LOOKED_AT):
        raise UnreadableItem("It is not a text: it is full of control characters.")
    return text[:MAX_CHARACTERS].rstrip()


def encoded_text(data: bytes) -> str:
    """Bytes as text: by their mark, else UTF-8, else UTF-16 where every other byte is NUL, else Windows-1252 or Latin-1."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
        if "\0" not in text:
            return text
    except UnicodeDecodeError:
        text = ""
    wide = _unmarked_utf16(data)
    if wide is not None:
        return wide
    if text:
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("Latin-1 has a character for every byte.")


def _unmarked_utf16(data: bytes) -> str | None:
    even, odd = data[0:_LOOKED_AT:2].count(0), data[1:_LOOKED_AT:2].count(0)
    half = max(1, min(len(data), _LOOKED_AT) // 2)
    if len(data) % 2 or max(even, odd) < _MANY_NULS * half or min(even, odd) > 0.02 * half:
        return None
    try:
        return data.decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError:
        return None
