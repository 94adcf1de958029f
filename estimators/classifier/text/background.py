"""What texts look like in general: sentences of all sorts and languages, written for this and of no data set.

They show a model of a few texts in which directions other texts lie (`head.out_of_distribution`, decision 0123).
"""

import hashlib
import io
from functools import lru_cache
from importlib.resources import files

import numpy as np

from estimators.classifier.arrays import Singles
from estimators.classifier.backbone import backbone_named, cached_file
from estimators.classifier.embedding import embed

_REVISION = 1
"""Raise it whenever a network's features change."""


def background_texts() -> tuple[str, ...]:
    text = (
        files("estimators.classifier.text").joinpath("background.txt").read_text(encoding="utf-8")
    )
    return tuple(line for line in text.splitlines() if line.strip())


def background_features(backbone: str) -> Singles:
    """Their features by a backbone of texts ("a" or "a+b"), shape (sentences, dimensions).

    Kept in the user's cache folder from the first call on: it takes a second or two for each network.
    """
    return np.hstack([_features(part.name) for part in backbone_named(backbone).parts])


@lru_cache(maxsize=4)
def _features(network: str) -> Singles:
    texts = background_texts()

    def build() -> bytes:
        stream = io.BytesIO()
        np.save(stream, embed(texts, backbone=network).features, allow_pickle=False)
        return stream.getvalue()

    written = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    data = cached_file(f"background-{network}-{written}-r{_REVISION}", build)
    return np.asarray(np.load(io.BytesIO(data), allow_pickle=False), np.float32)
