"""Photos, embedded once a session."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from estimators.classifier.embedding import Embeddings, MemoryCache, embed
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.training import train
from estimators.classifier.training_result import TrainingResult
from tests.estimators.classifier.few import few


class DictCache(MemoryCache):
    """`hits` and `puts` count what went through."""

    hits = puts = 0

    def get(self, backbone: str, keys: Sequence[str], /) -> Mapping[str, NDArray[np.float32]]:
        found = super().get(backbone, keys)
        self.hits += len(found)
        return found

    def put(self, backbone: str, vectors: Mapping[str, NDArray[np.float32]], /) -> None:
        self.puts += len(vectors)
        super().put(backbone, vectors)


@pytest.fixture(scope="session")
def cache() -> DictCache:
    return DictCache()


@pytest.fixture
def fresh_cache() -> DictCache:
    return DictCache()


@pytest.fixture(scope="session")
def cats_and_dogs(dataset: Callable[[str], Path]) -> Examples:
    return load_examples(dataset("cats_vs_dogs"))


@pytest.fixture(scope="session")
def seen(cats_and_dogs: Examples, cache: DictCache) -> Embeddings:
    """All cats and dogs, embedded."""
    return embed(cats_and_dogs.items, cache=cache)


@pytest.fixture(scope="session")
def trained(
    cats_and_dogs: Examples,
    cache: DictCache,
    seen: Embeddings,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[TrainingResult, Path]:
    """A model of 20 cats and 20 dogs, tested on 60 others of each."""
    out = tmp_path_factory.mktemp("model") / "cats-and-dogs.onnx"
    result = train(few(cats_and_dogs, 20, 0), test=few(cats_and_dogs, 60, 20), out=out, cache=cache)
    return result, out
