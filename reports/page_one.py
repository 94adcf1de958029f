"""The decision on one page: page one of the launch report, with what decides it, and the brief for a busy reader."""

from dataclasses import dataclass, replace

from estimators.base.sentence import tr, tr_plural
from reports.evidence import ACCURACY_ID, RISK_ID, Decision, Evidence
from reports.highlights import biggest_risk, measure_next, quotes, reason_names, reasons
from reports.launch_evidence import CheckState, Launch
from reports.pdf.blocks import Block, Columns, Paragraph, stack_height
from reports.pdf.charts.block import ChartBlock, titled
from reports.pdf.flow import ROOM, ReportSection
from reports.pdf.signatures import Signatures
from reports.pdf.style import BODY, CONTENT_WIDTH, EYEBROW, LEAD, NOTE, VERDICT
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance
from reports.sections.accuracy import NOT_TESTED
from reports.sections.decision import NOT_VALUED, flip_words, reason_words, value_words
from reports.sections.launch import NO_ADVICE, check_table, legal_risk, proposed
from reports.sections.parts import Cited, heading, listed, note, plain, prose, statement
from reports.sentences import cited, joined, mark, say, strong
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


_NO_LINKS = Cited()  # there are no evidence pages to go to


# Lines of an entry, entries of a column, and whether the chart of what each way is worth is there.
_BRIEF_LIMITS = (
    *((lines, entries, True) for lines, entries in ((6, 5), (4, 4), (3, 3), (3, 2))),
    *((lines, entries, False) for lines, entries in ((6, 5), (4, 4), (3, 3), (2, 3), (1, 2))),
)


def brief_sections(evidence: Evidence, renderer: TextRenderer) -> tuple[ReportSection, ...]:
    blocks: tuple[Block, ...] = ()
    for lines, entries, chart in _BRIEF_LIMITS:
        blocks = _page(evidence, lines, entries, chart=chart)
        if stack_height(renderer, blocks, CONTENT_WIDTH) <= ROOM:
            break
    return (ReportSection("brief", tr("Brief"), blocks),)


def _page(evidence: Evidence, lines: int, entries: int, *, chart: bool) -> tuple[Block, ...]:
    decision = evidence.decision
    if decision is not None and evidence.accuracy is None and not evidence.launch.decision:
        return _verdict_page(evidence, decision, lines, entries, chart=chart)
    headline, lead = verdict_words(evidence)
    blocks: list[Block] = [
        Paragraph(say("The brief, on one page"), EYEBROW, keep_with_next=True),
        Paragraph(headline, VERDICT, "H1", 5.0, keep_with_next=True, max_lines=2),
        Paragraph(lead, LEAD, space_before=5.0, max_lines=lines),
    ]
    if evidence.launch.chart is not None:
        blocks += bound_blocks(evidence.launch, _NO_LINKS, tested=True)
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
        ((tr("Why"), why), (tr("What is open"), _open(evidence))),
        (
            (risk_heading(beside=other), [risk]),
            (tr("What to measure next"), [measure_next(evidence, _NO_LINKS)]),
        ),
    )
    for left, right in pairs:
        columns = (_column(*left, lines, entries), _column(*right, lines, entries))
        blocks.append(Columns(columns, (1, 1), space_before=22.0))
    return tuple(blocks)


def _verdict_page(
    evidence: Evidence, decision: Decision, lines: int, entries: int, *, chart: bool
) -> tuple[Block, ...]:
    """Before anything was measured: the verdict, what to do now, why, what would change it, and what it rests on."""
    no_ai = decision.blocks
    against = tuple(reason for reason in decision.reasons if reason.effect == "against")
    why = replace(decision, reasons=against) if no_ai else decision
    options = evidence.options
    money = [plain(options.headline)] if options is not None else [plain(NOT_VALUED)]
    change = [flip_words(flip) for flip in decision.flip_points]
    five = [
        say(
            "{label} {value} {mark}",
            label=fact.label,
            value=strong(fact.value),
            mark=mark(fact.provenance.value),
        )
        for fact in decision.five
    ]
    pairs = (
        (
            (tr("Why not AI") if no_ai else tr("Why"), reason_words(why)),
            (
                tr("What would change this"),
                change or [say("No single answer would change it.")],
            ),
        ),
        (
            (tr("The five questions"), five),
            (tr("What it rests on"), [*money, plain(decision.open_sentence)]),
        ),
    )
    blocks: list[Block] = [
        Paragraph(plain(tr("Does it need AI?")), EYEBROW, keep_with_next=True),
        Paragraph(plain(decision.headline), VERDICT, "H1", 5.0, keep_with_next=True, max_lines=2),
        Paragraph(
            say("Asked: {asked}", asked=decision.asked), LEAD, space_before=5.0, max_lines=lines
        ),
        heading(plain(tr("Do this instead") if no_ai else tr("Do this next"))),
        Paragraph(plain(decision.do), LEAD, space_before=2.0, max_lines=2),
    ]
    if options is not None and chart:
        blocks += titled(options.chart)
    if decision.own_choice:
        said = say(
            "Decided otherwise: {choice}. {why}",
            choice=decision.own_choice,
            why=decision.own_reason,
        )
        blocks.append(prose(said, space_before=10.0))
    for (left, found), (right, other) in pairs:
        columns = (
            _column(left, found, lines, max(entries, 5) if found is five else entries),
            _column(right, other, lines, entries),
        )
        blocks.append(Columns(columns, (1, 1), space_before=22.0))
    if evidence.launch.sign_offs:
        blocks.append(Signatures(evidence.launch.sign_offs[:3], ""))
    return tuple(blocks)


def _column(title: str, texts: list[Runs], lines: int, entries: int) -> tuple[Block, ...]:
    return (heading(plain(title)), listed(texts[:entries], max_lines=lines))


def _problem(evidence: Evidence) -> list[Runs]:
    problem = evidence.problem
    texts = [plain(words) for words in (problem.headline, problem.baseline) if words]
    texts += [
        say(
            "{label}: {value} {mark}",
            label=fact.label,
            value=strong(fact.value),
            mark=mark(fact.provenance.value),
        )
        for fact in problem.facts
    ]
    return texts or [
        say(
            "Missing: who has the problem, how often, and what an error costs each way. It takes about ten minutes on the "
            "Problem page; what you don’t know can stay unknown."
        )
    ]


def _value(evidence: Evidence, lines: int) -> tuple[Block, ...]:
    texts: list[Runs] = []
    if evidence.options is not None:
        texts.append(value_words(evidence.options, named=True))
    accuracy = evidence.accuracy
    if accuracy is not None:
        texts.append(plain(f"{accuracy.headline} {accuracy.lead}"))
    else:
        texts.append(plain(evidence.says_absent("accuracy", ("", NOT_TESTED))[1]))
    if evidence.options is None:
        texts.append(plain(NOT_VALUED))
    return (heading(say("Worth and accuracy")), listed(texts, max_lines=max(lines, 2)))


def _open(evidence: Evidence) -> list[Runs]:
    """What keeps the decision from being final beside the reasons: open checks first, then conditions, then unknowns."""
    names = reason_names(evidence)
    texts = [
        check.claim
        for check in evidence.launch.checks
        if check.state is not CheckState.PASS and check.name not in names
    ]
    texts += evidence.launch.conditions
    if evidence.decision is not None:
        texts += evidence.decision.unknowns
    return [plain(each) for each in texts] or [say("Nothing is open.")]
