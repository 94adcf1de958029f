"""The candidates of a project as rows of one chart: how good, what a thousand answers cost, how long one takes."""

from typing import TYPE_CHECKING

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.fake.scenarios import active_scenario
from desktop.findings.measure.accuracy import bar_marker, share_axis
from desktop.findings.measure.candidate_level import counted_words, level
from desktop.findings.problem.brief import currency_of
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of, kind_name
from desktop.project.project import Project
from estimators.base.count import spelled
from estimators.base.interval import between, percent_range
from estimators.base.money import money
from estimators.base.number import digits, seconds
from estimators.base.percent import percent
from estimators.base.phrase import capital, listed
from estimators.base.sentence import tr, tr_plural
from mock_ai.demo.plan import main_share
from mock_ai.level_words import LEVEL_WORDS
from reports.chart_data import IntervalChart, IntervalRow
from reports.figure import Figure
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.measure.measurement import MeasuredCandidate

NO_AI = frozenset((CandidateSource.RULE, CandidateSource.COMMONEST))
"""Candidates without AI: drawn in ink."""
_AT_ONCE = 0.05  # seconds that nobody notices
_MINUTES_FROM = 60
_COLUMNS = (tr("per 1,000"), tr("usually"), tr("slowest 1 in 20"))


def candidates_chart(
    project: Project, found: ProjectMeasurement, chosen: str, among: int = 1
) -> IntervalChart:
    """All candidates, the best first, with the bar; below a line the fake as it is dialled.

    - `chosen`: the uid of the candidate that the page speaks of. `among`: of how many it was picked on these cases.
    """
    kind, things = kind_name(project), case_noun_of(project)
    by_name = {one.name: one for one in found.measured.candidates}
    figures = {one.uid: level(kind, by_name[one.name], things) for one in found.candidates}
    best = best_of(found, figures)
    rows = [
        _row(project, one, by_name[one.name], figures[one.uid], best=one.uid == best, chosen=one.uid == chosen != best)
        for one in found.candidates
    ]  # fmt: skip
    if not any(one.source is CandidateSource.PEOPLE for one in found.candidates):
        rows += _people_as_guessed(project)
    rows.sort(key=lambda row: -1.0 if row.mid is None else row.mid, reverse=True)
    rows += _fake_as_dialled(project)
    bar = project.accuracy_bar
    lowest = min((row.low if row.low is not None else row.mid or 0.0) for row in rows)
    return IntervalChart(
        title=_title(found, figures, things.many),
        note=_note(rows, len(project.measured.graders()) if kind == "generate" else 0, among),
        rows=tuple(rows),
        axis=share_axis(min(lowest, bar.value if bar else 1.0)),
        markers=(bar_marker(bar.value),) if bar else (),
        value_header=LEVEL_WORDS[kind].column,
        column_headers=_COLUMNS,
    )


def best_of(found: ProjectMeasurement, figures: dict[str, Figure | None]) -> str:
    """The uid of the best that could be launched; of equals the first. What people do today and no AI are to be beaten, not
    launched, unless there is nothing else."""
    rival = (CandidateSource.PEOPLE, *NO_AI)
    ranked = sorted(
        found.candidates,
        key=lambda one: (
            figures[one.uid] is None,
            one.source in rival,
            -((figures[one.uid] or _NOTHING).value or 0.0),
        ),
    )
    return ranked[0].uid


_NOTHING = Figure("", None, Provenance.UNKNOWN)


def _title(found: ProjectMeasurement, figures: dict[str, Figure | None], many: str) -> str:
    counts = {figure.n for figure in figures.values() if figure is not None and figure.n}
    n = len(found.candidates)
    if len(counts) == 1:
        same = digits(counts.pop())
        return tr_plural(
            "{count} candidate on {same} {things}",
            "{count} candidates on the same {same} {things}",
            n,
            count=capital(spelled(n)),
            same=same,
            things=many,
        )
    return tr_plural(
        "{count} candidate on up to {most} {things}",
        "{count} candidates on up to {most} {things} each",
        n,
        count=capital(spelled(n)),
        most=digits(max(counts, default=0)),
        things=many,
    )


def _note(rows: list[IntervalRow], graders: int, among: int) -> str:
    said = []
    if graders:
        said.append(tr_plural("Graded by one person.", "Graded by {n} people.", graders))
    said.append(
        tr("Line: 9 chances in 10; its lower end is what the launch test uses.")
        if among < 2
        else tr("Line: 9 chances in 10; the launch test starts lower, since one was picked among {n}.", n=digits(among))
    )  # fmt: skip
    untested = (Provenance.GUESS, Provenance.DEFAULT, Provenance.SIMULATED)
    dots = [tr("“{name}”", name=row.label) for row in rows if row.provenance in untested]
    if dots:
        said.append(tr("Not tested: {names}.", names=listed(dots)))
    if any(row.earlier for row in rows):
        said.append(tr("Hollow: another run."))
    if any(row.provenance is Provenance.GUESS and any(row.columns) for row in rows):
        said.append(tr("Costs and seconds are measured; people’s are your guess."))
    return " ".join(said)


def _row(
    project: Project,
    one: ProjectCandidate,
    measured: "MeasuredCandidate",
    figure: Figure | None,
    *,
    best: bool,
    chosen: bool,
) -> IntervalRow:
    usage, figure = measured.usage, figure or _NOTHING
    no_ai = one.source in NO_AI
    return IntervalRow(
        one.name,
        figure.value,
        figure.low,
        figure.high,
        counted_words(figure) if figure.value is not None else tr("not graded"),
        figure.provenance,
        note=one.settings.detail or _SOURCES.get(one.source, ""),
        emphasis=best,
        earlier=one.source is CandidateSource.TRAINED and not (best or chosen),
        baseline=no_ai,
        columns=(
            _cost(usage.cost_per_1000.value, one.settings.currency or currency_of(project), free=no_ai),
            _takes(usage.median.value, no_ai=no_ai),
            _takes(usage.slow.value, no_ai=no_ai),
        ),
        mid_text=percent(figure.value) if figure.value is not None else "",
        chosen=chosen,
    )  # fmt: skip


_SOURCES = {
    CandidateSource.FILE: tr("a file of answers"),
    CandidateSource.ADDRESS: tr("an address"),
    CandidateSource.RULE: tr("a rule, no AI"),
    CandidateSource.PEOPLE: tr("what people do"),
    CandidateSource.TRAINED: tr("trained here"),
    CandidateSource.FAKE: tr("the fake"),
    CandidateSource.COMMONEST: tr("no AI"),
}


def _cost(value: float | None, currency: str, *, free: bool) -> str:
    if value is None:
        return money(0, currency) if free else ""
    return money(value, currency)


def _takes(value: float | None, *, no_ai: bool) -> str:
    if value is None:
        return tr("at once") if no_ai else ""
    return tr("at once") if value < _AT_ONCE and no_ai else duration(value)


def duration(taken: float) -> str:
    """How long an answer takes: "2.8 s", "6 min"."""
    if taken < _MINUTES_FROM:
        return seconds(taken)
    return tr("{n} min", n=digits(round(taken / 60)))


def _people_as_guessed(project: Project) -> list[IntervalRow]:
    """People today as somebody said on Problem: never measured, unless it was said to be."""
    today = project.fact("today_accuracy")
    if today is None or not today.known or not isinstance(today.value, dict):
        return []
    low, high = today.value["low"], today.value["high"]
    source = today.source if today.source is Provenance.MEASURED else Provenance.GUESS
    minutes, wage = (_ends(project, key) for key in ("minutes_per_case", "hour_cost"))
    cost = ""
    if minutes is not None and wage is not None:
        cost = money(sum(minutes) / 2 * sum(wage) / 2 / 60 * 1000, currency_of(project))
    takes = "" if minutes is None else between(*minutes, lambda n: duration(60 * n))
    return [
        IntervalRow(
            tr("People today"),
            (low + high) / 2,
            low,
            high,
            percent_range(low, high),
            source,
            note=today.note or source.words,
            mid_text=percent((low + high) / 2),
            columns=(cost, takes, ""),
        )
    ]


def _ends(project: Project, key: str) -> tuple[float, float] | None:
    fact = project.fact(key)
    if fact is None or not fact.known:
        return None
    if isinstance(fact.value, dict):
        return float(fact.value["low"]), float(fact.value["high"])
    return (float(fact.value), float(fact.value)) if isinstance(fact.value, int | float) else None


def _fake_as_dialled(project: Project) -> list[IntervalRow]:
    if kind_name(project) == "classify" and len(project.classes()) < 2:
        return []
    scenario = active_scenario(project)[1]
    dialled = main_share(scenario)
    return [
        IntervalRow(
            tr("The fake"),
            dialled,
            None,
            None,
            percent(dialled),
            Provenance.SIMULATED,
            note=tr("as dialled"),
            mid_text=percent(dialled),
            divider_above=True,
            columns=("", "", ""),
        )
    ]
