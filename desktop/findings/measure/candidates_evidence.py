"""Candidates side by side as the report prints them: as measured on the same cases, else what the options are valued with."""

import hashlib
from typing import TYPE_CHECKING

from desktop.findings.candidate_measurement import (
    ProjectCandidate,
    ProjectMeasurement,
    measurement_of,
)
from desktop.findings.data.case_set import case_set
from desktop.findings.data.grading_certainty import (
    certainty_headline,
    grading_certainty,
    more_words,
)
from desktop.findings.decide.flip_points import source_of
from desktop.findings.measure.accuracy import bar_marker, share_axis
from desktop.findings.measure.address_candidate import prompt_of
from desktop.findings.measure.answer_checks import check_lines
from desktop.findings.measure.candidate_slices import slices_chart
from desktop.findings.measure.candidates import (
    asked_sureness,
    candidates_view,
    chosen_candidate,
    level_of,
    measured_of,
)
from desktop.findings.measure.failure_types import failure_types
from desktop.findings.measure.judge_view import has_judge, judge_view
from desktop.project.measure_records import CandidateSource
from desktop.project.project import Project
from estimators.base.date import day
from estimators.base.interval import of_all, percent_range
from estimators.base.percent import percent
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.case.ways import WAYS
from reports.candidates import Candidate, CandidateCard, CandidateTable, FailureCount
from reports.chart_data import IntervalChart, IntervalRow
from reports.figure import Figure
from reports.pair_data import PairChart
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation

_CARDED = frozenset((CandidateSource.ADDRESS, CandidateSource.FILE, CandidateSource.RULE))


def candidates_evidence(project: Project, valuation: "Valuation | None") -> CandidateTable | None:
    """What the answers could come from; None where nothing was measured and the options are not valued."""
    found = measurement_of(project)
    if found is not None:
        return _measured(project, found)
    return None if valuation is None else _guessed(project, valuation)


def _measured(project: Project, found: ProjectMeasurement) -> CandidateTable:
    chosen = chosen_candidate(project, found)
    said = candidates_view(project, found, chosen)
    chart = said.chart("candidates", IntervalChart)
    pairs = said.charts.get("pairs")
    by_name = {one.name: one for one in found.candidates}
    return CandidateTable(
        title=chart.title,
        note=chart.note,
        candidates=tuple(_of_row(row, by_name.get(row.label), chosen.name) for row in chart.rows),
        axis=chart.axis,
        measure=chart.value_header,
        bar=chart.markers[0] if chart.markers else None,
        pairs=pairs.rows if isinstance(pairs, PairChart) else (),
        failures=_failures(project, found, chosen),
        grading=(
            *((judge_view(project).said.lead,) if has_judge(project) else ()),
            *(said for _, said in check_lines(project, found, chosen)),
        ),
        headline=said.headline,
        lead=said.lead,
        level=level_of(project, found, chosen),
        slices=slices_chart(project, found, chosen),
        enough=_enough(project, chosen),
    )


def _enough(project: Project, chosen: ProjectCandidate) -> tuple[str, ...]:
    """What so many cases can show of the chosen one, as sure as its launch test has to be, and what more would; nothing where
    examples are learned from: there a curve says it."""
    cases = case_set(project)
    if not cases.tested:
        return ()
    known = grading_certainty(project, asked_sureness(project, chosen).each)
    return tuple(
        filter(None, (certainty_headline(project, cases, known), more_words(project, known)))
    )


def _failures(
    project: Project, found: ProjectMeasurement, chosen: ProjectCandidate
) -> tuple[FailureCount, ...]:
    """The ways of being wrong, each with how often it may happen at most by the exact bound."""
    from estimators.acceptance.bounds import upper_bound

    scores = measured_of(found, chosen).scores
    n = len(scores.main.runs) if scores is not None else 0
    each_sure = asked_sureness(
        project, chosen
    ).each  # that it was picked is paid for as in its launch test
    return tuple(
        FailureCount(
            each.words,
            each.n,
            each.cases,
            of_all(each.n, n),
            percent(upper_bound(min(each.n, n), n, each_sure), 1),
        )
        for each in failure_types(found, chosen)
    )


def _of_row(row: IntervalRow, one: ProjectCandidate | None, chosen: str) -> Candidate:
    cost, usual, slow = (*row.columns, "", "", "")[:3]
    figure = Figure(row.value_text, row.mid, row.provenance, low=row.low, high=row.high)
    return Candidate(
        row.label,
        figure,
        row.note,
        cost,
        usual,
        slow,
        one is not None and one.name == chosen,
        row.baseline,
        None if one is None else _card(one, cost),
    )


def _card(one: ProjectCandidate, cost: str) -> CandidateCard | None:
    """Of what was asked at an address, brought in a file or written as rules; None of what was trained, or answers by itself."""
    settings, trials = one.settings, one.answers.answers.values()
    if one.source not in _CARDED:
        return None
    asked, digest = (
        settings.rules,
        hashlib.sha256(settings.rules.encode("utf-8", "replace")).hexdigest(),
    )
    if one.source is CandidateSource.ADDRESS:
        prompt = prompt_of(settings)
        asked, digest = prompt.written, prompt.digest
    named = {answer.model for given in trials for answer in given if answer.model}
    last = max((answer.at for given in trials for answer in given), default="")
    return CandidateCard(
        asked,
        digest if asked else "",
        settings.model,
        listed(sorted(named - {settings.model})),
        settings.url or settings.file,
        day(last) if last else day(one.created) if one.created else "",
        tr("{cost} for 1,000 answers", cost=cost) if cost else "",
    )


def _guessed(project: Project, valuation: "Valuation") -> CandidateTable | None:
    """How right each possible option is taken to be, before any of them was tried."""
    rows = []
    for way in WAYS:
        if not way.accuracy or not valuation.option(way.name).possible:
            continue
        taken = valuation.inputs[way.accuracy]
        words, source = percent_range(taken.low, taken.high), source_of(taken.provenance)
        figure = Figure(words, taken.median, source, low=taken.low, high=taken.high)
        rows.append(Candidate(way.label, figure))
    if not rows:
        return None
    bar = project.accuracy_bar
    measured = any(row.figure.provenance is Provenance.MEASURED for row in rows)
    title, note = (
        tr("No candidate was tried yet"),
        tr("How often each is taken to be right where the options are valued. Line: 9 chances in 10."),
    )  # fmt: skip
    if measured:
        title, note = (
            tr("How often each way is right"),
            tr("The mark at each number says whether it was measured here, or is taken where the options are valued. Line: 9 chances in 10."),
        )  # fmt: skip
    return CandidateTable(
        title,
        note,
        tuple(rows),
        share_axis(min(row.figure.low or 0.0 for row in rows)),
        tr("right") if measured else tr("taken to be right"),
        bar_marker(bar.value) if bar is not None else None,
        is_measured=False,
    )
