"""The text in the bytes of a file, whatever program wrote it."""

import codecs
import io
import re
from typing import BinaryIO

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
_PIECE = 1 << 20
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
    """Bytes as text, by the encoding that `encoding_of` finds; what it does not fit becomes U+FFFD."""
    return data.decode(encoding_of(io.BytesIO(data)), "replace")


def encoding_of(file: BinaryIO) -> str:
    """The encoding of what is in a file, read in pieces from its beginning.

    By its mark, else UTF-8, else UTF-16 where every other byte is NUL, else Windows-1252, else Latin-1, which has a
    character for every byte.
    """
    start = file.read(_LOOKED_AT)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    fits = _fits(file, "utf-8")
    if fits and not _holds_nul(file):
        return "utf-8"
    wide = _unmarked_utf16(start)
    if wide and _fits(file, wide):
        return wide
    if fits:
        return "utf-8"
    return "cp1252" if _fits(file, "cp1252") else "latin-1"


def _fits(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in iter(lambda: file.read(_PIECE), b""):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _holds_nul(file: BinaryIO) -> bool:
    file.seek(0)
    return any(b"\0" in piece for piece in iter(lambda: file.read(_PIECE), b""))


def _unmarked_utf16(start: bytes) -> str:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = max(1, len(start) // 2)
    if max(even, odd) < _MANY_NULS * half or min(even, odd) > 0.02 * half:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
