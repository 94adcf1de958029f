"""Another kind of product, other input or another word for one of its cases: one edit, which can be undone."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.project.product import (
    WORD_KEY,
    case_noun_of,
    change_product,
    chosen_inputs,
    inputs_of,
    kind_of,
)
from desktop.session import Session
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField
from desktop.widgets.focus import claims
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, fill, row
from desktop.window.product_choice import DIGITS, FRAME, ProductChoice
from estimators.base.sentence import tr


class ChangeProduct(AnsweredPopover):
    """Shows what the project says now; ``done`` hears that it was changed."""

    def __init__(
        self, window: QWidget, session: Session, done: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__(window, tr("Kind and what goes in"), width=1232, dim=True)
        self._session, self._done = session, done
        project = session.project
        kind = kind_of(project)
        self.product = ProductChoice()
        self.product.show_product(
            kind.name if kind is not None else "", chosen_inputs(project) or inputs_of(project)
        )
        self.word = LineField(
            tr("What one of them is called"), case_noun_of(project).one, width=200
        )
        self.word.set_value(str(project.answer(WORD_KEY) or ""))
        self.add_head(tr("What kind of product is it?"), 4)
        lead = tr(
            "Answers and examples stay as they are; what is asked, what counts as right and the words follow."
        )
        asked = Label(tr("One of them is called"), weight=500, wrap=False)
        asked.setBuddy(self.word)
        hint = Label(
            tr("In words of yours: basket, order, receipt."), role=Role.NOTE, colour="ink3"
        )
        fill(self.body, Label(lead, role=Role.NOTE, colour="ink2"), 12, self.product, 12)
        line = FlowLayout(spacing=12, line_spacing=4, middle=True)
        for part in (asked, self.word, hint):
            line.addWidget(part)
        fill(self.body, row(FRAME, (line, 1)), 16)
        self._add_buttons(tr("Change"), Button(tr("Cancel"), "text", run=self.close_popover))

    def ask(self) -> None:
        """Open in the middle of the window, at the kind there is."""
        tiles = self.product.tiles
        first = tiles.get(self.product.kind()) or next(iter(tiles.values()))
        self.open_centred(72, focus=first)

    def submit(self) -> None:
        word = " ".join(self.word.text().split())
        project = self._session.project
        edit = change_product(project, self.product.kind(), self.product.inputs(), word)
        self.close_popover()
        if edit is not None:
            self._session.do(edit)
            self._done()

    def event(self, event: QEvent) -> bool:
        return claims(event, *DIGITS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.product.take_digit(event.key()):
            super().keyPressEvent(event)
