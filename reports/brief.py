"""The brief for a busy reader: one page for any verdict, whose first box is what to do."""

from dataclasses import replace

from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.evidence import Decision, Evidence, Options
from reports.highlights import biggest_risk, measure_next, reason_names, reasons
from reports.launch_evidence import CheckState
from reports.page_one import bound_blocks, risk_heading, verdict_words
from reports.pdf.blocks import Block, Boxed, Columns, Paragraph, stack_height
from reports.pdf.charts.block import titled
from reports.pdf.flow import ROOM, ReportSection
from reports.pdf.signatures import Signatures
from reports.pdf.style import CONTENT_WIDTH, EYEBROW, LEAD, PART, VERDICT
from reports.pdf.text_renderer import TextRenderer
from reports.sections.accuracy import NOT_TESTED
from reports.sections.decision import NOT_VALUED, flip_words, reason_words, value_words
from reports.sections.parts import Cited, heading, listed, note, plain, prose
from reports.sentences import mark, say, strong
from reports.text_runs import Runs

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
    options = evidence.options
    against = tuple(reason for reason in decision.reasons if reason.effect != "for")
    why = replace(decision, reasons=against) if decision.instead and against else decision
    change = [flip_words(flip) for flip in decision.flip_points]
    rests = [*_rests_on(options, short=entries < 5), plain(decision.open_sentence)]
    pairs = (
        (
            (tr("Why not AI") if decision.instead else tr("Why"), reason_words(why, dated=False)),
            (
                tr("What would change this"),
                change or [say("No single answer would change it.")],
            ),
        ),
        (
            (tr("The five questions"), _five(decision)),
            (tr("What it rests on"), rests),
        ),
    )
    blocks: list[Block] = [
        Paragraph(plain(tr("Does it need AI?")), EYEBROW, keep_with_next=True),
        Paragraph(plain(decision.headline), VERDICT, "H1", 5.0, keep_with_next=True, max_lines=2),
        Paragraph(
            say("Asked: {asked}", asked=decision.asked), LEAD, space_before=5.0, max_lines=lines
        ),
        Boxed(_to_do(decision)),
    ]
    if options is not None and chart and len(options.short_chart.rows) > 1:
        blocks += titled(options.short_chart)
    for number, ((left, found), (right, other)) in enumerate(pairs):
        most = max(entries, 5) if number else entries
        columns = (_column(left, found, lines, most), _column(right, other, lines, most))
        blocks.append(Columns(columns, (1, 1), space_before=20.0))
    blocks += _decided_by(evidence, decision)
    return tuple(blocks)


def _to_do(decision: Decision) -> tuple[Block, ...]:
    title = tr("Do this instead") if decision.instead else tr("Do this next")
    blocks = [
        Paragraph(plain(title, strong=True), EYEBROW, "H2", keep_with_next=True),
        Paragraph(plain(decision.do), PART, space_before=3.0, max_lines=2),
    ]
    if decision.effort:
        blocks.append(Paragraph(plain(decision.effort), LEAD, space_before=2.0, max_lines=1))
    return tuple(blocks)


def _five(decision: Decision) -> list[Runs]:
    return [
        say(
            "{label} {value} {mark}",
            label=fact.label,
            value=strong(fact.value),
            mark=mark(fact.provenance.value),
        )
        for fact in decision.five
    ]


def _rests_on(options: Options | None, *, short: bool) -> list[Runs]:
    """What money says, what it is worked out from, and at which prices; nothing where money does not count yet."""
    if options is None:
        return [plain(NOT_VALUED)]
    if not options.headline:
        return []
    price = options.price if short else f"{options.price} {options.price_basis}".strip()
    said = (options.headline, f"{capital(options.rests_on)}.", price, options.sanity)
    return [plain(each) for each in said if each]


def _decided_by(evidence: Evidence, decision: Decision) -> list[Block]:
    blocks: list[Block] = []
    if decision.own_choice:
        said = say(
            "Decided otherwise: {choice}. {why}",
            choice=decision.own_choice,
            why=decision.own_reason,
        )
        blocks.append(prose(said, space_before=10.0))
    sign_offs = evidence.launch.sign_offs[:3]
    if sign_offs:
        blocks.append(Signatures(sign_offs, ""))
    else:
        blocks.append(note(say("Nobody has been asked to sign this."), space_before=12.0))
    return blocks


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
