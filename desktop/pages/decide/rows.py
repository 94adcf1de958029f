"""Rows of the Decide page that can be pressed: a reason opens its source, a change is tried, a cue says where it comes from."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.decide.cues import CueGroup, cue_groups, cues_summary, ready_sentence
from desktop.findings.decide.flip_points import Flip, Strip
from desktop.project.questions import question_of
from desktop.theme.current import scaled, tokens
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.labels import NOTE_STRONG, write
from desktop.widgets.charts.small import FlipStrip, NumberFlip
from desktop.widgets.label import Hairline, Label, strong
from desktop.widgets.marks import MarkStyle, paint_dot
from desktop.widgets.rows import Effect, ReasonRow, RowList
from estimators.need_for_ai.cues import Cue, Cues
from estimators.need_for_ai.reasons import Reason
from estimators.need_for_ai.verdict_text import Advice

_STRIP = 164


class Pressable(QWidget):
    """Enter, Space or a click presses it; the pointer over it shows that."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().sunken))
            box = QRectF(self.rect()).adjusted(0, 2, 0, -2)
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)


class SourcedReason(Pressable):
    """A reason of the verdict; pressed, it says where its criterion comes from."""

    chosen = Signal(object)  # Reason

    def __init__(self, reason: Reason) -> None:
        super().__init__()
        self.reason = reason
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.row = ReasonRow(Effect[reason.effect.upper()], reason.text, reason.source.title)
        box.addWidget(self.row)
        self.setAccessibleName(f"{self.row.accessibleName()}. Press for its source.")
        self.setToolTip("Where this criterion comes from")
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self.reason)


class AdviceRow(Pressable):
    """Whether to help people or to act for them; pressed, it says where that comes from."""

    chosen = Signal(object)  # Advice

    def __init__(self, advice: Advice) -> None:
        super().__init__()
        self.advice = advice
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addWidget(Label(advice.text))
        box.addWidget(Label(advice.source.title, role=Role.NOTE, colour="ink3"))
        self.setAccessibleName(f"{advice.text} {advice.source.title}. Press for its source.")
        self.setToolTip("Where this advice comes from")
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self.advice)


class SaidRow(QWidget):
    """A sentence and a quiet note below it, as tall as the rows beside it."""

    def __init__(self, text: str, note: str) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addWidget(Label(text))
        box.addWidget(Label(note, role=Role.NOTE, colour="ink3"))


class FlipRow(Pressable):
    """One change that would flip the answer; pressed, it is tried."""

    chosen = Signal(object)  # Flip

    def __init__(self, flip: Flip) -> None:
        super().__init__()
        self.flip = flip
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(24)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(f"{flip.condition}: ", strong(f"{flip.outcome}.")))
        words.addWidget(Label(flip.note, role=Role.NOTE, colour="ink2"))
        words.addStretch(1)
        row.addLayout(words, 1)
        picture = strip_view(flip.strip)
        if picture is not None:
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"What if: {flip.sentence} {flip.note} Press to try it.")
        self.setToolTip("Try it, without changing the project")
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self.flip)


def strip_view(strip: Strip) -> QWidget | None:
    """The picture of a change, or None where nothing is known that it could be drawn against."""
    if strip.steps:
        return StepStrip(strip)
    if strip.now is None:
        return None
    low = strip.now if strip.low is None else strip.low
    high = strip.now if strip.high is None else strip.high
    return FlipStrip(NumberFlip(low, strip.now, high, strip.to, strip.to_text, strip.provenance))


class StepStrip(QWidget):
    """The answers of a choice as steps on a line: the one that holds now as a dot, the change as a stroke."""

    def __init__(self, strip: Strip) -> None:
        super().__init__()
        self._strip = strip
        self.setFixedSize(scaled(_STRIP), 22 + NOTE_STRONG.height)
        self.setAccessibleName(f"changes at {strip.to_text}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, strip = tokens(), self._strip
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, y = 14.0, 12.0
        step = (self.width() - 2 * edge) / max(1, strip.steps - 1)
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(QLineF(0, y, self.width(), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.control))
        for number in range(strip.steps):
            painter.drawEllipse(QPointF(edge + number * step, y), 2.2, 2.2)
        x = edge + strip.to * step
        painter.fillRect(QRectF(x - 1, y - 10, 2, 20), QColor(t.ink))
        if strip.now is not None:
            paint_dot(painter, QPointF(edge + strip.now * step, y), MarkStyle(baseline=True), 3.8)
        width = NOTE_STRONG.width(strip.to_text)
        left = min(max(0.0, x - width / 2), self.width() - width)
        write(painter, strip.to_text, QRectF(left, y + 10, width, NOTE_STRONG.height), NOTE_STRONG)


class CueList(QWidget):
    """``cue_chosen(Cue)`` asks where it comes from; ``question_asked(key)`` leads to an open one's question."""

    cue_chosen = Signal(object)
    question_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cues: Cues | None = None
        self._stale = True
        self.title = Label("What the published lists say", role=Role.SECTION)
        self.summary = Label(colour="ink2")
        self.ready = Label(role=Role.NOTE, colour="ink2")
        self.fold = Button("Show every cue", "link")
        self.fold.clicked.connect(self._turn)
        self.inside = QWidget()
        self._inside = QVBoxLayout(self.inside)
        self._inside.setContentsMargins(0, 4, 0, 0)
        self._inside.setSpacing(0)
        self.inside.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.title)
        box.addSpacing(8)
        box.addWidget(Hairline())
        box.addSpacing(8)
        box.addWidget(self.summary)
        box.addWidget(self.ready)
        box.addSpacing(6)
        box.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.inside)

    def show_cues(self, cues: Cues) -> None:
        """Show these; the rows are made when they are unfolded."""
        if cues == self._cues:
            return
        self._cues, self._stale = cues, True
        self.summary.setText(cues_summary(cues))
        self.ready.setText(ready_sentence(cues))
        if not self.inside.isHidden():
            self._fill()

    def rows(self) -> tuple["CueRow", ...]:
        """The cues that are shown, in order."""
        return tuple(self.inside.findChildren(CueRow))

    def _turn(self) -> None:
        shown = self.inside.isHidden()
        if shown and self._stale:
            self._fill()
        self.inside.setVisible(shown)
        self.fold.setText("Hide the cues" if shown else "Show every cue")

    def _fill(self) -> None:
        self._stale = False
        while (item := self._inside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        if self._cues is None:
            return
        for group in cue_groups(self._cues):
            self._inside.addSpacing(12)
            head = Label(f"{group.title}: {len(group.cues)}", weight=600)
            self._inside.addWidget(head)
            self._inside.addSpacing(4)
            listed = RowList(group.title, first_line=True)
            listed.set_rows([self._row(group, cue) for cue in group.cues])
            self._inside.addWidget(listed)

    def _row(self, group: CueGroup, cue: Cue) -> QWidget:
        row = CueRow(group.effect, cue)
        row.cue_chosen.connect(self.cue_chosen)
        row.question_asked.connect(self.question_asked)
        return row


class CueRow(Pressable):
    """One cue; pressed, an answered one says where it comes from, an open one leads to its question."""

    cue_chosen = Signal(object)
    question_asked = Signal(str)

    def __init__(self, effect: str, cue: Cue) -> None:
        super().__init__()
        self.cue = cue
        asked = question_of(cue.name)
        self._key = asked.key if asked is not None and effect == "open" else ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 6)
        box.setSpacing(0)
        box.addWidget(Label(cue.text))
        if effect != "open":
            box.addWidget(Label(cue.source, role=Role.NOTE, colour="ink3"))
        does = "answer it" if self._key else "see where it comes from"
        self.setAccessibleName(f"{cue.text} {cue.source}. Press to {does}.")
        self.setToolTip(f"Press to {does}")
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        if self._key:
            self.question_asked.emit(self._key)
        else:
            self.cue_chosen.emit(self.cue)
