"""How the numbers of this report were worked out, each with the paper that it rests on, and where every number comes from."""

from collections.abc import Callable
from pathlib import Path

from estimators.base.count import count
from estimators.base.sentence import data_file, tr
from reports.evidence import Evidence
from reports.pdf.blocks import Block
from reports.pdf.table import Column
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    appended,
    heading,
    note,
    plain,
    sourced,
)
from reports.sentences import say
from reports.text_runs import Runs
from reports.trace import TraceGroup, trace
from reports.traced_numbers import TracedNumber

_NUMBERS = (
    Column(tr("no."), 0.085),
    Column(tr("what"), 0.31),
    Column(tr("number"), 0.15, right=True),
    Column(tr("likely (9 in 10)"), 0.15, right=True),
    Column(tr("rests on"), 0.19),
    Column(tr("source"), 0.17),
)


# What a method of methods.json is `of`; one that is of nothing belongs to every report.
_PARTS: dict[str, Callable[[Evidence], object]] = {
    "accuracy": lambda evidence: evidence.accuracy,
    "bar": lambda evidence: evidence.launch.bar,
    "curve": lambda evidence: evidence.data and evidence.data.curve,
    "data": lambda evidence: evidence.data,
    "decision": lambda evidence: evidence.decision,
    "fake": lambda evidence: evidence.fake,
    "options": lambda evidence: evidence.options,
    "": lambda evidence: evidence,
}


def _method(evidence: Evidence, *_: object) -> Opened:
    columns = (Column(tr("what"), 0.2), Column(tr("how"), 0.42), Column(tr("rests on"), 0.38))
    rows = (
        (plain(each["what"], strong=True), each["how"], each["source"])
        for each in data_file(Path(__file__).with_name("methods.json"))
        if _PARTS[each.get("of", "")](evidence)
    )
    lead = say(
        "Worked out by Smart Enough {version}, on this computer.",
        version=evidence.project.app_version,
    )
    blocks = (appended(columns, rows, space_before=12.0),)
    return Opened(say("How the numbers were worked out."), lead, blocks)


def _numbers(groups: tuple[TraceGroup, ...], _evidence: Evidence, _links: Cited) -> Opened:
    """Every number of the report with its address, what it rests on, and where it comes from."""
    blocks: list[Block] = []
    for group in groups:
        blocks.append(heading(plain(f"{group.address} · {group.title}")))
        if group.made:
            blocks.append(note(plain(group.made), space_before=1.0, keep_with_next=True))
        rows = (
            (
                plain(number.address, strong=True),
                number.what,
                number.number,
                number.interval,
                number.basis,
                _whence(number),
            )
            for number in group.numbers
        )
        blocks.append(appended(_NUMBERS, rows, max_lines=6))
    total = sum(len(group.numbers) for group in groups)
    headline = say("{numbers}, each with its source.", numbers=count(total, "number"))
    return Opened(
        headline,
        say(
            "The address before the point is the page that shows the number. All of them are in evidence.json, which is "
            "attached to this file."
        ),
        tuple(blocks),
    )


def _whence(number: TracedNumber) -> Runs:
    """The mark of who gave it; what is worked out from others wears none, because nobody gave it."""
    if number.derived:
        return plain(number.source or tr("worked out"))
    return sourced(number.provenance, number.source)


METHOD = SectionTemplate(
    "method", tr("Method and sources"), tr("Method"), lambda evidence: evidence, _method
)
NUMBERS = SectionTemplate(
    "provenance", tr("Source of every number"), tr("Provenance"), trace, _numbers
)
