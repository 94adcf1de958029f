"""What the fake of a kind has to show, and what it answers to each; and asking for the good answers that are missing."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop.findings.fake.own_examples import (
    AnswerCard,
    answer_waiting,
    next_card,
    skip_waiting,
)
from desktop.findings.fake.ready_made import FakedItem, ReadyMadeView
from desktop.session import Change, Session
from desktop.theme.current import scaled
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.columns import main_and_side, scrolling
from desktop.widgets.fields import LineField, NumberField, TextField
from desktop.widgets.label import GlyphMark, Hairline, Label
from desktop.widgets.layout import LEFT, TOP, clear, column, fill, holder, row
from estimators.base.errors import UserError
from estimators.base.phrase import capital, cut
from estimators.base.sentence import tr, tr_plural

_SIDE, _PHOTO = 304, 44
_SHOWN = 6  # items, until one asks for all
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


class ReadyMadeItems(QWidget):
    """``borrowed`` carries the name of another set."""

    borrowed = Signal(str)
    answering = Signal()  # what waits for a good answer is to be asked about

    def __init__(self, change_kind: Callable[[], object], ask_own: Callable[[], object]) -> None:
        super().__init__()
        self._shown: tuple[FakedItem, ...] = ()
        self._names: tuple[str, ...] = ()
        self._all = False
        self.head = Label(role=Role.SECTION)
        self.rows = column(spacing=0)
        self.more = Button("", "link", run=self.show_all)
        self._sets_box = column(spacing=8)
        self.source = Label(role=Role.NOTE, colour="ink2")
        change = Button(tr("Change the kind and what goes in…"), "link", run=change_kind)
        columns = main_and_side(_SIDE)
        columns.add(
            "main",
            holder(column(self.head, 8, Hairline(), holder(self.rows), 12, (self.more, LEFT))),
        )
        self.own = Button(tr("Use your own…"), size="small", run=ask_own)
        self.waiting = Label(weight=500)
        self.write = Button(tr("Write good answers…"), size="small", run=self.answering.emit)
        self._waits = holder(column(self.waiting, 8, (self.write, LEFT)))
        side = column(
            self._waits,
            holder(self._sets_box),
            self.source,
            (self.own, LEFT),
            (change, LEFT),
            spacing=20,
        )
        columns.add("side", holder(side), gap=32)
        column(columns, None, of=self, margins=(0, 20, 0, 0))

    def show_view(self, found: ReadyMadeView, waiting: int, *, off: str) -> None:
        """Show the set, and how many inputs wait for a good answer; ``off``: why nothing can be changed."""
        self._show_sets(found, enabled=not off)
        self._waits.setVisible(bool(waiting))
        self.write.setEnabled(not off)
        self.waiting.setText(
            tr_plural(
                "{n} more waits for its good answer.",
                "{n} more wait for their good answers.",
                waiting,
            )
        )
        self.head.setText(found.headline)
        borrowed = found.borrowed
        self.source.setText(
            found.own
            if borrowed is None
            else tr(
                "Borrowed to show, never measured. {source} Licence: {licence}.",
                source=borrowed.source,
                licence=borrowed.licence,
            )
        )
        if found.items != self._shown:
            self._shown = found.items
            self._show_rows()

    def show_all(self) -> None:
        self._all = True
        self._show_rows()

    def _show_sets(self, found: ReadyMadeView, *, enabled: bool) -> None:
        names = tuple(each.name for each in found.sets)
        if len(names) == 1 and found.borrowed is not None:
            names = ()  # nothing to choose; beside one's own examples it is the way back
        if names != self._names:
            self._names = names
            clear(self._sets_box)
            if names:
                self.sets = ChoiceBar(
                    tr("Ready-made set"), [(each.name, each.title) for each in found.sets]
                )
                self.sets.chosen.connect(self.borrowed)
                fill(self._sets_box, Label(tr("Ready-made set"), weight=600), (self.sets, LEFT))
        self.own.setVisible(bool(found.sets))
        self.own.setEnabled(enabled)
        if names:
            self.sets.set_value(found.borrowed.name if found.borrowed is not None else None)
            self.sets.setEnabled(enabled)

    def _show_rows(self) -> None:
        clear(self.rows)
        some = self._shown if self._all else self._shown[:_SHOWN]
        for number, item in enumerate(some):
            if number:
                fill(self.rows, Hairline())
            fill(self.rows, _row(item))
        self.more.setVisible(len(some) < len(self._shown))
        self.more.setText(tr("All {n}", n=len(self._shown)))


def _row(item: FakedItem) -> QWidget:
    mark = (
        GlyphMark(Glyph.FAIL, tr("wrong")) if item.failure else GlyphMark(Glyph.HOLDS, tr("right"))
    )
    if not item.answered:
        mark = GlyphMark(Glyph.UNKNOWN, tr("no answer"))
    said = column(Label(item.shown, weight=500), Label(item.answer, colour="ink2"), spacing=2)
    if item.failure:
        fill(said, Label(item.failure, role=Role.NOTE, colour="bad"))
    photo = ((_thumbnail(item.photo), TOP),) if item.photo is not None else ()
    return holder(row((mark, TOP), *photo, (holder(said), 1), spacing=12, margins=(0, 10, 0, 10)))


def _thumbnail(file: Path) -> QLabel:
    """A photo, small."""
    side, sharp = scaled(_PHOTO), 2  # for screens of a high density
    picture = QPixmap(str(file)).scaled(
        side * sharp,
        side * sharp,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    picture = picture.copy(0, 0, side * sharp, side * sharp)
    picture.setDevicePixelRatio(sharp)
    made = QLabel()
    made.setPixmap(picture)
    made.setFixedSize(side, side)
    made.setAccessibleName(tr("photo"))
    return made


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
