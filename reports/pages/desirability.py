"""Page two: who has the problem, what people did with the fake, and what they said. Every number of the fake is simulated."""

from collections.abc import Sequence

from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.percent import percent, points, set_percent
from estimators.base.sentence import tr
from mock_ai.level_words import LEVEL_WORDS
from reports.evidence import FAKE_ID, PROBLEM_ID, Evidence, FakeTrial, SessionSummary, ShownLevel
from reports.launch_evidence import AcceptanceTest
from reports.pages.template import (
    EVIDENCE_ATTACHED,
    PageRoom,
    PageTemplate,
    anchored,
    entries,
    more,
    page_opening,
    quiet,
    said,
)
from reports.pdf.blocks import Block, Columns
from reports.pdf.charts.block import titled
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.launch import moved_bar, whose_bar
from reports.sections.parts import Cited, TableRow, figure_runs, heading, plain, table
from reports.sentences import joined, mark, noted, say, strong
from reports.text_runs import Runs

_FAR = 0.1  # between the level shown and the test: nearer than that, page one says nothing of it
_LEVELS_FROM = 7  # rows of a page beside those that the levels take
_WHOSE = ("who", "users", "volume_per_month", "user_pain", "pain_evidence", "demand_validated")
"""The answers of the brief that say whose problem it is, in the order in which they are printed."""


def desirability_blocks(evidence: Evidence, links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """What people did, beside whose problem it is."""
    fake = evidence.fake
    anchors = anchored(links, FAKE_ID, PROBLEM_ID)
    topic = tr("1 · Desirability: do people want it?")
    whose = _whose_problem(evidence, room)
    if fake is None:
        headline, lead = evidence.says_absent(
            "fake",
            (
                tr("Nobody has been shown it yet."),
                tr(
                    "Missing: what people do with it. A fake takes an afternoon to set up, and its sessions set the launch bar."
                ),
            ),
        )
        opening = page_opening(topic, plain(headline), plain(lead), room, anchors)
        return (*opening, *whose, *_today(evidence, room), *_not_shown(evidence, room))
    opening = page_opening(topic, plain(fake.headline), plain(fake.lead), room, anchors)
    blocks: list[Block] = [*opening]
    levels = _levels(fake, room)
    one = len(fake.sessions) == 1 and bool(levels)  # then its row says nothing more
    if fake.curve is not None and room.charts:
        chart = titled(fake.curve)
        blocks += (Columns((chart, levels), (0.52, 0.48), space_before=14.0),) if levels else chart
    else:
        blocks += levels
    if not one:
        blocks += _sessions(fake, room)
        simulated = tr(
            "Simulated: no model was involved. Shown: {scenario}.", scenario=fake.scenario
        )
        blocks += quiet(simulated, room)
    blocks += _kinds(fake, room)
    beside = (*_bar(evidence, room), *_today(evidence, room))
    blocks.append(
        Columns((whose, beside), (1, 1), space_before=14.0) if beside else Columns((whose,), (1,))
    )
    quotes = [noted(tr("“{said}”", said=each.text), each.who) for each in fake.quotes]
    blocks += entries(tr("What they said"), quotes, room)
    blocks += _not_shown(evidence, room)
    return tuple(blocks)


def _whose_problem(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    facts = {fact.key: fact for fact in evidence.problem.facts if fact.key in _WHOSE}
    found = [facts[key] for key in _WHOSE if key in facts]
    title = heading(plain(tr("Whose problem it is")), space_before=14.0)
    if not found:
        return (title, said(say("Nobody has said who has it, and how much it hurts."), room))
    columns = (Column(tr("what"), 0.46), Column(tr("answer"), 0.54))
    rows = [
        (fact.label, joined(mark(fact.provenance.value), fact.value))
        for fact in found[: max(room.rows // 2, 2)]
    ]
    return (title, table(columns, rows, show_header=False, max_lines=room.lines))


def _today(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    if not evidence.problem.baseline:
        return ()
    return (
        heading(plain(tr("What is done today, without AI")), space_before=14.0),
        said(plain(evidence.problem.baseline), room, space_before=3.0),
    )


def _sessions(fake: FakeTrial, room: PageRoom) -> tuple[Block, ...]:
    columns = (
        Column(tr("day"), 0.13),
        Column(tr("what they saw"), 0.22),
        Column(tr("people"), 0.18),
        Column(tr("dialled to"), 0.16),
        Column(tr("answers"), 0.1, right=True),
        Column(tr("accepted"), 0.11, right=True),
        Column(tr("corrected"), 0.12, right=True),
        Column(tr("rejected"), 0.1, right=True),
    )
    shown = fake.sessions[: max(room.rows // 2, 1)]
    rows = [_session(each) for each in shown]
    if len(fake.sessions) > 1:
        rows.append(_all(fake.sessions))
    title = heading(plain(count(len(fake.sessions), "session")), space_before=14.0)
    lines = min(room.lines, 3)
    return (title, table(columns, rows, max_lines=lines), *more(len(fake.sessions) - len(shown)))


def _session(session: SessionSummary) -> TableRow:
    return (
        session.date,
        noted(session.scenario or tr("the fake"), session.note),
        session.people,
        figure_runs(session.dialled),
        digits(session.shown),
        plain(digits(session.accepted), strong=True),
        digits(session.corrected),
        digits(session.rejected),
    )


def _all(sessions: tuple[SessionSummary, ...]) -> TableRow:
    return (plain(tr("All"), strong=True), "", "", "", *_sums(sessions))


def _sums(counted: Sequence[SessionSummary | ShownLevel]) -> list[Runs]:
    """All answers, and what people did with them."""
    names = ("shown", "accepted", "corrected", "rejected")
    return [
        plain(digits(sum(getattr(each, name) for each in counted)), strong=True) for name in names
    ]


def _levels(fake: FakeTrial, room: PageRoom) -> tuple[Block, ...]:
    """What people did at each dial: the numbers behind the curve; of one session when that was, and with whom."""
    if not fake.levels or room.rows < _LEVELS_FROM + len(fake.levels):
        return ()
    columns = (
        Column(tr("right"), 0.2),
        Column(tr("answers"), 0.19, right=True),
        Column(tr("accepted"), 0.21, right=True),
        Column(tr("corrected"), 0.21, right=True),
        Column(tr("rejected"), 0.19, right=True),
    )
    rows: list[TableRow] = [
        (
            joined(mark(Provenance.SIMULATED.value), each.level),
            digits(each.shown),
            plain(digits(each.accepted), strong=True),
            digits(each.corrected),
            digits(each.rejected),
        )
        for each in fake.levels
    ]
    if len(fake.levels) > 1:
        rows.append((plain(tr("All"), strong=True), *_sums(fake.levels)))
    title = heading(plain(tr("What they did, by how right it was")))
    if len(fake.sessions) > 1:
        return (title, table(columns, rows))
    session = fake.sessions[0]
    words = tr(
        "{day}: {what}, with {people}. Simulated: no model was involved.",
        day=session.date,
        what=session.scenario or tr("the fake"),
        people=session.people,
    )
    shown = tr("Shown: {scenario}.", scenario=fake.scenario)
    notes = [words, session.note, shown if fake.scenario != session.scenario else ""]
    return (title, table(columns, rows), *quiet(" ".join(filter(None, notes)), room))


def _kinds(fake: FakeTrial, room: PageRoom) -> tuple[Block, ...]:
    if fake.kinds is None:
        return ()
    words = said(plain(fake.kinds.sentence), room, space_before=4.0)
    return (*titled(fake.kinds.chart), words) if room.charts > 1 else (words,)


def _bar(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """The bar that follows, who set it, and how it moved."""
    launch, fake = evidence.launch, evidence.fake
    if launch.bar is not None:
        bar = launch.bar
        title = say("The bar: {bar} {metric}", bar=bar.threshold.text, metric=bar.metric)
        if launch.acceptance is not None:
            title = say("The bar: {bar_words}", bar_words=launch.acceptance.bar_words)
        came = joined(whose_bar(bar), " ", bar.beside_today) if bar.beside_today else whose_bar(bar)
        proposed = fake.proposed_bar if fake is not None else None
        if proposed is not None and proposed.text != bar.threshold.text:
            came = joined(came, " ", tr("The sessions alone propose {bar}.", bar=proposed.text))
        moves = [said(each, room, space_before=3.0) for each in moved_bar(launch)[: room.entries]]
        return (heading(title), said(came, room, space_before=3.0), *moves)
    if fake is not None and fake.proposed_bar is not None:
        proposed = fake.proposed_bar
        words = say(
            "These sessions propose a bar of {bar}, from {answers}. Nobody has set one.",
            bar=strong(proposed.text),
            answers=proposed.split,
        )
        return (heading(plain(tr("The bar that follows"))), said(words, room, space_before=3.0))
    return ()


def _not_shown(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """What nobody should read out of this page."""
    lacks = []
    fake = evidence.fake
    if fake is not None:
        lacks.append(
            tr("The answers came from a fake, so this says nothing of how good a model is.")
        )
    answers = [fact for fact in evidence.problem.facts if fact.key in _WHOSE]
    guessed = [fact.label for fact in answers if fact.provenance.is_assumed]
    if guessed and len(guessed) == len(answers):
        lacks.append(
            tr("All that stands under “Whose problem it is” was typed; none of it was counted.")
        )
    elif guessed:
        lacks.append(tr("Typed, and not counted: {answers}.", answers="; ".join(guessed)))
    if not lacks:
        return ()
    return (
        heading(plain(tr("What this does not show")), space_before=14.0),
        said(plain(" ".join(lacks)), room, space_before=3.0),
    )


def accepted_words(evidence: Evidence) -> Runs:
    """What people did with answers that were as good as the planned ones, for page one."""
    fake = evidence.fake
    assert fake is not None  # asked for by who calls, and the next one too
    assert fake.accepted is not None
    taken, answers = digits(fake.accepted.counted or 0), count(fake.accepted.n or 0, "answer")
    if fake.right is None:
        return say(
            "In a mock-up without AI, people accepted {taken} of {answers} as they came.",
            taken=taken,
            answers=answers,
        )
    short = LEVEL_WORDS.get(evidence.product.kind, LEVEL_WORDS["classify"]).short
    sentence = say(
        "In a mock-up without AI, set to {level}, people accepted {taken} of {answers} as they came.",
        level=short.format(value=set_percent(fake.right)),
        taken=taken,
        answers=answers,
    )
    apart = _far_from_test(fake.right, evidence.launch.acceptance, short)
    return joined(sentence, f" {apart}" if apart else "")


def _far_from_test(right: float, test: AcceptanceTest | None, short: str) -> str:
    """How far the test lies from what people were shown, where that is too far to say the same of both."""
    if test is None or test.measured.test is None or not test.measured.requirement.is_plain:
        return ""
    share = test.measured.test.observed
    if abs(share - right) < _FAR:
        return ""
    level, gap = short.format(value=percent(share)), points(share - right)
    if share < right:
        return tr("No mock-up came nearer to the test: {level}, {gap} less.", level=level, gap=gap)
    return tr("No mock-up came nearer to the test: {level}, {gap} more.", level=level, gap=gap)


DESIRABILITY = PageTemplate(
    "desirability",
    tr("Do people want it?"),
    desirability_blocks,
    ((FAKE_ID, lambda evidence: evidence.fake), (PROBLEM_ID, lambda evidence: evidence.problem)),
    said_below=tr("E2 what people did with the fake · {attached}", attached=EVIDENCE_ATTACHED),
)
