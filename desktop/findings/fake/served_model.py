"""What Fake it shows while the trained classifier answers in the fake's place: what it did in its test, never the fake's dials."""

from dataclasses import dataclass
from typing import Any

from desktop.findings.fake.sample_request import SampleAnswer, SampleRequest, measured_sample
from desktop.findings.fake.scenarios import SCATTER
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import served_run
from estimators.base.count import apportioned, count
from estimators.base.number import digits, seconds
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.chart_data import OutcomeGrid
from reports.provenance import Provenance

_SHOWN = 100


@dataclass(frozen=True)
class ServedModel:
    """The run that answers: its name, what it did in its test as rows of (name, value), and of 100 answers how many are what."""

    title: str
    rows: tuple[tuple[str, str], ...]
    grid: OutcomeGrid
    run: Run

    def sample(self, asked: SampleRequest, project: Project) -> SampleAnswer | None:
        """One of its answers, as a prototype gets it; None where the run kept none."""
        return measured_sample(self.run, asked, project)


def served_model(project: Project) -> ServedModel | None:
    """The run that answers in the fake's place; None where the fake does."""
    run = served_run(project)
    if run is None:
        return None
    result, number = run.result, run.settings.table.number if run.settings.table else None
    right = tr("Within {tolerance}", tolerance=percent(number.tolerance)) if number else tr("Right")
    rows = [
        (right, percent(result.accuracy.measured.value)),
        (tr("Tested on"), count(result.n_test, "held-out example")),
        (tr("Learned from"), count(result.n_train, "example")),
    ]
    if result.latency is not None:
        rows.append((tr("Usually answers in"), seconds(result.latency.median)))
        rows.append((tr("1 in 20 slower than"), seconds(result.latency.p95)))
    return ServedModel(
        tr("Run {number}, in its test", number=run.number), tuple(rows), _grid(run), run
    )


def _grid(run: Run) -> OutcomeGrid:
    """A hundred answers in the shares of the test, counted as the accuracy counts them and scattered always in the same way."""
    right = run.result.accuracy.measured.value
    counts = zip(("right", "wrong"), apportioned(_SHOWN, (right, 1 - right)), strict=True)
    outcomes = [name for name, n in counts for _ in range(n)]
    silent = _unanswered(run)
    note = tr("In the shares of its test on {n} examples.", n=digits(run.result.n_test))
    if silent:
        note = tr(
            "In the shares of its test on {n} examples; of {silent} it says “I don’t know”.",
            n=digits(run.result.n_test),
            silent=percent(silent),
        )
    kept = run.settings.table
    words: dict[str, Any] = {}
    if kept is not None and kept.number is not None:
        within = tr("within {tolerance}", tolerance=percent(kept.number.tolerance))
        words = {"words": (("right", within), ("wrong", tr("further off")))}
    return OutcomeGrid(
        tr("What 100 of its answers look like"),
        note,
        tuple(outcomes[place * SCATTER % _SHOWN] for place in range(_SHOWN)),
        Provenance.MEASURED,
        says_all=False,
        **words,
    )


def _unanswered(run: Run) -> float:
    """The share of the test to which it says “I don’t know”."""
    found = run.settings.table.number if run.settings.table else None
    if found is not None:
        return (found.unknown or 0) / (found.n_test + (found.unknown or 0))
    rows = run.result.answered
    return sum(row.abstain for row in rows) / len(rows) if rows else 0.0
