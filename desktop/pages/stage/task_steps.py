"""Do a task: the steps as they are done, each with Undo; what cannot be undone waits for a yes."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.pages.stage.kind_view import KindView
from desktop.pages.stage.marked_text import MarkedText
from desktop.pages.stage.text_editor import TextEditor
from desktop.theme.current import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.paint import paint_box, set_ink, smooth, upright
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Hairline, Label, spans_of, strong
from desktop.widgets.layout import TOP, clear, column, holder, row
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageAnswer, StagePart

_WORKS = 0.7  # seconds from step to step
_WELL, _WELL_NARROW = 464, 300  # pixels
_MARK = 24


class StepMark(QWidget):
    """Done (a tick), undone (an empty ring), waits for the person, or still to come (a dot)."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state
        self.setFixedSize(_MARK, line_height(Role.SECTION))

    def show_state(self, state: str) -> None:
        self.state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        middle = QPointF(8, self.height() / 2)
        if self.state == "waits":
            paint_icon(painter, "person", 0, (self.height() - 18) / 2, size=18, colour=tokens().ink)
        elif self.state == "done":
            _paint_tick(painter, middle)
        else:
            set_ink(painter, "control", 1.5)
            radius = 6.5 if self.state == "undone" else 2.5
            painter.drawEllipse(middle, radius, radius)


def _paint_tick(painter: QPainter, middle: QPointF) -> None:
    set_ink(painter, fill="ink")
    painter.drawEllipse(middle, 7.5, 7.5)
    pen = QPen(tokens().canvas)
    pen.setWidthF(1.8)
    painter.setPen(pen)
    corners = ((-3.5, 0.2), (-1.0, 2.7), (3.6, -2.4))
    with upright(painter, QRectF(middle, middle)):
        painter.drawPolyline([middle + QPointF(*corner) for corner in corners])


class StepRow(QWidget):
    """One step; ``undo_asked``: take it back, or do it again."""

    undo_asked = Signal()

    def __init__(self, part: StagePart, state: str) -> None:
        super().__init__()
        self.part = part
        self.mark = StepMark(state)
        self.words = Label(part.text, role=Role.SECTION, weight=500)
        self.note = Label(role=Role.ROW, colour="ink2")
        self.undo = Button(tr("Undo"), "link", run=self.undo_asked.emit)
        said = column(self.words, self.note)
        line = row((self.mark, TOP), 10, holder(said), 16, (self.undo, TOP))
        line.setStretch(2, 1)
        line.setContentsMargins(0, 14, 0, 14)
        above = () if state == "waits" else (Hairline(),)
        column(*above, line, of=self)
        # Only now: what is shown before it has a place is a window of its own for a moment.
        self.note.say(part.note)
        self.undo.setVisible(state == "done" and not part.asks)
        self.show_state(state)

    @property
    def undone(self) -> bool:
        return self.mark.state == "undone"

    def show_state(self, state: str) -> None:
        """Done, undone, waiting for the person, or still to come."""
        self.mark.show_state(state)
        self.words.set_colour("ink" if state in {"done", "waits"} else "ink3")
        self.undo.setText(tr("Do it again") if state == "undone" else tr("Undo"))
        spoken = {
            "done": tr("done"),
            "undone": tr("undone"),
            "waits": tr("waits for you"),
            "later": tr("not yet done"),
        }
        name = tr("{step}: {state}", step=self.part.text, state=spoken[state])
        self.setAccessibleName(name)
        self.undo.setAccessibleName(f"{self.undo.text()}: {self.part.text}")


class WaitingBox(QWidget):
    """Two pixels of ink round the step that waits, with what can be done about it; no frame where none waits."""

    def __init__(self) -> None:
        super().__init__()
        self.framed = False
        self.box = column(of=self)

    def set_framed(self, framed: bool) -> None:
        self.framed = framed
        side = 22 if framed else 0
        self.box.setContentsMargins(side, 8 if framed else 16, side, side if framed else 8)
        self.setAccessibleName(tr("It waits for you") if framed else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.framed:
            paint_box(smooth(self), self.rect(), edge="ink", width=2, radius=8)


class _Well(QWidget):
    """The quiet place at the left, with what the task is about on a slip of paper."""

    def __init__(self, *content: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        lines = holder(column(None, *content, None, margins=(40, 32, 40, 32)))
        area = scrolling(lines)
        area.viewport().setAutoFillBackground(False)
        lines.setAutoFillBackground(False)
        column(area, of=self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        smooth(self).fillRect(self.rect(), tokens().sunken)


class _Slip(QWidget):
    def __init__(self, text: MarkedText) -> None:
        super().__init__()
        column(text, of=self, margins=(26, 24, 26, 24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(smooth(self), QRectF(self.rect()), fill="canvas", edge="line", radius=4)


class TaskStepsView(KindView):
    """A approves, C says what it should do instead, R stops it here; U undoes the last step."""

    across: ClassVar = ("accept", "correct", "reject")
    seconds_each: ClassVar = _WORKS
    at_once: ClassVar = 8
    keys = (("U", tr("{key} undoes a step")),)

    def __init__(self, modality: str = "text") -> None:
        super().__init__(modality)
        self.waiting = tr("Working…")
        self.steps: list[StepRow] = []
        self._waits: int | None = None
        self.task = MarkedText(Role.BODY, line=24, name=tr("Task"))
        self.slip = _Slip(self.task)
        self.well = _Well(*self.file_shown(), self.slip)
        self.caption = Label(role=Role.ROW, colour="ink2")
        self.list = column()
        self.later = column()
        self.then = Label(tr("then"), role=Role.NOTE, colour="ink2")
        self.editor = TextEditor(Role.LEAD)
        self.editor.kept.connect(self.keep_typed)
        self.waiting_box = WaitingBox()
        self.waiting_step = column()
        self.waiting_box.box.addLayout(self.waiting_step)
        self.waiting_box.box.addWidget(self.editor)
        self.waiting_box.box.addWidget(self.buttons)
        self.hint = Label(role=Role.NOTE, colour="ink2")
        self._lines = column(
            self.caption, 4, self.headline, 4, self.lead, 20, holder(self.list),
            8, self.waiting_box, 12, self.hint, 8, self.then, holder(self.later), 8, self.remark, 8,
            self.problem, None, margins=(0, 0, 12, 0),
        )  # fmt: skip
        self.area = scrolling(holder(self._lines))
        # What waits stays in sight while the list grows.
        self.area.verticalScrollBar().rangeChanged.connect(self._follow)
        beside = column((self.area, 1), margins=(0, 0, 0, 0))
        self.lay_out(beside, wide=((72, 88, 60, 0), 0), narrow=((28, 28, 20, 0), 0))
        row(self.well, (holder(beside), 1), of=self)

    def _fit(self, *, roomy: bool) -> None:
        super()._fit(roomy=roomy)
        self.well.setFixedWidth(_WELL if roomy else min(_WELL_NARROW, self.width() // 3))

    def _show_question(self) -> None:
        self.caption.say(self.question.caption)
        self.task.set_text(self.question.text)
        self.slip.setVisible(bool(self.question.text))

    def _show_nothing(self) -> None:
        self.leave_typing()
        for box in (self.list, self.waiting_step, self.later):
            clear(box)
        self.steps, self._waits = [], None
        self.waiting_box.set_framed(False)
        for label in (self.then, self.hint):
            label.hide()

    def _show_answer(self, answer: StageAnswer) -> None:
        self._waits = waits_at(answer)

    def _show_pieces(self, there: int) -> None:
        answer, waits = self.answer, self._waits
        if answer is None:
            return
        for part in answer.parts[len(self.steps) : there]:
            self._add(part)
        self.waiting_box.set_framed(waits is not None and there > waits)
        self.then.setVisible(waits is not None and there > waits + 1)

    def _add(self, part: StagePart) -> None:
        """Show one step more, as it is done."""
        place, waits = len(self.steps), self._waits
        after = waits is not None and place > waits
        state = "waits" if place == waits else "later" if after else "done"
        step = StepRow(part, state)
        step.undo_asked.connect(partial(self._turn, place))
        box = self.waiting_step if state == "waits" else self.later if after else self.list
        box.addWidget(step)
        step.show()
        self.steps.append(step)

    def _appeared(self) -> None:
        super()._appeared()

    def _all_there(self) -> None:
        super()._all_there()
        done = any(step.mark.state == "done" for step in self.steps)
        words = tr("{key} undoes the last step; everything it did is in the list.")
        self.hint.set_spans(*spans_of(words, key=strong("U")))
        self.hint.setVisible(done)

    def _follow(self, *_range: int) -> None:
        if self.answer is not None:
            self.area.ensureWidgetVisible(self.waiting_box)

    # -- steps --------------------------------------------------------------------------------

    def _turn(self, place: int) -> None:
        if not self.ready:
            return
        step = self.steps[place]
        step.show_state("done" if step.undone else "undone")
        self._all_there()

    def undo_last(self) -> None:
        """U: take back the last step that is done."""
        done = [n for n, step in enumerate(self.steps) if step.mark.state == "done"]
        done = [n for n in done if not self.steps[n].part.asks]
        if done:
            self._turn(done[-1])

    def change(self) -> str:
        undone = "; ".join(step.part.text for step in self.steps if step.undone)
        return tr("Without: {steps}", steps=undone) if undone else ""

    def press(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_U and self.ready:
            self.undo_last()
            return True
        return super().press(key)

    # -- typed --------------------------------------------------------------------------------

    def start_correction(self) -> None:
        if self.answer is None:
            return
        steps = "\n".join(step.part.text for step in self.steps if not step.undone)
        self.editor.open(steps, tr("What it should do"))
        self.buttons.type(tr("Correct"), tr("do this instead"))

    def keep_typed(self) -> None:
        if not self.editor.isVisibleTo(self) or self.answer is None:
            return
        typed = self.editor.typed
        if not typed or typed == "\n".join(part.text for part in self.answer.parts):
            self.say(tr("Nothing is changed yet. Esc goes back."), "bad")
        else:
            self.reacted.emit("corrected", typed)

    def _typed_in(self) -> tuple[QWidget, ...]:
        return (self.editor,)


def waits_at(answer: StageAnswer) -> int | None:
    """Which step waits for the person: the first that cannot be undone, or a question at the end; None where none does."""
    final = next((n for n, part in enumerate(answer.parts) if part.final), None)
    if final is None and answer.parts and answer.parts[-1].asks:
        return len(answer.parts) - 1
    return final
