"""Options and value: what each option is worth, what moves that, and what to find out first."""

from reports.evidence import VALUE_ID, Evidence, Options, VerdictChange
from reports.pdf.blocks import Block
from reports.pdf.charts.block import titled
from reports.pdf.flow import ReportSection
from reports.sections.parts import (
    Cited,
    evidence_eyebrow,
    heading,
    listed,
    missing,
    note,
    opening,
    plain,
    prose,
)
from reports.sentences import say, text
from reports.text_runs import Runs

TITLE = "Options and value"


def options_section(evidence: Evidence, links: Cited) -> ReportSection:
    options = evidence.options
    addresses = tuple(a for a in (VALUE_ID,) if links.link(a))
    eyebrow = evidence_eyebrow(addresses, "options and value")
    if options is None:
        blocks = missing(eyebrow, say("options", "missing_headline"), say("options", "missing"))
    else:
        blocks = opening(
            eyebrow,
            say("options", "headline", best=options.best, said=options.headline),
            addresses=addresses,
            lead=value_words(options),
        )
        blocks += (*_charts(options), *_labels(options), *_intangibles(options))
    return ReportSection("options", TITLE, blocks)


def _charts(options: Options) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = ()
    if options.chart is not None:
        blocks += titled(options.chart)
    if options.pays_from:
        blocks += (note(plain(options.pays_from), space_before=6.0),)
    if options.sources:
        blocks += (note(plain(options.sources), space_before=2.0),)
    if options.tornado is not None:
        blocks += titled(options.tornado)
    if options.knowing:
        blocks += (note(plain(options.knowing), space_before=6.0),)
    if options.find_out_first:
        worth = options.find_out_worth.text if options.find_out_worth is not None else ""
        blocks += (
            heading(plain("Find out first")),
            prose(
                say("options", "find_out", what=options.find_out_first, worth=worth),
                space_before=3.0,
            ),
        )
    return blocks


def _labels(options: Options) -> tuple[Block, ...]:
    if options.labels is None:
        return ()
    if options.labels.chart is not None:
        return titled(options.labels.chart)
    return (
        heading(say("options", "labels_title")),
        prose(plain(options.labels.sentence), space_before=3.0),
    )


def _intangibles(options: Options) -> tuple[Block, ...]:
    found = options.intangibles
    if found is None:
        return ()
    said = say("options", "intangibles", found=found)
    criteria = (say("options", "criterion", criterion=each) for each in found.criteria)
    changes = (plain(change) for change in found.changes)
    blocks: tuple[Block, ...] = (*titled(found.chart), prose(said), listed(criteria))
    return (*blocks, listed(changes)) if found.changes else blocks


def value_words(options: Options, *, named: bool = False) -> Runs:
    """What the option is worth; ``named``: where nothing above says which."""
    return say("options", "value", **_value(options), n=options.value.n, named=named)


def value_sentence(options: Options) -> str:
    """What the option named is worth, as page one quotes it: the same sentence as on the page of the options."""
    return text("options", "value", **_value(options), n=None, named=True)


def _value(options: Options) -> dict[str, object]:
    shown = options.of or options.best
    rows = options.chart.rows if options.chart is not None else ()
    row = next((row for row in rows if row.label == shown), None)
    interval = options.value.interval
    if row is not None and row.low_text and row.high_text:  # as the chart prints them
        interval = f"{row.low_text} to {row.high_text}"
    return {
        "best": options.best,
        "nearest": options.of,
        "text": options.value.text,
        "horizon": options.horizon,
        "interval": interval,
        "p_loss": options.p_loss.text if options.p_loss is not None else "",
        "often": options.often,
    }


def flip_words(flip: VerdictChange) -> Runs:
    return say("options", "flip", flip=flip)
