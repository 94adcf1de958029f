"""What stands on a slide and where: the blocks of a page, dealt out by how tall they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reports.document_nodes import (
    ChartNode,
    HeadingNode,
    ListNode,
    Node,
    TableNode,
    TextNode,
    nodes_of_blocks,
)
from reports.pdf.blocks import Block, Columns
from reports.pdf.fonts import STRONG, TABULAR, TABULAR_STRONG
from reports.pdf.shaping import runs_right_to_left
from reports.pdf.style import INK, INK2, INK3, TextStyle
from reports.pdf.text import Line
from reports.pdf.text_renderer import TextRenderer
from reports.pen import size_of
from reports.text_runs import Runs

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 54.0  # points; 16:9
BOTTOM = 494.0  # where content ends
GUTTER = 36.0
CHART_SCALE = 1.3  # a chart's labels are set for paper
CELL_PAD = 8.0  # right of a cell's text
_APART = 16.0  # between two panels
_ZOOMS = (1.5, 1.4, 1.3, 1.2, 1.1, 1.0)
_CELL_LINES, _WIDE = 2, 110.0  # lines that a cell may have; points from which a column is wide

TITLE = TextStyle(27, 32, STRONG, STRONG)


def _words(size: float, leading: float, colour: str = INK) -> TextStyle:
    """Measured with the report's widest digits: the slides' font is narrower in letters, not in figures."""
    return TextStyle(size, leading, TABULAR, TABULAR_STRONG, colour)


EYEBROW = _words(12, 16, INK2)
LEAD = _words(15, 20, INK2)
NUMBER = TextStyle(25, 31, STRONG, STRONG)
HEAD = TextStyle(14, 19, TABULAR_STRONG, TABULAR_STRONG)
BODY = _words(13, 17.5)
NOTE = _words(11, 14.5, INK3)
ROW = _words(11, 14.5)
STYLES = {"eyebrow": EYEBROW, "lead": LEAD, "note": NOTE, "number": NUMBER}
PAD = 4.0  # above and below a row, and an entry of a list
INDENT = 14.0  # of the entries of a list
_LINES = {"": 4, "lead": 2, "number": 1, "note": 3}  # that a text may have


@dataclass(frozen=True)
class Panel:
    """A heading and what belongs to it."""

    heading: Runs
    nodes: tuple[Node, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it is more than words."""
        return any(isinstance(each, ChartNode | TableNode) for each in self.nodes)


@dataclass(frozen=True)
class PagePanels:
    """A page: what opens it, the columns below the opening where it has them, and the rest."""

    topic: Runs
    title: Runs
    lead: Runs
    columns: tuple[Panel, ...]
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Placed:
    """A panel in its place, cut to what it holds."""

    panel: Panel
    at: tuple[float, float]
    width: float
    is_ruled: bool = False


def panels_of(blocks: Iterable[Block]) -> PagePanels:
    """The blocks of a page as panels."""
    ruled = [each for each in blocks if isinstance(each, Columns) and each.ruled]
    columns = tuple(_column(each) for block in ruled for each in block.columns)
    nodes = list(nodes_of_blocks(each for each in blocks if each not in ruled))
    topic, title = _taken(nodes, "eyebrow"), _taken(nodes, "")
    lead = _taken(nodes, "lead")
    return PagePanels(topic, title, lead, columns, tuple(_with_one_chart(_split(nodes))))


def _taken(nodes: list[Node], style: str) -> Runs:
    """The text of this role that comes first, or the heading; taken out of the rest."""
    match nodes[:1]:
        case [TextNode(runs, found)] if style and found == style:
            del nodes[0]
            return runs
        case [HeadingNode(_, runs)] if not style:
            del nodes[0]
            return runs
    return ()


def _column(blocks: Iterable[Block]) -> Panel:
    """A column with its question as heading; the topic above it stays out, for the question says it."""
    heading: Runs = ()
    nodes = []
    for node in nodes_of_blocks(blocks):
        if isinstance(node, HeadingNode):
            heading = node.runs
        elif not (isinstance(node, TextNode) and node.style == "eyebrow"):
            nodes.append(node)
    return Panel(heading, tuple(nodes))


def _split(nodes: Iterable[Node]) -> Iterator[Panel]:
    panel = Panel((), ())
    for node in nodes:
        if isinstance(node, HeadingNode):
            yield panel
            panel = Panel(node.runs, ())
        elif not (isinstance(node, TextNode) and node.style in ("rest", "code")):
            panel = replace(panel, nodes=(*panel.nodes, node))
    yield panel


def _with_one_chart(panels: Iterable[Panel]) -> Iterator[Panel]:
    """Those that say something; of charts the first, which is the weightiest."""
    has_chart = False
    for panel in panels:
        draws = any(isinstance(each, ChartNode) for each in panel.nodes)
        if panel.nodes and not (draws and has_chart):
            yield panel
        has_chart = has_chart or draws


def zoomed(
    renderer: TextRenderer, columns: Sequence[Panel], panels: Sequence[Panel], top: float
) -> tuple[float, tuple[Placed, ...]]:
    """The panels as large as all of them whole have room, so that a slide of few words is read from the last row; how large."""
    for zoom in _ZOOMS:
        placed = arrange(renderer, columns, panels, top, zoom)
        whole = [each.panel for each in placed]
        if zoom == 1 or sorted(map(id, whole)) == sorted(map(id, (*columns, *panels))):
            return zoom, placed
    return 1.0, ()


def arrange(
    renderer: TextRenderer,
    columns: Sequence[Panel],
    panels: Sequence[Panel],
    top: float,
    zoom: float = 1.0,
) -> tuple[Placed, ...]:
    """The panels between ``top`` and the foot of the slide, in places of a slide that is smaller by ``zoom``.

    What finds no room stays out: the notes have all of the page.
    """
    placed = []
    margin, foot, top = MARGIN / zoom, BOTTOM / zoom, top / zoom
    usable = WIDTH / zoom - 2 * margin
    if columns:
        width = (usable - GUTTER * (len(columns) - 1)) / len(columns)
        held = [fitted(renderer, each, width, foot - top - 10) for each in columns]
        for number, panel in enumerate(held):
            if panel is not None:
                at = (margin + number * (width + GUTTER), top)
                placed.append(Placed(panel, at, width, is_ruled=True))
        tallest = max((height(renderer, each, width) for each in held if each), default=0.0)
        top += tallest + 10 + _APART
    if not panels or top > foot:
        return tuple(placed)
    both = len({each.is_wide for each in panels}) == 2
    shares = (1.0,) if len(panels) == 1 else (0.56, 0.44) if both else (0.5, 0.5)
    room = usable - GUTTER * (len(shares) - 1)
    widths = [room * share for share in shares]
    lefts = [margin, margin + widths[0] + GUTTER]
    tops = [top] * len(shares)
    for number, panel in enumerate(panels):
        preferred = 0 if (panel.is_wide if both else number % 2 == 0) else 1
        order = dict.fromkeys((preferred % len(shares), *range(len(shares))))
        cuts = {side: fitted(renderer, panel, widths[side], foot - tops[side]) for side in order}
        whole = (side for side in order if cuts[side] == panel)  # rather there than cut here
        side = next(whole, next((each for each in order if cuts[each]), preferred))
        if (kept := cuts.get(side)) is not None:
            placed.append(Placed(kept, (lefts[side], tops[side]), widths[side]))
            tops[side] += height(renderer, kept, widths[side]) + _APART
    return tuple(placed)


def fitted(renderer: TextRenderer, panel: Panel, width: float, room: float) -> Panel | None:
    """The panel with as many of its parts, entries and rows as there is room for; None where nothing of it fits."""
    kept: list[Node] = []
    for node in panel.nodes:
        short = _shortened(renderer, node, width)
        cut = next(
            (each for each in short if _height(renderer, panel, (*kept, each), width) <= room),
            None,
        )
        if cut is None:
            break
        kept.append(cut)
    says = [each for each in kept if not (isinstance(each, TextNode) and each.style == "note")]
    charts = sum(isinstance(each, ChartNode) for each in panel.nodes)
    is_whole = sum(isinstance(each, ChartNode) for each in kept) == charts
    if not says or not is_whole:
        return None
    return panel if tuple(kept) == panel.nodes else replace(panel, nodes=tuple(kept))


def _shortened(renderer: TextRenderer, node: Node, width: float) -> Iterator[Node]:
    """The part as it is, then with fewer entries."""
    if isinstance(node, TableNode):
        node = _narrowed(renderer, node, width)
    yield node
    if isinstance(node, ListNode):
        for many in range(len(node.items) - 1, 0, -1):
            yield replace(node, items=node.items[:many])
    elif isinstance(node, TableNode):
        for many in range(
            len(node.rows) - 1, 1, -1
        ):  # of a table of many rows one alone says nothing
            yield replace(node, rows=node.rows[:many])


def _narrowed(renderer: TextRenderer, table: TableNode, width: float) -> TableNode:
    """Without the columns that would be torn into most lines, while the words of any are: counts stay, long notes go."""
    while len(table.headers) > 2:
        torn = _torn(renderer, table, width)
        if sum(_least(renderer, table)) <= width and max(torn) <= _CELL_LINES:
            break
        out = max(range(1, len(torn)), key=lambda at: (torn[at], at))
        table = replace(
            table,
            headers=_without(table.headers, out),
            rows=tuple(_without(row, out) for row in table.rows),
        )
    return table


def _torn(renderer: TextRenderer, table: TableNode, width: float) -> list[int]:
    """How many lines each column would need; a wide one may be cut at its end like any text."""
    widths = column_widths(renderer, table, width)
    return [
        max(lines(renderer, cell, ROW, each - CELL_PAD, _CELL_LINES + 4) for cell in cells)
        if each < _WIDE
        else 1
        for cells, each in zip(zip(*shown_rows(table), strict=True), widths, strict=True)
    ]


def _without(row: Sequence[Runs], out: int) -> tuple[Runs, ...]:
    return (*row[:out], *row[out + 1 :])


def height(renderer: TextRenderer, panel: Panel, width: float) -> float:
    """How tall a panel is at this width."""
    return _height(renderer, panel, panel.nodes, width)


def _height(renderer: TextRenderer, panel: Panel, nodes: Iterable[Node], width: float) -> float:
    heading = lines(renderer, panel.heading, HEAD, width, 2) * HEAD.leading if panel.heading else 0
    return heading + sum(part_height(renderer, node, width) for node in nodes)


def part_height(renderer: TextRenderer, node: Node, width: float) -> float:
    """How tall a part of a panel is, with the space above and below it."""
    match node:
        case TextNode(runs, style):
            look = STYLES.get(style, BODY)
            return lines(renderer, runs, look, width, most_lines(style)) * look.leading + PAD
        case ListNode(items):
            inside = width - INDENT
            return sum(
                lines(renderer, runs, BODY, inside, 3) * BODY.leading + PAD for runs in items
            )
        case TableNode():
            return sum(row_heights(renderer, node, width)) + PAD
        case ChartNode(_, block):
            return size_of(block, chart_width(width))[1] * CHART_SCALE + PAD
    return 0.0


def most_lines(style: str) -> int:
    """How many lines a text of this role may have."""
    return _LINES.get(style, 1)


def chart_width(width: float) -> float:
    """How wide a chart is drawn that is shown at this width; its rim stands outside."""
    return width / CHART_SCALE


def shown_rows(table: TableNode) -> tuple[tuple[Runs, ...], ...]:
    """The rows as a slide has them, with the header first where the page shows it."""
    return (table.headers, *table.rows) if table.show_header else table.rows


def row_heights(renderer: TextRenderer, table: TableNode, width: float) -> list[float]:
    """The height of each shown row."""
    widths = column_widths(renderer, table, width)
    return [
        max(
            lines(renderer, cell, ROW, each - CELL_PAD, _CELL_LINES)
            for cell, each in zip(row, widths, strict=True)
        )
        * ROW.leading
        + 2 * PAD
        for row in shown_rows(table)
    ]


def column_widths(renderer: TextRenderer, table: TableNode, width: float) -> list[float]:
    """Room for the longest word of each column, as far as there is any; the rest goes to those whose cells are longer."""
    least = _least(renderer, table)
    asked = [
        max(_wide(renderer, cell) for cell in cells) + CELL_PAD + 2
        for cells in zip(*shown_rows(table), strict=True)
    ]
    if sum(least) >= width:
        return [each * width / sum(least) for each in least]
    more = [wide - narrow for wide, narrow in zip(asked, least, strict=True)]
    spare = width - sum(least)
    if sum(more) <= spare:  # all on one line: what is left goes to the first
        return [asked[0] + width - sum(asked), *asked[1:]]
    return [narrow + spare * each / sum(more) for narrow, each in zip(least, more, strict=True)]


def _least(renderer: TextRenderer, table: TableNode) -> list[float]:
    """How wide each column has to be so that no word is torn."""
    return [
        max(_longest_word(renderer, cell) for cell in cells) + CELL_PAD + 2
        for cells in zip(*shown_rows(table), strict=True)
    ]


def _wide(renderer: TextRenderer, runs: Runs) -> float:
    """The width of a cell, each of its lines unbroken."""
    found = [0.0]
    for run in runs:
        if run.text == "\n":
            found.append(0.0)
        else:
            found[-1] += renderer.measure(run.text, run, ROW)
    return max(found)


def _longest_word(renderer: TextRenderer, runs: Runs) -> float:
    icons = sum(renderer.measure("", run, ROW) for run in runs if run.icon)
    words = (renderer.measure(word, run, ROW) for run in runs for word in run.text.split())
    return min(icons + max(words, default=0.0), 120.0)


def lines(renderer: TextRenderer, runs: Runs, style: TextStyle, width: float, most: int) -> int:
    """How many lines the text has there, ``most`` at most."""
    return len(_wrapped(renderer, runs, style, width, most))


def _wrapped(
    renderer: TextRenderer, runs: Runs, style: TextStyle, width: float, most: int
) -> list[Line]:
    """Measured with the report's fonts, which are a little wider than the slides'; not so in Arabic."""
    spare = 0.82 if any(runs_right_to_left(run.text) for run in runs) else 1.0
    return renderer.wrap(runs, style, width * spare, most)


def cut(renderer: TextRenderer, runs: Runs, style: TextStyle, width: float, most: int) -> Runs:
    """The text as it is, or cut off with "…" where it has more lines."""
    if len(_wrapped(renderer, runs, style, width, most + 1)) <= most:
        return runs
    wrapped = _wrapped(renderer, runs, style, width, most)
    shown = (piece for line in wrapped for piece in line.pieces)
    left = sum(len(piece.text) for piece in shown) - 1
    kept = []
    for run in runs:
        if left <= 0:
            break
        kept.append(replace(run, text=run.text[:left]) if run.text != "\n" else run)
        left -= len(run.text) if run.text != "\n" else 0
    return (*kept[:-1], replace(kept[-1], text=f"{kept[-1].text.rstrip(' .,;:')}…")) if kept else ()
