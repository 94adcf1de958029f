"""Options and value: what each option is worth, what moves that, and what to find out first."""

from reports.evidence import VALUE_ID, Evidence, FlipPoint, Options
from reports.pdf.blocks import Block
from reports.pdf.charts.block import titled
from reports.pdf.flow import Section
from reports.pdf.text import Runs
from reports.sections.parts import (
    Cited,
    evidence_eyebrow,
    heading,
    interval_text,
    listed,
    missing,
    opening,
    plain,
    prose,
)
from reports.sentences import say

TITLE = "Options and value"


def options_section(evidence: Evidence, links: Cited) -> Section:
    options = evidence.options
    addresses = tuple(a for a in (VALUE_ID,) if links.link(a))
    eyebrow = evidence_eyebrow(addresses, "options and value")
    if options is None:
        blocks = missing(eyebrow, say("options", "missing_headline"), say("options", "missing"))
    else:
        blocks = opening(
            eyebrow,
            say("options", "headline", best=options.best),
            addresses=addresses,
            lead=value_words(options),
        )
        blocks += _charts(options)
    if evidence.decision is not None and evidence.decision.flip_points:
        blocks += (
            heading(plain("What would change the verdict")),
            listed(flip_words(flip) for flip in evidence.decision.flip_points),
        )
    return Section("options", TITLE, blocks)


def _charts(options: Options) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = ()
    if options.chart is not None:
        blocks += titled(options.chart)
    if options.tornado is not None:
        blocks += titled(options.tornado)
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


def value_words(options: Options) -> Runs:
    low, high = interval_text(options.value, money_like(options.value.text))
    return say(
        "options",
        "value",
        text=options.value.text,
        horizon=options.horizon,
        low=low,
        high=high,
        p_loss=options.p_loss.text if options.p_loss is not None else "",
        n=options.value.n,
    )


def flip_words(flip: FlipPoint) -> Runs:
    return say(
        "options",
        "flip",
        input=flip.input,
        start=flip.from_text,
        end=flip.to_text,
        verdict=flip.verdict,
    )


class money_like:  # noqa: N801  used like a function
    """Prints amounts as the given figure is printed: the same currency sign in front."""

    def __init__(self, example: str) -> None:
        stripped = example.lstrip("−-+")
        self._sign = stripped[0] if stripped and not stripped[0].isalnum() else ""

    def __call__(self, value: float) -> str:
        minus = "−" if value < 0 else ""
        return f"{minus}{self._sign}{abs(value):,.0f}"
