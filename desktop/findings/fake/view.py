"""What Fake it says: how far it has come, what answers, and what people did with it; and the edits that follow from that."""

from desktop.findings.fake.acceptance_curve import (
    GOAL,
    Said,
    acceptance_chart,
    counts_for_curve,
    kinds_chart,
)
from desktop.findings.fake.scenarios import SERVES, active_scenario, serves_the_real_one
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.run_list import run_in_use
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent, signed_points
from estimators.base.phrase import shorten
from mock_ai.comparison import VariantComparison
from mock_ai.sessions import AcceptanceCurve
from reports.chart_parts import Chart
from reports.figure import Figure, Unit
from reports.provenance import Provenance
from reports.stage_view import Explanation, StageView


def view(project: Project) -> StageView:
    """How far the fake has come; every number of it is simulated."""
    bar, judged = project.bar, sum(len(session.reactions) for session in project.sessions())
    figures = {"judged": Figure(count(judged, "answer"), judged, Provenance.SIMULATED, judged)}
    if bar is not None and bar.source == "demo sessions":
        return StageView(f"People accept it from {set_percent(bar.value)} right on.", status=f"Bar: {set_percent(bar.value)} right", figures=figures)  # fmt: skip
    if judged:
        return StageView(f"People judged {count(judged, 'answer')}.", status=count(judged, "answer"), figures=figures)  # fmt: skip
    scenarios = len(project.scenarios())
    words = count(scenarios, "scenario") if scenarios else ""
    return StageView("Nobody was asked yet.", status=words)


def answers_view(project: Project) -> StageView:
    """What answers: the active scenario as dialled, or the classifier of the run in use as measured."""
    run = run_in_use(project) if serves_the_real_one(project) else None
    if run is not None:
        right = run.result.accuracy.measured.value
        return StageView(
            f"The real classifier answers: run {run.number}.",
            f"It is right {percent(right)} of the time on {digits(run.result.n_test)} held-out examples. "
            "Your prototype asks at the same address.",
            f"run {run.number}",
        )
    right = active_scenario(project)[1].accuracy_at(0)
    return StageView(
        f"A fake that is right {set_percent(right)} of the time.",
        "It answers at the address your prototype will use later. "
        "The real classifier takes its place with one click.",
        f"{percent(right)} right",
    )


def accepted_words(project: Project) -> str:
    """The share of what the curve counts; other reactions say something else (a kind of error, a real model)."""
    rows = [row for session in project.sessions() for row in session.reactions]
    counted = [row for row in rows if counts_for_curve(row)]
    if counted:
        accepted = sum(row.outcome == "accepted" for row in counted)
        return f"{percent(accepted / len(counted))} accepted"
    return count(len(rows), "reaction") if rows else "nobody asked yet"


def people_view(said: Said) -> StageView:
    """What people did: the curve with the bar that follows (``bar``), and misses against false alarms (``kinds``), each
    where sessions asked for it, as figure, chart and explanation of that name."""
    curve, kinds = said.curve, said.kinds
    headline, lead = shorten(curve.headline, 90), curve.subline
    if not curve.points and kinds is not None:
        headline, lead = kinds.headline, kinds.subline
    figures: dict[str, Figure] = {}
    charts: dict[str, Chart] = {}
    explanations: dict[str, Explanation] = {}
    if curve.proposed_bar is not None:
        figures["bar"] = Figure(
            percent(curve.proposed_bar),
            curve.proposed_bar,
            Provenance.SIMULATED,
            n=curve.n,
            split=f"{count(curve.n, 'answer')} {curve.audience}",
            low=curve.needed_low,
            high=curve.needed_high,
        )
    chart = acceptance_chart(curve)
    if chart is not None:
        charts["bar"], explanations["bar"] = chart, _explain_bar(curve)
    if kinds is not None:
        figures["kinds"] = Figure(
            f"{signed_points(kinds.difference, 0)} points",
            kinds.difference,
            Provenance.SIMULATED,
            n=kinds.n,
            split=f"{count(kinds.n, 'answer')} {kinds.audience}",
            low=kinds.low,
            high=kinds.high,
            unit=Unit.POINTS,
        )
        charts["kinds"], explanations["kinds"] = kinds_chart(kinds), _explain_kinds(kinds)
    return StageView(headline, lead, "", figures, charts, explanations)


def _explain_bar(curve: AcceptanceCurve) -> Explanation:
    rows = [
        ("Answers", f"{digits(curve.n)} {curve.audience}"),
        ("Accepted as they came", digits(curve.accepted)),
        ("Goal", percent(curve.goal)),
    ]
    if curve.needed is not None:
        rows.append(("Goal reached at", percent(curve.needed)))
        ends = [
            percent(e) if e is not None else "open" for e in (curve.needed_low, curve.needed_high)
        ]
        rows.append(("Likely range (9 in 10)", f"{ends[0]} to {ends[1]}"))
    return Explanation(
        "How the bar follows from what people did",
        "A curve says how many answers people like these accept when the fake is right so often: those that were right, "
        "and those that were wrong. People differ, so few people give a wide range, however much each of them said. The "
        "bar goes where even the cautious edge of the range reaches your goal. No model was involved.",
        tuple(rows),
        "Logistic curves with a person effect and weak priors; exact (Clopper–Pearson) intervals at the diamonds. In a "
        "session that finds the bar, each five answers are dialled where they teach most about it.",
    )


def _explain_kinds(kinds: VariantComparison) -> Explanation:
    rows = [
        ("Right, both times", kinds.at),
        ("Answers", f"{digits(kinds.n)} {kinds.audience}"),
        ("Accepted with misses", f"{digits(kinds.misses.accepted)} of {digits(kinds.misses.n)}"),
        (
            "Accepted with false alarms",
            f"{digits(kinds.alarms.accepted)} of {digits(kinds.alarms.n)}",
        ),
        ("Chance that false alarms do better", percent(kinds.chance)),
    ]
    if not kinds.better and kinds.answers_needed is not None:
        rows.append(("Answers that would show it", f"about {digits(kinds.answers_needed)}"))
    return Explanation(
        "How misses and false alarms were compared",
        "The fake was as often wrong both times: once it only called the unusual usual (a miss), once only the usual "
        "unusual (a false alarm). The order was balanced. The range allows for people who differ in what annoys them.",
        tuple(rows),
        "Logistic model with a leaning and a taste of each person, weak priors. These answers are not part of the curve.",
    )


# --- edits ----------------------------------------------------------------------------------------


def swap(project: Project) -> Command:
    """Let the newest trained classifier answer, or the fake again."""
    other = "fake" if serves_the_real_one(project) else "real"
    return edit.SetFact(SERVES, other, "who answers", Provenance.MEASURED)


def set_goal(share: float) -> Command:
    """Have people accept another share of the answers."""
    return edit.SetFact(GOAL, round(share, 2), f"goal to {set_percent(share)} accepted")


def use_as_bar(curve: AcceptanceCurve, bar: float) -> Command:
    """Take the bar that the sessions propose."""
    reason = f"{curve.headline} {curve.subline}"
    return edit.SetBar(bar, "demo sessions", Provenance.SIMULATED, reason)
