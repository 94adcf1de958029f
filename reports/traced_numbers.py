"""How a number of the evidence is listed: what it is, how it is printed, and what it rests on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from estimators.acceptance.sample_size import PlannedTest
from estimators.acceptance.sequential import SequentialState
from estimators.acceptance.subgroups import Subgroup
from estimators.base.chance import forecast_percent
from estimators.base.interval import of_all, percent_range
from estimators.base.number import UNKNOWN, digits, number
from estimators.base.percent import percent
from estimators.classifier.evaluation_result import ClassResult, ReliabilityBin
from estimators.classifier.training_result import Certificate
from reports.chart_data import (
    ClassCount,
    CurvePoint,
    IntervalRow,
    TornadoRow,
    WorthPoint,
)
from reports.evidence import (
    ForecastReliability,
    PlanRound,
    ReportedFact,
    SessionSummary,
    WeakSlice,
)
from reports.figure import Figure, Unit, interval_words
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

FUTURES = "simulated futures"
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
        interval = f"9 in 10: {self.interval}" if self.interval else ""
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


def _share(what: str, found: WeakSlice | ReliabilityBin, share: float) -> TracedNumber:
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
        source="worked out" if figure.derived else "",
        derived=figure.derived,
    )


def _fact(fact: ReportedFact, _context: Context) -> Iterator[TracedNumber]:
    if fact.is_number:  # “Yes” is none
        yield TracedNumber(fact.label, fact.value, fact.provenance, source=fact.source)


def _check(check: LaunchCheck, _context: Context) -> Iterator[TracedNumber]:
    if check.value:
        yield TracedNumber(f"check: {check.text}", check.value, split=check.detail)


def _row(row: IntervalRow, context: Context) -> TracedNumber:
    interval = interval_words(row.low, row.high, context.unit)
    if interval and row.low_text and row.high_text:
        interval = f"{row.low_text} to {row.high_text}"
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
    what, share = f"{context.words}, at {place}", percent(point.y, 1)
    return TracedNumber(what, share, point.provenance, point.n, interval=ends)


def _session(session: SessionSummary, _context: Context) -> TracedNumber:
    accepted = UNKNOWN if session.accepted is None else digits(session.accepted)
    return TracedNumber(
        f"accepted in the session of {session.date}, {session.scenario or 'the fake'}",
        f"{accepted} of {digits(session.shown)}",
        Provenance.SIMULATED,
        session.shown,
        session.people,
        source=f"the fake, dialled to {session.dialled.text}",
    )


def _comparison(found: PairedComparison, _context: Context) -> TracedNumber:
    return TracedNumber(
        f"right where {found.other} is wrong, and the other way round",
        f"{digits(found.only_model)} and {digits(found.only_other)}",
        n=found.n,
        split=f"{percent(found.p_value)} by luck",
        source="McNemar, exact",
    )


def _expected(found: ForecastToBar, _context: Context) -> Iterator[TracedNumber]:
    more, of = f"with {digits(found.more)} more labels", "labels so far"
    yield TracedNumber(
        f"chance of the bar {more}",
        forecast_percent(found.chance),
        _GUESS,
        found.have,
        of,
        source="forecast",
        derived=True,
    )
    what = f"right answers expected {more}"
    yield _forecast(what, found.middle, found.low, found.high, n=found.have, split=of)


def _lists(found: LaunchReadiness, _context: Context) -> Iterator[TracedNumber]:
    for each in found.lists:
        title, groups = each.published.title, each.published.groups
        given = [found.answers.get(item.key) for item in each.published.items()]
        by_app = sum(answer is not None and source_of(answer) is _MEASURED for answer in given)
        yield TracedNumber(
            f"{title}: answered",
            of_all(each.answered, each.total),
            _MEASURED if by_app else _GUESS,
            each.total,
            f"{digits(by_app)} filled in from evidence, the rest asked",
            source="answers in this project",
            derived=not by_app,
        )
        for group, score in zip(groups, each.scores, strict=False):
            what, source = f"{title}: {group.title}", "worked out from the answers"
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
    Certificate: lambda found, _: TracedNumber(
        "answers of the shipped file that equal those of the tested model",
        of_all(found.n - (found.label_flips or 0), found.n),
        n=found.n,
    ),
    ClassCount: lambda row, _: TracedNumber(
        f"{row.label}: examples",
        digits(row.learn + row.held_out),
        split=f"{digits(row.learn)} to learn from, {digits(row.held_out)} held out",
    ),
    ClassResult: lambda found, _: _counted(
        f"{found.name}: found", found.found, found.n, *found.recall.measured[1:]
    ),
    ForecastReliability: lambda found, _: TracedNumber(
        "forecasts whose 90% band held the truth",
        percent(found.within_90, 1),
        n=found.tasks,
        split=f"{digits(found.datasets)} data sets not seen before",
    ),
    KnownShare: lambda found, _: TracedNumber(
        f"{found.other}: right answers",
        percent(found.share),
        found.provenance,
        derived=found.provenance.is_assumed,  # an answer on Problem, which is traced there
    ),
    LookRow: lambda row, _: TracedNumber(
        f"look at the test, {row.run}",
        of_all(row.correct, row.n),
        n=row.n,
        split=f"{digits(row.shared)} of them in today’s test",
        source=row.date,
    ),
    PlannedTest: lambda found, _: TracedNumber(
        f"fresh examples needed if truly right {percent(found.true_accuracy, 1)} of the time",
        found.size_words,
        Provenance.PUBLISHED,
        source="exact binomial",
    ),
    PlanRound: lambda found, _: _forecast(
        f"right answers forecast with {digits(found.total)} labels",
        found.middle,
        found.low,
        found.high,
    ),
    ReliabilityBin: lambda found, context: _share(
        f"{context.words}: right where it said about {percent(found.said, 1)}", found, found.right
    ),
    RunStep: lambda step, _: _counted(
        f"{step.run}: right answers",
        step.correct,
        step.n,
        step.low,
        step.high,
        split=f"{digits(step.n_train)} to learn from",
        source=step.date,
    ),
    SequentialState: lambda found, _: TracedNumber(
        "labelled as one goes: sure of at least",
        percent(found.lower_bound, 1),
        n=found.total,
        split=f"{digits(found.correct)} right",
    ),
    Subgroup: lambda part, _: _counted(
        f"{part.name}: against the bar",
        part.correct,
        part.total,
        part.low,
        part.high,
        split=part.verdict.words,
    ),
    TornadoRow: lambda row, context: TracedNumber(
        f"{row.label}: {context.words}",
        f"{row.low_text} to {row.high_text}",
        row.provenance,
        source=row.source_text,
        derived=True,  # the input itself is traced
    ),
    WeakSlice: lambda found, _: _share(f"{found.name}: right", found, found.accuracy),
    WorthPoint: lambda point, context: TracedNumber(
        f"{context.words}: worth of {digits(point.n)} more labels",
        point.worth_text,
        _GUESS,
        source="worked out",
        derived=True,
    ),
}
