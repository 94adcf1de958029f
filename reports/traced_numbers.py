"""How a number of the evidence is listed: what it is, how it is printed, and what it rests on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from estimators.acceptance.sample_size import PlannedTest
from estimators.acceptance.sequential import SequentialState
from estimators.acceptance.subgroups import Subgroup
from estimators.base.chance import forecast_percent
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits, number
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import ClassResult, ReliabilityBin
from estimators.classifier.training_result import Certificate
from estimators.data_sufficiency.forecast_values import Reliability, SliceGain
from reports.candidates import Candidate
from reports.chart_data import ClassCount, CurvePoint, IntervalRow, TornadoRow, WorthPoint
from reports.evidence import RISK_ID, PlanRound, ReportedFact, SessionSummary
from reports.figure import Figure, Unit, interval_words, likely
from reports.launch_evidence import (
    ForecastToBar,
    KnownShare,
    LaunchCheck,
    LaunchReadiness,
    LookRow,
    PairedComparison,
    RunStep,
    source_of,
)
from reports.provenance import Provenance

FUTURES = tr("simulated futures")
_MEASURED, _GUESS = Provenance.MEASURED, Provenance.GUESS


@dataclass(frozen=True)
class TracedNumber:
    """One number: what it is, how it is printed, and what it rests on."""

    what: str
    number: str
    provenance: Provenance = _MEASURED
    n: int | None = None
    split: str = ""
    interval: str = ""  # the two-sided 90% interval, where there is one
    source: str = ""  # named source; empty: the provenance's own words
    address: str = ""  # "E1.3"
    derived: bool = False  # worked out from numbers that are counted themselves
    made: str = ""  # run, date and model, which numbers of one address share

    @property
    def basis(self) -> str:
        """How many examples, answers or draws, and which."""
        count = "" if self.n is None else f"n = {digits(self.n)}"
        return "; ".join(part for part in (count, self.split) if part)

    @property
    def rests_on(self) -> str:
        """The same with its interval and its source."""
        interval = likely(self.interval) if self.interval else ""
        return "; ".join(part for part in (self.basis, interval, self.source) if part)


@dataclass(frozen=True)
class Context:
    """What the numbers below are about, and what those rest on that do not say so themselves."""

    words: str = ""
    n: int | None = None
    split: str = ""
    unit: Unit = Unit.SHARE  # of a chart's axis


def _counted(what: str, correct: int, n: int, low: float, high: float, **more: Any) -> TracedNumber:
    """So many of so many, with the interval of that share."""
    return TracedNumber(what, of_all(correct, n), n=n, interval=percent_range(low, high, 1), **more)


def _share(what: str, found: SliceGain | ReliabilityBin, share: float) -> TracedNumber:
    ends = percent_range(found.low, found.high, 1)
    return TracedNumber(what, percent(share, 1), n=found.n, interval=ends)


def _forecast(what: str, middle: float, low: float, high: float, **more: Any) -> TracedNumber:
    ends = percent_range(low, high, 1)
    return TracedNumber(
        what, percent(middle, 1), _GUESS, interval=ends, source="forecast", derived=True, **more
    )


def _figure(figure: Figure, context: Context) -> TracedNumber:
    return TracedNumber(
        context.words,
        figure.counts or figure.text,
        figure.provenance,
        figure.n,
        figure.split,
        figure.interval,
        source=tr("worked out") if figure.derived else "",
        derived=figure.derived,
    )


def _fact(fact: ReportedFact, _context: Context) -> Iterator[TracedNumber]:
    if fact.is_number:  # “Yes” is none
        yield TracedNumber(fact.label, fact.value, fact.provenance, source=fact.source)


def _check(check: LaunchCheck, _context: Context) -> Iterator[TracedNumber]:
    measured = any(map(str.isdigit, check.value)) and check.evidence_id != RISK_ID
    if measured:  # "no tripwire" is no number, and how many tripwires there are was not measured
        yield TracedNumber(tr("check: {text}", text=check.text), check.value, split=check.detail)


def _row(row: IntervalRow, context: Context) -> TracedNumber:
    interval = interval_words(row.low, row.high, context.unit)
    if interval and row.low_text and row.high_text:
        interval = tr("{low_text} to {high_text}", low_text=row.low_text, high_text=row.high_text)
    what = ", ".join(part for part in (row.label, row.note) if part)
    shared = row.provenance is _MEASURED or context.split == FUTURES
    return TracedNumber(
        f"{what}: {context.words}" if context.words else what,
        row.value_text,
        row.provenance,
        context.n if shared else None,
        context.split if shared else "",
        interval,
        row.source_text,
        derived=row.provenance.is_assumed,  # from inputs that are traced, or an answer on Problem once more
    )


def _point(point: CurvePoint, context: Context) -> TracedNumber:
    place = percent(point.x, 1) if abs(point.x) <= 1 else number(point.x)
    ends = percent_range(point.low, point.high, 1)
    what, share = tr("{words}, at {place}", words=context.words, place=place), percent(point.y, 1)
    return TracedNumber(what, share, point.provenance, point.n, interval=ends)


def _session(session: SessionSummary, _context: Context) -> TracedNumber:
    return TracedNumber(
        tr(
            "accepted in the session of {date}, {scenario}",
            date=session.date,
            scenario=session.scenario or tr("the fake"),
        ),
        of_all(session.accepted, session.shown),
        Provenance.SIMULATED,
        session.shown,
        session.people,
        source=tr("the fake, dialled to {text}", text=session.dialled.text),
    )


def _comparison(found: PairedComparison, _context: Context) -> TracedNumber:
    return TracedNumber(
        tr("right where {other} is wrong, and the other way round", other=found.other),
        tr(
            "{only_model} and {only_other}",
            only_model=found.only_model,
            only_other=found.only_other,
        ),
        n=found.n,
        split=tr("{p_value} by luck", p_value=percent(found.p_value)),
        source=tr("McNemar, exact"),
    )


def _expected(found: ForecastToBar, _context: Context) -> Iterator[TracedNumber]:
    more, of = tr("with {more} more labels", more=found.more), tr("labels so far")
    yield TracedNumber(
        tr("chance of the bar {more}", more=more),
        forecast_percent(found.chance),
        _GUESS,
        found.have,
        of,
        source="forecast",
        derived=True,
    )
    what = tr("right answers expected {more}", more=more)
    yield _forecast(what, found.middle, found.low, found.high, n=found.have, split=of)


def _lists(found: LaunchReadiness, _context: Context) -> Iterator[TracedNumber]:
    for each in found.lists:
        title, groups = each.published.title, each.published.groups
        given = [found.answers.get(item.key) for item in each.published.items()]
        by_app = sum(answer is not None and source_of(answer) is _MEASURED for answer in given)
        yield TracedNumber(
            tr("{title}: answered", title=title),
            of_all(each.answered, each.total),
            _MEASURED if by_app else _GUESS,
            each.total,
            tr("{by_app} filled in from evidence, the rest asked", by_app=by_app),
            source=tr("answers in this project"),
            derived=True,  # how far a list is answered measures neither the product nor its data
        )
        for group, score in zip(groups, each.scores, strict=False):
            what, source = f"{title}: {group.title}", tr("worked out from the answers")
            n = len(group.items)
            yield TracedNumber(what, score, _GUESS, n, source=source, derived=True)


LISTED: dict[type, Callable[[Any, Context], TracedNumber | Iterator[TracedNumber]]] = {
    Figure: _figure,
    ReportedFact: _fact,
    LaunchCheck: _check,
    IntervalRow: _row,
    CurvePoint: _point,
    SessionSummary: _session,
    PairedComparison: _comparison,
    ForecastToBar: _expected,
    LaunchReadiness: _lists,
    Candidate: lambda one, _: TracedNumber(
        one.name,
        one.figure.text,
        one.figure.provenance,
        one.figure.n,
        interval=one.figure.interval,
        derived=one.figure.provenance.is_assumed,  # what the options are valued with is traced there
    ),
    Certificate: lambda found, _: TracedNumber(
        tr("answers of the shipped file that equal those of the tested model"),
        tr("not counted") if found.same is None else of_all(found.same, found.n),
        n=found.n,
    ),
    ClassCount: lambda row, _: TracedNumber(
        tr("{label}: examples", label=row.label),
        digits(row.learn + row.held_out),
        split=tr(
            "{learn} to learn from, {held_out} held out", learn=row.learn, held_out=row.held_out
        ),
    ),
    ClassResult: lambda found, _: _counted(
        tr("{name}: found", name=found.name), found.found, found.n, *found.recall.measured[1:]
    ),
    Reliability: lambda found, _: TracedNumber(
        tr("forecasts whose 90% band held the truth"),
        percent(found.within_90, 1),
        n=found.tasks,
        split=tr("{datasets} data sets not seen before", datasets=found.datasets),
    ),
    KnownShare: lambda found, _: TracedNumber(
        tr("{other}: right answers", other=found.other),
        percent(found.share),
        found.provenance,
        derived=found.provenance.is_assumed,  # an answer on Problem, which is traced there
    ),
    LookRow: lambda row, _: TracedNumber(
        tr("look at the test, {run}", run=row.run),
        of_all(row.correct, row.n),
        n=row.n,
        split=tr("{shared} of them in today’s test", shared=row.shared),
        source=row.date,
    ),
    PlannedTest: lambda found, _: TracedNumber(
        tr(
            "fresh examples needed if truly right {true_accuracy} of the time",
            true_accuracy=percent(found.true_accuracy, 1),
        ),
        found.size_words,
        _GUESS,
        source=tr("worked out, exact binomial"),
        derived=True,
    ),
    PlanRound: lambda found, _: _forecast(
        tr("right answers forecast with {total} labels", total=found.total),
        found.middle,
        found.low,
        found.high,
    ),
    ReliabilityBin: lambda found, context: _share(
        tr(
            "{words}: right where it said about {said}",
            words=context.words,
            said=percent(found.said, 1),
        ),
        found,
        found.right,
    ),
    RunStep: lambda step, _: _counted(
        tr("{run}: right answers", run=step.run),
        step.correct,
        step.n,
        step.low,
        step.high,
        split=tr("{n_train} to learn from", n_train=step.n_train),
        source=step.date,
    ),
    SequentialState: lambda found, _: TracedNumber(
        tr("labelled as one goes: sure of at least"),
        percent(found.lower_bound, 1),
        n=found.total,
        split=tr("{correct} right", correct=found.correct),
    ),
    Subgroup: lambda part, _: _counted(
        tr("{name}: against the bar", name=part.name),
        part.correct,
        part.total,
        part.low,
        part.high,
        split=part.verdict.words,
    ),
    TornadoRow: lambda row, context: TracedNumber(
        f"{row.label}: {context.words}",
        tr("{low_text} to {high_text}", low_text=row.low_text, high_text=row.high_text),
        row.provenance,
        source=row.source_text,
        derived=True,  # the input itself is traced
    ),
    SliceGain: lambda found, _: _share(
        tr("{name}: right", name=found.slice), found, found.accuracy
    ),
    WorthPoint: lambda point, context: TracedNumber(
        tr("{words}: worth of {more}", words=context.words, more=point.more),
        point.worth_text,
        _GUESS,
        source=tr("worked out"),
        derived=True,
    ),
}
