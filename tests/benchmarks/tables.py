"""How well are tables understood, and how well is learned from them?

    python tests/benchmarks/tables.py leaks [--seeds 100]

`leaks`: how often each kind of leak that was made is found, and how often an honest table raises an alarm: tables of
tests/estimators/table/made_tables.py over seeds, and the sets that come with scikit-learn.
"""

import argparse
from collections import Counter
from collections.abc import Iterator

import numpy as np

from estimators.table.column_role import plan_columns
from estimators.table.leak import LeakKind
from estimators.table.leakage import find_leaks
from estimators.table.table import Table
from estimators.table.target import read_target
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["leaks"])
    parser.add_argument("--seeds", type=int, default=100)
    options = parser.parse_args()
    leaks(options.seeds)


if __name__ == "__main__":
    main()
