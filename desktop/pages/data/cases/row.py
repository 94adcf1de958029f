"""One case in the list: its row, and what opens below it: the input, and what a good answer says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.measure_records import CasePoints, KeptCase
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField
from desktop.widgets.focus import UP_DOWN
from desktop.widgets.label import Label
from desktop.widgets.layout import TOP, column, fill, holder, keep_width, row
from desktop.widgets.pressable import Pressable
from desktop.widgets.rows import IconMark
from estimators.base.noun import Noun
from estimators.base.phrase import cut
from estimators.base.sentence import tr

_LONGEST = 4_000  # letters of an input that are shown; the whole is kept
MUST, MUST_NOT = "must", "must_not"


@dataclass(frozen=True)
class CaseLine:
    """What a row says: the case, what stands at its end (`missing`: in amber), and what one such is called.

    `graded`: whether people grade it by points; else it has one right answer.
    """

    case: KeptCase
    end: str
    missing: bool
    noun: Noun
    graded: bool
    opened: bool = False


class CaseRow(Pressable):
    """The row; pressed, it opens or closes what is below it. The arrow keys ``step`` to the next one or the one before."""

    def __init__(
        self, line: CaseLine, toggle: Callable[[str], object], step: Callable[[int], object]
    ) -> None:
        super().__init__()
        one = line.case
        aside, name = bool(one.aside), one.case.id
        ink = "ink2" if aside else "ink"
        number = Label(cut(name, 10), role=Role.NOTE, colour="ink2", tabular=True, wrap=False)
        keep_width(number, 56)
        words = " ".join(one.case.input.split()) or tr("(no words)")
        said = Label(cut(words, 300), colour=ink, weight=600 if line.opened else None, wrap=False)
        said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        icon = "copy" if aside else "lock" if one.held_out else ""
        mark = (
            IconMark(icon, tr("set aside") if aside else tr("held out")) if icon else _nothing(16)
        )
        end = Label(
            cut(line.end, 60),
            colour="sim" if line.missing else ink,
            weight=600 if line.missing else None,
            wrap=False,
        )
        keep_width(end, 148)
        row(number, (said, 1), 12, mark, 16, end, of=self, margins=(0, 5, 0, 5))
        held = tr("held out") if one.held_out and not aside else ""
        self.setAccessibleName(", ".join(filter(None, (name, words, held, line.end))))
        self.clicked.connect(partial(toggle, name))
        self._step = step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = UP_DOWN.get(event.key())
        if step is None:
            super().keyPressEvent(event)
        else:  # a button would go to the next button, and what scrolls would scroll
            QTimer.singleShot(0, self, partial(self._step, step))  # it takes this row away


def _nothing(width: int) -> QWidget:
    made = QWidget()
    made.setFixedSize(width, 1)
    return made


class CasePanel(QWidget):
    """What a case is and what a good answer to it says; every change is one edit, handed to ``do``."""

    def __init__(self, line: CaseLine, do: Callable[[Command], object], off: str) -> None:
        super().__init__()
        self.line, self._do, self._off = line, do, off
        one = line.case
        asked = Label(cut(one.case.input, _LONGEST) or tr("(no words)"), measure=360)
        left = column(Label(line.noun.one, role=Role.NOTE, colour="ink2"), 2, asked, None)
        self.points = column(spacing=2)
        self.field: LineField | None = None
        self._way = MUST
        right = column(spacing=2)
        if line.graded:
            fill(right, Label(tr("a good answer"), role=Role.NOTE, colour="ink2"))
            self._fill_points()
            fill(right, self.points, 4, self._add_links())
            if one.case.expected:
                note = Label(tr("the answer that came along"), role=Role.NOTE, colour="ink2")
                fill(right, 6, note, Label(cut(one.case.expected, _LONGEST), measure=360))
        else:
            fill(
                right,
                Label(tr("the right answer"), role=Role.NOTE, colour="ink2"),
                self._expected(),
            )
        fill(right, None)
        columns = row((holder(left), 1, TOP), 24, (holder(right), 1, TOP))
        column(columns, 8, self._deeds(), of=self, margins=(14, 10, 14, 8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(smooth(self), QRectF(self.rect()), fill="sunken", radius=Radius.BOX)

    # --- points --------------------------------------------------------------------------------------------------

    def _fill_points(self) -> None:
        points = self.line.case.points
        for way, texts in ((MUST, points.must), (MUST_NOT, points.must_not)):
            for text in texts:
                self.points.addWidget(self._point(way, text))

    def _point(self, way: str, text: str) -> QWidget:
        sign, colour = ("+", "ok") if way == MUST else ("−", "bad")
        mark = Label(sign, colour=colour, weight=600, wrap=False)
        keep_width(mark, 18)
        away = Button("", "text", size="small", icon="close", run=partial(self._drop, way, text))
        away.setAccessibleName(tr("Take “{point}” away", point=cut(text, 60)))
        away.off_because(self._off)
        said = holder(row((mark, TOP), (Label(text, measure=330), 1), (away, TOP)))
        said.setAccessibleName(
            tr("must: {point}", point=text) if way == MUST else tr("must not: {point}", point=text)
        )
        return said

    def _add_links(self) -> QWidget:
        must = Button(tr("Must say…"), "link", run=partial(self.write, MUST))
        never = Button(tr("Must not say…"), "link", run=partial(self.write, MUST_NOT))
        for button in (must, never):
            button.off_because(self._off)
        return holder(row(must, never, None, spacing=16))

    def write(self, way: str) -> None:
        """Open a field for one more point; Enter keeps it and asks for the next, an empty one closes the field."""
        if self._off or not self.line.graded:
            if isinstance(self.field, LineField):
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.close_field()
        self._way = way
        asked = tr("What it must say") if way == MUST else tr("What it must not say")
        self.field = _PointField(asked, self.close_field)
        self.field.committed.connect(self._keep)
        self.points.addWidget(self.field)
        QTimer.singleShot(
            0, self.field, partial(self.field.setFocus, Qt.FocusReason.OtherFocusReason)
        )

    def close_field(self) -> None:
        if self.line.graded and self.field is not None:
            self.field.hide()
            self.field.deleteLater()
            self.field = None

    def _keep(self, text: str) -> None:
        text = " ".join(text.split())
        points = self.line.case.points
        if not text:
            self.close_field()
            return
        if self._way == MUST:
            points = replace(points, must=_with(points.must, text))
        else:
            points = replace(points, must_not=_with(points.must_not, text))
        self._put(points=points)

    def _drop(self, way: str, text: str) -> None:
        points = self.line.case.points
        if way == MUST:
            points = replace(points, must=tuple(each for each in points.must if each != text))
        else:
            left = tuple(each for each in points.must_not if each != text)
            points = replace(points, must_not=left)
        self._put(points=points)

    @property
    def writing(self) -> str:
        """Which kind of point is being written; empty: none."""
        return self._way if self.line.graded and self.field is not None else ""

    # --- the rest ------------------------------------------------------------------------------------------------

    def _expected(self) -> QWidget:
        self.field = LineField(tr("The right answer"), tr("not written yet"))
        self.field.set_value(self.line.case.case.expected or "")
        self.field.setReadOnly(bool(self._off))
        self.field.committed.connect(lambda text: self._put(expected=text.strip() or None))
        return self.field

    def _deeds(self) -> QWidget:
        one = self.line.case
        held, ids, things = one.held_out, (one.id,), self.line.noun.many
        topic = LineField(tr("Topic"), tr("topic"), width=150)
        topic.set_value(one.case.slice)
        topic.setReadOnly(bool(self._off))
        topic.committed.connect(lambda text: self._put(slice_=text))
        command: Command
        if one.aside:
            words, command = tr("Take it back"), edit.SetAsideCases(ids, "", things)
        elif held:
            words, command = tr("Give it to work with"), edit.HoldOutCases(ids, False, things)
        else:
            words, command = tr("Hold it out"), edit.HoldOutCases(ids, True, things)
        move = Button(words, "link", run=partial(self._do, command))
        remove = Button(tr("Remove"), "link", run=partial(self._do, edit.DeleteCases(ids, things)))
        for button in (move, remove):
            button.off_because(self._off)
        return holder(row(topic, None, move, remove, spacing=16))

    def _put(
        self,
        *,
        points: CasePoints | None = None,
        expected: str | None = None,
        slice_: str | None = None,
    ) -> None:
        one = self.line.case
        own = self.line.graded or slice_ is not None
        self._do(
            edit.PutCase(
                one.id,
                one.case.expected if own else expected,
                one.points if points is None else points,
                one.case.slice if slice_ is None else slice_,
                one.case.group,
                self.line.noun.many,
            )
        )


def _with(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    return texts if text in texts else (*texts, text)


class _PointField(LineField):
    """Announces what was typed on Enter, also where it is empty; Esc closes it."""

    def __init__(self, name: str, close: Callable[[], None]) -> None:
        super().__init__(name, name)
        self._close = close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._last = self.text()  # what was typed is not wanted
            self._close()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.text().strip():
            self._close()
            return
        super().keyPressEvent(event)


def under(parts: tuple[QWidget, ...]) -> QVBoxLayout:
    """A row with what is opened below it."""
    return column(*parts, spacing=4, margins=(0, 0, 0, 6 if len(parts) > 1 else 0))
