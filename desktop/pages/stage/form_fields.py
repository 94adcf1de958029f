"""Pull out fields: the page with what was read marked and numbered, and beside it the form that fills itself."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.pages.stage.kind_view import KindView, Room
from desktop.pages.stage.marked_text import Mark, MarkedText
from desktop.theme.current import scaled, text_scale
from desktop.theme.paint import paint_box, smooth
from desktop.theme.type import Role
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import MIDDLE, clear, column, holder, keep_width, row
from desktop.widgets.pressable import Pressable
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageAnswer, StagePart

FORM = 496  # pixels
_NAME = 106
_FILLS = 0.18  # seconds from field to field
_LARGE = 900  # letters up to which a page stands in larger letters
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDE: Room = ((72, 112, 68, 0), 76)
_NARROW: Room = ((32, 32, 28, 0), 20)


class FilledField(Pressable):
    """One field: its number, its name, what was read, and what else it may be; pressed, it is changed.

    ``reached``: it has the focus.
    """

    reached = Signal()

    def __init__(self, part: StagePart, number: int) -> None:
        super().__init__()
        self.part, self.value = part, part.text
        number_label = Label(str(number), role=Role.NOTE, colour="ink2", wrap=False)
        keep_width(number_label, 20)
        name = Label(part.name, colour="ink2", measure=_NAME)
        name.setFixedWidth(round(_NAME * min(1.2, text_scale())))
        self._value = MarkedText(Role.SECTION, weight=500, widens=False)
        self._others = Label(role=Role.NOTE, colour="ink2", wrap=False)
        shown = row(self._value, 10, (self._others, MIDDLE), None)
        self._shown = holder(shown)
        line = row(
            (number_label, MIDDLE), 4, (name, MIDDLE), 0, (self._shown, 1), margins=(0, 12, 0, 12)
        )
        column(line, Hairline(), of=self)
        self._say()

    def set_value(self, value: str) -> None:
        self.value = value
        self._say()

    def set_filled(self, filled: bool) -> None:
        """Show the value, or not yet."""
        self._value.show_until(None if filled else 0)
        self._others.setVisible(filled and bool(self._others.text()))

    @property
    def changed(self) -> bool:
        return self.value != self.part.text

    def _say(self) -> None:
        value = self.value or tr("nothing")
        doubtful = self.part.doubtful and not self.changed
        other = self.part.others[0] if self.part.others and doubtful else ""
        self._value.set_text(value, [Mark(0, len(value))] if doubtful else [])
        self._others.say(tr("or {other}?", other=other) if other else "")
        self.setAccessibleName(tr("{name}: {value}", name=self.part.name, value=value))
        self.setAccessibleDescription(tr("It is not sure of it.") if doubtful else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()


class _Page(QWidget):
    """The frame round what is read."""

    def __init__(self, text: MarkedText) -> None:
        super().__init__()
        column(text, of=self, margins=(40, 36, 40, 36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(smooth(self), self.rect(), fill="canvas", edge="line", radius=8)


class _AsTallAsItsContent(QScrollArea):
    """Scrolls only where there is no room for all of it, so that the buttons below stay in sight."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content
        self.setWidget(content)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(FORM, self._content.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(scaled(120), self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class FormFieldsView(KindView):
    """Tab goes to the next field, C changes it; A all are right as they stand, R there is nothing here."""

    seconds_each: ClassVar = _FILLS
    keys = (("Tab", tr("{key} next field")),)

    def __init__(self, modality: str = "text") -> None:
        super().__init__(modality)
        self.waiting = tr("Reading…")
        self.rows: list[FilledField] = []
        self._at = 0
        self.caption = Label(role=Role.ROW, colour="ink2")
        self.text = MarkedText(Role.SECTION, line=33, name=tr("Page"))
        self.page = _Page(self.text)
        self.form = column(spacing=0)
        self.field = LineField("")
        self.field.hide()
        lines = column(self.caption, 10, *self.file_shown(), self.page, None, margins=(0, 0, 12, 0))
        self.area = scrolling(holder(lines))
        head = column(self.lead, 4, self.headline, 20, Hairline(), holder(self.form))
        self.form_area = _AsTallAsItsContent(holder(head))
        form = column(
            self.form_area, 12, self.field, 12, self.buttons, 12, self.remark, 8, self.problem, None,
            margins=(4, 0, 4, 0),
        )  # fmt: skip
        beside = holder(form)
        beside.setMinimumWidth(320)
        beside.setMaximumWidth(FORM + 8)
        self.headline.set_role(Role.VERDICT)
        self.lay_out(row((self.area, 3), (beside, 2), of=self), wide=_WIDE, narrow=_NARROW)

    def _show_question(self) -> None:
        self.caption.say(self.question.caption)
        large = len(self.question.text) <= _LARGE
        self.text.set_look(Role.SECTION if large else Role.BODY, 30 if large else 24)
        self.text.set_text(self.question.text)
        self.page.setVisible(bool(self.question.text))
        self.area.verticalScrollBar().setValue(0)

    def _show_nothing(self) -> None:
        self.leave_typing()
        clear(self.form)
        self.rows = []

    def _show_answer(self, answer: StageAnswer) -> None:
        self.rows = [FilledField(part, n) for n, part in enumerate(answer.parts, 1)]
        for place, field in enumerate(self.rows):
            field.reached.connect(partial(self._reach, place))
            field.clicked.connect(partial(self._change, place))
            self.form.addWidget(field)
            field.show()  # at once, so that the keyboard reaches it
        doubtful = (n for n, part in enumerate(answer.parts) if part.doubtful)
        self._at = next(doubtful, 0)
        text, marks = marked(self.question.text, answer.parts)
        self.text.set_text(text, marks)

    def _show_pieces(self, there: int) -> None:
        for place, field in enumerate(self.rows):
            field.set_filled(place < there)

    def change(self) -> str:
        return "\n".join(f"{one.part.name}: {one.value}" for one in self.rows if one.changed)

    # -- one field ----------------------------------------------------------------------------

    def _reach(self, place: int) -> None:
        self._at = place
        self.form_area.ensureWidgetVisible(self.rows[place])

    def _change(self, place: int, _checked: bool = False) -> None:
        self._at = place
        self.start_correction()

    def start_correction(self) -> None:
        if not self.ready or not self.rows:
            return
        chosen = self.rows[self._at]
        self.field.setAccessibleName(chosen.part.name)
        self.field.setPlaceholderText(tr("{name}: nothing", name=chosen.part.name))
        self.field.setText(chosen.value)
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()
        self.buttons.keep.set_shortcut("Return")
        self.buttons.type(tr("Change it"), chosen.part.name)

    def keep_typed(self) -> None:
        if self.field.isVisibleTo(self) and self.rows:
            self.rows[self._at].set_value(" ".join(self.field.text().split()))
            self.leave_typing()

    def _typed_in(self) -> tuple[QWidget, ...]:
        return (self.field,)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.field.isVisibleTo(self):
            self.keep_typed()
        else:
            event.ignore()


def marked(text: str, parts: Sequence[StagePart]) -> tuple[str, list[Mark]]:
    """The page with a small number behind each place that a field was read from, and the places.

    Of two fields from the same place the first is marked.
    """
    placed = sorted(
        (part.place, n, part.doubtful)
        for n, part in enumerate(parts, 1)
        if part.place is not None and 0 <= part.place[0] < part.place[1] <= len(text)
    )
    pieces, marks, end, length = [], [], 0, 0
    for (start, stop), n, doubtful in placed:
        if start < end:
            continue
        pieces.append(text[end:start])
        length += start - end
        marks.append(Mark(length, length + stop - start, "doubt" if doubtful else "place"))
        number = "\u2009" + str(n).translate(_SUPERSCRIPT)
        pieces.append(text[start:stop] + number)
        length += stop - start + len(number)
        end = stop
    return "".join([*pieces, text[end:]]), marks
