"""How long do the verdict and the valuation take, on one core?

    OMP_NUM_THREADS=1 python tests/benchmarks/decide.py [../shared/golden_cases.json]

Prints the median of 40 runs in milliseconds of processor time, for the slowest and the usual case: `assess`; `BuildVsBuy` with
10,000 draws, every EVPPI, the worth of labels and the intangibles, both for another seed each time (nothing kept from before)
and as a handle moves (one range changes, the seed stays); and whether the same seed gave the same bytes.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from estimators.base.codec import plain
from estimators.build_vs_buy import BuildVsBuy
from estimators.need_for_ai import assess

RUNS = 40
CASES: dict[str, Mapping[str, Any]] = {
    "nothing known": {},
    "all measured": {
        "stage": "concept",
        "user_pain": 4,
        "pain_evidence": "metrics",
        "demand_validated": True,
        "explicit_rules_possible": "partly",
        "error_cost_level": "medium",
        "error_cost_usd": [3, 9],
        "labelled_examples": 900,
        "n_classes": 4,
        "commodity_fit": 3,
        "volume_per_month": [6000, 11000],
        "measured": {"correct": 163, "n": 180},
        "acceptance": {"accepted": 18, "n": 24},
    },
}


def milliseconds(run: Callable[[int], object]) -> float:
    """Return the median processor time of a run; it is told its number."""
    run(0)
    taken = []
    for number in range(1, RUNS + 1):
        start = time.process_time()
        run(number)
        taken.append(1000 * (time.process_time() - start))
    return median(taken)


def measure(case: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return milliseconds of: the verdict, a valuation from scratch, one after a handle moved."""

    def moved(number: int) -> object:
        return BuildVsBuy().evaluate({**case, "price_per_call": [0.001, 0.02 + number / 1000]})

    return (
        milliseconds(lambda _: assess(case)),
        milliseconds(lambda number: BuildVsBuy(random_state=number).evaluate(case)),
        milliseconds(moved),
    )


def same_bytes(case: Mapping[str, Any]) -> bool:
    """Return whether two valuations with one seed are the same, byte for byte."""
    one, other = (json.dumps(plain(BuildVsBuy(random_state=7).evaluate(case))) for _ in "ab")
    return one == other


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("golden", nargs="?", type=Path, help="golden_cases.json, for more cases")
    golden = parser.parse_args().golden
    cases = dict(CASES)
    if golden is not None:
        document = json.loads(golden.read_text(encoding="utf-8"))
        cases |= {case["id"]: case["inputs"] for case in document["cases"]}
    print(f"{'case':16}{'assess':>8}{'anew':>8}{'moved':>8}  same bytes   (ms, median of {RUNS})")
    rows = {name: measure(case) for name, case in cases.items()}
    for name, (verdict, anew, moved) in rows.items():
        same = "yes" if same_bytes(cases[name]) else "NO"
        print(f"{name:16}{verdict:8.1f}{anew:8.1f}{moved:8.1f}  {same}")
    slowest = [max(row[at] for row in rows.values()) for at in range(3)]
    print(f"{'slowest':16}{slowest[0]:8.1f}{slowest[1]:8.1f}{slowest[2]:8.1f}")


if __name__ == "__main__":
    main()
