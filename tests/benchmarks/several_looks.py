"""Do several looks at a photo make a model right more often than one, and what do they cost?

    python tests/benchmarks/several_looks.py SET [SET ...] [--n 20] [--splits 18] [--backbones NAME NAME]

A SET is a folder with a folder of photos for each class. Each split learns from n photos a class, drawn at random, and tests on all
others, with each backbone on the same ones. Printed are accuracy, log loss, the difference from the first backbone with its standard
error over the splits, and processor time for a photo from the file to the features, the backbones taking turns.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from estimators.classifier import LocalClassifier
from estimators.classifier.arrays import Doubles, Labels
from estimators.classifier.embedding import Embeddings, embed
from estimators.classifier.examples import load_examples
from estimators.classifier.measures import log_loss

USUAL = ["efficientnet-lite0", "efficientnet-lite0-multiview"]
_TIMED = 60
_TURNS = 3


def measured(
    seen: Embeddings, labels: Labels, backbone: str, n: int, seed: int
) -> tuple[float, float]:
    """Accuracy and log loss of what was learned from n of each class, on all others."""
    rng = np.random.default_rng(seed)
    names = np.unique(labels)
    learn = np.concatenate([rng.permutation(np.flatnonzero(labels == c))[:n] for c in names])
    test = np.setdiff1d(np.flatnonzero(seen.readable), learn)
    model = LocalClassifier(backbone=backbone, random_state=seed)
    model.fit_embeddings(seen.take(learn), labels[learn], np.arange(len(learn)), backbone=backbone)
    sure = model.head_.predict_proba(seen.features[test])
    truth = np.searchsorted(names, labels[test])
    return float((sure.argmax(axis=1) == truth).mean()), log_loss(sure, truth)


def milliseconds(photos: list[Path], backbone: str) -> float:
    """Processor time for a photo."""
    started = time.process_time()
    embed(photos, backbone=backbone)
    return 1e3 * (time.process_time() - started) / len(photos)


def main(argv: list[str] | None = None) -> None:
    """Print a row for each set and backbone, and the mean over the sets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--splits", type=int, default=18)
    parser.add_argument("--backbones", nargs="+", default=USUAL)
    options = parser.parse_args(argv)
    gains: dict[str, list[Doubles]] = {name: [] for name in options.backbones}
    for folder in options.sets:
        examples = load_examples(folder)
        labels = np.array(examples.labels)
        photos = [item for item in examples.items if isinstance(item, Path)][:_TIMED]
        turns = [[milliseconds(photos, b) for b in options.backbones] for _ in range(_TURNS)]
        costs = np.median(turns, axis=0)
        first = np.zeros(options.splits)
        for backbone, cost in zip(options.backbones, costs, strict=True):
            seen = embed(examples.items, backbone=backbone)
            found = np.array(
                [
                    measured(seen, labels, backbone, options.n, seed)
                    for seed in range(options.splits)
                ]
            )
            if backbone == options.backbones[0]:
                first = found[:, 0]
            gain = 100 * (found[:, 0] - first)
            gains[backbone].append(gain)
            error = gain.std(ddof=1) / np.sqrt(len(gain))
            print(
                f"{folder.name:16} {backbone:30} {found[:, 0].mean():.4f} log loss {found[:, 1].mean():.4f}"
                f" {gain.mean():+.2f} ± {error:.2f} points, {cost:.1f} ms",
                flush=True,
            )
    for backbone, each in gains.items():
        mean = np.mean(each, axis=0)
        error = mean.std(ddof=1) / np.sqrt(len(mean))
        print(f"{'mean':16} {backbone:30} {mean.mean():+.2f} ± {error:.2f} points")


if __name__ == "__main__":
    main()
