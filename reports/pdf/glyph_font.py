"""Embeds the glyphs that were shaped: one composite font per face, cut down to what is drawn (ISO 32000-1, 9.7)."""

import hashlib
from typing import Any

from reports.pdf.faces import FontFace

_NOT_NEEDED = (b"GSUB", b"GPOS", b"GDEF", b"BASE", b"VORG", b"vhea", b"vmtx", b"name", b"post", b"DSIG", b"STAT", b"meta")  # fmt: skip
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class GlyphFont:
    """The glyphs of one face that a document uses, and the text that each stands for."""

    def __init__(self, face: FontFace, number: int) -> None:
        self.face = face
        self.resource = f"G{number}"
        self._texts: dict[int, str] = {}

    def stands_for(self, glyph: int, text: str) -> bool:
        """Note that a glyph is drawn; whether its one text in the document is this one."""
        return self._texts.setdefault(glyph, text) == text

    def add_to(self, document: Any) -> None:
        """Write the font's objects into a reportlab document, and name it in every page's resources."""
        from reportlab.pdfbase import pdfdoc as new

        name = f"{self._tag()}+{self.face.name}"
        truetype = self.face.outlined_as == "glyf"
        file = new.PDFStream(
            new.PDFDictionary({} if truetype else {"Subtype": new.PDFName("CIDFontType0C")}),
            self._subset(),
            [new.PDFZCompress],
        )
        descendant = {
            "Type": new.PDFName("Font"),
            "Subtype": new.PDFName("CIDFontType2" if truetype else "CIDFontType0"),
            "BaseFont": new.PDFName(name),
            "CIDSystemInfo": new.PDFDictionary(
                {
                    "Registry": new.PDFString("Adobe"),
                    "Ordering": new.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": document.Reference(self._descriptor(new, name, document, file)),
            "DW": 1000,
            "W": new.PDFArray(self._widths(new)),
        }
        if truetype:
            descendant["CIDToGIDMap"] = new.PDFName("Identity")
        unicode_map = new.PDFStream(content=self._unicode_map(), filters=[new.PDFZCompress])
        font = new.PDFDictionary(
            {
                "Type": new.PDFName("Font"),
                "Subtype": new.PDFName("Type0"),
                "BaseFont": new.PDFName(name if truetype else f"{name}-Identity-H"),
                "Encoding": new.PDFName("Identity-H"),
                "DescendantFonts": new.PDFArray(
                    [document.Reference(new.PDFDictionary(descendant))]
                ),
                "ToUnicode": document.Reference(unicode_map),
            }
        )
        document.idToObject["BasicFonts"].dict[self.resource] = document.Reference(font)

    def _tag(self) -> str:
        """Six letters that name this subset, from what is in it."""
        digest = hashlib.sha256(repr(sorted(self._texts)).encode()).digest()
        return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])

    def _subset(self) -> bytes:
        import uharfbuzz

        wanted = uharfbuzz.SubsetInput()
        wanted.glyph_set.update(self._texts)
        wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
        wanted.drop_table_tag_set.update(int.from_bytes(tag) for tag in _NOT_NEEDED)
        for tag, value in self.face.axes.items():
            wanted.pin_axis_location(self.face.face, tag, value)
        made = uharfbuzz.subset(self.face.face, wanted)
        if self.face.outlined_as == "CFF ":
            return bytes(made.reference_table("CFF ").data)
        return bytes(made.blob.data)

    def _descriptor(self, new: Any, name: str, document: Any, file: Any) -> Any:
        extents = self.face.font.get_font_extents("ltr")
        ascent, descent = (
            round(value * self.face.per_em) for value in (extents.ascender, extents.descender)
        )
        key = "FontFile2" if self.face.outlined_as == "glyf" else "FontFile3"
        return new.PDFDictionary(
            {
                "Type": new.PDFName("FontDescriptor"),
                "FontName": new.PDFName(name),
                "Flags": 4,  # symbolic: its glyphs are numbered, not named
                "FontBBox": new.PDFArray([-1000, descent, 2000, ascent]),
                "ItalicAngle": 0,
                "Ascent": ascent,
                "Descent": descent,
                "CapHeight": ascent,
                "StemV": 120 if self.face.strong else 80,
                key: document.Reference(file),
            }
        )

    def _widths(self, new: Any) -> list[Any]:
        widths: list[Any] = []
        for glyph in sorted(self._texts):
            advance = self.face.font.get_glyph_h_advance(glyph) * self.face.per_em
            widths += [glyph, new.PDFArray([round(advance, 2)])]
        return widths

    def _unicode_map(self) -> bytes:
        lines = [
            f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for glyph, text in sorted(self._texts.items())
            if text
        ]
        blocks = []
        for start in range(0, len(lines), 100):
            part = lines[start : start + 100]
            blocks.append(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n")
        return _CMAP.format(ranges="".join(blocks)).encode("ascii")
