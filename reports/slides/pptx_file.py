"""Slides as a PowerPoint file: real titles, lists and tables; charts as pictures with alternative text."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.document_nodes import ChartNode, ListNode, Node, TableNode, TextNode
from reports.pdf.charts.block import alternative_text
from reports.pdf.shaping import base_level
from reports.pdf.style import BAD, INK, INK3, LINE, MEASURED, OK, SIM, TextStyle
from reports.pdf.text_renderer import TextRenderer
from reports.pen import RIM
from reports.picture import chart_png
from reports.sentences import text_of
from reports.slides import panels as at
from reports.slides.deck import Slide
from reports.text_runs import Runs, TextRun, clean

FONT = "Arial"  # on every computer, or one of the same widths in its place
_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # “No Style, No Grid”
_KEPT_LAYOUT = "Title Only"


def pptx_file(slides: Sequence[Slide], renderer: TextRenderer, title: str, author: str) -> bytes:
    """The bytes of the file; the same slides give the same ones. Raises UserError where python-pptx is not installed."""
    try:
        import pptx
        from pptx.util import Pt
    except ImportError as error:
        raise UserError(
            tr("Slides can’t be written on this computer yet."),
            tr("They are written with python-pptx, which is not installed."),
            tr(
                "Install the extra “slides” (pip install python-pptx), or choose .pdf, .html or .md."
            ),
        ) from error
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Pt(at.WIDTH), Pt(at.HEIGHT)
    layout = _only_layout(deck)
    _name(deck, title, author)
    for slide in slides:
        _Writer(deck.slides.add_slide(layout), renderer).write(slide, title)
    return _same_each_time(deck)


class _Writer:
    """Puts one slide down."""

    def __init__(self, slide: Any, renderer: TextRenderer) -> None:
        self._slide, self._renderer = slide, renderer
        self._zoom = 1.0  # of what is written now: places and sizes are those of a slide without

    def _pt(self, value: float) -> Any:
        from pptx.util import Pt

        return Pt(value * self._zoom)

    def write(self, slide: Slide, running: str) -> None:
        """Title, lead, panels, the line at the foot, notes."""
        page, wide = slide.page, at.WIDTH - 2 * at.MARGIN
        top = 38.0
        if page.topic:
            self._text(page.topic, at.EYEBROW, (at.MARGIN, top), wide, 1)
        top += at.EYEBROW.leading + 4
        top += self._text(
            page.title, at.TITLE, (at.MARGIN, top), wide, 2, shape=self._slide.shapes.title
        )
        if page.lead:
            top += 4 + self._text(page.lead, at.LEAD, (at.MARGIN, top + 4), wide, 2)
        self._zoom, found = at.zoomed(self._renderer, page.columns, page.panels, top + 20)
        for placed in found:
            self._panel(placed)
        self._zoom = 1.0
        foot = (at.MARGIN, at.HEIGHT - 28)
        self._text(_words(running), at.NOTE, foot, wide - 60, 1)
        self._number((at.WIDTH - at.MARGIN - 40, foot[1]))
        self._slide.notes_slide.notes_text_frame.text = slide.notes

    def _panel(self, placed: at.Placed) -> None:
        (x, top), width, panel = placed.at, placed.width, placed.panel
        if placed.is_ruled:
            self._rule(x, top, width)
            top += 10
        if panel.heading:
            top += self._text(panel.heading, at.HEAD, (x, top), width, 2)
        for node in panel.nodes:
            self._part(node, (x, top), width)
            top += at.part_height(self._renderer, node, width)

    def _part(self, node: Node, place: tuple[float, float], width: float) -> None:
        match node:
            case TextNode(runs, style):
                look = at.STYLES.get(style, at.BODY)
                self._text(runs, look, place, width, at.most_lines(style))
            case ListNode():
                self._list(node, place, width)
            case TableNode():
                self._table(node, place, width)
            case ChartNode():
                self._chart(node, place, width)

    # -- text ---------------------------------------------------------------------------------

    def _text(
        self,
        runs: Runs,
        style: TextStyle,
        place: tuple[float, float],
        width: float,
        most: int,
        *,
        shape: Any = None,
    ) -> float:
        """One paragraph in a box, or in the ``shape`` there is; returns how tall it is."""
        frame = self._frame(place, width, shape)
        kept = at.cut(self._renderer, runs, style, width, most)
        _fill(frame.paragraphs[0], kept, style.scaled(self._zoom))
        tall = at.lines(self._renderer, runs, style, width, most) * style.leading
        frame._parent.height = self._pt(tall)
        return tall

    def _frame(self, place: tuple[float, float], width: float, shape: Any = None) -> Any:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

        box = tuple(map(self._pt, (*place, width, 20)))
        if shape is None:
            shape = self._slide.shapes.add_textbox(*box)
        shape.left, shape.top, shape.width, shape.height = box
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def _list(self, node: ListNode, place: tuple[float, float], width: float) -> None:
        frame, inside = self._frame(place, width), width - at.INDENT
        for number, runs in enumerate(node.items):
            paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
            kept = at.cut(self._renderer, runs, at.BODY, inside, 3)
            _fill(paragraph, kept, at.BODY.scaled(self._zoom), after=at.PAD * self._zoom)
            indent = self._pt(at.INDENT)
            _bullet(paragraph, node.first + number if node.numbered else 0, indent)
        frame._parent.height = self._pt(at.part_height(self._renderer, node, width))

    # -- tables, pictures, lines --------------------------------------------------------------

    def _table(self, node: TableNode, place: tuple[float, float], width: float) -> None:
        heights = at.row_heights(self._renderer, node, width)
        rows = at.shown_rows(node)
        (x, top), tall = place, sum(heights)
        box = map(self._pt, (x, top + 2, width, tall))
        frame = self._slide.shapes.add_table(len(rows), len(node.headers), *box)
        frame._element.graphic.graphicData.tbl.tblPr.find(
            f"{{{_SPACE}}}tableStyleId"
        ).text = _PLAIN_TABLE
        table = frame.table
        table.first_row, table.horz_banding = node.show_header, False
        widths = at.column_widths(self._renderer, node, width)
        for column, each in zip(table.columns, widths, strict=True):
            column.width = self._pt(each)
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            row.height = self._pt(heights[number])
            is_head = table.first_row and number == 0
            style = at.ROW.coloured(INK3) if is_head else at.ROW
            for cell, runs, each in zip(row.cells, cells, widths, strict=True):
                kept = at.cut(self._renderer, runs, at.ROW, each - at.CELL_PAD, 2)
                _fill_cell(cell, kept, style.scaled(self._zoom), self._zoom)

    def _chart(self, node: ChartNode, place: tuple[float, float], width: float) -> None:
        data, wide, tall, missing = chart_png(node.block, at.chart_width(width))
        self._renderer.missing.update(missing)
        size = (self._pt(wide * at.CHART_SCALE), self._pt(tall * at.CHART_SCALE))
        corner = (self._pt(place[0] - RIM[0] * at.CHART_SCALE), self._pt(place[1]))
        picture = self._slide.shapes.add_picture(io.BytesIO(data), *corner, *size)
        said = picture._element.nvPicPr.cNvPr
        said.set("descr", alternative_text(node.chart))
        said.set("name", clean(node.chart.title)[:100])

    def _rule(self, x: float, top: float, width: float) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_CONNECTOR
        from pptx.oxml.ns import qn
        from pptx.util import Pt

        ends = map(self._pt, (x, top, x + width, top))
        line = self._slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
        line._element.remove(line._element.find(qn("p:style")))  # it has a shadow
        line.line.color.rgb, line.line.width = RGBColor.from_string(INK[1:]), Pt(1.5)

    def _number(self, place: tuple[float, float]) -> None:
        """The number of the slide, which follows when slides change places."""
        from pptx.enum.text import PP_ALIGN

        frame = self._frame(place, 40.0)
        paragraph = frame.paragraphs[0]
        _fill(paragraph, _words(" "), at.NOTE)
        paragraph.alignment = PP_ALIGN.RIGHT
        run = paragraph._p.r_lst[0]
        run.tag = f"{{{_SPACE}}}fld"
        run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
        run.set("type", "slidenum")


def _fill(paragraph: Any, runs: Runs, style: TextStyle, *, after: float = 0.0) -> None:
    """The runs as text that can be edited; from the right where they run so."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.line_spacing, paragraph.space_before = Pt(style.leading), Pt(0)
    paragraph.space_after = Pt(after)
    for run in runs:
        if run.text or run.icon:
            _run(paragraph, run, style)
    _add(paragraph._p, "endParaRPr", sz=round(style.size * 100))  # of an empty one
    if base_level(text_of(runs)):
        paragraph.alignment = PP_ALIGN.RIGHT
        paragraph._p.get_or_add_pPr().set("rtl", "1")


def _run(paragraph: Any, run: TextRun, style: TextStyle) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    if run.text == "\n":
        paragraph.add_line_break()
        return
    mark, colour = _MARKS.get(run.icon, ("", ""))
    words = f"{mark} " if mark else run.text
    shown = paragraph.add_run()
    shown.text = f"\xa0{words}" if run.cite else words.replace("\n", " ")
    font = shown.font
    font.size = Pt(style.size * (0.86 if run.small else 1))
    font.bold = run.strong or style.font.weight >= 600
    usual = MEASURED if run.cite else INK3 if run.small else style.colour
    font.color.rgb = RGBColor.from_string((run.colour or colour or usual)[1:])
    if run.cite:
        shown._r.get_or_add_rPr().set("baseline", "30000")


_MARKS = {
    "measured": ("●", MEASURED),
    "simulated": ("◊", SIM),
    "published": ("■", INK3),
    "guess": ("○", INK3),
    "default": ("□", INK3),
    "unknown": ("?", INK3),
    "pass": ("●", OK),
    "not_shown": ("○", SIM),
    "fail": ("×", BAD),
    "needs_you": ("▲", INK3),
}
"""The marks out of what the slides' font has; the words of a check stand beside its own."""


def _bullet(paragraph: Any, number: int, indent: int) -> None:
    """A list entry with a bullet, or with the number that the page gives it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    if number:
        _add(properties, "buAutoNum", type="arabicPlain", startAt=number)
    else:
        _add(properties, "buChar", char="•")


def _add(parent: Any, name: str, **values: object) -> Any:
    """An element of DrawingML at the end of another."""
    found = {each: str(value) for each, value in values.items()}
    child = parent.makeelement(f"{{{_SPACE}}}{name}", found)
    parent.append(child)
    return child


def _fill_cell(cell: Any, runs: Runs, style: TextStyle, zoom: float) -> None:
    """A cell with a hairline below it and nothing else."""
    from pptx.util import Pt

    cell.margin_left, cell.margin_right = 0, Pt(at.CELL_PAD * zoom)
    cell.margin_top = cell.margin_bottom = Pt(at.PAD * zoom)
    _fill(cell.text_frame.paragraphs[0], runs, style)
    line = _add(cell._tc.get_or_add_tcPr(), "lnB", w=Pt(0.75))
    _add(_add(line, "solidFill"), "srgbClr", val=LINE[1:])


def _words(text: str) -> Runs:
    return (TextRun(clean(text)),)


# --- the file ----------------------------------------------------------------------------------------------------------


def _only_layout(deck: Any) -> Any:
    """The one layout that is used, in the font of the slides; the others of the library's file go."""
    layouts = deck.slide_layouts
    kept = next(each for each in layouts if each.name == _KEPT_LAYOUT)
    for layout in [each for each in layouts if each is not kept]:
        layouts.remove(layout)
    for part in (kept, deck.slide_master):
        for shape in list(part.placeholders):
            if shape.placeholder_format.type is not None and shape.placeholder_format.idx >= 10:
                shape._element.getparent().remove(shape._element)
    for shape in (*kept.placeholders, *deck.slide_master.placeholders):
        _place_on_master(shape)
    for level in deck.slide_master._element.iter(f"{{{_SPACE}}}lvl1pPr"):
        if level.get("algn") == "ctr":  # the title
            level.set("algn", "l")
    for related in deck.slide_master.part.rels.values():
        if related.reltype.endswith("/theme"):
            theme = related.target_part
            theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{FONT}"'.encode())
    return kept


def _place_on_master(shape: Any) -> None:
    """Where a title and a body stand on 16:9."""
    from pptx.util import Pt

    is_title = shape.placeholder_format.idx == 0
    shape.left, shape.width = Pt(at.MARGIN), Pt(at.WIDTH - 2 * at.MARGIN)
    shape.top, shape.height = (Pt(58), Pt(64)) if is_title else (Pt(140), Pt(at.BOTTOM - 140))


def _name(deck: Any, title: str, author: str) -> None:
    """What the file says of itself; no day, for the same slides are the same file."""
    said = deck.core_properties
    said.title, said.author, said.last_modified_by = title, author, author
    said.subject = said.keywords = said.comments = said.category = ""
    said.revision = 1
    for element in list(said._element):
        if element.tag.endswith(("}created", "}modified", "}lastPrinted")):
            said._element.remove(element)


def _same_each_time(deck: Any) -> bytes:
    """The file without the library's own pictures and printers, and with one day in place of now."""
    for package in (deck.part.package, deck.part):
        for name, related in list(package._rels.items()):
            if related.reltype.endswith(("/thumbnail", "/printerSettings")):
                package._rels.pop(name)
    raw, out = io.BytesIO(), io.BytesIO()
    deck.save(raw)
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for each in given.infolist():
            kept.writestr(zipfile.ZipInfo(each.filename), given.read(each), zipfile.ZIP_DEFLATED)
    return out.getvalue()
