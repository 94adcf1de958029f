"""The left of the room: what came in, one answer to it, the three verdicts and the ways of being wrong."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_words import (
    HARM,
    REASON_KEYS,
    VERDICTS,
    answer_words,
    case_title,
    is_missing,
    marked_passages,
    said_in_words,
    shown_words,
)
from desktop.pages.measure.room.reading_text import InputWell, ReadingText
from desktop.project.measure_records import GradeVerdict
from desktop.theme.current import scaled
from desktop.theme.paint import Face, paint_box, set_ink, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import Button, PaintedButton, button_height
from desktop.widgets.example import ExampleView
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, column, holder, row
from estimators.base.sentence import tr

_WORDS, _KEY = Face(Role.ROW, weight=600, colour="ink"), Face(colour="ink3")
_PAD, _GAP = 10, 8
MOST_NOTE = 2_000
WIDEST = 860


class FailureChip(PaintedButton):
    """A way of being wrong with its key. Chosen: 2 pixels of ink."""

    def __init__(self, text: str, key: str, parent: QWidget, *, harm: bool = False) -> None:
        """With a `key` the Tab key passes it by: two ways of the keyboard would be in each other's."""
        self._key, self._harm = key, harm
        super().__init__(text, parent=parent)
        self.setCheckable(True)
        if key:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(tr("key {key}", key=key) if key else "")

    def sizeHint(self) -> QSize:
        width = _WORDS.width(self.text()) + 2 * _PAD + 1
        if self._key:
            width += _GAP + _KEY.width(self._key)
        return QSize(width + (20 if self._harm else 0), scaled(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, chosen = smooth(self), self.isChecked()
        edge, width = ("ink", 2.0) if chosen else ("line", 1.0)
        paint_box(painter, self.rect(), fill="sunken", edge=edge, width=width)
        left = float(_PAD)
        if self._harm:
            self._warn(painter, left, (self.height() - 13) / 2)
            left += 20
        words = QRectF(left, 0, _WORDS.width(self.text()) + 1, self.height())
        write(painter, self.text(), words, _WORDS)
        write(painter, self._key, QRectF(words.right() + _GAP, 0, 40, self.height()), _KEY)

    @staticmethod
    def _warn(painter: QPainter, left: float, top: float) -> None:
        """A triangle with a bar and a dot in it."""
        set_ink(painter, fill="sim")
        corners = (QPointF(left + 7, top), QPointF(left + 14, top + 13), QPointF(left, top + 13))
        painter.drawPolygon(QPolygonF(corners))
        set_ink(painter, fill="canvas")
        painter.drawRect(QRectF(left + 6.3, top + 4.5, 1.4, 4))
        painter.drawRect(QRectF(left + 6.3, top + 9.6, 1.4, 1.4))


class FailureRow(QWidget):
    """Because it…: the ways of being wrong, one more, and whether it does harm."""

    picked = Signal(str)
    add_asked = Signal()
    harm_asked = Signal()

    def __init__(self, *, letters: bool) -> None:
        super().__init__()
        self._keys = REASON_KEYS if letters else ""
        self._flow = FlowLayout(self, spacing=8, middle=True)
        self._names: tuple[str, ...] = ()
        self.chips: dict[str, FailureChip] = {}
        self.harm = FailureChip(HARM, "H" if letters else "", self, harm=True)
        self.harm.clicked.connect(self.harm_asked)
        self.more = FailureChip(tr("something else…"), "A" if letters else "", self)
        self.more.setCheckable(False)
        self.more.clicked.connect(self.add_asked)

    def show_reasons(self, names: Sequence[str], chosen: str, *, harm: bool) -> None:
        """Show the ways there are, and which of them was said."""
        if tuple(names) != self._names:
            self._fill(names)
        for name, chip in self.chips.items():
            chip.setChecked(name == chosen)
        self.harm.setChecked(harm)

    def _fill(self, names: Sequence[str]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in (self.harm, self.more):
                widget.hide()
                widget.deleteLater()
        self._names = tuple(names)
        self._flow.addWidget(Label(tr("Because it…"), colour="ink2", wrap=False))
        self.chips = {}
        for at, name in enumerate(names):
            key = self._keys[at] if at < len(self._keys) else ""
            chip = self.chips[name] = FailureChip(name, key, self)
            chip.clicked.connect(partial(self.picked.emit, name))
            self._flow.addWidget(chip)
        self._flow.addWidget(self.more)
        self._flow.addWidget(self.harm)


class AnswerPane(QWidget):
    """Shows one answer. ``said``: a verdict."""

    said = Signal(object)  # GradeVerdict

    def __init__(self, problem: Label, *, letters: bool = True) -> None:
        super().__init__()
        self.problem = problem
        self.title = Label(colour="ink2", wrap=False)
        self.asked = ReadingText(tr("What came in"), Role.SECTION)
        self.bubble = InputWell(self.asked)
        self.example = ExampleView(scaled(240))
        self.expected = Label(colour="ink2", measure=WIDEST)
        self.above = Label(tr("The answer"), colour="ink2", wrap=False)
        self.answer = ReadingText(tr("The answer"), marks=True)
        self.others = Label(role=Role.BODY, measure=WIDEST)
        self.buttons = {
            verdict: Button(words, size="stage", shortcut=str(at))
            for at, (verdict, words) in enumerate(VERDICTS.items(), start=1)
        }
        for verdict, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._say, verdict))
        self.reasons = FailureRow(letters=letters)
        self.note = LineField(tr("Note"), tr("In your own words"))
        self.note.setMaxLength(MOST_NOTE)
        self.note.hide()
        verdicts = holder(row(*((button, 1) for button in self.buttons.values()), spacing=16))
        verdicts.setFixedHeight(button_height("stage"))
        column(
            self.title, 8, (self.bubble, 1), self.example, self.expected, 24,
            self.above, 8, (self.answer, 3), self.others, 24,
            verdicts, 16, self.reasons, 12, self.note, self.problem, (holder(column()), 1),
            of=self,
        )  # fmt: skip
        self.setMaximumWidth(scaled(WIDEST))

    def _say(self, verdict: GradeVerdict, _checked: bool = False) -> None:
        self.said.emit(verdict)

    def show_room(self, room: GradingRoom, *, expected: bool) -> None:
        """Show the answer of a room."""
        task, case, own = room.task, room.case, room.own()
        if task is None or case is None:
            return
        self.title.setText(case_title(room))
        self.asked.show_words(shown_words(case.input) or tr("Nothing was asked."), quiet=not case.input)  # fmt: skip
        self.expected.say(
            tr("Expected: {expected}", expected=case.expected) if expected and case.expected else ""
        )
        self.answer.show_words(answer_words(task, room.kind), quiet=is_missing(task))
        self.others.say("\n".join(said_in_words(one) for one in room.said_by_others()))
        self.note.setVisible(bool(own and own.note))
        self.note.set_value(own.note if own else "")
        self.problem.hide()
        self.show_grade(room)

    def show_grade(self, room: GradingRoom) -> None:
        """Show what was said of it."""
        own = room.own()
        for verdict, button in self.buttons.items():
            chosen = own is not None and own.verdict is verdict
            button.set_kind("primary" if chosen else "secondary")
            button.setAccessibleDescription(tr("chosen") if chosen else "")
        self.reasons.show_reasons(
            room.reasons, own.reason if own else "", harm=bool(own and own.harm)
        )
        self.answer.mark(marked_passages(own.note) if own else ())
