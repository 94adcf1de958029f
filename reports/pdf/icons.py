"""The small marks: where a number comes from, and how a check stands. Drawn, because fonts lack some of them."""

from typing import Any

from reports.pdf.style import BAD, INK2, INK3, MEASURED, OK, SIM, SIM_MARK


def draw_icon(pdf: Any, name: str, x: float, y: float, size: float) -> None:
    """Draw a mark centred at (x, y) in PDF coordinates, for text of the given size."""
    pdf.saveState()
    pdf.setLineWidth(size * 0.1)
    _DRAWERS[name](pdf, x, y, size * 0.4)
    pdf.restoreState()


def _measured(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setFillColor(MEASURED)
    pdf.circle(x, y, r * 0.85, stroke=0, fill=1)


def diamond(pdf: Any, x: float, y: float, r: float) -> None:
    path = pdf.beginPath()
    path.moveTo(x, y + r)
    for px, py in ((x + r, y), (x, y - r), (x - r, y)):
        path.lineTo(px, py)
    path.close()
    pdf.setFillColor("#FFFFFF")
    pdf.drawPath(path, stroke=1, fill=1)


def _simulated(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setStrokeColor(SIM_MARK)
    diamond(pdf, x, y, r * 1.05)


def _published(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setStrokeColor(INK2)
    pdf.rect(x - r * 0.8, y - r, r * 1.6, r * 2, fill=0)
    for offset in (0.45, 0.0, -0.45):
        pdf.line(x - r * 0.4, y + offset * r, x + r * 0.4, y + offset * r)


def _guess(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setStrokeColor(INK3)
    pdf.setDash([r * 0.35, r * 0.35])
    pdf.circle(x, y, r * 0.9, stroke=1, fill=0)


def _default(pdf: Any, x: float, y: float, r: float) -> None:
    _guess(pdf, x, y, r)
    pdf.setDash([])
    pdf.line(x - r * 0.42, y, x + r * 0.42, y)
    pdf.line(x, y - r * 0.42, x, y + r * 0.42)


def _unknown(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setStrokeColor(INK3)
    path = pdf.beginPath()
    path.moveTo(x - r * 0.5, y + r * 0.4)
    path.curveTo(x - r * 0.5, y + r * 1.25, x + r * 0.6, y + r * 1.25, x + r * 0.55, y + r * 0.4)
    path.curveTo(x + r * 0.5, y, x, y, x, y - r * 0.45)
    pdf.drawPath(path, stroke=1, fill=0)
    pdf.setFillColor(INK3)
    pdf.circle(x, y - r * 0.95, r * 0.16, stroke=0, fill=1)


def _tick(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setFillColor(OK)
    pdf.circle(x, y, r * 1.1, stroke=0, fill=1)
    pdf.setStrokeColor("#FFFFFF")
    pdf.setLineWidth(r * 0.28)
    path = pdf.beginPath()
    path.moveTo(x - r * 0.5, y - r * 0.02)
    path.lineTo(x - r * 0.12, y - r * 0.4)
    path.lineTo(x + r * 0.52, y + r * 0.36)
    pdf.drawPath(path, stroke=1, fill=0)


def _half(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setStrokeColor(SIM)
    pdf.circle(x, y, r, stroke=1, fill=0)
    pdf.setFillColor(SIM)
    pdf.wedge(x - r, y - r, x + r, y + r, 90, 180, stroke=0, fill=1)


def _cross(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setFillColor(BAD)
    pdf.circle(x, y, r * 1.1, stroke=0, fill=1)
    pdf.setStrokeColor("#FFFFFF")
    pdf.setLineWidth(r * 0.28)
    pdf.line(x - r * 0.4, y - r * 0.4, x + r * 0.4, y + r * 0.4)
    pdf.line(x - r * 0.4, y + r * 0.4, x + r * 0.4, y - r * 0.4)


def _person(pdf: Any, x: float, y: float, r: float) -> None:
    pdf.setStrokeColor(INK2)
    pdf.circle(x, y + r * 0.45, r * 0.42, stroke=1, fill=0)
    pdf.arc(x - r * 0.85, y - r * 1.9, x + r * 0.85, y - r * 0.15, 0, 180)


_DRAWERS = {
    "measured": _measured,
    "simulated": _simulated,
    "published": _published,
    "guess": _guess,
    "default": _default,
    "unknown": _unknown,
    "pass": _tick,
    "not_shown": _half,
    "fail": _cross,
    "needs_you": _person,
}
