"""Asks for the good answers that are missing: one input at a time, and only those that will be shown."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.fake.own_examples import (
    AnswerCard,
    answer_waiting,
    next_card,
    skip_waiting,
)
from desktop.session import Change, Session
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField, NumberField, TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import fill
from estimators.base.errors import UserError
from estimators.base.phrase import capital, cut
from estimators.base.sentence import tr

_WIDTH, _INPUT_HEIGHT, _LINES, _MOST_READ = 560, 132, 5, 4_000
_HOW = {
    "number": tr("The number that turned out right."),
    "rank": tr("The one thing that was taken."),
    "extract": tr("One field a line: its name, a colon, what it says."),
    "transcribe": tr("The words as they were said."),
    "generate": tr("What a good answer would say."),
    "act": tr("One step a line, in order."),
}
_FIRST = {
    "number": "428",
    "rank": tr("Avocados"),
    "extract": tr("shop: City Cab\ntotal: 38.40"),
    "transcribe": tr("Two crates of tomatoes, please."),
    "generate": tr("Yes, within 30 days."),
    "act": tr("Read the receipt\nCheck the rule\nBook it to travel"),
}


class GoodAnswerPopover(AnsweredPopover):
    """A card a turn: Next keeps the answer (one edit), Skip asks later, Esc leaves the rest for another time."""

    def __init__(self, window: QWidget, session: Session, kind: str) -> None:
        super().__init__(window, tr("Good answers"), width=_WIDTH)
        self._session, self._kind = session, kind
        self.add_head(tr("What would a good answer be?"), 2)
        self.place = Label(role=Role.NOTE, colour="ink2")
        self.asked = Label(role=Role.BODY)
        self._room = scrolling(self.asked)
        how = Label(_HOW[kind], role=Role.NOTE, colour="ink2")
        self.field = self._field()
        self.field.installEventFilter(self)
        self.wrong = Label(role=Role.NOTE, colour="bad")
        self.wrong.hide()
        self.skip = Button(tr("Skip"), shortcut="PgDown", run=self.ask_later)
        fill(self.body, self.place, 12, self._room, 12, how, 6, self.field, 6, self.wrong, 10)
        self._add_buttons(tr("Next"), self.skip, shortcut="Ctrl+Return")
        self._card: AnswerCard | None = None
        session.changed.connect(self._changed)
        session.closed.connect(self.close_popover)

    def _field(self) -> LineField | TextField:
        name, first = tr("Good answer"), _FIRST[self._kind]
        if self._kind == "number":
            return NumberField(name, width=0)
        if self._kind == "rank":
            return LineField(name, first)
        return TextField(name, first, lines=_LINES, most_lines=_LINES)

    def ask(self) -> None:
        """Open on the next card; nothing where none is missing."""
        if next_card(self._session.project) is not None:
            self.open_centred(96, focus=self.field)
            self._show()

    def submit(self) -> None:
        """Keep what was typed as the good answer, and ask about the next."""
        self._do(lambda: answer_waiting(self._session.project, self._kind, self.typed()))

    def ask_later(self) -> None:
        """Leave this one for later, and ask about the next."""
        self._do(lambda: skip_waiting(self._session.project))

    def typed(self) -> object:
        """What stands in the field now: a number where one is asked for, else the words."""
        if isinstance(self.field, TextField):
            return self.field.toPlainText()
        if isinstance(self.field, NumberField):
            self.field.editingFinished.emit()  # what is being typed counts
            return None if self.field.problem() else self.field.value()
        return self.field.text()

    def _do(self, make: Callable[[], object]) -> None:
        try:
            self._session.do(make())  # type: ignore[arg-type]  # a command
        except UserError as error:
            self.wrong.say(" ".join(filter(None, (error.what, error.why, error.next_step))))
            self.resettle()
            self.field.setFocus()

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.touches("fact", "scenario"):
            self._show()

    def _show(self) -> None:
        card = next_card(self._session.project)
        if card is None:
            self.close_popover()
            return
        more = (
            tr("{more} more are not shown, so nobody is asked about them.", more=card.more)
            if card.more
            else ""
        )
        said = tr(
            "{number} of {of}, {answered} answered.",
            number=card.number,
            of=card.of,
            answered=card.answered,
        )
        self.place.setText(f"{said} {more}".strip())
        self.wrong.hide()
        if self._card is None or card.input != self._card.input:
            self.asked.setText(cut(capital(card.input), _MOST_READ))
            needed = self.asked.heightForWidth(_WIDTH - 40) + 4
            self._room.setFixedHeight(min(scaled(_INPUT_HEIGHT), needed))
            self._empty()
        self._card = card
        self.skip.setVisible(card.of - card.answered > 1)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resettle()

    def _empty(self) -> None:
        if isinstance(self.field, NumberField):
            self.field.set_number(None)
            self.field.clear()
        else:
            self.field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_PageDown and self.skip.isVisible():
                self.ask_later()
                return True
        return super().eventFilter(watched, event)
