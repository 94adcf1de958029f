"""The words of the field that the product uses, each with what it means: all of them on one page, or one by itself."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.theme.type import Role
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.layout import column, fill, holder
from desktop.widgets.popover import Popover
from estimators.base.sentence import data_file, tr


@dataclass(frozen=True)
class Term:
    """A word, what it means, and the words that others have for it."""

    term: str
    means: str
    also: str


@cache
def glossary() -> tuple[Term, ...]:
    """Every term, by the alphabet of the language that is spoken."""
    terms = data_file(Path(__file__).with_name("glossary.json"))
    return tuple(sorted((Term(**one) for one in terms), key=lambda one: one.term.casefold()))


def explain_term(window: QWidget, term: Term) -> None:
    """Show what one word means."""
    from desktop.widgets.explain import ExplainPopover
    from reports.stage_view import Explanation

    ExplainPopover(window, Explanation(term.term, term.means)).open_centred(121)


class GlossaryPopover(Popover):
    """All terms on one page, to be read through; the palette finds one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, tr("Glossary"), width=560, dim=True)
        self.set_padding(24)
        self.add_head(tr("Glossary"), 12, role=Role.FIGURE, wraps=False)
        body = column(spacing=2)
        for one in glossary():
            fill(body, Label(one.term, weight=600), Label(one.means, colour="ink2"), 12)
        scroller = scrolling(holder(body))
        self.scroll_by_keys(scroller)
        scroller.setMinimumHeight(window.height() - 220)
        self.body.addWidget(scroller)
