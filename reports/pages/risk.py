"""Page five: what could go wrong, how the checks stand, what the law says, on which terms, and when to stop."""

from collections.abc import Iterator

from estimators.acceptance.readiness.list_grounds import ADVISORY
from estimators.base.count import count
from estimators.base.date import written_day
from estimators.base.interval import of_all
from estimators.base.percent import percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from reports.candidates import SURE
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
from reports.sections.parts import Cited, heading, listed, plain, table
from reports.sentences import joined, noted, say, strong
from reports.text_runs import Runs, TextRun

_UNKNOWNS = 6  # of Decide, named
_MOST_FROM = 3  # entries of a page that has room for what may go wrong
_DATES_FROM = 5  # the same for the days of the law


def risk_blocks(evidence: Evidence, links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """Checks, law, conditions, tripwires."""
    launch = evidence.launch
    named = launch.risk.tier.lower()
    headline = (
        say("Risk under the law: {tier}, not confirmed yet.", tier=named)
        if launch.risk.still_open
        else say("Risk under the law: {tier}.", tier=named)
    )
    tier = tr("{tier}.", tier=launch.risk.tier)
    beyond = launch.risk.sentence if launch.risk.sentence != tier else ""  # the headline says it
    lead = plain(f"{beyond} {NO_ADVICE}".strip())
    topic = tr("4 · Risk, law and conditions")
    blocks: list[Block] = [
        *page_opening(topic, headline, lead, room, anchored(links, RISK_ID)),
        *_checks(evidence, room),
        *_what_went_wrong(evidence, room),
        Columns((_law(launch, room), _terms(evidence, room)), (1, 1), space_before=14.0),
    ]
    blocks += _lists(launch.readiness.lists, room)
    return tuple(blocks)


# --- the checks --------------------------------------------------------------------------------------------------------


def _checks(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """The bar, all that does not hold, and what holds; what was found of the launch as a whole below."""
    launch = evidence.launch
    checks = launch.all_checks
    passing = sum(check.state is CheckState.PASS for check in checks)
    lacks = [plain(each) for each in _not_looked_at(evidence)]
    counts = say("{passing} of {checks} hold", passing=passing, checks=count(len(checks), "check"))
    blocks: tuple[Block, ...] = (heading(counts, space_before=14.0),)
    if lacks:  # what was never tried comes before what nobody has named
        blocks += (listed(lacks[: room.entries], max_lines=room.lines),)
    shown = checks[: 2 * max(room.rows // 2, 1)]
    half = (len(shown) + 1) // 2
    sides = (_check_table(shown[:half], room), _check_table(shown[half:], room))
    blocks += (Columns(sides, (1, 1), space_before=4.0),) if shown[half:] else sides[0]
    blocks += more(len(checks) - len(shown) + max(len(lacks) - room.entries, 0))
    summary = " ".join(filter(None, (launch.summary, looks_before(launch.test_looks))))
    return (*blocks, *(quiet(summary, room) if launch.acceptance is not None else ()))


def _not_looked_at(evidence: Evidence) -> Iterator[str]:
    """What is missing altogether, and which answers are open."""
    found, decision = evidence.candidates, evidence.decision
    if evidence.accuracy is None and (found is None or not found.is_measured):
        yield tr("Nobody knows how often it is right.")
    if evidence.fake is None:
        yield tr("Nobody knows whether people take its answers.")
    if decision is not None and decision.unknowns:
        yield tr("Not answered: {questions}.", questions="; ".join(decision.unknowns[:_UNKNOWNS]))


def _check_table(checks: tuple[LaunchCheck, ...], room: PageRoom) -> tuple[Block, ...]:
    if not checks:
        return ()
    columns = (
        Column(tr("check"), 0.47),
        Column(tr("result"), 0.26, right=True),
        Column(tr("holds"), 0.27),
    )
    rows = [
        (
            (TextRun("", icon=check.state.value), *plain(check.text)),
            check.value,
            check.state.words,
        )
        for check in checks
    ]
    return (table(columns, rows, show_header=False, max_lines=min(room.lines + 2, 5), gap=6.0),)


def _what_went_wrong(evidence: Evidence, room: PageRoom) -> tuple[Block, ...]:
    """The mistakes of the test by their kind, and how often each may happen at most."""
    found = evidence.candidates
    if found is None or not found.failures or room.entries < _MOST_FROM:
        return ()
    columns = (
        Column(tr("what went wrong"), 0.46),
        Column(tr("in the test"), 0.22, right=True),
        Column(tr("at most ({confidence} sure)", confidence=percent(SURE)), 0.32, right=True),
    )
    shown = found.failures[: room.rows // 2]
    rows = [(capital(one.words), one.share, one.at_most) for one in shown]
    chosen = next((one.name for one in found.candidates if one.is_chosen), "")
    title = (
        say("What may go wrong with {name}", name=chosen) if chosen else say("What may go wrong")
    )
    wrong = table(columns, rows, max_lines=min(room.lines, 2))
    harm = next((each.value for each in evidence.launch.checks if each.name == "harm"), "")
    marked = quiet(tr("Marked harmful among them: {harm}.", harm=harm), room) if harm else ()
    left = more(len(found.failures) - len(shown))
    return (heading(title, space_before=14.0), wrong, *left, *marked)


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
    source = risk.source.removesuffix(NO_ADVICE).rstrip(". ")  # which the page says above
    blocks += quiet(tr("Asked after: {source}.", source=source), room)
    signing = entries(tr("Who signs"), map(_signs, launch.sign_offs), room)
    return (*blocks, *signing, *_dates(launch, room))


def _dates(launch: Launch, room: PageRoom) -> tuple[Block, ...]:
    """From when the parts of the law apply that concern it."""
    if not launch.risk.dates or room.entries < _DATES_FROM:
        return ()
    columns = (Column(tr("part of the law"), 0.7), Column(tr("applies from"), 0.3, right=True))
    rows = [(each.what, written_day(each.date)) for each in launch.risk.dates]
    title = heading(plain(tr("From when the law applies")), space_before=14.0)
    return (title, table(columns, rows, show_header=False, max_lines=min(room.lines, 2)))


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
    if not stops:
        stops = [say("Nobody has said when to stop, or who switches it off.")]
    elif not launch.tripwires:
        stops.append(say("Nobody has named a number at which it is stopped."))
    return (*blocks, *entries(tr("When to stop, once it runs"), stops, room))


def _signs(person: Signature) -> Runs:
    state = tr("signed {date}", date=person.date) if person.date else ""
    state = ", ".join(filter(None, (state, person.note))) or tr("not signed")
    who = ", ".join(filter(None, (person.name, person.role)))
    return joined(plain(who), ": ", state)


# --- the looks and the lists -----------------------------------------------------------------------------------


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
    """The advisory checklists in one line: what is not answered is a count, never pages of "unknown"; the law has its own part."""
    lists = tuple(each for each in lists if each.published.id in ADVISORY)
    answered, total = sum(each.answered for each in lists), sum(each.total for each in lists)
    if not total:
        return ()
    words = tr_plural(
        "{counts} questions of one published list are answered; the appendix, which comes on request, has them.",
        "{counts} questions of {n} published lists are answered; the appendix, which comes on request, has them.",
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
