"""The fake of a project: its scenarios, the truth that it errs against, and what people did with it."""

import re
import shlex
from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.findings.moments import day
from desktop.findings.wording import count, percent
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.progress import noun
from desktop.project.project import Project
from desktop.project.records import DemoSession, Json, ReactionRow
from desktop.project.run_list import has_runs, run_in_use
from mock_ai.errors import UserError
from mock_ai.presets import PRESETS
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.sessions import AcceptanceCurve, Reaction, acceptance_curve
from reports import evidence
from reports.chart_data import Axis, CurveChart, CurvePoint, Marker, OutcomeGrid
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.classifier import OnnxClassifier

SCENARIO, GOAL, SERVES = "fake.scenario", "fake.goal", "fake.serves"  # keys of facts
USUAL_GOAL = 0.7
_OUTCOMES = {"no answer": "none"}

# --- scenarios ---------------------------------------------------------------------------------------------------


def scenarios_of(project: Project) -> tuple[tuple[int | None, Scenario], ...]:
    """The project's scenarios with their row ids; the six presets (without ids) where it has none yet.

    A stored one that cannot be played (from a foreign or damaged file) is left out; ``unplayable`` names it.
    """
    stored = tuple(
        (row.id, scenario)
        for row in project.scenarios()
        if (scenario := _playable(row.payload, project)) is not None
    )
    return stored or tuple(
        (None, Scenario.from_json(with_classes(p.to_json(), project))) for p in PRESETS
    )


def unplayable(project: Project) -> tuple[str, ...]:
    """The names of stored scenarios that cannot be played."""
    return tuple(row.name for row in project.scenarios() if _playable(row.payload, project) is None)


def _playable(payload: dict[str, Json], project: Project) -> Scenario | None:
    try:
        return Scenario.from_json(with_classes(payload, project))
    except UserError:
        return None


def active_scenario(project: Project) -> tuple[int | None, Scenario]:
    """The scenario that answers now, by the name it keeps for clients (its ``id``); the first one if none is chosen."""
    scenarios = scenarios_of(project)
    chosen = project.answer(SCENARIO)
    return next((pair for pair in scenarios if pair[1].id == chosen), scenarios[0])


def with_classes(payload: dict[str, Json], project: Project) -> dict[str, Json]:
    """A scenario that answers with this project's classes, as they are called now."""
    names = [c.name for c in project.classes()]
    return {**payload, "classes": names} if len(names) > 1 else payload


def put_scenario(project: Project, scenario: Scenario, words: str) -> Command:
    """The edit that keeps a scenario; the presets become the project's own with its first change."""
    stored = {known.id: row_id for row_id, known in scenarios_of(project)}
    if any(row_id is not None for row_id in stored.values()):
        return edit.PutScenario(
            stored.get(scenario.id), scenario.name, scenario.to_json(), words=words
        )
    kept = [known for _, known in scenarios_of(project)]
    if scenario.id in stored:
        kept = [scenario if known.id == scenario.id else known for known in kept]
    else:
        kept.append(scenario)
    return edit.Several([edit.PutScenario(None, one.name, one.to_json()) for one in kept], words)


def copy_of(project: Project, scenario: Scenario, name: str) -> Scenario:
    """The same dials under a new name and an ``id`` that no other scenario of the project has."""
    taken = {known.id for _, known in scenarios_of(project)}
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "scenario"
    made, number = stem, 2
    while made in taken:
        made, number = f"{stem}-{number}", number + 1
    return replace(scenario, id=made, name=name)


def fake_of(project: Project, scenario: Scenario) -> ScenarioFake:
    """The scenario at work on this project's labelled examples; strangers get a made-up answer."""
    return scenario.fake(known={e.sha256: e.class_name for e in project.labelled() if e.class_name})


def serves_the_real_one(project: Project) -> bool:
    """Whether a trained classifier answers in the fake's place."""
    return project.answer(SERVES) == "real" and has_runs(project)


def answering(project: Project) -> "tuple[ScenarioFake | OnnxClassifier, str]":
    """What answers now, with its name for clients: the active scenario, or the model of the run in use.

    Takes up to a second (hashes of all examples, or a model to load): not for the GUI thread.
    """
    run = run_in_use(project) if serves_the_real_one(project) else None
    if run is not None:
        from estimators.classifier import OnnxClassifier

        return OnnxClassifier.from_bytes(
            project.caches.model(run.model_sha256)
        ), f"run-{run.number}"
    scenario = active_scenario(project)[1]
    return fake_of(project, scenario), scenario.id


def shown_accuracy(project: Project) -> float:
    """How often what answers now is right: as dialled, or as measured."""
    run = run_in_use(project) if serves_the_real_one(project) else None
    if run is not None:
        return float(run.result["accuracy"]["value"])
    return active_scenario(project)[1].accuracy


def reference_ticks(project: Project) -> tuple[tuple[float, str], ...]:
    """Values worth comparing a dial with: the majority baseline and what people do today, where they are known."""
    ticks = []
    counts = Counter({c.name: c.examples for c in project.classes()})
    total = sum(counts.values())
    run = run_in_use(project)
    if run is not None:
        baseline = run.result["baseline"]
        ticks.append((float(baseline["value"]), f"always “{baseline['class']}”"))
    elif total:
        name, most = counts.most_common(1)[0]
        ticks.append((most / total, f"always “{name}”"))
    today = project.answer("today_accuracy")
    if isinstance(today, dict):
        ticks.append(((today["low"] + today["high"]) / 2, "people today"))
    return tuple(ticks)


def outcome_grid(project: Project, scenario: Scenario) -> OutcomeGrid:
    """What 100 answers of a scenario would look like."""
    return OutcomeGrid(
        title="What 100 answers would look like",
        note=f"The next 100 {noun(project)}, as this scenario would answer them.",
        outcomes=tuple(_OUTCOMES.get(outcome, outcome) for outcome in scenario.preview(100)),
    )


# --- what people did ---------------------------------------------------------------------------------------------


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


def form_field(one: str, value: str) -> str:
    """How curl sends an example: the words of a text themselves, of anything else its file."""
    if one == "text":
        return f"--form-string {shlex.quote(f'text={value}')}"
    return f"-F {shlex.quote(f'{one}=@{value}')}"
