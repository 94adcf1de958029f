"""How good are the forecasts? One table, in one run, on datasets the prior has not seen.

    python tests/benchmarks/forecast.py CURVES [--folds 5] [--write] [--pools DATA]

CURVES is the folder with `learning_curves.csv.gz` and `forecast_tasks.jsonl.gz`. The datasets are dealt into
folds; for each fold the prior is trained on the curves of the other datasets and judged on the fold's tasks.
`--pools` adds real photos and texts (a folder of .tar sets), where the shipped prior forecasts from a quarter of
the examples what all of them bring.
`--write` stores the coverage for the app to quote (estimators/data_sufficiency/reliability.json).
"""

import argparse
import csv
import gzip
import json
import tarfile
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import curve_fit
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from estimators.classifier.embedding import embed
from estimators.data_sufficiency import measure
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
from estimators.data_sufficiency.prior import RELIABILITY_FILE
from estimators.data_sufficiency.train_prior import read_curves, train_prior

Floats = NDArray[np.float64]
Task = dict[str, Any]
LEVELS = np.linspace(0.005, 0.995, 100)
HORIZONS = (2, 4, 8, 16)
GAINS = (0.02, 0.05, 0.1)
"""Targets: the accuracy at the largest measured size and so much more, if that is below 99.5 %."""


@dataclass
class Score:
    """What is gathered about one method; errors in accuracy points."""

    errors: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    crps: list[float] = field(default_factory=list)
    within_80: list[bool] = field(default_factory=list)
    within_90: list[bool] = field(default_factory=list)
    width_80: list[float] = field(default_factory=list)
    within_2x: list[bool] = field(default_factory=list)
    brier: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        mae = "/".join(f"{np.mean(self.errors[h]):.1f}" for h in HORIZONS)
        band = (
            f"{100 * np.mean(self.within_80):.0f}/{100 * np.mean(self.within_90):.0f}"
            if self.width_80
            else ""
        )
        width = f"{np.mean(self.width_80):.1f}" if self.width_80 else ""
        return (
            f"| {name} | {mae} | {band} | {width} | {np.mean(self.crps):.2f} "
            f"| {100 * np.mean(self.within_2x):.0f} % | {np.mean(self.brier):.3f} |"
        )


def futures(task: Task) -> dict[int, float]:
    return dict(zip(task["future_n"], task["future_accuracy"], strict=True))


def targets(task: Task) -> list[tuple[float, float | None]]:
    """Targets with the true count that first reaches them (None: not within 64 times the largest size).

    Left out where the curve ends before 16 times that size without reaching the target: nobody knows.
    """
    largest = task["n"][-1]
    now = float(np.mean(task["scores"][-1]))
    n = np.array(task["future_n"], dtype=float)
    accuracy = np.array(task["future_accuracy"])
    accuracy, n = accuracy[n <= 64 * largest], n[n <= 64 * largest]
    found: list[tuple[float, float | None]] = []
    for gain in GAINS:
        target = now + gain
        if target > 0.995:
            continue
        reached = np.flatnonzero(accuracy >= target)
        if len(reached):
            found.append((target, float(n[reached[0]])))
        elif n[-1] >= 16 * largest:
            found.append((target, None))
    return found


def judge_point(score: Score, task: Task, predict: Callable[[Floats], Floats]) -> None:
    """A method without a band: its CRPS is its error, and it is certain of what it can reach."""
    largest, truth = task["n"][-1], futures(task)
    for h in HORIZONS:
        if largest * h in truth:
            guess = float(np.clip(predict(np.array([float(largest * h)]))[0], 0, 1))
            error = 100 * abs(guess - truth[largest * h])
            score.errors[h].append(error)
            score.crps.append(error)
    sizes = 2 ** np.linspace(4, np.log2(64 * largest), 200)
    curve = predict(sizes)
    for target, needed in targets(task):
        reached = np.flatnonzero(curve >= target)
        score.brier.append((bool(len(reached)) - (needed is not None)) ** 2)
        if needed is not None:
            ratio = sizes[reached[0]] / needed if len(reached) else np.inf
            score.within_2x.append(bool(0.5 <= ratio <= 2))


def judge_forecaster(score: Score, task: Task, forecaster: LearningCurveForecaster) -> None:
    repeats = len(task["scores"][0])
    forecaster.fit(
        np.repeat(task["n"], repeats),
        np.concatenate(task["scores"]),
        n_test=np.repeat(task["n_test"], repeats),
        pool=task["pool"],
        n_classes=task["n_classes"],
        majority=task["majority"],
    )
    largest, truth = task["n"][-1], futures(task)
    ahead = [h for h in HORIZONS if largest * h in truth]
    for h, quantile in zip(
        ahead, forecaster.predict([largest * h for h in ahead], LEVELS), strict=True
    ):
        true = truth[largest * h]
        p5, p10, p50, p90, p95 = np.interp([0.05, 0.1, 0.5, 0.9, 0.95], LEVELS, quantile)
        score.errors[h].append(100 * abs(p50 - true))
        score.crps.append(200 * float(np.mean((LEVELS - (true < quantile)) * (true - quantile))))
        score.within_80.append(bool(p10 <= true <= p90))
        score.within_90.append(bool(p5 <= true <= p95))
        score.width_80.append(100 * (p90 - p10))
    for target, needed in targets(task):
        score.brier.append((forecaster.reachable(target) - (needed is not None)) ** 2)
        if needed is not None:
            score.within_2x.append(bool(0.5 <= forecaster.required(target)[1] / needed <= 2))


def last_value(task: Task) -> Callable[[Floats], Floats]:
    """Nothing changes any more."""
    now = float(np.mean(task["scores"][-1]))
    return lambda n: np.full(len(n), now)


def power_law(task: Task, weight: Floats) -> Callable[[Floats], Floats]:
    """accuracy = a - b n^-c by weighted least squares; the last value if that fails."""
    n = np.array(task["n"], dtype=float)
    y = np.array([np.mean(s) for s in task["scores"]])

    def law(x: Floats, a: float, b: float, c: float) -> Floats:
        return np.asarray(a - b * x**-c)

    best: tuple[float, Floats] | None = None
    for c in (0.2, 0.5, 1.0):
        start = [min(y.max() + 0.02, 0.999), 1.0, c]
        try:
            found, _ = curve_fit(
                law, n, y, start, sigma=1 / np.sqrt(weight), bounds=([0, 0, 0.01], [1, 50, 5])
            )
        except (RuntimeError, ValueError):
            continue
        loss = float(np.sum(weight * (law(n, *found) - y) ** 2))
        if best is None or loss < best[0]:
            best = loss, found
    if best is None:
        return last_value(task)
    a, b, c = best[1]
    return lambda x: law(x, a, b, c)


def pow3(task: Task) -> Callable[[Floats], Floats]:
    """The power law, every size weighing the same."""
    return power_law(task, np.ones(len(task["n"])))


def figueroa(task: Task) -> Callable[[Floats], Floats]:
    """Figueroa et al. (2012), https://doi.org/10.1186/1472-6947-12-8: later sizes weigh more (i / m)."""
    m = len(task["n"])
    return power_law(task, np.arange(1, m + 1) / m)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("curves", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--pools", type=Path)
    options = parser.parse_args()
    curves = read_curves(options.curves / "learning_curves.csv.gz")
    with gzip.open(options.curves / "forecast_tasks.jsonl.gz", "rt", encoding="utf-8") as file:
        tasks: list[Task] = [json.loads(line) for line in file]
    names = sorted({*curves.datasets, *(t["dataset"] for t in tasks)})
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[d]: i % options.folds for i, d in enumerate(order)}

    scores = {name: Score() for name in ("last value", "POW3", "Figueroa 2012", "forecaster")}
    start = time.perf_counter()
    seconds = 0.0
    for f in range(options.folds):
        prior = train_prior(curves.without({d for d, g in fold.items() if g == f}))
        forecaster = LearningCurveForecaster(prior=prior)
        for task in (t for t in tasks if fold[t["dataset"]] == f):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # curve_fit on flat curves
                judge_point(scores["last value"], task, last_value(task))
                judge_point(scores["POW3"], task, pow3(task))
                judge_point(scores["Figueroa 2012"], task, figueroa(task))
            before = time.process_time()
            judge_forecaster(scores["forecaster"], task, forecaster)
            seconds += time.process_time() - before
    print(
        f"{len(tasks)} tasks of {len({t['dataset'] for t in tasks})} datasets, {options.folds} folds"
    )
    print("| method | MAE 2x/4x/8x/16x | 80/90 | width80 | CRPS | within 2x | Brier |")
    print("|---|---|---|---|---|---|---|")
    for name, score in scores.items():
        print(score.line(name))
    print(
        f"forecaster {1000 * seconds / len(tasks):.1f} ms of CPU a task (fit, 100 quantiles at 4 sizes, 3 targets); "
        f"all {time.perf_counter() - start:.0f} s"
    )
    if options.write:
        ours = scores["forecaster"]
        stored = {
            "tasks": len(tasks),
            "datasets": len({t["dataset"] for t in tasks}),
            "within_80": round(float(np.mean(ours.within_80)), 3),
            "within_90": round(float(np.mean(ours.within_90)), 3),
        }
        RELIABILITY_FILE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    if options.pools:
        judge_pools(options.pools)
    return 0


# Real pools -------------------------------------------------------------------------------------

PHOTOS = ("brick_cracks", "cats_vs_dogs", "grocery_produce", "trashnet")
TEXTS = ("banking77", "product_review_sentences", "sms_spam", "tweets_sentiment_es")
MOST_TEXTS = 1600
QUARTERS = 4
"""Each pool is judged from four random quarters, and the truth is known from all of it."""


def judge_pools(data: Path) -> None:
    """Print the error at four times the examples, on real photos and texts."""
    print("\n| pool | n | truth | forecaster | Figueroa | POW3 | last | in 80 % |")
    print("|---|---|---|---|---|---|---|---|")
    everything: dict[str, list[Floats]] = {}
    for name in (*PHOTOS, *TEXTS):
        with tempfile.TemporaryDirectory() as folder, tarfile.open(data / f"{name}.tar") as tar:
            tar.extractall(folder, filter="data")
            X, y = (photos if name in PHOTOS else texts)(Path(folder) / name)
        rows = [judge_pool(X, y, seed) for seed in range(QUARTERS)]
        table = np.array([row for row in rows if row is not None])
        if len(table):
            kind = "photos" if name in PHOTOS else "texts"
            everything.setdefault(kind, []).append(table)
            print_pool(name, table)
    for kind, tables in everything.items():
        print_pool(f"all {kind}", np.concatenate(tables))


def print_pool(name: str, table: Floats) -> None:
    n, truth, ours, inside, weighted, plain, last = table.mean(axis=0)
    print(
        f"| {name} | {n:.0f} | {100 * truth:.1f} | {ours:.1f} | {weighted:.1f} | {plain:.1f} | {last:.1f} "
        f"| {100 * inside:.0f} % of {len(table)} |",
        flush=True,
    )


def judge_pool(X: Floats, y: NDArray[np.str_], seed: int) -> tuple[float, ...] | None:
    """n, truth, our error, inside the 80 % band, and the errors of Figueroa, POW3 and the last value."""
    n = int(0.8 * len(y))
    truth = measure(X, y, sizes=[n], random_state=seed)[0].mean
    quarter = np.random.default_rng(seed).permutation(len(y))[: len(y) // 4]
    names, counts = np.unique(y[quarter], return_counts=True)
    if len(quarter) < 2 * len(names):
        return None
    points = measure(X[quarter], y[quarter], random_state=seed)
    result = LearningCurveForecaster().fit(
        [p.n for p in points for _ in p.scores],
        [score for p in points for score in p.scores],
        n_test=[p.n_test or 1 for p in points for _ in p.scores],
        pool=len(quarter),
        n_classes=len(names),
        majority=counts.max() / len(quarter),
    )
    low, middle, high = result.predict([n], (0.1, 0.5, 0.9))[0]
    task = {"n": [p.n for p in points], "scores": [p.scores for p in points]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        others = [law(task)(np.array([float(n)]))[0] for law in (figueroa, pow3, last_value)]
    errors = [100 * abs(guess - truth) for guess in others]
    return (n, truth, 100 * abs(middle - truth), float(low <= truth <= high), *errors)


def photos(folder: Path) -> tuple[Floats, NDArray[np.str_]]:
    """Embeddings of the app's own backbone."""
    files = sorted(f for f in folder.glob("*/*") if f.suffix.lower() in {".jpg", ".jpeg", ".png"})
    found = embed(files)
    labels = np.array([f.parent.name for f in files])
    return found.features[found.readable], labels[found.readable]


def texts(folder: Path) -> tuple[Floats, NDArray[np.str_]]:
    """Character n-grams, weighted by rarity, in 200 dimensions (learned without labels)."""
    rows = []
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            rows += [(row["text"], row["label"]) for row in csv.DictReader(lines)]
    rows = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))[:MOST_TEXTS]]
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    sparse = grams.fit_transform([text for text, _ in rows])
    X = TruncatedSVD(200, random_state=0).fit_transform(sparse)
    return X, np.array([label for _, label in rows])


if __name__ == "__main__":
    raise SystemExit(main())
