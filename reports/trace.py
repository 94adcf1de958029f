"""Every number of the evidence with where it comes from: what the last pages of a report list.

The evidence is walked by its dataclasses, so a number in a new part is listed without being named here: a figure says itself
what it rests on, and a value of an engine or a row of a chart is listed as ``_LISTED`` says. Each number gets an address
below that of its page: E1.3 is the third number behind E1.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from estimators.acceptance import PlannedTest, SequentialState, Subgroup
from estimators.base.chance import forecast_percent
from estimators.base.interval import of_all, percent_range
from estimators.base.number import UNKNOWN, digits, number
from estimators.base.percent import percent
from estimators.classifier.evaluation_result import ClassResult, ReliabilityBin
from estimators.classifier.training_result import Certificate
from reports.chart_data import (
    ClassCount,
    CurvePoint,
    IntervalChart,
    IntervalRow,
    TornadoRow,
    WorthPoint,
)
from reports.evidence import (
    ACCURACY_ID,
    DATA_ID,
    FAKE_ID,
    PROBLEM_ID,
    READINESS_ID,
    RISK_ID,
    VALUE_ID,
    Accuracy,
    Evidence,
    ForecastReliability,
    Options,
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
from reports.text_runs import clean

_FUTURES = "simulated futures"
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

    @property
    def basis(self) -> str:
        """How many examples, answers or draws, and which."""
        count = "" if self.n is None else f"n = {digits(self.n)}"
        return "; ".join(part for part in (count, self.split) if part)


@dataclass(frozen=True)
class TraceGroup:
    """The numbers behind one address, and what all of them share: run, date, model."""

    address: str
    title: str
    made: str
    numbers: tuple[TracedNumber, ...]


@dataclass(frozen=True)
class Context:
    """What the numbers below are about, and what those rest on that do not say so themselves."""

    words: str = ""
    n: int | None = None
    split: str = ""
    unit: Unit = Unit.SHARE  # of a chart's axis


# The parts of the evidence in the order of their addresses.
_PARTS = (
    (ACCURACY_ID, "The test of the classifier", ("accuracy", "acceptance", "progress")),
    (FAKE_ID, "What people did with the fake", ("fake",)),
    (VALUE_ID, "Options and value", ("options",)),
    (RISK_ID, "Risk, checks, the bar", ("launch",)),
    (PROBLEM_ID, "Problem and assessment", ("problem", "decision")),
    (DATA_ID, "The labelled examples", ("data",)),
    (READINESS_ID, "Published checklists", ("readiness",)),
)
_WORDS = {
    "right": "right answers in the test",
    "bound": "sure of at least (one-sided bound, over all looks)",
    "confidence": "how sure the assessment is",
    "ece": "how far its confidence is off",
    "ece_by_chance": "how far by chance alone",
    "value": "worth of the best option",
    "p_loss": "futures in which it loses money",
    "find_out_worth": "what knowing the next number is worth",
    "proposed_bar": "bar that the sessions propose",
    "labels_needed": "labels needed",
    "threshold": "the bar",
    "dialled": "accuracy that the fake was set to",
}


def trace(evidence: Evidence) -> tuple[TraceGroup, ...]:
    """Every number that the evidence holds, by address; parts that are missing have none."""
    launch = evidence.launch
    parts: dict[str, Any] = {each.name: getattr(evidence, each.name) for each in fields(evidence)}
    if launch is not None:  # some of its parts stand at an address of their own
        parts |= {name: getattr(launch, name) for name in ("readiness", "acceptance", "progress")}
        parts["launch"] = replace(launch, readiness=None, acceptance=None, progress=None)
    groups = []
    for address, title, names in _PARTS:
        found: dict[tuple[str, str, Provenance], TracedNumber] = {}
        for name in names:
            for one in _walk(parts.get(name), Context()):
                found.setdefault((one.what, one.number, one.provenance), one)
        numbers = tuple(
            replace(one, address=f"{address}.{place}")
            for place, one in enumerate(found.values(), start=1)
        )
        if numbers:
            groups.append(TraceGroup(address, title, _made(evidence, address), numbers))
    return tuple(groups)


def count_by_source(evidence: Evidence) -> Counter[Provenance]:
    """How many of the traced numbers come from where; what is worked out from others is not counted again."""
    every = (one for group in trace(evidence) for one in group.numbers)
    return Counter(one.provenance for one in every if not one.derived)


def _made(evidence: Evidence, address: str) -> str:
    """Run, date and model of the numbers behind an address."""
    project, accuracy = evidence.project, evidence.accuracy
    parts = []
    if address == ACCURACY_ID and accuracy is not None:
        parts += [accuracy.run, accuracy.split]
        if accuracy.model_sha256:
            parts.append(f"{accuracy.model_file}, sha256 {accuracy.model_sha256}")
    parts.append(f"project {project.project_id}" if project.project_id else "")
    parts.append(f"as of {project.date}" if project.date else "")
    return " · ".join(clean(part) for part in parts if part)


def _walk(value: Any, context: Context) -> Iterator[TracedNumber]:
    """The numbers below a value."""
    if isinstance(value, tuple):
        for item in value:
            yield from _walk(item, context)
        return
    if not is_dataclass(value) or isinstance(value, type):
        return
    listed = _LISTED.get(type(value))
    if listed is not None:
        found = listed(value, context)
        yield from (found,) if isinstance(found, TracedNumber) else found
        if not isinstance(value, SessionSummary):  # it holds a figure besides
            return
    if isinstance(value, Accuracy):
        context = Context("", value.right.n, value.right.split)
    elif isinstance(value, Options):
        context = Context("", value.value.n, _FUTURES if value.value.n else "")
    elif isinstance(value, IntervalChart):
        context = replace(context, unit=Unit.SHARE if value.axis.high <= 1 else Unit.NUMBER)
    title = str(getattr(value, "title", "") or "")
    for each in fields(value):
        inner = _WORDS.get(each.name, each.name.replace("_", " "))
        yield from _walk(getattr(value, each.name), replace(context, words=title or inner))


# --- what is no figure --------------------------------------------------------------------------------------------------


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
    shared = row.provenance is _MEASURED or context.split == _FUTURES
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


_LISTED: dict[type, Callable[[Any, Context], TracedNumber | Iterator[TracedNumber]]] = {
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
