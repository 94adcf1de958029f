"""An address as a QR code: its squares, for whoever draws them."""

_QUIET = 4  # squares of margin that readers need


def squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of squares, True where dark, without a margin. Up to 1,000 characters or so; the middle level of correction."""
    from reportlab.graphics.barcode import qrencoder

    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    side = range(code.getModuleCount())
    return tuple(tuple(bool(code.isDark(row, column)) for column in side) for row in side)


def with_margin(text: str) -> tuple[tuple[bool, ...], ...]:
    """The squares with the margin around them."""
    rows = squares(text)
    empty = (False,) * (len(rows) + 2 * _QUIET)
    side = (False,) * _QUIET
    return (*(empty,) * _QUIET, *((*side, *row, *side) for row in rows), *(empty,) * _QUIET)


def as_text(text: str) -> str:
    """The code for a terminal, two rows a line, dark on light whatever the terminal's colours are."""
    rows = with_margin(text)
    if len(rows) % 2:
        rows = (*rows, (False,) * len(rows[0]))
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    return "\n".join(
        "\x1b[97;40m"
        + "".join(blocks[pair] for pair in zip(rows[place], rows[place + 1], strict=True))
        + "\x1b[0m"
        for place in range(0, len(rows), 2)
    )
