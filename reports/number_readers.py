"""How each kind of evidence says its number: what it is, how it is printed, what it rests on."""

from collections.abc import Callable, Iterator
from typing import Any

from reports.acceptance_evidence import (
    ForecastToBar,
    LookRow,
    NeededSize,
    PairedComparison,
    PartResult,
    RunStep,
    Sequential,
    Standing,
)
from reports.chart_data import (
    ClassCount,
    CurvePoint,
    IntervalRow,
    ReliabilityBin,
    TornadoRow,
    WorthPoint,
)
from reports.evidence import (
    Certificate,
    ClassResult,
    Figure,
    LaunchCheck,
    ReportedFact,
    SessionSummary,
    TrailEntry,
)
from reports.provenance import Provenance
from reports.readiness_evidence import PublishedList
from reports.sufficiency import ForecastReliability, LackingSlice, PlanRound
from reports.traced import (
    FUTURES,
    About,
    Traced,
    chance_text,
    interval_text,
    place_text,
    share_text,
)


def _figure(figure: Figure, about: About) -> Iterator[Traced]:
    yield Traced(
        about.words,
        figure.counts or figure.text,
        figure.provenance,
        figure.n,
        figure.split,
        interval_text(figure.low, figure.high, figure.text),
        source="worked out" if figure.derived else "",
        derived=figure.derived,
    )


def _fact(fact: ReportedFact, _about: About) -> Iterator[Traced]:
    if any(character.isdigit() for character in fact.label + fact.value):  # “Yes” is no number
        yield Traced(fact.label, fact.value, fact.provenance, source=fact.source)


def _row(row: IntervalRow, about: About) -> Iterator[Traced]:
    ends = (row.low_text, row.high_text)
    interval = interval_text(row.low, row.high, row.value_text)
    if interval and all(ends):
        interval = f"{ends[0]} to {ends[1]}"
    what = ", ".join(part for part in (row.label, row.note) if part)
    shared = row.provenance is Provenance.MEASURED or about.split == FUTURES
    yield Traced(
        f"{what}: {about.words}" if about.words else what,
        row.value_text,
        row.provenance,
        about.n if shared else None,
        about.split if shared else "",
        interval,
        row.source_text,
        derived=row.provenance.is_assumed,  # from inputs that are traced, or an answer on Problem once more
    )


def _point(point: CurvePoint, about: About) -> Iterator[Traced]:
    yield Traced(
        f"{about.words}, at {place_text(point.x)}",
        share_text(point.y),
        point.provenance,
        point.n,
        interval=interval_text(point.low, point.high, "%"),
    )


def _class(result: ClassResult, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"{result.label}: found",
        f"{result.found:,} of {result.n:,}",
        Provenance.MEASURED,
        result.n,
        interval=interval_text(result.low, result.high, "%"),
    )


def _bin(found: ReliabilityBin, about: About) -> Iterator[Traced]:
    yield Traced(
        f"{about.words}: right where it said about {share_text(found.said)}",
        share_text(found.right),
        Provenance.MEASURED,
        found.n,
        interval=interval_text(found.low, found.high, "%"),
    )


def _tornado(row: TornadoRow, about: About) -> Iterator[Traced]:
    yield Traced(
        f"{row.label}: {about.words}",
        f"{row.low_text} to {row.high_text}",
        row.provenance,
        source=row.source_text,
        derived=True,  # the input itself is traced
    )


def _worth(point: WorthPoint, about: About) -> Iterator[Traced]:
    what = f"{about.words}: worth of {point.n:,} more labels"
    yield Traced(what, point.worth_text, Provenance.GUESS, source="worked out", derived=True)


def _count(row: ClassCount, _about: About) -> Iterator[Traced]:
    number = f"{row.learn + row.held_out:,}"
    split = f"{row.learn:,} to learn from, {row.held_out:,} held out"
    yield Traced(f"{row.label}: examples", number, Provenance.MEASURED, split=split)


def _check(check: LaunchCheck, _about: About) -> Iterator[Traced]:
    if check.value:
        yield Traced(f"check: {check.text}", check.value, Provenance.MEASURED, split=check.detail)


def _session(session: SessionSummary, _about: About) -> Iterator[Traced]:
    accepted = "unknown" if session.accepted is None else f"{session.accepted:,}"
    yield Traced(
        f"accepted in the session of {session.date}, {session.scenario or 'the fake'}",
        f"{accepted} of {session.shown:,}",
        Provenance.SIMULATED,
        session.shown,
        session.people,
        source=f"the fake, dialled to {session.dialled.text}",
    )


def _certificate(certificate: Certificate, _about: About) -> Iterator[Traced]:
    yield Traced(
        "answers of the shipped file that equal those of the tested model",
        f"{certificate.n - certificate.label_flips:,} of {certificate.n:,}",
        Provenance.MEASURED,
        certificate.n,
    )


def _trail(entry: TrailEntry, _about: About) -> Iterator[Traced]:
    if any(character.isdigit() for character in entry.text):
        yield Traced("noted with the test", entry.text, entry.provenance, split=entry.note)


def _round(found: PlanRound, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"right answers forecast with {found.total:,} labels",
        share_text(found.middle),
        Provenance.GUESS,
        interval=interval_text(found.low, found.high, "%"),
        source="forecast",
        derived=True,
    )


def _slice(found: LackingSlice, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"{found.name}: right",
        share_text(found.accuracy),
        Provenance.MEASURED,
        found.n,
        interval=interval_text(found.low, found.high, "%"),
    )


def _look(row: LookRow, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"look at the test, {row.run}",
        f"{row.correct:,} of {row.n:,}",
        Provenance.MEASURED,
        row.n,
        f"{row.shared:,} of them in today’s test",
        source=row.date,
    )


def _part(row: PartResult, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"{row.name}: against the bar",
        f"{row.correct:,} of {row.n:,}",
        Provenance.MEASURED,
        row.n,
        row.verdict,
        interval_text(row.low, row.high, "%"),
    )


def _comparison(found: PairedComparison, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"right where {found.other} is wrong, and the other way round",
        f"{found.only_model:,} and {found.only_other:,}",
        Provenance.MEASURED,
        found.n,
        "p under 0.001" if found.p_value < 0.001 else f"p = {found.p_value:.2g}",
        source="McNemar, exact",
    )


def _standing(found: Standing, _about: About) -> Iterator[Traced]:
    again = found.provenance.is_assumed  # an answer on Problem, which is traced there
    what = f"{found.other}: right answers"
    yield Traced(what, share_text(found.share), found.provenance, derived=again)


def _step(step: RunStep, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"{step.run}: right answers",
        f"{step.correct:,} of {step.n:,}",
        Provenance.MEASURED,
        step.n,
        f"{step.n_train:,} to learn from",
        interval_text(step.low, step.high, "%"),
        step.date,
    )


def _expected(found: ForecastToBar, _about: About) -> Iterator[Traced]:
    yield Traced(
        f"chance of the bar with {found.more:,} more labels",
        chance_text(found.chance),
        Provenance.GUESS,
        found.have,
        "labels so far",
        source="forecast",
        derived=True,
    )
    yield Traced(
        f"right answers expected with {found.more:,} more labels",
        share_text(found.middle),
        Provenance.GUESS,
        found.have,
        "labels so far",
        interval_text(found.low, found.high, "%"),
        "forecast",
        derived=True,
    )


def _sequential(found: Sequential, _about: About) -> Iterator[Traced]:
    yield Traced(
        "labelled as one goes: sure of at least",
        share_text(found.lower_bound),
        Provenance.MEASURED,
        found.n,
        f"{found.correct:,} right",
    )


def _needed(found: NeededSize, _about: About) -> Iterator[Traced]:
    count = found.throughout if found.throughout is not None else found.first
    yield Traced(
        f"fresh examples needed if truly right {share_text(found.true_accuracy)} of the time",
        "out of reach" if count is None else f"{count:,}",
        Provenance.PUBLISHED,
        source="exact binomial",
    )


def _list(found: PublishedList, _about: About) -> Iterator[Traced]:
    answers = [answer for group in found.groups for answer in group.answers]
    by_app = sum(answer.provenance is Provenance.MEASURED for answer in answers)
    yield Traced(
        f"{found.title}: answered",
        f"{found.answered:,} of {found.total:,}",
        Provenance.MEASURED if by_app else Provenance.GUESS,
        found.total,
        f"{by_app:,} filled in from evidence, the rest asked",
        source="answers in this project",
        derived=not by_app,
    )
    for group in found.groups:
        if group.score:
            yield Traced(
                f"{found.title}: {group.title}",
                group.score,
                Provenance.GUESS,
                len(group.answers),
                source="worked out from the answers",
                derived=True,
            )


def _reliability(found: ForecastReliability, _about: About) -> Iterator[Traced]:
    yield Traced(
        "forecasts whose 90% band held the truth",
        share_text(found.within_90),
        Provenance.MEASURED,
        found.tasks,
        f"{found.datasets:,} data sets not seen before",
    )


CONTAINERS = (SessionSummary,)  # it holds numbers of its own, and further ones
READERS: dict[type, Callable[[Any, About], Iterator[Traced]]] = {
    Certificate: _certificate,
    LaunchCheck: _check,
    ClassCount: _count,
    ClassResult: _class,
    CurvePoint: _point,
    SessionSummary: _session,
    ReportedFact: _fact,
    Figure: _figure,
    ForecastReliability: _reliability,
    PairedComparison: _comparison,
    ForecastToBar: _expected,
    IntervalRow: _row,
    LookRow: _look,
    NeededSize: _needed,
    PartResult: _part,
    RunStep: _step,
    Sequential: _sequential,
    Standing: _standing,
    LackingSlice: _slice,
    PlanRound: _round,
    PublishedList: _list,
    ReliabilityBin: _bin,
    TornadoRow: _tornado,
    TrailEntry: _trail,
    WorthPoint: _worth,
}
