"""Candidates side by side as the report prints them: the tested runs, or what the options are valued with.

How to use, line by line:

    candidates_evidence(project, valuation)      what a report shows today
    measured_candidates(found, MeasuredWords(...))  the same of a measurement on the same cases (`estimators.measure.measure`)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.findings.decide.flip_points import source_of
from desktop.findings.measure.accuracy import share_axis
from desktop.findings.measure.candidates_text import FAILURES, METRICS, worded
from desktop.findings.measure.view import view
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use
from estimators.base.count import count
from estimators.base.interval import of_all, percent_range
from estimators.base.money import money
from estimators.base.number import seconds
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from estimators.case.ways import WAYS
from reports.candidates import Candidate, CandidateCard, CandidateTable, FailureKind
from reports.chart_data import IntervalChart, IntervalRow
from reports.chart_parts import Axis, Marker
from reports.figure import Figure, Unit
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation
    from estimators.measure.estimate import Estimate, ScoreUnit
    from estimators.measure.measurement import CandidateMeasurement, MeasuredCandidate


def candidates_evidence(project: Project, valuation: "Valuation | None") -> CandidateTable | None:
    """What the answers could come from; None where nothing was tested and the options are not valued."""
    run = fair_run_in_use(project)
    if run is not None and run.result.n_test:
        said = view(project, run)
        chart = said.chart("runs", IntervalChart)
        right = said.figures["accuracy"]
        rows = (_of_run(row) for row in chart.rows)
        chosen = tuple(
            replace(each, figure=replace(each.figure, text=right.counts, n=right.n))
            if each.is_chosen and right.counts
            else each
            for each in rows
        )
        bar = chart.markers[0] if chart.markers else None
        return CandidateTable(chart.title, chart.note, chosen, chart.axis, tr("right"), bar)
    return None if valuation is None else _guessed(project, valuation)


def _of_run(row: IntervalRow) -> Candidate:
    figure = Figure(row.value_text, row.mid, row.provenance, low=row.low, high=row.high)
    return Candidate(row.label, figure, row.note, is_chosen=row.emphasis, is_no_ai=row.baseline)


def _guessed(project: Project, valuation: "Valuation") -> CandidateTable | None:
    """How right each possible option is taken to be, before any of them was tried."""
    rows = []
    for way in WAYS:
        if not way.accuracy or not valuation.option(way.name).possible:
            continue
        taken = valuation.inputs[way.accuracy]
        figure = Figure(
            percent_range(taken.low, taken.high),
            taken.median,
            source_of(taken.provenance),
            low=taken.low,
            high=taken.high,
        )
        rows.append(Candidate(way.label, figure, is_no_ai=way.name == "rule"))
    if not rows:
        return None
    bar = project.accuracy_bar
    marker = None
    if bar is not None:
        value = set_percent(bar.value)
        marker = Marker(bar.value, tr("≥ bar {set_percent}", set_percent=value), strong=True)
    return CandidateTable(
        tr("No candidate was tried yet"),
        tr(
            "How often each is taken to be right where the options are valued. Line: 9 chances in 10."
        ),
        tuple(rows),
        share_axis(min(row.figure.low or 0.0 for row in rows)),
        tr("taken to be right"),
        marker,
        is_measured=False,
    )


# --- a measurement on the same cases -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeasuredWords:
    """What a measurement does not know itself: which one is chosen, which is no AI, what each is, and in which currency."""

    chosen: str = ""
    no_ai: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, CandidateCard] = field(default_factory=dict)
    currency: str = "USD"
    bar: Marker | None = None


def measured_candidates(
    project: Project, found: "CandidateMeasurement", words: MeasuredWords
) -> CandidateTable:
    """Candidates of a measurement, each with its figure, price and speed, and who is better than whom."""
    unit = found.unit
    rows = tuple(_measured(one, unit, words) for one in found.candidates)
    chosen = next((one for one in found.candidates if one.name == words.chosen), None)
    failures = chosen.scores.failures() if chosen is not None and chosen.scores else {}
    ways = sorted(failures.items(), key=lambda item: -item[1][0])
    judged = found.judged.sentence if found.judged is not None else ""
    metric = METRICS[found.metric]
    return CandidateTable(
        title=tr(
            "{candidates} on the same {cases}",
            candidates=count(len(rows), "candidate"),
            cases=count(found.n, case_noun_of(project)),
        ),
        note=tr("{metric}. Line: 9 chances in 10.", metric=metric),
        candidates=rows,
        axis=_axis(found),
        measure=metric,
        bar=words.bar,
        pairs=tuple(pair.sentence for pair in found.pairs),
        failures=tuple(FailureKind(FAILURES.get(way, way), n) for way, (n, _) in ways),
        grading=(judged,) if judged else (),
    )


def _measured(one: "MeasuredCandidate", unit: "ScoreUnit", words: MeasuredWords) -> Candidate:
    cost, median = one.usage.cost_per_1000.value, one.usage.median.value
    speed = "" if median is None else seconds(median)
    if median is not None and one.usage.slow.value is not None:
        slow = seconds(one.usage.slow.value)
        speed = tr("{median}, slowest in 20 {slow}", median=speed, slow=slow)
    return Candidate(
        one.name,
        _figure(one.figure, unit),
        words.notes.get(one.name, ""),
        "" if cost is None else money(cost, words.currency),
        speed,
        one.name == words.chosen,
        one.name in words.no_ai,
        words.cards.get(one.name),
    )


def _figure(found: "Estimate", unit: "ScoreUnit") -> Figure:
    counted = None
    if unit.value == "count" and found.value is not None:
        counted = round(found.value * found.n)
    return Figure(
        worded(found.value, unit) if counted is None else of_all(counted, found.n),
        found.value,
        Provenance.UNKNOWN if found.value is None else Provenance.MEASURED,
        found.n,
        low=found.low,
        high=found.high,
        unit=Unit.NUMBER if unit.value == "amount" else Unit.SHARE,
        counted=counted,
    )


def _axis(found: "CandidateMeasurement") -> Axis:
    """Of shares to 100%; of errors in units of the answers from nothing to the largest."""
    ends = [
        end
        for one in found.candidates
        for end in (one.figure.low, one.figure.value, one.figure.high)
        if end is not None
    ]
    if found.unit.value != "amount":
        return share_axis(min(ends, default=0.0))
    most = max(ends, default=1.0) or 1.0
    return Axis(0.0, most, ((0.0, "0"), (most, worded(most, found.unit))))
