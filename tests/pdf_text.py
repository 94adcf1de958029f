"""What a PDF says, read by Qt."""

from pathlib import Path


def text_of(file: Path, *pages: int) -> str:
    """The text of these pages, or of all, with single spaces."""
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    document.load(str(file))
    read = pages or range(document.pageCount())
    return " ".join(" ".join(document.getAllText(page).text() for page in read).split())
