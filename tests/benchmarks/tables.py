"""How well are tables understood, and how well is learned from them? One run, which ends, and one table.

    python tests/benchmarks/tables.py all [FOLDER] [--autogluon PYTHON] [--kept FOLDER]
    python tests/benchmarks/tables.py leaks | intervals | models | speed [--seeds 10] [--seeds-of "breast_cancer=50"] [--only wine "titanic fare"]

`leaks`: how often each kind of leak that was made is found, and how often an honest table raises an alarm: tables of
tests/estimators/table/made_tables.py over seeds, and the sets that come with scikit-learn.
`intervals`: how often ranges hold the truth of tables whose noise is known.
`models`: beside others, on as many splits as seeds (`table_models.py`); FOLDER has titanic/titanic.csv and penguins/penguins.csv.
`--autogluon`: an interpreter that has AutoGluon (`autogluon_reference.py`), asked of the first `--autogluon-seeds` splits;
what it said once is kept and counts without it, too.
`speed`: `train` from a CSV to the certified file, in a process of its own.
`all`: these four. Each part is kept under `--kept` as it ends, so that a run begun again goes on; what the sources have changed since is measured anew.
What is lost is told twice: beside the one that is best on average, as whoever has to choose one would have it, and beside the best of each
split, which is known only afterwards. The parts are named on the error stream as they end.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from estimators.table.column import ColumnRole
from estimators.table.column_role import plan_columns
from estimators.table.leak import LeakKind
from estimators.table.leakage import find_leaks
from estimators.table.table import Table
from estimators.table.table_model import fit_table_model
from estimators.table.target import Doubles, column_data, read_target
from tests.benchmarks.kept_parts import KeptParts, Line, markdown, sources_stamp
from tests.benchmarks.table_models import Rival, Task, bundled, model_lines, table_sets
from tests.estimators.table.made_tables import LEAKS, as_table, honest, made

_SIZES = (100, 300, 1_000)
_SPLIT_ONLY = {LeakKind.TIME, LeakKind.SAME_GROUP}
_SOURCES = ("estimators/table/*.py", "estimators/classifier/head/*.py", "tests/benchmarks/table*.py", "tests/estimators/table/made_tables.py")  # fmt: skip


def kinds(table: Table, label: str) -> set[LeakKind]:
    plans = plan_columns(table, label=label)
    assert plans.answer
    return {leak.kind for leak in find_leaks(table, plans, read_target(table, plans.answer))}


def alarms(size: int, seeds: int) -> int:
    """How many of twice as many honest tables raise an alarm."""
    found = 0
    for seed in range(seeds):
        found += bool(kinds(made(size, seed, base=(0.1, 0.3, 0.5)[seed % 3]), "cancelled"))
        found += bool(kinds(as_table(honest(size, seed)[0]), "spent"))
    return found


def found_leaks(name: str, size: int, seeds: int) -> tuple[int, int]:
    """In how many tables a leak is found, and in how many another kind."""
    wanted = LeakKind(name.removesuffix("_amount"))
    found = [kinds(made(size, seed, name), "cancelled") for seed in range(seeds)]
    return sum(wanted in one for one in found), sum(bool(one - {wanted}) for one in found)


def false_alarms(table: Table) -> list[str]:
    return sorted(kinds(table, "target") - _SPLIT_ONLY)


def leaks(parts: KeptParts, seeds: int) -> Iterator[Line]:
    sizes = ", ".join(f"{size:,}" for size in _SIZES)
    silent = [parts.part(f"honest tables of {size} rows", partial(alarms, size, seeds)) for size in _SIZES]  # fmt: skip
    yield Line(f"honest tables of {sizes} rows: alarms", f"{', '.join(map(str, silent))} of {2 * seeds}", "none", not any(silent))  # fmt: skip
    for name in LEAKS:
        found = [parts.part(f"leak {name} in {size} rows", partial(found_leaks, name, size, seeds)) for size in _SIZES]  # fmt: skip
        hits, others = zip(*found, strict=True)
        yield Line(f"leak {name.replace('_', ' ')} in {sizes} rows", f"found in {', '.join(map(str, hits))} of {seeds}; another kind in {sum(others)}")  # fmt: skip
    for name, table in bundled():
        told = parts.part(f"alarms of {name}", partial(false_alarms, table))  # fmt: skip
        yield Line(f"{name}: alarms", ", ".join(told) or "none", "none", not told)


_NOISES: dict[str, Callable[[np.random.Generator, Doubles], Doubles]] = {
    "even": lambda rng, x: rng.normal(size=len(x)),
    "growing": lambda rng, x: rng.normal(size=len(x)) * (0.2 + 2 * x),
    "heavy": lambda rng, x: rng.standard_t(2, len(x)),
}


def held(noise: str, rows: int, seeds: int) -> dict[str, float]:
    """How often ranges hold the truth of 2,000 new rows, by what they promise."""
    inside: defaultdict[str, list[float]] = defaultdict(list)
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        facts = rng.random((rows + 2_000, 4))
        truth = 10 * facts[:, 0] + 5 * np.sin(6 * facts[:, 1]) + _NOISES[noise](rng, facts[:, 2])
        cells = {f"fact {n}": [f"{value:.6g}" for value in facts[:, n]] for n in range(4)}
        table = as_table(cells | {"answer": [f"{value:.6g}" for value in truth]})
        plans = plan_columns(table, label="answer")
        assert plans.answer
        target = read_target(table, plans.answer)
        columns = [column_data(table, plan) for plan in plans.having(ColumnRole.USE)]
        model = fit_table_model(columns, target, np.arange(rows), seed=seed)
        new = np.arange(rows, len(table))
        for level, ends in model.intervals(columns, new).items():
            both = (ends[:, 0] <= truth[new]) & (truth[new] <= ends[:, 1])
            inside[f"{level:.0%}"].append(float(both.mean()))
    return {level: float(np.mean(shares)) for level, shares in inside.items()}


def intervals(parts: KeptParts, seeds: int) -> Iterator[Line]:
    for rows in _SIZES:
        for noise in _NOISES:
            found = parts.part(f"ranges, {noise} noise, {rows} rows", partial(held, noise, rows, seeds))  # fmt: skip
            told = ", ".join(f"{level} hold {share:.1%}" for level, share in found.items())
            met = all(abs(share - float(level[:-1]) / 100) <= 0.02 for level, share in found.items())  # fmt: skip
            yield Line(f"ranges, {noise} noise, {rows:,} rows, {seeds} tables", told, "within 2 points", met)  # fmt: skip


def models(parts: KeptParts, options: argparse.Namespace) -> Iterator[Line]:
    rival = Rival(options.autogluon, options.kept / "autogluon", options.autogluon_seeds)
    rival.kept.mkdir(parents=True, exist_ok=True)
    more = {name: int(n) for name, n in (one.rsplit("=", 1) for one in options.seeds_of)}
    for name, table, label in table_sets(options.folder):
        if not options.only or name in options.only:
            yield from model_lines(parts, Task.of(name, table, label), more.get(name, options.seeds), rival)  # fmt: skip


def trained(rows: int) -> dict[str, float]:
    """What `train` costs on a made table of 20 columns, from its CSV to the certified file."""
    with tempfile.TemporaryDirectory(prefix="tables-") as folder:
        path = Path(folder) / "made.csv"
        _write_wide(path, rows)
        command = [sys.executable, "-m", "desktop", "train", str(path), "--label-column", "answer", "--out", str(Path(folder) / "made.onnx"), "--json"]  # fmt: skip
        begun, load = time.perf_counter(), os.getloadavg()[0]
        _, status, used = os.wait4(subprocess.Popen(command, stdout=subprocess.DEVNULL).pid, 0)
        assert status == 0
        clock = time.perf_counter() - begun
        return {"spent": used.ru_utime + used.ru_stime, "clock": clock, "from": load, "to": os.getloadavg()[0], "mb": used.ru_maxrss / 1024}  # fmt: skip


def speed(parts: KeptParts, sizes: list[int]) -> Iterator[Line]:
    for rows in sizes:
        found: dict[str, Any] = parts.part(f"train of {rows} rows", partial(trained, rows))
        most = 20 if rows <= 10_000 else 180
        told = f"{found['spent']:.0f} s of processor time, {found['clock']:.0f} s by the clock at a load of {found['from']:.0f} to {found['to']:.0f}, {found['mb']:.0f} MB at the peak"  # fmt: skip
        met = found["clock"] <= most and found["mb"] <= 2_000
        yield Line(f"train, {rows:,} rows of 20 columns", told, f"{most} s, 2,000 MB", met, open_=found["spent"] <= most)  # fmt: skip


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
    parser.add_argument("what", choices=["leaks", "intervals", "models", "speed", "all"])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--seeds-of", nargs="*", default=[], metavar="SET=SEEDS")
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--autogluon", type=Path)
    parser.add_argument("--autogluon-seeds", type=int, default=10)
    parser.add_argument("--kept", type=Path)
    options = parser.parse_args()
    options.kept = options.kept or Path(tempfile.mkdtemp(prefix="tables-kept-"))
    parts = KeptParts(options.kept, f"{sources_stamp(*_SOURCES)} {options.seeds}")
    every: dict[str, Callable[[], Iterator[Line]]] = {
        "leaks": partial(leaks, parts, options.seeds),
        "intervals": partial(intervals, parts, options.seeds),
        "models": partial(models, parts, options),
        "speed": partial(speed, parts, options.rows),
    }
    lines: list[Line] = []
    for name, measured in every.items():
        if options.what in (name, "all"):
            lines += measured()
    print(markdown(lines))


if __name__ == "__main__":
    main()
