"""Page five: what could go wrong, how the checks stand, what the law says, on which terms, and when to stop."""

from estimators.base.interval import of_all
from estimators.base.percent import percent
from estimators.base.sentence import tr, tr_plural
from reports.evidence import RISK_ID, Evidence
from reports.launch_evidence import AnsweredList, CheckState, Launch, LaunchCheck, Signature
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
from reports.pdf.table import Column
from reports.sections.launch import NO_ADVICE
from reports.sections.parts import Cited, heading, listed, plain, statement, table
from reports.sentences import joined, noted, say, strong
from reports.text_runs import Runs, TextRun

_ORDER = (CheckState.FAIL, CheckState.NEEDS_YOU, CheckState.NOT_SHOWN, CheckState.PASS)


def risk_blocks(evidence: Evidence, links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """Checks, law, conditions, tripwires."""
    launch = evidence.launch
    headline = say("Risk: {tier}.", tier=launch.risk.tier.lower())
    lead = plain(f"{launch.risk.sentence} {NO_ADVICE}")
    topic = tr("4 · Risk, law and conditions")
    blocks: list[Block] = [
        *page_opening(topic, headline, lead, room, anchored(links, RISK_ID)),
        *_checks(launch, room),
        Columns((_law(launch, room), _terms(evidence, room)), (1, 1), space_before=14.0),
    ]
    blocks += _test(launch, room)
    blocks += _lists(launch.readiness.lists, room)
    return tuple(blocks)


# --- the checks --------------------------------------------------------------------------------------------------------


def _checks(launch: Launch, room: PageRoom) -> tuple[Block, ...]:
    """What fails and what is open first, in two columns; what was found of the launch as a whole below."""
    checks = sorted(launch.checks, key=lambda each: _ORDER.index(each.state))
    passing = sum(each.state is CheckState.PASS for each in checks)
    title = say("Checks: {passing} of {all} pass", passing=passing, all=len(checks))
    shown = checks[: 2 * max(room.rows // 2, 1)]
    half = (len(shown) + 1) // 2
    sides = [each for each in (shown[:half], shown[half:]) if each]
    tables = tuple((_check_table(side, room),) for side in sides)
    listing: tuple[Block, ...] = (
        (Columns(tables, (1,) * len(tables), space_before=4.0),) if tables else ()
    )
    summary = quiet(launch.summary, room) if launch.acceptance is not None else ()
    return (heading(title, space_before=14.0), *listing, *more(len(checks) - len(shown)), *summary)


def _check_table(checks: list[LaunchCheck], room: PageRoom) -> Block:
    columns = (
        Column(tr("check"), 0.5),
        Column(tr("result"), 0.22, right=True),
        Column(tr("holds"), 0.28),
    )
    rows = [
        (
            (TextRun("", icon=check.state.value), *plain(check.text)),
            check.value,
            check.state.words,
        )
        for check in checks
    ]
    return table(columns, rows, show_header=False, max_lines=min(room.lines, 3), gap=6.0)


# --- the law -----------------------------------------------------------------------------------------------------------


def _law(launch: Launch, room: PageRoom) -> tuple[Block, ...]:
    risk, readiness = launch.risk, launch.readiness
    title = heading(plain(tr("What the law says")))
    columns = (Column(tr("question"), 0.66), Column(tr("answer"), 0.34, right=True))
    shown = risk.answers[: max(room.rows // 2, 2)]
    rows = [(each.question, plain(each.answer, strong=True)) for each in shown]
    blocks: tuple[Block, ...] = (title,)
    if rows:
        answers = table(columns, rows, show_header=False, max_lines=room.lines)
        blocks += (answers, *more(len(risk.answers) - len(rows)))
    else:
        blocks += (said(say("Nobody has answered its questions."), room, space_before=3.0),)
    duties = [
        say("{article}: {text}", article=strong(duty.article), text=duty.text)
        for duty in (*readiness.duties, *readiness.law_questions)
    ]
    if duties:
        listing = listed(duties[: max(room.entries - 3, 1)], max_lines=room.lines)
        left = len(duties) - max(room.entries - 3, 1)
        blocks += (listing, *more(left))
    blocks += quiet(tr("Asked after: {source}.", source=risk.source.rstrip(". ")), room)
    return (*blocks, *entries(tr("Who signs"), map(_signs, launch.sign_offs), room))


# --- the terms ---------------------------------------------------------------------------------------------------------


def _terms(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """Conditions, what stops it, and who answers for it."""
    launch = evidence.launch
    conditions = [noted(plain(each.text, strong=True), each.whose) for each in launch.conditions]
    blocks = entries(tr("Conditions"), conditions, room, numbered=True)
    if not conditions:
        none = say("None was set.") if launch.decision else say("None yet: nothing is decided.")
        blocks = (heading(plain(tr("Conditions"))), said(none, room, space_before=3.0))
    stops = [
        noted(wire.sentence, f"{wire.owner} {found.sentence if found else ''}".strip())
        for wire, found in zip(launch.tripwires, launch.tripwire_checks, strict=True)
    ]
    if launch.way_back:
        stops.append(say("The way back: {how}", how=launch.way_back))
    if launch.owner:
        stops.append(say("{name} answers for it once it runs.", name=strong(launch.owner)))
    if evidence.decision is not None and evidence.decision.success:
        stops.append(plain(evidence.decision.success))
    if not stops:
        stops = [say("Nobody has said when to stop, or who switches it off.")]
    return (*blocks, *entries(tr("When to stop"), stops, room))


def _signs(person: Signature) -> Runs:
    state = tr("signed {date}", date=person.date) if person.date else ""
    state = ", ".join(filter(None, (state, person.note))) or tr("not signed")
    who = ", ".join(filter(None, (person.name, person.role)))
    return joined(plain(who), ": ", state)


# --- the test, the bar and the lists -----------------------------------------------------------------------------------


def _test(launch: Launch, room: PageRoom) -> tuple[Block, ...]:
    """What the test is held to, and how often it was looked at."""
    if launch.bar is None:
        return ()
    bar = launch.bar
    asked = say(
        "Bar: {bar} {metric}, to be shown with {confidence} confidence. {looks}",
        bar=strong(bar.threshold.text),
        metric=bar.metric,
        confidence=percent(bar.confidence),
        looks=looks_before(launch.test_looks) if launch.acceptance is not None else "",
    )
    change = [statement(each, Cited()) for each in launch.would_change[:1]]
    return (
        heading(plain(tr("The bar and the test")), space_before=14.0),
        *(said(each, room, space_before=3.0) for each in (asked, *change)),
    )


def looks_before(before: int | None) -> str:
    """How often the test set was looked at before."""
    if before is None:
        return tr("How often the test set was looked at before is not known.")
    if not before:
        return tr("Nobody looked at the test set before this test.")
    return tr_plural(
        "The test set was looked at once before; the bound pays for that.",
        "The test set was looked at {n} times before; the bound pays for that.",
        before,
    )


def _lists(lists: tuple[AnsweredList, ...], room: PageRoom) -> tuple[Block, ...]:
    """The published checklists in one line: what is not answered is a count, never pages of "unknown"."""
    answered, total = sum(each.answered for each in lists), sum(each.total for each in lists)
    if not total:
        return ()
    words = tr_plural(
        "{counts} questions of one published list are answered; the appendix has them.",
        "{counts} questions of {n} published lists are answered; the appendix has them.",
        len(lists),
        counts=of_all(answered, total),
    )
    return quiet(words, room, space_before=10.0)


RISK = PageTemplate(
    "risk",
    tr("Risk, law and conditions"),
    risk_blocks,
    ((RISK_ID, lambda evidence: evidence.launch),),
    said_below=tr("E5 checks, the law and who said so · {attached}", attached=EVIDENCE_ATTACHED),
)
