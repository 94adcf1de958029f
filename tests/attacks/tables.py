"""Tables made to take all memory, all time, or the program down.

    python -m tests.attacks.tables [--only PART_OF_A_NAME] [--hostile FOLDER]

Writes tables of extreme sizes and damage, has the commands read each in a process of its own, and prints what that took:
peak memory, seconds of processor, exit status, tracebacks and "our mistake". FOLDER is the unpacked set `hostile_csv`, whose
every file is then read too. Ends with 1 where one failed: more than 1 GB or 60 s of processor, a traceback, "our mistake",
an exit status other than 0 and 1, or a refusal of several lines. All but a few take seconds; the whole takes some minutes.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import Process
from pathlib import Path

from tests.attacks.runs import PROGRAM, ROOT, run

MOST_SECONDS, PATIENCE = 60.0, 300.0


HEADER = b"text,label\n"
MADE: dict[str, Callable[[], bytes]] = {
    "2,000,000 rows": lambda: HEADER + b"x,a\ny,b\n" * 1_000_000,
    "2,000,000 rows without a header": lambda: b"x,a\ny,b\n" * 1_000_000,
    "100,000 rows alike": lambda: HEADER + b"x,a\ny,b\n" * 50_000,
    "1,000,000 columns": lambda: b",".join(b"c%d" % i for i in range(1_000_000)) + b"\n1,2\n",
    "16,000 columns, 2,000 rows": lambda: (
        b",".join(b"c%d" % i for i in range(16_000)) + b"\n" + (b"1," * 16_000 + b"\n") * 2_000
    ),
    "rows of 100,000 cells": lambda: HEADER + (b"1," * 100_000 + b"\n") * 200,
    "an unclosed quote above 500,000 rows": lambda: HEADER + b'"open,a\n' + b"x,a\n" * 500_000,
    "an unclosed quote in each of 90,000 rows": lambda: HEADER + b'"open,a\n' * 90_000 + b"x,b\n",
    "an unclosed quote at the end of each of 90,000 rows": lambda: HEADER + b'open,"a\n' * 90_000,
    "400,000 damaged rows": lambda: HEADER + b'"a" b "c,x\n' * 400_000,
    "a cell of 120 MB": lambda: HEADER + b"a,b\n" + b"x" * 120_000_000 + b",b\nc,d\n",
    "a quoted cell of 120 MB": lambda: HEADER + b'a,b\n"' + b"x" * 120_000_000 + b'",b\nc,d\n',
    "a quoted cell of 120 MB over lines": lambda: (
        HEADER + b'a,b\n"' + b"x\n" * 60_000_000 + b'",b\nc,d\n'
    ),
    "a line of 60,000,000 quotes": lambda: HEADER + b'"' * 60_000_000 + b"\n",
    "a line of quotes and commas": lambda: HEADER + b'","' * 3_000_000 + b"\n",
    "100 MB of line ends": lambda: b"\n" * 100_000_000,
    "100 MB of NUL": lambda: b"\0" * 100_000_000,
    "100 MB of Latin-1": lambda: HEADER + (b"\xe9" * 99 + b",b\n") * 1_000_000,
    "50 MB in UTF-16": lambda: ("text,label\n" + "x,a\n" * 6_000_000).encode("utf-16"),
    "every separator in turn": lambda: b"".join(
        bytes([b",;\t|"[i % 4]]).join([b"a"] * (i % 50)) + b"\n" for i in range(60_000)
    ),
    "90,000 labels": lambda: (
        HEADER + b"".join(b"text %d,label %d\n" % (i, i // 2) for i in range(90_000))
    ),
}


def write(name: str, path: Path) -> None:
    """Make one of the tables."""
    path.write_bytes(MADE[name]())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", default="")
    parser.add_argument("--hostile", type=Path)
    options = parser.parse_args()
    failed = 0
    print(f"{'table':<52} {'command':<8} status    MB  seconds  faults")
    with tempfile.TemporaryDirectory() as folder:
        model, table = Path(folder, "model.onnx"), Path(folder, "table.csv")
        table.write_bytes(HEADER + b"good day,a\nbad night,b\nfine day,a\ndark night,b\n" * 3)
        run((*PROGRAM, "train", table, "--out", model), ROOT, PATIENCE)
        for name in MADE:
            if options.only in name:
                # In a process of its own: a child's peak counts what its parent held when it began.
                maker = Process(target=write, args=(name, table))
                maker.start()
                maker.join()
                failed += _tried(name, "inspect", table)
                failed += _tried(name, "predict", model, "--csv", table)
                failed += _tried(name, "evaluate", model, table)
                failed += _tried(name, "forecast", table)
        found = sorted(options.hostile.rglob("*")) if options.hostile else []
        for path in found:
            if path.is_file() and options.only in path.name:
                failed += _tried(path.name, "inspect", path)
                failed += _tried(path.name, "predict", model, "--csv", path)
    print(f"{failed} failed")
    sys.exit(failed > 0)


def _tried(name: str, *arguments: str | Path) -> bool:
    one = run((*PROGRAM, *arguments, "--json"), ROOT, PATIENCE, out=False)
    bars = [line.rsplit("\r", 1)[-1] for line in one.said.splitlines()]
    said = [line for line in bars if line.strip()]
    faults = one.faults(MOST_SECONDS)
    if one.code == 1 and len(said) != 1:
        faults.append("several lines")
    print(
        f"{name:<52} {arguments[0]:<8} {one.code!s:>6} {one.memory // 2**20:>5} {one.cpu:>8.1f}  "
        f"{', '.join(faults)} {said[-1][-150:] if one.code and said else ''}",
        flush=True,
    )
    return bool(faults)


if __name__ == "__main__":
    main()
