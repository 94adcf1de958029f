"""How well are tables understood, and how well is learned from them?

    python tests/benchmarks/tables.py leaks | intervals | speed [--seeds 10] [--rows 10000 1000000]
    python tests/benchmarks/tables.py models | all [FOLDER] [--seeds 10] [--only wine "titanic fare"] [--autogluon PYTHON [--kept FOLDER]]

`leaks`: how often each kind of leak that was made is found, and how often an honest table raises an alarm: tables of
tests/estimators/table/made_tables.py over seeds, and the sets that come with scikit-learn.
`intervals`: how often ranges hold the truth of tables whose noise is known. `speed`: `train` from a CSV to the certified file.
`models`: log loss and AUROC, or mean error and how often intervals hold, on as many splits as seeds, beside scikit-learn's
histogram gradient boosting (with native categories) and its logistic or ridge regression on the same rows; FOLDER has titanic/titanic.csv and
penguins/penguins.csv. `--autogluon`: an interpreter that has AutoGluon, whose `medium_quality` then learns from the same rows
(`autogluon_reference.py`); `--kept` is where its answers stay, so that a run begun again goes on. What is lost against the one that is best
on average is printed with the ends of its paired 90 % interval over the splits.
`all`: these four, one after the other.
"""

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtrit

from estimators.classifier.measures import (
    calibration_error_by_chance,
    expected_calibration_error,
)
from estimators.table.column import ColumnRole
from estimators.table.column_role import plan_columns
from estimators.table.leak import LeakKind
from estimators.table.leakage import find_leaks
from estimators.table.table import Table
from estimators.table.table_file import read_table_file
from estimators.table.table_model import Rows, TableModel, fit_table_model
from estimators.table.target import ColumnData, Doubles, RowTarget, column_data, read_target
from tests.estimators.table.made_tables import LEAKS, as_table, honest, made

_SIZES = (100, 300, 1_000)
_SPLIT_ONLY = {LeakKind.TIME, LeakKind.SAME_GROUP}


def bundled() -> Iterator[tuple[str, Table]]:
    """Yield the sets that come with scikit-learn as tables, the column to predict last, rows in an order drawn by chance."""
    from sklearn import datasets

    for name in ("iris", "wine", "breast_cancer", "digits", "diabetes"):
        found = getattr(datasets, f"load_{name}")()
        order = np.random.default_rng(0).permutation(len(found.target))
        columns = {
            str(feature).replace("\t", " "): [repr(float(value)) for value in values[order]]
            for feature, values in zip(found.feature_names, found.data.T, strict=True)
        }
        names = getattr(found, "target_names", None)
        answers = found.target[order]
        columns["target"] = (
            [f"{value:g}" for value in answers]
            if names is None or not len(names)
            else [f"class {value}" for value in answers]
        )
        yield name, as_table(columns)


def kinds(table: Table, label: str) -> set[LeakKind]:
    plans = plan_columns(table, label=label)
    assert plans.answer
    return {leak.kind for leak in find_leaks(table, plans, read_target(table, plans.answer))}


def leaks(seeds: int) -> None:
    for size in _SIZES:
        alarms = Counter[str]()
        for seed in range(seeds):
            base = (0.1, 0.3, 0.5)[seed % 3]
            alarms[str(sorted(kinds(made(size, seed, base=base), "cancelled")))] += 1
            cells, _ = honest(size, seed)
            alarms[str(sorted(kinds(as_table(cells), "spent")))] += 1
        print(f"honest, {size} rows, {2 * seeds} tables: {dict(alarms)}")
        for name in LEAKS:
            wanted = LeakKind(name.removesuffix("_amount"))
            found = [kinds(made(size, seed, name), "cancelled") for seed in range(seeds)]
            hits = sum(wanted in one for one in found)
            others = sum(bool(one - {wanted}) for one in found)
            print(f"{name}, {size} rows: found in {hits} of {seeds}; another kind in {others}")
    for name, table in bundled():
        print(f"{name}: {sorted(kinds(table, 'target') - _SPLIT_ONLY)}")


def references(columns: list[ColumnData], target: RowTarget, model: TableModel, rows: Rows, seed: int) -> dict[str, Any]:  # fmt: skip
    """Return what the others say of every row, learned from these."""
    from sklearn import ensemble, linear_model
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    every = np.arange(len(target.values))
    plain = np.column_stack([one.amounts if one.codes is None else np.where(one.codes < 0, np.nan, np.minimum(one.codes, 250)) for one in columns])  # fmt: skip
    kinds_ = [one.codes is not None for one in columns]
    linear = model.design.linear(model.design.matrix(columns, every))
    y = target.values
    if target.task == "number":
        boosted = ensemble.HistGradientBoostingRegressor(categorical_features=kinds_, random_state=seed)  # fmt: skip
        line = make_pipeline(StandardScaler(), linear_model.Ridge())
        return {
            "boosting": boosted.fit(plain[rows], y[rows]).predict(plain),
            "linear": line.fit(linear[rows], y[rows]).predict(linear),
        }
    trees = ensemble.HistGradientBoostingClassifier(categorical_features=kinds_, random_state=seed)
    line = make_pipeline(StandardScaler(), linear_model.LogisticRegression(max_iter=2_000))
    return {
        "boosting": trees.fit(plain[rows], y[rows]).predict_proba(plain),
        "linear": line.fit(linear[rows], y[rows]).predict_proba(linear),
    }


@dataclass(frozen=True)
class Rival:
    """An interpreter that has AutoGluon, and the folder that keeps what it said, so that a run begun again goes on."""

    python: Path
    kept: Path


def _asked(python: Path, table: Table, label: str, target: RowTarget, parts: tuple[Rows, Rows], names: list[str]) -> str:  # fmt: skip
    """What `autogluon_reference.py` prints of one split."""
    folder = Path(tempfile.mkdtemp(prefix="autogluon-"))
    cells = [list(table.column(name)) for name in names]
    answers = list(table.column(label))
    for name, rows in zip(("learn.csv", "test.csv"), parts, strict=True):
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([*names, "answer"])
            writer.writerows(
                [*(column[row] for column in cells), answers[row]] for row in rows.tolist()
            )
    (folder / "task").write_text(target.task)
    try:
        script = Path(__file__).with_name("autogluon_reference.py")
        subprocess.run([python, script, folder], check=True, stdout=subprocess.DEVNULL)
        return (folder / "said.json").read_text()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def autogluon(rival: Rival, table: Table, label: str, target: RowTarget, parts: tuple[Rows, Rows], names: list[str], split: str) -> tuple[Any, float]:  # fmt: skip
    """Return what it says of every row, as NaN where it was not asked, and its seconds of processor time."""
    kept = rival.kept / f"{split}.json"
    if not kept.exists():
        kept.write_text(_asked(rival.python, table, label, target, parts, names))
    said = json.loads(kept.read_text())
    tested = parts[1]
    if target.task == "number":
        found = np.full(len(table), np.nan)
        found[tested] = said["numbers"]
        return found, said["seconds"]
    told = np.full((len(table), len(target.classes)), np.nan)
    order = [said["classes"].index(name) for name in target.classes]
    shares = np.clip(np.array(said["probabilities"])[:, order], 1e-7, 1)
    told[tested] = shares / shares.sum(axis=1, keepdims=True)
    return told, said["seconds"]


def scores(said: Doubles, target: RowTarget, rows: Rows) -> dict[str, float]:
    from sklearn.metrics import log_loss, roc_auc_score

    truth = target.values[rows]
    if target.task == "number":
        return {"mean error": float(np.abs(said[rows] - truth).mean())}
    found = {"log loss": float(log_loss(truth, said[rows], labels=range(len(target.classes))))}
    if len(target.classes) == 2:
        found["AUROC"] = float(roc_auc_score(truth, said[rows, 1]))
    return found


def table_sets(folder: Path | None) -> Iterator[tuple[str, Table, str]]:
    """Yield each set: what it is called, its table, and the column to predict."""
    if folder is not None:
        for name, labels in (("titanic", ("survived", "fare")), ("penguins", ("species", "body_mass_g"))):  # fmt: skip
            table = read_table_file(folder / name / f"{name}.csv")
            for label in labels:
                yield f"{name} {label}", table, label
    for name, table in bundled():
        yield name, table, "target"
    yield "made", made(2_000), "cancelled"
    yield "made days", made(600), "days_since_login"


def models(folder: Path | None, splits: int, only: list[str], rival: Rival | None) -> None:
    for name, table, label in table_sets(folder):
        if not only or name in only:
            for line in one_set(name, table, label, splits, rival):
                print(line, flush=True)


def one_set(name: str, table: Table, label: str, splits: int, rival: Rival | None) -> Iterator[str]:
    """Yield what is lost on one set against the best of the others, and each mean over the splits."""
    plans = plan_columns(table, label=label)
    assert plans.answer
    target = read_target(table, plans.answer)
    columns = [column_data(table, plan) for plan in plans.having(ColumnRole.USE)]
    every = np.arange(len(table))
    measured: defaultdict[str, list[float]] = defaultdict(list)
    for seed in range(splits):
        known = np.random.default_rng(seed).permutation(np.flatnonzero(target.known))
        tested, learned = np.split(known, [len(known) // 5])
        begun = time.process_time()
        model = fit_table_model(columns, target, learned, seed=seed)
        measured["seconds"].append(time.process_time() - begun)
        said = references(columns, target, model, learned, seed)
        if target.task == "number":
            said["ours"] = model.numbers(columns, every)
            truth = target.values[tested]
            for level, ends in model.intervals(columns, tested).items():
                inside = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
                measured[f"inside {level:.0%}"].append(float(inside.mean()))
        else:
            said["ours"] = model.probabilities(columns, every)
            sure, right = said["ours"][tested].max(axis=1), said["ours"][tested].argmax(axis=1) == target.values[tested]  # fmt: skip
            off = expected_calibration_error(sure, right) - calibration_error_by_chance(sure)
            measured["calibration error beyond chance"].append(off)
        if rival is not None:
            names = [plan.name for plan in plans.having(ColumnRole.USE)]
            said["AutoGluon"], spent = autogluon(rival, table, label, target, (learned, tested), names, f"{name} {seed}")  # fmt: skip
            measured["seconds of AutoGluon"].append(spent)
        for who, told in said.items():
            for measure, value in scores(told, target, tested).items():
                measured[f"{measure}, {who}"].append(value)
    for measure in scores(said["ours"], target, tested):
        yield lost(name, measure, {who: np.array(measured[f"{measure}, {who}"]) for who in said})
    yield f"{name}: " + ", ".join(f"{what} {np.mean(values):.4g}" for what, values in measured.items())  # fmt: skip


def lost(name: str, measure: str, by: dict[str, Doubles]) -> str:
    """What is lost against the other that is best on average, with the 90 % interval of the splits, which are paired."""
    ours = by.pop("ours")
    higher = measure == "AUROC"
    best = (max if higher else min)(by, key=lambda who: float(by[who].mean()))
    less = by[best] - ours if higher else (ours - by[best]) / by[best].mean()
    n = len(less)
    reach = stdtrit(n - 1, 0.95) * less.std(ddof=1) / np.sqrt(n) if n > 1 else float("inf")
    unit = (lambda value: f"{value:+.4f}") if higher else (lambda value: f"{100 * value:+.1f} %")
    return f"{name}: {measure} lost against {best} {unit(less.mean())}, 90 % interval {unit(less.mean() - reach)} to {unit(less.mean() + reach)}"


def intervals(seeds: int) -> None:
    """Print how often ranges hold the truth of 2,000 new rows, of tables whose numbers are off in a way that is known."""
    noises = {
        "even": lambda rng, x: rng.normal(size=len(x)),
        "growing": lambda rng, x: rng.normal(size=len(x)) * (0.2 + 2 * x),
        "heavy": lambda rng, x: rng.standard_t(2, len(x)),
    }
    for rows in (100, 300, 1_000):
        for name, noise in noises.items():
            held: defaultdict[float, list[float]] = defaultdict(list)
            for seed in range(seeds):
                rng = np.random.default_rng(seed)
                facts = rng.random((rows + 2_000, 4))
                truth = 10 * facts[:, 0] + 5 * np.sin(6 * facts[:, 1]) + noise(rng, facts[:, 2])
                cells = {f"fact {n}": [f"{value:.6g}" for value in facts[:, n]] for n in range(4)}
                table = as_table(cells | {"answer": [f"{value:.6g}" for value in truth]})
                plans = plan_columns(table, label="answer")
                assert plans.answer
                target = read_target(table, plans.answer)
                columns = [column_data(table, plan) for plan in plans.having(ColumnRole.USE)]
                model = fit_table_model(columns, target, np.arange(rows), seed=seed)
                new = np.arange(rows, len(table))
                for level, ends in model.intervals(columns, new).items():
                    inside = (ends[:, 0] <= truth[new]) & (truth[new] <= ends[:, 1])
                    held[level].append(float(inside.mean()))
            told = ", ".join(f"{level:.0%} hold {np.mean(values):.1%}" for level, values in held.items())  # fmt: skip
            print(f"intervals, {name} noise, {rows} rows, {seeds} tables: {told}", flush=True)


def speed(rows: int) -> None:
    """Print what `train` costs on a made table of 20 columns, from its CSV to the certified file, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="tables-") as folder:
        path = Path(folder) / "made.csv"
        _write_wide(path, rows)
        command = [sys.executable, "-m", "desktop", "train", path, "--label-column", "answer", "--out", Path(folder) / "made.onnx", "--json"]  # fmt: skip
        begun, load = time.perf_counter(), os.getloadavg()[0]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB: {used.ru_utime + used.ru_stime:.0f} s of processor time, {taken:.0f} s by the clock "
            f"at a load of {load:.1f} to {os.getloadavg()[0]:.1f}, {used.ru_maxrss / 1024:.0f} MB at the peak",
            flush=True,
        )


def _write_wide(path: Path, rows: int) -> None:
    """A CSV of 20 columns, a third of them words, and an answer that some of them help with."""
    rng = np.random.default_rng(0)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join([*(f"amount {n}" for n in range(13)), *(f"word {n}" for n in range(6)), "answer"]) + "\n")  # fmt: skip
        for start in range(0, rows, 10_000):
            n = min(10_000, rows - start)
            amounts, words = rng.normal(size=(n, 13)), rng.integers(0, 12, (n, 6))
            score = amounts[:, 0] + amounts[:, 1] * amounts[:, 2] + (words[:, 0] < 3) - (words[:, 1] == 5)  # fmt: skip
            left = score + rng.logistic(size=n) > 1
            for row in range(n):
                cells = [*(f"{value:.3f}" for value in amounts[row]), *(f"kind {value}" for value in words[row])]  # fmt: skip
                file.write(",".join([*cells, "yes" if left[row] else "no"]) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("what", choices=["leaks", "models", "intervals", "speed", "all"])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--autogluon", type=Path)
    parser.add_argument("--kept", type=Path)
    options = parser.parse_args()
    rival = None
    if options.autogluon:
        kept = options.kept or Path(tempfile.mkdtemp(prefix="autogluon-said-"))
        kept.mkdir(parents=True, exist_ok=True)
        rival = Rival(options.autogluon, kept)
    if options.what in ("leaks", "all"):
        leaks(options.seeds)
    if options.what in ("intervals", "all"):
        intervals(options.seeds)
    if options.what in ("models", "all"):
        models(options.folder, options.seeds, options.only, rival)
    if options.what in ("speed", "all"):
        for rows in options.rows:
            speed(rows)


if __name__ == "__main__":
    main()
