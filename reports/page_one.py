"""The decision on one page: page one of the launch report, with what decides it, and the brief for a busy reader."""

from dataclasses import dataclass

from estimators.base.sentence import tr
from reports.evidence import ACCURACY_ID, RISK_ID, Evidence
from reports.highlights import biggest_risk, measure_next, quotes, reason_names, reasons
from reports.launch_evidence import CheckState, Launch
from reports.pdf.blocks import Block, Columns, Paragraph, stack_height
from reports.pdf.charts.block import ChartBlock
from reports.pdf.flow import ROOM, ReportSection
from reports.pdf.signatures import Signatures
from reports.pdf.style import (
    BODY,
    CONTENT_WIDTH,
    EYEBROW,
    LEAD,
    NOTE,
    VERDICT,
)
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance
from reports.sections.decision import flip_words, value_words
from reports.sections.launch import check_table
from reports.sections.parts import Cited, heading, listed, note, plain, prose, statement
from reports.sentences import say, text
from reports.text_runs import Runs, TextRun

TITLE = tr("Decision")


@dataclass(frozen=True)
class PageLimits:
    """How much of a long text page one prints; the section on conditions has all of it."""

    headline: int
    lead: int
    lines: int  # of one reason
    checks: int
    conditions: int
    changes: int = 3  # of what would change it; the reasons stay three
    quote: int = 6  # lines of what people did, what it is worth, what the test found


_REASONS = 3
_LIMITS = (
    PageLimits(headline=3, lead=4, lines=6, checks=10, conditions=5),
    PageLimits(headline=3, lead=3, lines=5, checks=7, conditions=4),
    PageLimits(headline=3, lead=3, lines=5, checks=5, conditions=3),
    PageLimits(headline=2, lead=3, lines=4, checks=4, conditions=3),
    PageLimits(headline=2, lead=2, lines=4, checks=3, conditions=3, changes=2),
    PageLimits(headline=2, lead=2, lines=3, checks=3, conditions=2, changes=2, quote=4),
    PageLimits(headline=2, lead=1, lines=3, checks=3, conditions=2, changes=1, quote=4),
    PageLimits(headline=2, lead=1, lines=2, checks=3, conditions=2, changes=1, quote=3),
    PageLimits(headline=2, lead=1, lines=2, checks=3, conditions=1, changes=1, quote=2),
)


def decision_section(evidence: Evidence, renderer: TextRenderer, links: Cited) -> ReportSection:
    """Page one, with as much text as it holds."""
    launch = evidence.launch
    if launch is None:
        return ReportSection("decision", TITLE, _undecided(evidence))
    signing = Signatures(launch.sign_offs[:3], len(launch.sign_offs) - 3)
    foot = (signing,) if launch.sign_offs else ()
    foot_height = sum(each.height(renderer, CONTENT_WIDTH) + each.space_before for each in foot)
    blocks: tuple[Block, ...] = ()
    for limits in _LIMITS:
        blocks = _decided(evidence, launch, links, limits)
        if stack_height(renderer, blocks, CONTENT_WIDTH) + foot_height <= ROOM:
            break
    return ReportSection("decision", TITLE, blocks, foot, own_page=True)


def verdict_words(evidence: Evidence) -> tuple[Runs, Runs]:
    """The verdict as headline and the sentence below it."""
    launch, decision = evidence.launch, evidence.decision
    if launch is not None and (launch.headline or launch.decision):
        return plain(launch.headline or f"{launch.decided}."), plain(launch.summary)
    if decision is not None and launch is None:
        return plain(decision.headline or decision.verdict), say("launch", "missing")
    lead = plain(launch.summary) if launch is not None else say("launch", "missing")
    if launch is not None and launch.readiness is not None:
        word = launch.readiness.verdict.word
        lead = (*say("appendix", "proposed", verdict=word.words), TextRun(". "), *lead)
    return say("launch", "undecided"), lead


def _undecided(evidence: Evidence) -> tuple[Block, ...]:
    headline, lead = verdict_words(evidence)
    eyebrow = say("launch", "eyebrow", decided="", unsigned=0, asked=0)
    return (
        Paragraph(eyebrow, EYEBROW, keep_with_next=True),
        Paragraph(headline, VERDICT, "H1", 5.0, keep_with_next=True, max_lines=3),
        Paragraph(lead, LEAD, space_before=7.0, max_lines=6),
    )


def _decided(
    evidence: Evidence, launch: Launch, links: Cited, limits: PageLimits
) -> tuple[Block, ...]:
    unsigned = sum(not sign_off.signed for sign_off in launch.sign_offs)
    eyebrow = say(
        "launch",
        "eyebrow",
        decided=launch.decided.lower(),
        unsigned=unsigned,
        asked=len(launch.sign_offs),
    )
    headline, lead = verdict_words(evidence)
    blocks: list[Block] = [
        Paragraph(eyebrow, EYEBROW, keep_with_next=True),
        Paragraph(headline, VERDICT, "H1", 5.0, keep_with_next=True, max_lines=limits.headline),
    ]
    if any(run.text for run in lead):
        blocks.append(Paragraph(lead, LEAD, space_before=5.0, max_lines=limits.lead))
    blocks += bound_blocks(launch, links, tested=evidence.accuracy is not None)
    blocks += _quotes(evidence, links, limits)
    blocks.append(_reasons(evidence, launch, links, limits))
    blocks.append(_ahead(evidence, links, limits))
    blocks.append(_checks(launch, limits))
    return tuple(blocks)


def bound_blocks(launch: Launch, links: Cited, *, tested: bool) -> list[Block]:
    """The measured share with its bound against the bar, and where the bar comes from."""
    if launch.chart is None:
        bar = launch.bar.threshold.text if launch.bar is not None else ""
        return [prose(say("launch", "no_test", bar=bar, tested=tested), space_before=18.0)]
    blocks: list[Block] = [ChartBlock(launch.chart, space_before=18.0)]
    if launch.chart.note:
        address = links.link(ACCURACY_ID)
        runs = plain(launch.chart.note) + ((TextRun(address, cite=address),) if address else ())
        blocks.append(Paragraph(runs, NOTE, space_before=4.0, max_lines=2))
    held_to = launch.bar
    if held_to is not None and held_to.threshold.provenance is not Provenance.MEASURED:
        said = say("launch", "bar_source", bar=held_to)
        blocks.append(Paragraph(said, NOTE, space_before=1.0, max_lines=1))
    return blocks


def _quotes(evidence: Evidence, links: Cited, limits: PageLimits) -> tuple[Block, ...]:
    """Do people take it, is it worth it, does it hold: what was found, side by side."""
    found = quotes(evidence, links)
    if not found:
        return ()
    columns = tuple(
        (heading(plain(title)), Paragraph(runs, BODY, space_before=2.0, max_lines=limits.quote))
        for title, runs in found
    )
    return (Columns(columns, (1,) * len(columns), space_before=12.0),)


def _reasons(evidence: Evidence, launch: Launch, links: Cited, limits: PageLimits) -> Columns:
    why, decision = reasons(evidence, links), evidence.decision
    change = [statement(each, links) for each in launch.would_change]
    if not change and decision is not None:
        change = [flip_words(flip) for flip in decision.flip_points]
    change = change or [say("launch", "no_change")]
    left = _limited(tr("Why"), why or [say("launch", "no_why")], _REASONS, limits)
    right = _limited(tr("What would change it"), change, limits.changes, limits)
    return Columns((left, right), (1, 1), space_before=13.0)


def _ahead(evidence: Evidence, links: Cited, limits: PageLimits) -> Columns:
    """What could go wrong most, beside what to measure next and what that is worth."""
    found, other = biggest_risk(evidence, links)
    risk = [found]
    if evidence.launch is not None and evidence.launch.risk is not None:
        sentence = evidence.launch.risk.sentence
        risk.append(say("launch", "risk_short", sentence=sentence, cite=links.link(RISK_ID)))
    else:
        risk.append(say("launch", "risk_missing"))
    title, lines = say("launch", "risk_heading", other=other), limits.lines
    left = (heading(title), listed(risk, max_lines=lines))
    following = listed([measure_next(evidence, links)], max_lines=lines)
    right = (heading(plain(tr("What to measure next"))), following)
    return Columns((left, right), (1, 1), space_before=13.0)


def _limited(title: str, entries: list[Runs], most: int, limits: PageLimits) -> tuple[Block, ...]:
    shown = entries[:most]
    blocks: list[Block] = [heading(plain(title)), listed(shown, max_lines=limits.lines)]
    if len(entries) > len(shown):
        blocks.append(_more(len(entries) - len(shown), ""))
    return tuple(blocks)


def _more(count: int, what: str) -> Paragraph:
    return note(say("launch", "more", count=count, what=what), space_before=2.0)


def _checks(launch: Launch, limits: PageLimits) -> Columns:
    checks: list[Block] = [heading(plain(tr("Checks")))]
    # What does not hold must not be among those left out.
    order = sorted(launch.checks, key=lambda check: check.state is CheckState.PASS)
    kept = set(order[: limits.checks])
    shown = tuple(check for check in launch.checks if check in kept)[: limits.checks]
    if shown:
        checks.append(check_table(shown, max_lines=1))
    else:
        checks.append(prose(say("launch", "no_checks")))
    if len(launch.checks) > len(shown):
        checks.append(_more(len(launch.checks) - len(shown), ""))
    side: list[Block] = [heading(plain(tr("Conditions")))]
    conditions = [plain(condition) for condition in launch.conditions]
    if conditions:
        side.append(listed(conditions[: limits.conditions], numbered=True, max_lines=limits.lines))
        if len(conditions) > limits.conditions:
            side.append(_more(len(conditions) - limits.conditions, ""))
    else:
        promised = launch.decision == "conditions"
        said = say("launch", "no_conditions", decided=launch.decision, promised=promised)
        side.append(prose(said))
    return Columns((tuple(checks), tuple(side)), (0.665, 0.335), space_before=13.0)


_NO_LINKS = Cited()  # there are no evidence pages to go to


def brief_sections(evidence: Evidence, renderer: TextRenderer) -> tuple[ReportSection, ...]:
    blocks: tuple[Block, ...] = ()
    for lines, entries in ((6, 5), (4, 4), (3, 3), (2, 3), (1, 2)):
        blocks = _page(evidence, lines, entries)
        if stack_height(renderer, blocks, CONTENT_WIDTH) <= ROOM:
            break
    return (ReportSection("brief", tr("Brief"), blocks),)


def _page(evidence: Evidence, lines: int, entries: int) -> tuple[Block, ...]:
    headline, lead = verdict_words(evidence)
    blocks: list[Block] = [
        Paragraph(say("brief", "eyebrow"), EYEBROW, keep_with_next=True),
        Paragraph(headline, VERDICT, "H1", 5.0, keep_with_next=True, max_lines=2),
    ]
    if any(run.text for run in lead):
        blocks.append(Paragraph(lead, LEAD, space_before=5.0, max_lines=lines))
    launch = evidence.launch
    if launch is not None and launch.chart is not None:
        blocks += bound_blocks(launch, _NO_LINKS, tested=evidence.accuracy is not None)
    blocks.append(
        Columns(
            (
                _column(tr("The problem"), _problem(evidence), lines, entries),
                _value(evidence, lines),
            ),
            (1, 1),
            space_before=22.0,
        )
    )
    why, (risk, other) = reasons(evidence, _NO_LINKS), biggest_risk(evidence, _NO_LINKS)
    pairs = (
        ((tr("Why"), why or [say("launch", "no_why")]), (tr("What is open"), _open(evidence))),
        (
            (text("launch", "risk_heading", other=other), [risk]),
            (tr("What to measure next"), [measure_next(evidence, _NO_LINKS)]),
        ),
    )
    for left, right in pairs:
        columns = (_column(*left, lines, entries), _column(*right, lines, entries))
        blocks.append(Columns(columns, (1, 1), space_before=22.0))
    return tuple(blocks)


def _column(title: str, texts: list[Runs], lines: int, entries: int) -> tuple[Block, ...]:
    return (heading(plain(title)), listed(texts[:entries], max_lines=lines))


def _problem(evidence: Evidence) -> list[Runs]:
    problem = evidence.problem
    if problem is None:
        return [say("problem", "missing")]
    texts = [plain(words) for words in (problem.headline, problem.baseline) if words]
    texts += [say("brief", "fact", fact=fact) for fact in problem.facts]
    return texts or [say("problem", "missing")]


def _value(evidence: Evidence, lines: int) -> tuple[Block, ...]:
    texts: list[Runs] = []
    if evidence.options is not None:
        texts.append(value_words(evidence.options, named=True))
    accuracy = evidence.accuracy
    if accuracy is not None:
        texts.append(plain(f"{accuracy.headline} {accuracy.lead}"))
    else:
        texts.append(say("accuracy", "missing"))
    if evidence.options is None:
        texts.append(say("options", "missing"))
    return (heading(say("brief", "value_title")), listed(texts, max_lines=max(lines, 2)))


def _open(evidence: Evidence) -> list[Runs]:
    """What keeps the decision from being final beside the reasons: open checks first, then conditions, then unknowns."""
    texts: list[Runs] = []
    if evidence.launch is not None:
        names = reason_names(evidence)
        texts += [
            plain(check.claim)
            for check in evidence.launch.checks
            if check.state is not CheckState.PASS and check.name not in names
        ]
        texts += [plain(condition) for condition in evidence.launch.conditions]
    if evidence.decision is not None:
        texts += [plain(unknown) for unknown in evidence.decision.unknowns]
    if evidence.launch is None:
        texts.append(say("brief", "no_decision"))
    return texts or [say("brief", "nothing_next")]
