"""128 bits that are nearly the same for nearly the same text.

The sign of each of 128 random projections of the text's four-letter shingles (Charikar 2002,
https://doi.org/10.1145/509907.509965), so the share of bits that differ is the angle between two texts over 180 degrees.
"""

import hashlib
import unicodedata

import numpy as np
from numpy.typing import NDArray

BITS = 128
_SHINGLE = 4


def fingerprint(text: str) -> NDArray[np.uint8]:
    """The 128 bits, as 16 bytes; letters and digits alone count, without case and accents."""
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
