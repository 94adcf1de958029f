"""What people did with the fake, as evidence for the report. Every number in it is marked simulated."""

from desktop.findings.fake.acceptance_curve import (
    acceptance_chart,
    curve_of,
    is_real,
    kinds_chart,
    people_of,
    quotes_of,
    reactions_of,
    shown_words,
    takers_of,
    what_was_shown,
)
from desktop.project.project import Project
from desktop.project.records import DemoSession
from estimators.base.count import count
from estimators.base.date import day
from estimators.base.number import digits
from estimators.base.percent import percent, signed_points
from mock_ai.comparison import compare_variants
from reports import evidence
from reports.figure import Figure, Unit
from reports.provenance import Provenance


def fake_evidence(project: Project) -> evidence.FakeTrial | None:
    """What people did with the fake, for the report; None before anybody has seen one."""
    sessions = project.sessions()
    if not sessions:
        return None
    curve = curve_of(project)
    bar = None
    if curve.proposed_bar is not None:
        bar = Figure(
            percent(curve.proposed_bar),
            curve.proposed_bar,
            Provenance.SIMULATED,
            n=curve.n,
            split=f"{count(curve.n, 'answer')} {curve.audience}",
            low=curve.needed_low,
            high=curve.needed_high,
        )
    return evidence.FakeTrial(
        scenario=sessions[-1].scenario.name,
        sessions=tuple(_session(session) for session in sessions),
        curve=acceptance_chart(curve),
        proposed_bar=bar,
        quotes=quotes_of(sessions),
        kinds=_kinds(project),
    )


def _kinds(project: Project) -> evidence.ErrorKinds | None:
    """Misses against false alarms, where sessions compared the two."""
    kinds = compare_variants(reactions_of(project))
    if kinds is None:
        return None
    difference = Figure(
        f"{signed_points(kinds.difference, 0)} points",
        kinds.difference,
        Provenance.SIMULATED,
        n=kinds.n,
        split=f"{count(kinds.n, 'answer')} {kinds.audience}",
        low=kinds.low,
        high=kinds.high,
        unit=Unit.POINTS,
    )
    return evidence.ErrorKinds(kinds.subline, difference, kinds_chart(kinds))


def _session(session: DemoSession) -> evidence.SessionSummary:
    shown = [reaction.shown_accuracy for reaction in session.reactions]
    source = Provenance.MEASURED if is_real(session) else Provenance.SIMULATED
    usual = session.scenario.accuracy
    mean = sum(shown) / len(shown) if shown else usual
    people = people_of(session)
    if not people and len(takers_of(session)) > 1:
        people = f"{digits(len(takers_of(session)))} people"
    return evidence.SessionSummary(
        date=day(session.started),
        people=people,
        dialled=Figure(shown_words(session), mean, source),
        shown=len(session.reactions),
        accepted=session.count("accepted"),
        note=session.notes.note,
        scenario=what_was_shown(session),
        corrected=session.count("corrected"),
        rejected=session.count("rejected"),
    )
