"""The decision on one page: page one of the launch report, with what decides it."""

from dataclasses import dataclass

from estimators.base.sentence import tr, tr_plural
from reports.evidence import ACCURACY_ID, RISK_ID, Evidence
from reports.highlights import biggest_risk, measure_next, quotes, reasons
from reports.launch_evidence import CheckState, Launch
from reports.pdf.blocks import Block, Columns, Paragraph, stack_height
from reports.pdf.charts.block import ChartBlock
from reports.pdf.flow import ROOM, ReportSection
from reports.pdf.signatures import Signatures
from reports.pdf.style import BODY, CONTENT_WIDTH, EYEBROW, LEAD, NOTE, VERDICT
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance
from reports.sections.decision import flip_words
from reports.sections.launch import NO_ADVICE, check_table, legal_risk, proposed
from reports.sections.parts import Cited, heading, listed, note, plain, prose, statement
from reports.sentences import cited, joined, mark, say
from reports.text_runs import Runs

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
    sign_offs = evidence.launch.sign_offs
    left = len(sign_offs) - 3
    more = tr("and {n} more people: see Conditions and sign-off", n=left) if left > 0 else ""
    foot = (Signatures(sign_offs[:3], more),) if sign_offs else ()
    foot_height = sum(each.height(renderer, CONTENT_WIDTH) + each.space_before for each in foot)
    blocks: tuple[Block, ...] = ()
    for limits in _LIMITS:
        blocks = _decided(evidence, links, limits)
        if stack_height(renderer, blocks, CONTENT_WIDTH) + foot_height <= ROOM:
            break
    return ReportSection("decision", TITLE, blocks, foot, own_page=True)


def verdict_words(evidence: Evidence) -> tuple[Runs, Runs]:
    """The verdict as headline and the sentence below it."""
    launch = evidence.launch
    if launch.headline or launch.decision:
        return plain(launch.headline or f"{launch.decided}."), plain(launch.summary)
    supported = plain(f"{proposed(launch.readiness.verdict)}. {launch.summary}")
    return say("No launch decision yet."), supported


def _eyebrow(launch: Launch) -> str:
    """Whether it is decided, and how many signatures that lacks."""
    unsigned = sum(not sign_off.signed for sign_off in launch.sign_offs)
    if not launch.decision:
        return tr("Decision · not made yet")
    if not launch.sign_offs:
        signed = tr("no signatures asked for")
    elif unsigned:
        signed = tr_plural("one signature missing", "{n} signatures missing", unsigned)
    else:
        signed = tr("signed")
    return tr("Decision: {decided} · {signed}", decided=launch.decided.lower(), signed=signed)


def _decided(evidence: Evidence, links: Cited, limits: PageLimits) -> tuple[Block, ...]:
    launch = evidence.launch
    headline, lead = verdict_words(evidence)
    blocks: list[Block] = [
        Paragraph(plain(_eyebrow(launch)), EYEBROW, keep_with_next=True),
        Paragraph(headline, VERDICT, "H1", 5.0, keep_with_next=True, max_lines=limits.headline),
        Paragraph(lead, LEAD, space_before=5.0, max_lines=limits.lead),
    ]
    blocks += bound_blocks(launch, links, tested=evidence.accuracy is not None)
    blocks += _quotes(evidence, links, limits)
    blocks.append(_reasons(evidence, links, limits))
    blocks.append(_ahead(evidence, links, limits))
    blocks.append(_checks(launch, limits))
    return tuple(blocks)


def bound_blocks(launch: Launch, links: Cited, *, tested: bool) -> list[Block]:
    """The measured share with its bound against the bar, and where the bar comes from."""
    if launch.chart is None:
        return [prose(_no_test(launch, tested=tested), space_before=18.0)]
    blocks: list[Block] = [ChartBlock(launch.chart, space_before=18.0)]
    if launch.chart.note:
        runs = joined(launch.chart.note, cited(links.link(ACCURACY_ID)))
        blocks.append(Paragraph(runs, NOTE, space_before=4.0, max_lines=2))
    held_to = launch.bar
    if held_to is not None and held_to.threshold.provenance is not Provenance.MEASURED:
        source = held_to.threshold.provenance
        whose = f"{source.words}: {held_to.source}" if held_to.source else source.words
        said = say("The bar is {mark}{source}.", mark=mark(source.value), source=whose)
        blocks.append(Paragraph(said, NOTE, space_before=1.0, max_lines=1))
    return blocks


def _no_test(launch: Launch, *, tested: bool) -> Runs:
    if launch.bar is not None:
        bar = launch.bar.threshold.text
        return say("Not tested yet: there is no number to hold against the bar of {bar}.", bar=bar)
    if tested:
        return say("Tested, but there is no bar yet to hold the number against.")
    return say("Not tested yet: there is no number to hold against a bar.")


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


def _reasons(evidence: Evidence, links: Cited, limits: PageLimits) -> Columns:
    why, decision = reasons(evidence, links), evidence.decision
    change = [statement(each, links) for each in evidence.launch.would_change]
    if not change and decision is not None:
        change = [flip_words(flip) for flip in decision.flip_points]
    change = change or [say("Nothing is written down yet.")]
    left = _limited(tr("Why"), why, _REASONS, limits)
    right = _limited(tr("What would change it"), change, limits.changes, limits)
    return Columns((left, right), (1, 1), space_before=13.0)


def risk_heading(*, beside: bool) -> str:
    """Above the biggest risk; ``beside``: a bigger one is among the reasons."""
    return tr("The biggest risk beside these") if beside else tr("The biggest risk")


def _ahead(evidence: Evidence, links: Cited, limits: PageLimits) -> Columns:
    """What could go wrong most, beside what to measure next and what that is worth."""
    found, other = biggest_risk(evidence, links)
    of_the_law = legal_risk(evidence.launch.risk)
    risk = [found, joined(of_the_law, cited(links.link(RISK_ID)), " ", NO_ADVICE)]
    title, lines = plain(risk_heading(beside=other)), limits.lines
    left = (heading(title), listed(risk, max_lines=lines))
    following = listed([measure_next(evidence, links)], max_lines=lines)
    right = (heading(plain(tr("What to measure next"))), following)
    return Columns((left, right), (1, 1), space_before=13.0)


def _limited(title: str, entries: list[Runs], most: int, limits: PageLimits) -> tuple[Block, ...]:
    shown = entries[:most]
    blocks: list[Block] = [heading(plain(title)), listed(shown, max_lines=limits.lines)]
    if len(entries) > len(shown):
        blocks.append(_more(len(entries) - len(shown)))
    return tuple(blocks)


def _more(n: int) -> Paragraph:
    return note(say("and {n} more: see Conditions and sign-off", n=n), space_before=2.0)


def _checks(launch: Launch, limits: PageLimits) -> Columns:
    checks: list[Block] = [heading(plain(tr("Checks")))]
    # What does not hold must not be among those left out.
    order = sorted(launch.checks, key=lambda check: check.state is CheckState.PASS)
    kept = set(order[: limits.checks])
    shown = tuple(check for check in launch.checks if check in kept)[: limits.checks]
    checks.append(check_table(shown, max_lines=1))
    if len(launch.checks) > len(shown):
        checks.append(_more(len(launch.checks) - len(shown)))
    side: list[Block] = [heading(plain(tr("Conditions")))]
    conditions = [plain(condition) for condition in launch.conditions]
    if conditions:
        side.append(listed(conditions[: limits.conditions], numbered=True, max_lines=limits.lines))
        if len(conditions) > limits.conditions:
            side.append(_more(len(conditions) - limits.conditions))
    else:
        side.append(prose(_no_conditions(launch.decision)))
    return Columns((tuple(checks), tuple(side)), (0.665, 0.335), space_before=13.0)


def _no_conditions(decision: str) -> Runs:
    if decision == "conditions":
        return say("None is named, although it was decided to launch with conditions.")
    return say("None.") if decision else say("None yet: nothing is decided.")
