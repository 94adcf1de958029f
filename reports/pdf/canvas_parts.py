"""Parts of reportlab that a tagged document needs otherwise: links with a place in the structure, no dates, quick colours."""

import functools
from typing import Any

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
