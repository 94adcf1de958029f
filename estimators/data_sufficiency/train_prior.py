"""Train the shipped prior on public learning curves.

    python -m estimators.data_sufficiency.train_prior CURVES.csv.gz [--out prior.npz]

CURVES has the columns source, openmlid, learner, n, mean, n_classes, majority (see NOTICE for where the
curves come from). Takes about a minute; the same curves give the same file.
"""

import argparse
import csv
import gzip
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
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
from estimators.data_sufficiency.prior import PRIOR_FILE, save_prior

STARTS = ((4, 150.0), (4, 150.0), (6, 100.0), (6, 100.0))
"""Components and shrinkage of each fit; the prior is their average (docs/decisions/0030)."""
FINEST_MEAN = 0.002
"""The means are kept this far from 0 and 1: the repeats of the curves resolve no more."""


@dataclass(frozen=True)
class CurveCollection:
    """Curve vectors (with NaN where not measured) and the dataset each comes from."""

    vectors: Floats
    datasets: tuple[str, ...]

    def without(self, datasets: set[str]) -> "CurveCollection":
        """The curves of all other datasets."""
        keep = np.array([d not in datasets for d in self.datasets])
        return CurveCollection(
            self.vectors[keep], tuple(d for d in self.datasets if d not in datasets)
        )


def read_curves(path: Path) -> CurveCollection:
    """Read the curves that have at least four half-octave sizes."""
    rows: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["source"], row["openmlid"], row["learner"]].append(row)
    position = {int(size): i for i, size in enumerate(SIZES)}
    vectors, datasets = [], []
    for (_, dataset, _), points in rows.items():
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
    return CurveCollection(np.asarray(vectors), tuple(datasets))


def train_prior(curves: CurveCollection, *, n_iterations: int = 40) -> GaussianMixture:
    """Average several EM fits; a dataset with many curves weighs as the square root of their number."""
    count = Counter(curves.datasets)
    weight = np.array([count[d] ** -0.5 for d in curves.datasets])
    weight *= len(weight) / weight.sum()
    return pooled(
        [
            fit_mixture(
                curves.vectors,
                weight,
                n_components=n_components,
                shrinkage=shrinkage,
                n_iterations=n_iterations,
                random_state=start,
            )
            for start, (n_components, shrinkage) in enumerate(STARTS)
        ]
    )


def main(arguments: list[str] | None = None) -> int:
    """Read the curves, train, write."""
    parser = argparse.ArgumentParser(
        prog="train_prior", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("curves", type=Path, help="the curves, as a gzipped CSV file")
    parser.add_argument("--out", type=Path, default=PRIOR_FILE)
    options = parser.parse_args(arguments)
    curves = read_curves(options.curves)
    save_prior(train_prior(curves), options.out)
    sys.stderr.write(
        f"{len(curves.datasets)} curves of {len(set(curves.datasets))} datasets: {options.out}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
