"""Files inside the PDF: what the report rests on travels with it (ISO 32000-2, 7.11.4 and 14.13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Attachment:
    """A file to embed. ``relationship`` is how it relates to the document: "Data" or "Supplement"."""

    name: str  # plain ASCII
    data: bytes
    media_type: str
    description: str
    relationship: str = "Data"


def attach(canvas: Any, files: Sequence[Attachment]) -> None:
    """Embed files in a reportlab document, sorted by name, without dates: the same files give the same bytes."""
    if not files:
        return
    from reportlab.pdfbase import pdfdoc

    document = canvas._doc
    names: list[Any] = []
    associated: list[Any] = []
    for file in sorted(files, key=lambda each: each.name):
        reference = document.Reference(_specification(document, pdfdoc, file))
        names += [pdfdoc.PDFString(file.name), reference]
        associated.append(reference)
    tree = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})
    catalogue = document.Catalog
    # WORKAROUND reportlab 5.1: the catalogue writes only the entries it lists.
    catalogue.__NoDefault__ = [*type(catalogue).__NoDefault__, "AF"]
    catalogue.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": tree})
    catalogue.AF = pdfdoc.PDFArray(associated)


def _specification(document: Any, new: Any, file: Attachment) -> Any:
    entries = new.PDFDictionary(
        {
            "Type": new.PDFName("EmbeddedFile"),
            "Subtype": f"/{file.media_type.replace('/', '#2F')}",  # PDFName would leave the slash in,
            "Params": new.PDFDictionary({"Size": len(file.data)}),
        }
    )
    stream = document.Reference(new.PDFStream(entries, file.data, [new.PDFZCompress]))
    return new.PDFDictionary(
        {
            "Type": new.PDFName("Filespec"),
            "F": new.PDFString(file.name),
            "UF": new.PDFString(file.name),
            "Desc": new.PDFString(file.description),
            "AFRelationship": new.PDFName(file.relationship),
            "EF": new.PDFDictionary({"F": stream, "UF": stream}),
        }
    )
