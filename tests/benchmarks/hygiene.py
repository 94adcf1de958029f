"""How many of 5 % flipped labels does the inspection find, and how many findings does clean data give?

    python tests/benchmarks/hygiene.py ../shared/data --sets cats_vs_dogs trashnet --seeds 5

Prints, for each set: precision and recall of the label suspects where one label in twenty was moved to another class, the
suspects without any flip, and the other findings on the data as it is. The sets that the rules were chosen on are named in
docs/method-classifier.md.
"""

import argparse
import hashlib
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.examples import Examples, load_examples
from estimators.classifier.hygiene.inspection import inspect

SHARE = 0.05


class Memory:
    """Embeddings kept for the length of the run, so that each seed costs the inspection alone."""

    def __init__(self) -> None:
        self._vectors: dict[tuple[str, str], NDArray[np.float32]] = {}

    def get(self, backbone: str, keys: Sequence[str], /) -> Mapping[str, NDArray[np.float32]]:
        return {
            key: self._vectors[backbone, key] for key in keys if (backbone, key) in self._vectors
        }

    def put(self, backbone: str, vectors: Mapping[str, NDArray[np.float32]], /) -> None:
        self._vectors.update({(backbone, key): vector for key, vector in vectors.items()})


def unpacked(data: Path, name: str, folder: Path) -> Examples:
    """The examples of a set; of one that comes as CSVs, those to learn from."""
    with tarfile.open(data / f"{name}.tar") as archive:
        archive.extractall(folder, filter="data")
    root = folder / name
    tables = sorted(root.glob("*.csv"))
    source = next((t for t in tables if t.stem == "train"), tables[0]) if tables else root
    return load_examples(source)


def flipped(examples: Examples, seed: int) -> tuple[Examples, set[str]]:
    """One label in twenty moved to another class, and the names of those."""
    rng = np.random.default_rng(seed)
    classes = sorted(examples.classes)
    labels = list(examples.labels)
    moved = rng.choice(len(labels), max(1, int(SHARE * len(labels))), replace=False)
    for position in moved.tolist():
        labels[position] = str(rng.choice([c for c in classes if c != labels[position]]))
    return replace(examples, labels=tuple(labels)), {examples.names[p] for p in moved.tolist()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="+", default=["cats_vs_dogs", "trashnet", "spoken_digits"])
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    print("set                        n  precision  recall  suspects on clean  other findings")
    for name in options.sets:
        with tempfile.TemporaryDirectory() as folder:
            examples = unpacked(options.data, name, Path(folder))
            keys = [_sha256(item) for item in examples.items]
            examples, cache = replace(examples, keys=tuple(keys)), Memory()
            clean = inspect(examples, cache=cache)
            precision, recall = [], []
            for seed in range(options.seeds):
                spoiled, truth = flipped(examples, seed)
                suspects = inspect(spoiled, cache=cache, seed=seed).label_suspects
                named = {path for finding in suspects for path in finding.paths}
                precision.append(len(named & truth) / max(len(named), 1))
                recall.append(len(named & truth) / len(truth))
            others = sum(
                len(found)
                for found in (clean.outliers, clean.quality, clean.shortcuts, clean.warnings)
            )
            print(
                f"{name:24} {len(examples):6}  {np.mean(precision):9.2f}  {np.mean(recall):6.2f}  "
                f"{len(clean.label_suspects):17}  {others:14}",
                flush=True,
            )


def _sha256(item: object) -> str:
    data = item.read_bytes() if isinstance(item, Path) else str(item).encode()
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
