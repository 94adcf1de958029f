"""What the Decide page lists: the pictures of changes that would flip the answer, and the cues of the published lists."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.findings.decide.cues import cue_groups, cues_summary, ready_sentence
from desktop.findings.decide.flip_points import Flip, Strip
from desktop.findings.decide.intangibles import inputs_table
from desktop.project.questions import question_of
from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.paint import set_ink, smooth
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.labels import NOTE_STRONG, write
from desktop.widgets.charts.small import FlipStrip, NumberFlip
from desktop.widgets.label import Hairline, Label, strong
from desktop.widgets.layout import LEFT, TOP, clear, column, fill, row
from desktop.widgets.marks import MarkStyle, paint_dot
from desktop.widgets.popover import Popover
from desktop.widgets.pressable import PressableRow
from desktop.widgets.rows import RowList
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.sentence import tr
from estimators.build_vs_buy.result import Valuation
from estimators.need_for_ai.cues import Cue, Cues

_STRIP = 164
_ROWS = 14  # of the table, shown at once; the rest scrolls


def flip_row(flip: Flip, choose: Callable[[Flip], object]) -> PressableRow:
    """One change that would flip the answer; pressed, it is tried."""
    words = column(
        Label(f"{flip.condition}: ", strong(f"{flip.outcome}.")),
        Label(flip.note, role=Role.NOTE, colour="ink2"),
        None,
    )
    line = row((words, 1), spacing=24)
    picture = strip_view(flip.strip)
    if picture is not None:
        fill(line, (picture, TOP))
    name = tr("What if: {sentence} {note} Press to try it.", sentence=flip.sentence, note=flip.note)
    tip = tr("Try it, without changing the project")
    return PressableRow(flip, choose, line, name=name, tip=tip, room=8)


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
        self.setAccessibleName(tr("changes at {to_text}", to_text=strip.to_text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, strip = tokens(), self._strip
        painter = smooth(self, turns=False)
        edge, y = 14.0, 12.0
        step = (self.width() - 2 * edge) / max(1, strip.steps - 1)
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(QLineF(0, y, self.width(), y))
        set_ink(painter, fill="control")
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
    """``explain`` says where a cue comes from; ``find_out(key)`` leads to an open one's question."""

    def __init__(self, explain: Callable[[Cue], None], find_out: Callable[[str], None]) -> None:
        super().__init__()
        self._explain, self._find_out = explain, find_out
        self._cues: Cues | None = None
        self._stale = True
        self.title = Label(tr("What the published lists say"), role=Role.SECTION)
        self.summary = Label(colour="ink2")
        self.ready = Label(role=Role.NOTE, colour="ink2")
        self.fold = Button(tr("Show every cue"), "link", run=self._turn)
        self.inside = QWidget()
        self._inside = column(of=self.inside, margins=(0, 4, 0, 0))
        self.inside.hide()
        self._lists: list[RowList] = []
        head = (self.title, 8, Hairline(), 8, self.summary, self.ready)
        column(*head, 6, (self.fold, LEFT), self.inside, of=self)

    def show_cues(self, cues: Cues) -> None:
        """Show these; the rows are made when they are unfolded."""
        if cues == self._cues:
            return
        self._cues, self._stale = cues, True
        self.summary.setText(cues_summary(cues))
        self.ready.setText(ready_sentence(cues))
        if not self.inside.isHidden():
            self._fill()

    def rows(self) -> tuple[QWidget, ...]:
        return tuple(row for listed in self._lists for row in listed.rows())

    def _turn(self) -> None:
        shown = self.inside.isHidden()
        if shown and self._stale:
            self._fill()
        self.inside.setVisible(shown)
        self.fold.setText(tr("Hide the cues") if shown else tr("Show every cue"))

    def _fill(self) -> None:
        self._stale, self._lists = False, []
        clear(self._inside)
        for group in cue_groups(self._cues) if self._cues is not None else ():
            listed = RowList(group.title, first_line=True)
            listed.set_rows([self._row(group.effect == "open", cue) for cue in group.cues])
            self._lists.append(listed)
            head = Label(f"{group.title}: {len(group.cues)}", weight=600)
            fill(self._inside, 12, head, 4, listed)

    def _row(self, is_open: bool, cue: Cue) -> PressableRow:
        """Pressed, an answered cue says where it comes from, an open one leads to its question."""
        asked = question_of(cue.name) if is_open else None
        parts = [Label(cue.text)]
        if not is_open:
            parts.append(Label(cue.source, role=Role.NOTE, colour="ink3"))
        does = tr("answer it") if asked is not None else tr("see where it comes from")

        def choose(_cue: Cue) -> None:
            if asked is not None:
                self._find_out(asked.key)
            else:
                self._explain(cue)

        name = tr("{text} {source}. Press to {does}.", text=cue.text, source=cue.source, does=does)
        return PressableRow(
            cue, choose, *parts, name=name, tip=tr("Press to {does}", does=does), room=6
        )


class EveryNumberPopover(Popover):
    """A table of all inputs of the valuation, measured first."""

    def __init__(self, window: QWidget, valuation: Valuation) -> None:
        title = tr("Every number behind the charts")
        super().__init__(window, title, width=min(860, window.width() - 120))
        self.add_head(title, 8, wraps=False)
        columns = [
            TableColumn(tr("number"), always=True),
            TableColumn(tr("9 in 10"), right=True, always=True),
            TableColumn(tr("worth knowing"), right=True, always=True),
            TableColumn(tr("source"), stretch=True, always=True),
        ]
        rows = [
            (TableCell(name, glyph=PROVENANCE_GLYPHS[source]), span, worth, where)
            for source, (name, span, worth, where) in inputs_table(valuation)
        ]
        self.view = PlainTable(title, columns)
        self.view.set_rows(rows)
        self.view.setFixedHeight(self.view.height_for_rows(min(len(rows), _ROWS)))
        self.body.addWidget(self.view)
