"""When the forecast says "6 chances in 10", how often does it come true? One table, on datasets the prior has not seen.

    python tests/benchmarks/chances.py CURVES [--folds 5] [--write]

CURVES is the folder with `learning_curves.csv.gz` and `forecast_tasks.jsonl.gz`; the datasets are dealt into folds as in
`forecast.py`. Each task is asked: with 2, 4, 8 and 16 times the examples, is it then right 2, 5 or 10 points more
often than now? The chance that was given is compared with what the true curve did. Intervals are 90 %, by resampling whole datasets,
since the questions on one of them go together. `--write` stores the table for the app to quote
(estimators/data_sufficiency/chances.json).
"""

import argparse
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from forecast import GAINS, HORIZONS, OWN_CURVES, Task, fitted, futures

from estimators.data_sufficiency.chance_to_reach import CHANCES_FILE
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
from estimators.data_sufficiency.prior import KINDS
from tests.benchmarks.train_prior import read_curves, train_prior

EDGES = (0.0, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.0)
DRAWS = 2_000


@dataclass(frozen=True)
class Said:
    """One question: the chance that was given, and whether it came true."""

    dataset: str
    chance: float
    true: bool


def asked(task: Task, forecaster: LearningCurveForecaster) -> list[Said]:
    """Every question on one task whose answer is known."""
    fitted(forecaster, task)
    largest, truth = task["n"][-1], futures(task)
    now = float(np.mean(task["scores"][-1]))
    ahead = [largest * times for times in HORIZONS if largest * times in truth]
    if not ahead:
        return []
    curves = forecaster.sample(ahead)
    return [
        Said(task["dataset"], float(np.mean(curves[:, at] >= now + gain)), truth[n] >= now + gain)
        for at, n in enumerate(ahead)
        for gain in GAINS
        if now + gain <= 0.995
    ]


def table(rows: list[Said]) -> list[dict[str, float | int]]:
    """For each stretch of chances, how often they came true."""
    rng = np.random.default_rng(0)
    found = []
    for low, high in pairwise(EDGES):
        inside = [row for row in rows if low <= row.chance < high or (high == 1 and row.chance == 1)]  # fmt: skip
        by_set: dict[str, list[bool]] = defaultdict(list)
        for row in inside:
            by_set[row.dataset].append(row.true)
        rights = np.array([sum(each) for each in by_set.values()])
        counts = np.array([len(each) for each in by_set.values()])
        picks = rng.integers(0, len(counts), (DRAWS, len(counts)))
        shares = rights[picks].sum(axis=1) / counts[picks].sum(axis=1)
        found.append(
            {
                "from": low,
                "to": high,
                "n": len(inside),
                "datasets": len(counts),
                "said": round(float(np.mean([row.chance for row in inside])), 3),
                "came_true": round(float(rights.sum() / counts.sum()), 3),
                "low": round(float(np.quantile(shares, 0.05)), 3),
                "high": round(float(np.quantile(shares, 0.95)), 3),
            }
        )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("curves", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    curves = read_curves(options.curves / "learning_curves.csv.gz", OWN_CURVES)
    with gzip.open(options.curves / "forecast_tasks.jsonl.gz", "rt", encoding="utf-8") as file:
        tasks: list[Task] = [json.loads(line) for line in file]
    tables = {d for d, kind in zip(curves.datasets, curves.kinds, strict=True) if kind == KINDS[0]}
    names = sorted(tables | {task["dataset"] for task in tasks})
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[d]: i % options.folds for i, d in enumerate(order)}
    rows: list[Said] = []
    for f in range(options.folds):
        prior = train_prior(curves.without({d for d, g in fold.items() if g == f}))
        forecaster = LearningCurveForecaster(prior=prior)
        for task in (task for task in tasks if fold[task["dataset"]] == f):
            rows += asked(task, forecaster)
        print(f"fold {f + 1} of {options.folds}", flush=True)
    found = table(rows)
    brier = float(np.mean([(row.chance - row.true) ** 2 for row in rows]))
    base = float(np.mean([row.true for row in rows]))
    print(f"\n{len(rows):,} questions on {len({row.dataset for row in rows})} datasets; Brier {brier:.3f} (always {base:.2f}: {base * (1 - base):.3f})")  # fmt: skip
    print("| said | came true | 90 % | questions | datasets |\n|---|---|---|---|---|")
    for row in found:
        print(f"| {row['said']:.2f} | {row['came_true']:.2f} | {row['low']:.2f} to {row['high']:.2f} | {row['n']:,} | {row['datasets']} |")  # fmt: skip
    if options.write:
        stored = {"questions": len(rows), "datasets": len({r.dataset for r in rows}), "brier": round(brier, 3), "chances": found}  # fmt: skip
        CHANCES_FILE.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
