"""Models of tables beside others, split by split: what `tables.py` asks of each set.

Log loss and AUROC, or mean error and how often ranges hold, beside scikit-learn's histogram gradient boosting (with native categories) and
its logistic or ridge regression on the same rows; and beside AutoGluon's `medium_quality`, where an interpreter that has it is named.
"""

import csv
import json
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
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
from estimators.table.table import Table
from estimators.table.table_file import read_table_file
from estimators.table.table_model import Rows, TableModel, fit_table_model
from estimators.table.target import ColumnData, Doubles, RowTarget, column_data, read_target
from tests.benchmarks.kept_parts import KeptParts, Line
from tests.estimators.table.made_tables import as_table, made

OURS, AUTOGLUON = "ours", "AutoGluon"
_LONGEST = 3_600.0
"""Seconds of the clock after which AutoGluon is taken to hang; the split goes on without it."""
_LIMIT = 0.01  # of log loss and mean error as a share, of AUROC as it is

Scores = dict[str, dict[str, float]]
"""By measure, by who."""


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
    """An interpreter that has AutoGluon (without one what it said once counts), the folder that keeps that, and of how many splits it is asked."""

    python: Path | None
    kept: Path
    splits: int


@dataclass(frozen=True)
class Task:
    """One set as everybody learns from it."""

    name: str
    table: Table
    label: str
    target: RowTarget
    columns: list[ColumnData]

    @classmethod
    def of(cls, name: str, table: Table, label: str) -> "Task":
        plans = plan_columns(table, label=label)
        assert plans.answer
        columns = [column_data(table, plan) for plan in plans.having(ColumnRole.USE)]
        return cls(name, table, label, read_target(table, plans.answer), columns)

    def split(self, seed: int) -> tuple[Rows, Rows]:
        """The rows that learn and those that test."""
        known = np.random.default_rng(seed).permutation(np.flatnonzero(self.target.known))
        tested, learned = np.split(known, [len(known) // 5])
        return learned, tested


def scores(said: Doubles, target: RowTarget, rows: Rows) -> dict[str, float]:
    from sklearn.metrics import log_loss, roc_auc_score

    truth = target.values[rows]
    if target.task == "number":
        return {"mean error": float(np.abs(said[rows] - truth).mean())}
    found = {"log loss": float(log_loss(truth, said[rows], labels=range(len(target.classes))))}
    if len(target.classes) == 2:
        found["AUROC"] = float(roc_auc_score(truth, said[rows, 1]))
    return found


def one_split(task: Task, seed: int) -> dict[str, Any]:
    """What is measured of one split, without AutoGluon: `scores`, `seconds`, and how honest ours is."""
    columns, target, every = task.columns, task.target, np.arange(len(task.table))
    learned, tested = task.split(seed)
    begun = time.process_time()
    model = fit_table_model(columns, target, learned, seed=seed)
    found: dict[str, Any] = {"seconds": time.process_time() - begun}
    said = references(columns, target, model, learned, seed)
    truth = target.values[tested]
    if target.task == "number":
        said[OURS] = model.numbers(columns, every)
        found["inside"] = {
            f"{level:.0%}": float(((ends[:, 0] <= truth) & (truth <= ends[:, 1])).mean())
            for level, ends in model.intervals(columns, tested).items()
        }
    else:
        said[OURS] = model.probabilities(columns, every)
        sure, right = said[OURS][tested].max(axis=1), said[OURS][tested].argmax(axis=1) == truth
        off = expected_calibration_error(sure, right) - calibration_error_by_chance(sure)
        found["calibration"] = float(off)
    found["scores"] = {who: scores(told, target, tested) for who, told in said.items()}
    return found


def _asked(python: Path, task: Task, parts: tuple[Rows, Rows]) -> str:
    """What `autogluon_reference.py` prints of one split."""
    names = [data.plan.name for data in task.columns]
    folder = Path(tempfile.mkdtemp(prefix="autogluon-"))
    cells = [list(task.table.column(name)) for name in names]
    answers = list(task.table.column(task.label))
    for name, rows in zip(("learn.csv", "test.csv"), parts, strict=True):
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([*names, "answer"])
            writer.writerows(
                [*(column[row] for column in cells), answers[row]] for row in rows.tolist()
            )
    (folder / "task").write_text(task.target.task)
    try:
        script = Path(__file__).with_name("autogluon_reference.py")
        quiet = subprocess.DEVNULL
        subprocess.run([python, script, folder], check=True, stdout=quiet, stderr=quiet, timeout=_LONGEST)  # fmt: skip
        return (folder / "said.json").read_text()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def autogluon(rival: Rival, task: Task, seed: int) -> tuple[dict[str, float], float] | None:
    """Its scores on one split, and its seconds of processor time; None where it failed or did not end."""
    kept = rival.kept / f"{task.name} {seed}.json"
    learned, tested = task.split(seed)
    if not kept.exists():
        if rival.python is None:
            return None
        try:
            kept.write_text(_asked(rival.python, task, (learned, tested)))
        except (subprocess.SubprocessError, OSError):
            return None
    said, target = json.loads(kept.read_text()), task.target
    if target.task == "number":
        numbers = np.full(len(task.table), np.nan)
        numbers[tested] = said["numbers"]
        return scores(numbers, target, tested), said["seconds"]
    told = np.full((len(task.table), len(target.classes)), np.nan)
    order = [said["classes"].index(name) for name in target.classes]
    shares = np.clip(np.array(said["probabilities"])[:, order], 1e-7, 1)
    told[tested] = shares / shares.sum(axis=1, keepdims=True)
    return scores(told, target, tested), said["seconds"]


def model_lines(parts: KeptParts, task: Task, splits: int, rival: Rival) -> Iterator[Line]:
    """Measure one set on so many splits and say what came of it."""
    found = [
        parts.part(f"{task.name}, split {seed}", partial(one_split, task, seed))
        for seed in range(splits)
    ]
    by: defaultdict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    spent: list[float] = []
    for seed, each in enumerate(found):
        told = dict(each["scores"])
        asked = autogluon(rival, task, seed) if seed < rival.splits else None
        if asked is not None:
            told[AUTOGLUON] = asked[0]
            spent.append(asked[1])
        for who, measures in told.items():
            for measure, value in measures.items():
                by[measure][who][seed] = value
    for measure, values in by.items():
        yield from _beside(task.name, measure, values)
    if task.target.task == "number":
        for level in found[0]["inside"]:
            share = float(np.mean([each["inside"][level] for each in found]))
            met = abs(share - float(level[:-1]) / 100) <= 0.02
            yield Line(f"{task.name}: {level} ranges hold", f"{share:.1%}", "within 2 points", met)
    else:
        off = float(np.mean([each["calibration"] for each in found]))
        yield Line(f"{task.name}: calibration error beyond chance", f"{off:+.3f}", "at most .02", off <= 0.02)  # fmt: skip
    ours = float(np.mean([each["seconds"] for each in found]))
    if spent:
        theirs = float(np.mean(spent))
        yield Line(f"{task.name}: seconds, beside AutoGluon", f"{ours:.2f}, {theirs:.1f}", "a tenth", ours <= theirs / 10)  # fmt: skip
    else:
        yield Line(f"{task.name}: seconds", f"{ours:.2f}", "", None)


@dataclass(frozen=True)
class Lost:
    """What is lost against another over paired splits, with the ends of its 90 % interval (Student's t)."""

    mean: float
    low: float
    high: float
    splits: int

    @classmethod
    def of(cls, less: Doubles) -> "Lost":
        n = len(less)
        reach = float(stdtrit(n - 1, 0.95) * less.std(ddof=1) / np.sqrt(n)) if n > 1 else float("inf")  # fmt: skip
        return cls(float(less.mean()), float(less.mean()) - reach, float(less.mean()) + reach, n)

    def line(self, what: str, measure: str) -> Line:
        unit = (lambda value: f"{value:+.4f}") if measure == "AUROC" else (lambda value: f"{100 * value:+.1f} %")  # fmt: skip
        said = f"{unit(self.mean)} ({unit(self.low)} to {unit(self.high)}), {self.splits} splits"
        met = self.high <= _LIMIT
        if not met and self.mean < _LIMIT and self.splits > 1:
            wide = (self.high - self.mean) * np.sqrt(self.splits)
            said += (
                f"; some {int(np.ceil((wide / (_LIMIT - self.mean)) ** 2))} splits would show it"
            )
        asked = "at most .01" if measure == "AUROC" else "at most 1 %"
        return Line(what, said, asked, met, open_=not met and self.low <= _LIMIT)


def _beside(name: str, measure: str, values: dict[str, dict[int, float]]) -> Iterator[Line]:
    """What is lost against the other that is best on average, and against the best of each split, which is known only afterwards."""
    ours, others = values[OURS], {who: by for who, by in values.items() if who != OURS}
    higher = measure == "AUROC"

    def less(by: dict[int, float]) -> Doubles:
        theirs = np.array(list(by.values()))
        mine = np.array([ours[seed] for seed in by])
        return theirs - mine if higher else (mine - theirs) / theirs.mean()

    best = max(others, key=lambda who: float(less(others[who]).mean()))
    told = ", ".join(
        f"{who} {np.mean(list(by.values())):.4g}"
        + (f" ({len(by)} splits)" if len(by) < len(ours) else "")
        for who, by in values.items()
    )
    yield Line(f"{name}: {measure}", told, "", None)
    yield Lost.of(less(others[best])).line(f"{name}: {measure} lost beside {best}, the best on average", measure)  # fmt: skip
    common = set.intersection(*(set(by) for by in others.values()))
    each = {seed: (max if higher else min)(by[seed] for by in others.values()) for seed in sorted(common)}  # fmt: skip
    yield Lost.of(less(each)).line(f"{name}: {measure} lost beside the best of each split", measure)
