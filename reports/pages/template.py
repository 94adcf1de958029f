"""A page of the report: its evidence, its words, and how much of them fits on one sheet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from estimators.base.sentence import tr, tr_plural
from reports.evidence import Evidence
from reports.pdf.blocks import Block, Boxed, LeftOutNote, Paragraph, stack_height
from reports.pdf.flow import ROOM, TIGHT, ReportSection, foot_height
from reports.pdf.style import BODY, CONTENT_WIDTH, EYEBROW, HEADLINE, LEAD, NOTE, PART
from reports.pdf.text_renderer import TextRenderer
from reports.sections.parts import Cited, heading, listed, plain
from reports.text_runs import Runs


@dataclass(frozen=True)
class PageRoom:
    """How much of long evidence a page prints; the appendix and the attached evidence have the rest."""

    entries: int  # of a list
    lines: int  # of an entry
    rows: int  # of a table
    charts: int  # the weightiest first


ROOMS = (
    PageRoom(entries=6, lines=5, rows=14, charts=3),
    PageRoom(entries=5, lines=4, rows=12, charts=3),
    PageRoom(entries=5, lines=3, rows=10, charts=3),
    PageRoom(entries=4, lines=3, rows=8, charts=3),
    PageRoom(entries=3, lines=3, rows=8, charts=2),
    PageRoom(entries=2, lines=3, rows=8, charts=2),
    PageRoom(entries=3, lines=2, rows=6, charts=2),
    PageRoom(entries=2, lines=2, rows=6, charts=2),
    PageRoom(entries=3, lines=2, rows=5, charts=1),
    PageRoom(entries=2, lines=2, rows=4, charts=1),
    PageRoom(entries=1, lines=2, rows=4, charts=1),
    PageRoom(entries=2, lines=1, rows=3, charts=1),
    PageRoom(entries=1, lines=1, rows=2, charts=0),
)
"""From what most evidence needs to what always fits."""

Compose = Callable[[Evidence, Cited, PageRoom], Iterable[Block]]


@dataclass(frozen=True)
class PageTemplate:
    """One page. ``addresses`` are those that it answers to, each with the part of the evidence that must be there for it."""

    name: str
    title: str
    compose: Compose
    addresses: tuple[tuple[str, Callable[[Evidence], object]], ...] = ()
    foot: Callable[[Evidence], tuple[Block, ...]] = lambda _: ()
    said_below: str = ""

    def answers(self, evidence: Evidence) -> frozenset[str]:
        """The addresses that it answers to, given this evidence."""
        return frozenset(name for name, part in self.addresses if part(evidence))

    def build(self, evidence: Evidence, renderer: TextRenderer, links: Cited) -> ReportSection:
        """The page with as much as it holds."""
        foot = self.foot(evidence)
        most = ROOM - foot_height(renderer, foot)

        def fitting(room: PageRoom) -> tuple[Block, ...] | None:
            found = tuple(self.compose(evidence, links, room))
            return found if _height(renderer, found) <= most else None

        blocks = _fullest(fitting)
        if blocks is None:  # longer than any page: the flow cuts it
            blocks = tuple(self.compose(evidence, links, ROOMS[-1]))
        return ReportSection(
            self.name, self.title, blocks, foot, own_page=True, said_below=self.said_below
        )


def _fullest(
    fitting: Callable[[PageRoom], tuple[Block, ...] | None],
) -> tuple[Block, ...] | None:
    """The first of the rooms that fits, then more of each thing alone as far as that fits: no half of a page stays white because
    one list is long. None where none fits."""
    for place, first in enumerate(ROOMS):
        blocks = fitting(first)
        if blocks is not None:
            return _grown(first, blocks, ROOMS[:place], fitting)
    return None


def _grown(
    room: PageRoom,
    blocks: tuple[Block, ...],
    wider: Sequence[PageRoom],
    fitting: Callable[[PageRoom], tuple[Block, ...] | None],
) -> tuple[Block, ...]:
    """What fits into this room, and as much more of each thing in turn as still fits."""
    for part in ("charts", "rows", "entries", "lines"):
        for value in sorted({getattr(each, part) for each in wider}, reverse=True):
            grown = replace(room, **{part: value})
            more_of_it = fitting(grown) if value > getattr(room, part) else None
            if more_of_it is not None:
                room, blocks = grown, more_of_it
                break
    return blocks


def _height(renderer: TextRenderer, blocks: tuple[Block, ...]) -> float:
    """How tall the page is where the space between its blocks is tightened as far as it may be before words are cut."""
    space = sum(block.space_before for block in blocks[1:])
    return stack_height(renderer, blocks, CONTENT_WIDTH) - (1 - TIGHT) * space


def page_opening(
    topic: str, headline: Runs, lead: Runs, room: PageRoom, anchors: tuple[str, ...] = ()
) -> tuple[Block, ...]:
    """The question, the finding as headline, and a sentence below."""
    lines = 2 if room.lines > 1 else 1
    blocks: list[Block] = [
        Paragraph(plain(topic), EYEBROW, keep_with_next=True, max_lines=1, anchors=anchors),
        Paragraph(headline, HEADLINE, "H1", 4.0, keep_with_next=True, max_lines=lines),
    ]
    if lead:
        blocks.append(Paragraph(lead, LEAD, space_before=3.0, max_lines=room.lines))
    return tuple(blocks)


def entries(
    title: str, texts: Iterable[Runs], room: PageRoom, *, numbered: bool = False
) -> tuple[Block, ...]:
    """A heading with a list below it, cut to the room there is; nothing where there is nothing to list."""
    found = list(texts)
    if not found:
        return ()
    shown = found[: room.entries]
    blocks: tuple[Block, ...] = (
        heading(plain(title), space_before=14.0),
        listed(shown, numbered=numbered, max_lines=room.lines),
    )
    return (*blocks, *more(len(found) - len(shown)))


def more(left: int) -> tuple[Block, ...]:
    """How many were left out."""
    if left <= 0:
        return ()
    said = tr_plural(
        "and one more: in the attached evidence", "and {n} more: in the attached evidence", left
    )
    return (LeftOutNote(plain(said), NOTE, space_before=3.0, max_lines=1),)


def said(runs: Runs, room: PageRoom, *, space_before: float = 6.0) -> Paragraph:
    """A paragraph, cut to the room there is."""
    return Paragraph(runs, BODY, space_before=space_before, max_lines=room.lines + 1)


def to_do(title: str, do: str, note: str = "") -> Boxed:
    """What a reader should do, on a shaded box."""
    blocks = [
        Paragraph(plain(title, strong=True), EYEBROW, "H2", keep_with_next=True),
        Paragraph(plain(do), PART, space_before=3.0, max_lines=2),
    ]
    if note:
        blocks.append(Paragraph(plain(note), LEAD, space_before=2.0, max_lines=2))
    return Boxed(tuple(blocks))


def quiet(text: str, room: PageRoom, *, space_before: float = 4.0) -> tuple[Block, ...]:
    """A note, cut to the room there is; nothing where it is empty."""
    if not text:
        return ()
    return (Paragraph(plain(text), NOTE, space_before=space_before, max_lines=room.lines),)


def anchored(links: Cited, *addresses: str) -> tuple[str, ...]:
    """The addresses that are cited in this report."""
    return tuple(each for each in addresses if links.link(each))


EVIDENCE_ATTACHED = tr("the evidence is attached as evidence.json")
