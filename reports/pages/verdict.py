"""One page for a verdict before anything was measured: what was asked, the answer, what to do, why, and what would change it."""

from collections.abc import Iterable
from dataclasses import replace

from estimators.base.sentence import tr
from reports.evidence import Decision, Evidence, Options
from reports.pages.basis import COUNT_WORDS
from reports.pages.decision import signature_foot
from reports.pages.template import EVIDENCE_ATTACHED, PageRoom, PageTemplate, entries, to_do
from reports.pages.viability import NOT_VALUED
from reports.pdf.blocks import Block, Columns, Paragraph
from reports.pdf.charts.block import titled
from reports.pdf.style import EYEBROW, LEAD, VERDICT
from reports.provenance import Provenance
from reports.sections.decision import flip_words, reason_words
from reports.sections.parts import Cited, plain, prose
from reports.sentences import mark, say, strong
from reports.text_runs import Runs, TextRun


def is_verdict_alone(evidence: Evidence) -> bool:
    """Whether nothing was measured and nothing decided on Launch, so that the verdict of Decide is all there is."""
    found = evidence.candidates
    measured = evidence.accuracy is not None or (found is not None and found.is_measured)
    return evidence.decision is not None and not measured and not evidence.launch.decision


def is_no_alone(evidence: Evidence) -> bool:
    """Whether that verdict is a no, and nobody was shown a fake either: one page says it all."""
    decision = evidence.decision
    return (
        is_verdict_alone(evidence)
        and decision is not None
        and decision.instead
        and evidence.fake is None
    )


def verdict_blocks(evidence: Evidence, _links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """The verdict, what to do now, why, what would change it, and what it rests on."""
    decision, options = evidence.decision, evidence.options
    assert decision is not None  # asked for by `is_verdict_alone`
    against = tuple(reason for reason in decision.reasons if reason.effect != "for")
    why = replace(decision, reasons=against) if decision.instead and against else decision
    change = [flip_words(flip) for flip in decision.flip_points]
    if options is not None and decision.instead:
        change = [*_would_pay(options), *change]
    nothing = tr("Nothing was measured: no way was tried on real cases.")
    if evidence.fake is None:
        nothing = tr("Nothing was measured: no way was tried, no fake shown.")
    worked = ""
    if options is not None and options.headline:
        worked = tr("The money comes {from_where}.", from_where=options.in_brief)
    money = _rests_on(options, short=room.entries < 5)
    rests = [plain(f"{nothing} {worked}".strip()), *money, plain(decision.open_sentence)]
    pairs = (
        (
            (tr("Why not AI") if decision.instead else tr("Why"), reason_words(why, dated=False)),
            (
                tr("What would change this"),
                change or [say("No single answer would change it.")],
            ),
        ),
        (
            _five(decision),
            (tr("What it rests on"), rests),
        ),
    )
    blocks: list[Block] = [
        Paragraph(plain(tr("Does it need AI?")), EYEBROW, keep_with_next=True),
        Paragraph(plain(decision.headline), VERDICT, "H1", 5.0, keep_with_next=True, max_lines=2),
        Paragraph(
            say("Asked: {asked}", asked=decision.asked),
            LEAD,
            space_before=5.0,
            max_lines=room.lines,
        ),
        to_do(
            tr("Do this instead") if decision.instead else tr("Do this next"),
            decision.do,
            decision.effort or (options.often if options is not None and options.of else ""),
        ),
    ]
    if options is not None and room.charts > 1 and len(options.short_chart.rows) > 1:
        blocks += titled(options.short_chart)
    for number, ((left, found), (right, other)) in enumerate(pairs):
        many = max(room.entries, 6 if number and room.charts else 1)
        most = replace(room, entries=many, lines=room.lines + (room.charts > 0))
        columns = (_column(left, found, most), _column(right, other, most))
        blocks.append(Columns(columns, (1, 1), space_before=16.0))
    if decision.own_choice:
        otherwise = say(
            "Decided otherwise: {choice}. {why}",
            choice=decision.own_choice,
            why=decision.own_reason,
        )
        blocks.append(prose(otherwise, space_before=10.0))
    return tuple(blocks)


def _would_pay(options: Options) -> list[Runs]:
    """Which number would make the way pay that comes nearest to today, and whether more cases would."""
    found = [plain(options.pays_from)] if options.pays_from else []
    row = next(iter(options.tornado.rows), None)
    if options.of and row is not None and min(row.low, row.high) < 0 < max(row.low, row.high):
        most = say(
            "“{input}” decides most: at {low} the worth is {low_worth}, at {high} {high_worth}.",
            input=row.label,
            low=row.low_text,
            low_worth=row.low_value,
            high=strong(row.high_text),
            high_worth=row.high_value,
        )
        found.insert(0, most)
    return found


def _five(decision: Decision) -> tuple[str, list[Runs]]:
    """The answers under a title that says once who gave them all; where several did, each says so."""
    sources = {fact.provenance for fact in decision.five} - {Provenance.UNKNOWN}
    title = tr("The five questions")
    if len(sources) == 1:
        source = sources.pop()
        whose = tr("your answers") if source is Provenance.GUESS else COUNT_WORDS[source]
        title = tr("The five questions: {whose}", whose=whose)
    return title, [
        say(
            "{label} {value} {mark}{whose}",
            label=fact.label,
            value=strong(fact.value),
            mark=mark(fact.provenance.value),
            whose=(
                TextRun(fact.provenance.words if fact.provenance in sources else "", small=True),
            ),
        )
        for fact in decision.five
    ]


def _rests_on(options: Options | None, *, short: bool) -> list[Runs]:
    """What money says, and at which prices; nothing where money does not count yet."""
    if options is None:
        return [plain(NOT_VALUED)]
    if not options.headline:
        return []
    price = options.price if short else f"{options.price} {options.price_basis}".strip()
    said = (options.headline, price, options.today)
    return [plain(each) for each in said if each]


def _column(title: str, texts: Iterable[Runs], room: PageRoom) -> tuple[Block, ...]:
    """As a list that is cut without a word: the same stands in the attached evidence."""
    return entries(title, list(texts)[: room.entries], room)


VERDICT_PAGE = PageTemplate(
    "decision",
    tr("Does it need AI?"),
    verdict_blocks,
    foot=signature_foot,
    said_below=EVIDENCE_ATTACHED,
)
