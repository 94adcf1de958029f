"""Sections onto pages: first a layout that only measures, then the drawing, so that page numbers are known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from estimators.base.sentence import tr
from reports.pdf.blocks import Block, Columns, hairline
from reports.pdf.style import BOTTOM, CONTENT_WIDTH, MARGIN, NOTE, PAGE_HEIGHT, PAGE_WIDTH, TOP
from reports.pdf.tagged import Element
from reports.pdf.text_renderer import TextRenderer

ROOM = PAGE_HEIGHT - TOP - BOTTOM  # what a page holds
TIGHT = 0.8  # share of the space between blocks that a page keeps before its words are cut
LOOSE = 1.8  # share of that space that a page of its own takes where it would stay white
_LEAST = 0.6  # share of it below which a section begins on a new page
_BETWEEN = 24.0  # between two sections that share a page
_ROOMY = 0.4  # of a page: so much left is worth beginning a section that does not fit whole


@dataclass(frozen=True)
class ReportSection:
    """A part of the report with its bookmark. ``foot`` stands at the bottom of its first page."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    foot: tuple[Block, ...] = ()
    own_page: bool = False  # nothing else on its last page
    part: str = ""  # the part of the report that it belongs to
    said_below: str = ""  # at the foot of its page; empty: what stands below every other
    spacing: float = 1.0  # share of the space between its blocks that is kept


@dataclass(frozen=True)
class Placement:
    block: Block
    top: float
    section: ReportSection


@dataclass
class Layout:
    """Which block stands where, on which page; and the first page of each section and evidence address."""

    pages: list[list[Placement]] = field(default_factory=lambda: [[]])
    rules: list[tuple[int, float]] = field(default_factory=list)  # (page, top) between sections
    first_page: dict[str, int] = field(default_factory=dict)
    address_page: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Running:
    """The texts of header and footer; ``foot`` gets the page number and the layout, for a page whose section says none."""

    left: str
    right: str
    foot: Callable[[int, Layout], str]


def lay_out(sections: Sequence[ReportSection], renderer: TextRenderer) -> Layout:
    """Fill pages from top to bottom. A section shares a page where it fits whole, or where much room is left."""
    layout = Layout()
    top = TOP
    closed = False
    for given in sections:
        if layout.pages[-1]:
            below = PAGE_HEIGHT - BOTTOM - top - _BETWEEN
            section, fits = _squeezed(given, renderer, below)
            roomy = below >= _ROOMY * ROOM
            if (fits or roomy) and not closed and not given.own_page:
                layout.rules.append((len(layout.pages), top + _BETWEEN / 2))
                top += _BETWEEN
            else:
                layout.pages.append([])
                top = TOP
        if not layout.pages[-1]:
            section, _ = _squeezed(given, renderer, ROOM)
        layout.first_page[section.name] = len(layout.pages)
        top = _fill(layout, section, renderer, top)
        closed = section.own_page
    for number, page in enumerate(layout.pages, start=1):
        for placement in page:
            for address in placement.block.anchors:
                layout.address_page.setdefault(address, number)
    return layout


def draw(layout: Layout, renderer: TextRenderer, running: Running) -> None:
    """Draw every page, tagged in reading order, with bookmarks, header and footer."""
    canvas = renderer.canvas
    open_sections: dict[str, Element] = {}
    parts: dict[str, Element] = {}
    for number, page in enumerate(layout.pages, start=1):
        for placement in page:
            section = placement.section
            name = section.name
            if name not in open_sections:
                home, level = canvas.root, 0
                if section.part:
                    if section.part not in parts:
                        parts[section.part] = canvas.element("Part", canvas.root)
                        canvas.bookmark(f"part-{len(parts)}", section.part, top=placement.top)
                    home, level = parts[section.part], 1
                open_sections[name] = canvas.element("Sect", home)
                canvas.bookmark(f"section-{name}", section.title, top=placement.top, level=level)
            renderer.depth = 1 if section.part else 0
            for address in placement.block.anchors:
                if not isinstance(placement.block, Columns):  # columns place their own
                    canvas.destination(address, top=placement.top)
            placement.block.draw(
                renderer, (MARGIN, placement.top), CONTENT_WIDTH, open_sections[name]
            )
        for page_number, top in layout.rules:
            if page_number == number:
                hairline(renderer, MARGIN, top, CONTENT_WIDTH)
        _header_footer(renderer, running, number, layout)
        canvas.show_page()


def _squeezed(
    section: ReportSection, renderer: TextRenderer, room: float
) -> tuple[ReportSection, bool]:
    """The section with as little less space as makes it fit, so that no page holds a leftover; and if it fits. A page of its own
    takes what is left between its blocks, up to `LOOSE`."""
    words, space = _words_and_space(section, renderer)
    most = LOOSE if section.own_page else 1.0
    share = (
        min(most, (room - words - 0.5) / space) if space else 1.0
    )  # half a point for sums of floats
    if words > room or share < _LEAST:
        return section, False
    return replace(section, spacing=share), True


def foot_height(renderer: TextRenderer, foot: Sequence[Block]) -> float:
    """How much of a page its foot takes."""
    return sum(block.height(renderer, CONTENT_WIDTH) + block.space_before for block in foot)


def _words_and_space(section: ReportSection, renderer: TextRenderer) -> tuple[float, float]:
    """How tall its blocks and its foot are, and how much space it asks for between them."""
    words = foot_height(renderer, section.foot)
    words += sum(block.height(renderer, CONTENT_WIDTH) for block in section.blocks)
    return words, sum(block.space_before for block in section.blocks[1:])


def _fill(layout: Layout, section: ReportSection, renderer: TextRenderer, top: float) -> float:
    """Place a section's blocks from ``top``; returns where the last one ends."""
    limit = PAGE_HEIGHT - BOTTOM
    taken = foot_height(renderer, section.foot)
    if section.foot:
        _place_foot(layout, section, renderer, limit - taken)
    first_page = len(layout.pages)
    queue = list(section.blocks)
    fresh = True  # nothing placed yet at this height
    while queue:
        block = queue.pop(0)
        here = limit - (taken if len(layout.pages) == first_page else 0)
        start = top if fresh else top + block.space_before * section.spacing
        height = block.height(renderer, CONTENT_WIDTH)
        needed = height + _kept_below(queue, block, renderer, section.spacing)
        if start + needed <= here:
            _place(layout, Placement(block, start, section), foot=bool(section.foot))
            top, fresh = start + height, False
            continue
        halves = block.split(renderer, CONTENT_WIDTH, here - start)
        if halves is not None:
            _place(layout, Placement(halves[0], start, section), foot=bool(section.foot))
            queue.insert(0, halves[1])
        elif start <= TOP:  # taller than an empty page
            if isinstance(block, Columns):
                queue[:0] = block.stacked()
                continue
            _place(layout, Placement(block, start, section), foot=bool(section.foot))
        else:
            queue.insert(0, block)
        layout.pages.append([])
        top, fresh = TOP, True
    if not layout.pages[-1]:
        layout.pages.pop()
    return limit if section.foot and len(layout.pages) == first_page else top


def _place(layout: Layout, placement: Placement, *, foot: bool) -> None:
    """Blocks come before the foot in reading order, although the foot was placed first."""
    page = layout.pages[-1]
    if foot and page and page[-1].block in placement.section.foot:
        count = len(placement.section.foot)
        page.insert(len(page) - count, placement)
    else:
        page.append(placement)


def _place_foot(layout: Layout, section: ReportSection, renderer: TextRenderer, top: float) -> None:
    for block in section.foot:
        top += block.space_before
        layout.pages[-1].append(Placement(block, top, section))
        top += block.height(renderer, CONTENT_WIDTH)


def _kept_below(queue: list[Block], block: Block, renderer: TextRenderer, spacing: float) -> float:
    """What must stand on the same page below a block: a heading never ends a page."""
    total, current = 0.0, block
    for following in queue:
        if not current.keep_with_next:
            break
        height = following.height(renderer, CONTENT_WIDTH)
        whole = following.split(renderer, CONTENT_WIDTH, height - 1.0) is None  # a picture, a line
        total += following.space_before * spacing + (height if whole else min(height, 60.0))
        current = following
    return total


def _header_footer(renderer: TextRenderer, running: Running, number: int, layout: Layout) -> None:
    """Header and footer, which are no part of the document's text."""
    canvas = renderer.canvas
    right_edge = PAGE_WIDTH - MARGIN
    foot, of = (
        layout.pages[number - 1][0].section.said_below or running.foot(number, layout),
        tr("{number} of {pages}", number=number, pages=len(layout.pages)),
    )
    with canvas.artifact("Pagination"):
        for left, right, line, most in (
            (running.left, running.right, PAGE_HEIGHT - 49.5, CONTENT_WIDTH * 0.45),
            (foot, of, 35.5, None),
        ):
            taken = renderer.label(right, NOTE, (right_edge, line), "end", width=most)
            renderer.label(left, NOTE, (MARGIN, line), width=CONTENT_WIDTH - taken - 16)
    hairline(renderer, MARGIN, 58.6, CONTENT_WIDTH)
    hairline(renderer, MARGIN, PAGE_HEIGHT - 49.0, CONTENT_WIDTH)
