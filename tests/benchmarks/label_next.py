"""How many labels does "Label next" save? One table, against labelling at random, on real sets.

    python tests/benchmarks/label_next.py DATA [--sets trashnet,grocery_produce,cats_vs_dogs] [--seeds 10]

DATA is the folder of .tar sets. A third of each set (whole groups of near copies) is held out for the test; the rest starts
without any label, and is labelled in batches, suggested or drawn at random. The question of the last columns: how many
labels does each way need for the accuracy that random drawing has with all its labels (and with half of them)?
Intervals are 90 %, by resampling the seeds in pairs.
"""

import argparse
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.active_learning import next_to_label
from estimators.classifier.arrays import Doubles
from estimators.classifier.embedding import Embeddings, embed
from estimators.classifier.examples import load_examples
from estimators.classifier.grouping.groups import find_groups
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.splits import choose_holdout

BATCHES = {"cats_vs_dogs": 6, "brick_cracks": 10, "banking77": 80}
ROUNDS = 10
MOST = 3_000
BACKBONES = {"photo": "efficientnet-lite0", "text": "wordllama"}


@dataclass
class Pool:
    """A set, embedded, and what stays together in it."""

    embeddings: Embeddings
    labels: NDArray[np.str_]
    groups: NDArray[np.intp]


def load(archive: Path) -> Pool:
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        root = Path(folder, archive.stem)
        tables = sorted(root.glob("*.csv"))
        examples = load_examples(tables[0] if tables else root)
        rng = np.random.default_rng(0)
        kept = np.sort(rng.permutation(len(examples.items))[:MOST])
        items = [examples.items[position] for position in kept]
        embeddings = embed(items, backbone=BACKBONES[examples.modality])
    labels = np.array(examples.labels)[kept]
    return Pool(embeddings, labels, find_groups(embeddings, labels).ids)


def fit(pool: Pool, known: NDArray[np.intp]) -> CalibratedHead | None:
    if len(np.unique(pool.labels[known])) < 2:
        return None
    head = CalibratedHead(folds=2)
    return head.fit(pool.embeddings.features[known], pool.labels[known], groups=pool.groups[known])


def curve(pool: Pool, seed: int, batch: int, *, suggested: bool) -> Doubles:
    """Accuracy on the held-out third after each batch."""
    test = choose_holdout(pool.labels, pool.groups, 1 / 3, seed)
    rest, testing = np.flatnonzero(~test), np.flatnonzero(test)
    rng = np.random.default_rng(seed)
    known = np.zeros(0, dtype=np.intp)
    head: CalibratedHead | None = None
    accuracy = []
    for _ in range(ROUNDS):
        unlabelled = np.setdiff1d(rest, known)
        if suggested:
            found = next_to_label(
                pool.embeddings.take(unlabelled),
                pool.embeddings.take(known),
                pool.labels[known],
                head,
                n=batch,
                random_state=seed,
            )
            chosen = unlabelled[[suggestion.position for suggestion in found]]
        else:
            chosen = rng.permutation(unlabelled)[:batch]
        known = np.concatenate([known, chosen])
        head = fit(pool, known)
        answers = (
            np.full(len(testing), pool.labels[known[0]])
            if head is None
            else head.predict(pool.embeddings.features[testing])
        )
        accuracy.append(float((answers == pool.labels[testing]).mean()))
    return np.array(accuracy)


def needed(curves: Doubles, target: float, batch: int) -> float:
    """Labels at which the mean curve, made monotone, first reaches the target; the end plus one batch if it does not."""
    mean = np.maximum.accumulate(curves.mean(axis=0))
    at = int(np.searchsorted(mean, target))
    if at == len(mean):
        return batch * (len(mean) + 1.0)
    before = mean[at - 1] if at else 0.0
    share = 1.0 if mean[at] == before else (target - before) / (mean[at] - before)
    return float(batch * (at + share))


def compare(name: str, pool: Pool, seeds: int) -> None:
    batch = BATCHES.get(name, 20)
    random, suggested = (
        np.array([curve(pool, seed, batch, suggested=how) for seed in range(seeds)])
        for how in (False, True)
    )
    n_test = int(choose_holdout(pool.labels, pool.groups, 1 / 3, 0).sum())
    rng = np.random.default_rng(0)
    for spent in (ROUNDS // 2, ROUNDS):
        draws = []
        for draw in range(1_000):
            picked = np.arange(seeds) if draw == 0 else rng.integers(seeds, size=seeds)
            target = float(np.maximum.accumulate(random[picked].mean(axis=0))[spent - 1])
            draws.append(batch * spent - needed(suggested[picked], target, batch))
        low, high = np.quantile(draws, [0.05, 0.95])
        at = [100 * float(each[:, spent - 1].mean()) for each in (random, suggested)]
        labels = batch * spent
        print(
            f"| {name} | {n_test} | {seeds} | {labels} | {at[0]:.1f} % | {at[1]:.1f} % "
            f"| {labels - draws[0]:.0f} | {draws[0]:.0f} ({low:.0f} to {high:.0f}) |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default="trashnet,grocery_produce,cats_vs_dogs")
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    print("| set | test | seeds | labels | random | suggested | same accuracy with | saved |")
    print("|---|---|---|---|---|---|---|---|")
    for name in options.sets.split(","):
        compare(name, load(options.data / f"{name}.tar"), options.seeds)


if __name__ == "__main__":
    main()
