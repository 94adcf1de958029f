"""What people did with the fake, as evidence for the report. Every number in it is marked simulated."""

from desktop.findings.case import case_of
from desktop.findings.fake.acceptance_curve import (
    counts_for_curve,
    goal_of,
    is_real,
    people_of,
    quotes_of,
    reactions_of,
    said_by,
    shown_words,
    takers_of,
    what_was_shown,
)
from desktop.findings.fake.view import people_view
from desktop.project.project import Project
from desktop.project.records import DemoSession
from estimators.acceptance.bounds import interval
from estimators.base.count import count
from estimators.base.date import day
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from mock_ai.reaction import OUTCOMES, Reaction
from reports import evidence
from reports.chart_data import CurveChart, IntervalChart
from reports.figure import Figure
from reports.provenance import Provenance


def fake_evidence(project: Project) -> evidence.FakeTrial | None:
    """What people did with the fake, for the report; None before anybody has seen one."""
    sessions = project.sessions()
    if not sessions:
        return None
    reactions = reactions_of(project)
    said = said_by(reactions, goal_of(project))
    view, kinds = people_view(said), None
    if said.kinds is not None:
        chart = view.chart("kinds", IntervalChart)
        kinds = evidence.ErrorKinds(said.kinds.subline, view.figures["kinds"], chart)
    return evidence.FakeTrial(
        scenario=sessions[-1].scenario.name,
        headline=view.headline if reactions else tr("A fake is ready; nobody has judged it yet."),
        lead=view.lead if reactions else "",
        accepted=_accepted(project, reactions),
        right=_nearest(project, reactions),
        sessions=tuple(_session(session) for session in sessions),
        curve=view.chart("bar", CurveChart) if "bar" in view.charts else None,
        proposed_bar=view.figures.get("bar"),
        quotes=quotes_of(sessions),
        kinds=kinds,
        levels=_levels(reactions),
    )


def _levels(reactions: tuple[Reaction, ...]) -> tuple[evidence.ShownLevel, ...]:
    """What people did at each dial, of the reactions that the curve counts."""
    at: dict[float, list[Reaction]] = {}
    for one in filter(counts_for_curve, reactions):
        at.setdefault(one.shown_accuracy, []).append(one)
    if len(at) < 2:
        return ()
    return tuple(
        evidence.ShownLevel(
            percent(level),
            len(there),
            *(sum(one.outcome == outcome for one in there) for outcome in OUTCOMES),
        )
        for level, there in sorted(at.items())
    )


def _accepted(project: Project, reactions: tuple[Reaction, ...]) -> Figure | None:
    """The share of simulated answers that people took as they came; None where nobody judged one.

    The same count as stands behind the value of the options: of the answers about as good as what is planned.
    """
    n, taken = len(reactions), sum(one.outcome == "accepted" for one in reactions)
    if not n:
        return None
    split = count(n, "answer")
    if (valued := case_of(project).get("acceptance")) is not None:
        n, taken = valued["n"], valued["accepted"]
        split = count(n, "answer")
        if "shown_accuracy" in valued:
            share = set_percent(valued["shown_accuracy"])
            split = tr("{answers} that were right {share} of the time", answers=split, share=share)
    low, high = interval(taken, n)
    words = tr("{share} accepted", share=percent(taken / n))
    return Figure(words, taken / n, Provenance.SIMULATED, n, split, low, high, counted=taken)


def _nearest(project: Project, reactions: tuple[Reaction, ...]) -> float | None:
    """How often the answers were right that ``accepted`` counts; None where it counts those of every level."""
    valued = case_of(project).get("acceptance") if reactions else None
    return None if valued is None else valued.get("shown_accuracy")


MOST_NAMED = 3  # names in a cell


def _session(session: DemoSession) -> evidence.SessionSummary:
    shown = [reaction.shown_accuracy for reaction in session.reactions]
    source = Provenance.MEASURED if is_real(session) else Provenance.SIMULATED
    usual = session.scenario.accuracy
    mean = sum(shown) / len(shown) if shown else usual
    people = people_of(session)
    takers = list(takers_of(session))
    if not people and len(takers) <= MOST_NAMED and not any(map(str.isdigit, takers)):
        people = listed(takers)  # one who gave no name stays unnamed
    elif not people and len(takers) > 1:
        people = tr("{takers_of} people", takers_of=digits(len(takers)))
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
