"""How sure: whether a candidate that says how sure it is can be believed, and what it answers alone at each cut-off."""

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.measure.calibration import (
    HONESTY_HEADLINES,
    calibration_explanation,
    chart_of_bins,
    honesty,
    honesty_words,
)
from desktop.findings.measure.candidates import measured_of
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from estimators.base.count import count
from estimators.base.interval import of_all, percent_range
from estimators.base.percent import percent, points
from estimators.base.sentence import tr
from reports.chart_parts import TableTwin
from reports.stage_view import StageView

_CUTOFFS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def certainty_view(
    project: Project, found: ProjectMeasurement, chosen: ProjectCandidate
) -> StageView:
    """Whether it can be believed; without a status where it does not say how sure it is."""
    report = measured_of(found, chosen).certainty
    if report is None:
        return StageView("")
    off, chance = report.calibration_error, report.by_chance
    standing = honesty(off, chance, report.n)
    things = case_noun_of(project)
    return StageView(
        HONESTY_HEADLINES.get(standing)
        or tr("What it says of its sureness is off by {points}.", points=points(off)),
        tr(
            "{name} is off by {points} on average over {count}; luck alone would give {chance}.",
            name=chosen.name,
            points=points(off),
            count=count(report.n, things),
            chance=points(chance),
        ),
        honesty_words(standing, off),
        charts={"reliability": chart_of_bins(report.bins, things)},
        explanations={
            "calibration": calibration_explanation(
                count(report.n, things), points(chance, 1)
            )
        },
    )  # fmt: skip


def cutoff_table(found: ProjectMeasurement, chosen: ProjectCandidate) -> TableTwin:
    """What it answers alone where only answers that are sure enough count, and how often those are right."""
    report = measured_of(found, chosen).certainty
    rows = []
    for cutoff in _CUTOFFS if report is not None else ():
        assert report is not None
        point = max(
            (one for one in report.points if one.threshold >= cutoff),
            key=lambda one: one.n,
            default=None,
        )
        if point is not None and point.n:
            rows.append(
                (
                    percent(cutoff),
                    of_all(point.n, report.n),
                    percent(point.accuracy),
                    percent_range(point.low, point.high),
                )
            )
    headers = (tr("sure at least"), tr("answers alone"), tr("right"), tr("likely"))
    return TableTwin(headers, tuple(rows))
