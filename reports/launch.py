"""The launch report: the decision on page one, the evidence behind it on the pages after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.evidence import ACCURACY_ID, RISK_ID, CheckState, Evidence, Launch, SignOff
from reports.pdf.blocks import Block, Columns, Paragraph, hairline
from reports.pdf.charts.block import ChartBlock
from reports.pdf.flow import ROOM, Section
from reports.pdf.scribe import Scribe
from reports.pdf.style import (
    BODY,
    CONTENT_WIDTH,
    CONTROL,
    EYEBROW,
    LEAD,
    NOTE,
    PAGE_HEIGHT,
    SIGNATURE,
    VERDICT,
    TextStyle,
)
from reports.pdf.tagged import Element
from reports.pdf.text import Run, Runs, clean
from reports.sections.accuracy import TITLE as ACCURACY_TITLE
from reports.sections.accuracy import accuracy_section
from reports.sections.data import TITLE as DATA_TITLE
from reports.sections.data import data_section
from reports.sections.fake import TITLE as FAKE_TITLE
from reports.sections.fake import fake_section
from reports.sections.options import TITLE as OPTIONS_TITLE
from reports.sections.options import flip_words, options_section
from reports.sections.parts import Cited, cited, heading, listed, note, plain, prose, statement
from reports.sections.problem import TITLE as PROBLEM_TITLE
from reports.sections.problem import problem_section
from reports.sections.risk import TITLE as RISK_TITLE
from reports.sections.risk import check_table, risk_section
from reports.sentences import say

Builder = Callable[[Evidence, Cited], Section]
_SECTIONS: dict[str, tuple[str, Builder]] = {
    "problem": (PROBLEM_TITLE, problem_section),
    "options": (OPTIONS_TITLE, options_section),
    "fake": (FAKE_TITLE, fake_section),
    "data": (DATA_TITLE, data_section),
    "accuracy": (ACCURACY_TITLE, accuracy_section),
    "risk": (RISK_TITLE, risk_section),
}
SECTIONS: dict[str, str] = {"decision": "Decision"} | {
    name: title for name, (title, _) in _SECTIONS.items()
}  # the sections by name, with their titles, in order


def launch_sections(
    evidence: Evidence, scribe: Scribe, wanted: Sequence[str]
) -> tuple[Section, ...]:
    links = cited(evidence, [name for name in wanted if name in _SECTIONS])
    sections = []
    if "decision" in wanted:
        sections.append(decision_section(evidence, scribe, links))
    sections += [
        builder(evidence, links) for name, (_, builder) in _SECTIONS.items() if name in wanted
    ]
    return tuple(sections)


@dataclass(frozen=True)
class Limits:
    """How much of a long text page one prints; the last section has all of it."""

    headline: int
    lead: int
    reasons: int
    lines: int  # of one reason
    checks: int
    conditions: int


_LIMITS = (
    Limits(headline=3, lead=4, reasons=4, lines=6, checks=10, conditions=5),
    Limits(headline=3, lead=3, reasons=3, lines=4, checks=9, conditions=3),
    Limits(headline=2, lead=2, reasons=3, lines=3, checks=8, conditions=2),
    Limits(headline=2, lead=1, reasons=2, lines=2, checks=6, conditions=1),
)


def decision_section(evidence: Evidence, scribe: Scribe, links: Cited) -> Section:
    """Page one, with as much text as it holds."""
    launch = evidence.launch
    if launch is None:
        return Section("decision", SECTIONS["decision"], _undecided(evidence))
    foot = (_Signatures(launch.sign_offs[:3], len(launch.sign_offs) - 3),)
    foot_height = foot[0].height(scribe, CONTENT_WIDTH) + foot[0].space_before
    blocks: tuple[Block, ...] = ()
    for limits in _LIMITS:
        blocks = _decided(evidence, launch, links, limits)
        height = sum(
            block.height(scribe, CONTENT_WIDTH) + (block.space_before if number else 0)
            for number, block in enumerate(blocks)
        )
        if height + foot_height <= ROOM:
            break
    shown = foot if launch.sign_offs else ()
    return Section("decision", SECTIONS["decision"], blocks, shown, own_page=True)


def verdict_words(evidence: Evidence) -> tuple[Runs, Runs]:
    """The verdict as headline and the sentence below it."""
    launch, decision = evidence.launch, evidence.decision
    if launch is not None and (launch.headline or launch.decision is not None):
        words = launch.decision.words if launch.decision is not None else ""
        return plain(launch.headline or words), plain(launch.summary)
    if decision is not None and launch is None:
        return plain(decision.headline or decision.verdict), say("launch", "missing")
    lead = plain(launch.summary) if launch is not None else say("launch", "missing")
    return say("launch", "undecided"), lead


def _undecided(evidence: Evidence) -> tuple[Block, ...]:
    headline, lead = verdict_words(evidence)
    eyebrow = say("launch", "eyebrow", decided=False, unsigned=0, asked=0)
    return (
        Paragraph(eyebrow, EYEBROW, keep_with_next=True),
        Paragraph(headline, VERDICT, "H1", 5.0, keep_with_next=True, max_lines=3),
        Paragraph(lead, LEAD, space_before=7.0, max_lines=6),
    )


def _decided(evidence: Evidence, launch: Launch, links: Cited, limits: Limits) -> tuple[Block, ...]:
    unsigned = sum(not sign_off.signed for sign_off in launch.sign_offs)
    eyebrow = say(
        "launch",
        "eyebrow",
        decided=launch.decision is not None,
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
    blocks += _bound(launch, links, tested=evidence.accuracy is not None)
    blocks.append(_reasons(evidence, launch, links, limits))
    blocks.append(_checks(launch, links, limits))
    return tuple(blocks)


def _bound(launch: Launch, links: Cited, *, tested: bool) -> list[Block]:
    if launch.chart is None:
        bar = launch.bar.threshold.text if launch.bar is not None else ""
        return [prose(say("launch", "no_test", bar=bar, tested=tested), space_before=22.0)]
    blocks: list[Block] = [ChartBlock(launch.chart, space_before=26.0)]
    if launch.chart.note:
        address = links.link(ACCURACY_ID)
        runs = plain(launch.chart.note) + ((Run(address, cite=address),) if address else ())
        blocks.append(Paragraph(runs, NOTE, space_before=4.0, max_lines=2))
    return blocks


def _reasons(evidence: Evidence, launch: Launch, links: Cited, limits: Limits) -> Columns:
    decision = evidence.decision
    why = [statement(each, links) for each in launch.why]
    change = [statement(each, links) for each in launch.would_change]
    if not why and decision is not None:
        why = [
            say("parts", "noted", text=reason.text, note=reason.source)
            for reason in decision.reasons
        ]
    if not change and decision is not None:
        change = [flip_words(flip) for flip in decision.flip_points]
    return Columns(
        (
            _limited("Why", why or [say("launch", "no_why")], limits),
            _limited("What would change it", change or [say("launch", "no_change")], limits),
        ),
        (1, 1),
        space_before=20.0,
    )


def _limited(title: str, entries: list[Runs], limits: Limits) -> tuple[Block, ...]:
    shown = entries[: limits.reasons]
    blocks: list[Block] = [heading(plain(title)), listed(shown, max_lines=limits.lines)]
    if len(entries) > len(shown):
        blocks.append(_more(len(entries) - len(shown), ""))
    return tuple(blocks)


def _more(count: int, what: str) -> Paragraph:
    return note(say("launch", "more", count=count, what=what), space_before=2.0)


def _checks(launch: Launch, links: Cited, limits: Limits) -> Columns:
    checks: list[Block] = [heading(plain("Checks"))]
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
    side: list[Block] = [heading(plain("Conditions"))]
    conditions = [plain(condition) for condition in launch.conditions]
    if conditions:
        side.append(listed(conditions[: limits.conditions], numbered=True, max_lines=limits.lines))
        if len(conditions) > limits.conditions:
            side.append(_more(len(conditions) - limits.conditions, ""))
    else:
        side.append(prose(say("launch", "no_conditions")))
    side.append(heading(plain("Risk"), space_before=12.0))
    if launch.risk is not None:
        risk = say("launch", "risk_short", sentence=launch.risk.sentence, cite=links.link(RISK_ID))
    else:
        risk = say("launch", "risk_missing")
    side.append(listed([risk], max_lines=limits.lines))
    return Columns((tuple(checks), tuple(side)), (0.665, 0.335), space_before=22.0)


@dataclass(frozen=True)
class _Signatures:
    """Up to three signatures side by side at the foot of page one."""

    sign_offs: tuple[SignOff, ...]
    more: int = 0
    space_before: float = 16.0
    keep_with_next: bool = False
    anchors: tuple[str, ...] = ()

    def height(self, scribe: Scribe, width: float) -> float:  # noqa: ARG002  the blocks' protocol
        return 16 + BODY.leading + 2 + NOTE.leading * (2 if self.more > 0 else 1) + 4

    def split(
        self,
        scribe: Scribe,  # noqa: ARG002  the protocol's arguments; signatures stay together
        width: float,  # noqa: ARG002
        room: float,  # noqa: ARG002
    ) -> tuple[Block, Block] | None:
        return None

    def draw(self, scribe: Scribe, at: tuple[float, float], width: float, parent: Element) -> None:
        gutter = 18.0
        column = (width - 2 * gutter) / 3
        entries = scribe.canvas.element("L", parent)
        for number, sign_off in enumerate(self.sign_offs):
            x, top = at[0] + number * (column + gutter), at[1]
            entry = scribe.canvas.element("LI", entries)
            body = scribe.canvas.element("LBody", entry)
            if sign_off.signed:
                self._signature(scribe, sign_off, (x, top), column)
            hairline(scribe, x, top + 16, column, CONTROL)
            role = clean_line(
                say(
                    "launch",
                    "signature_line",
                    role=sign_off.role,
                    date=sign_off.date,
                    note=sign_off.note,
                )
            )
            name = TextStyle(BODY.size, BODY.leading, SIGNATURE.font)
            for runs, style, below in (
                (plain(sign_off.name, strong=False), name, 18.5),
                (role, NOTE, 18.5 + BODY.leading),
            ):
                scribe.draw(scribe.wrap(runs, style, column, 1), style, (x, top + below), body)
        if self.more > 0:
            last = scribe.canvas.element("P", parent)
            lines = scribe.wrap(say("launch", "more", count=self.more, what="people"), NOTE, width)
            below = 18.5 + BODY.leading + NOTE.leading
            scribe.draw(lines, NOTE, (at[0], at[1] + below), last)

    def _signature(
        self, scribe: Scribe, sign_off: SignOff, at: tuple[float, float], width: float
    ) -> None:
        """The name as if written by hand; decoration, because the name is printed below."""
        first, _, last = clean(sign_off.name).strip().partition(" ")
        written = f"{first[:1]}. {last}" if last else first
        lines = scribe.wrap((Run(written),), SIGNATURE, width * 0.9, 1)
        pdf = scribe.canvas.pdf
        with scribe.canvas.artifact():
            pdf.saveState()
            pdf.transform(1, 0, 0.2, 1, at[0] - 1, PAGE_HEIGHT - at[1] - 13.5)
            for piece in lines[0].pieces:
                scribe.label(piece.text, SIGNATURE, (piece.x, 4.0))
            pdf.restoreState()


def clean_line(runs: Runs) -> Runs:
    return tuple(run for run in runs if run.text.strip())
