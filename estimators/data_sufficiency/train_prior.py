"""Train the shipped prior on learning curves.

    python -m estimators.data_sufficiency.train_prior CURVES.csv.gz tests/benchmarks/own_curves.csv.gz [--out prior.npz]

The files have the columns source, openmlid (the dataset), learner, n, mean, n_classes, majority, and modality where it is
not a table (see NOTICE for where the curves come from). Takes half a minute; the same curves give the same file.
"""

import argparse
import csv
import gzip
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from estimators.data_sufficiency.curve_space import (
    CLASSES,
    MAJORITY,
    N_FEATURES,
    N_SIZES,
    SIZES,
    Floats,
    logit,
)
from estimators.data_sufficiency.mixture import GaussianMixture, fit_mixture, pooled
from estimators.data_sufficiency.prior import KINDS, PRIOR_FILE, save_prior

STARTS = ((10, 60.0),) * 4
"""Components and shrinkage of each fit; the prior is their average (docs/decisions/0030, 0130)."""
OWN, OWN_WEIGHT = "own", 3.0
"""Our own curves (photos, texts, sounds) are few but what users bring: each counts this often."""
FEW_DATASETS = 2.0
"""A kind of d datasets is trusted d / (d + this); the rest of its forecast is as for all kinds."""
FINEST_MEAN = 0.002
"""The means are kept this far from 0 and 1: the repeats of the curves resolve no more."""


@dataclass(frozen=True)
class CurveCollection:
    """Curve vectors (with NaN where not measured), the dataset each comes from, its kind and its weight."""

    vectors: Floats
    datasets: tuple[str, ...]
    kinds: tuple[str, ...]
    weights: tuple[float, ...]

    def without(self, datasets: set[str]) -> "CurveCollection":
        """The curves of all other datasets."""
        keep = [i for i, dataset in enumerate(self.datasets) if dataset not in datasets]
        return CurveCollection(
            self.vectors[keep],
            tuple(self.datasets[i] for i in keep),
            tuple(self.kinds[i] for i in keep),
            tuple(self.weights[i] for i in keep),
        )


def read_curves(*paths: Path) -> CurveCollection:
    """Read the curves that have at least four half-octave sizes."""
    rows: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[row["source"], row["openmlid"], row["learner"]].append(row)
    position = {int(size): i for i, size in enumerate(SIZES)}
    vectors, datasets, kinds, weights = [], [], [], []
    for (source, dataset, _), points in rows.items():
        vector = np.full(N_FEATURES, np.nan)
        for point in points:
            at = position.get(int(point["n"]))
            if at is not None:
                vector[at] = logit(np.clip(float(point["mean"]), FINEST_MEAN, 1 - FINEST_MEAN))
        if points[0]["majority"]:
            vector[MAJORITY] = logit(float(points[0]["majority"]))
        if points[0]["n_classes"]:
            vector[CLASSES] = np.log2(float(points[0]["n_classes"]))
        if np.sum(~np.isnan(vector[:N_SIZES])) >= 4:
            vectors.append(vector)
            datasets.append(dataset)
            kinds.append(points[0].get("modality") or KINDS[0])
            weights.append(OWN_WEIGHT if source == OWN else 1.0)
    return CurveCollection(np.asarray(vectors), tuple(datasets), tuple(kinds), tuple(weights))


def train_prior(curves: CurveCollection, *, n_iterations: int = 40) -> GaussianMixture:
    """Average several EM fits; a dataset with many curves weighs as the square root of their number."""
    count = Counter(curves.datasets)
    weight = np.array(
        [w * count[d] ** -0.5 for d, w in zip(curves.datasets, curves.weights, strict=True)]
    )
    weight *= len(weight) / weight.sum()
    mixture = pooled(
        [
            fit_mixture(
                curves.vectors,
                weight,
                n_components=n_components,
                shrinkage=shrinkage,
                n_iterations=n_iterations,
                random_state=start,
                kinds=np.array([KINDS.index(kind) for kind in curves.kinds]),
                n_kinds=len(KINDS),
            )
            for start, (n_components, shrinkage) in enumerate(STARTS)
        ]
    )
    return hedged(mixture, curves)


def hedged(mixture: GaussianMixture, curves: CurveCollection) -> GaussianMixture:
    """Trust a kind the more, the more datasets it has; one without any is as all are."""
    if mixture.kinds is None:
        return mixture
    pairs = set(zip(curves.kinds, curves.datasets, strict=True))
    many = np.array([sum(kind == known for kind, _ in pairs) for known in KINDS])
    trust = many / (many + FEW_DATASETS)
    return replace(mixture, kinds=trust * mixture.kinds + (1 - trust) * mixture.weights[:, None])


def main(arguments: list[str] | None = None) -> int:
    """Read the curves, train, write."""
    parser = argparse.ArgumentParser(
        prog="train_prior", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("curves", type=Path, nargs="+", help="the curves, as gzipped CSV files")
    parser.add_argument("--out", type=Path, default=PRIOR_FILE)
    options = parser.parse_args(arguments)
    curves = read_curves(*options.curves)
    save_prior(train_prior(curves), options.out)
    sys.stderr.write(
        f"{len(curves.datasets)} curves of {len(set(curves.datasets))} datasets: {options.out}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
