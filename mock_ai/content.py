"""What an item *is*, whatever way it came: the same content gives the same draws.

An item is a ``str`` (text), ``bytes`` or a ``Path`` (photo, sound, clip). A path
stands for the bytes of its file, so that a photo on disk and the same photo in a
request body get the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from estimators.base.errors import UserError

Item = str | bytes | Path
_N_DRAWS = 6


def content_bytes(item: Item) -> bytes:
    """The bytes an item stands for."""
    if isinstance(item, str):
        return item.encode("utf-8", "surrogatepass")
    if isinstance(item, Path):
        try:
            return item.read_bytes()
        except OSError as error:
            raise UserError(
                f"“{item.name}” cannot be read.",
                f"{error.strerror or error}.",
                "Check that the file is there and that you may open it.",
            ) from error
    return bytes(item)


def content_digest(item: Item) -> bytes:
    """SHA-256 of the content: what the fake draws from and the journal remembers.

    The project keeps the same hash of every original, so a fake can be told the truth
    without reading a single file.
    """
    return sha256(content_bytes(item)).digest()


@dataclass(frozen=True)
class Draws:
    """Uniform numbers in [0, 1) that depend on nothing but content and seed.

    ``uniform`` has one column per use, so that two
    uses never share a number; ``mixing`` seeds as many further numbers as there are classes.
    """

    keys: tuple[bytes, ...]
    uniform: npt.NDArray[np.float64]
    mixing: npt.NDArray[np.uint64]


def draws(digests: Iterable[bytes], seed: int) -> Draws:
    """Draw for each content, given its digest; ``uniform`` has shape ``(n, 6)``."""
    keys = tuple(digests)
    salt = blake2b(str(seed).encode(), digest_size=16).digest()
    size = 8 * (_N_DRAWS + 1)
    hashes = b"".join(blake2b(key, digest_size=size, salt=salt).digest() for key in keys)
    words = np.frombuffer(hashes, dtype="<u8").reshape(-1, _N_DRAWS + 1)
    uniform = (words[:, :_N_DRAWS] >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return Draws(keys, uniform, words[:, _N_DRAWS].copy())
