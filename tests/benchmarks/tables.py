"""How well are tables understood, and how well is learned from them?

    python tests/benchmarks/tables.py leaks [--seeds 100]
    python tests/benchmarks/tables.py models [FOLDER] [--seeds 10] [--only titanic wine] [--autogluon PYTHON]

`leaks`: how often each kind of leak that was made is found, and how often an honest table raises an alarm: tables of
tests/estimators/table/made_tables.py over seeds, and the sets that come with scikit-learn.
`models`: log loss and AUROC, or mean error and how often intervals hold, on as many splits as seeds, beside scikit-learn's
histogram gradient boosting (with native categories) and its logistic or ridge regression on the same rows; FOLDER has titanic/titanic.csv and
penguins/penguins.csv. `--autogluon`: an interpreter that has AutoGluon, whose `medium_quality` then learns from the same rows
(`autogluon_reference.py`). What is lost against the best of them is printed with the ends of its paired 90 % interval over the splits.
"""

import argparse
import csv
import json
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

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


def autogluon(python: Path, table: Table, label: str, target: RowTarget, parts: tuple[Rows, Rows], names: list[str]) -> tuple[Any, float]:  # fmt: skip
    """Return what it says of every row, as NaN where it was not asked, and its seconds of processor time."""
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
        subprocess.run(
            [python, script, folder],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        said = json.loads((folder / "said.json").read_text())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
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


def models(folder: Path | None, splits: int, only: list[str], python: Path | None) -> None:
    sets = [("made", made(2_000), "cancelled"), ("made days", made(600), "days_since_login")]
    sets += [(name, table, "target") for name, table in bundled()]
    if folder is not None:
        for name, labels in (("titanic", ("survived", "fare")), ("penguins", ("species", "body_mass_g"))):  # fmt: skip
            table = read_table_file(folder / name / f"{name}.csv")
            sets += [(f"{name} {label}", table, label) for label in labels]
    for name, table, label in sets:
        if only and name not in only:
            continue
        plans = plan_columns(table, label=label)
        assert plans.answer
        target = read_target(table, plans.answer)
        columns = [column_data(table, plan) for plan in plans.having(ColumnRole.USE)]
        lost: defaultdict[str, list[float]] = defaultdict(list)
        for seed in range(splits):
            known = np.random.default_rng(seed).permutation(np.flatnonzero(target.known))
            tested, learned = np.split(known, [len(known) // 5])
            begun = time.process_time()
            model = fit_table_model(columns, target, learned, seed=seed)
            lost["seconds"].append(time.process_time() - begun)
            every = np.arange(len(table))
            if target.task == "number":
                ours = scores(model.numbers(columns, every), target, tested)
                truth = target.values[tested]
                for level, ends in model.intervals(columns, tested).items():
                    inside = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
                    lost[f"inside {level:.0%}"].append(float(inside.mean()))
            else:
                ours = scores(model.probabilities(columns, every), target, tested)
            refer = references(columns, target, model, learned, seed)
            if python is not None:
                names = [plan.name for plan in plans.having(ColumnRole.USE)]
                refer["AutoGluon"], spent = autogluon(python, table, label, target, (learned, tested), names)  # fmt: skip
                lost["seconds of AutoGluon"].append(spent)
            others = {other: scores(said, target, tested) for other, said in refer.items()}
            for measure, value in ours.items():
                lost[measure].append(value)
                for other, measured in others.items():
                    lost[f"{measure} of {other}"].append(measured[measure])
            for measure in ours:
                best = (max if measure == "AUROC" else min)(one[measure] for one in others.values())
                less = best - ours[measure] if measure == "AUROC" else ours[measure] / best - 1
                lost[f"lost of {measure}"].append(less)
        for what in [what for what in lost if what.startswith("lost of ")]:
            mean, reach = np.mean(lost[what]), 1.645 * np.std(lost[what]) / np.sqrt(splits)
            print(
                f"{name}: {what} {mean:+.4f}, 90 % interval {mean - reach:+.4f} to {mean + reach:+.4f}"
            )
        print(name, {what: round(float(np.mean(values)), 4) for what, values in lost.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["leaks", "models"])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--autogluon", type=Path)
    options = parser.parse_args()
    if options.what == "leaks":
        leaks(options.seeds)
    else:
        models(options.folder, options.seeds, options.only, options.autogluon)


if __name__ == "__main__":
    main()
