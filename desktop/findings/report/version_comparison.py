"""What changed from one version of a project to another: the same evidence that the report prints, of both, line by line."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.findings.report.evidence import evidence_of
from desktop.project.project import Project
from desktop.project.versions import Version, VersionKind
from estimators.base.count import spelled
from estimators.base.date import local, today_or_day
from estimators.base.number import digits
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from estimators.case.options import VERDICT_WORDS
from reports.chart_parts import TableTwin
from reports.evidence import VALUE_ID, Evidence
from reports.figure import Figure
from reports.provenance import Provenance
from reports.trace import FIGURE_WORDS, trace

_NONE = "–"
_MAIN_OF_VALUE = ("value", "p_loss")
"""Worked out, and yet what a meeting asks for first."""


@dataclass(frozen=True)
class VersionValue:
    """How one thing read in one version; ``mark`` is None for what is no number and no answer."""

    text: str
    mark: Provenance | None = None
    rests_on: str = ""  # "n = 60; 60 held-out messages"


_Readings = dict[str, tuple[VersionValue, bool]]
"""By what each is called; and whether it is worked out from others."""


@dataclass(frozen=True)
class ComparedLine:
    """One thing in two versions; None where there was nothing to say."""

    what: str
    before: VersionValue | None
    after: VersionValue | None
    derived: bool = False  # worked out from other lines

    @property
    def changed(self) -> bool:
        return (self.before and (self.before.text, self.before.mark)) != (
            self.after and (self.after.text, self.after.mark)
        )

    @property
    def became_measured(self) -> bool:
        """Whether a number was assumed, or unknown, and is measured now."""
        return (
            self.before is not None
            and self.after is not None
            and self.after.mark is Provenance.MEASURED
            and self.before.mark in (Provenance.GUESS, Provenance.DEFAULT, Provenance.UNKNOWN)
        )


@dataclass(frozen=True)
class VersionComparison:
    """``lines`` are what changed and is not worked out from the rest, ``further`` what followed from it, ``same`` how much did not."""

    headline: str
    title: str  # "Seven things changed"
    before: str  # what the earlier version is called
    after: str
    lines: tuple[ComparedLine, ...]
    further: tuple[ComparedLine, ...]
    same: int

    def table(self, *, every: bool = True) -> TableTwin:
        """The lines as a table to copy."""
        rows = self.lines + (self.further if every else ())
        return TableTwin(
            (tr("What"), self.before, self.after, tr("What it rests on now")),
            tuple((one.what, _cell(one.before), _cell(one.after), _basis(one)) for one in rows),
        )


def version_title(version: Version) -> str:
    """What a version is called in a list: its name, or why it was kept."""
    match version.kind:
        case VersionKind.NAMED:
            return version.name
        case VersionKind.OPENED:
            return tr("As you left it")
        case VersionKind.EDIT:
            return tr("Before: {edit}", edit=version.name)
        case VersionKind.REPORT:
            return tr("A report was made")


def version_when(version: Version, now: datetime) -> str:
    """When it was: "today 09:30", "20 Nov 2026"."""
    return today_or_day(local(version.at), now)


def compare_versions(
    path: Path, before: Version, after: Version | None, now: datetime
) -> VersionComparison:
    """What changed from ``before`` to ``after`` (None: to what the project at ``path`` holds now).

    Both are read as projects of their own, so each number is what the report of that day would have printed. Takes some tenths
    of a second: for a thread. Raises `UserError` where a version is damaged or gone.
    """
    folder = Path(tempfile.mkdtemp(prefix="smart-enough-"))
    try:
        with Project.open_beside(path) as project:
            readings: list[_Readings] = []
            for version in (before, after):
                if version is None:
                    readings.append(dict(_readings(evidence_of(project))))
                    continue
                file = folder / f"{version.id}.smart"
                project.versions.write(version.id, file)
                with Project.open_beside(file) as then:
                    readings.append(dict(_readings(evidence_of(then))))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _compared(readings[0], readings[1], before, after, now)


def _compared(
    then: _Readings,
    later: _Readings,
    before: Version,
    after: Version | None,
    now: datetime,
) -> VersionComparison:
    every = []
    for what in [*later, *(one for one in then if one not in later)]:
        was, new = then.get(what), later.get(what)
        derived = (new or was or (None, False))[1]
        every.append(ComparedLine(what, was and was[0], new and new[0], derived))
    changed = [one for one in every if one.changed]
    lines = tuple(one for one in changed if not one.derived)
    # What is worked out goes by the titles of its charts, which change with their numbers: only what stands in both.
    further = tuple(one for one in changed if one.derived and one.before and one.after)
    until = tr("Now") if after is None else version_name(after, now)
    return VersionComparison(
        _headline(lines, further, before, after, now),
        capital(tr_plural("{n} thing changed", "{n} things changed", len(lines), n=spelled(len(lines))))
        if lines
        else tr("Nothing changed that was not worked out"),
        version_name(before, now),
        until,
        lines,
        further,
        len(every) - len(changed),
    )  # fmt: skip


def version_name(version: Version, now: datetime) -> str:
    """What a version is called in a sentence and above a column: its name with the day, or the day alone."""
    when = version_when(version, now)
    return tr("{name}, {when}", name=version.name, when=when) if version.is_named else when


def _headline(
    lines: tuple[ComparedLine, ...],
    further: tuple[ComparedLine, ...],
    before: Version,
    after: Version | None,
    now: datetime,
) -> str:
    since = version_said(before, now)
    span = tr("Since {since}", since=since)
    if after is not None:
        span = tr("From {since} to {until}", since=since, until=version_said(after, now))
    measured = sum(one.became_measured for one in lines)
    decided = next((one for one in lines if one.what == tr("Launch decision")), None)
    n = len(lines) or len(further)
    if not n:
        return tr("{span}, nothing changed.", span=span)
    if measured:
        return tr_plural(
            "{span}, one assumption became a measurement.",
            "{span}, {n} assumptions became measurements.",
            measured,
            span=span,
            n=spelled(measured),
        )
    if decided is not None and decided.after is not None:
        return tr("{span}, it was decided: {decision}.", span=span, decision=decided.after.text)
    return tr_plural(
        "{span}, one thing changed.", "{span}, {n} things changed.", n, span=span, n=spelled(n)
    )


def version_said(version: Version, now: datetime) -> str:
    """What a version is called within a sentence: its name, or when it was."""
    return tr("“{name}”", name=version.name) if version.is_named else version_when(version, now)


# --- one version as lines --------------------------------------------------------------------------------------------


def _readings(evidence: Evidence) -> Iterator[tuple[str, tuple[VersionValue, bool]]]:
    """Everything that is said of a version by what it is called: its reading, and whether it is worked out from others."""
    seen: set[str] = set()
    for what, reading, derived in _all_readings(evidence):
        if what not in seen:
            seen.add(what)
            yield what, (reading, derived)


def _all_readings(evidence: Evidence) -> Iterator[tuple[str, VersionValue, bool]]:
    decision, options, launch = evidence.decision, evidence.options, evidence.launch
    if decision is not None:
        verdict = VERDICT_WORDS.get(decision.verdict, decision.verdict)
        yield tr("Does it need AI?"), VersionValue(decision.own_choice or verdict), False
    told = {
        tr("Launch decision"): launch.decided,
        tr("Why it was decided"): launch.reason,
        tr("Who decided"): launch.decided_by,
        tr("When"): launch.when,
    }
    yield from ((what, VersionValue(said), False) for what, said in told.items() if said)
    if launch.bar is not None:
        what = tr("The bar: {metric}", metric=launch.bar.metric)
        yield what, _figure(launch.bar.threshold, launch.bar.source), False
    if options is not None:
        yield tr("Worth most"), VersionValue(options.best), False
        for name in _MAIN_OF_VALUE:
            yield FIGURE_WORDS[name], _figure(getattr(options, name), options.horizon), False
    for fact in evidence.problem.facts:
        if fact.provenance is not Provenance.UNKNOWN:
            yield fact.label, VersionValue(fact.value, fact.provenance, fact.source), False
    for group in trace(evidence):
        for one in group.numbers:
            if group.address == VALUE_ID and one.what in map(FIGURE_WORDS.get, _MAIN_OF_VALUE):
                continue  # stands above
            number = f"{one.number} ({one.interval})" if one.interval else one.number
            yield one.what, VersionValue(number, one.provenance, one.rests_on), one.derived
    for condition in launch.conditions:
        yield tr("Condition: {text}", text=condition.text), VersionValue(condition.whose), False
    for one_who in launch.sign_offs:
        state = tr("signed {date}", date=one_who.date) if one_who.signed else tr("not signed")
        yield tr("Signature: {name}", name=one_who.name), VersionValue(state), False


def _figure(figure: Figure, rests_on: str) -> VersionValue:
    text = f"{figure.text} ({figure.interval})" if figure.interval else figure.text
    return VersionValue(text, figure.provenance, rests_on)


def _cell(reading: VersionValue | None) -> str:
    if reading is None:
        return _NONE
    return reading.text if reading.mark is None else f"{reading.mark.glyph} {reading.text}"


def _basis(line: ComparedLine) -> str:
    return line.after.rests_on if line.after is not None else tr("no longer there")


def unchanged_words(found: VersionComparison) -> str:
    """How much stayed as it was: "24 did not"."""
    return tr("{n} did not.", n=digits(found.same))
