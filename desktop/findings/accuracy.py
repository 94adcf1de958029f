"""How good the classifier is: charts, sentences and evidence from the run history."""

from itertools import pairwise

from desktop.findings.fake import active_scenario
from desktop.findings.moments import day
from desktop.findings.wording import count
from desktop.project.progress import noun
from desktop.project.project import Project
from desktop.project.records import Json, Run
from desktop.project.run_list import run_in_use
from estimators.acceptance import lower_bound
from reports import evidence
from reports.chart_data import (
    Axis,
    ConfidenceBin,
    ConfidenceChart,
    ConfusionChart,
    IntervalChart,
    IntervalRow,
    Marker,
    ReliabilityBin,
    ReliabilityChart,
)
from reports.provenance import Provenance

RUNS_SHOWN = 6


def percent(share: float, digits: int = 0) -> str:
    """A measured share: whole points, since the interval beside it is wider than a decimal."""
    return f"{share:.{digits}%}"


def times_in_hundred(share: float) -> int:
    """A share as whole times in 100, never rounded up to certainty."""
    return min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share * 100)


def headline(project: Project, run: Run) -> str:
    """``Run 4 is right 91 times in 100. It clears the bar.``"""
    result = run.result
    if not result["n_test"]:
        return f"Run {run.number} has not been tested."
    words = (
        f"Run {run.number} is right {times_in_hundred(result['accuracy']['value'])} times in 100."
    )
    bar = project.bar
    if bar is None:
        return words
    passed = lower_bound(result["correct"], result["n_test"], bar.confidence) >= bar.value
    return f"{words} It {'clears' if passed else 'misses'} the bar."


def lead(project: Project, run: Run) -> str:
    """``163 of 180 held-out photos: sure of at least 86%, and the bar is 85%.``"""
    result = run.result
    if not result["n_test"]:
        return "Nothing was held out, so nobody knows how good it is."
    bound = lower_bound(result["correct"], result["n_test"])
    words = f"{result['correct']:,} of {count(result['n_test'], 'held-out ' + noun(project, 1))}"
    words += f": sure of at least {percent(bound)}"
    return f"{words}, and the bar is {percent(project.bar.value)}." if project.bar else f"{words}."


def runs_chart(project: Project, current: Run) -> IntervalChart:
    """The runs against each other, the fake, people today and no AI at all, on one axis with the bar."""
    rows = [
        IntervalRow(
            label=f"Run {run.number}",
            note=count(run.result["n_train"], noun(project, 1)),
            value_text=percent(run.result["accuracy"]["value"]),
            provenance=Provenance.MEASURED,
            emphasis=run.id == current.id,
            earlier=run.id != current.id,
            mid=run.result["accuracy"]["value"],
            low=run.result["accuracy"]["low"],
            high=run.result["accuracy"]["high"],
        )
        for run in project.runs()[:RUNS_SHOWN]
        if run.result["n_test"]
    ]
    if len(project.classes()) > 1:
        dial = active_scenario(project)[1].accuracy
        rows.append(
            IntervalRow(
                "The fake",
                dial,
                None,
                None,
                percent(dial),
                Provenance.SIMULATED,
                note="as dialled",
                divider_above=True,
            )
        )
    today = project.fact("today_accuracy")
    if today and today.known and isinstance(today.value, dict):
        low, high = today.value["low"], today.value["high"]
        source = Provenance.MEASURED if today.source is Provenance.MEASURED else Provenance.GUESS
        text = (
            percent(low) if percent(low) == percent(high) else f"{low * 100:.0f}–{high * 100:.0f}%"
        )
        rows.append(
            IntervalRow(
                "People today",
                (low + high) / 2,
                low,
                high,
                text,
                source,
                note=today.note or source.words,
            )
        )
    baseline = current.result["baseline"]
    if baseline["value"] is not None:
        rows.append(
            IntervalRow(
                f"Always “{baseline['class']}”",
                baseline["value"],
                baseline["low"],
                baseline["high"],
                percent(baseline["value"]),
                Provenance.MEASURED,
                note="no AI at all",
                baseline=True,
            )
        )
    bar = project.bar
    return IntervalChart(
        title=f"Right answers on {count(current.result['n_test'], noun(project, 1))} it never saw",
        note="Line: 9 chances in 10. Its lower end is the number the launch test uses.",
        rows=tuple(rows),
        axis=share_axis(
            min((r.low if r.low is not None else r.mid or 0) for r in rows) if rows else 0
        ),
        markers=(Marker(bar.value, f"≥ bar {percent(bar.value)}", strong=True),) if bar else (),
    )


def share_axis(lowest: float) -> Axis:
    """An axis of shares that ends at 100% and begins at a round number below ``lowest``."""
    start = max(0.0, (int(lowest * 10) // 2) * 2 / 10)
    step = 0.2 if start < 0.7 else 0.1
    ticks, at = [], start
    while at < 1.0001:
        ticks.append((round(at, 2), f"{at * 100:.0f}" + ("%" if at > 0.999 else "")))
        at += step
    if ticks[-1][0] < 0.999:
        ticks.append((1.0, "100%"))
    return Axis(start, 1.0, tuple(ticks))


def class_chart(run: Run, project: Project) -> IntervalChart:
    """Of each class, how many were found, the weakest last."""
    ranked = sorted(
        (row for row in run.result["per_class"] if row["n"]),
        key=lambda r: (-r["recall"]["value"], r["name"]),
    )
    rows = tuple(
        IntervalRow(
            row["name"],
            row["recall"]["value"],
            row["recall"]["low"],
            row["recall"]["high"],
            percent(row["recall"]["value"]),
            Provenance.MEASURED,
            note=f"{row['found']} of {row['n']}",
        )
        for row in ranked
    )
    return IntervalChart(
        title=weak_spots(ranked),
        note=f"Of the held-out {noun(project)} of a class, how many it found. Line: 9 chances in 10.",
        rows=rows,
        axis=share_axis(min((r.low or 0 for r in rows), default=0)),
        value_header="found",
    )


def weak_spots(ranked: list[Json]) -> str:
    """Which classes it finds least, as a finding."""
    if not ranked or ranked[-1]["recall"]["value"] >= 1:
        return "It found every held-out one"
    weakest = [row["name"] for row in ranked[-2:] if row["recall"]["value"] < 0.9]
    if not weakest:
        return f"“{ranked[-1]['name']}” is found least often"
    if len(weakest) == 1:
        return f"“{weakest[0]}” is the weak spot"
    return f"“{weakest[1]}” and “{weakest[0]}” are the weak spots"


def confusion_chart(run: Run, project: Project) -> ConfusionChart:
    """What it said against what is true."""
    confusion = run.result["confusion"]
    return ConfusionChart(
        title="What it said against what is true",
        note=f"{count(run.result['n_test'], 'held-out ' + noun(project, 1))}. Click a number to see them.",
        labels=tuple(confusion["labels"]),
        counts=tuple(tuple(row) for row in confusion["matrix"]),
    )


def reliability_chart(run: Run, project: Project) -> ReliabilityChart:
    """Whether "I'm 70% sure" means it."""
    result = run.result
    bins = tuple(
        ReliabilityBin(b["said"], b["right"], b["low"], b["high"], b["n"])
        for b in result["reliability"]
    )
    few = sum(b.n for b in bins if b.n < 10)
    things = noun(project)
    return ReliabilityChart(
        title=_most_said(bins),
        note=f"Right answers (%) by how sure it said it was. Bigger dot: more {things}. Line: 9 chances in 10.",
        bins=bins,
        noun=things,
        caveat=f"{count(few, noun(project, 1))} sit in dots of fewer than 10, so those say little."
        if few
        else "",
    )


def _most_said(bins: tuple[ReliabilityBin, ...]) -> str:
    """The finding in the dot nearest to 90% that is not of a handful."""
    if not bins:
        return "Not measured"
    one = min(bins, key=lambda b: (b.n < 10, abs(b.said - 0.9)))
    return (
        f"When it says {percent(one.said)}, it is right {times_in_hundred(one.right)} times in 100"
    )


def is_honest(run: Run) -> bool:
    """Whether its confidence is off by no more than chance explains, give or take 5 points."""
    result = run.result
    return result["ece"] is not None and result["ece"] <= max(
        0.05, (result["ece_by_chance"] or 0) + 0.02
    )


def confidence_chart(run: Run, project: Project, cutoff: float) -> ConfidenceChart:
    """Answers by how sure it was, split at the cut-off above which it answers alone."""
    rows = [row for row in run.result["predictions"] if row["label"] is not None]
    classes = max(2, len(run.result["confusion"]["labels"]))
    first = max(0.0, int(100 / classes / 5) * 0.05)
    edges = [round(first + 0.05 * i, 2) for i in range(round((1 - first) / 0.05) + 1)]
    bins = []
    for low, high in pairwise(edges):
        inside = [
            r
            for r in rows
            if low <= r["probability"] < high or (high == 1.0 and r["probability"] >= 1.0)
        ]
        right = sum(r["label"] == r["truth"] for r in inside)
        bins.append(ConfidenceBin(low, high, right, len(inside) - right))
    above = sum(row["probability"] >= cutoff and not row["abstain"] for row in rows)
    return ConfidenceChart(
        title=f"Let it answer alone when it is {percent(cutoff)} sure or more",
        note=f"{count(len(rows), 'held-out ' + noun(project, 1))} by how sure it was. Drag the line.",
        bins=tuple(bins),
        cutoff=cutoff,
        below_text=f"{len(rows) - above:,} go to a person",
        above_text=f"{above:,} answered",
    )


def accuracy_evidence(project: Project) -> evidence.Accuracy | None:
    """The run in use as the report prints it; None where nothing is trained or tested."""
    run = run_in_use(project)
    if run is None or not run.result["n_test"]:
        return None
    result, thing = run.result, noun(project, 1)
    n, correct = result["n_test"], result["correct"]
    bound = lower_bound(correct, n, project.bar.confidence if project.bar else 0.95)
    held = f"{count(n, 'held-out ' + thing)}"
    wrong = n - correct

    def figure(
        text: str, value: float | None, low: float | None = None, high: float | None = None
    ) -> evidence.Figure:
        return evidence.Figure(
            text, value, Provenance.MEASURED, n, held, low, high, evidence.ACCURACY_ID
        )

    certificate = result["certificate"]
    return evidence.Accuracy(
        run=f"run {run.number}",
        n=n,
        correct=correct,
        bound=figure(
            percent(bound, 1), bound, result["accuracy"]["low"], result["accuracy"]["high"]
        ),
        split=f"held out before run 1; duplicates kept on one side; run {run.number} of {day(run.created)}",
        noun=noun(project),
        runs=runs_chart(project, run),
        per_class=tuple(
            evidence.ClassResult(
                r["name"], r["found"], r["n"], r["recall"]["low"], r["recall"]["high"]
            )
            for r in result["per_class"]
            if r["n"]
        ),
        confusion=confusion_chart(run, project),
        reliability=reliability_chart(run, project),
        ece=figure(f"{result['ece'] * 100:.1f} points", result["ece"]),
        ece_by_chance=figure(
            f"{result['ece_by_chance'] * 100:.1f} points", result["ece_by_chance"]
        ),
        certificate=evidence.Certificate(
            certificate["n"], certificate["label_flips"], certificate["max_difference"]
        ),
        model_sha256=run.model_sha256,
        method=(
            "EfficientNet-Lite0, pretrained; on its features a logistic regression with a temperature, both chosen by "
            f"cross-validation on {count(result['n_train'], thing)}."
        ),
        wrong_summary=count(wrong, "mistake") if wrong else "no mistake",
    )
