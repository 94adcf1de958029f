"""What do tables of real size cost: more than 1 GB of cells, 500 columns, long cells?

    python tests/benchmarks/large_tables.py FOLDER inspect:1000000x500 train:100000x500 inspect:8000000x20 inspect:1500long

Each is one CSV, made in FOLDER and deleted afterwards, and one command in a process of its own: seconds, processor time and memory at
its peak. Two fifths of the columns are amounts, the rest whole numbers, words, days, money and yes or no, one cell in fifty empty; the
answer rests on five of them; after 120,000 rows the other columns come again. `1500long`: 1,500 rows with a cell of 1,000,000 characters each, all different.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

_BLOCK, _POOL, _BLOCKS = 2_000, 200_000, 60
Rng = np.random.Generator


def _pools(rng: Rng) -> list[list[str]]:
    """Cells of each kind, drawn from at random."""
    amounts = rng.normal(size=_POOL)
    days = np.datetime64("2019-01-01") + rng.integers(0, 2_000, 2_000)
    pools = [
        [f"{value:.4f}" for value in amounts],
        [f"{value:.2f}" for value in np.exp(amounts + 5)],
        [str(value) for value in rng.poisson(40, 2_000)],
        [("north", "south", "mill", "yard", "dock", "office", "home")[at] for at in rng.integers(0, 7, 2_000)],
        [str(day) for day in days],
        [f"${value:.2f}" for value in np.exp(amounts / 2 + 4)],
        [("yes", "no")[at] for at in rng.integers(0, 2, 2_000)],
    ]  # fmt: skip
    return [["" if rng.random() < 0.02 else cell for cell in pool] for pool in pools]


def lines(rows: int, columns: int, rng: Rng) -> Iterator[str]:
    """The lines of a CSV: five amounts that the answer rests on, others, and the answer."""
    pools = _pools(rng)
    kinds = [pools[(0, 1, 0, 1, 2, 3, 3, 4, 5, 6)[at % 10]] for at in range(columns - 6)]
    yield ",".join([*(f"fact {at}" for at in range(5)), *(f"column {at}" for at in range(columns - 6)), "answer"]) + "\n"  # fmt: skip
    others: list[list[str]] = []
    for start in range(0, rows, _BLOCK):
        n, block = min(_BLOCK, rows - start), start // _BLOCK
        facts = rng.normal(size=(n, 5))
        score = facts[:, 0] + facts[:, 1] * facts[:, 2] + (facts[:, 3] > 0.5) - 0.5 * facts[:, 4]
        answers = np.where(score + rng.logistic(size=n) > 1, "yes", "no").tolist()
        made = [[f"{value:.3f}" for value in fact] for fact in facts.T.tolist()]
        if block < _BLOCKS:
            drawn = [[pool[at] for at in rng.integers(0, len(pool), _BLOCK).tolist()] for pool in kinds]  # fmt: skip
            others.append([",".join(cells) for cells in zip(*drawn, strict=True)])
        rest = others[block % _BLOCKS][:n]
        yield from (",".join(cells) + "\n" for cells in zip(*made, rest, answers, strict=True))


def long_lines(rows: int, rng: Rng) -> Iterator[str]:
    """The lines of a CSV with a cell of a million characters in each row."""
    words = np.array(["late", "box", "again", "left", "door", "rain", "asked", "money"])
    yield "note,size,visits,answer\n"
    for row in range(rows):
        note = f"{row} " + " ".join(words[rng.integers(0, 8, 200_000)].tolist())
        yield f"{note[:1_000_000]},{rng.normal():.4f},{rng.poisson(3)},{('yes', 'no')[row % 2]}\n"


def measured(folder: Path, what: str) -> str:
    """What one command costs on one table."""
    command, size = what.split(":")
    path = folder / "made.csv"
    rng = np.random.default_rng(0)
    rows, _, columns = size.removesuffix("long").partition("x")
    made = lines(int(rows), int(columns), rng) if columns else long_lines(int(rows), rng)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(made)
    megabytes = path.stat().st_size / 1e6
    more = ["--out", str(folder / "made.onnx")] if command == "train" else []
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "desktop", command, str(path), "--label-column", "answer", *more], stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - begun
    path.unlink()
    print(said, file=sys.stderr)
    return f"{what}: {megabytes:,.0f} MB; {used.ru_utime + used.ru_stime:,.0f} s of processor time, {clock:,.0f} s by the clock, {used.ru_maxrss / 1024:,.0f} MB at the peak; ended with {os.waitstatus_to_exitcode(status)}"  # fmt: skip


def main() -> None:
    """Measure each that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", nargs="+", metavar="COMMAND:ROWSxCOLUMNS")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for what in options.what:
        print(measured(options.folder, what), flush=True)


if __name__ == "__main__":
    main()
