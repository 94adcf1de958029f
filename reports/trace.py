"""Every number of the evidence with where it comes from: what the last pages of a report list.

The evidence is walked by its dataclasses, so a number in a new part is listed without being named here. Each
number gets an address below that of its page: E1.3 is the third number behind E1.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from reports.chart_data import (
    ClassCount,
    CurvePoint,
    IntervalRow,
    ReliabilityBin,
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
    Certificate,
    Check,
    ClassResult,
    DemoSession,
    Evidence,
    Fact,
    Figure,
    Options,
    TrailEntry,
)
from reports.pdf.text import clean
from reports.provenance import Provenance
from reports.readiness_evidence import PublishedList
from reports.sufficiency import ForecastReliability, LackingSlice, PlanRound


@dataclass(frozen=True)
class Traced:
    """One number: what it is, how it is printed, and what it rests on."""

    what: str
    number: str
    provenance: Provenance
    n: int | None = None
    split: str = ""
    interval: str = ""  # the two-sided 90% interval, where there is one
    source: str = ""  # named source; empty: the provenance's own words
    address: str = ""  # "E1.3"

    @property
    def basis(self) -> str:
        """How many examples, answers or draws, and which."""
        count = "" if self.n is None else f"n = {self.n:,}"
        return "; ".join(part for part in (count, self.split) if part)


@dataclass(frozen=True)
class TraceGroup:
    """The numbers behind one address, and what all of them share: run, date, model."""

    address: str
    title: str
    made: str
    numbers: tuple[Traced, ...]


# The parts of the evidence in the order of their addresses.
_PARTS = (
    (ACCURACY_ID, "The test of the classifier", ("accuracy",)),
    (FAKE_ID, "What people did with the fake", ("fake",)),
    (VALUE_ID, "Options and value", ("options",)),
    (RISK_ID, "Risk, checks, the bar", ("launch",)),
    (PROBLEM_ID, "Problem and assessment", ("problem", "decision")),
    (DATA_ID, "The labelled examples", ("data",)),
    (READINESS_ID, "Published checklists", ("readiness",)),
)
_FUTURES = "simulated futures"
_WORDS = {
    "bound": "sure of at least (one-sided 95% bound)",
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
    if launch is not None:  # the checklists have an address of their own
        parts |= {"launch": replace(launch, readiness=None), "readiness": launch.readiness}
    groups = []
    for address, title, names in _PARTS:
        found: dict[tuple[str, str, Provenance], Traced] = {}
        for name in names:
            for number in _walk(parts.get(name), _About()):
                found.setdefault((number.what, number.number, number.provenance), number)
        numbers = tuple(
            replace(number, address=f"{address}.{place}")
            for place, number in enumerate(found.values(), start=1)
        )
        if numbers:
            groups.append(TraceGroup(address, title, _made(evidence, address), numbers))
    return tuple(groups)


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


@dataclass(frozen=True)
class _About:
    """What the numbers below are about, and what those rest on that do not say so themselves."""

    words: str = ""
    n: int | None = None
    split: str = ""


def _walk(value: Any, about: _About) -> Iterator[Traced]:
    """The numbers below a value."""
    if isinstance(value, tuple):
        for item in value:
            yield from _walk(item, about)
        return
    if not is_dataclass(value) or isinstance(value, type):
        return
    reader = _READERS.get(type(value))
    if reader is not None:
        yield from reader(value, about)
        if not isinstance(value, _CONTAINERS):
            return
    if isinstance(value, Accuracy):
        about = _About("", value.n, value.bound.split)
    elif isinstance(value, Options):
        about = _About("", value.value.n, _FUTURES if value.value.n else "")
    title = str(getattr(value, "title", "") or "")
    for each in fields(value):
        inner = _WORDS.get(each.name, each.name.replace("_", " "))
        yield from _walk(getattr(value, each.name), replace(about, words=title or inner))


def _figure(figure: Figure, about: _About) -> Iterator[Traced]:
    yield Traced(
        about.words,
        figure.text,
        figure.provenance,
        figure.n,
        figure.split,
        _interval(figure.low, figure.high, figure.text),
    )


def _fact(fact: Fact, _about: _About) -> Iterator[Traced]:
    yield Traced(fact.label, fact.value, fact.provenance, source=fact.source)


def _row(row: IntervalRow, about: _About) -> Iterator[Traced]:
    ends = (row.low_text, row.high_text)
    interval = (
        f"{ends[0]} to {ends[1]}" if all(ends) else _interval(row.low, row.high, row.value_text)
    )
    what = ", ".join(part for part in (row.label, row.note) if part)
    shared = row.provenance is Provenance.MEASURED or about.split == _FUTURES
    yield Traced(
        f"{what}: {about.words}" if about.words else what,
        row.value_text,
        row.provenance,
        about.n if shared else None,
        about.split if shared else "",
        interval,
        row.source_text,
    )


def _point(point: CurvePoint, about: _About) -> Iterator[Traced]:
    yield Traced(
        f"{about.words}, at {_at(point.x)}",
        _share(point.y),
        point.provenance,
        point.n,
        interval=_interval(point.low, point.high, "%"),
    )


def _class(result: ClassResult, _about: _About) -> Iterator[Traced]:
    yield Traced(
        f"{result.label}: found",
        f"{result.found:,} of {result.n:,}",
        Provenance.MEASURED,
        result.n,
        interval=_interval(result.low, result.high, "%"),
    )


def _bin(found: ReliabilityBin, about: _About) -> Iterator[Traced]:
    yield Traced(
        f"{about.words}: right where it said about {_share(found.said)}",
        _share(found.right),
        Provenance.MEASURED,
        found.n,
        interval=_interval(found.low, found.high, "%"),
    )


def _tornado(row: TornadoRow, about: _About) -> Iterator[Traced]:
    yield Traced(
        f"{row.label}: {about.words}",
        f"{row.low_text} to {row.high_text}",
        row.provenance,
        source=row.source_text,
    )


def _worth(point: WorthPoint, about: _About) -> Iterator[Traced]:
    what = f"{about.words}: worth of {point.n:,} more labels"
    yield Traced(what, point.worth_text, Provenance.GUESS, interval="")


def _count(row: ClassCount, _about: _About) -> Iterator[Traced]:
    number = f"{row.learn + row.held_out:,}"
    split = f"{row.learn:,} to learn from, {row.held_out:,} held out"
    yield Traced(f"{row.label}: examples", number, Provenance.MEASURED, split=split)


def _check(check: Check, _about: _About) -> Iterator[Traced]:
    if check.value:
        yield Traced(f"check: {check.text}", check.value, Provenance.MEASURED, split=check.detail)


def _session(session: DemoSession, _about: _About) -> Iterator[Traced]:
    accepted = "unknown" if session.accepted is None else f"{session.accepted:,}"
    yield Traced(
        f"accepted in the session of {session.date}, {session.scenario or 'the fake'}",
        f"{accepted} of {session.shown:,}",
        Provenance.SIMULATED,
        session.shown,
        session.people,
        source=f"the fake, dialled to {session.dialled.text}",
    )


def _test(accuracy: Accuracy, _about: _About) -> Iterator[Traced]:
    bound = accuracy.bound
    yield Traced(
        "right answers in the test",
        f"{accuracy.correct:,} of {accuracy.n:,}",
        bound.provenance,
        accuracy.n,
        bound.split,
        _interval(bound.low, bound.high, "%"),
    )


def _certificate(certificate: Certificate, _about: _About) -> Iterator[Traced]:
    yield Traced(
        "answers of the shipped file that equal those of the tested model",
        f"{certificate.n - certificate.label_flips:,} of {certificate.n:,}",
        Provenance.MEASURED,
        certificate.n,
    )


def _trail(entry: TrailEntry, _about: _About) -> Iterator[Traced]:
    if any(character.isdigit() for character in entry.text):
        yield Traced("noted with the test", entry.text, entry.provenance, split=entry.note)


def _round(found: PlanRound, _about: _About) -> Iterator[Traced]:
    yield Traced(
        f"right answers forecast with {found.total:,} labels",
        _share(found.middle),
        Provenance.GUESS,
        interval=_interval(found.low, found.high, "%"),
        source="forecast",
    )


def _slice(found: LackingSlice, _about: _About) -> Iterator[Traced]:
    yield Traced(
        f"{found.name}: right",
        _share(found.accuracy),
        Provenance.MEASURED,
        found.n,
        interval=_interval(found.low, found.high, "%"),
    )


def _list(found: PublishedList, _about: _About) -> Iterator[Traced]:
    answers = [answer for group in found.groups for answer in group.answers]
    by_app = sum(answer.provenance is Provenance.MEASURED for answer in answers)
    yield Traced(
        f"{found.title}: answered",
        f"{found.answered:,} of {found.total:,}",
        Provenance.MEASURED if by_app else Provenance.GUESS,
        found.total,
        f"{by_app:,} filled in from evidence, the rest asked",
        source=found.source,
    )
    for group in found.groups:
        if group.score:
            yield Traced(
                f"{found.title}: {group.title}", group.score, Provenance.GUESS, len(group.answers)
            )


def _reliability(found: ForecastReliability, _about: _About) -> Iterator[Traced]:
    yield Traced(
        "forecasts whose 90% band held the truth",
        _share(found.within_90),
        Provenance.MEASURED,
        found.tasks,
        f"{found.datasets:,} data sets not seen before",
    )


_CONTAINERS = (Accuracy, DemoSession)  # they hold numbers of their own, and further ones
_READERS: dict[type, Callable[[Any, _About], Iterator[Traced]]] = {
    Accuracy: _test,
    Certificate: _certificate,
    Check: _check,
    ClassCount: _count,
    ClassResult: _class,
    CurvePoint: _point,
    DemoSession: _session,
    Fact: _fact,
    Figure: _figure,
    ForecastReliability: _reliability,
    IntervalRow: _row,
    LackingSlice: _slice,
    PlanRound: _round,
    PublishedList: _list,
    ReliabilityBin: _bin,
    TornadoRow: _tornado,
    TrailEntry: _trail,
    WorthPoint: _worth,
}


def _interval(low: float | None, high: float | None, like: str) -> str:
    """Both ends as the number itself is printed: shares as percentages, amounts with their currency sign."""
    if low is None or high is None:
        return ""
    if "%" in like and max(abs(low), abs(high)) <= 1:
        return f"{_share(low)} to {_share(high)}"
    sign = next((c for c in like[:2] if c not in "−-+" and not c.isalnum()), "")
    return f"{_amount(low, sign)} to {_amount(high, sign)}"


def _amount(value: float, sign: str) -> str:
    minus = "−" if value < 0 else ""
    whole = abs(value) >= 10 or float(value).is_integer()
    shown = f"{abs(value):,.0f}" if whole else f"{abs(value):.3g}"
    return f"{minus}{sign if sign != '%' else ''}{shown}"


def _share(value: float | None) -> str:
    if value is None:
        return "unknown"
    return f"{100 * value:.1f}%".replace(".0%", "%") if abs(value) <= 1 else f"{value:,.3g}"


def _at(value: float) -> str:
    return f"{value:,.0f}" if abs(value) > 1 else _share(value)
