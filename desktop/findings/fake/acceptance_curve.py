"""What people did with the fake: their reactions (also as a table for other programs), the curve and the kinds of error they put up with, in pictures."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.records import DemoSession, KeptReaction, SessionQuote
from estimators.base.cell_lines import safe_cell
from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.base.percent import percent, share_tick, times_in_hundred
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from mock_ai.comparison import VariantComparison, compare_variants
from mock_ai.demo.plan import levels_of
from mock_ai.reaction import Reaction, person_of
from mock_ai.reactions_needed import MOST, ReactionsNeeded, reactions_needed
from mock_ai.sessions import AcceptanceCurve, acceptance_curve, tallies
from reports import evidence
from reports.chart_data import Axis, CurveChart, CurvePoint, IntervalChart, IntervalRow, Marker
from reports.provenance import Provenance

GOAL = "fake.goal"  # the key of a fact
USUAL_GOAL = 0.7
_WAYS = {
    "adaptive": tr("Finding the bar"),
    "compare within": tr("Kinds of error"),
    "compare between": tr("Kinds of error"),
}


_MOST_OF_A_CORRECTION = 400  # letters shown; the export has all
OUTCOME_WORDS: Mapping[str, str] = {
    "accepted": tr("accepted"),
    "corrected": tr("corrected"),
    "rejected": tr("rejected"),
}


def goal_of(project: Project) -> float:
    """The share of answers that people should accept."""
    goal = project.answer(GOAL, USUAL_GOAL)
    return float(goal) if isinstance(goal, int | float) and 0 < goal < 1 else USUAL_GOAL


def reactions_of(project: Project) -> tuple[Reaction, ...]:
    """Every reaction to a simulated answer of the kind of product that it is now; those to the real model are never mixed
    in."""
    name = kind_name(project)
    return tuple(
        reaction
        for session in project.sessions()
        for reaction in session.reactions
        if reaction.simulated and reaction.kind == name
    )


def counts_for_curve(reaction: Reaction) -> bool:
    """Whether it says how good the fake must be: one to a simulated answer, outside a comparison of errors."""
    return reaction.simulated and not reaction.variant


@dataclass(frozen=True)
class Said:
    """What all sessions say: how good it must be, which kind of error people put up with (if that was asked), and how many
    more reactions would place a bar (None where it is placed, or nobody was asked)."""

    curve: AcceptanceCurve
    kinds: VariantComparison | None
    more: ReactionsNeeded | None = None
    who: Mapping[float, str] = field(default_factory=dict)  # by accuracy shown, who did what there

    @property
    def still_open(self) -> str:
        """How many more reactions would place the bar, as a sentence; empty where there is nothing to say."""
        more = self.more
        if more is None:
            return ""
        if more.low is None:
            return tr(
                "More answers would hardly place a bar: with what people did so far, {most} more would not.",
                most=digits(MOST),
            )
        if more.middle is None:
            return tr(
                "It may take more than {most} more answers to place a bar.", most=digits(MOST)
            )
        if more.high is None:
            return tr(
                "About {n} more answers would place a bar; it may also take more than {most}.",
                n=digits(more.middle),
                most=digits(MOST),
            )
        if more.low == more.high:
            return tr("About {n} more answers would place a bar.", n=digits(more.middle))
        return tr(
            "About {n} more answers would place a bar: {low} to {high}, 8 times in 10.",
            n=digits(more.middle),
            low=digits(more.low),
            high=digits(more.high),
        )


def said_by(reactions: Sequence[Reaction], goal: float) -> Said:
    """Work out what reactions say. The first time it takes some tenths of a second: not in the GUI thread."""
    curve = acceptance_curve(reactions, goal)
    more = None
    if curve.n and curve.proposed_bar is None and not curve.falls:
        more = reactions_needed(tallies(reactions), goal, levels_of(curve.kind))
    return Said(curve, compare_variants(reactions), more, _who_answered(reactions))


def curve_of(project: Project) -> AcceptanceCurve:
    """Acceptance against shown accuracy, from every session."""
    return acceptance_curve(reactions_of(project), goal_of(project))


def kinds_chart(kinds: VariantComparison) -> IntervalChart:
    """Misses beside false alarms as a picture."""
    ends = (kinds.misses, kinds.alarms)
    return IntervalChart(
        title=kinds.headline.rstrip("."),
        note=tr(
            "Answers accepted without a change (%), as often wrong both times. Line: 9 chances in 10."
        ),
        rows=tuple(
            IntervalRow(
                tr("only {variant}", variant=point.variant),
                point.rate,
                point.low,
                point.high,
                tr("{accepted} of {n}", accepted=digits(point.accepted), n=digits(point.n)),
                Provenance.SIMULATED,
                low_text=percent(point.low),
                high_text=percent(point.high),
            )
            for point in ends
        ),
        axis=Axis(0.0, 1.0, ((0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, percent(1.0)))),
        value_header=tr("accepted"),
    )


def shown_words(session: DemoSession) -> str:
    """How often it was right in a session: “85%”, or “60% to 85%” where that moved."""
    shown = [reaction.shown_accuracy for reaction in session.reactions]
    if not shown or max(shown) - min(shown) < 0.005:
        return percent(shown[0] if shown else session.scenario.accuracy)
    return percent_range(min(shown), max(shown))


def is_real(session: DemoSession) -> bool:
    """Whether a trained classifier answered in the fake's place."""
    return not session.scenario.simulated


def what_was_shown(session: DemoSession) -> str:
    """What a session was for, or the scenario that it showed."""
    way = str((session.notes.plan or {}).get("way", ""))
    return _WAYS.get(way) or session.scenario.name


def takers_of(session: DemoSession) -> dict[str, list[KeptReaction]]:
    """The reactions of each person, in the order in which they came; those without a name together."""
    takers: dict[str, list[KeptReaction]] = {}
    for row in session.rows:
        takers.setdefault(row.reaction.person, []).append(row)
    return takers


def acceptance_chart(said: Said) -> CurveChart | None:
    """The curve as a picture; None where nobody has seen an answer."""
    curve = said.curve
    if not curve.points:
        return None
    low = max(0.0, min(p.shown_accuracy for p in curve.points) - 0.08)
    start = int(low * 10) / 10
    ticks, at = [], start
    while at < 1.0001:
        ticks.append(
            (round(at, 2), percent(1.0) if at > 0.999 else str(times_in_hundred(round(at, 2))))
        )
        at += 0.1 if start >= 0.4 else 0.2
    reached = curve.needed if curve.needed is not None and start <= curve.needed <= 1 else None
    ends = (curve.needed_low, curve.needed_high)
    bar = curve.proposed_bar
    return CurveChart(
        title=tr("The better it is, the more they take its word")
        if curve.rises
        else tr("How often people take its word"),
        note=tr(
            "Answers accepted without a change (%). Diamond: one accuracy shown; line: 9 chances in 10."
        )
        if curve.kind == "classify"
        else tr(
            "Answers accepted without a change (%). Diamond: one level shown; line: 9 chances in 10."
        ),
        x_axis=Axis(start, 1.0, tuple(ticks), curve.words.axis),
        y_axis=_up(min(curve.goal, *(p.low for p in curve.points), *curve.line_low)),
        points=tuple(
            CurvePoint(
                p.shown_accuracy,
                p.rate,
                p.low,
                p.high,
                p.n,
                Provenance.SIMULATED,
                hover=said.who.get(p.shown_accuracy, ""),
            )
            for p in curve.points
        ),
        line=tuple(zip(curve.line_x, curve.line, strict=True)),
        band=tuple(zip(curve.line_x, curve.line_low, curve.line_high, strict=True)),
        provenance=Provenance.SIMULATED,
        goal=Marker(curve.goal, tr("goal: {goal} in 10 accepted", goal=f"{curve.goal * 10:g}")),
        reached_at=Marker(reached, "") if reached is not None else None,
        reached_range=(ends[0] or start, ends[1]) if reached and ends[1] is not None else None,
        reached_range_text=tr(
            "about {reached} ({ends})", reached=percent(reached), ends=_ends(ends[0], ends[1])
        )
        if reached and ends[1] is not None
        else "",
        bar=Marker(bar, tr("proposed bar: {bar}", bar=percent(bar)), strong=True)
        if bar is not None
        else None,
    )


def _up(lowest: float) -> Axis:
    """The shares accepted, from well below all that is drawn: what stands high up leaves no empty picture below it."""
    start = max(0, int((lowest - 0.2) * 5) * 20)
    ticks = range(start, 101, 20) if start else range(25, 101, 25)
    return Axis(
        start / 100, 1.0, tuple((at / 100, share_tick(at / 100, last=at == 100)) for at in ticks)
    )


def _ends(low: float | None, high: float) -> str:
    return percent_range(low, high) if low is not None else tr("at most {high}", high=percent(high))


def people_of(session: DemoSession) -> str:
    """Who was there, as noted."""
    return session.notes.people.strip()


def quotes_of(sessions: tuple[DemoSession, ...]) -> tuple[evidence.Quote, ...]:
    """What people said and remarked, each with who and at which accuracy."""
    return tuple(
        quote
        for session in sessions
        for quote in (
            *(evidence.Quote(quote.text, _who(quote, session)) for quote in session.notes.quotes),
            *remarks_in(session),
        )
    )


def remarks_in(session: DemoSession) -> tuple[evidence.Quote, ...]:
    """What people remarked on single answers: who, at which accuracy, and what they did with the answer."""
    return tuple(
        evidence.Quote(
            one.note.strip(),
            tr(
                "{who}, at {shown}, {outcome}",
                who=name_of(one.person),
                shown=percent(one.shown_accuracy),
                outcome=OUTCOME_WORDS[one.outcome],
            ),
        )
        for one in session.reactions
        if one.note.strip()
    )


def corrections_in(session: DemoSession) -> tuple[evidence.Quote, ...]:
    """What people put in the place of answers, wrote themselves or took: who, and about what."""
    return tuple(
        evidence.Quote(
            shorten(one.correction, _MOST_OF_A_CORRECTION),
            tr(
                "{who}, {outcome}: {name}",
                who=name_of(one.person),
                outcome=OUTCOME_WORDS[one.outcome],
                name=shorten(one.name),
            ),
        )
        for one in session.reactions
        if one.correction.strip()
    )


def name_of(person: str) -> str:
    """Somebody's name, or number, as it is shown."""
    return tr("person {person}", person=person) if person.isdigit() else person or tr("no name")


def _who_answered(reactions: Sequence[Reaction]) -> dict[float, str]:
    """For each accuracy shown, who accepted how many answers, and what they remarked."""
    shown: dict[float, dict[str, list[Reaction]]] = {}
    for one in reactions:
        if not one.variant:
            at = shown.setdefault(round(one.shown_accuracy, 3), {})
            at.setdefault(person_of(one), []).append(one)
    return {level: "\n".join(map(_one_person, people.values())) for level, people in shown.items()}


def _one_person(did: Sequence[Reaction]) -> str:
    said = tr(
        "{who}: {accepted} of {n} accepted",
        who=name_of(did[0].person),
        accepted=digits(sum(one.outcome == "accepted" for one in did)),
        n=digits(len(did)),
    )
    return "\n".join(
        (said, *(tr("“{said}”", said=one.note.strip()) for one in did if one.note.strip()))
    )


def _who(quote: SessionQuote, session: DemoSession) -> str:
    at = tr("at {shown_words}", shown_words=shown_words(session))
    who = quote.who.strip()
    return f"{who}, {at}" if who else at


COLUMNS = (
    "session", "at", "person", "shown", "right", "outcome", "correction", "answer", "confidence", "truth",
    "dialled_accuracy", "kind_of_error", "block", "scenario", "evidence", "sha256", "remark",
)  # fmt: skip


def reactions_csv(project: Project) -> bytes:
    """One row a reaction, oldest first, in UTF-8 with a mark that spreadsheets read it by."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for session in project.sessions():
        for one in session.reactions:
            rows.writerow(
                map(
                    _cell,
                    (
                        session.number,
                        one.at.isoformat() if one.at else "",
                        one.person,
                        one.name,
                        {True: "yes", False: "no", None: ""}[one.right],
                        one.outcome,
                        one.correction,
                        one.answer,
                        None if one.confidence is None else f"{one.confidence:.4f}",
                        one.truth,
                        f"{one.shown_accuracy:.4f}",
                        one.variant,
                        one.block,
                        session.scenario.name,
                        tr("simulated") if one.simulated else tr("real model"),
                        one.item,
                        one.note,
                    ),
                )
            )
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """As text; what a spreadsheet would run as a formula is kept from it."""
    return "" if value is None else safe_cell(str(value))
