"""How each kind of evidence lists its numbers: what a number is, how it is printed, what it rests on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from estimators.base.chance import forecast_percent
from estimators.base.interval import of_all, percent_range
from estimators.base.number import UNKNOWN, digits, number
from estimators.base.percent import percent
from estimators.classifier.evaluation_result import ClassResult, ReliabilityBin
from estimators.classifier.training_result import Certificate
from reports.acceptance_evidence import (
    ForecastToBar,
    KnownShare,
    LookRow,
    NeededSize,
    PairedComparison,
    PartResult,
    RunStep,
    Sequential,
)
from reports.chart_data import (
    ClassCount,
    CurvePoint,
    IntervalRow,
    TornadoRow,
    WorthPoint,
)
from reports.evidence import (
    Figure,
    LaunchCheck,
    ReportedFact,
    SessionSummary,
)
from reports.figure import Unit, interval_words
from reports.provenance import Provenance
from reports.readiness_evidence import AnsweredList
from reports.sufficiency import ForecastReliability, PlanRound, WeakSlice

FUTURES = "simulated futures"
_MEASURED, _GUESS = Provenance.MEASURED, Provenance.GUESS
_LABELS = "labels so far"


@dataclass(frozen=True)
class TracedNumber:
    """One number: what it is, how it is printed, and what it rests on."""

    what: str
    number: str
    provenance: Provenance
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
class Context:
    """What the numbers below are about, and what those rest on that do not say so themselves."""

    words: str = ""
    n: int | None = None
    split: str = ""
    unit: Unit = Unit.SHARE  # of a chart's axis


def _counted(
    what: str,
    correct: int,
    n: int,
    ends: tuple[float, float] | None = None,
    *,
    split: str = "",
    source: str = "",
) -> TracedNumber:
    """So many of so many, measured, with the interval of that share."""
    interval = percent_range(*ends, 1) if ends is not None else ""
    return TracedNumber(what, of_all(correct, n), _MEASURED, n, split, interval, source)


def _share(
    what: str, share: float, n: int | None, ends: tuple[float, float] | None = None, split: str = ""
) -> TracedNumber:
    """A measured share, with its interval."""
    interval = percent_range(*ends, 1) if ends is not None else ""
    return TracedNumber(what, percent(share, 1), _MEASURED, n, split, interval)


def _figure(figure: Figure, context: Context) -> Iterator[TracedNumber]:
    yield TracedNumber(
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


def _row(row: IntervalRow, context: Context) -> Iterator[TracedNumber]:
    interval = interval_words(row.low, row.high, context.unit)
    if interval and row.low_text and row.high_text:
        interval = f"{row.low_text} to {row.high_text}"
    what = ", ".join(part for part in (row.label, row.note) if part)
    shared = row.provenance is _MEASURED or context.split == FUTURES
    yield TracedNumber(
        f"{what}: {context.words}" if context.words else what,
        row.value_text,
        row.provenance,
        context.n if shared else None,
        context.split if shared else "",
        interval,
        row.source_text,
        derived=row.provenance.is_assumed,  # from inputs that are traced, or an answer on Problem once more
    )


def _point(point: CurvePoint, context: Context) -> Iterator[TracedNumber]:
    place = percent(point.x, 1) if abs(point.x) <= 1 else number(point.x)
    ends = percent_range(point.low, point.high, 1)
    what, share = f"{context.words}, at {place}", percent(point.y, 1)
    yield TracedNumber(what, share, point.provenance, point.n, interval=ends)


def _class(found: ClassResult, _context: Context) -> Iterator[TracedNumber]:
    low, high = found.recall.measured.low, found.recall.measured.high
    yield _counted(f"{found.name}: found", found.found, found.n, (low, high))


def _bin(found: ReliabilityBin, context: Context) -> Iterator[TracedNumber]:
    what = f"{context.words}: right where it said about {percent(found.said, 1)}"
    yield _share(what, found.right, found.n, (found.low, found.high))


def _tornado(row: TornadoRow, context: Context) -> Iterator[TracedNumber]:
    what, ends = f"{row.label}: {context.words}", f"{row.low_text} to {row.high_text}"
    # The input itself is traced.
    yield TracedNumber(what, ends, row.provenance, source=row.source_text, derived=True)


def _worth(point: WorthPoint, context: Context) -> Iterator[TracedNumber]:
    what = f"{context.words}: worth of {digits(point.n)} more labels"
    yield TracedNumber(what, point.worth_text, _GUESS, source="worked out", derived=True)


def _count(row: ClassCount, _context: Context) -> Iterator[TracedNumber]:
    split = f"{digits(row.learn)} to learn from, {digits(row.held_out)} held out"
    yield TracedNumber(
        f"{row.label}: examples", digits(row.learn + row.held_out), _MEASURED, split=split
    )


def _check(check: LaunchCheck, _context: Context) -> Iterator[TracedNumber]:
    if check.value:
        yield TracedNumber(f"check: {check.text}", check.value, _MEASURED, split=check.detail)


def _session(session: SessionSummary, _context: Context) -> Iterator[TracedNumber]:
    accepted = UNKNOWN if session.accepted is None else digits(session.accepted)
    yield TracedNumber(
        f"accepted in the session of {session.date}, {session.scenario or 'the fake'}",
        f"{accepted} of {digits(session.shown)}",
        Provenance.SIMULATED,
        session.shown,
        session.people,
        source=f"the fake, dialled to {session.dialled.text}",
    )


def _certificate(found: Certificate, _context: Context) -> Iterator[TracedNumber]:
    what = "answers of the shipped file that equal those of the tested model"
    yield _counted(what, found.n - (found.label_flips or 0), found.n)


def _round(found: PlanRound, _context: Context) -> Iterator[TracedNumber]:
    yield TracedNumber(
        f"right answers forecast with {digits(found.total)} labels",
        percent(found.middle, 1),
        _GUESS,
        interval=percent_range(found.low, found.high, 1),
        source="forecast",
        derived=True,
    )


def _slice(found: WeakSlice, _context: Context) -> Iterator[TracedNumber]:
    yield _share(f"{found.name}: right", found.accuracy, found.n, (found.low, found.high))


def _look(row: LookRow, _context: Context) -> Iterator[TracedNumber]:
    split = f"{digits(row.shared)} of them in today’s test"
    yield _counted(f"look at the test, {row.run}", row.correct, row.n, split=split, source=row.date)


def _part(row: PartResult, _context: Context) -> Iterator[TracedNumber]:
    ends = (row.low, row.high)
    yield _counted(f"{row.name}: against the bar", row.correct, row.n, ends, split=row.verdict)


def _comparison(found: PairedComparison, _context: Context) -> Iterator[TracedNumber]:
    yield TracedNumber(
        f"right where {found.other} is wrong, and the other way round",
        f"{digits(found.only_model)} and {digits(found.only_other)}",
        _MEASURED,
        found.n,
        f"{percent(found.p_value)} by luck",
        source="McNemar, exact",
    )


def _known_share(found: KnownShare, _context: Context) -> Iterator[TracedNumber]:
    again = found.provenance.is_assumed  # an answer on Problem, which is traced there
    what = f"{found.other}: right answers"
    yield TracedNumber(what, percent(found.share), found.provenance, derived=again)


def _step(step: RunStep, _context: Context) -> Iterator[TracedNumber]:
    split = f"{digits(step.n_train)} to learn from"
    ends = (step.low, step.high)
    yield _counted(
        f"{step.run}: right answers", step.correct, step.n, ends, split=split, source=step.date
    )


def _expected(found: ForecastToBar, _context: Context) -> Iterator[TracedNumber]:
    more = f"with {digits(found.more)} more labels"
    ends = percent_range(found.low, found.high, 1)
    for what, number_, interval in (
        ("chance of the bar", forecast_percent(found.chance), ""),
        ("right answers expected", percent(found.middle, 1), ends),
    ):
        yield TracedNumber(
            f"{what} {more}",
            number_,
            _GUESS,
            found.have,
            _LABELS,
            interval,
            "forecast",
            derived=True,
        )


def _sequential(found: Sequential, _context: Context) -> Iterator[TracedNumber]:
    what, split = "labelled as one goes: sure of at least", f"{digits(found.correct)} right"
    yield _share(what, found.lower_bound, found.n, split=split)


def _needed(found: NeededSize, _context: Context) -> Iterator[TracedNumber]:
    n = found.throughout if found.throughout is not None else found.first
    yield TracedNumber(
        f"fresh examples needed if truly right {percent(found.true_accuracy, 1)} of the time",
        "out of reach" if n is None else digits(n),
        Provenance.PUBLISHED,
        source="exact binomial",
    )


def _list(found: AnsweredList, _context: Context) -> Iterator[TracedNumber]:
    answers = [answer for group in found.groups for answer in group.answers]
    by_app = sum(answer.provenance is _MEASURED for answer in answers)
    yield TracedNumber(
        f"{found.title}: answered",
        of_all(found.answered, found.total),
        _MEASURED if by_app else _GUESS,
        found.total,
        f"{digits(by_app)} filled in from evidence, the rest asked",
        source="answers in this project",
        derived=not by_app,
    )
    for group in found.groups:
        if group.score:
            what = f"{found.title}: {group.title}"
            n, source = len(group.answers), "worked out from the answers"
            yield TracedNumber(what, group.score, _GUESS, n, source=source, derived=True)


def _reliability(found: ForecastReliability, _context: Context) -> Iterator[TracedNumber]:
    split = f"{digits(found.datasets)} data sets not seen before"
    yield _share(
        "forecasts whose 90% band held the truth", found.within_90, found.tasks, split=split
    )


CONTAINERS = (SessionSummary,)  # it holds numbers of its own, and further ones
READERS: dict[type, Callable[[Any, Context], Iterator[TracedNumber]]] = {
    Certificate: _certificate,
    ClassCount: _count,
    ClassResult: _class,
    CurvePoint: _point,
    Figure: _figure,
    ForecastReliability: _reliability,
    ForecastToBar: _expected,
    IntervalRow: _row,
    KnownShare: _known_share,
    WeakSlice: _slice,
    LaunchCheck: _check,
    LookRow: _look,
    NeededSize: _needed,
    PairedComparison: _comparison,
    PartResult: _part,
    PlanRound: _round,
    AnsweredList: _list,
    ReliabilityBin: _bin,
    ReportedFact: _fact,
    RunStep: _step,
    Sequential: _sequential,
    SessionSummary: _session,
    TornadoRow: _tornado,
    WorthPoint: _worth,
}
