"""Where a candidate is weak: by the kinds of cases, or by the classes of a classifier."""

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.chosen_candidate import level_scores
from desktop.findings.measure.accuracy import share_axis
from desktop.project.product import kind_name
from desktop.project.project import Project
from estimators.base.interval import of_all
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.measure.estimate import CaseScores, Estimate, ScoreUnit, estimate
from mock_ai.level_words import LEVEL_WORDS
from reports.chart_data import IntervalChart, IntervalRow
from reports.provenance import Provenance

_FEW, _MORE = 30, 40
_WEAK = 0.1  # behind the rest, before it is called weak


def slices_chart(
    project: Project, found: ProjectMeasurement, chosen: ProjectCandidate
) -> IntervalChart | None:
    """How good it is on each kind of case, the weakest last; None where nothing tells cases apart."""
    import numpy as np

    kind = kind_name(project)
    measured = next(one for one in found.measured.candidates if one.name == chosen.name)
    scores = level_scores(kind, measured)
    if scores is None:
        return None
    names = _names(found, scores)
    parts = {
        name: scores.part(np.array([its == name for its in names]))
        for name in dict.fromkeys(names)
        if name
    }
    if len(parts) < 2:
        return None
    figures = {name: estimate(part) for name, part in parts.items()}
    # Of equals the first by name is the weakest, as it is for the checks of a launch.
    ranked = sorted(figures, key=lambda name: (figures[name].value or 0.0, name), reverse=True)
    weakest = ranked[-1]
    rows = tuple(_row(name, figures[name], parts[name], weak=name == weakest) for name in ranked)
    return IntervalChart(
        _title(weakest, figures, estimate(scores).value or 0.0),
        _note(chosen.name, weakest, figures[weakest], parts[weakest]),
        rows,
        share_axis(min((row.low for row in rows if row.low is not None), default=0.0)),
        value_header=LEVEL_WORDS[kind].column,
    )


def _names(found: ProjectMeasurement, scores: CaseScores) -> list[str]:
    """What each run belongs to: the kind that somebody gave its case, else its class."""
    if any(scores.slices) or found.measured.kind != "classify":
        return list(scores.slices)
    return [found.cases[run.case].expected or "" for run in scores.runs]


def _row(name: str, figure: Estimate, part: CaseScores, *, weak: bool) -> IntervalRow:
    counted = part.unit is ScoreUnit.COUNT
    return IntervalRow(
        name,
        figure.value,
        figure.low,
        figure.high,
        percent(figure.value),
        Provenance.MEASURED,
        note=of_all(round(float(part.got.sum())), figure.n) if counted else digits(figure.n),
        emphasis=weak,
    )


def _title(weakest: str, figures: dict[str, Estimate], whole: float) -> str:
    least = figures[weakest].value or 0.0
    if least >= 1:
        return tr("No kind of case is a weak spot")
    if whole - least < _WEAK:
        return tr("“{name}” is right least often", name=weakest)
    return tr("“{name}” is the weak spot", name=weakest)


def _note(name: str, weakest: str, figure: Estimate, part: CaseScores) -> str:
    """What more cases of the weakest kind would tell, where there are few of them."""
    from estimators.acceptance.bounds import interval

    if part.unit is not ScoreUnit.COUNT or figure.n >= _FEW or figure.low is None:
        return tr("{name}.", name=name)
    good = round(float(part.got.sum()))
    low, high = interval(round(good * (1 + _MORE / figure.n)), figure.n + _MORE)
    return tr(
        "{name}. {n} are few: with {more} more of “{weakest}” its line would shorten from {now} points to about {then}.",
        name=name,
        n=digits(figure.n),
        more=_MORE,
        weakest=weakest,
        now=round(100 * ((figure.high or 0.0) - figure.low)),
        then=round(100 * (high - low)),
    )
