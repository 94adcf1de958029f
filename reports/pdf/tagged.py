"""Tagged PDF on reportlab's canvas: a structure tree, marked content, artifacts and tagged links.

reportlab writes pages but no logical structure. This layer adds what PDF 1.7 (ISO 32000-1, section 14.7 and
14.8) asks for: every drawing operation is either inside a marked-content sequence that belongs to a structure
element, or inside an artifact. The catalogue gets the language, the title, bookmarks, page labels and metadata.
"""

import functools
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from estimators.base.language import language
from reports.pdf.attachments import Attachment, attach
from reports.pdf.faces import FontFace
from reports.pdf.glyph_font import GlyphFont
from reports.pdf.shaping import Cluster, Shaped, ShapedGlyph
from reports.pdf.style import PAGE_HEIGHT, PAGE_WIDTH

LINK_KEYS = 100_000  # keys of links in the parent tree, above any page number


@functools.cache
def canvas_class() -> Any:
    """reportlab's canvas, reading each colour once: it would parse "#1A1B1E" for every word."""
    from reportlab.lib.colors import toColor
    from reportlab.pdfgen.canvas import Canvas

    read = functools.cache(toColor)

    class Painted(Canvas):  # type: ignore[misc]  # reportlab has no types
        def setFillColor(self, colour: str) -> None:  # noqa: N802  reportlab's name
            super().setFillColor(read(colour))

        def setStrokeColor(self, colour: str) -> None:  # noqa: N802
            super().setStrokeColor(read(colour))

    return Painted


def link_annotation(new: Any, box: Any, description: str, destination: Any, number: int) -> Any:
    class TaggedLink(new.LinkAnnotation):  # type: ignore[misc]  # reportlab has no types
        permitted = (*new.LinkAnnotation.permitted, "StructParent")

    return TaggedLink(
        [round(edge, 2) for edge in box],
        description,
        destination,
        Border="[0 0 0]",
        StructParent=LINK_KEYS + number,
        F=4,
    )


def undated_info(new: Any) -> type:
    """Document information without dates: a report's date is the one in the evidence, never the clock's."""

    class UndatedInfo(new.PDFInfo):  # type: ignore[misc]  # reportlab has no types
        def format(self, document: Any) -> Any:
            names = ("title", "author", "producer", "creator", "subject")
            return new.PDFDictionary(
                {name.capitalize(): new.PDFString(getattr(self, name)) for name in names}
            ).format(document)

    return UndatedInfo


@dataclass
class Element:
    """A structure element. ``kids`` holds elements, (page, mcid) pairs and link annotations, in reading order."""

    role: str
    kids: list[Any] = field(default_factory=list)
    alt: str = ""
    scope: str = ""  # of a TH: Column or Row
    box: tuple[float, float, float, float] | None = None  # of a Figure
    numbering: bool = False  # a list whose labels are numbers


@dataclass(frozen=True)
class _Annotation:
    page: int
    reference: Any


class TaggedCanvas:
    """A canvas on which everything drawn is tagged or an artifact.

    ``pdf`` is the reportlab canvas: draw with it inside ``content`` or ``artifact``.
    """

    def __init__(self, *, title: str, author: str, subject: str, creator: str) -> None:
        from reportlab import rl_config
        from reportlab.pdfbase import pdfdoc

        from reports.pdf.fonts import TEXT, load

        load()
        # Streams in letters alone are longer, and no reader needs them.
        rl_config.useA85 = 0
        self._pdfdoc = pdfdoc
        self._stream = io.BytesIO()
        # Without initialFontName every page would name Helvetica, which is not embedded.
        self.pdf = canvas_class()(
            self._stream,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            initialFontName=TEXT.name,
            lang=language().tag,
            pdfVersion=(1, 7),
        )
        self.title = title
        self.pdf.setTitle(title)
        self.pdf.setAuthor(author)
        self.pdf.setSubject(subject)
        self.pdf.setCreator(creator)
        self._metadata = (title, author, subject, creator, language().tag)
        self.pdf.setViewerPreference("DisplayDocTitle", "true")
        self.pdf.showOutline()
        self.page = 0  # index of the page being drawn
        self._by_mcid: list[list[Element]] = [[]]  # per page
        self._links: list[Element] = []
        self.linked: set[str] = set()  # destinations, so far
        self._glyph_fonts: dict[str, GlyphFont] = {}  # by face
        self.root = Element("Document")

    def element(self, role: str, parent: Element, **attributes: Any) -> Element:
        made = Element(role, **attributes)
        parent.kids.append(made)
        return made

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to this element."""
        mcid = len(self._by_mcid[self.page])
        self._by_mcid[self.page].append(element)
        element.kids.append((self.page, mcid))
        self._literal(f"/{element.role} <</MCID {mcid}>> BDC")
        yield
        self._literal("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is drawn inside is decoration, or a header or footer (kind Pagination)."""
        self._literal(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._literal("EMC")

    @contextmanager
    def actual_text(self, text: str) -> Iterator[None]:
        """What is drawn inside stands for this text, such as boxes for characters without a glyph."""
        spoken = text.encode("utf-16-be", "replace").hex().upper()
        self._literal(f"/Span <</ActualText <FEFF{spoken}>>> BDC")
        yield
        self._literal("EMC")

    def glyphs(self, face: FontFace, shaped: Shaped, at: tuple[float, float], size: float) -> None:
        """Draw shaped glyphs from ``at``, cluster after cluster in reading order."""
        font = self._glyph_fonts.get(face.name)
        if font is None:
            font = self._glyph_fonts[face.name] = GlyphFont(face, len(self._glyph_fonts))
        for cluster in shaped.clusters:
            self._cluster(font, cluster, at, size)

    def _cluster(
        self, font: GlyphFont, cluster: Cluster, at: tuple[float, float], size: float
    ) -> None:
        """The glyph that takes the room speaks for the cluster; marks on it say nothing of their own."""
        spacing = [glyph for glyph in cluster.glyphs if glyph.advance]
        if len(spacing) > 1:
            for glyph in cluster.glyphs:
                font.stands_for(glyph.number, "")
            with self.actual_text(cluster.text):
                for glyph in sorted(cluster.glyphs, key=lambda each: each.x):
                    self._glyph(font, glyph, at, size)
            return
        bearer = (spacing or cluster.glyphs)[0]
        for glyph in cluster.glyphs:
            text = cluster.text if glyph is bearer else ""
            # A glyph says its text by itself, unless it stands for another text elsewhere.
            known = font.stands_for(glyph.number, text)
            with nullcontext() if known and text else self.actual_text(text):
                self._glyph(font, glyph, at, size)

    def _glyph(
        self, font: GlyphFont, glyph: ShapedGlyph, at: tuple[float, float], size: float
    ) -> None:
        x, y = at[0] + glyph.x * size / 1000, at[1] + glyph.y * size / 1000
        self._literal(
            f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm /{font.resource} {size:.3f} Tf <{glyph.number:04X}> Tj ET"
        )

    def link(
        self,
        element: Element,
        box: tuple[float, float, float, float],
        destination: str,
        description: str,
    ) -> None:
        """Make an area a link to a bookmark of this document; ``element`` is its Link element."""
        annotation = link_annotation(
            self._pdfdoc,
            box,
            description,
            self.pdf._bookmarkReference(destination),
            len(self._links),
        )
        name = f"link{len(self._links)}"
        self.pdf._addAnnotation(annotation, name)
        self._links.append(element)
        self.linked.add(destination)
        element.kids.append(_Annotation(self.page, self.pdf._doc.refAnnotation(name)))

    def bookmark(self, key: str, title: str, *, top: float, level: int = 0) -> None:
        self.destination(key, top=top)
        self.pdf.addOutlineEntry(title, key, level)

    def destination(self, key: str, *, top: float) -> None:
        self.pdf.bookmarkPage(key, fit="XYZ", left=0, top=PAGE_HEIGHT - top + 12)

    def show_page(self) -> None:
        self.pdf.showPage()
        page = self.pdf._doc.Pages.pages[-1]
        # WORKAROUND reportlab 5.1: PDFPage writes only the entries it lists.
        page.__NoDefault__ = [*type(page).__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = self.page
        page.Tabs = self._pdfdoc.PDFName("S")
        self.page += 1
        self._by_mcid.append([])

    def finish(self, attachments: Sequence[Attachment] = ()) -> bytes:
        """The document's bytes: the same content gives the same bytes."""
        document = self.pdf._doc
        catalogue = document.Catalog
        catalogue.StructTreeRoot = self._structure_tree()
        attach(self.pdf, attachments)
        for font in self._glyph_fonts.values():
            font.add_to(document)
        self.pdf.setCatalogEntry("MarkInfo", {"Marked": "true"})
        self.pdf.addPageLabel(0, style="ARABIC", start=1)
        catalogue.Metadata = self._pdfdoc.XMP(creator=lambda _document: self._xmp())
        document.info.__class__ = undated_info(self._pdfdoc)
        self.pdf.save()
        return self._stream.getvalue()

    def _literal(self, code: str) -> None:
        self.pdf.addLiteral(code)

    def _structure_tree(self) -> Any:
        doc, new = self.pdf._doc, self._pdfdoc
        page_references = [doc.Reference(page) for page in doc.Pages.pages]
        references: dict[int, Any] = {}
        pending: list[tuple[Element, Any]] = []
        root = new.PDFDictionary({"Type": new.PDFName("StructTreeRoot")})
        root_reference = doc.Reference(root)

        def write(element: Element, parent: Any) -> Any:
            entries = {
                "Type": new.PDFName("StructElem"),
                "S": new.PDFName(element.role),
                "P": parent,
            }
            if element.alt:
                entries["Alt"] = new.PDFString(element.alt)
            attributes = _attributes(new, element)
            if attributes is not None:
                entries["A"] = attributes
            dictionary = new.PDFDictionary(entries)
            reference = doc.Reference(dictionary)
            references[id(element)] = reference
            pending.append((element, dictionary))
            return reference

        def kid(item: Any, reference: Any, home: int | None) -> Any:
            if isinstance(item, Element):
                return write(item, reference)
            if isinstance(item, _Annotation):
                return new.PDFDictionary(
                    {
                        "Type": new.PDFName("OBJR"),
                        "Obj": item.reference,
                        "Pg": page_references[item.page],
                    }
                )
            page, mcid = item
            if page == home:
                return mcid
            return new.PDFDictionary(
                {"Type": new.PDFName("MCR"), "Pg": page_references[page], "MCID": mcid}
            )

        root.dict["K"] = new.PDFArray([write(self.root, root_reference)])
        for element, dictionary in pending:  # grows while it runs: a deep tree needs no recursion
            reference = references[id(element)]
            home = next((item[0] for item in element.kids if isinstance(item, tuple)), None)
            if home is not None:
                dictionary.dict["Pg"] = page_references[home]
            kids = [kid(item, reference, home) for item in element.kids]
            dictionary.dict["K"] = kids[0] if len(kids) == 1 else new.PDFArray(kids)
        numbers: list[Any] = []
        for page, elements in enumerate(self._by_mcid[: len(page_references)]):
            numbers += [page, new.PDFArray([references[id(element)] for element in elements])]
        for number, element in enumerate(self._links):
            numbers += [LINK_KEYS + number, references[id(element)]]
        root.dict["ParentTree"] = doc.Reference(new.PDFDictionary({"Nums": new.PDFArray(numbers)}))
        root.dict["ParentTreeNextKey"] = LINK_KEYS + len(self._links)
        return root

    def _xmp(self) -> bytes:
        title, author, subject, creator, language = (escape(text) for text in self._metadata)
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:xmp="http://ns.adobe.com/xap/1.0/">\n'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\n'
            f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n"
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>\n'
            f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n"
            f"<xmp:CreatorTool>{creator}</xmp:CreatorTool>\n"
            "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
            '<?xpacket end="w"?>'
        ).encode()


def _attributes(new: Any, element: Element) -> Any:
    if element.scope:
        return new.PDFDictionary({"O": new.PDFName("Table"), "Scope": new.PDFName(element.scope)})
    if element.box is not None:
        return new.PDFDictionary(
            {
                "O": new.PDFName("Layout"),
                "Placement": new.PDFName("Block"),
                "BBox": new.PDFArray([round(edge, 2) for edge in element.box]),
            }
        )
    if element.role == "L" and element.numbering:
        return new.PDFDictionary(
            {"O": new.PDFName("List"), "ListNumbering": new.PDFName("Decimal")}
        )
    return None
