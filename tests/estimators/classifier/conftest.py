"""Photos, embedded once for all workers."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from estimators.classifier.embedding import Embeddings, MemoryCache, embed
from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.training import train
from estimators.classifier.training_result import TRAINING_RESULT, TrainingResult
from tests.estimators.classifier.few import few
from tests.made_once import made_once


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

    def keep(self, file: Path) -> None:
        names, vectors = zip(*self._vectors.items(), strict=True)
        np.savez(file, names=np.array(names), vectors=np.array(vectors))

    def recall(self, file: Path) -> None:
        with np.load(file) as kept:
            for (backbone, key), vector in zip(kept["names"], kept["vectors"], strict=True):
                super().put(str(backbone), {str(key): vector})


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

    def look(folder: Path) -> None:
        fresh = DictCache()
        embed(cats_and_dogs.items, cache=fresh)
        fresh.keep(folder / "vectors.npz")

    cache.recall(made_once("cats_and_dogs_seen", look) / "vectors.npz")
    return embed(cats_and_dogs.items, cache=cache)


@pytest.fixture(scope="session")
def trained(
    cats_and_dogs: Examples, cache: DictCache, seen: Embeddings
) -> tuple[TrainingResult, Path]:
    """A model of 20 cats and 20 dogs, tested on 60 others of each."""
    learn, test = few(cats_and_dogs, 20, 0), few(cats_and_dogs, 60, 20)

    def teach(folder: Path) -> None:
        result = train(learn, test=test, out=folder / "cats-and-dogs.onnx", cache=cache)
        (folder / "result.json").write_text(TRAINING_RESULT.dump(result), encoding="utf-8")

    folder = made_once("cats_and_dogs_model", teach)
    result = TRAINING_RESULT.load((folder / "result.json").read_text(encoding="utf-8"))
    return result, folder / "cats-and-dogs.onnx"
