"""Vectors for texts: texts that share words lie near one another, so that a search feels real."""

import re
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

_MOST_PARTS = 20_000


def embedding(text: str, dimensions: int, seed: int = 0) -> npt.NDArray[np.float32]:
    """A unit vector of shape ``(dimensions,)``: the same for the same text and seed.

    A sum of a few signed places for each word and each three letters of it (feature hashing,
    Weinberger et al., 2009, https://arxiv.org/abs/0902.2206): similar by letters, not by meaning.
    """
    vector = np.zeros(dimensions)
    words = re.findall(r"\w+", text.lower()[: 4 * _MOST_PARTS])[:_MOST_PARTS]
    salt = blake2b(str(seed).encode(), digest_size=16).digest()
    parts: dict[str, float] = {}
    for word in words:
        parts[word] = parts.get(word, 0.0) + 1.0
        around = f"<{word}>"
        for start in range(min(len(around) - 2, 30)):
            three = around[start : start + 3]
            parts[three] = parts.get(three, 0.0) + 0.3
    weighed = parts or {text[:100] or " ": 1.0}
    digests = b"".join(
        blake2b(part.encode("utf-8", "replace"), digest_size=32, salt=salt).digest()
        for part in weighed
    )
    places = np.frombuffer(digests, dtype="<u4").reshape(len(weighed), -1)
    roots = np.sqrt(np.fromiter(weighed.values(), float, len(weighed)))
    np.add.at(vector, places % dimensions, np.where(places >> 31, 1.0, -1.0) * roots[:, None])
    # Every place holds something, as in a real embedding; too little to change who is near.
    state = np.random.default_rng(int.from_bytes(blake2b(salt, digest_size=8).digest()))
    vector += state.normal(0, 0.02, dimensions)
    length = float(np.linalg.norm(vector))
    return (vector / (length or 1.0)).astype(np.float32)
