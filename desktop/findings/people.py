"""What people did with the fake: their reactions, the curve, the kinds of error they put up with, and the evidence."""

from datetime import datetime

from desktop.findings.moments import day
from desktop.findings.wording import count, percent
from desktop.project.project import Project
from desktop.project.records import DemoSession, Json, ReactionRow
from mock_ai.sessions import AcceptanceCurve, Reaction, acceptance_curve
from reports import evidence
from reports.chart_data import Axis, CurveChart, CurvePoint, Marker
from reports.provenance import Provenance

GOAL = "fake.goal"  # the key of a fact
USUAL_GOAL = 0.7


def goal_of(project: Project) -> float:
    """The share of answers that people should accept."""
    goal = project.answer(GOAL, USUAL_GOAL)
    return float(goal) if isinstance(goal, int | float) and 0 < goal < 1 else USUAL_GOAL


def reactions_of(project: Project) -> tuple[Reaction, ...]:
    """Every reaction to a simulated answer; those to the real model are never mixed in."""
    return tuple(
        reaction_of(row, session)
        for session in project.sessions()
        for row in session.reactions
        if row.payload.get("simulated", True)
    )


def reaction_of(row: ReactionRow, session: DemoSession) -> Reaction:
    """A reaction as the project keeps it."""
    payload = row.payload
    return Reaction(
        session=str(session.number),
        item=str(payload.get("photo", "")),
        shown_accuracy=float(payload.get("shown_accuracy", 0.0)),
        outcome=row.outcome,  # type: ignore[arg-type]  # checked by Reaction itself
        scenario=str(payload.get("scenario", "")),
        person=str(payload.get("person", "")),
        correction=str(payload.get("correction", "")),
        at=datetime.fromisoformat(row.at),
        name=str(payload.get("name", "")),
        truth=payload.get("truth"),
        answer=payload.get("answer"),
        confidence=payload.get("confidence"),
        block=int(payload.get("block", 0)),
        variant=str(payload.get("variant", "")),
        simulated=bool(payload.get("simulated", True)),
    )


def curve_of(project: Project) -> AcceptanceCurve:
    """Acceptance against shown accuracy, from every session. Takes some milliseconds: not while a slider moves."""
    return acceptance_curve(reactions_of(project), goal_of(project))


def acceptance_chart(curve: AcceptanceCurve) -> CurveChart | None:
    """The curve as a picture; None where nobody has seen an answer."""
    if not curve.points:
        return None
    low = max(0.0, min(p.shown_accuracy for p in curve.points) - 0.08)
    start = int(low * 10) / 10
    ticks, at = [], start
    while at < 1.0001:
        ticks.append((round(at, 2), f"{at * 100:.0f}" + ("%" if at > 0.999 else "")))
        at += 0.1 if start >= 0.4 else 0.2
    reached = curve.needed if curve.needed is not None and start <= curve.needed <= 1 else None
    ends = (curve.needed_low, curve.needed_high)
    bar = curve.proposed_bar
    return CurveChart(
        title="The better it is, the more they take its word"
        if (curve.slope_per_point or 0) > 0
        else "How often people take its word",
        note="Answers accepted without a change (%). Diamond: one accuracy shown; line: 9 chances in 10.",
        x_axis=Axis(start, 1.0, tuple(ticks), "how often the fake was right"),
        y_axis=Axis(0.0, 1.0, ((0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100%"))),
        points=tuple(
            CurvePoint(p.shown_accuracy, p.rate, p.low, p.high, p.n, Provenance.SIMULATED)
            for p in curve.points
        ),
        line=tuple(zip(curve.line_x, curve.line, strict=True)),
        band=tuple(zip(curve.line_x, curve.line_low, curve.line_high, strict=True)),
        provenance=Provenance.SIMULATED,
        goal=Marker(curve.goal, f"goal: {curve.goal * 10:g} in 10 accepted"),
        reached_at=Marker(reached, "") if reached is not None else None,
        reached_range=(ends[0] or start, ends[1]) if reached and ends[1] is not None else None,
        reached_range_text=f"about {reached:.0%} ({_end(ends[0])} to {_end(ends[1])})"
        if reached and ends[1] is not None
        else "",
        bar=Marker(bar, f"≥ bar {percent(bar)}", strong=True) if bar is not None else None,
        point_label="accepted as it came" if len(curve.points) > 1 else "",
    )


def _end(share: float | None) -> str:
    return f"{share * 100:.0f}" if share is not None else "below"


def people_of(session: DemoSession) -> str:
    """Who was there, as noted."""
    return str(session.payload.get("people", "")).strip()


def quotes_of(sessions: tuple[DemoSession, ...]) -> tuple[evidence.Quote, ...]:
    """What people said, each with who and at which accuracy."""
    return tuple(
        evidence.Quote(str(quote.get("text", "")), _who(quote, session))
        for session in sessions
        for quote in session.payload.get("quotes", [])
    )


def _who(quote: dict[str, Json], session: DemoSession) -> str:
    at = f"at {percent(float(session.scenario.get('accuracy', 0)))}"
    who = str(quote.get("who", "")).strip()
    return f"{who}, {at}" if who else at


def fake_evidence(project: Project) -> evidence.FakeTrial | None:
    """What people did with the fake, for the report; None before anybody has seen one."""
    sessions = project.sessions()
    if not sessions:
        return None
    curve = curve_of(project)
    bar = None
    if curve.proposed_bar is not None:
        bar = evidence.Figure(
            percent(curve.proposed_bar),
            curve.proposed_bar,
            Provenance.SIMULATED,
            n=curve.n,
            split=count(curve.n, "answer"),
            low=curve.needed_low,
            high=curve.needed_high,
            evidence_id=evidence.FAKE_ID,
        )
    return evidence.FakeTrial(
        scenario=str(sessions[-1].scenario.get("name", "")),
        sessions=tuple(_session(session) for session in sessions),
        curve=acceptance_chart(curve),
        proposed_bar=bar,
        quotes=quotes_of(sessions),
    )


def _session(session: DemoSession) -> evidence.DemoSession:
    accuracy = float(session.scenario.get("accuracy", 0))
    real = not session.scenario.get("simulated", True)
    return evidence.DemoSession(
        date=day(session.started),
        people=people_of(session),
        dialled=evidence.Figure(
            percent(accuracy), accuracy, Provenance.MEASURED if real else Provenance.SIMULATED
        ),
        shown=len(session.reactions),
        accepted=session.count("accepted"),
        note=str(session.payload.get("note", "")),
        scenario=str(session.scenario.get("name", "")),
        corrected=session.count("corrected"),
        rejected=session.count("rejected"),
    )
