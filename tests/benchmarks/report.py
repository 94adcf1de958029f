"""How long reports take: ``python tests/benchmarks/report.py``. Prints, asserts nothing."""

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reports.evidence import Evidence, ReportedFact  # noqa: E402
from reports.pdf import fonts  # noqa: E402
from reports.provenance import Provenance  # noqa: E402
from reports.report import build  # noqa: E402
from tests.reports.launched_project import launched_evidence  # noqa: E402

# Every part, and of the appendices the model card: about twelve pages.
TWELVE = ("decision", "problem", "fake", "options", "data", "accuracy", "risk", "conditions", "assumptions", "card")  # fmt: skip


def timed(name: str, evidence: Evidence, pages: tuple[str, ...] | None, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds = []
        for _ in range(repeats):
            start = time.perf_counter()
            report = build(evidence, "launch", Path(folder) / "r.pdf", pages=pages)
            seconds.append(time.perf_counter() - start)
    first, best = f"first {seconds[0]:.2f} s", f"best of {repeats}: {min(seconds):.2f} s"
    print(f"{name}: {report.pages} pages, {first}, {best}")


def main() -> None:
    start = time.perf_counter()
    fonts.load()
    print(f"imports and fonts: {time.perf_counter() - start:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        full = launched_evidence(Path(folder) / "project")
    timed("launch report without the long appendices", full, TWELVE, 5)
    timed("launch report, whole", full, None, 5)
    assert full.problem is not None
    facts = tuple(
        ReportedFact(f"row {n}", f"{n:,}", Provenance.GUESS, "a list") for n in range(5_000)
    )
    many = replace(full, problem=replace(full.problem, facts=facts))
    timed("appendix of 5,000 rows", many, ("provenance",), 2)


if __name__ == "__main__":
    main()
