"""What Fake it says: how far it has come, what answers, and what people did with it; and the edits that follow from that."""

from desktop.findings.fake.acceptance_curve import (
    GOAL,
    Said,
    acceptance_chart,
    counts_for_curve,
    kinds_chart,
    reactions_of,
)
from desktop.findings.fake.borrowed_set import borrowed_classes
from desktop.findings.fake.ready_made import to_show, whose_answers
from desktop.findings.fake.scenarios import active_scenario
from desktop.findings.fake.served_candidate import candidate_in_place, fake_rests
from desktop.findings.fake.table_rows import row_set
from desktop.findings.problem.product_words import replaces_the_fake
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.records import BarOrigin
from desktop.project.run_list import SERVES, served_run
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent, signed_points
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from mock_ai.comparison import VariantComparison
from mock_ai.kinds.product import CLASSES
from mock_ai.level_words import LEVEL_WORDS
from mock_ai.sessions import AcceptanceCurve
from reports.chart_parts import Chart
from reports.figure import Figure, Unit
from reports.provenance import Provenance
from reports.stage_view import Explanation, StageView


def view(project: Project) -> StageView:
    """How far the fake has come; every number of it is simulated."""
    bar, judged = project.bar, sum(len(session.reactions) for session in project.sessions())
    if bar is not None and bar.source == BarOrigin.SESSIONS:
        level, value = LEVEL_WORDS[kind_name(project)], set_percent(bar.value)
        status = tr("Bar: {level}", level=level.short.format(value=value))
        return StageView(level.found.format(value=value), status=status)
    if judged:
        answers = count(judged, "answer")
        return StageView(tr("People judged {count}.", count=answers), status=answers)
    scenarios = len(project.scenarios())
    words = count(scenarios, "scenario") if scenarios else to_show(project)
    return StageView(tr("Nobody was asked yet."), status=words)


def answers_view(project: Project) -> StageView:
    """What answers: the active scenario as dialled, the classifier of the run in use as measured, or a candidate."""
    in_place = candidate_in_place(project)
    if in_place is not None:
        return in_place.view
    run = served_run(project)
    if run is not None:
        right = run.result.accuracy.measured.value
        kept = run.settings.table
        if kept is not None and kept.number is not None:
            return StageView(
                tr("The real model answers: run {number}.", number=run.number),
                tr(
                    "It is within {tolerance} of the truth for {right} of {n_test} held-out rows. "
                    "Your prototype asks at the same address.",
                    tolerance=percent(kept.number.tolerance),
                    right=percent(right),
                    n_test=digits(run.result.n_test),
                ),
                tr("run {number}", number=run.number),
            )
        return StageView(
            tr("The real classifier answers: run {number}.", number=run.number),
            tr(
                "It is right {right} of the time on {n_test} held-out examples. "
                "Your prototype asks at the same address.",
                right=percent(right),
                n_test=digits(run.result.n_test),
            ),
            tr("run {number}", number=run.number),
        )
    scenario = active_scenario(project)[1]
    if scenario.product != CLASSES:
        return StageView(
            scenario.product.headline,
            tr(
                "Good answers are {whose}; the others are the same, spoilt as you set below. It answers where your "
                "prototype will ask later.",
                whose=whose_answers(project, scenario.product),
            ),
            scenario.product.summary,
        )
    right = scenario.accuracy_at(0)
    if scenario.drift:
        first, last = (set_percent(scenario.accuracy_at(n)) for n in (0, 99))
        headline = tr(
            "A fake that is right {first} of the time, then {last}.", first=first, last=last
        )
        return StageView(headline, replaces_the_fake(project), scenario.summary)
    borrowed = borrowed_classes(project)
    lead = replaces_the_fake(project)
    if row_set(project) is not None:
        lead = tr(
            "It shows rows that are held out for the test, and goes wrong as you dial it. {lead}",
            lead=lead,
        )
    elif borrowed is not None:
        lead = tr(
            "What is shown, and its classes, are those of the ready-made set “{title}”, until you bring your own on Data.",
            title=borrowed.title,
        )
    return StageView(
        tr("A fake that is right {set_percent} of the time.", set_percent=set_percent(right)),
        lead,
        tr("{right} right", right=percent(right)),
    )


def accepted_words(project: Project) -> str:
    """The share of what the curve counts; other reactions say something else (a kind of error, a real model)."""
    rows = [row for session in project.sessions() for row in session.reactions]
    counted = [row for row in reactions_of(project) if counts_for_curve(row)]
    if counted:
        accepted = sum(row.outcome == "accepted" for row in counted)
        return tr("{accepted} accepted", accepted=percent(accepted / len(counted)))
    return count(len(rows), "reaction") if rows else tr("nobody asked yet")


def people_view(said: Said) -> StageView:
    """What people did: the curve with the bar that follows (``bar``), and misses against false alarms (``kinds``), each
    where sessions asked for it, as figure, chart and explanation of that name."""
    curve, kinds = said.curve, said.kinds
    headline = shorten(curve.headline, 90)
    lead = " ".join(filter(None, (curve.subline, said.still_open)))
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
    chart = acceptance_chart(said)
    if chart is not None:
        charts["bar"], explanations["bar"] = chart, _explain_bar(said)
    if kinds is not None:
        figures["kinds"] = Figure(
            tr("{signed_points} points", signed_points=signed_points(kinds.difference, 0)),
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


def _explain_bar(said: Said) -> Explanation:
    curve = said.curve
    rows = [
        (tr("Answers"), f"{digits(curve.n)} {curve.audience}"),
        (tr("Accepted as they came"), digits(curve.accepted)),
        (tr("Goal"), percent(curve.goal)),
    ]
    if curve.needed is not None:
        rows.append((tr("Goal reached at"), percent(curve.needed)))
        ends = [
            percent(e) if e is not None else tr("open")
            for e in (curve.needed_low, curve.needed_high)
        ]
        rows.append(
            (tr("Likely range (9 in 10)"), tr("{ends} to {ends_2}", ends=ends[0], ends_2=ends[1]))
        )
    if said.more is not None and said.more.middle is not None:
        rows.append((tr("More answers until a bar"), tr("about {n}", n=digits(said.more.middle))))
    return Explanation(
        tr("How the bar follows from what people did"),
        tr(
            "A curve says how many answers people like these accept when the fake is right so often: those that were right, "
            "and those that were wrong. People differ, so few people give a wide range, however much each of them said. The "
            "bar goes where even the cautious edge of the range reaches your goal. No model was involved."
        )
        if curve.kind == "classify"
        else tr(
            "A curve says how many answers people like these accept when the fake is so good. People differ, so few people "
            "give a wide range, however much each of them said. The bar goes where even the cautious edge of the range "
            "reaches your goal. No model was involved."
        ),
        tuple(rows),
        tr(
            "Logistic curves with a person effect and weak priors; exact (Clopper–Pearson) intervals at the diamonds. In a "
            "session that finds the bar, each five answers are dialled where they teach most about it."
        ),
    )


def _explain_kinds(kinds: VariantComparison) -> Explanation:
    rows = [
        (tr("Right, both times"), kinds.at),
        (tr("Answers"), f"{digits(kinds.n)} {kinds.audience}"),
        (
            tr("Accepted with misses"),
            tr(
                "{accepted} of {n}",
                accepted=digits(kinds.misses.accepted),
                n=digits(kinds.misses.n),
            ),
        ),
        (
            tr("Accepted with false alarms"),
            tr(
                "{accepted} of {n}",
                accepted=digits(kinds.alarms.accepted),
                n=digits(kinds.alarms.n),
            ),
        ),
        (tr("Chance that false alarms do better"), percent(kinds.chance)),
    ]
    if not kinds.better and kinds.answers_needed is not None:
        rows.append(
            (
                tr("Answers that would show it"),
                tr("about {answers_needed}", answers_needed=digits(kinds.answers_needed)),
            )
        )
    return Explanation(
        tr("How misses and false alarms were compared"),
        tr(
            "The fake was as often wrong both times: once it only called the unusual usual (a miss), once only the usual "
            "unusual (a false alarm). The order was balanced. The range allows for people who differ in what annoys them."
        ),
        tuple(rows),
        tr(
            "Logistic model with a leaning and a taste of each person, weak priors. These answers are not part of the curve."
        ),
    )


# --- edits ----------------------------------------------------------------------------------------


def swap(project: Project) -> Command:
    """Let the newest trained classifier answer, or the fake again."""
    other = "fake" if fake_rests(project) else "real"
    return edit.SetFact(SERVES, other, tr("who answers"), Provenance.MEASURED)


def set_goal(share: float) -> Command:
    """Have people accept another share of the answers."""
    return edit.SetFact(
        GOAL, round(share, 2), tr("goal to {set_percent} accepted", set_percent=set_percent(share))
    )


def use_as_bar(curve: AcceptanceCurve, bar: float) -> Command:
    """Take the bar that the sessions propose."""
    reason = f"{curve.headline} {curve.subline}"
    return edit.SetBar(bar, BarOrigin.SESSIONS, Provenance.SIMULATED, reason)


def set_own_bar(bar: float, reason: str) -> Command:
    """Take a bar of one's own until sessions propose one.

    Raises
    ------
    UserError : no reason was given.
    """
    if not reason.strip():
        raise UserError(
            tr("Say why."), tr("Launch and the report print it."), tr("A few words do.")
        )
    return edit.SetBar(bar, BarOrigin.OWN, Provenance.GUESS, reason.strip())
