"""The slides of a report: what stands on each, and in its notes the whole page with where its numbers come from."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.document_nodes import (
    ChartNode,
    ColumnsNode,
    HeadingNode,
    ListNode,
    Node,
    TableNode,
    TextNode,
    nodes_of,
)
from reports.evidence import Evidence
from reports.launch import brief_page, wanted_pages
from reports.markdown import MARKS
from reports.pages.template import PageRoom, PageTemplate
from reports.pdf.text_renderer import TextRenderer
from reports.sections.parts import Cited
from reports.slides.panels import PagePanels, Panel, panels_of
from reports.text_runs import Runs, TextRun
from reports.trace import TraceGroup, trace

ROOM = PageRoom(entries=4, lines=3, rows=6, charts=2)
"""How much of long evidence a slide is asked to hold; what does not fit is in its notes."""
_NUMBERS = 40  # in the notes of one slide


@dataclass(frozen=True)
class Slide:
    """``section`` is the page that it comes from; ``notes`` are plain text."""

    section: str
    page: PagePanels
    notes: str


def slides_of(
    evidence: Evidence, kind: str, renderer: TextRenderer, wanted: Sequence[str]
) -> tuple[Slide, ...]:
    """A slide for each page, the decision's reasons on one of their own. Raises UserError where none of it is a page."""
    if kind == "model-card":
        pages: list[PageTemplate] = []
    else:
        pages = [brief_page(evidence)] if kind == "brief" else wanted_pages(evidence, wanted)
    if not pages:
        raise UserError(
            tr("That is no report for slides."),
            tr(
                "Slides show the pages of the launch report or the brief; a card or an appendix is read."
            ),
            tr("Write it as .pdf, .html or .md."),
        )
    answered = (each.answers(evidence) for each in pages)
    links = Cited(frozenset().union(*answered))
    groups = {group.address: group for group in trace(evidence)}
    slides = []
    for page in pages:
        found = panels_of(tuple(page.compose(evidence, links, ROOM)))
        notes = _notes(page, evidence, renderer, links, groups)
        slides += [Slide(page.name, each, notes) for each in _parted(found)]
    return tuple(slides)


def _parted(page: PagePanels) -> Iterator[PagePanels]:
    """Page one has more than a slide holds: what follows its numbers gets one of its own, titled by what it says first."""
    opening = tuple(itertools.takewhile(lambda each: not each.heading, page.panels))
    rest = page.panels[len(opening) :]
    if not page.columns or not rest:
        yield page
        return
    yield replace(page, panels=opening)
    why, *others = rest
    title, left = why.heading, why.nodes
    lead: Runs = ()
    match why.nodes:
        case (ListNode(items) as listed, *more):
            title = items[0]
            left = (*((replace(listed, items=items[1:]),) if items[1:] else ()), *more)
        case (TextNode(runs), TextNode(below), *more):
            title, lead, left = runs, below, tuple(more)
        case (TextNode(runs), *more):
            title, left = runs, tuple(more)
    if left:
        others.insert(0, Panel((TextRun(tr("Also")),), left))
    yield PagePanels(why.heading, title, lead, (), tuple(others))


def _notes(
    page: PageTemplate,
    evidence: Evidence,
    renderer: TextRenderer,
    links: Cited,
    groups: dict[str, TraceGroup],
) -> str:
    """The page as the PDF has it, and every number behind it with its source."""
    said = [
        line for node in nodes_of(page.build(evidence, renderer, links)) for line in _plain(node)
    ]
    own = [name for name, _ in page.addresses if name in groups]
    sources: list[str] = []
    for address in own or groups:
        group = groups[address]
        sources.append(f"{address} {group.title}. {group.made}".strip())
        if not own:
            continue
        sources += [
            f"{one.address} {one.number}: {one.what}. {one.provenance.words}; {one.rests_on}".rstrip(
                "; "
            )
            for one in group.numbers[:_NUMBERS]
        ]
        if len(group.numbers) > _NUMBERS:
            left = len(group.numbers) - _NUMBERS
            sources.append(tr("and {n} more: in the appendix of the report", n=left))
    return "\n".join((*said, "", tr("Where its numbers come from"), *sources))


def _plain(node: Node) -> Iterator[str]:
    match node:
        case HeadingNode(_, runs):
            yield ""
            yield plain_text(runs)
        case TextNode(runs, style) if style not in ("code", "rest"):
            yield plain_text(runs)
        case ListNode(items):
            yield from (f"– {plain_text(runs)}" for runs in items)
        case TableNode(_, rows):
            yield from (" · ".join(filter(None, map(plain_text, row))) for row in rows)
        case ChartNode(chart):
            yield chart.sentence()
        case ColumnsNode():
            yield from (line for each in node.stacked for line in _plain(each))


def plain_text(runs: Runs) -> str:
    """The words with their marks, on one line."""
    return "".join(_plain_run(run) for run in runs).strip()


def _plain_run(run: TextRun) -> str:
    if run.icon:
        return f"{MARKS.get(run.icon, '')} "
    return f" [{run.text}]" if run.cite else " · " if run.text == "\n" else run.text
