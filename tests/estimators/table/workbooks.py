"""Writes small workbooks as spreadsheets do, cell by cell, so that tests need no other program."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
Cell = str | float | None


def place(column: int, row: int) -> str:
    """Return "B3" for the second column of the third row."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def sheet_xml(
    rows: Sequence[Sequence[Cell]], merged: Sequence[str] = (), extra_cell: str = ""
) -> str:
    """Return a sheet; a text that begins with "=" is a formula whose kept value is 7."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row, 1):
            at = place(column, number)
            if isinstance(value, str) and value.startswith("="):
                cells.append(f'<c r="{at}"><f>{escape(value[1:])}</f><v>7</v></c>')
            elif isinstance(value, str):
                text = f"<is><t>{escape(value)}</t></is>"
                cells.append(f'<c r="{at}" t="inlineStr">{text}</c>')
            elif value is not None:
                cells.append(f'<c r="{at}"><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    if extra_cell:
        row_number = extra_cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        lines.append(f'<row r="{row_number}"><c r="{extra_cell}"><v>1</v></c></row>')
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    merges = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return (
        f'<worksheet xmlns="{_NAMESPACE}"><sheetData>{"".join(lines)}</sheetData>{merges}'
        "</worksheet>"
    )


def write_xlsx(path: Path, sheets: Mapping[str, str], *, macros: bool = False) -> Path:
    """Write a workbook of sheets by name, each as `sheet_xml` gives it."""
    listed, related, kinds = [], [], []
    for n, name in enumerate(sheets, 1):
        listed.append(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>')
        related.append(
            f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        )
        kinds.append(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f"{''.join(kinds)}</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_RELATIONS}"><sheets>{"".join(listed)}'
            "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{"".join(related)}</Relationships>'
        ),
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets.values(), 1)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        if macros:
            archive.writestr("xl/vbaProject.bin", b"Shell(...)")
    return path


def write_ods(path: Path, rows: Sequence[Sequence[str]], extra: str = "") -> Path:
    """Write a sheet "Sheet1" of texts as OpenDocument; `extra` is XML below the rows."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Sheet1">'
            f"{body}{extra}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def write_xls(path: Path, rows: Sequence[Sequence[str]], *, password: bool = False) -> Path:
    """Write a sheet "S" of texts as Excel 97 does; a text that begins with "=" is a formula without a value."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0xDBB, 1996, 0, 6))

    sheet = [begin(0x10)]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = struct.pack("<HHH", row, column, 0)
            if cell.startswith("="):
                sheet.append(record(0x6, at + b"\3\0\0\0\0\0\xff\xff" + bytes(6) + b"\3\0\x1e\1\0"))
            else:
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet.append(record(0x204, at + text))
    lock = record(0x2F, b"\1\0\1\0\1\0" + bytes(range(48))) if password else b""
    before = begin(5) + lock
    place = (
        len(before) + 4 + 8 + 1 + 4
    )  # where the sheet begins, behind the record that says so and the end
    listed = record(0x85, struct.pack("<IHBB", place, 0, 1, 0) + b"S")
    stream = before + listed + record(0xA, b"") + b"".join(sheet) + record(0xA, b"")
    stream += bytes(max(4_096 - len(stream), -len(stream) % 512))
    last, nothing = len(stream) // 512 + 1, 0xFFFFFFFF
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, last + 1), 0xFFFFFFFE]

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        told = f"{name}\0".encode("utf-16-le")
        links = struct.pack("<III", nothing, nothing, child)
        return (
            told.ljust(64, b"\0")
            + struct.pack("<HBB", len(told), kind, 1)
            + links
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head = head.ljust(512, b"\xff")
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        "Workbook", 2, nothing, 2, len(stream)
    )
    path.write_bytes(head + table + folder.ljust(512, b"\0") + stream)
    return path
