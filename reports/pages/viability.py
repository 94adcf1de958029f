"""Page three: what each way is worth, what moves that, what an answer costs, and what would change it."""

from dataclasses import replace

from estimators.base.sentence import tr
from reports.chart_data import IntervalChart
from reports.evidence import VALUE_ID, Decision, Evidence, Options, TestedWorth
from reports.figure import likely
from reports.pages.arguments import measured_price
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
from reports.pdf.blocks import Block, Columns, Paragraph
from reports.pdf.charts.block import ChartBlock, titled
from reports.pdf.style import NOTE
from reports.pdf.table import Column
from reports.sections.parts import Cited, heading, plain, table
from reports.sentences import joined, say, strong
from reports.text_runs import Runs

NOT_VALUED = tr(
    "Missing: what each option is worth. It takes a range for what an error costs and for how many cases there are, on the "
    "Decide page."
)


def viability_blocks(evidence: Evidence, links: Cited, room: PageRoom) -> tuple[Block, ...]:
    """The options by their average, what moves it, the price, and the turning points."""
    options, decision = evidence.options, evidence.decision
    topic = tr("2 · Viability: is it worth it?")
    anchors = anchored(links, VALUE_ID)
    if options is None:
        headline = plain(tr("The options are not valued yet."))
        opening = page_opening(topic, headline, plain(NOT_VALUED), room, anchors)
        return (*opening, *_verdict(decision, room))
    otherwise = options.apart and not options.of  # money is for another way than the verdict
    headline = (
        plain(options.headline) if otherwise else say("{finding}.", finding=options.chart.title)
    )
    worth = worth_words(options)
    lead = joined(options.headline, " ", worth) if options.of else worth
    blocks: list[Block] = [*page_opening(topic, headline, lead, room, anchors)]
    if room.charts:
        note = Paragraph(plain(options.chart.note), NOTE, space_before=14.0, keep_with_next=True)
        whole = _with_amounts(options.chart) if room.charts > 2 else options.short_chart
        left = len(options.chart.rows) - len(whole.rows)
        blocks += (note, ChartBlock(whole), *more(left))
    if options.tested is not None and options.tested.name != (options.of or options.best):
        blocks.append(said(_tested_worth(options.tested), room, space_before=6.0))
    for each in options.impossible[: room.entries - 1]:
        blocks += quiet(each, room, space_before=3.0)
    lines, column = _lines(options, room), replace(room, lines=max(room.lines, 3))
    beside = (*_costs(evidence, options, column), *_changes(options, column))
    verdict = _verdict(decision, room)
    if lines and beside:
        blocks.append(Columns(((*lines, *verdict), beside), (0.56, 0.44), space_before=14.0))
    else:
        blocks += (*(lines or beside), *verdict)
    if room.charts > 1 and options.tornado.rows:
        blocks += titled(options.tornado)
    return tuple(blocks)


def worth_words(options: Options) -> Runs:
    """What the best way is worth: the average, which is what "worth most" means in all of the report."""
    worth = say(
        "{option}: {worth} on average {horizon}, {likely}. Chance of a loss: {share}.",
        option=options.of or options.best,
        worth=strong(options.value.text),
        horizon=options.horizon,
        likely=likely(options.span),
        share=options.p_loss.text,
    )
    if options.of:
        worth = joined(worth, " ", tr("It comes nearest; staying as today is worth more."))
    drawn = tr("From {n} simulated futures.", n=options.value.n or 0)
    return joined(worth, " ", options.often, " ", drawn)


def _with_amounts(chart: IntervalChart) -> IntervalChart:
    """The averages in words beside their names: page one names one of them."""
    rows = tuple(replace(row, note=row.note or row.mid_text) for row in chart.rows)
    return replace(chart, rows=rows)


def _tested_worth(tested: TestedWorth) -> Runs:
    """Whose the value on page one is, where another way than the tested one is worth more."""
    return say(
        "The {worth} on page one are of “{option}”: it was tested ({test}).",
        worth=strong(tested.value.text),
        option=tested.name,
        test=tested.test,
    )


def _lines(options: Options, room: PageRoom) -> tuple[Block, ...]:
    """How the average comes about, line by line: they add up as they are printed."""
    if not options.lines or room.charts < 2:
        return ()
    columns = (
        Column(tr("what"), 0.5),
        Column(tr("a month"), 0.22, right=True),
        Column(options.horizon, 0.28, right=True),
    )
    rows = [
        (plain(line.label, strong=line.is_sum), line.month, plain(line.total, strong=line.is_sum))
        for line in options.lines
    ]
    title = say("How the {value} comes about", value=options.value.text)
    return (heading(title), table(columns, rows, max_lines=2))


def _costs(evidence: Evidence, options: Options, room: PageRoom) -> tuple[Block, ...]:
    """What was measured; else what price lists say, and of when they are."""
    measured = measured_price(evidence)
    listed = () if measured else (options.price, options.price_basis)
    others = [
        plain(each) for each in (*listed, options.checks, options.sanity, *options.remarks) if each
    ]
    texts = [measured, *others] if measured else others
    return entries(tr("What an answer costs"), texts, room)


def _changes(options: Options, room: PageRoom) -> tuple[Block, ...]:
    """From how many cases it pays, and what it is worth to find out; what would turn the verdict stands on page six."""
    texts = [plain(options.pays_from)] if options.pays_from else []
    texts += [plain(options.knowing)] if options.knowing else []
    return entries(tr("What would change it"), texts, room)


def _verdict(decision: Decision | None, room: PageRoom) -> tuple[Block, ...]:
    """Whether it needs AI at all, and what a person decided otherwise."""
    if decision is None:
        absent = say(
            "Not assessed yet. The Decide page gives a verdict with its reasons as soon as the problem is described."
        )
        return (
            heading(plain(tr("Does it need AI?")), space_before=14.0),
            said(absent, room, space_before=3.0),
        )
    words = joined(decision.headline, " ", decision.open_sentence)
    blocks: tuple[Block, ...] = (
        heading(plain(tr("Does it need AI?")), space_before=14.0),
        said(words, room, space_before=3.0),
    )
    if decision.own_choice:
        blocks += (said(own_choice(decision), room, space_before=4.0),)
    return blocks


def own_choice(decision: Decision) -> Runs:
    """What the person who owns it decided otherwise, and why."""
    chosen = say(
        "The person who owns this project decided otherwise: {choice}",
        choice=strong(decision.own_choice),
    )
    if not decision.own_reason:
        return joined(chosen, ".")
    return say("{said}, because: {why}", said=chosen, why=decision.own_reason)


VIABILITY = PageTemplate(
    "viability",
    tr("Is it worth it?"),
    viability_blocks,
    ((VALUE_ID, lambda evidence: evidence.options),),
    said_below=tr("E3 the model behind the money · {attached}", attached=EVIDENCE_ATTACHED),
)
