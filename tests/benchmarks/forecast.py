"""How good are the forecasts? One table, in one run, on datasets the prior has not seen.

    python tests/benchmarks/forecast.py CURVES [--folds 5] [--pools DATA [--keep DIR]] [--write]

CURVES is the folder with `learning_curves.csv.gz` and `forecast_tasks.jsonl.gz`. The datasets are dealt into
folds; for each fold the prior is trained on the curves of the other datasets (and our own, `own_curves.csv.gz`) and judged
on the fold's tasks. `--pools` adds real photos, texts and sounds (a folder of .tar sets; see `forecast_pools`), where a
quarter is measured and the truth known from all; the prior is then trained without our own curves of that set.
`--keep` keeps what was measured of them, which takes minutes. `--write` stores the coverage for the app to quote
(estimators/data_sufficiency/reliability.json).

    within 2x   of the targets that are truly reached, the share whose median count is within a factor of two of the true
                one; a target that a method does not think reachable is a miss
    strict      the same, and each target that a method thinks reachable (a chance of 50 % and more) and is not, is a miss
    Brier       squared error of the chance that a target is reached with 64 times the largest size
"""

import argparse
import gzip
import json
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from forecast_pools import pool_tasks
from published_laws import figueroa, last_value, pow3

from estimators.classifier.arrays import Doubles
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
from estimators.data_sufficiency.prior import KINDS, RELIABILITY_FILE
from tests.benchmarks.train_prior import (
    CurveCollection,
    public_prior,
    read_curves,
    train_prior,
    with_own,
)

Task = dict[str, Any]
PoolRow = dict[str, float]
OWN_CURVES = Path(__file__).with_name("own_curves.csv.gz")
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
    promised_in_vain: int = 0
    brier: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        mae = "/".join(f"{np.mean(self.errors[h]):.1f}" for h in HORIZONS)
        band = (
            f"{100 * np.mean(self.within_80):.0f}/{100 * np.mean(self.within_90):.0f}"
            if self.width_80
            else ""
        )
        width = f"{np.mean(self.width_80):.1f}" if self.width_80 else ""
        strict = sum(self.within_2x) / (len(self.within_2x) + self.promised_in_vain)
        return (
            f"| {name} | {mae} | {band} | {width} | {np.mean(self.crps):.2f} "
            f"| {100 * np.mean(self.within_2x):.0f} % | {100 * strict:.0f} % | {np.mean(self.brier):.3f} |"
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


def judge_point(score: Score, task: Task, predict: Callable[[Doubles], Doubles]) -> None:
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
        if needed is None:
            score.promised_in_vain += bool(len(reached))
        else:
            ratio = sizes[reached[0]] / needed if len(reached) else np.inf
            score.within_2x.append(bool(0.5 <= ratio <= 2))


def fitted(forecaster: LearningCurveForecaster, task: Task) -> LearningCurveForecaster:
    repeats = [len(scores) for scores in task["scores"]]
    return forecaster.fit(
        np.repeat(task["n"], repeats),
        np.concatenate(task["scores"]),
        n_test=np.repeat(task["n_test"], repeats),
        pool=task["pool"],
        n_classes=task["n_classes"],
        majority=task["majority"],
        modality=task.get("modality"),
        design_effect=task.get("design_effect", 1.0),
    )


def judge_forecaster(score: Score, task: Task, forecaster: LearningCurveForecaster) -> None:
    fitted(forecaster, task)
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
        chance = forecaster.reachable(target)
        score.brier.append((chance - (needed is not None)) ** 2)
        if needed is None:
            score.promised_in_vain += chance >= 0.5
        else:
            score.within_2x.append(bool(0.5 <= forecaster.required(target)[1] / needed <= 2))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("curves", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--pools", type=Path, metavar="DATA")
    parser.add_argument("--keep", type=Path, metavar="DIR")
    options = parser.parse_args()
    curves = read_curves(options.curves / "learning_curves.csv.gz", OWN_CURVES)
    with gzip.open(options.curves / "forecast_tasks.jsonl.gz", "rt", encoding="utf-8") as file:
        tasks: list[Task] = [json.loads(line) for line in file]
    tables = {d for d, kind in zip(curves.datasets, curves.kinds, strict=True) if kind == KINDS[0]}
    names = sorted(tables | {t["dataset"] for t in tasks})
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
    print("| method | MAE 2x/4x/8x/16x | 80/90 | width80 | CRPS | within 2x | strict | Brier |")
    print("|---|---|---|---|---|---|---|---|")
    for name, score in scores.items():
        print(score.line(name))
    print(
        f"forecaster {1000 * seconds / len(tasks):.1f} ms of CPU a task (fit, 100 quantiles at 4 sizes, 3 targets); "
        f"all {time.perf_counter() - start:.0f} s"
    )
    ours = scores["forecaster"]
    stored: dict[str, Any] = {
        "tasks": len(tasks),
        "datasets": len({t["dataset"] for t in tasks}),
        "within_80": round(float(np.mean(ours.within_80)), 3),
        "within_90": round(float(np.mean(ours.within_90)), 3),
    }
    if options.pools:
        with tempfile.TemporaryDirectory() as folder:
            pools = pool_tasks(options.pools, options.keep or Path(folder))
        stored["pools"] = judge_pools(curves, pools)
    if options.write:
        RELIABILITY_FILE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    return 0


# Real pools -------------------------------------------------------------------------------------

LEFT_OUT_TOGETHER = 4
"""The sets are left out of the prior in so many groups, each with at most a few of a kind."""


def judge_pools(curves: CurveCollection, tasks: list[Task]) -> list[dict[str, Any]]:
    """Print the error at four times the examples, and give what the app quotes of each kind."""
    sets = list(dict.fromkeys(task["dataset"] for task in tasks))
    rows: dict[str, list[PoolRow]] = defaultdict(list)
    public = public_prior(curves)
    kinds = {task["dataset"]: task["modality"] for task in tasks}
    for group in range(LEFT_OUT_TOGETHER):
        left_out = set(sets[group::LEFT_OUT_TOGETHER])
        forecaster = LearningCurveForecaster(prior=with_own(public, curves.without(left_out)))
        for task in (task for task in tasks if task["dataset"] in left_out):
            rows[task["dataset"]].append(pool_row(task, forecaster))
    print(
        "\n| pool | n | 4x n | truth | forecaster | kind unknown | Figueroa | POW3 | last | in 80 % | width80 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for name in sets:
        print_pools(name, rows[name])
    quoted = []
    for kind in dict.fromkeys(kinds.values()):
        of_kind = [row for name in sets if kinds[name] == kind for row in rows[name]]
        print_pools(f"all of {kind}", of_kind)
        quoted.append(
            {
                "modality": kind,
                "pools": sum(known == kind for known in kinds.values()),
                "forecasts": len(of_kind),
                "within_80": round(float(np.mean([row["in 80 %"] for row in of_kind])), 3),
                "mae": round(float(np.mean([row["forecaster"] for row in of_kind])), 2),
            }
        )
    return quoted


def pool_row(task: Task, forecaster: LearningCurveForecaster) -> PoolRow:
    """Errors in points at the furthest size."""
    ahead, truth = task["future_n"][-1], task["future_accuracy"][-1]
    unknown = fitted(forecaster, {**task, "modality": None}).predict([ahead], (0.5,))[0, 0]
    low, middle, high = fitted(forecaster, task).predict([ahead], (0.1, 0.5, 0.9))[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        laws = {"Figueroa": figueroa(task), "POW3": pow3(task), "last": last_value(task)}
    return {
        "n": task["n"][-1],
        "4x n": ahead,
        "truth": 100 * truth,
        "forecaster": 100 * abs(middle - truth),
        "kind unknown": 100 * abs(unknown - truth),
        **{name: 100 * abs(law(np.array([ahead]))[0] - truth) for name, law in laws.items()},
        "in 80 %": float(low <= truth <= high),
        "width80": 100 * (high - low),
    }


def print_pools(name: str, rows: list[PoolRow]) -> None:
    mean = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    errors = " | ".join(
        f"{mean[key]:.1f}"
        for key in ("truth", "forecaster", "kind unknown", "Figueroa", "POW3", "last")
    )
    print(
        f"| {name} | {mean['n']:.0f} | {mean['4x n']:.0f} | {errors} "
        f"| {100 * mean['in 80 %']:.0f} % of {len(rows)} | {mean['width80']:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
