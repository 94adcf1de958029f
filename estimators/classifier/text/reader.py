"""The text in the bytes of a file, whatever program wrote it."""

import codecs
import hashlib
import io
import re
import unicodedata
from typing import BinaryIO

import numpy as np

from estimators.classifier.arrays import Decoded, Octets
from estimators.classifier.item import USAGE_BEGINS, ExampleReader
from estimators.classifier.unreadable import UnreadableItem, unreadable

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
BITS = 128
_SHINGLE = 4


def decode_text(data: bytes) -> str:
    """The text of a file: without white space around it, cut after `MAX_CHARACTERS`.

    Raises `UnreadableItem` if there is none, or it is not a text.
    """
    text = encoded_text(data).strip().strip("\ufeff").strip()
    if not text:
        raise UnreadableItem(unreadable("empty_text"))
    if "\0" in text:
        raise UnreadableItem(unreadable("nul"))
    if len(_CONTROL.findall(text[:_LOOKED_AT])) > _MOST_CONTROL * min(len(text), _LOOKED_AT):
        raise UnreadableItem(unreadable("control_characters"))
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
    file.seek(0)
    if fits and not any(b"\0" in piece for piece in iter(lambda: file.read(_PIECE), b"")):
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


def _unmarked_utf16(start: bytes) -> str:
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = max(1, len(start) // 2)
    if max(even, odd) < _MANY_NULS * half or min(even, odd) > 0.02 * half:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def fingerprint(text: str) -> Octets:
    """128 bits, as 16 bytes, that are nearly the same for nearly the same text; its letters and digits alone count.

    The sign of each of 128 random projections of the text's four-letter shingles (Charikar 2002,
    https://doi.org/10.1145/509907.509965), so the share of bits that differ is the angle between two texts over 180 degrees.
    """
    plain = letters_of(text) or text
    padded = f" {plain} "
    shingles = {
        padded[start : start + _SHINGLE] for start in range(max(1, len(padded) - _SHINGLE + 1))
    }
    hashes = b"".join(
        hashlib.blake2b(shingle.encode("utf-8", "replace"), digest_size=BITS // 8).digest()
        for shingle in sorted(shingles)
    )
    bits = np.unpackbits(np.frombuffer(hashes, np.uint8).reshape(len(shingles), -1), axis=1)
    return np.packbits(2 * bits.sum(axis=0, dtype=np.int64) > len(shingles))


def letters_of(text: str) -> str:
    """A text's words in lower case, without accents, punctuation and symbols, one space apart."""
    if not text.isascii():
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _size(decoded: Decoded) -> tuple[float, float]:
    text = str(decoded[0])
    return float(len(text)), float(len(text.split()))


def _no_picture(_data: bytes, _size: int) -> bytes:
    raise UnreadableItem(unreadable("no_picture"))


# One thread an answer: the parts of a short text are too small to share out, several texts are not (decision 0281).
_USAGE = f"""\
{USAGE_BEGINS}
import json, numpy, onnxruntime
from concurrent.futures import ThreadPoolExecutor
options = onnxruntime.SessionOptions(); options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession("model.onnx", options)
facts = session.get_modelmeta().custom_metadata_map
classes, limit = json.loads(facts["classes"]), float(facts["strangeness_threshold"])
def answer(text):
    probabilities, strangeness = session.run(None, {{"text": numpy.array([text], dtype=object)}})
    return classes[probabilities.argmax()] if strangeness <= limit else "I don't know", probabilities.max()
with ThreadPoolExecutor() as pool:  # one text or many
    for said in pool.map(answer, ["My card has not arrived"]): print(*said)
"""
READER = ExampleReader(
    input_name="text",
    usage=_USAGE,
    decode=lambda data: np.array([decode_text(data)], dtype=object),
    size=lambda text, _data: _size(text),
    fingerprint=lambda text, _prepared: fingerprint(str(text[0])),
    thumbnail=_no_picture,
)
