"""Signatures at the foot of page one."""

from dataclasses import dataclass

from estimators.base.sentence import tr
from reports.launch_evidence import Signature
from reports.pdf.blocks import Block, hairline
from reports.pdf.style import BODY, CONTROL, NOTE, PAGE_HEIGHT, SIGNATURE, TextStyle
from reports.pdf.tagged import Element
from reports.pdf.text_renderer import TextRenderer
from reports.sentences import joined
from reports.text_runs import Runs, TextRun, clean


@dataclass(frozen=True)
class Signatures(Block):
    """Up to three signatures side by side at the foot of page one; without any, lines to sign on."""

    sign_offs: tuple[Signature, ...]
    more: str = ""  # that others sign too
    space_before: float = 16.0

    def texts(self) -> tuple[Runs, ...]:
        """Each signature as a sentence, for a report without pages."""
        if not self.sign_offs:
            return ((TextRun(tr("Nobody has been asked to sign this.")),),)
        return tuple(
            (
                TextRun(clean(sign_off.name), strong=True),
                TextRun(", "),
                *_role(sign_off),
                TextRun("" if sign_off.signed or sign_off.note else tr(", not signed")),
            )
            for sign_off in self.sign_offs
        )

    def height(self, renderer: TextRenderer, width: float) -> float:  # noqa: ARG002  the blocks' protocol
        lines = (2 if self.sign_offs else 1) + bool(self.more)
        return 16 + BODY.leading + 2 + NOTE.leading * lines + 4

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        gutter = 18.0
        column = (width - 2 * gutter) / 3
        entries = renderer.canvas.element("L", parent)
        blank = (Signature(tr("Name"), tr("role and date")),) * 2
        for number, sign_off in enumerate(self.sign_offs or blank):
            x, top = at[0] + number * (column + gutter), at[1]
            entry = renderer.canvas.element("LI", entries)
            body = renderer.canvas.element("LBody", entry)
            if sign_off.signed:
                self._signature(renderer, sign_off, (x, top), column)
            hairline(renderer, x, top + 16, column, CONTROL)
            role = _role(sign_off)
            name = TextStyle(BODY.size, BODY.leading, SIGNATURE.font)
            for runs, style, below, most in (
                ((TextRun(clean(sign_off.name)),), name, 18.5, 1),
                (role, NOTE, 18.5 + BODY.leading, 2),
            ):
                lines = renderer.wrap(runs, style, column, most)
                renderer.draw(lines, style, (x, top + below), body)
        if self.more:
            last = renderer.canvas.element("P", parent)
            lines = renderer.wrap((TextRun(self.more),), NOTE, width)
            below = 18.5 + BODY.leading + 2 * NOTE.leading
            renderer.draw(lines, NOTE, (at[0], at[1] + below), last)

    def _signature(
        self, renderer: TextRenderer, sign_off: Signature, at: tuple[float, float], width: float
    ) -> None:
        """The name as if written by hand; decoration, because the name is printed below."""
        first, _, last = clean(sign_off.name).strip().partition(" ")
        written = f"{first[:1]}. {last}" if last else first
        lines = renderer.wrap((TextRun(written),), SIGNATURE, width * 0.9, 1)
        pdf = renderer.canvas.pdf
        with renderer.canvas.artifact():
            pdf.saveState()
            pdf.transform(1, 0, 0.2, 1, at[0] - 1, PAGE_HEIGHT - at[1] - 13.5)
            for piece in lines[0].pieces:
                renderer.label(piece.text, SIGNATURE, (piece.x, 4.0))
            pdf.restoreState()


def _role(sign_off: Signature) -> Runs:
    known = filter(None, (sign_off.role, sign_off.date, sign_off.note))
    return joined(", ".join(known))
