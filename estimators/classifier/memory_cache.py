"""Embeddings kept for as long as one piece of work takes, so that the choice of a network does not look at texts twice."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


class MemoryCache:
    """An `embedding.EmbeddingCache` that is gone with the process."""

    def __init__(self) -> None:
        self._vectors: dict[tuple[str, str], NDArray[np.float32]] = {}

    def get(self, backbone: str, keys: Sequence[str], /) -> Mapping[str, NDArray[np.float32]]:
        """What is known of these keys."""
        known = self._vectors
        return {key: known[backbone, key] for key in keys if (backbone, key) in known}

    def put(self, backbone: str, vectors: Mapping[str, NDArray[np.float32]], /) -> None:
        """Keep these."""
        self._vectors.update({(backbone, key): vector for key, vector in vectors.items()})
